"""0. Access: who may use the tool this week - own early access, or a licence."""

from __future__ import annotations

from sim.base.arrays import Flags, Floats
from sim.base.kernel import kernel
from sim.model.offer import Offer
from sim.model.state import State


def access(state: State, offer: Offer) -> None:
    """A licence counts from the week after it is handed out; without one only own access stays."""
    people = state.people
    _grant(people.own_access, offer.licence, people.licensed, people.change.licensed)


@kernel
def _grant(own: Flags, licence: Flags, licensed: Floats, change: Floats) -> None:
    for i in range(licensed.shape[0]):
        has = 1.0 if own[i] | licence[i] else 0.0
        change[i] += has - licensed[i]
