"""The patient rule induction method (PRIM) of the library ema_workbench.

Friedman and Fisher, "Bump hunting in high-dimensional data", Statistics and Computing 9, 1999:
from the box of all companies, thin slices are peeled off again and again, each time the one
that raises the share of wins most; at the end a little is pasted back where that helps.
"""

from __future__ import annotations

import inspect
import warnings
from typing import Any

import numpy as np

from sim.base.arrays import Flags, Floats
from sim.studies.discovery.boxes import Box

SLICES = (0.05, 0.1, 0.2)
"""Shares of the companies inside that one slice takes away. PRIM stops where no slice helps, and
among a hundred companies a thin slice fails to help by luck alone: so thicker ones are tried, too.
"""
SMALLEST = 0.1
"""Smallest box, as a share of the companies that it is searched in."""


def peel(values: Floats, wins: Flags) -> list[Box]:
    """Every box on the ways from all companies to the purest boxes.

    Args:
        values: Features, shape (companies, features).
        wins: Which companies are of interest; some, but not all.
    """
    return [box for share in SLICES for box in _peeled(values, wins, share)]


def _peeled(values: Floats, wins: Flags, share: float) -> list[Box]:
    import pandas as pd

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about optional parts of the library
        from ema_workbench.analysis.prim import Prim

        # In version 2 a win is what reaches the threshold, and a box below it is thrown away;
        # version 3 has none.
        known = inspect.signature(Prim).parameters
        threshold = {"threshold": 1e-9} if "threshold" in known else {}
        search = Prim(
            pd.DataFrame(values, columns=[str(each) for each in range(values.shape[1])]),
            wins.astype(int), peel_alpha=share, mass_min=SMALLEST, **threshold,
        )  # fmt: skip
        found = search.find_box()
    return [_box(limits, search.box_init) for limits in found.box_lims]


def _box(limits: Any, whole: Any) -> Box:
    """A box of the library: limits where they differ from the box of all companies."""
    own, start = limits.to_numpy(float), whole.to_numpy(float)
    low = np.where(own[0] > start[0], own[0], -np.inf)
    high = np.where(own[1] < start[1], own[1], np.inf)
    return Box(tuple(low.tolist()), tuple(high.tolist()))
