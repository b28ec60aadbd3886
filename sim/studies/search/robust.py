"""What a strategy is worth in many companies at once: the mean, and the worst tenth of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sim.analysis.decision import worst_tenth
from sim.base.arrays import Floats
from sim.model.outcomes import BY_NAME
from sim.studies.tournament.arena import Played
from sim.studies.tournament.goals import Goal


def by_company(played: Played, goals: Sequence[Goal], weeks: int, headcount: int) -> Floats:
    """Means over seeds, higher is better, as goals are told: shape (goals, strategies, companies).

    Costs count negative.
    """
    cubes = []
    for goal in goals:
        table = played.table(BY_NAME[goal.outcome], weeks)
        cubes.append(goal.scale(headcount) * table.scores.mean(axis=2))
    return np.stack(cubes)


def robust(scores: Floats, caution: float) -> Floats:
    """One score per strategy and goal: part mean, part mean of the worst tenth of companies.

    Args:
        scores: Higher is better, shape (goals, strategies, companies).
        caution: Weight of the worst tenth, 0 to 1.

    Returns:
        Shape (strategies, goals).
    """
    worst = -worst_tenth(-scores)
    return np.asarray(((1.0 - caution) * scores.mean(axis=2) + caution * worst).T)
