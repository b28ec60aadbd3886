"""9. Talk: users' words move expectations; bad news travels further than good news."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from numba import njit

from sim.params import Checked, param

if TYPE_CHECKING:
    from sim.firm import Firm
    from sim.offer import Offer

#: Reported use from which a person speaks as somebody who has used it (a day a month).
SPEAKS = 0.05


@dataclass(frozen=True)
class TalkParameters(Checked):
    """Neutral: influence 0."""

    influence: float = param(0.1, 0.0, 1.0, "per week", doc="pull of users' words", sweep=(0.05, 0.5))
    loss_weight: float = param(
        2.0, 1.0, 20.0, "ratio", "bad word of mouth weighs more (direction)",
        "weight of words below the own expectation", (1, 5),
    )  # fmt: skip
    manager_weight: float = param(2.0, 0.0, 20.0, "ratio", doc="weight of managers' words", sweep=(1, 4))
    champion_weight: float = param(
        2.0, 0.0, 20.0, "ratio", doc="weight of champions' words", sweep=(1, 4)
    )


def talk(firm: Firm, offer: Offer) -> None:
    """m <- m + influence sum_j W_ij [j has used] k^[m_j < m_i] (m_j - m_i).

    W is weighted by the speaker (managers, champions) and its rows sum to 1; reactant people
    talk the tool down by `reactance.in_talk` x rho; influence x k never exceeds 1.
    """
    people, rules, ties = firm.people, firm.config.workforce.talk, firm.network.working
    _talk(
        ties.start, ties.neighbour, ties.weight, offer.voice,
        rules.influence, min(1.0, rules.influence * rules.loss_weight),
        firm.config.workforce.reactance.in_talk, people.reported_use, people.reactance,
        people.expectation, people.change.expectation,
    )  # fmt: skip


@njit(cache=True)
def _talk(
    start: Any, neighbour: Any, weight: Any, voice: Any,
    praise: float, warning: float, in_talk: float, reported: Any, reactance: Any,
    expectation: Any, change: Any,
) -> None:  # fmt: skip
    for i in range(expectation.shape[0]):
        own = expectation[i]
        pull = 0.0
        total = 0.0
        for k in range(start[i], start[i + 1]):
            j = neighbour[k]
            heard = weight[k] * voice[j]
            total += heard
            if reported[j] >= SPEAKS:
                gap = expectation[j] - in_talk * reactance[j] - own
                pull += heard * (warning if gap < 0.0 else praise) * gap
        if total > 0.0:
            change[i] += pull / total
