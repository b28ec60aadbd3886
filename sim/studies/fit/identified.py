"""What the data say of each unknown, and of which they say next to nothing."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.analysis.companies import Dimension, dimensions
from sim.analysis.reweighting import quantiles
from sim.base.arrays import Floats
from sim.studies.fit.library import DETECTED, DETECTION, Library

NOT_IDENTIFIED = 0.75
"""Above this share of its width before the data an unknown counts as not identified."""


class Unknown(NamedTuple):
    """One number that nobody knows.

    Attributes:
        key: Full key; `detection` is the part of active people that the dashboard sees.
        low, middle, high: Weighted 10, 50 and 90 % quantiles, in its own unit.
        width: Width of the middle 80 % over that before the data; 1 if nothing was learnt.
    """

    key: str
    low: float
    middle: float
    high: float
    width: float

    @property
    def identified(self) -> bool:
        """Whether the data say something of it."""
        return self.width <= NOT_IDENTIFIED


def unknowns(library: Library, weights: Floats) -> list[Unknown]:
    """Every unknown, those first of which the data say most."""
    spaces = {each.key: each for each in dimensions()}
    spaces[DETECTION] = Dimension(DETECTION, *DETECTED, False, "", "", "", False)
    even = np.full(len(library), 1.0 / len(library))
    found = []
    for key, values in library.values().items():
        if key not in spaces:
            continue  # set, not drawn
        share = np.array([spaces[key].share(each) for each in values.tolist()])
        before, after = quantiles(share, even), quantiles(share, weights)
        width = float((after[2] - after[0]) / (before[2] - before[0]))
        low, middle, high = (spaces[key].at(float(each)) for each in after)
        found.append(Unknown(key, low, middle, high, width))
    return sorted(found, key=lambda each: each.width)
