"""The week's offer: everything management gives people and work this week.

Levers only add to it, in the memory it has: masks by OR, hours and costs by sum, shares by the
complement product 1 - (1 - a)(1 - b), so the order of levers cannot matter and a lever at dose
zero adds nothing. People and stations are never written here.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from sim.base.arrays import Flags, Floats, Ints, Rows
from sim.base.kernel import kernel
from sim.model.people import (
    COACHING_HOURS,
    MEETING_HOURS,
    OFFERED,
    TRAINING_HOURS,
    name_rows,
)
from sim.model.roles import RoleParameters
from sim.model.state import State
from sim.model.stations import PURPOSES

#: What the offer says of every person; rows of its table, together with hours.
PERSONAL = (
    "announcement", "promised", "pressure", "freedom", "leading", "candour", "shown_hours",
    "manager_visibility", "hype", "voice", "coached_hours", "demonstrated_hours",
    "helped",
)  # fmt: skip
#: Their rows in `Offer.table`, for kernels that need some of them: an array costs a call more
#: time than a loop over a hundred people.
(
    ANNOUNCEMENT, PROMISED, PRESSURE, FREEDOM, LEADING, CANDOUR, SHOWN, VISIBILITY, HYPE, VOICE,
    COACHED, DEMONSTRATED, HELPED,
) = range(len(PERSONAL))  # fmt: skip


class Offer:
    """One week's offer: to people one row each, to work (redesign, ownership) one per station.

    Either part is made anew only in weeks in which it changes (`fresh`, `fresh_for_work`), in
    the memory it has: fresh memory costs a large firm more time than all that is written there.

    Args:
        state: Whom it is made for.
        open_managers: Visibility of managers' use without a programme.
        manager_weight: Weight of managers' words, against staff's.
        champion_weight: Weight of champions' words, likewise.
    """

    announcement: Floats
    promised: Floats
    pressure: Floats
    freedom: Floats
    leading: Floats
    candour: Floats
    shown_hours: Floats
    manager_visibility: Floats
    hype: Floats
    voice: Floats
    coached_hours: Floats
    demonstrated_hours: Floats
    helped: Floats

    def __init__(
        self, state: State, open_managers: float, manager_weight: float, champion_weight: float
    ) -> None:
        self._open_managers = open_managers
        self._manager_weight, self._champion_weight = manager_weight, champion_weight
        self.table: Floats = np.empty((len(PERSONAL) + len(OFFERED), state.people.count))
        self.owner_hours: Floats = np.empty(state.people.count)
        self.fresh = self.fresh_for_work = True
        self.survey_eur = 0.0
        self.clear_people(state)
        self.clear_work(state)

    def clear_people(self, state: State) -> None:
        """Offer people nothing, to begin with."""
        people, count = state.people, state.people.count
        self.licence: Flags = np.zeros(count, np.bool_)
        self.champion: Flags = np.zeros(count, np.bool_)
        self.table[:] = 0.0
        name_rows(self, self.table[: len(PERSONAL)], PERSONAL)
        self.hours: Floats = self.table[len(PERSONAL) :]
        self.manager_visibility[people.is_manager] = self._open_managers
        self.champion_voice = 0.0
        self.visibility = 0.0
        self.licence_eur = 0.0
        self.programme_eur = 0.0

    def clear_work(self, state: State) -> None:
        """Offer work nothing, to begin with: no redesign, no owners and none of their hours."""
        count = state.stations.count
        self.owner_hours[:] = 0.0
        self.redesign: Flags = np.zeros((count, len(PURPOSES)), np.bool_)
        self.owned: Flags = np.zeros(count, np.bool_)
        self.owned_when_redesigned: Flags = np.zeros(count, np.bool_)
        self.support_hours = 0.0
        self.participants = 0
        self.participant_hours = 0.0
        self.upkeep = 0.0
        self.feedback_hours = 0.0

    def add_hours(self, kind: str, hours: Any, rows: Any = slice(None)) -> None:
        """Ask for hours a week of one kind, from everybody or by person, or from some rows."""
        self.hours[OFFERED.index(kind)][rows] += hours

    def deliver(self, state: State) -> Offer:
        """Work out what reaches whom: coached and shown hours, and whose words weigh more."""
        people, roles = state.people, state.rules(RoleParameters)
        if roles.resisting > 0.0:
            _withhold(
                roles.withheld, people.resists, people.manager,
                self.leading, self.shown_hours, self.pressure,
            )  # fmt: skip
        self.orders = bool(self.pressure.any())
        self.helps = bool(self.champion.any())
        self.trains = bool(self.hours[TRAINING_HOURS].any())
        self.speaks = bool(self.announcement.any() or self.leading.any())
        self.champion_of, guests = self._match_champions(state)
        loud = 1.0 + (self._champion_weight - 1.0) * min(1.0, self.champion_voice)
        _reach(
            self._manager_weight, loud, self.promised, self.announcement, people.manager,
            people.is_manager, self.shown_hours, self.champion, self.champion_of, guests,
            self.hours[COACHING_HOURS], self.hours[MEETING_HOURS],
            self.hype, self.voice, self.coached_hours, self.demonstrated_hours,
            self.helped,
        )  # fmt: skip
        self.shows = bool(self.demonstrated_hours.any() or self.coached_hours.any())
        return self

    def _match_champions(self, state: State) -> tuple[Rows, Ints]:
        """The champion everybody goes to, -1 for none, and how many come to each."""
        ties, key = state.network.working, ("guests of champions", self.champion.tobytes())
        matched: tuple[Rows, Ints] = state.know(
            key, lambda: _guests(self.champion, ties.start, ties.neighbour, ties.weight)
        )
        return matched


@kernel
def _reach(
    manager_weight: float, champion_weight: float, promised: Floats, announcement: Floats,
    manager: Rows, is_manager: Flags, shown_hours: Floats, champion: Flags, champion_of: Rows,
    guests: Ints, coaching: Floats, meeting: Floats, hype: Floats, voice: Floats,
    coached: Floats, demonstrated: Floats, helped: Floats,
) -> None:  # fmt: skip
    """What management and champions give, seen from those who get it.

    A champion's hours are shared among those who come. Whoever is coached or watches a
    demonstration spends that time too. The second hour of help is noticed less than the first
    (`helped`, 0 to 1). Hype is the saving that announcements promise a
    person, weighted by their strength.
    """
    for i in range(manager.shape[0]):
        boss, helper = manager[i], champion_of[i]
        demonstrated[i] = shown_hours[boss] if boss >= 0 else 0.0
        coached[i] = coaching[helper] / guests[helper] if helper >= 0 else 0.0
        helped[i] = 1.0 - math.exp(-coached[i])
        meeting[i] += coached[i] + demonstrated[i]
        voice[i] = manager_weight if is_manager[i] else 1.0
        voice[i] *= champion_weight if champion[i] else 1.0
        hype[i] = promised[i] / max(announcement[i], 1e-12)


@kernel
def _withhold(
    withheld: float, resists: Floats, manager: Rows, leading: Floats, shown: Floats,
    pressure: Floats,
) -> None:  # fmt: skip
    """What a resisting manager does not pass on: orders, own leading, demonstrations."""
    for i in range(resists.shape[0]):
        leading[i] *= 1.0 - withheld * resists[i]
        shown[i] *= 1.0 - withheld * resists[i]
        if manager[i] >= 0:
            pressure[i] *= 1.0 - withheld * resists[manager[i]]


@kernel
def _guests(champion: Flags, start: Ints, neighbour: Rows, weight: Floats) -> tuple[Rows, Ints]:
    """Whom everybody goes to, and how many come to each.

    Everybody goes to the champion among the working ties, the strongest tie first; hours of a
    champion to whom nobody comes are lost.
    """
    people = champion.shape[0]
    champion_of, guests = np.empty(people, np.int32), np.zeros(people, np.int64)
    for i in range(people):
        champion_of[i] = -1
        if champion[i]:
            continue
        strongest = -np.inf
        for k in range(start[i], start[i + 1]):
            if champion[neighbour[k]] and weight[k] >= strongest:
                strongest, champion_of[i] = weight[k], neighbour[k]
        if champion_of[i] >= 0:
            guests[champion_of[i]] += 1
    return champion_of, guests


def either(a: float, b: float) -> float:
    """Combine two shares as independent chances: 1 - (1 - a)(1 - b)."""
    return a + b - a * b
