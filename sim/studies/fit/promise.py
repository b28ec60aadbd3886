"""What more data would be worth: more weeks, or a survey, tried on the firm's own library.

Some of the fitted firms take the part of one's own: what they would go on to show is known, so it
can be seen how wide the forecast is once more of it has come.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from sim.analysis.reweighting import narrowed, quantiles, resampled, tempered
from sim.base.arrays import Floats, Ints
from sim.base.streams import Streams
from sim.studies.fit.fitting import LEFT
from sim.studies.fit.library import Library
from sim.studies.fit.nearness import Curves, apart
from sim.studies.fit.observed import Series
from sim.studies.fit.survey import HOURS, MEANINGS, error, told

WEEKS = (8, 12, 16, 20, 26, 39)
"""Weeks of data that are tried."""
STAND_INS = 60
"""Firms that take the part of one's own."""
ANSWERS = 120
"""People who answer the survey that is tried."""
ASKABLE = ("use_days", "trust", "threat", "tinkering_hours")
TELLS = 0.05
"""Part of the width that a survey must take away to be worth asking for."""


class Promise(NamedTuple):
    """Expected width of the 80 % interval for one week, as shares.

    Attributes:
        now: With the weeks that there are.
        weeks: With so many weeks of data, those that are still to come.
        survey: With the weeks that there are and a survey now, by item.
    """

    now: float
    weeks: dict[int, float]
    survey: dict[str, float]

    def needed(self, width: float, last: int) -> int | None:
        """Weeks still to come until the interval is expected to be narrow enough.

        Args:
            width: What is narrow enough, as a share.
            last: The last week of the data.

        Returns:
            0 if it is so now, None if not within the weeks that were tried.
        """
        if self.now <= width:
            return 0
        fits = [weeks for weeks, own in self.weeks.items() if own <= width]
        return fits[0] - last if fits else None

    def best(self) -> str | None:
        """The item of a survey that narrows most, if any does."""
        if not self.survey:
            return None
        item = min(self.survey, key=lambda each: self.survey[each])
        return item if self.survey[item] < (1.0 - TELLS) * self.now else None


def promise(
    library: Library, seen: Curves, series: Series, weights: Floats, target: int, seed: int,
    stretch: float = 1.0,
) -> Promise:  # fmt: skip
    """Expected widths of the forecast for a week.

    Args:
        library: What simulated firms showed.
        seen: The same as data would show it.
        series: The weeks that there are.
        weights: Of the firms, after these weeks.
        target: The week that the interval is for.
        stretch: By how much intervals are wider than the weights say.
        seed: Of which firms take the part of one's own, and of what they tell.
    """
    streams = Streams(seed)
    stands = resampled(weights, STAND_INS, streams.generator("fit/stand-ins"))
    several = float(np.median(series.counted))

    def distances(weeks: Ints) -> Floats:
        shares = seen.noisy[stands][:, weeks - 1]
        middle = shares.mean(axis=0).clip(0.02, 0.98)
        own = np.interp(weeks, series.weeks, series.error)
        spread = np.maximum(own, np.sqrt(middle * (1.0 - middle) / several))
        found = apart(seen.smooth, weeks, shares, spread)
        found[np.arange(len(stands)), stands] = np.inf
        return found

    def width(found: Floats, beside: Floats | None = None) -> float:
        each: list[float] = [
            _width(seen.ahead[:, target - 1], row, None if beside is None else beside[place])
            for place, row in enumerate(found)
        ]
        return min(1.0, stretch * sum(each) / len(each))

    there = distances(series.weeks)
    later = [weeks for weeks in WEEKS if series.last < weeks < target]
    asked = {}
    for item in ASKABLE:
        if item == "tinkering_hours" and HOURS not in library.draws[0]:
            continue
        would, off = told(library, item, series.last), error(item, _sampling(item))
        says = would[stands] + off * streams.generator(f"fit/{item}").standard_normal(len(stands))
        asked[item] = width(there, ((would - says[:, None]) / off) ** 2)
    return Promise(
        width(there), {weeks: width(distances(np.arange(1, weeks + 1))) for weeks in later}, asked
    )


def _sampling(item: str) -> float:
    """Sampling error of a mean of `ANSWERS` answers."""
    return MEANINGS[item].spread / math.sqrt(ANSWERS)


def _width(values: Floats, distance: Floats, beside: Floats | None) -> float:
    weights, _ = tempered(distance)
    if beside is not None:
        weights = narrowed(weights, beside, LEFT)
    ends = quantiles(values, weights)
    return float(ends[2] - ends[0])
