"""Tables whose truth is known."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from sim.model.outcomes import BY_NAME
from sim.studies.tournament.arena import Table


def table(
    values: Any, names: Sequence[str] = (), outcome: str = "hours_saved_per_employee_week"
) -> Table:
    """A table of one outcome, values (strategies, companies, seeds)."""
    cube = np.asarray(values, float)
    labels = tuple(names) or tuple("abcdefgh"[: len(cube)])
    return Table(BY_NAME[outcome], labels, cube, np.zeros(len(cube)), np.arange(cube.shape[1]))


def steady(means: Any, seeds: int = 6) -> Any:
    """Company means repeated for every seed: nothing but true differences."""
    return np.repeat(np.asarray(means, float)[:, :, None], seeds, axis=2)
