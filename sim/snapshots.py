"""One run's network in a few weeks, for `plots.network_figure`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from sim.firm import Firm
from sim.log import stages
from sim.people import LADDER_WEEKS
from sim.plots.network import NetworkSnapshots

if TYPE_CHECKING:
    from sim.config import RunConfig

CHAMPION, MANAGER = 1, 2


def network_snapshots(config: RunConfig, weeks: Sequence[int] | None = None) -> NetworkSnapshots:
    """Run a configuration and keep everybody's stage of use in some weeks.

    Args:
        config: The run.
        weeks: Weeks to keep; the first, a quarter, half and all of the horizon if None.
    """
    horizon = config.weeks
    kept = set(weeks or (1, max(1, horizon // 4), max(1, horizon // 2), horizon))
    firm = Firm(config)
    people = firm.people
    weeks_used = np.bitwise_count(np.arange(2**LADDER_WEEKS, dtype=np.uint16))
    role = np.zeros(people.count, np.int8)
    found = {}
    for week in range(1, horizon + 1):
        firm.step()
        role[people.is_champion] = CHAMPION
        if week in kept:
            found[week] = np.empty(people.count, np.int8)
            stages(people.history, people.genuine_use, weeks_used, found[week])
    role[people.is_manager] = MANAGER
    first, second, _ = firm.network.contact.pairs()
    return NetworkSnapshots(
        edges=np.stack([first, second], axis=1),
        department=people.department,
        role=role,
        stages=found,
        title=config.strategy.name,
    )
