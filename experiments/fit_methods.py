"""Planted firms whose week 52 is known, and the methods that `rollout fit` is measured against.

See `experiments/fit_coverage.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np

from sim.analysis.extrapolation import Path, bass, no_change
from sim.analysis.reweighting import narrowed, quantiles, squared, tempered
from sim.base.arrays import Flags, Floats
from sim.base.streams import Streams
from sim.config.load import load
from sim.runs.wants import drive
from sim.runs.work import Work
from sim.studies.fit import fitting
from sim.studies.fit.fitting import LEFT
from sim.studies.fit.library import Library, drawn, watch
from sim.studies.fit.nearness import MEMORY, Curves, curves, stretch, stretched
from sim.studies.fit.observed import Series, monday
from sim.studies.fit.promise import ANSWERS
from sim.studies.fit.survey import MEANINGS, error, told

PEOPLE, HORIZON, TARGET = 350, 52, 52
FIRMS, TRUTHS = 3000, 300
APART = 3
"""One family of matched companies in three is kept for truths."""


class Planted(NamedTuple):
    """Firms of which a library knows nothing, and the library.

    Attributes:
        library: What simulated firms showed.
        seen: The same as data would show it.
        matched: Which truths are matched companies.
        data: What the truths would show, shape (truths, weeks).
        hidden: What the truths' people would tell, as a library.
    """

    library: Library
    seen: Curves
    matched: Flags
    data: Floats
    hidden: Library

    def series(self, truth: int, weeks: int) -> Series:
        """The first weeks of a truth as data."""
        return _series(self.data[truth, :weeks])


Interval = tuple[float, float, float]
Method = Callable[[Planted, int, int], Interval]


def _series(shares: Floats) -> Series:
    return Series(
        np.arange(1, len(shares) + 1), shares, np.full(len(shares), float(PEOPLE)), False, 7,
        "trend", monday("2026-06-01", "start"),
    )  # fmt: skip


def planted(
    strategy: str, firms: int = FIRMS, truths: int = TRUTHS, work: Work | None = None,
    words: Sequence[str] = (),
) -> Planted:  # fmt: skip
    """A library, and truths of both kinds beside it.

    Args:
        strategy: The programme of all.
        firms: Of the library.
        truths: Of each kind.
        work: How firms are simulated.
        words: Of the configuration.
    """
    config = load([f"organisation.headcount={PEOPLE}", f"weeks={HORIZON}", *words], strategy)
    work = work or Work()
    draws, near = drawn(3 * firms, 0, ())
    kept = _kept(draws, near)
    quarter = np.flatnonzero(near & ~kept)[: firms // 4]
    chosen = np.concatenate((quarter, np.flatnonzero(~near)[: firms - len(quarter)]))
    library = drive(watch(config, [draws[k] for k in chosen], near[chosen], 7), work)
    more, matched = drawn(8 * APART * truths, 1, ())
    left = np.concatenate((
        np.flatnonzero(_kept(more, matched))[:truths], np.flatnonzero(~matched)[:truths]
    ))  # fmt: skip
    hidden = drive(watch(config, [more[k] for k in left], matched[left], 7, 10 * firms + 1), work)
    every = _series(np.full(HORIZON, 0.5))
    return Planted(
        library, curves(library, every, 0), matched[left], curves(hidden, every, 1).noisy, hidden
    )


def _kept(draws: Sequence[dict[str, float]], near: Flags) -> Flags:
    """Matched companies that are kept for truths: whole families, so that nobody knows them."""
    own = [draw for draw, is_near in zip(draws, near, strict=True) if is_near]
    kept = np.zeros(len(draws), np.bool_)
    # A family is known by its fitted values, whatever else was drawn; the last digits are a lot.
    number = [round(1e9 * abs(draw["workforce.decision.intercept"])) for draw in own]
    kept[near] = np.array(number) % APART == 0
    return kept


def weights_of(memory: float, goal: float) -> Method:
    """The kernel of `rollout fit`, with another memory or worth."""

    def method(here: Planted, truth: int, weeks: int) -> Interval:
        series = here.series(truth, weeks)
        return _interval(here, _tempered(here, series, memory, goal))

    return method


def _tempered(here: Planted, series: Series, memory: float, goal: float) -> Floats:
    shown = series.error * np.exp((series.last - series.weeks) / (2.0 * memory))
    own = _apart(here, series, shown)
    return tempered(own, goal)[0]


def _apart(here: Planted, series: Series, shown: Floats) -> Floats:
    """Squared distance of a series to the library, weeks with the errors that are given."""
    return squared(here.seen.smooth[:, series.weeks - 1], series.share[None], shown)[0]


def _interval(here: Planted, weights: Floats) -> Interval:
    low, middle, high = quantiles(here.seen.ahead[:, TARGET - 1], weights)
    return float(low), float(middle), float(high)


def shipped(here: Planted, truth: int, weeks: int) -> Interval:
    """What `rollout fit` does."""
    series = here.series(truth, weeks)
    return _wider(here, weeks, fitting.weigh(here.library, here.seen, series).weights)


def _wider(here: Planted, weeks: int, weights: Floats) -> Interval:
    """Stretched as `rollout fit` does it; by as much for all truths, to save time."""
    own = _interval(here, weights)
    by = _stretch(here, weeks)
    low, middle, high = stretched(Path(*(np.array([each]) for each in own)), by)
    return float(low[0]), float(middle[0]), float(high[0])


_STRETCHES: dict[tuple[int, int], tuple[Library, float]] = {}
"""By library and weeks; the library itself is kept, so that no other has its number."""


def _stretch(here: Planted, weeks: int) -> float:
    key = id(here.library), weeks
    if key not in _STRETCHES:
        every = _series(np.full(weeks, float(here.data[:, :weeks].mean())))
        by = stretch(here.library.matched, here.seen, every, TARGET)
        _STRETCHES[key] = here.library, by
    return _STRETCHES[key][1]


def surveyed(here: Planted, truth: int, weeks: int) -> Interval:
    """The same, with a survey on days of use, trust and threat in the last week."""
    series, luck = here.series(truth, weeks), Streams(truth).generator("survey")
    weights = fitting.weigh(here.library, here.seen, series).weights
    total = np.zeros(len(here.library))
    for item in ("use_days", "trust", "threat"):
        off = error(item, MEANINGS[item].spread / ANSWERS**0.5)
        said = told(here.hidden, item, weeks)[truth] + off * luck.standard_normal()
        total += ((told(here.library, item, weeks) - said) / off) ** 2
    return _wider(here, weeks, narrowed(weights, total, LEFT))


def no_data(here: Planted, truth: int, weeks: int) -> Interval:
    """The library as it is."""
    return _interval(here, np.full(len(here.library), 1.0 / len(here.library)))


def plain(here: Planted, truth: int, weeks: int) -> Interval:
    """Weights at the data's own error, of 200 firms."""
    series = here.series(truth, weeks)
    few = Streams(0).generator("few").permutation(len(here.library))[:200]
    own = _apart(here, series, series.error)[few]
    weights = np.exp(-0.5 * (own - own.min()))
    found = quantiles(here.seen.ahead[few, TARGET - 1], weights / weights.sum())
    return float(found[0]), float(found[1]), float(found[2])


NEAREST = 400


def regression(here: Planted, truth: int, weeks: int) -> Interval:
    """Local linear regression on level, rise and mean, of the 400 nearest; residuals are kept."""
    series = here.series(truth, weeks)
    near = np.argsort(_apart(here, series, series.error), kind="stable")[:NEAREST]

    def features(shares: Floats) -> Floats:
        last, before = shares[:, -4:].mean(axis=1), shares[:, :-4].mean(axis=1)
        return np.column_stack((np.ones(len(shares)), last, last - before, shares.mean(axis=1)))

    design = features(here.seen.noisy[near, :weeks])
    later = here.seen.noisy[near, TARGET - 1]
    slope = np.linalg.lstsq(design, later, rcond=None)[0]
    hat = np.einsum("ij,jk,ik->i", design, np.linalg.pinv(design.T @ design), design)
    residuals = (later - design @ slope) / (1.0 - hat)  # as if each had been left out
    middle = float((features(series.share[None]) @ slope)[0])
    low, half, high = np.clip(middle + np.quantile(residuals, (0.1, 0.5, 0.9)), 0.0, 1.0)
    return float(low), float(half), float(high)


def curve(path: Any) -> Method:
    """A method that knows nothing of firms."""

    def method(here: Planted, truth: int, weeks: int) -> Interval:
        series = here.series(truth, weeks)
        low, middle, high = path(series.weeks, series.share, np.array([TARGET]))
        return float(low[0]), float(middle[0]), float(high[0])

    return method


METHODS: dict[str, Method] = {
    "no data": no_data,
    "**as `rollout fit`: worth 60, last weeks first, stretched**": shipped,
    "the same, not stretched": weights_of(MEMORY, 60.0),
    "half as long a memory": weights_of(MEMORY / 2.0, 60.0),
    "worth 60, all weeks alike": weights_of(1e6, 60.0),
    "worth 30": weights_of(MEMORY, 30.0),
    "worth 120": weights_of(MEMORY, 120.0),
    f"as `rollout fit`, and a survey of {ANSWERS} answers": surveyed,
    "plain weights, 200 firms": plain,
    f"local linear regression, {NEAREST} nearest": regression,
    "no change": curve(no_change),
    "Bass curve": curve(bass),
}
