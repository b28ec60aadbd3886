"""8b. Training: lessons bring a trainer's use case and show how far the tool can be trusted."""

from __future__ import annotations

import math
from dataclasses import dataclass

from sim.base.arrays import Floats
from sim.base.kernel import kernel
from sim.base.params import Checked, param
from sim.model.offer import Offer
from sim.model.state import State
from sim.model.technology import Technology

TRIAL = "Chen and Bao 2026: ten minutes of training raised use from 26 to 41 % (randomised)"


@dataclass(frozen=True)
class TrainingParameters(Checked):
    """Neutral: all rates 0. Skill is left to `skill.training`, awareness to `awareness.trained`."""

    saturation: float = param(
        0.45,
        0.0,
        20.0,
        unit="per hour",
        source=TRIAL,
        doc="how fast further hours of training teach less",
        sweep=(0.1, 2),
        log=True,
    )
    use_case: float = param(
        0.6,
        0.0,
        20.0,
        unit="per hour",
        source=TRIAL,
        doc="rate at which the trainer's use case is taken up",
        sweep=(0.1, 4),
        log=True,
    )
    pick: float = param(
        0.75,
        -5.0,
        5.0,
        unit="sd",
        doc="how far the trainer's use case lies above the mean useful one",
        sweep=(0, 1.5),
    )
    trust: float = param(
        0.6,
        0.0,
        20.0,
        unit="per hour",
        source=TRIAL,
        doc="rate at which trust moves to the tool's reliability",
        sweep=(0.1, 4),
        log=True,
    )


def lessons(state: State) -> Floats:
    """Hours of this week's training that still teach something, shape (people,)."""
    saturates = state.rules(TrainingParameters).saturation > 0.0
    return state.people.lessons if saturates else state.people.training_hours


def training(state: State, offer: Offer) -> None:
    """b <- b + (1 - exp(-use_case h))(f (fit + pick fit_spread) - b)+; tau likewise to reliability.

    h are hours that still teach: after H hours the next ones count exp(-saturation H), so that
    all training ever given teaches as much as 1/saturation hours at most.
    """
    people, rules, tool = state.people, state.rules(TrainingParameters), state.rules(Technology)
    if not offer.trains or rules.use_case == rules.trust == 0.0:
        return
    _teach(
        rules.use_case, rules.trust, min(1.0, tool.fit + rules.pick * tool.fit_spread),
        tool.reliability, lessons(state), people.job_fit, people.best_use, people.trust,
        people.change.best_use, people.change.trust,
    )  # fmt: skip


def note_lessons(state: State, offer: Offer) -> None:
    """Work out `lessons` of this week from the hours that people have given."""
    saturation = state.rules(TrainingParameters).saturation
    if saturation > 0.0 and (offer.trains or offer.fresh):
        people = state.people
        _saturate(saturation, people.training_hours, people.trained, people.lessons)


@kernel
def _saturate(saturation: float, hours: Floats, trained: Floats, lessons: Floats) -> None:
    # Whoever has had the same hours as the person before is taught the same.
    given, had, new, left = 0.0, 0.0, 0.0, 1.0
    for i in range(hours.shape[0]):
        lessons[i] = 0.0
        if hours[i] > 0.0:
            if hours[i] != given:
                given = hours[i]
                new = -math.expm1(-saturation * given)
            if trained[i] != had:
                had = trained[i]
                left = math.exp(-saturation * had)
            lessons[i] = left * new / saturation
            trained[i] += hours[i]


@kernel
def _teach(
    by_use_case: float, by_trust: float, worth: float, reliability: float, hours: Floats,
    job_fit: Floats, best: Floats, trust: Floats, change_best: Floats, change_trust: Floats,
) -> None:  # fmt: skip
    taught, shown, trusted = 0.0, 0.0, 0.0
    for i in range(hours.shape[0]):
        if hours[i] == 0.0:
            continue
        if hours[i] != taught:
            taught = hours[i]
            shown = -math.expm1(-by_use_case * taught)
            trusted = -math.expm1(-by_trust * taught)
        known = best[i] + change_best[i]
        gap = max(0.0, worth * job_fit[i] - known)
        change_best[i] += gap * shown
        change_trust[i] += (reliability - trust[i]) * trusted
