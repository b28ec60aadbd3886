"""0. Events: what happens to the company on Monday, the same under every strategy."""

from __future__ import annotations

import numpy as np

from sim.base.arrays import Flags, Ints
from sim.model.events import Event
from sim.model.mechanisms.discovery import DiscoveryParameters
from sim.model.offer import Offer
from sim.model.people import MOVABLE, NOTHING
from sim.model.state import State

#: Part of those who hear of an error from somebody that tell each of their contacts [assumed].
PASSED_ON = 0.5


def events(state: State, offer: Offer) -> None:
    """This week's events; `State` knows what a change of the tool and a pause of levers do.

    Leavers are named here and replaced by `turnover`. A cut leaves (1 - size) of the budget that
    is not spent, which levers see from the next week on.
    """
    if not state.events:
        return
    state.people.leaves[:] = False
    for event in state.events:
        if event.week == state.week and event.kind in _HAPPENS:
            _HAPPENS[event.kind](state, event)


def _public_error(state: State, event: Event) -> None:
    """Trust falls by `size` for one person and all contacts, for half of theirs, and so on."""
    people, luck = state.people, state.streams.generator("public error", state.week)
    distance = _distances(state, int(luck.integers(people.count)))
    chance = np.where(distance < 0, 0.0, PASSED_ON ** np.maximum(0, distance - 1))
    heard = luck.random(people.count) < chance
    people.trust[heard] *= 1.0 - event.size


def _distances(state: State, origin: int) -> Ints:
    """Steps along contacts from a person to everybody, -1 where no chain of contacts leads."""
    contact = state.network.contact
    distance = np.full(state.people.count, -1)
    front, steps = np.arange(state.people.count) == origin, 0
    while front.any():
        distance[front] = steps
        told = np.zeros(state.people.count, np.bool_)
        told[contact.neighbour[front[contact.owner]]] = True
        front, steps = told & (distance < 0), steps + 1
    return distance


def _budget_cut(state: State, event: Event) -> None:
    state.allowed_eur -= event.size * max(0.0, state.allowed_eur - state.spent_eur)


def _champions_leave(state: State, event: Event) -> None:
    _leave(state, event, state.people.is_champion)


def _managers_leave(state: State, event: Event) -> None:
    _leave(state, event, state.people.is_manager)


def _leave(state: State, event: Event, who: Flags) -> None:
    chosen = _drawn(state, event, np.flatnonzero(who))
    state.people.leaves[chosen] = True


def _drawn(state: State, event: Event, rows: Ints) -> Ints:
    """A share of some people, in an order drawn by lot; anybody at all is one person at least."""
    lot = state.streams.generator(event.kind, state.week).random(state.people.count)
    count = max(1, round(event.size * len(rows))) if event.size > 0.0 else 0
    return rows[np.argsort(lot[rows], kind="stable")[:count]]


def _reorganisation(state: State, event: Event) -> None:
    """Staff drawn by lot change seats in a circle.

    What somebody thinks, can and does goes along; team, ties, work and climate are those of the
    new seat. A useful use case is worth as much more as the new job suits the tool better, and
    `across_phases` of that in another phase. Of the new manager nobody has heard anything yet.
    """
    people = state.people
    to = _drawn(state, event, np.flatnonzero(~people.is_manager))
    away = np.roll(to, 1)
    people.switching_cost -= people.climate
    for name in MOVABLE:
        column = getattr(people, name)
        column[..., to] = column[..., away]
    people.switching_cost += people.climate
    people.belief[0, to], people.told[0, to] = 1.0, NOTHING
    before, now, best = people.job_fit[away], people.job_fit[to], people.best_use[to]
    worth = np.divide(now, before, out=np.zeros(len(to)), where=before > 0.0)
    worth[people.phase[to] != people.phase[away]] *= state.rules(DiscoveryParameters).across_phases
    people.best_use[to] = np.where(best > 0.0, np.minimum(1.0, worth * best), best)


_HAPPENS = {
    "public_error": _public_error,
    "budget_cut": _budget_cut,
    "champions_leave": _champions_leave,
    "managers_leave": _managers_leave,
    "reorganisation": _reorganisation,
}
