"""Data outside the model (E12): how far from all simulated firms, and how sudden.

Two things are asked of the data and of some simulated firms, each observed in the same weeks: how
far the nearest other firms are, and how far the most sudden week is from the weeks beside it. What
is rare in both together (Fisher 1925: the product of both shares) is outside. Far alone would not
do: after half a year most of what is seen of a step is a higher level, and firms that rise fast
look alike.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.analysis.reweighting import squared
from sim.base.arrays import Floats, Ints
from sim.base.streams import Streams
from sim.studies.fit.nearness import Curves
from sim.studies.fit.observed import NOISE, Series

OUTSIDE = 0.01
"""Share of simulated firms that are as odd as data outside the model."""
NEAR, REFEREES = 5, 1000
"""The nearest firm that counts, and firms that say what is usual."""
STEP = 3.0
"""Standard errors that a week is named for, if it is off the nearest firms at least half as far as
the week that is farthest."""


class Outside(NamedTuple):
    """Data that no simulated firm comes near.

    Attributes:
        share: Share of simulated firms that are as odd.
        weeks: Weeks that are off the nearest firms.
        reason: `step_up`, `step_down`, `above`, `below` or `shape`.
    """

    share: float
    weeks: Ints
    reason: str


class Usual(NamedTuple):
    """What is usual among simulated firms, as they would be observed; each of shape (referees,).

    Attributes:
        far: Squared distance to the nearest others.
        sudden: How far the most sudden week is from those beside it, in standard errors.
        odd: Both together, as `oddness` counts it.
    """

    far: Floats
    sudden: Floats
    odd: Floats


def usual(seen: Curves, series: Series, seed: int) -> Usual:
    """What is usual among simulated firms.

    Args:
        seen: Curves of a library.
        series: The data: which weeks, and of how many people.
        seed: Of the firms that are looked at.
    """
    at = seen.smooth[:, series.weeks - 1]
    referees = Streams(seed).generator("fit/referees").permutation(len(at))[:REFEREES]
    shown = seen.noisy[referees][:, series.weeks - 1]
    every = squared(at, shown, np.ones(len(series)))
    every[np.arange(len(referees)), referees] = np.inf  # nobody is near to itself
    far = np.asarray(np.partition(every, _near(at), axis=1)[:, _near(at)])
    jumps = sudden(shown, series.counted)
    return Usual(far, jumps, oddness(far, jumps, far, jumps))


def _near(at: Floats) -> int:
    return min(NEAR, len(at) - 1) - 1


def sudden(shares: Floats, people: Floats) -> Floats:
    """How far the most sudden change is from the mean of those before and after it.

    Args:
        shares: Shape (series, weeks).
        people: Among how many, shape (weeks,).

    Returns:
        Standard errors, shape (series,); 0 where there are too few weeks.
    """
    change = np.diff(shares, axis=1)
    if change.shape[1] < 2:
        return np.zeros(len(shares))
    before = change[:, :-1]
    after = np.concatenate([change[:, 2:], before[:, -1:]], axis=1)  # the last has none after it
    middle = np.clip((shares[:, 1:-1] + shares[:, 2:]) / 2.0, 0.02, 0.98)
    error = np.sqrt(3.0 * (NOISE**2 + middle * (1.0 - middle) / np.maximum(people[2:], 1.0)))
    return np.asarray((np.abs(change[:, 1:] - (before + after) / 2.0) / error).max(axis=1))


def oddness(far: Floats, jumps: Floats, all_far: Floats, all_jumps: Floats) -> Floats:
    """How odd firms are in both together: minus the logarithm of the product of two shares."""
    return -np.log(_rarer(far, all_far)) - np.log(_rarer(jumps, all_jumps))


def _rarer(own: Floats, among: Floats) -> Floats:
    """Share of firms at or above a value, the firm itself among them."""
    below = np.searchsorted(np.sort(among), own, side="left")
    return np.asarray((1.0 + len(among) - below) / (len(among) + 1.0))


def outside(seen: Curves, series: Series, there: Usual) -> Outside | None:
    """Whether data are as odd as 1 % of simulated firms.

    Args:
        seen: Curves of a library.
        series: Weeks of the programme.
        there: What is usual among simulated firms in these weeks.

    Returns:
        What is off; None if nothing is.
    """
    at, error = seen.smooth[:, series.weeks - 1], series.error
    own = squared(at, series.share[None], np.ones(len(series)))[0]
    closest = np.argsort(own, kind="stable")[: _near(at) + 1]
    jump = sudden(series.share[None], series.counted)
    odd = oddness(own[closest[-1:]], jump, there.far, there.sudden)
    share = float(_rarer(odd, there.odd)[0])
    if share > OUTSIDE:
        return None
    off = np.abs(series.share - at[closest].mean(axis=0)) / error
    far = off >= max(min(STEP, off.max()), off.max() / 2.0)
    return Outside(share, series.weeks[far], _reason(at, series))


def _reason(at: Floats, series: Series) -> str:
    """What is unlike: one step, all of it above or below, or else its shape."""
    steps, usual = np.diff(series.share), np.abs(np.diff(at, axis=1)).max(axis=1)
    most = np.quantile(usual, 1.0 - OUTSIDE)
    up, down = steps.max() > most, steps.min() < -most
    if up != down:
        return "step_up" if up else "step_down"
    if up:
        return "shape"  # up and down again
    low, high = np.quantile(at, (OUTSIDE / 2, 1.0 - OUTSIDE / 2), axis=0)
    if (series.share > high).mean() > 0.5:
        return "above"
    return "below" if (series.share < low).mean() > 0.5 else "shape"
