"""What pages of strategies take of a tournament: every strategy against licences only."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sim.analysis.inference import BETTER, WORSE
from sim.analysis.matters import matters
from sim.analysis.paired import judged
from sim.model.outcomes import BY_NAME

COMMAND = "tournament companies=plausible,matched"
PEOPLE, WEEKS = 200, 104
BASE, NOTHING = "organic", "none"
OUTCOMES = ("use_auc", "hours_saved_per_employee_week", "lead_time_change", "net_benefit_eur")
MEASURED = OUTCOMES[1:]
"""Against no lever at all: what a run has measured against the reference already."""
FLIPPED = {"wins": "losses", "losses": "wins"}


def kept(folder: Path) -> pd.DataFrame:
    """Rows of `kind, strategy, other, outcome, difference, low, high, wins, losses, companies`.

    Shares that win and lose count companies in which the seeds decide by as much as matters. Two
    rows of every strategy are no differences: `cost_eur` and `dose_factor`, means of its own.
    """
    pairs, runs = pd.read_csv(folder / "pairwise.csv"), pd.read_parquet(folder / "runs.parquet")
    standings = pd.read_csv(folder / "standings.csv")
    rows = [*_pairs(pairs), *_base(standings, runs), *_own(standings, runs)]
    return pd.DataFrame(rows)


def _pairs(pairs: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Every pair both ways round."""
    for each in pairs[pairs["outcome"].isin(OUTCOMES)].to_dict("records"):
        row = {name: each[name] for name in ("outcome", "difference", "low", "high", "wins",
                                             "losses", "companies")}  # fmt: skip
        kind = each["companies_kind"]
        yield {"kind": kind, "strategy": each["strategy"], "other": each["other"], **row}
        turned = {"difference": -row["difference"], "low": -row["high"], "high": -row["low"]}
        turned |= {name: row[other] for name, other in FLIPPED.items()}
        yield {"kind": kind, "strategy": each["other"], "other": each["strategy"], **row, **turned}


def _base(standings: pd.DataFrame, runs: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Licences only against nothing at all, the reference that every outcome is measured by."""
    least = matters(people=PEOPLE)
    for each in standings[standings["strategy"] == BASE].to_dict("records"):
        if each["outcome"] not in MEASURED:
            continue
        own = runs[(runs["strategy"] == BASE) & (runs["companies_kind"] == each["companies_kind"])]
        outcome = BY_NAME[each["outcome"]]
        verdicts = [
            judged(values, np.zeros(len(values)), outcome, WEEKS, least[outcome.name])["verdict"]
            for _, company in own.groupby("company")
            for values in [company[outcome.name].to_numpy(float)]
        ]
        yield {
            "kind": each["companies_kind"], "strategy": BASE, "other": NOTHING,
            "outcome": outcome.name, "difference": each["mean"], "low": each["low"],
            "high": each["high"], "wins": float(np.mean([one == BETTER for one in verdicts])),
            "losses": float(np.mean([one == WORSE for one in verdicts])),
            "companies": each["companies"],
        }  # fmt: skip


def _own(standings: pd.DataFrame, runs: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """What a strategy costs, and what the budget makes of its doses."""
    cost = standings[(standings["outcome"] == "cost_eur") & (standings["strategy"] != NOTHING)]
    for each in cost.to_dict("records"):
        own = {"kind": each["companies_kind"], "strategy": each["strategy"], "other": "",
               "companies": each["companies"]}  # fmt: skip
        yield {**own, "outcome": "cost_eur", "difference": each["mean"]}
        here = runs[(runs["strategy"] == each["strategy"])
                    & (runs["companies_kind"] == each["companies_kind"])]  # fmt: skip
        yield {**own, "outcome": "dose_factor", "difference": here["dose_factor"].mean()}
