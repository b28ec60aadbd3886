"""Draws that are weighted by how near they come to what was observed.

A draw is worth its share of the weights; all of them together are worth as many equal draws as
would leave the same luck (Kish, "Survey Sampling", 1965). With a hundred unknowns and some weeks
of data, weights at the data's own error are worth one or two draws, and what is left of an interval
is luck. So the error is widened until the weights are worth enough (tempering; compare Beaumont,
Zhang and Balding, Genetics 162, 2002, where a share of the nearest draws is kept).
"""

from __future__ import annotations

import numpy as np

from sim.base.arrays import Floats, Ints

GOAL = 60.0
"""Draws that the weights are to be worth."""
BAND = (0.1, 0.5, 0.9)
"""Ends and middle of an interval that holds 80 %."""
_SPAN = 1e12
_HALVINGS = 100


def worth(weights: Floats) -> float:
    """How many equal draws some weights are worth: 1 / sum of squared shares.

    Args:
        weights: Not negative, shape (draws,), not all zero.
    """
    share = weights / weights.sum()
    return float(1.0 / (share**2).sum())


def tempered(distance: Floats, goal: float = GOAL) -> tuple[Floats, float]:
    """Weights of a Gaussian kernel that is just so wide that they are worth enough.

    Args:
        distance: Sum of squared differences in standard errors, shape (draws,); infinite for
            draws that do not take part.
        goal: Draws that the weights are to be worth.

    Returns:
        Weights that sum to 1, and the temperature: by how much squared errors were widened.
    """
    return _widened(np.ones_like(distance), distance, goal)


def narrowed(weights: Floats, distance: Floats, left: float) -> Floats:
    """Weights that further data narrow, with their own error as long as enough is left.

    Args:
        weights: Of the draws before, shape (draws,).
        distance: To the further data, in standard errors, as in `tempered`.
        left: Draws that the weights are to be worth afterwards, if they were before.
    """
    return _widened(weights, distance, min(left, worth(weights)))[0]


def _widened(before: Floats, distance: Floats, goal: float) -> tuple[Floats, float]:
    nearest = distance[np.isfinite(distance)].min()

    def weights(temperature: float) -> Floats:
        raw = before * np.exp(-0.5 * (distance - nearest) / temperature)
        return np.asarray(raw / raw.sum())

    found = weights(1.0)  # the data's own error: narrower would be invented
    if worth(found) >= goal:
        return found, 1.0
    low, high = 1.0, _SPAN
    for _ in range(_HALVINGS):
        middle = float(np.sqrt(low * high))
        low, high = (middle, high) if worth(weights(middle)) < goal else (low, middle)
        if high / low < 1.0 + 1e-9:
            break
    return weights(high), high


def quantiles(values: Floats, weights: Floats) -> Floats:
    """Weighted quantiles along the first axis: ends and middle of `BAND`.

    Args:
        values: Shape (draws, ...).
        weights: Shape (draws,), summing to 1.

    Returns:
        Shape (3, ...).
    """
    flat = values.reshape(len(values), -1)
    order = np.argsort(flat, axis=0, kind="stable")
    ordered, own = np.take_along_axis(flat, order, axis=0), weights[order]
    # A draw stands in the middle of its own weight.
    below = np.cumsum(own, axis=0) - 0.5 * own
    found = [np.interp(BAND, below[:, k], ordered[:, k]) for k in range(flat.shape[1])]
    return np.array(found).T.reshape(len(BAND), *values.shape[1:])


def resampled(weights: Floats, count: int, luck: np.random.Generator) -> Ints:
    """Draws with equal weights in place of weighted ones: a systematic sample, in a random order.

    Args:
        weights: Shape (draws,), summing to 1.
        count: How many are taken; a heavy draw is taken several times.
        luck: One number places the comb, the others the order.

    Returns:
        Numbers of draws, shape (count,).
    """
    comb = (np.arange(count) + luck.random()) / count
    taken = np.searchsorted(np.cumsum(weights) / weights.sum(), comb, side="right")
    return np.asarray(luck.permutation(np.minimum(taken, len(weights) - 1)), np.int64)


def squared(curves: Floats, data: Floats, error: Floats) -> Floats:
    """Squared distance of every curve to every series of data, in standard errors.

    Args:
        curves: Shape (draws, weeks).
        data: Shape (series, weeks).
        error: Standard error of each week, shape (weeks,).

    Returns:
        Shape (series, draws).
    """
    left, right = data / error, curves / error
    apart = (left**2).sum(axis=1)[:, None] + (right**2).sum(axis=1) - 2.0 * left @ right.T
    return np.asarray(np.maximum(apart, 0.0))
