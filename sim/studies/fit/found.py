"""Everything that a fit found, in one place."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from sim.analysis.extrapolation import Path, bass, no_change
from sim.analysis.reweighting import quantiles
from sim.base.arrays import Ints
from sim.studies.fit.fitting import Judged, Weighed, judge, weigh
from sim.studies.fit.identified import Unknown, unknowns
from sim.studies.fit.nearness import Curves, stretch, stretched
from sim.studies.fit.observed import Said
from sim.studies.fit.promise import Promise, promise
from sim.studies.fit.survey import used

if TYPE_CHECKING:
    from sim.model.config import RunConfig
    from sim.studies.fit.history import Came
    from sim.studies.fit.library import Library
    from sim.studies.fit.observed import Data, Series

TARGET = 52
"""The week that an interval is told for, while it is still some weeks away."""
AWAY = 4
METHODS = ("model", "no_change", "bass")


@dataclass(frozen=True)
class Found:
    """What came of a fit.

    Attributes:
        config: Organisation, programme and horizon.
        people: Employees.
        fixed: Parameters that were held at the configuration's value.
        data: What is known of the firm.
        library: What simulated firms showed.
        seen: The same as the data would show it.
        judged: How the forecast did in weeks that it had not seen.
        weighed: Weights that know all weeks.
        came: Earlier forecasts, and what came.
        wanted: Width of the interval that is narrow enough, as a share.
    """

    config: RunConfig
    people: int
    fixed: frozenset[str]
    data: Data
    library: Library
    seen: Curves
    judged: Judged
    weighed: Weighed
    came: list[Came]
    wanted: float

    @property
    def series(self) -> Series:
        """Use since the programme began."""
        return self.data.series.during

    @property
    def said(self) -> tuple[Said, ...]:
        """Answers to a survey that took part."""
        return used(self.data.said, self.library)

    @property
    def unused(self) -> list[str]:
        """Items of a survey that mean nothing in the model."""
        known = {each.item for each in self.said}
        return sorted({each.item for each in self.data.said} - known)

    @cached_property
    def ahead(self) -> Ints:
        """All weeks of the programme up to the horizon."""
        return np.arange(1, self.config.weeks + 1)

    @cached_property
    def target(self) -> int:
        """The week that the interval is told for."""
        near = self.series.last > TARGET - AWAY or self.config.weeks < TARGET
        return self.config.weeks if near else TARGET

    @cached_property
    def plain(self) -> Path:
        """Weighted quantiles for all weeks."""
        return Path(*quantiles(self.seen.ahead, self.weighed.weights))

    @cached_property
    def stretch(self) -> float:
        """By how much they are stretched to hold four in five firms of either kind."""
        return stretch(self.library.matched, self.seen, self.series, self.target)

    @cached_property
    def paths(self) -> dict[str, Path]:
        """Forecast of every method for all weeks, knowing all data."""
        own = self.series
        return {
            "model": stretched(self.plain, self.stretch),
            "no_change": no_change(own.weeks, own.share, self.ahead),
            "bass": bass(own.weeks, own.share, self.ahead),
        }

    def at(self, method: str, week: int) -> tuple[float, float, float]:
        """Low end, middle and high end of a method's forecast for a week."""
        low, middle, high = (float(each[week - 1]) for each in self.paths[method])
        return low, middle, high

    @cached_property
    def unknowns(self) -> list[Unknown]:
        """Every unknown, those first of which the data say most."""
        return unknowns(self.library, self.weighed.weights)

    @cached_property
    def promise(self) -> Promise:
        """What more data would be worth."""
        return promise(
            self.library, self.seen, self.series, self.weighed.weights, self.target,
            self.config.seed, self.stretch,
        )  # fmt: skip

    @property
    def more(self) -> int | None:
        """Weeks still to come until the interval is expected to be narrow enough."""
        return self.promise.needed(self.wanted, self.series.last)

    @property
    def access(self) -> tuple[float, float] | None:
        """Share of people with access in the last week: of the firm, and of its model."""
        people, own = self.data.people, self.series
        if not people or own.of_all:
            return None
        there = self.library.column("licensed")[:, own.last - 1]
        return float(own.counted[-1]) / people, float(np.median(there))


def found(
    config: RunConfig, people: int, fixed: frozenset[str], data: Data, library: Library,
    seen: Curves, came: list[Came], wanted: float,
) -> Found:  # fmt: skip
    """Fit a library to the data; arguments as the attributes of `Found`."""
    series = data.series.during
    known = tuple(each for each in data.said if each.week <= series.last)
    return Found(
        config, people, fixed, data, library, seen, judge(library, seen, series, known),
        weigh(library, seen, series, known), came, wanted,
    )  # fmt: skip
