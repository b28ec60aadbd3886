"""Bets: an interval for a number that nobody knows yet, held eight times in ten."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from sim.base.params import ConfigError

SURE = 0.8
"""How sure a team is asked to be that the number lies inside."""


class Bet(NamedTuple):
    """What a team expects, and what came: shares of reported use in [0, 1].

    Attributes:
        round: The round at whose end the number is read.
        low: Lower end.
        high: Upper end.
        came: What came; NaN before the round is over.
    """

    round: int
    low: float
    high: float
    came: float = math.nan

    @property
    def inside(self) -> bool:
        """Whether the number lies in the interval, ends included."""
        return self.low <= self.came <= self.high


class Calibration(NamedTuple):
    """How well a team knows what it knows.

    Attributes:
        bets: How many are decided.
        inside: How many of them held.
        width: Mean width of the intervals.
        score: Mean interval score, 0 is best: width, plus ten times the distance by which the
            number lies outside. Nobody gains by saying another interval than the one believed
            (Gneiting and Raftery 2007, eq. 43, for a central interval of 80 %).
        verdict: `sure` (intervals too narrow: fewer held than luck explains), `unsure` (too wide:
            every bet held, and there were enough to tell), `fine`, or `few` where too few bets
            tell nothing.
    """

    bets: int
    inside: int
    width: float
    score: float
    verdict: str


def bet(round: int, low: object, high: object) -> Bet:
    """A checked bet.

    Raises:
        ConfigError: The ends are no shares, or the lower one is above the upper one.
    """
    for name, end in (("low", low), ("high", high)):
        number = isinstance(end, int | float) and not isinstance(end, bool)
        if not number or not 0.0 <= end <= 1.0:  # type: ignore[operator]  # it is a number
            raise ConfigError(f"bet.{name} must be in [0, 1] share, got {end!r}")
    assert isinstance(low, int | float)
    assert isinstance(high, int | float)
    if low > high:
        raise ConfigError(f"bet.low must not be above bet.high, got {low} and {high}")
    return Bet(round, float(low), float(high))


def interval_score(each: Bet) -> float:
    """Width plus 2/alpha times the distance outside, alpha = 1 - `SURE`; smaller is better."""
    outside = max(0.0, each.low - each.came) + max(0.0, each.came - each.high)
    return each.high - each.low + 2.0 / (1.0 - SURE) * outside


def calibration(bets: Sequence[Bet]) -> Calibration:
    """How a team's decided bets came out together."""
    decided = [each for each in bets if not math.isnan(each.came)]
    count, inside = len(decided), sum(each.inside for each in decided)
    if not count:
        return Calibration(0, 0, math.nan, math.nan, "few")
    width = sum(each.high - each.low for each in decided) / count
    score = sum(map(interval_score, decided)) / count
    return Calibration(count, inside, width, score, _verdict(count, inside))


def _verdict(count: int, inside: int) -> str:
    """Whether as few, or as many, would hold by luck in one case of ten at most."""
    from scipy.stats import binom

    if binom.cdf(inside, count, SURE) <= 0.1:
        return "sure"
    if binom.sf(inside - 1, count, SURE) <= 0.1:
        return "unsure"
    return "few" if count < 3 else "fine"
