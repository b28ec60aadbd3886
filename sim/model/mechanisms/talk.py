"""9. Talk: users' words move expectations; bad news travels further than good news."""

from __future__ import annotations

from dataclasses import dataclass

from sim.base.arrays import Floats
from sim.base.kernel import kernel
from sim.base.params import Checked, fitted, param
from sim.model.offer import Offer
from sim.model.state import State


@dataclass(frozen=True)
class TalkParameters(Checked):
    """Neutral: influence 0."""

    influence: float = param(
        0.14,
        0.0,
        1.0,
        unit="per week",
        source=fitted(loosely=True),
        doc="pull of users' words",
        sweep=(0.05, 0.5),
        log=True,
    )
    loss_weight: float = param(
        1.0,
        1.0,
        20.0,
        unit="ratio",
        source="bad word of mouth weighs more (direction)",
        doc="weight of words below the own expectation",
    )
    manager_weight: float = param(
        2.0, 0.0, 20.0, unit="ratio", doc="weight of managers' words", sweep=(1, 4), log=True
    )
    champion_weight: float = param(
        2.0, 0.0, 20.0, unit="ratio", doc="weight of champions' words", sweep=(1, 4), log=True
    )


def talk(state: State, offer: Offer) -> None:
    """m <- m + influence sum_j W_ij [j has used] k^[m_j < m_i] (m_j - m_i).

    W is weighted by the speaker (managers, champions) and its rows sum to 1; reactant people
    talk the tool down by `reactance.in_talk` x rho (see `exchange`). influence x k is capped
    at 1, so nobody overshoots what is said.
    """
    people, rules = state.people, state.rules(TalkParameters)
    _talk(
        rules.influence, min(1.0, rules.influence * rules.loss_weight), people.praise,
        people.warning, people.change.expectation,
    )  # fmt: skip


@kernel
def _talk(
    by_praise: float, by_warning: float, praise: Floats, warning: Floats, change: Floats
) -> None:
    for i in range(change.shape[0]):
        change[i] += by_praise * praise[i] + by_warning * warning[i]
