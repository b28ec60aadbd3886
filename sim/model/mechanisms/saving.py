"""6. Realised saving: what one hour of eligible work is really worth with the tool."""

from __future__ import annotations

from dataclasses import dataclass

from sim.base.arrays import Floats, Table
from sim.base.kernel import kernel
from sim.base.params import Checked, fitted, param
from sim.model.offer import Offer
from sim.model.people import BEST_USE, SAVING, SKILL, TRUST
from sim.model.state import State
from sim.model.technology import Technology


@dataclass(frozen=True)
class SavingParameters(Checked):
    """Neutral: checking 0, rework 0, novice_effect 0, floor 1."""

    floor: float = param(
        0.48,
        0.0,
        1.0,
        unit="share",
        source=fitted(loosely=True),
        doc="part of a use case's saving that needs no skill",
        sweep=(0.2, 0.7),
    )
    checking: float = param(
        0.18,
        0.0,
        1.0,
        unit="saving",
        source=fitted(loosely=True),
        doc="saving lost to checking when trust is 0",
        sweep=(0, 0.4),
    )
    rework: float = param(
        0.19,
        0.0,
        1.0,
        unit="saving",
        source=fitted(loosely=True),
        doc="saving lost to own rework of errors trusted too much",
        sweep=(0, 0.4),
    )
    novice_effect: float = param(
        0.9,
        0.0,
        1.0,
        unit="share",
        source=fitted("Brynjolfsson, Li and Raymond: +34 % for novices, about 0 for experts"),
        doc="how much more novices gain than experts",
        sweep=(0, 1),
    )
    tenure: float = param(
        4.5, 0.1, 40.0, unit="years", doc="median tenure", sweep=(2, 10), log=True
    )


def saving(state: State, offer: Offer) -> None:
    """y = b [floor + (1 - floor) s] (1 + novice) - checking (1 - tau) - rework (1 - q) tau.

    The novice term runs from +novice_effect (no tenure) to -novice_effect (long tenure)
    and is 0 at the median tenure. b grows with the tool's quality.
    """
    people, terms, tool = state.people, state.rules(SavingParameters), state.rules(Technology)
    _save(
        state.tool_quality, terms.floor, terms.checking, terms.rework, 1.0 - tool.reliability,
        terms.novice_effect, terms.tenure, people.tenure,
        people.matrix, people.weekly,
    )  # fmt: skip


@kernel
def _save(
    quality: float, floor: float, checking: float, rework: float, unreliable: float,
    novice_effect: float, median_tenure: float, tenure: Floats,
    state: Table, weekly: Table,
) -> None:  # fmt: skip
    best_use, skill, trust, out = state[BEST_USE], state[SKILL], state[TRUST], weekly[SAVING]
    for i in range(out.shape[0]):
        novice = novice_effect * (median_tenure - tenure[i]) / (median_tenure + tenure[i])
        gain = quality * best_use[i] * (floor + (1.0 - floor) * skill[i]) * (1.0 + novice)
        cost = checking * (1.0 - trust[i]) + rework * unreliable * trust[i]
        out[i] = min(1.0, max(-1.0, gain - cost))
