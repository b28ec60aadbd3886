"""One run's network in a few weeks, for `plots.network_figure`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from sim.model.log import rungs
from sim.report.plots.network import NetworkSnapshots

if TYPE_CHECKING:
    from sim.model.engine import Engine

CHAMPION, MANAGER = 1, 2


def network_snapshots(firm: Engine, weeks: Sequence[int] | None = None) -> NetworkSnapshots:
    """Let a firm live through its rollout and keep everybody's stage of use in some weeks.

    Args:
        firm: One that has not stepped yet.
        weeks: Weeks to keep; the first, a quarter, half and all of the horizon if None.
    """
    horizon = firm.config.weeks
    kept = set(weeks or (1, max(1, horizon // 4), max(1, horizon // 2), horizon))
    people = firm.people
    role = np.zeros(people.count, np.int8)
    found = {}
    for week in range(1, horizon + 1):
        firm.step()
        role[people.is_champion] = CHAMPION
        if week in kept:
            found[week] = rungs(people)
    role[people.is_manager] = MANAGER
    first, second, _ = firm.network.contact.pairs()
    return NetworkSnapshots(
        edges=np.stack([first, second], axis=1),
        department=people.department,
        role=role,
        stages=found,
        title=firm.config.strategy.name,
    )
