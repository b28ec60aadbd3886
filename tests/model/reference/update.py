"""Write `tests/model/reference/small.csv`: what every shipped strategy does to one small company.

    python -m tests.model.reference.update

Run it after a change of the model or of its defaults that is meant to change results, look at
what has changed (`git diff tests/model/reference/small.csv`), and commit it with the change.
`test_small.py` fails until then.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from sim.config.compose import options
from sim.config.load import load_strategies
from sim.runs.run import run_many

FILE = Path(__file__).with_name("small.csv")
COMPANY = ("organisation.headcount=40", "weeks=30", "withdraw_week=24")
SEED, WEEKS = 1, (1, 12, 24, 30)


def small() -> pd.DataFrame:
    """Weekly columns of every shipped strategy in a few weeks."""
    configs = load_strategies(COMPANY, [name for name in options("strategy") if name != "none"])
    weekly = run_many(configs, [SEED]).weekly.drop(columns=["run_id", "seed"])
    return weekly[weekly["week"].isin(WEEKS)].reset_index(drop=True)


if __name__ == "__main__":
    small().to_csv(FILE, index=False, float_format="%.12g")
    print(f"wrote {FILE}")
