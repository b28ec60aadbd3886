"""0. Hours are conserved: every hour of every person goes somewhere, and only once."""

from __future__ import annotations

from numba import uintp

from sim.base.arrays import Flags, Floats, Ints, Rows, Table
from sim.base.kernel import kernel
from sim.model.flow import FlowParameters
from sim.model.mechanisms.discovery import DiscoveryParameters
from sim.model.mechanisms.example import ExampleParameters
from sim.model.mechanisms.training import note_lessons
from sim.model.offer import Offer
from sim.model.people import (
    APPROVING_HOURS,
    EXPLORING_HOURS,
    PRODUCTIVE_HOURS,
    REDESIGN_HOURS,
    TRAINING_HOURS,
)
from sim.model.state import State


def hours(state: State, offer: Offer) -> None:
    """Working time = sum of productive, exploring, …, approving hours; see `people.HOURS`.

    If more is asked than a week has, everything asked shrinks in proportion. Managers' asked
    hours leave their approval time by `example.crowding`, the rest their own work.
    """
    people, stations, flow = state.people, state.stations, state.rules(FlowParameters)
    trying, leading = state.rules(DiscoveryParameters), state.rules(ExampleParameters)
    _spend(
        offer.fresh, flow.hours_a_week, trying.exploring_hours, leading.crowding,
        people.aware, people.licensed, offer.hours, offer.owner_hours, people.is_manager,
        stations.approval_duty, people.station, people.place, stations.participants,
        stations.participant_hours, people.hours,
    )  # fmt: skip
    note_lessons(state, offer)


@kernel
def _spend(
    fresh: bool, week: float, tinkering: float, crowding: float, aware: Floats, licensed: Floats,
    offered: Table, owner_hours: Floats, is_manager: Flags, approval_duty: Floats, station: Rows,
    place: Rows, participants: Ints, participant_hours: Floats, hours: Table,
) -> None:  # fmt: skip
    for i in range(hours.shape[1]):
        exploring = (tinkering + offered[EXPLORING_HOURS, i]) * aware[i] * licensed[i]
        # A factor, no branch: who takes part, the processor cannot foresee.
        s = uintp(max(0, station[i]))
        takes_part = (station[i] >= 0) & (place[i] < participants[s])
        redesign = owner_hours[i] + participant_hours[s] * takes_part
        # Whose own work got time in a week with the same demands need not be reckoned again.
        if (
            not fresh
            and hours[PRODUCTIVE_HOURS, i] > 0.0
            and exploring == hours[EXPLORING_HOURS, i]
            and redesign == hours[REDESIGN_HOURS, i]
        ):
            continue
        asked = exploring + redesign
        for k in range(TRAINING_HOURS, REDESIGN_HOURS):
            asked += offered[k, i]
        shrink = week / asked if asked > week else 1.0
        hours[EXPLORING_HOURS, i] = exploring * shrink
        for k in range(TRAINING_HOURS, REDESIGN_HOURS):
            hours[k, i] = offered[k, i] * shrink
        hours[REDESIGN_HOURS, i] = redesign * shrink
        asked = min(asked, week)
        duty = 0.0
        if is_manager[i]:
            duty = min(max(0.0, approval_duty[i] - crowding * asked), week - asked)
        hours[APPROVING_HOURS, i] = duty
        hours[PRODUCTIVE_HOURS, i] = week - asked - duty
