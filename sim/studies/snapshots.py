"""One run's network in a few weeks, for `plots.network_figure`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from sim.model.log import rungs
from sim.report.plots.network import NetworkSnapshots, drawn, using

if TYPE_CHECKING:
    from sim.model.engine import Engine

CHAMPION, MANAGER = 1, 2


def network_snapshots(firm: Engine, weeks: Sequence[int] | None = None) -> NetworkSnapshots:
    """Let a firm live through its rollout and keep the stage of use of those who are drawn.

    Args:
        firm: One that has not stepped yet.
        weeks: Weeks to keep; the first, a quarter, half and all of the horizon if None.
    """
    horizon = firm.config.weeks
    kept = set(weeks or (1, max(1, horizon // 4), max(1, horizon // 2), horizon))
    people = firm.people
    role = np.zeros(people.count, np.int8)
    shown = drawn(people.department)
    stages, shares = {}, {}
    for week in range(1, horizon + 1):
        firm.step()
        role[people.is_champion] = CHAMPION
        if week in kept:
            stage = rungs(people)
            stages[week], shares[week] = stage[shown], using(stage)
    role[people.is_manager] = MANAGER
    row = np.cumsum(shown) - 1
    return NetworkSnapshots(
        edges=row[firm.network.contact.among(shown)],
        department=people.department[shown],
        role=role[shown],
        stages=stages,
        title=firm.config.strategy.name,
        people=people.count,
        ties=firm.network.contact.count,
        using=shares,
    )
