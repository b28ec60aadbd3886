"""What is uncertain before any evidence, and what the evidence is fitted over: everything drawn.

Whatever declares a plausible range is free in the joint fit; a parameter that moves no target
keeps its range.
"""

from __future__ import annotations

from typing import Any

from sim.analysis.companies import Dimension, dimensions

Range = tuple[float, float]

#: Where the declared range is too narrow to let the evidence speak; why: `calibrate.why_…`.
WIDER: dict[str, Range] = {"workforce.decision.intercept": (-5.0, 0.0)}


def space(held: frozenset[str] = frozenset()) -> tuple[Dimension, ...]:
    """Every parameter that is free, with its prior; those in `held` are not."""
    free = [each for each in dimensions() if each.key not in held]
    return tuple(
        each._replace(low=WIDER[each.key][0], high=WIDER[each.key][1]) if each.key in WIDER
        else each
        for each in free
    )  # fmt: skip


def defaults() -> dict[str, float]:
    """Default of every parameter that is drawn."""
    from sim.base.params import parameters
    from sim.model.config import RunConfig

    declared: dict[str, Any] = dict(parameters(RunConfig))
    return {each.key: float(declared[each.key].default) for each in dimensions()}
