"""What one would say of a curve without a model of the firm: no change, or a Bass curve.

Both come with an interval that holds 80 % if their own assumption is right. They are what a
forecast has to be better than.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.optimize import least_squares
from scipy.special import ndtri

from sim.base.arrays import Floats, Ints

HALF = float(ndtri(0.9))
"""Standard deviations from the middle to the end of an 80 % interval."""
#: Ceiling, innovation and imitation: smallest, largest, and where the search begins.
_LOWEST, _HIGHEST = (0.0, 1e-5, 0.0), (1.0, 1.0, 3.0)
_BEGIN = ((0.9, 0.01, 0.1), (0.6, 0.03, 0.4), (0.4, 0.2, 0.05), (0.5, 0.6, 0.01))


class Path(NamedTuple):
    """A forecast as shares in [0, 1], shape (weeks,) each."""

    low: Floats
    middle: Floats
    high: Floats


def no_change(weeks: Ints, shares: Floats, ahead: Ints) -> Path:
    """It stays as it was last; the interval grows like that of a random walk.

    Args:
        weeks: Weeks that were observed, increasing, shape (observed,).
        shares: What was observed, same shape.
        ahead: Weeks that are asked for, shape (asked,).
    """
    steps = np.diff(shares) / np.sqrt(np.diff(weeks)) if len(weeks) > 1 else np.zeros(1)
    half = HALF * np.sqrt((steps**2).mean() * np.maximum(ahead - weeks[-1], 0))
    return _path(np.full(len(ahead), shares[-1]), half)


def bass(weeks: Ints, shares: Floats, ahead: Ints) -> Path:
    """A Bass curve (Management Science 15, 1969) by least squares, with the usual linear errors.

    Active shares are taken as the share that has adopted: ceiling x F(t), F from innovation p and
    imitation q, t in weeks since the start of the programme.

    Args:
        weeks: Weeks that were observed, increasing, the first of the programme is 1.
        shares: What was observed, same shape.
        ahead: Weeks that are asked for, shape (asked,).
    """

    def missed(numbers: Floats) -> Floats:
        return bass_curve(weeks, *numbers) - shares

    tries = [least_squares(missed, begin, bounds=(_LOWEST, _HIGHEST)) for begin in _BEGIN]
    found = min(tries, key=lambda each: each.cost)
    left = 2.0 * found.cost / max(len(weeks) - len(found.x), 1)
    jacobian = np.asarray(found.jac)
    spread = left * np.linalg.pinv(jacobian.T @ jacobian)
    slope = np.array([_slope(ahead, found.x, k) for k in range(len(found.x))])
    variance = left + np.einsum("ik,ij,jk->k", slope, spread, slope)
    return _path(bass_curve(ahead, *found.x), HALF * np.sqrt(np.maximum(variance, 0.0)))


def bass_curve(weeks: Ints | Floats, ceiling: float, innovation: float, imitation: float) -> Floats:
    """Share that has adopted by the end of each week."""
    fading = np.exp(-(innovation + imitation) * np.asarray(weeks, float))
    return np.asarray(ceiling * (1.0 - fading) / (1.0 + imitation / innovation * fading))


def _slope(weeks: Ints, at: Floats, place: int) -> Floats:
    """Derivative of the curve by one of its numbers, from both sides where both are allowed."""
    step = 1e-5 * max(abs(at[place]), 1e-3)
    ends = [
        np.clip(at + side * step * np.eye(len(at))[place], _LOWEST, _HIGHEST) for side in (-1, 1)
    ]
    apart = ends[1][place] - ends[0][place]
    return np.asarray((bass_curve(weeks, *ends[1]) - bass_curve(weeks, *ends[0])) / apart)


def _path(middle: Floats, half: Floats) -> Path:
    low, high = (np.clip(middle + side * half, 0.0, 1.0) for side in (-1, 1))
    return Path(low, np.clip(middle, 0.0, 1.0), high)
