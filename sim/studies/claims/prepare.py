"""A company without its pioneers: the one experiment that needs people changed by hand.

The model has no lever that takes people's nature away, and should have none. `level` runs
between the making of a firm and its first week; ties, jobs and everybody else stay the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from sim.base.arrays import Flags
    from sim.model.engine import Engine

PIONEERS = 0.05
"""Share of people who count as pioneers."""


def pioneers(firm: Engine) -> Flags:
    """Mask of the most innovative 5 % of the people as drawn."""
    people = firm.people
    mask = np.zeros(people.count, np.bool_)
    mask[np.argsort(-people.innovativeness, kind="stable")[: _size(firm)]] = True
    return mask


def others(firm: Engine) -> Flags:
    """As many people who are no pioneers, drawn by lot."""
    lot = firm.streams.generator("claims: others").random(firm.people.count)
    lot[pioneers(firm)] = np.inf
    mask = np.zeros(firm.people.count, np.bool_)
    mask[np.argsort(lot, kind="stable")[: _size(firm)]] = True
    return mask


def _size(firm: Engine) -> int:
    return max(1, round(PIONEERS * firm.people.count))


def level(firm: Engine, chosen: Flags) -> None:
    """Make the chosen average: median innovativeness, no own access, no use before week 1."""
    people, workforce = firm.people, firm.config.workforce
    decision, start = workforce.decision, workforce.start
    median = float(np.median(people.innovativeness))
    more_cost = decision.spread * decision.innovators * (people.innovativeness - median)
    people.switching_cost[chosen] += more_cost[chosen]
    people.innovativeness[chosen] = median
    early = chosen & people.own_access
    people.own_access[early] = False
    for column in (people.licensed, people.aware, people.genuine_use, people.reported_use,
                   people.effective_use):  # fmt: skip
        column[early] = 0.0
    people.skill[early] = start.skill
    people.best_use[early] = start.best_use * people.job_fit[early]
    people.history[early] = 0
