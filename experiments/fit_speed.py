"""How long a fit and a report of a large firm take.

    python -m experiments.fit_speed 3000 20

Invents a firm of so many people with so many weeks of use, and times `rollout import`, `rollout
fit` with as many firms as it takes by itself, and `rollout report` from a finished folder, each in
a process of its own with two workers. Wanted on two quiet cores: fit below 120 s, report below
20 s.
Seconds of CPU are those of all processes: two quiet cores take about half as long.
"""

from __future__ import annotations

import math
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

START = date(2026, 1, 5)


def write(folder: Path, people: int, weeks: int) -> list[str]:
    """A staff list by departments of about 50, and a curve of use."""
    staff = ["id,manager,department"]
    staff += [f"p{k},{f'p{(k - 1) // 8}' if k else ''},{k // 50}" for k in range(people)]
    trend = ["date,enabled,active,window"]
    for week in range(weeks):
        share = 0.1 + 0.45 / (1.0 + math.exp(-(week - 7.0) / 2.5))
        day = START + timedelta(days=7 * week + 4)
        trend.append(f"{day},{people},{round(people * share)},28")
    for name, lines in (("staff.csv", staff), ("trend.csv", trend)):
        (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return ["staff.csv", "trend.csv"]


def timed(label: str, words: list[str], folder: Path) -> None:
    """Run a command and print what it took."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run([sys.executable, "-m", "sim", *words, "quiet=true"], check=True, cwd=folder)
    wall, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"{label}: {used:.1f} s of CPU, {wall:.1f} s on the clock", flush=True)


def main(people: int, weeks: int) -> None:
    """Print a line per command."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        timed(f"import, {people:,} people", ["import", *write(folder, people, weeks)], folder)
        timed(f"fit, {weeks} weeks", ["fit", "strategy=champions", f"start={START}", "workers=2"],
              folder)  # fmt: skip
        few = ["report", "organisation.headcount=60", "draws=20", "workers=2", "out=first"]
        subprocess.run([sys.executable, "-m", "sim", *few, "quiet=true"], check=True, cwd=folder)
        timed("report from a finished folder", ["report", "of=first", "out=second"], folder)


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:3]]
    main(*(numbers + [3000, 20][len(numbers) :]))
