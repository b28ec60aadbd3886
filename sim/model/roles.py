"""Roles differ: what a job is made of, and which managers feel bypassed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.base.arrays import Floats
from sim.base.params import Checked, fitted, param
from sim.base.streams import Streams
from sim.model.people import People

GALLUP = "Gallup 2026: frequent use 46 % of staff, 52 % of managers, 67 % of leaders (order)"
PASSED_ON = "Slingshot 2026: 49 % of middle managers actively pass the order on (survey, vendor)"


@dataclass(frozen=True)
class RoleParameters(Checked):
    """Neutral: suitability 1, nobody resists. Leaders are managers to whom managers report."""

    manager_fit: float = param(
        1.2,
        0.0,
        2.0,
        unit="ratio",
        source=GALLUP,
        doc="how well the tool suits a manager's job, against staff's",
        sweep=(1, 1.4),
    )
    leader_fit: float = param(
        1.5,
        0.0,
        2.0,
        unit="ratio",
        source=fitted(GALLUP, loosely=True),
        doc="the same of a leader's job",
        sweep=(1, 2),
    )
    resisting: float = param(
        0.4,
        0.0,
        1.0,
        unit="share",
        source=PASSED_ON,
        doc="managers, leaders apart, who feel bypassed and resist",
        sweep=(0.2, 0.6),
    )
    bypassed: float = param(
        0.2, 0.0, 1.0, unit="share", doc="how much more threat they start with", sweep=(0, 0.4)
    )
    withheld: float = param(
        0.65,
        0.0,
        1.0,
        unit="share",
        source=PASSED_ON,
        doc="part of orders and of leading that does not reach a resisting manager's team",
        sweep=(0.3, 1),
    )


def draw_roles(people: People, rules: RoleParameters, streams: Streams) -> Floats:
    """Mean suitability of everybody's job, shape (people,); who resists is written down.

    Resisting goes with the seat, as its place in the hierarchy does.
    """
    above = people.manager[people.is_manager]
    leads = np.zeros(people.count, np.bool_)
    leads[above[above >= 0]] = True
    middle = people.is_manager & ~leads
    lot = streams.generator("resisting managers").random(people.count)
    people.resists[:] = middle & (lot < rules.resisting)
    means: Floats = np.ones(people.count)
    means[middle], means[leads] = rules.manager_fit, rules.leader_fit
    return means
