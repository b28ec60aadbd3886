"""What is written down every week. Observers never draw and never change anything."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numba import njit

from sim.mechanisms.work import FLOW
from sim.people import LADDER_WEEKS

if TYPE_CHECKING:
    from sim.firm import Firm
    from sim.people import Floats

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
SPEND_EUR = COLUMNS.index("spend_eur")
_FLOW = {name: len(PEOPLE) + k for k, name in enumerate(FLOW)}

#: Genuine use, as a share of working days: a day a month; two days a week; four days a week.
ANY_USE, FREQUENT_USE, DAILY_USE = 0.05, 0.4, 0.8
#: Regular (habitual) use: used in at least nine of the last twelve weeks; power users also
#: use it on three days a week or more.
HABIT_WEEKS, NOVICE_WEEKS, POWER_USE = 9, 5, 0.6
_COUNT = np.array([bin(bits).count("1") for bits in range(2**LADDER_WEEKS)], np.uint8)


class Log:
    """One row per week, columns `COLUMNS`; shares in [0, 1], hours and items as named."""

    def __init__(self, weeks: int) -> None:
        self.values: Floats = np.zeros((weeks, len(COLUMNS)))
        self.filled = 0

    def record(self, firm: Firm) -> None:
        """Write down the week that has just ended."""
        if self.filled == len(self.values):
            self.values = np.concatenate((self.values, np.zeros_like(self.values)))
        row = self.values[self.filled]
        self.filled += 1
        people, offer, count = firm.people, firm.offer, firm.people.count
        _observe(
            people.matrix, people.reported_use, people.effective_use, people.history, _COUNT,
            people.exploring_hours, people.training_hours, people.meeting_hours,
            people.coaching_hours, people.redesign_hours, people.leading_hours,
            offer.exploring_hours, people.is_manager,
            firm.config.workforce.discovery.exploring_hours, row,
        )  # fmt: skip
        spend = len(PEOPLE) - 2
        row[spend - 1] += firm.support_hours / count
        row[spend] += firm.support_hours
        row[len(PEOPLE) : len(PEOPLE) + len(FLOW)] = firm.flow
        derived = row[len(PEOPLE) + len(FLOW) :]
        flow = {name: row[at] for name, at in _FLOW.items()}
        coordination = sum(flow[name] for name in FLOW[3:8])
        derived[0] = firm.stations.integration.mean()
        derived[1] = flow["touch_hours_per_item"] + coordination
        derived[2] = coordination / derived[1]
        derived[3] = row[_FLOW["lead_time_intake"] : _FLOW["wait_queue"]].sum()
        derived[4] = flow["saved_hours"] / count - row[spend - 1]
        price = firm.config.programme.price_per_hour
        derived[5] = row[spend] * price + offer.licence_eur + offer.programme_eur

    def columns(self) -> dict[str, Floats]:
        """The weeks so far, as one array per column."""
        return dict(zip(COLUMNS, self.values[: self.filled].T, strict=True))


@njit(cache=True)
def stage(weeks_used: int, use: float) -> int:
    """Rung of the usage ladder: 0 non-user, 1 low, 2 novice, 3 habitual, 4 power user."""
    if weeks_used == 0:
        return 0
    if weeks_used < NOVICE_WEEKS:
        return 1
    if weeks_used < HABIT_WEEKS:
        return 2
    return 4 if use >= POWER_USE else 3


@njit(cache=True)
def stages(history: Any, use: Any, count: Any, out: Any) -> None:
    """Rung of everybody, into `out`."""
    for i in range(use.shape[0]):
        out[i] = stage(count[history[i]], use[i])


@njit(cache=True)
def _observe(
    state: Any, reported: Any, effective: Any, history: Any, count: Any,
    exploring: Any, training: Any, meeting: Any, coaching: Any, redesign: Any, leading: Any,
    offered_exploring: Any, is_manager: Any, tinkering: float, row: Any,
) -> None:  # fmt: skip
    people = reported.shape[0]
    row[:24] = 0.0
    managers = 0
    for i in range(people):
        use = state[6, i]
        weeks_used = count[history[i]]
        row[0] += reported[i]
        row[1] += use
        row[2] += state[7, i]
        row[3] += effective[i]
        row[4] += use >= ANY_USE
        row[5] += use >= FREQUENT_USE
        row[6] += weeks_used >= HABIT_WEEKS
        row[7] += use >= DAILY_USE
        row[8 + stage(weeks_used, use)] += 1.0
        row[13] += state[8, i]
        row[14] += state[9, i]
        row[15] += state[0, i]
        row[16] += state[1, i]
        row[17] += state[4, i]
        row[18] += state[5, i]
        row[19] += state[2, i]
        row[20] += state[3, i]
        given = training[i] + meeting[i] + coaching[i] + redesign[i] + leading[i]
        row[21] += given + exploring[i]
        if offered_exploring[i] > 0.0:
            given += exploring[i] * offered_exploring[i] / (tinkering + offered_exploring[i])
        row[22] += given
        if is_manager[i]:
            managers += 1
            row[23] += given
    for k in range(22):
        row[k] /= people
    row[23] /= max(1, managers)
