"""Boxes: a lower and an upper limit on some features, and how well they single out wins.

*Density* is the share of wins among the companies inside, *coverage* the share of all wins that
lie inside (Bryant and Lempert, "Thinking inside the box", Technological Forecasting and Social
Change 77, 2010). The *quasi-p-value* of a limit, from the same paper, is the chance of at least
as many wins in the box if lifting that one limit would change nothing (one-sided binomial test).
It is no real p-value: the limit was searched for in the same companies.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from sim.base.arrays import Flags, Floats


class Limit(NamedTuple):
    """One side of a box: the feature's column, and whether it bounds from above."""

    column: int
    upper: bool


@dataclass(frozen=True)
class Box:
    """Limits per feature, infinite where there is none.

    Attributes:
        low, high: One value per feature, in its unit; companies on a limit are inside.
    """

    low: tuple[float, ...]
    high: tuple[float, ...]

    def inside(self, values: Floats) -> Flags:
        """Which companies lie inside."""
        return np.asarray(((values >= self.low) & (values <= self.high)).all(axis=1), bool)

    @property
    def limits(self) -> list[Limit]:
        """Every limit that is set, feature by feature."""
        return [
            Limit(column, upper)
            for column, ends in enumerate(zip(self.low, self.high, strict=True))
            for upper in (False, True)
            if math.isfinite(ends[upper])
        ]

    def without(self, limit: Limit) -> Box:
        """The box with one limit lifted."""
        low, high = list(self.low), list(self.high)
        (high if limit.upper else low)[limit.column] = math.inf if limit.upper else -math.inf
        return Box(tuple(low), tuple(high))


class Counts(NamedTuple):
    """What a box holds.

    Attributes:
        inside: Companies inside.
        wins_inside: Wins among them.
        wins: Wins in all.
        companies: Companies in all.
    """

    inside: int
    wins_inside: int
    wins: int
    companies: int

    @property
    def density(self) -> float:
        """Share of wins inside."""
        return self.wins_inside / self.inside if self.inside else math.nan

    @property
    def coverage(self) -> float:
        """Share of the wins that lie inside."""
        return self.wins_inside / self.wins if self.wins else math.nan

    @property
    def base(self) -> float:
        """Share of wins in all companies."""
        return self.wins / self.companies

    @property
    def informedness(self) -> float:
        """Share of wins inside minus share of the others inside (Youden's J), -1 ... 1."""
        others = (self.inside - self.wins_inside) / (self.companies - self.wins)
        return self.coverage - others


def count(box: Box, values: Floats, wins: Flags) -> Counts:
    """Count companies and wins in a box."""
    inside = box.inside(values)
    return Counts(int(inside.sum()), int((inside & wins).sum()), int(wins.sum()), len(wins))


def quasi_p(box: Box, limit: Limit, values: Floats, wins: Flags) -> float:
    """Quasi-p-value of one limit of a box."""
    from scipy.stats import binomtest

    own, wider = count(box, values, wins), count(box.without(limit), values, wins)
    return float(binomtest(own.wins_inside, own.inside, wider.density, "greater").pvalue)


def pruned(box: Box, values: Floats, wins: Flags, level: float) -> Box:
    """The box without the limits that do nothing: the worst goes first, until all are below."""
    while box.limits:
        worst = max((quasi_p(box, limit, values, wins), limit) for limit in box.limits)
        if worst[0] < level:
            break
        box = box.without(worst[1])
    return box
