"""Which simulated firms go as one's own does: weights, hold-out, forecast.

Weights of a Gaussian kernel over weekly shares, the last weeks first, as wide as it takes for the
weights to be worth 60 draws (`sim.analysis.reweighting`). Nothing is fitted per parameter, so what
the data leave open stays as wide as it was.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.analysis.extrapolation import Path, bass, no_change
from sim.analysis.reweighting import GOAL, narrowed, quantiles, tempered, worth
from sim.base.arrays import Flags, Floats
from sim.studies.fit.library import Library
from sim.studies.fit.nearness import Curves, apart, stretch, stretched
from sim.studies.fit.observed import Said, Series
from sim.studies.fit.survey import distance

LEFT = 0.75 * GOAL
"""Draws that weights are worth at least after a survey, whose own error is not widened else."""
FEWEST, HELD_LEAST, HELD_SHARE = 4, 4, 0.25
"""Weeks that a fit needs; weeks that are held out at least, and which share of all."""


class Weighed(NamedTuple):
    """Weights of the firms of a library, and how much errors were widened for them."""

    weights: Floats
    temperature: float

    @property
    def worth(self) -> float:
        """Equal draws that the weights are worth."""
        return worth(self.weights)


class Judged(NamedTuple):
    """How a forecast did in weeks that it had not seen.

    Attributes:
        held: The weeks that were held out.
        weighed: Weights that do not know them.
        paths: Forecast of each method in these weeks: `model`, `no_change`, `bass`.
    """

    held: Series
    weighed: Weighed
    paths: dict[str, Path]

    def inside(self, method: str) -> Flags:
        """Which held-out weeks lie in the 80 % interval of a method."""
        path = self.paths[method]
        return np.asarray((self.held.share >= path.low) & (self.held.share <= path.high))

    def missed(self, method: str) -> float:
        """Mean distance from its middle, as a share."""
        return float(np.abs(self.held.share - self.paths[method].middle).mean())

    def width(self, method: str) -> float:
        """Mean width of its interval, as a share."""
        path = self.paths[method]
        return float((path.high - path.low).mean())


def split(series: Series) -> tuple[Series, Series]:
    """Weeks that are fitted, and the last ones, which are held out."""
    held = max(HELD_LEAST, round(HELD_SHARE * len(series)))
    return series[: len(series) - held], series[len(series) - held :]


def weigh(library: Library, seen: Curves, series: Series, said: tuple[Said, ...] = ()) -> Weighed:
    """Weigh the firms of a library by how near they come to the data.

    Args:
        library: What simulated firms showed.
        seen: The same as data would show it.
        series: Weeks of the programme.
        said: Answers to a survey, none of them later than the series.
    """
    own = apart(seen.smooth, series.weeks, series.share[None], series.error)[0]
    weights, temperature = tempered(own)
    answers = distance(library, said)
    if answers is not None:
        weights = narrowed(weights, answers, LEFT)
    return Weighed(weights, temperature)


def judge(library: Library, seen: Curves, series: Series, said: tuple[Said, ...]) -> Judged:
    """Fit all but the last weeks, and look how the forecast does there.

    Args:
        library: What simulated firms showed.
        seen: The same as data would show it.
        series: Weeks of the programme, at least `FEWEST` + `HELD_LEAST` of them.
        said: Answers to a survey; those given in weeks that are held out are left out.
    """
    fitted, held = split(series)
    known = tuple(each for each in said if each.week <= fitted.last)
    weighed = weigh(library, seen, fitted, known)
    found = Path(*quantiles(seen.ahead[:, held.weeks - 1], weighed.weights))
    middle = int(held.weeks[len(held) // 2])
    return Judged(held, weighed, {
        "model": stretched(found, stretch(library.matched, seen, fitted, middle)),
        "no_change": no_change(fitted.weeks, fitted.share, held.weeks),
        "bass": bass(fitted.weeks, fitted.share, held.weeks),
    })  # fmt: skip
