"""What is uncertain before any evidence, and what the evidence is fitted over: everything drawn.

Whatever declares a plausible range is free in the joint fit; a parameter that moves no target
keeps its range.
"""

from __future__ import annotations

from sim.analysis.companies import Dimension, dimensions


def space(held: frozenset[str] = frozenset()) -> tuple[Dimension, ...]:
    """Every parameter that is free, with its prior; those in `held` are not."""
    return tuple(each for each in dimensions() if each.key not in held)
