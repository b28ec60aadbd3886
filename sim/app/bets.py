"""Bets: an interval for a number that nobody knows yet, held eight times in ten."""

from __future__ import annotations

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
        came: What came.
    """

    round: int
    low: float
    high: float
    came: float

    @property
    def inside(self) -> bool:
        """Whether the number lies in the interval, ends included."""
        return self.low <= self.came <= self.high


class Calibration(NamedTuple):
    """How well a team knows what it knows.

    Attributes:
        bets: How many there are.
        inside: How many of them held.
        verdict: `sure` (intervals too narrow: fewer held than luck explains), `unsure` (too wide:
            every bet held, and there were enough to tell), `fine`, or `few` where too few bets
            tell nothing.
    """

    bets: int
    inside: int
    verdict: str


def check(low: float, high: float) -> None:
    """Refuse what is no interval.

    Raises:
        ConfigError: The ends are no shares, or the lower one is above the upper one.
    """
    for name, end in (("low", low), ("high", high)):
        if not 0.0 <= end <= 1.0:
            raise ConfigError(f"bet.{name} must be in [0, 1] share, got {end!r}")
    if low > high:
        raise ConfigError(f"bet.low must not be above bet.high, got {low} and {high}")


def calibration(bets: Sequence[Bet]) -> Calibration:
    """How a team's bets came out together."""
    inside = sum(each.inside for each in bets)
    return Calibration(len(bets), inside, _verdict(len(bets), inside))


def _verdict(count: int, inside: int) -> str:
    """Whether as few, or as many, would hold by luck in one case of ten at most."""
    from scipy.stats import binom

    if binom.cdf(inside, count, SURE) <= 0.1:
        return "sure"
    if binom.sf(inside - 1, count, SURE) <= 0.1:
        return "unsure"
    return "few" if count < 3 else "fine"
