"""How fast is it? Cost per person and week, memory, growth, and peers on one common task.

    python -m experiments.speed            # a minute: up to 100,000 people
    python -m experiments.speed --full     # some minutes: up to 1,000,000 people

Every figure is measured in this run on this machine; ratios compare neighbours in time.
Peers (NDlib, starsim) and the C loop appear where they, or a compiler, are installed.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

from experiments.speed_peers import common_task
from sim.config.load import load, load_strategies
from sim.model.firm import Firm
from sim.runs.run import run_many

STRATEGIES = (
    "organic", "mandate", "mandate_with_training", "training_first", "lead_by_example",
    "champions", "phased_pilot", "phased_pilot_random", "big_bang", "playbook",
)  # fmt: skip
#: Targets: nanoseconds per person and week at 1,000 and at 1,000,000 people; KB per person.
TARGET_SMALL, TARGET_LARGE, TARGET_MEMORY = 250.0, 200.0, 1.5


def week_cost(headcount: int, strategy: str, weeks: int) -> tuple[float, float]:
    """Seconds to wait for set-up, and nanoseconds per person and week of the full model.

    Weeks in time of the processor, so that others on the machine do not count; set-up by the
    clock, as large organisations are drawn on all processors.
    """
    config = load([f"organisation.headcount={headcount}", f"weeks={weeks}"], strategy)
    began = time.perf_counter()
    firm = Firm(config)
    waited, ready = time.perf_counter() - began, time.process_time()
    for _ in range(weeks):
        firm.step()
    done = time.process_time()
    return waited, (done - ready) / weeks / headcount * 1e9


def in_fresh_process(headcount: int, weeks: int) -> tuple[float, float, float]:
    """As `week_cost`, in a process of its own, with its memory in KB per person."""
    command = [sys.executable, "-m", "experiments.speed", "--one", str(headcount), str(weeks)]
    answer = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return float(answer[0]), float(answer[1]), float(answer[2])


def one(headcount: int, weeks: int) -> None:
    """What a fresh process measures: set-up, cost, and memory beyond a tiny firm's.

    The best of three runs, or of a second of them: other work on the machine, and cold caches,
    only add time.
    """
    week_cost(100, "playbook", 2)
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
    costs = [week_cost(headcount, "playbook", weeks)]
    memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / headcount
    while len(costs) < 3 or time.perf_counter() - began < 1.0:
        costs.append(week_cost(headcount, "playbook", weeks))
    setup, weekly = (min(values) for values in zip(*costs, strict=True))
    print(setup, weekly, memory)


def growth(sizes: list[int], weeks: int) -> None:
    """Cost at growing headcounts and the fitted exponent of run time."""
    print(f"\nFull model (playbook, {weeks} weeks): weeks on one core, set-up on all")
    print(f"{'people':>10} {'set-up s':>9} {'ns/person-week':>15} {'KB/person':>10} {'weeks s':>9}")
    seconds = []
    for size in sizes:
        setup, cost, memory = in_fresh_process(size, weeks)
        seconds.append(cost * size)
        total = cost * size * weeks * 1e-9
        print(f"{size:>10,} {setup:>9.2f} {cost:>15.0f} {memory:>10.2f} {total:>9.2f}")
    large = [(np.log(s), np.log(t)) for s, t in zip(sizes, seconds, strict=True) if s >= 10_000]
    if len(large) > 1:
        exponent = np.polyfit(*np.array(large).T, 1)[0]
        print(f"time grows with people to the power {exponent:.3f} (from 10,000 people on)")


def comparison(seeds: int, workers: int) -> None:
    """The default comparison without its figures: strategies x seeds x 1,000 people."""
    configs = load_strategies([], STRATEGIES)
    run_many(configs, [0, 1], workers)  # compiled and loaded
    began = time.perf_counter()
    run_many(configs, list(range(seeds)), workers)
    seconds = time.perf_counter() - began
    person_weeks = (len(configs) + 1) * seeds * 1000 * 104
    print(
        f"\n{len(configs)} strategies and the reference x {seeds} seeds x 1,000 people x 104 weeks"
    )
    print(
        f"{seconds:.1f} s with {workers} processes: {person_weeks / seconds / 1e6:.1f} million "
        f"person-weeks a second, {seconds * workers / person_weeks * 1e9:.0f} ns of a core each"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--full", action="store_true", help="up to 1,000,000 people")
    parser.add_argument("--one", nargs=2, type=int, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        one(*arguments.one)
        return
    print(f"Targets: {TARGET_SMALL:.0f} ns per person and week at 1,000 people, "
          f"{TARGET_LARGE:.0f} at 1,000,000; {TARGET_MEMORY} KB per person")  # fmt: skip
    growth([1_000, 10_000, 100_000] + ([1_000_000] if arguments.full else []), 104)
    comparison(50 if arguments.full else 8, 2)
    common_task(10_000, 104, Path(__file__).parent)


if __name__ == "__main__":
    main()
