"""How near simulated firms come to data, and how wide an interval must be to hold what it says.

A kernel draws forecasts towards where most firms are, so truths where few are lie outside more
often than they should. Firms of the library show by how much: each takes the part of the data once,
and the interval is stretched until it holds four in five of either kind (conformal prediction,
scaled by the interval itself: Romano, Patterson and Candès, "Conformalized quantile regression",
2019).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.analysis.extrapolation import Path
from sim.analysis.reweighting import quantiles, squared, tempered
from sim.base.arrays import Flags, Floats, Ints
from sim.base.streams import Streams
from sim.studies.fit.library import Library
from sim.studies.fit.observed import NOISE, Series

MEMORY = 12.0
"""Weeks after which a week weighs e times less: the last ones tell most of what comes next."""
HOLDS = 0.8
"""Share of firms that an interval is to hold."""
TRIED = 300
"""Firms of each kind that take the part of the data."""
_SMALLEST = 1e-3


class Curves(NamedTuple):
    """A library as data would show it.

    Attributes:
        smooth: Without what differs from week to week, shape (firms, weeks).
        noisy: With it, as it would be observed.
        ahead: With as much of it, but the same for all weeks of a firm: quantiles of a week are
            those of `noisy`, and do not jump from one week to the next.
    """

    smooth: Floats
    noisy: Floats
    ahead: Floats


def curves(library: Library, series: Series, seed: int) -> Curves:
    """A library as the data would show it, among as many people.

    Args:
        library: What simulated firms showed.
        series: The data: of whom, and of how many.
        seed: Of what differs from week to week.
    """
    smooth = library.seen(series.of_all)
    people, streams = float(np.median(series.counted)), Streams(seed)
    luck = streams.generator("fit/weeks").standard_normal(smooth.shape)
    same = streams.generator("fit/ahead").standard_normal((len(smooth), 1))
    return Curves(smooth, noisy(smooth, people, luck), noisy(smooth, people, same))


def noisy(smooth: Floats, people: float, luck: Floats) -> Floats:
    """Curves with luck of so many people, and with weeks that are unlike; shares in [0, 1]."""
    spread = np.sqrt(NOISE**2 + smooth * (1.0 - smooth) / max(people, 1.0))
    return np.clip(smooth + spread * luck, 0.0, 1.0)


def apart(seen: Floats, weeks: Ints, shares: Floats, error: Floats) -> Floats:
    """Distance of series to every curve of a library, the last weeks first.

    Args:
        seen: Curves, shape (firms, all weeks).
        weeks: Weeks of the data, from 1, shape (weeks,).
        shares: Data, shape (series, weeks).
        error: Standard error of each week, shape (weeks,).

    Returns:
        Shape (series, firms).
    """
    counts = np.exp(-(weeks[-1] - weeks) / MEMORY)
    return squared(seen[:, weeks - 1], shares, error / np.sqrt(counts))


def stretch(matched: Flags, seen: Curves, series: Series, week: int) -> float:
    """By how much an interval must be wider to hold four in five of either kind of firms.

    Args:
        matched: Which firms of the library are matched companies, shape (firms,).
        seen: Their curves.
        series: The data that the interval knows.
        week: The week that it is for.

    Returns:
        At least 1.
    """
    return max(1.0, *(_needed(np.flatnonzero(matched == kind)[:TRIED], seen, series, week)
                      for kind in (True, False)))  # fmt: skip


def _needed(stands: Ints, seen: Curves, series: Series, week: int) -> float:
    """The stretch that some firms need; 0 if there are none."""
    if not len(stands):
        return 0.0
    shares = seen.noisy[stands][:, series.weeks - 1]
    found = apart(seen.smooth, series.weeks, shares, series.error)
    found[np.arange(len(stands)), stands] = np.inf  # nobody is near to itself
    ends = np.array([quantiles(seen.ahead[:, week - 1], tempered(own)[0]) for own in found])
    off = seen.noisy[stands, week - 1] - ends[:, 1]
    half = np.where(off > 0.0, ends[:, 2] - ends[:, 1], ends[:, 1] - ends[:, 0])
    return float(np.quantile(np.abs(off) / np.maximum(half, _SMALLEST), HOLDS))


def stretched(path: Path, by: float) -> Path:
    """An interval, wider on both sides of its middle; shares stay in [0, 1]."""
    low, high = (np.clip(path.middle + by * (end - path.middle), 0.0, 1.0)
                 for end in (path.low, path.high))  # fmt: skip
    return Path(low, path.middle, high)
