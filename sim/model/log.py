"""What is written down every week. Observers never draw and never change anything."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.base.arrays import Bytes, Flags, Floats, Histories, Phases, Table
from sim.base.kernel import kernel
from sim.model.levels import ANY_USE, DAILY_USE, FREQUENT_USE
from sim.model.mechanisms.discovery import DiscoveryParameters
from sim.model.mechanisms.work import FLOW, HOURS, LEAD_TIME, SAVED, WAITS
from sim.model.offer import Offer
from sim.model.people import (
    AWARE,
    BEST_USE,
    COACHING_HOURS,
    COMPELLED_USE,
    EXPECTATION,
    EXPLORING_HOURS,
    GENUINE_USE,
    LADDER_WEEKS,
    LEADING_HOURS,
    LICENSED,
    MEETING_HOURS,
    REACTANCE,
    REDESIGN_HOURS,
    SKILL,
    THREAT,
    TRAINING_HOURS,
    TRUST,
    People,
)
from sim.model.programme import Programme
from sim.model.state import State

#: Means over all people, in the order in which `_observe` writes them.
PEOPLE = (
    "reported_use", "genuine_use", "compelled_use", "effective_use",
    "any_use", "frequent_use", "regular_use", "daily_use",
    "share_non_user", "share_low", "share_novice", "share_habitual", "share_power",
    "aware", "licensed", "expectation", "trust", "threat", "reactance", "skill", "best_use",
    "hours_invested_per_employee", "spend_hours", "manager_hours",
)  # fmt: skip

#: What follows from the week's flow of work and the books.
DERIVED = (
    "integration", "hours_per_item", "coordination_share", "lead_time_weeks",
    "hours_saved_per_employee", "spend_eur",
)  # fmt: skip

COLUMNS = (*PEOPLE, *FLOW, *DERIVED)
#: What follows the means, and where the flow of work and what is derived begin.
INVESTED, SPENT, BY_MANAGERS, WORK = range(len(PEOPLE) - 3, len(PEOPLE) + 1)
BOOKS = WORK + len(FLOW)
SPEND_EUR = COLUMNS.index("spend_eur")

#: Regular (habitual) use: used in at least nine of the last twelve weeks; power users also
#: use it on three days a week or more.
HABIT_WEEKS, NOVICE_WEEKS, POWER_USE = 9, 5, 0.6
_COUNT = np.array([bin(bits).count("1") for bits in range(2**LADDER_WEEKS)], np.uint8)


class Log:
    """One row per week, columns `COLUMNS`; shares in [0, 1], hours and items as named."""

    def __init__(self, weeks: int) -> None:
        self.values: Floats = np.zeros((weeks, len(COLUMNS)))
        self.filled = 0

    def record(self, state: State, offer: Offer) -> None:
        """Write down the week that has just ended."""
        if self.filled == len(self.values):
            self.values = np.concatenate((self.values, np.zeros_like(self.values)))
        row = self.values[self.filled]
        self.filled += 1
        people, programme = state.people, state.rules(Programme)
        _observe(
            people.matrix, people.reported_use, people.effective_use, people.history, _COUNT,
            people.hours, offer.hours[EXPLORING_HOURS], people.is_manager, state.support_hours,
            state.rules(DiscoveryParameters).exploring_hours, programme.price_per_hour,
            offer.licence_eur + offer.programme_eur + offer.survey_eur,
            state.flow, state.stations.integration, row,
        )  # fmt: skip

    def columns(self) -> dict[str, Floats]:
        """The weeks so far, as one array per column."""
        return dict(zip(COLUMNS, self.values[: self.filled].T, strict=True))


@kernel
def stage(weeks_used: int, use: float) -> int:
    """Rung of the usage ladder: 0 non-user, 1 low, 2 novice, 3 habitual, 4 power user."""
    if weeks_used == 0:
        return 0
    if weeks_used < NOVICE_WEEKS:
        return 1
    if weeks_used < HABIT_WEEKS:
        return 2
    return 4 if use >= POWER_USE else 3


def rungs(people: People) -> Phases:
    """Rung of everybody now, 0 to 4."""
    return rungs_of(people.history, people.genuine_use)


def rungs_of(history: Histories, use: Floats) -> Phases:
    """Rung of everybody by the weeks in which they used it, a bit each, and by use now."""
    found = np.empty(len(use), np.int8)
    _rungs(history, use, _COUNT, found)
    return found


@kernel
def _rungs(history: Histories, use: Floats, count: Bytes, out: Phases) -> None:
    """Rung of everybody, into `out`."""
    for i in range(use.shape[0]):
        out[i] = stage(count[history[i]], use[i])


@kernel
def _observe(
    state: Table, reported: Floats, effective: Floats, history: Histories, count: Bytes,
    hours: Table, offered_exploring: Floats, is_manager: Flags, support_hours: float,
    tinkering: float, price: float, other_eur: float, flow: Floats, integration: Floats,
    row: Floats,
) -> None:  # fmt: skip
    people = reported.shape[0]
    _sums(state, reported, effective, row)
    _users(state[GENUINE_USE], history, count, row)
    _invested(hours, offered_exploring, is_manager, tinkering, row)
    for k in range(INVESTED + 1):
        row[k] /= people
    row[INVESTED] += support_hours / people
    row[SPENT] += support_hours
    coordination = lead_time = integrated = 0.0
    for k in range(flow.shape[0]):
        row[WORK + k] = flow[k]
    for k in range(HOURS + 1, LEAD_TIME):
        coordination += flow[k]
    for k in range(LEAD_TIME, WAITS):
        lead_time += flow[k]
    for s in range(integration.shape[0]):
        integrated += integration[s]
    per_item = flow[HOURS] + coordination
    derived = row[BOOKS:]
    derived[0] = integrated / integration.shape[0]
    derived[1] = per_item
    derived[2] = coordination / per_item if per_item > 0.0 else 0.0
    derived[3] = lead_time
    derived[4] = flow[SAVED] / people - row[INVESTED]
    derived[5] = row[SPENT] * price + other_eur


# Several short loops without branches: their sums stay in registers, and counts vectorise.


@kernel
def _sums(state: Any, reported: Any, effective: Any, row: Any) -> None:
    """Sums of the four kinds of use, and of awareness, access and what people think and can."""
    shown = free = forced = real = 0.0
    aware = licensed = expected = trusted = feared = resisted = able = best = 0.0
    for i in range(reported.shape[0]):
        shown += reported[i]
        free += state[GENUINE_USE, i]
        forced += state[COMPELLED_USE, i]
        real += effective[i]
        aware += state[AWARE, i]
        licensed += state[LICENSED, i]
        expected += state[EXPECTATION, i]
        trusted += state[TRUST, i]
        feared += state[THREAT, i]
        resisted += state[REACTANCE, i]
        able += state[SKILL, i]
        best += state[BEST_USE, i]
    row[0], row[1], row[2], row[3] = shown, free, forced, real
    row[13], row[14], row[15], row[16] = aware, licensed, expected, trusted
    row[17], row[18], row[19], row[20] = feared, resisted, able, best


@kernel
def _users(use: Any, history: Any, count: Any, row: Any) -> None:
    """People by how much they use it now, and on each rung of the usage ladder (`stage`)."""
    any_use = frequent = daily = 0
    never = below_novice = below_habit = power = 0
    for i in range(use.shape[0]):
        any_use += use[i] >= ANY_USE
        frequent += use[i] >= FREQUENT_USE
        daily += use[i] >= DAILY_USE
        weeks_used = count[history[i]]
        never += weeks_used == 0
        below_novice += weeks_used < NOVICE_WEEKS
        below_habit += weeks_used < HABIT_WEEKS
        power += (weeks_used >= HABIT_WEEKS) & (use[i] >= POWER_USE)
    regular = use.shape[0] - below_habit
    row[4], row[5], row[6], row[7] = any_use, frequent, regular, daily
    row[8], row[9], row[10] = never, below_novice - never, below_habit - below_novice
    row[11], row[12] = regular - power, power


@kernel
def _invested(
    hours: Any, offered_exploring: Any, is_manager: Any, tinkering: float, row: Any
) -> None:
    """Hours invested by all, those that the programme pays, and those of them by a manager."""
    invested = programme = by_managers = 0.0
    managers = 0
    for i in range(is_manager.shape[0]):
        given = (
            hours[TRAINING_HOURS, i] + hours[MEETING_HOURS, i] + hours[COACHING_HOURS, i]
            + hours[LEADING_HOURS, i] + hours[REDESIGN_HOURS, i]
        )  # fmt: skip
        invested += given + hours[EXPLORING_HOURS, i]
        offered = offered_exploring[i]
        # Of exploring, the programme pays what it offered, not what people tinker anyway.
        given += hours[EXPLORING_HOURS, i] * offered / max(tinkering + offered, 1e-300)
        programme += given
        by_managers += given * is_manager[i]
        managers += is_manager[i]
    row[INVESTED], row[SPENT] = invested, programme
    row[BY_MANAGERS] = by_managers / max(1, managers)
