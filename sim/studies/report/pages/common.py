"""What several pages share: a row of a table, and which rollouts are shown."""

from __future__ import annotations

from typing import NamedTuple

from sim.studies.report.telling import Telling

SHOWN = 3
"""Rollouts in figures that would not hold all of them."""


class Row(NamedTuple):
    """A row of a table; the one of what is recommended is marked."""

    cells: list[str]
    marked: bool = False


def shown(told: Telling) -> list[str]:
    """Three rollouts for the small figure: the one that is looked at, and the next by regret."""
    others = [name for name in told.order if name != told.rollout]
    return [told.rollout, *others[: SHOWN - 1]]


def threshold(told: Telling) -> str:
    """The threshold of the switch rule, "" where there is none."""
    return told.threshold() if told.has_rule else ""
