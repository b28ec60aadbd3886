"""Is what a rollout brings, per head and per euro, the same in small and large companies?

    python -m experiments.sizes          # the table in docs/behaviour.md, a minute

The default company at three sizes, with the same seeds. What a firm gains by its size alone would
be an artefact, unless a mechanism says why.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from sim.analysis.inference import interval
from sim.base.arrays import Floats
from sim.config.load import load_strategies
from sim.runs.run import run_many

SIZES = (200, 1000, 5000)
STRATEGIES = (
    "organic", "training_first", "champions", "lead_by_example", "phased_pilot", "big_bang",
    "playbook",
)  # fmt: skip


def of_size(
    people: int, strategies: Sequence[str], seeds: Sequence[int], words: Sequence[str] = (),
    workers: int = 1,
) -> pd.DataFrame:  # fmt: skip
    """Net benefit in € per head, the same per € spent, and net hours per head: a row per run."""
    configs = load_strategies([f"organisation.headcount={people}", *words], strategies)
    runs = run_many(configs, seeds, workers=workers).runs
    runs = runs[runs.strategy.isin(strategies)]
    return pd.DataFrame({
        "strategy": runs.strategy, "seed": runs.seed, "people": people,
        "benefit": runs.net_benefit_eur / people,
        "per_eur": runs.net_benefit_eur / runs.cost_eur,
        "hours": runs.net_hours_per_employee,
    })  # fmt: skip


def cell(values: Floats, decimals: int) -> str:
    """A mean and its 95 % interval over seeds."""
    low, high = interval(values)
    mean, low, high = (f"{each:+,.{decimals}f}" for each in (values.mean(), low, high))
    return f"{mean} [{low}, {high}]"


def table(seeds: Sequence[int], workers: int = 1) -> str:
    """Every strategy at every size, and what each brings beyond licences only."""
    found = pd.concat([of_size(people, STRATEGIES, seeds, workers=workers) for people in SIZES])
    runs = found.set_index(["strategy", "people", "seed"]).sort_index()
    head = "".join(f" {people:,} people |" for people in SIZES)
    lines = [f"| strategy | read |{head}", "|---" * (2 + len(SIZES)) + "|"]
    for name in STRATEGIES:
        told = [("net benefit, € a head", "benefit", 0, 0.0),
                ("net benefit per € spent", "per_eur", 2, 0.0)]  # fmt: skip
        if name != "organic":
            told.append(("the same as the first, minus licences only", "benefit", 0, 1.0))
        for words, column, decimals, less in told:
            cells = [
                cell(np.asarray(runs.loc[name, people][column]
                                - less * runs.loc["organic", people][column]), decimals)
                for people in SIZES
            ]  # fmt: skip
            lines.append(f"| {name.replace('_', ' ')} | {words} | {' | '.join(cells)} |")
    return "\n".join(lines)


if __name__ == "__main__":
    print(table(range(12), workers=2))
