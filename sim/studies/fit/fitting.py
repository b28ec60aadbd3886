"""Which simulated firms go as one's own does: weights, hold-out, forecast, and when there is none.

Weights of a Gaussian kernel over weekly shares, the last weeks first, as wide as it takes for the
weights to be worth 60 draws (`sim.analysis.reweighting`). Nothing is fitted per parameter, so what
the data leave open stays as wide as it was.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.analysis.extrapolation import Path, bass, no_change
from sim.analysis.reweighting import GOAL, narrowed, quantiles, squared, tempered, worth
from sim.base.arrays import Flags, Floats, Ints
from sim.base.streams import Streams
from sim.studies.fit.library import Library
from sim.studies.fit.nearness import Curves, apart, stretch, stretched
from sim.studies.fit.observed import Said, Series
from sim.studies.fit.survey import distance

LEFT = 0.75 * GOAL
"""Draws that weights are worth at least after a survey, whose own error is not widened else."""
FEWEST, HELD_LEAST, HELD_SHARE = 4, 4, 0.25
"""Weeks that a fit needs; weeks that are held out at least, and which share of all."""
OUTSIDE = 0.01
"""Share of simulated firms that are as far from all others as data outside the model."""
NEAR, REFEREES = 5, 1000
"""The nearest firm that counts, and firms that say how near the nearest usually is."""
STEP = 3.0
"""Standard errors that a week is named for, if it is off the nearest firms at least half as far as
the week that is farthest."""


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


class Outside(NamedTuple):
    """Data that no simulated firm comes near.

    Attributes:
        share: Share of simulated firms that are as far from all others.
        weeks: Weeks that are off the nearest firms.
        reason: `step_up`, `step_down`, `above`, `below` or `shape`.
    """

    share: float
    weeks: Ints
    reason: str


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


def usual(seen: Curves, weeks: Ints, seed: int) -> Floats:
    """How far simulated firms, as they would be observed, are from the nearest others.

    Args:
        seen: Curves of a library.
        weeks: Weeks of the programme that are looked at.
        seed: Of the firms that are looked at.

    Returns:
        Sums of squared differences, shape (referees,).
    """
    at = seen.smooth[:, weeks - 1]
    referees = Streams(seed).generator("fit/referees").permutation(len(at))[:REFEREES]
    far = squared(at, seen.noisy[referees][:, weeks - 1], np.ones(len(weeks)))
    far[np.arange(len(referees)), referees] = np.inf  # nobody is near to itself
    return np.asarray(np.partition(far, _near(at), axis=1)[:, _near(at)])


def _near(at: Floats) -> int:
    return min(NEAR, len(at) - 1) - 1


def outside(seen: Curves, series: Series, there: Floats) -> Outside | None:
    """Whether data lie so far from all simulated firms as 1 % of these do from one another.

    Args:
        seen: Curves of a library.
        series: Weeks of the programme.
        there: How far simulated firms are from one another in these weeks (`usual`).

    Returns:
        What is off; None if nothing is.
    """
    at, error = seen.smooth[:, series.weeks - 1], series.error
    own = squared(at, series.share[None], np.ones(len(series)))[0]
    closest = np.argsort(own, kind="stable")[: _near(at) + 1]
    share = (1.0 + float((there >= own[closest[-1]]).sum())) / (len(there) + 1.0)
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
