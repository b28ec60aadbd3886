"""How long an import of a large firm takes, and how much memory.

    python -m experiments.import_speed 100000 2000000

Invents a firm, writes its staff list and its ties as CSV, and times `rollout check-data` and
`rollout import` on them, each in a process of its own. Wanted on two quiet cores: import below 60 s
and 2 GB, check-data below 20 s.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd


def write(folder: Path, people: int, ties: int) -> list[str]:
    """A staff list by departments of about 50, and ties of which two thirds stay in them."""
    lot = np.random.default_rng(1)
    number = np.arange(people)
    name = np.array([f"person{each:07d}@firm.example" for each in number], dtype=object)
    manager = np.where(number == 0, "", name[np.maximum((number - 1) // 8, 0)])
    department = number // 50
    staff = {"Work Email": name, "Manager Email": manager, "Department": department.astype(str)}
    pd.DataFrame(staff).to_csv(folder / "staff.csv", index=False)
    a = lot.integers(0, people, ties)
    near = np.minimum(a // 50 * 50 + lot.integers(0, 50, ties), people - 1)
    b = np.where(lot.random(ties) < 2 / 3, near, lot.integers(0, people, ties))
    pairs = pd.DataFrame({"From": name[a], "To": name[b], "Emails": lot.integers(1, 90, ties)})
    pairs.to_csv(folder / "ties.csv", index=False)
    return [str(folder / "staff.csv"), str(folder / "ties.csv")]


def main(people: int, ties: int) -> None:
    """Print a line per command."""
    with tempfile.TemporaryDirectory() as place:
        files = write(Path(place), people, ties)
        for command in ("check-data", "import"):
            out = ["out=" + str(Path(place) / "mine")]
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            started = time.perf_counter()
            line = [sys.executable, "-m", "sim", command, *files, *out]
            subprocess.run(line, check=True, stdout=subprocess.DEVNULL)
            wall, after = (
                time.perf_counter() - started,
                resource.getrusage(resource.RUSAGE_CHILDREN),
            )
            used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            memory = after.ru_maxrss / 1e6  # kilobytes on Linux
            print(f"{command}: {people:,} people, {ties:,} rows of ties: {used:.1f} s of CPU, "
                  f"{wall:.1f} s on the clock, {memory:.2f} GB at most")  # fmt: skip


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:3]]
    main(*(numbers + [100_000, 2_000_000][len(numbers) :]))
