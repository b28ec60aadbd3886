"""0. Hours are conserved: every hour of every person goes somewhere, and only once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from numba import njit

if TYPE_CHECKING:
    from sim.firm import Firm
    from sim.offer import Offer


def hours(firm: Firm, offer: Offer) -> None:
    """Working time = productive + exploring + training + meeting + coaching + redesigning
    + leading + approving.

    If more is asked than a week has, everything asked shrinks in proportion. Managers' asked
    hours leave their approval time by `example.crowding`, the rest their own work.
    """
    people, workforce, flow = firm.people, firm.config.workforce, firm.config.work.flow
    stations = firm.stations
    _spend(
        flow.hours_a_week, workforce.discovery.exploring_hours, workforce.example.crowding,
        people.aware, people.licensed, offer.exploring_hours, offer.training_hours,
        offer.meeting_hours, offer.coaching_hours, offer.leading_hours, people.is_manager,
        stations.approval_duty, people.station, people.place, stations.participants,
        stations.participant_hours, offer.owner_hours,
        people.exploring_hours, people.training_hours, people.meeting_hours,
        people.coaching_hours, people.redesign_hours, people.leading_hours,
        people.approving_hours, people.productive_hours,
    )  # fmt: skip


@njit(cache=True)
def _spend(
    week: float, tinkering: float, crowding: float,
    aware: Any, licensed: Any, offered_exploring: Any, offered_training: Any,
    offered_meeting: Any, offered_coaching: Any, offered_leading: Any, is_manager: Any,
    approval_duty: Any, station: Any, place: Any, participants: Any,
    participant_hours: Any, owner_hours: Any,
    exploring: Any, training: Any, meeting: Any,
    coaching: Any, redesign: Any, leading: Any,
    approving: Any, productive: Any,
) -> None:  # fmt: skip
    for i in range(productive.shape[0]):
        exploring[i] = (tinkering + offered_exploring[i]) * aware[i] * licensed[i]
        training[i] = offered_training[i]
        meeting[i] = offered_meeting[i]
        coaching[i] = offered_coaching[i]
        leading[i] = offered_leading[i]
        redesign[i] = owner_hours[i]
        s = station[i]
        if s >= 0 and place[i] < participants[s]:
            redesign[i] += participant_hours[s]
        asked = (
            exploring[i] + training[i] + meeting[i] + coaching[i] + leading[i] + redesign[i]
        )  # fmt: skip
        if asked > week:
            shrink = week / asked
            exploring[i] *= shrink
            training[i] *= shrink
            meeting[i] *= shrink
            coaching[i] *= shrink
            leading[i] *= shrink
            redesign[i] *= shrink
            asked = week
        duty = 0.0
        if is_manager[i]:
            duty = min(max(0.0, approval_duty[i] - crowding * asked), week - asked)
        approving[i] = duty
        productive[i] = week - asked - duty
