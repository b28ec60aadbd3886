"""How far a company is from the evidence, and when it agrees.

Approximate Bayesian computation with a Gaussian kernel: a company counts by exp(-Q/2), Q = sum
over targets of (miss / half)^2, so that the tolerance holds 95 %. Luck of a single firm would
keep even a perfect draw from all targets, so agreement is judged on the mean of a few firms.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.base.arrays import Flags, Floats, Ints
    from sim.studies.evidence.table import Row

#: A target at the end of its tolerance is two standard deviations off.
SDS_AT_THE_END = 2.0
ENOUGH = 0.75
"""Share of targets that a company meets which agrees with the evidence (9 of 12)."""


@dataclass(frozen=True)
class Evidence:
    """Targets as arrays: values, and how far below and above still counts."""

    value: Floats
    below: Floats
    above: Floats

    @classmethod
    def of(cls, rows: Sequence[Row]) -> Evidence:
        """The targets among rows of evidence."""
        value = np.array([row.value for row in rows])
        low, high = np.array([row.low for row in rows]), np.array([row.high for row in rows])
        return cls(value, value - low, high - value)

    def misses(self, shown: Floats) -> Floats:
        """Misses in tolerances, shape as `shown`."""
        gap = shown - self.value
        return np.asarray(gap / np.where(gap < 0.0, self.below, self.above))

    def met(self, shown: Floats) -> Ints:
        """How many targets each company meets."""
        return np.asarray((np.abs(self.misses(shown)) <= 1.0).sum(axis=-1))

    @property
    def needed(self) -> int:
        """Targets that a company must meet to agree."""
        return int(np.ceil(ENOUGH * len(self.value)))

    def agrees(self, shown: Floats) -> Flags:
        """Which companies meet enough of the targets."""
        return np.asarray(self.met(shown) >= self.needed)

    def disagreement(self, shown: Floats, error: Floats | float = 0.0) -> Floats:
        """Q of every row; `error` is a standard deviation that adds to the tolerance's."""
        gap = shown - self.value
        sd = np.where(gap < 0.0, self.below, self.above) / SDS_AT_THE_END
        return np.asarray((gap**2 / (sd**2 + np.square(error))).sum(axis=-1))

    def nearness(self, shown: Floats) -> Floats:
        """How much a particle tells about the neighbourhood of the evidence, in (0, 1]."""
        return np.asarray(1.0 / (1.0 + (self.disagreement(shown) / shown.shape[1]) ** 2))
