"""8. Skill: practice, training, learning from better colleagues, forgetting."""

from __future__ import annotations

from dataclasses import dataclass

from sim.base.arrays import Floats
from sim.base.kernel import kernel
from sim.base.params import Checked, fitted, param
from sim.model.mechanisms.training import lessons
from sim.model.offer import Offer
from sim.model.state import State


@dataclass(frozen=True)
class SkillParameters(Checked):
    """Neutral: all rates 0."""

    practice: float = param(
        0.11,
        0.0,
        1.0,
        unit="per week of full use",
        source=fitted("11 weeks to felt benefit (Microsoft WorkLab 2024)", loosely=True),
        doc="learning by doing",
        sweep=(0.04, 0.4),
        log=True,
    )
    training: float = param(
        0.034,
        0.0,
        1.0,
        unit="per hour",
        source=fitted(loosely=True),
        doc="learning per hour of training or coaching",
        sweep=(0.01, 0.1),
        log=True,
    )
    peers: float = param(
        0.034,
        0.0,
        1.0,
        unit="per week",
        source=fitted("learning from others is about 40 % of own learning", loosely=True),
        doc="pull of better colleagues",
        sweep=(0, 0.07),
    )
    forgetting: float = param(
        0.0145, 0.0, 1.0, "per week of no use", "skill decay meta-analysis",
        "decay without use", (0.0123, 0.0246),
    )  # fmt: skip


def skill(state: State, offer: Offer) -> None:
    """s <- s + (1-s)(practice g + training h) + peers better - forgetting (1-g) s.

    h are hours of coaching, and those of training that still teach (see `training`);
    better = sum_j W_ij (s_j - s_i)+ over working ties (see `exchange`).
    """
    people, rates = state.people, state.rules(SkillParameters)
    _learn(
        rates.practice, rates.training, rates.peers, rates.forgetting,
        people.better_skill, people.effective_use, lessons(state), offer.coached_hours,
        people.skill, people.change.skill,
    )  # fmt: skip


@kernel
def _learn(
    practice: float, training: float, peers: float, forgetting: float, better: Floats,
    use: Floats, training_hours: Floats, coached_hours: Floats, state: Floats, change: Floats,
) -> None:  # fmt: skip
    for i in range(state.shape[0]):
        own = state[i]
        taught = practice * use[i] + training * (training_hours[i] + coached_hours[i])
        lost = forgetting * (1.0 - use[i]) * own
        change[i] += min(1.0, taught) * (1.0 - own) + peers * better[i] - lost
