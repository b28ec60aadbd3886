"""Which parameters decide whether a claim holds: rank correlation with Holm's correction.

For every drawn parameter: Spearman's correlation, over companies, with the margin by which
the claim holds. Chosen because it needs no tuning, does not mind outliers or the unit of the
margin, and one number per parameter can be checked by eye in the regime map. Up to three
parameters are named, and only if their p-value survives Holm's correction for all parameters
tested, and only among 30 companies or more; with a hundred parameters, five would look
decisive by luck without it. What it cannot see: effects that rise and fall again, and
parameters that matter only together.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.inference import holm
from sim.space import Dimension, Draw, dimensions

MOST_NAMED = 3
LEVEL = 0.05
ENOUGH = 30
"""Companies below which no parameter is named: among so many, one fits any few by luck."""


class Decider(NamedTuple):
    """A parameter and its rank correlation with the margin of a claim."""

    dimension: Dimension
    correlation: float
    p_value: float

    @property
    def decides(self) -> bool:
        """Whether the correlation survives the correction for all parameters tested."""
        return self.p_value < LEVEL


def ranking(drawn: Sequence[Draw], margin: NDArray[np.float64]) -> list[Decider]:
    """All parameters, the most telling first; p-values are Holm-corrected."""
    space = dimensions()
    if len(drawn) < 4 or np.ptp(margin) == 0.0:
        return [Decider(each, 0.0, 1.0) for each in space]
    values = np.array([[draw[each.key] for each in space] for draw in drawn])
    correlation = _spearman(values, margin)
    corrected = np.ones(len(space))
    if len(drawn) >= ENOUGH:
        corrected = holm(_p_values(correlation, len(drawn)))
    order = np.argsort(-np.abs(correlation), kind="stable")
    return [Decider(space[k], float(correlation[k]), float(corrected[k])) for k in order]


def named(ranked: Sequence[Decider]) -> list[Decider]:
    """The two or three that decide, none if nothing stands out."""
    return [each for each in ranked[:MOST_NAMED] if each.decides]


def _spearman(values: NDArray[np.float64], margin: NDArray[np.float64]) -> NDArray[np.float64]:
    from scipy.stats import rankdata

    left = rankdata(values, axis=0)
    right = rankdata(margin)
    left = left - left.mean(axis=0)
    right = right - right.mean()
    scale = np.sqrt((left**2).sum(axis=0) * (right**2).sum())
    return np.asarray((left * right[:, None]).sum(axis=0) / np.maximum(scale, 1e-12))


def _p_values(correlation: NDArray[np.float64], count: int) -> NDArray[np.float64]:
    from scipy.special import stdtr

    square = np.minimum(correlation**2, 1.0 - 1e-12)
    t = np.sqrt(square * (count - 2) / (1.0 - square))
    return np.asarray(2.0 * stdtr(count - 2, -t))
