"""Every lever wins somewhere in the declared space, and loses somewhere: one company of each.

The companies were found by `python -m experiments.regions write`; here they have other seeds.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from experiments.regions.study import MATTERS, PRESETS, differences
from sim.analysis.inference import interval

LEVERS = {"champions", "training", "candour", "exploring room", "targeting", "big bang"}
CORNERS = pd.read_csv(PRESETS / "corners.csv")
CORNERS = CORNERS[CORNERS.lever.isin(LEVERS)]
SEEDS = range(1000, 1008)


def test_every_lever_has_a_corner_on_either_side() -> None:
    sides = CORNERS.groupby("lever")["side"].agg(set)
    assert set(sides.index) == LEVERS
    assert all(found == {"wins", "loses"} for found in sides)


@pytest.mark.parametrize(
    "place", range(len(CORNERS)), ids=list(CORNERS.lever + ": " + CORNERS.side)
)
def test_a_lever_wins_or_loses_in_its_corner(place: int) -> None:
    row: dict[str, Any] = CORNERS.iloc[place].to_dict()
    company = {key: value for key, value in row.items() if "." in key}
    low, high = interval(differences(row["better"], row["than"], company, SEEDS))
    assert low > MATTERS if row["side"] == "wins" else high < -MATTERS
