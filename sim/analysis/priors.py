"""Which parameters are fitted to the evidence, and within what range.

Chosen by a screen of every parameter over its range (`python -m experiments.evidence_screen`)
and by what the targets are about: the person's decision, learning, awareness, orders. All
others keep their defaults here, and their prior ranges in every sweep.
"""

from __future__ import annotations

from typing import Any

from sim.base.params import parameters

#: Fitted parameters; ranges are the sweep ranges of their declarations.
FITTED = (
    "workforce.decision.intercept",
    "workforce.decision.spread",
    "workforce.decision.expectation",
    "workforce.decision.skill",
    "workforce.decision.peers",
    "workforce.decision.manager",
    "workforce.decision.pace",
    "workforce.start.expectation",
    "workforce.start.best_use",
    "workforce.experience.learning",
    "workforce.experience.bias",
    "workforce.saving.novice_effect",
    "workforce.skill.practice",
    "workforce.awareness.external",
    "workforce.awareness.notice",
    "workforce.mandate.weight",
    "workforce.mandate.authenticity",
    "workforce.reactance.growth",
    "technology.eligible_share",
)

Range = tuple[float, float]

#: Where the declared range is too narrow to let the evidence speak; why: `calibrate.why_…`.
WIDER: dict[str, Range] = {"workforce.decision.intercept": (-5.0, 0.0)}


def ranges() -> dict[str, Range]:
    """Prior range of every fitted parameter: uniform within it."""
    from sim.model.config import RunConfig

    declared = dict(parameters(RunConfig))
    return {key: WIDER[key] if key in WIDER else declared[key].metadata["sweep"]
            for key in FITTED}  # fmt: skip


def defaults() -> dict[str, float]:
    """Default of every fitted parameter."""
    from sim.model.config import RunConfig

    declared: dict[str, Any] = dict(parameters(RunConfig))
    return {key: float(declared[key].default) for key in FITTED}
