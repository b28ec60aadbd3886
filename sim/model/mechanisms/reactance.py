"""4. Reactance: being told to stirs resistance in those who are prone to it; it decays."""

from __future__ import annotations

from dataclasses import dataclass

from sim.base.arrays import Floats, Table
from sim.base.kernel import kernel, logistic
from sim.base.params import Checked, fitted, param
from sim.model.offer import Offer
from sim.model.people import AWARE, LICENSED, REACTANCE
from sim.model.state import State


@dataclass(frozen=True)
class ReactanceParameters(Checked):
    """Neutral: growth 0, or mean and spread 0. No opinion repulsion: experiments find none."""

    mean: float = param(0.5, 0.0, 1.0, "share", doc="mean proneness of people", sweep=(0.2, 0.8))
    spread: float = param(0.2, 0.0, 1.0, "share", doc="sd of proneness between people")
    growth: float = param(
        0.13,
        0.0,
        1.0,
        unit="per week",
        source=fitted(loosely=True),
        doc="rise under a full mandate",
        sweep=(0.05, 0.6),
        log=True,
    )
    decay: float = param(
        0.047, 0.0, 1.0, unit="per week", doc="forgetting", sweep=(0.013, 0.17), log=True
    )
    in_talk: float = param(
        0.15,
        0.0,
        1.0,
        unit="saving",
        doc="how much a fully reactant person talks the tool down",
        sweep=(0, 0.3),
    )


def reactance(state: State, offer: Offer) -> None:
    """x = growth r M (1 - p)(1 - freedom); rho <- rho + x (1 - rho) - decay rho."""
    people, traits = state.people, state.rules(ReactanceParameters)
    _resist(
        offer.orders, traits.growth, traits.decay, people.proneness, offer.pressure, offer.freedom,
        people.appeal, people.matrix, people.change.reactance,
    )  # fmt: skip


@kernel
def _resist(
    ordered: bool, growth: float, decay: float, proneness: Floats, pressure: Floats,
    freedom: Floats, appeal: Floats, states: Table, change: Floats,
) -> None:  # fmt: skip
    aware, licensed, state = states[AWARE], states[LICENSED], states[REACTANCE]
    for i in range(state.shape[0]):
        stirred = 0.0
        if ordered:
            wanted = aware[i] * licensed[i] * logistic(appeal[i])
            stirred = growth * proneness[i] * pressure[i] * (1.0 - wanted) * (1.0 - freedom[i])
        change[i] += stirred * (1.0 - state[i]) - decay * state[i]
