"""Which parameters decide a number over companies: rank correlation with Holm's correction.

What that sees, what it does not and why it was chosen is `claims.rules` in the text files.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from sim.analysis.companies import Dimension, Draw, dimensions, families
from sim.analysis.inference import LEVEL, holm
from sim.analysis.posterior import FITTED
from sim.base.arrays import Flags, Floats, Ints

MOST_NAMED = 3
TOGETHER = 0.5
ENOUGH = 30
"""Companies below which no parameter is named: among so many, one fits any few by luck."""


class Decider(NamedTuple):
    """A parameter and its rank correlation with a number, such as the margin of a claim.

    Attributes:
        partners: Fitted parameters that move with it in the draws (rank correlation of
            `TOGETHER` or more, either way): any of them may be what decides.
    """

    dimension: Dimension
    correlation: float
    p_value: float
    partners: tuple[Dimension, ...] = ()

    @property
    def decides(self) -> bool:
        """Whether the correlation survives the correction for all parameters tested."""
        return self.p_value < LEVEL

    @property
    def sourced(self) -> bool:
        """Whether it and all its partners have a source."""
        return all(each.sourced for each in (self.dimension, *self.partners))


def ranking(drawn: Sequence[Draw], margin: Floats) -> list[Decider]:
    """All drawn parameters, the most telling first; p-values are Holm-corrected."""
    space = [each for each in dimensions() if all(each.key in draw for draw in drawn)]
    if len(drawn) < 4 or np.ptp(margin) == 0.0:
        return [Decider(each, 0.0, 1.0) for each in space]
    values = np.array([[draw[each.key] for each in space] for draw in drawn])
    correlation = _spearman(values, margin)
    draws_apart = len(np.unique(families(drawn)))
    fitted = np.array([each.key in FITTED and draws_apart < len(drawn) for each in space])
    corrected = np.ones(len(space))
    if len(drawn) >= ENOUGH:
        count = np.where(fitted, draws_apart, len(drawn))
        corrected = holm(_p_values(correlation, count))
    order = np.argsort(-np.abs(correlation), kind="stable")
    beside = {k: _together(values, int(k), fitted) for k in np.flatnonzero(fitted)}
    return [
        Decider(
            space[k], float(correlation[k]), float(corrected[k]),
            tuple(space[j] for j in beside.get(k, ())),
        )
        for k in order
    ]  # fmt: skip


def named(ranked: Sequence[Decider]) -> list[Decider]:
    """The two or three that decide, none if nothing stands out; of partners the first only."""
    found: list[Decider] = []
    for each in ranked:
        told = {other for one in found for other in one.partners}
        if each.decides and each.dimension not in told and len(found) < MOST_NAMED:
            found.append(each)
    return found


def explained(drawn: Sequence[Draw], margin: Floats, found: Sequence[Decider]) -> float:
    """Share of the spread of ranks that the named parameters explain together, in [0, 1]."""
    if not found or np.ptp(margin) == 0.0:
        return 0.0
    values = np.array([[draw[each.dimension.key] for each in found] for draw in drawn])
    left, right = _ranks(values), _ranks(margin)
    left, right = left - left.mean(axis=0), right - right.mean()
    fit = left @ np.linalg.lstsq(left, right, rcond=None)[0]
    return float(fit @ fit / (right @ right))


def _together(values: Floats, k: int, fitted: Flags) -> list[int]:
    likeness = np.abs(_spearman(values, values[:, k]))
    return [int(j) for j in np.flatnonzero(fitted & (likeness >= TOGETHER)) if j != k]


def _spearman(values: Floats, margin: Floats) -> Floats:
    left, right = _ranks(values), _ranks(margin)
    left = left - left.mean(axis=0)
    right = right - right.mean()
    scale = np.sqrt((left**2).sum(axis=0) * (right**2).sum())
    return np.asarray((left * right[:, None]).sum(axis=0) / np.maximum(scale, 1e-12))


def _ranks(values: Floats) -> Floats:
    """Ranks in each column, equal values at their mean rank; SciPy's take half a second to load."""
    return pd.DataFrame(values).rank().to_numpy().reshape(values.shape)


def _p_values(correlation: Floats, count: Ints) -> Floats:
    from scipy.special import stdtr

    square = np.minimum(correlation**2, 1.0 - 1e-12)
    t = np.sqrt(square * (count - 2) / (1.0 - square))
    return np.asarray(2.0 * stdtr(count - 2, -t))
