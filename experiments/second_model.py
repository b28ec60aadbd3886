"""From the first model to the second: which result moved, and by which correction.

    python -m experiments.second_model write        # docs/second_model.md, two minutes

The corrections are switched on one after the other, in the order of `first_model.yaml`, with the
same seeds. What a step moves depends on the order: later ones meet a model that the earlier ones
have changed.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import yaml

from sim.base.values import get, with_values
from sim.config.load import load_strategies
from sim.model.config import RunConfig
from sim.runs.run import run_many

HERE = Path(__file__).parent
PAGE = HERE.parent / "docs" / "second_model.md"
FIRST: dict[str, dict[str, object]] = yaml.safe_load(
    (HERE / "first_model.yaml").read_text(encoding="utf-8")
)
STRATEGIES = (
    "organic", "training_first", "champions", "lead_by_example", "phased_pilot", "big_bang",
)  # fmt: skip
SEEDS, HEADCOUNT = 12, 350
COMMON = (f"organisation.headcount={HEADCOUNT}",)
HOURS = "hours_saved_per_employee_week"
START, END = "<!-- generated: waterfall -->", "<!-- end: waterfall -->"


def configured(off: Sequence[str]) -> dict[str, RunConfig]:
    """All strategies, with the values of the first model for the corrections in `off`."""
    values = {key: value for name in off for key, value in FIRST[name].items()}
    found = {}
    for name, config in load_strategies(COMMON, STRATEGIES).items():
        own = {key: value for key, value in values.items() if get(config, key) is not None}
        found[name] = with_values(config, own)
    return found


def means(off: Sequence[str]) -> pd.Series:
    """Net hours saved by strategy, mean over seeds; use of the organic strategy with it."""
    runs = run_many(configured(off), range(SEEDS), workers=2).runs
    table = runs.groupby("strategy")
    hours = table[HOURS].mean().reindex(STRATEGIES)
    use = table["genuine_use_final"].mean()["organic"]
    return pd.concat([hours, pd.Series({"use": 100.0 * use})])


def waterfall() -> str:
    """The table: a row for the first model, and one more for every correction."""
    names = list(FIRST)
    head = ["switched on so far", *STRATEGIES, "phased - big bang", "use, organic, %"]
    lines = [f"| {' | '.join(head)} |", f"| {' | '.join(['---'] * len(head))} |"]
    for count in range(len(names) + 1):
        row = means(names[count:])
        label = names[count - 1].replace("_", " ") if count else "nothing: the first model"
        apart = row["phased_pilot"] - row["big_bang"]
        cells = [f"{row[name]:+.2f}" for name in STRATEGIES]
        plus = "+ " if count else ""
        lines.append(
            f"| {plus}{label} | {' | '.join(cells)} | {apart:+.2f} | {np.round(row['use']):.0f} |"
        )
    return "\n".join(lines)


def main(words: Sequence[str]) -> None:
    """Print the table, or write it into the page."""
    table = waterfall()
    if list(words) != ["write"]:
        print(table)
        return
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(START)
    _, _, after = rest.partition(END)
    PAGE.write_text(f"{before}{START}\n\n{table}\n\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
