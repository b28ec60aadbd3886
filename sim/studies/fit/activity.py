"""What a dashboard would show of a firm of the model: who was active within so many days.

The model knows on which share u of working days a person uses the tool, what shows of it included
(`reported_use`). A dashboard counts a person who used it once within its window: with five working
days a week that is 1 - (1 - u)^5 a week, and where u changes from week to week, one less the
product of (1 - u)^5 over the weeks of the window. With constant use 28 days are 1 - (1 - u)^20.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.base.arrays import Floats

if TYPE_CHECKING:
    from sim.model.engine import Engine


def weeks_of(window: int) -> int:
    """Weeks that a window is taken as; 0 for a single working day."""
    return 0 if window < 7 else round(window / 7)


class Activity:
    """Writes down, week by week, who would count as active; changes nothing.

    Args:
        firm: The firm, before its first week. Weeks before that are taken to be as it stands.
        window: Days that the dashboard looks back.
    """

    def __init__(self, firm: Engine, window: int) -> None:
        self._firm, self._span = firm, weeks_of(window)
        self._idle: list[Floats] = [self._week()] * max(self._span - 1, 0)
        self.active: list[float] = []

    def record(self) -> None:
        """Write down the week that has just ended: active people among those with access."""
        people = self._firm.people
        idle = self._week()
        if self._span:
            self._idle.append(idle)
            for earlier in self._idle[:-1]:
                idle = idle * earlier
            del self._idle[0]
        licensed = people.licensed
        with_access = float(licensed.sum())
        active = float(((1.0 - idle) * licensed).sum())
        self.active.append(active / with_access if with_access > 0.0 else 0.0)

    def _week(self) -> Floats:
        """Probability that a person does nothing with it on five working days, or on one."""
        idle = 1.0 - self._firm.people.reported_use
        if not self._span:
            return np.asarray(idle)
        squared = idle * idle
        return np.asarray(squared * squared * idle)
