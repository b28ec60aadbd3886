"""Which assumptions decide what a rollout brings, in each kind of companies."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sim.analysis.deciders import ranking
from sim.analysis.money import EVEN
from sim.studies.report.material import Material

if TYPE_CHECKING:
    import pandas as pd


class Weightiest(NamedTuple):
    """The assumption that weighs most.

    Attributes:
        key: Its parameter.
        doc: What it is.
        low, high, default: Its plausible range, and what the default company has.
        unit: Of these.
        sourced: Whether its value has a source.
        decides: Whether its correlation survives Holm's correction in one kind of companies.
        middle: Kind -> the value that parts its companies into halves.
        below, above: Kind -> share of the companies of each half that beat doing nothing.
    """

    key: str
    doc: str
    low: float
    high: float
    default: float
    unit: str
    sourced: bool
    decides: bool
    middle: dict[str, float]
    below: dict[str, float]
    above: dict[str, float]


def assumptions(material: Material, strategy: str) -> pd.DataFrame:
    """Rank correlation of every drawn parameter with the net benefit of a strategy.

    Returns:
        One row per parameter, the weightiest where it is decided first: `parameter, doc, unit,
        low, high, sourced, source`, and for each kind `correlation_KIND, p_holm_KIND`; `weight`
        is the mean size of its correlations there.
    """
    import pandas as pd

    place = material.strategies.index(strategy)
    rows: dict[str, dict[str, object]] = {}
    for world in material.kinds:
        drawn = material.drawn(world.kind)
        for each in ranking(drawn, world.benefit[place]):
            one = each.dimension
            row = rows.setdefault(one.key, {
                "parameter": one.key, "doc": one.doc, "unit": one.unit, "low": one.low,
                "high": one.high, "sourced": "yes" if one.sourced else "no",
                "source": one.source,
            })  # fmt: skip
            row[f"correlation_{world.kind}"] = each.correlation
            row[f"p_holm_{world.kind}"] = each.p_value
    frame = pd.DataFrame(rows.values())
    if frame.empty:
        return frame
    own = [f"correlation_{each.kind}" for each in material.deciding]
    frame["weight"] = frame[own].abs().fillna(0.0).mean(axis=1)
    return frame.sort_values("weight", ascending=False, kind="stable", ignore_index=True)


def weightiest(material: Material, strategy: str, table: pd.DataFrame) -> Weightiest | None:
    """The first of `assumptions`, and how its companies part; None without drawn parameters."""
    from sim.analysis.companies import defaults

    if table.empty:
        return None
    row = table.iloc[0]
    key, place = str(row["parameter"]), material.strategies.index(strategy)
    middle, below, above = dict[str, float](), dict[str, float](), dict[str, float]()
    decides = False
    for world in material.kinds:
        drawn = material.drawn(world.kind)
        if any(key not in each for each in drawn):
            continue
        values = np.array([each[key] for each in drawn])
        pays = world.benefit[place] > EVEN
        middle[world.kind] = float(np.median(values))
        under = values <= middle[world.kind]
        below[world.kind] = float(pays[under].mean())
        above[world.kind] = float(pays[~under].mean()) if (~under).any() else float("nan")
        decides |= bool(row[f"p_holm_{world.kind}"] < 0.05)
    return Weightiest(
        key, str(row["doc"]), float(row["low"]), float(row["high"]),
        float(defaults().get(key, float("nan"))), str(row["unit"]), row["sourced"] == "yes",
        decides, middle, below, above,
    )  # fmt: skip
