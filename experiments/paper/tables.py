"""From what studies answer to the tables of the page; figures and sentences are made of these."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from sim.analysis.matters import matters
from sim.analysis.paired import paired, pairwise, summarise
from sim.model.outcomes import BY_NAME
from sim.studies.study import Answer

BASELINE = "organic"


class Shown(NamedTuple):
    """An outcome as the page tells it: factor from its unit (per employee) to the one told."""

    factor: float
    decimals: int


OUTCOMES: Mapping[str, Shown] = {
    "genuine_use_final": Shown(100.0, 1),
    "hours_saved_per_employee_week": Shown(1.0, 2),
    "lead_time_change": Shown(100.0, 1),
    "net_benefit_eur": Shown(1.0, 0),
}
BEST = ("best_decided", "best_low", "best_possible", "best_high", "undecided")
CLAIM = ("id", "statement", "verdict", "share_holds", "low", "high", "share_open", "share_fails",
         "n_draws", "n_seeds")  # fmt: skip
KEPT = 8
"""Assumptions that are shown per outcome."""


def strategies(answer: Answer, people: int, weeks: int) -> pd.DataFrame:
    """Per kind of companies, outcome and strategy: mean, difference to licences only, rank."""
    runs, best = answer.files["runs.parquet"], answer.files["standings.csv"]
    frames = []
    for kind, own in runs.groupby("companies_kind", sort=False):
        found = _compared(own, people, weeks)
        ranks = best[best["companies_kind"] == kind][["outcome", "strategy", *BEST]]
        frames.append(found.merge(ranks, on=["outcome", "strategy"], how="left")
                      .assign(kind=kind, companies=own["company"].nunique()))  # fmt: skip
    return _first(pd.concat(frames, ignore_index=True), "kind", "companies")


def _compared(runs: pd.DataFrame, people: int, weeks: int) -> pd.DataFrame:
    """The same of one kind; a company is one case, whatever its seeds."""
    each = runs.groupby(["strategy", "company"], sort=False)[list(OUTCOMES)].mean().reset_index()
    each = each.rename(columns={"company": "seed"})
    each["net_benefit_eur"] /= people
    least = matters()
    means = summarise(each, weeks, least)[["outcome", "strategy", "mean", "low", "high"]]
    apart = pairwise(each, BASELINE, weeks, least)
    apart = apart[["outcome", "strategy", "estimate", "low", "high", "verdict"]]
    found = means.rename(columns={"low": "mean_low", "high": "mean_high"})
    found = found.merge(apart, on=["outcome", "strategy"], how="left")
    found["level"] = [_level(each, found, row, weeks, least) for row in found.itertuples()]
    order = {name: place for place, name in enumerate(OUTCOMES)}
    return found.sort_values("outcome", key=lambda names: names.map(order), kind="stable")


def _level(
    each: pd.DataFrame, found: pd.DataFrame, row: Any, weeks: int, least: Mapping[str, float]
) -> bool:
    """Whether a strategy may lag behind the best mean by less than what matters."""
    sign = BY_NAME[row.outcome].sign
    own = found[found["outcome"] == row.outcome].set_index("strategy")["mean"]
    top = str((sign * own).idxmax())
    if top == row.strategy:
        return True
    columns = ["strategy", "seed", row.outcome]
    (lead,) = paired(each[columns], top, row.strategy, weeks).itertuples()
    return bool(min(sign * lead.low, sign * lead.high) < least[row.outcome])


def claims(answer: Answer) -> pd.DataFrame:
    """A row per claim."""
    return answer.files["claims.csv"][list(CLAIM)]


def deciders(answer: Answer) -> pd.DataFrame:
    """Largest total shares of variance per outcome, and the parts of company, strategy and luck."""
    found = answer.files["sobol.csv"]
    total = found[(found["kind"] == "assumption") & (found["index"] == "total")]
    largest = total.sort_values("value", ascending=False).groupby("outcome", sort=False).head(KEPT)
    shown = pd.concat([largest, found[found["index"] == "part"]])
    shown = shown.sort_values("outcome", key=_order, kind="stable")
    return shown[["outcome", "index", "parameter", "label", "source", "value", "low", "high"]]


def _order(names: pd.Series) -> pd.Series:
    return names.map({name: place for place, name in enumerate(OUTCOMES)})


def robustness(answers: Mapping[str, Answer], people: int, weeks: int) -> pd.DataFrame:
    """Strategies as in `strategies`, a block per mechanism that is switched off."""
    frames = [
        _compared(answer.files["runs.parquet"], people, weeks).assign(without=name)
        for name, answer in answers.items()
    ]
    return _first(pd.concat(frames, ignore_index=True), "without")


def agreement(one: pd.DataFrame, other: pd.DataFrame, outcome: str) -> float:
    """Spearman's correlation of the order of strategies in two tables, by means; NaN without."""
    ranks = [table[table["outcome"] == outcome].set_index("strategy")["mean"].rank()
             for table in (one, other)]  # fmt: skip
    left, right = ranks[0].align(ranks[1], join="inner")
    if left.nunique() == 1 or right.nunique() == 1:
        return float("nan")  # all the same: there is no order
    return float(np.corrcoef(left, right)[0, 1])


def _first(frame: pd.DataFrame, *columns: str) -> pd.DataFrame:
    return frame[[*columns, *(each for each in frame if each not in columns)]]
