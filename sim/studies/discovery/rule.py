"""From wins and features to a rule - or to the statement that there is none.

The steps, fixed before anything is run so that nothing can be tuned to a wanted result, are told
on the page: `method` in `report/text/en/discovery.yaml`. The last one, the test on companies that
were held back, alone keeps rules found in pure noise below 5 %, whatever those before it do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.analysis.inference import interval
from sim.base.arrays import Flags, Floats
from sim.base.streams import Streams
from sim.studies.discovery.boxes import Box, Counts, Limit, count, pruned, quasi_p
from sim.studies.discovery.prim import peel

LEVEL = 0.05
MOST_FEATURES = 6
HELD_BACK = 1 / 3
FEWEST = 8
"""Wins, and other companies, below which searching makes no sense."""


@dataclass(frozen=True)
class Data:
    """What is searched: one row per company.

    Attributes:
        values: Features, shape (companies, features).
        wins: Companies in which the first strategy is better.
        gains: Mean paired difference in the wanted direction, in the outcome's unit.
        held: Companies held back from the search.
    """

    values: Floats
    wins: Flags
    gains: Floats
    held: Flags

    def only(self, own: Flags) -> Data:
        """Some of the companies."""
        return Data(self.values[own], self.wins[own], self.gains[own], self.held[own])


@dataclass(frozen=True)
class Candidate:
    """A pruned box and what it holds of the companies it was searched in."""

    box: Box
    counts: Counts


@dataclass(frozen=True)
class Confirmation:
    """What the held-back companies say about a box.

    Attributes:
        counts: Companies and wins.
        p_value: Of Fisher's test.
        level: Below which the rule stands.
        gain_inside, gain_outside: Mean difference, low and high end of its 95 % interval.
    """

    counts: Counts
    p_value: float
    level: float
    gain_inside: tuple[float, float, float]
    gain_outside: tuple[float, float, float]

    @property
    def stands(self) -> bool:
        """Whether the rule stands."""
        return self.p_value < self.level


@dataclass(frozen=True)
class Finding:
    """What the search found.

    Attributes:
        reason: Why there is no rule: few, alike, luck or refused; "" if there is one.
        candidates: The curve of pruned boxes, from all companies to the purest box.
        chosen: The candidate that was tested.
        quasi: Quasi-p-value per limit of the chosen box.
        confirmation: Result on held-back companies.
    """

    reason: str
    candidates: tuple[Candidate, ...] = ()
    chosen: Candidate | None = None
    quasi: tuple[tuple[Limit, float], ...] = ()
    confirmation: Confirmation | None = None


def held_back(groups: Sequence[object], seed: int) -> Flags:
    """Choose a third of the companies by lot; companies of one group stay together."""
    sizes = Counter(groups)
    names, held, total = list(sizes), set[object](), 0
    for place in Streams(seed).generator("held back").permutation(len(names)):
        if total >= HELD_BACK * len(groups):
            break
        held.add(names[place])
        total += sizes[names[place]]
    return np.array([group in held for group in groups])


def find(data: Data, sets: int = 1) -> Finding:
    """Search for a rule and test it.

    Args:
        data: Companies.
        sets: How many sets of features are searched in all; the test's level is shared out.

    Raises:
        ConfigError: The library for PRIM is not installed.
    """
    search, held = data.only(~data.held), data.only(data.held)
    if too_few(data):
        return Finding("few")
    screened = screen(search)
    if not screened:
        return Finding("alike")
    candidates = curve(search, screened)
    inside = search.only(best(candidates).box.inside(search.values))
    more = [column for column in screen(inside) if column not in screened]
    if more:
        screened = (*screened, *more)
        candidates = curve(search, screened)
    chosen = best(candidates)
    if not chosen.box.limits:
        return Finding("luck", candidates)
    quasi = tuple(
        (limit, quasi_p(chosen.box, limit, search.values, search.wins))
        for limit in chosen.box.limits
    )
    confirmed = confirm(chosen.box, held, LEVEL / sets)
    reason = "" if confirmed.stands else "refused"
    return Finding(reason, candidates, chosen, quasi, confirmed)


def best(candidates: Sequence[Candidate]) -> Candidate:
    """The candidate with the largest J; of equals the one with fewer limits, then the first."""
    return max(candidates, key=lambda each: (each.counts.informedness, -len(each.box.limits)))


def too_few(data: Data) -> bool:
    """Whether wins, or other companies, are too few among those that are searched."""
    wins = data.wins[~data.held]
    return min(int(wins.sum()), int((~wins).sum())) < FEWEST


def screen(data: Data) -> tuple[int, ...]:
    """Columns of features that have to do with winning, the most telling first."""
    from scipy.stats import false_discovery_control, ks_2samp, spearmanr

    if too_few(data):
        return ()
    p = np.ones(data.values.shape[1])
    for column, values in enumerate(data.values.T):
        if np.ptp(values) > 0:
            shape = ks_2samp(values[data.wins], values[~data.wins]).pvalue
            rank = spearmanr(values, data.gains).pvalue if np.ptp(data.gains) > 0 else 1.0
            p[column] = min(1.0, 2.0 * min(float(shape), float(rank)))
    passed = false_discovery_control(p) < LEVEL
    ranked = [int(column) for column in np.argsort(p, kind="stable") if passed[column]]
    return tuple(ranked[:MOST_FEATURES])


def curve(data: Data, columns: Sequence[int]) -> tuple[Candidate, ...]:
    """Pruned boxes over all features, limits on the given columns only, each box once."""
    narrow = data.values[:, list(columns)]
    level = LEVEL / (2 * len(columns))
    boxes = dict.fromkeys(pruned(box, narrow, data.wins, level) for box in peel(narrow, data.wins))
    return tuple(
        Candidate(_widened(box, columns, data.values.shape[1]), count(box, narrow, data.wins))
        for box in boxes
    )


def _widened(box: Box, columns: Sequence[int], features: int) -> Box:
    """The same limits among all features."""
    low, high = [-np.inf] * features, [np.inf] * features
    for place, column in enumerate(columns):
        low[column], high[column] = box.low[place], box.high[place]
    return Box(tuple(low), tuple(high))


def confirm(box: Box, held: Data, level: float) -> Confirmation:
    """Test a box on companies that had no part in finding it."""
    from scipy.stats import fisher_exact

    counts, inside = count(box, held.values, held.wins), box.inside(held.values)
    losses_inside = counts.inside - counts.wins_inside
    wins_outside = counts.wins - counts.wins_inside
    losses_outside = counts.companies - counts.inside - wins_outside
    table = np.array([[counts.wins_inside, losses_inside], [wins_outside, losses_outside]])
    p_value = float(fisher_exact(table, alternative="greater").pvalue)
    return Confirmation(
        counts, p_value, level, _mean(held.gains[inside]), _mean(held.gains[~inside])
    )


def _mean(gains: Floats) -> tuple[float, float, float]:
    mean = float(gains.mean()) if len(gains) else float("nan")
    return (mean, *interval(gains))
