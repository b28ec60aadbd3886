"""Which unknowns turn the order of the two leading strategies, over the companies at hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sim.analysis.deciders import ENOUGH, Decider, explained, named, ranking
from sim.model.outcomes import BY_NAME

if TYPE_CHECKING:
    import pandas as pd

    from sim.analysis.companies import Draw
    from sim.base.arrays import Floats
    from sim.report.language import Language

OUTCOMES = ("hours_saved_per_employee_week", "net_benefit_eur")
"""What the order is judged by."""


class Unknowns(NamedTuple):
    """What turns the order by one outcome.

    Attributes:
        outcome: Its name.
        best, second: The two strategies with the best means.
        share: Share of the companies in which the best is better than the second.
        ranked: All drawn parameters, the most telling first.
        explained: Share of the spread of ranks that the named ones explain together.
        companies: How many there were.
    """

    outcome: str
    best: str
    second: str
    share: float
    ranked: list[Decider]
    explained: float
    companies: int

    @property
    def named(self) -> list[Decider]:
        """The two or three that stand out."""
        return named(self.ranked)


def unknowns(runs: pd.DataFrame, drawn: Mapping[int, Draw]) -> list[Unknowns]:
    """What turns the order, by outcome; nothing where all seeds are one company.

    Args:
        runs: One row per strategy and seed, without the hidden reference.
        drawn: The company of each seed, as values by key.
    """
    if not drawn or runs["strategy"].nunique() < 2:
        return []
    return [_unknowns(runs, drawn, name) for name in OUTCOMES]


def _unknowns(runs: pd.DataFrame, drawn: Mapping[int, Draw], name: str) -> Unknowns:
    table = runs.pivot_table(index="seed", columns="strategy", values=name)
    sign = BY_NAME[name].sign
    best, second = (sign * table.mean()).sort_values(ascending=False, kind="stable").index[:2]
    margin: Floats = sign * (table[best] - table[second]).to_numpy(np.float64)
    companies: Sequence[Draw] = [drawn[int(seed)] for seed in table.index]
    ranked = ranking(companies, margin)
    share = float((margin > 0.0).mean())
    told = explained(companies, margin, named(ranked))
    return Unknowns(name, best, second, share, ranked, told, len(companies))


def table(found: Sequence[Unknowns]) -> pd.DataFrame:
    """One row per outcome and parameter, the most telling first."""
    import pandas as pd

    return pd.DataFrame([
        {"outcome": each.outcome, "strategy": each.best, "other": each.second,
         "parameter": one.dimension.key, "correlation": one.correlation, "p_holm": one.p_value,
         "sourced": "yes" if one.sourced else "no"}
        for each in found for one in each.ranked
    ])  # fmt: skip


def sentences(found: Sequence[Unknowns], speak: Language) -> list[str]:
    """One sentence per outcome: what turns the order, or that nothing stands out."""
    if found and found[0].companies < ENOUGH:
        return [speak.say("compare.unknowns_few", companies=found[0].companies, enough=ENOUGH)]
    return [_sentence(each, speak) for each in found]


def _sentence(found: Unknowns, speak: Language) -> str:
    said = {
        "outcome": speak.outcome(found.outcome), "strategy": speak.strategy(found.best),
        "other": speak.strategy(found.second), "companies": found.companies,
        "better": round(found.share * found.companies),
    }  # fmt: skip
    if not found.named:
        return speak.say("compare.unknowns_none", **said)
    parts = [
        speak.say("compare.unknown" if each.sourced else "compare.unknown_assumed",
                  parameter=each.dimension.key, correlation=speak.written(each.correlation, "+.2f"))
        for each in found.named
    ]  # fmt: skip
    return speak.say(
        "compare.unknowns",
        parts=speak.listing(parts),
        explained=speak.percent(found.explained),
        **said,
    )
