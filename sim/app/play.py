"""Playing: the company of a week is the run of a team's decisions, stopped there.

A team's state is (scenario, decisions): nothing is kept between rounds, and a later decision
changes no earlier week.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.app.asking import Found, ask, asked_in
from sim.app.bets import Bet as Bet
from sim.app.bets import Calibration as Calibration
from sim.app.bets import bet as bet
from sim.app.bets import calibration as calibration
from sim.app.cards import Card as Card
from sim.app.cards import Field as Field
from sim.app.cards import Price as Price
from sim.app.cards import cards as cards
from sim.app.export import company_of as company_of
from sim.app.export import preset_of as preset_of
from sim.app.eyes import Sight, look
from sim.app.places import stage_counts
from sim.app.plan import Decision as Decision
from sim.app.plan import Purse as Purse
from sim.app.plan import check as check
from sim.app.plan import config_of as config_of
from sim.app.plan import delayed as delayed
from sim.app.plan import file_name as file_name
from sim.app.plan import price as price
from sim.app.plan import purse as purse
from sim.app.plan import strategy_of as strategy_of
from sim.app.scenario import Scenario as Scenario
from sim.app.scenario import load_scenario as load_scenario
from sim.app.scenario import names as scenario_names
from sim.app.seats import Seat as Seat
from sim.app.seats import name as name_of
from sim.app.seats import seats as seats
from sim.base.arrays import Floats
from sim.base.params import ConfigError, unknown
from sim.config.game import ROLES as ROLES
from sim.model.engine import Engine
from sim.model.levels import DAY_A_WEEK
from sim.model.log import rungs, rungs_of
from sim.model.mechanisms.settle import YEAR_SHARE
from sim.model.people import LADDER_WEEKS

__all__ = [
    "ROLES", "Bet", "Calibration", "Card", "Decision", "Field", "Played", "Price", "Purse",
    "Scenario", "Seat", "View", "bet", "calibration", "cards", "check", "company_of", "config_of",
    "delayed",
    "file_name", "load_scenario", "name_of", "play", "preset_of", "price", "purse",
    "scenario_names", "seats", "strategy_of", "view",
]  # fmt: skip

FREE = ("reported_use", "spend_eur")
"""Weekly columns that everybody sees: what the licence report counts, and the books."""


@dataclass(frozen=True)
class Played:
    """A company after some rounds: all that pages show, small and plain.

    Attributes:
        round: Rounds that are over; one more than there are with the weeks after the rollout.
        week: Last week, 0 for the company as it is found.
        columns: Weekly columns of the log up to that week; only the free ones are shown.
        spent_eur: What the rollout has cost, without licences.
        allowed_eur: What it may cost.
        stage: Rung of the usage ladder of everybody, 0 to 4, shape (people,).
        reported: Use that shows of everybody in [0, 1], shape (people,).
        hands: How often each named seat has changed hands, shape (24,).
        sights: What each role sees, at the beginning of every round and now.
        found: What was asked for, and what came of it.
        events: What happened to the company, as (week, kind, size).
        report: What the licence report counts: people by week, department and rung of use, from
            the end of the round before to now.
    """

    round: int
    week: int
    columns: dict[str, Floats]
    spent_eur: float
    allowed_eur: float
    stage: NDArray[np.int8]
    reported: NDArray[np.float32]
    hands: tuple[int, ...]
    sights: tuple[Sight, ...]
    found: tuple[Found, ...]
    events: tuple[tuple[int, str, float], ...]
    report: NDArray[np.int64]


class View(NamedTuple):
    """What one role sees: plain values, ready for a page.

    Attributes:
        role: Whose.
        round: Rounds that are over.
        week: Last week.
        series: Free weekly columns, from week 1.
        own: What only this role sees, at the beginning of every round and now.
        found: What the team has asked for.
        events: What everybody knows has happened, as (week, kind, size).
    """

    role: str
    round: int
    week: int
    series: dict[str, list[float]]
    own: tuple[dict[str, Any], ...]
    found: tuple[Found, ...]
    events: tuple[tuple[int, str, float], ...]


def play(scenario: Scenario, decisions: Sequence[Decision], until_round: int) -> Played:
    """The class's company after so many rounds of a team's decisions.

    Args:
        scenario: What is played.
        decisions: What the team has decided so far; what it asks in the next round is answered.
        until_round: 0 for the company as it is found, to `len(rounds) + 1` for what lasts.

    Raises:
        ConfigError: There is no such round, or a decision is not valid.
    """
    rounds = len(scenario.rounds)
    if not 0 <= until_round <= rounds + 1:
        raise ConfigError(f"round must be in [0, {rounds + 1}], got {until_round}")
    firm = scenario.firm(strategy_of(scenario, decisions))
    chosen, last = seats(scenario), scenario.last_week(until_round)
    rows = np.array([each.row for each in chosen])
    who, hands = firm.people.innovativeness[rows].copy(), np.zeros(len(rows), int)
    report = Report(firm)
    sights: list[Sight] = []
    found: list[Found] = []

    def rest(round_: int) -> None:
        sights.append(look(firm, chosen, hands))
        found.extend(ask(scenario, firm, chosen, each)
                     for each in asked_in(decisions, round_))  # fmt: skip

    for round_ in range(1, rounds + 2):
        begins = scenario.last_week(round_ - 1)
        if begins > last:
            break
        while firm.week < begins:
            firm.step()
            report.count()
            who = _count_hands(firm, rows, who, hands)
        rest(round_)
    while firm.week < last:
        firm.step()
        report.count()
        who = _count_hands(firm, rows, who, hands)
    if sights[-1].week != firm.week:
        sights.append(look(firm, chosen, hands))
    since = scenario.last_week(max(0, until_round - 1))
    return _played(firm, until_round, hands, sights, found, report.since(since))


class Report:
    """The ladder of use as a licence report sees it: use that shows, whatever its reasons.

    Args:
        firm: As it is found; until then nobody used it for show.
    """

    def __init__(self, firm: Engine) -> None:
        self.firm, self.history = firm, firm.people.history.copy()
        self.rungs = [rungs_of(self.history, firm.people.reported_use)]

    def count(self) -> None:
        """A week is over."""
        people = self.firm.people
        used = (people.reported_use >= DAY_A_WEEK).astype(self.history.dtype)
        # A newcomer on a seat has not used it before.
        before = np.where(people.tenure < 1.5 * YEAR_SHARE, 0, self.history)
        self.history = ((before << 1) | used) & (2**LADDER_WEEKS - 1)
        self.rungs.append(rungs_of(self.history, people.reported_use))

    def since(self, week: int) -> NDArray[np.int64]:
        """People by week, department and rung, from the end of a week on."""
        counted: NDArray[np.int64] = stage_counts(
            np.array(self.rungs[week:]), self.firm.people.department
        )
        return counted


def _count_hands(firm: Engine, rows: Any, who: Floats, hands: Any) -> Floats:
    """A newcomer, or somebody from another seat, is somebody else by nature."""
    now: Floats = firm.people.innovativeness[rows].copy()
    hands += now != who
    return now


def _played(
    firm: Engine, round_: int, hands: Any, sights: Sequence[Sight], found: Sequence[Found],
    report: NDArray[np.int64],
) -> Played:  # fmt: skip
    people = firm.people
    return Played(
        round_, firm.week, {name: each.copy() for name, each in firm.log.columns().items()},
        firm.spent_eur, firm.allowed_eur, rungs(people), people.reported_use.astype(np.float32),
        tuple(map(int, hands)), tuple(sights), tuple(found),
        tuple((each.week, each.kind, each.size) for each in firm.events
              if each.week <= firm.week), report,
    )  # fmt: skip


def view(played: Played, role: str) -> View:
    """What a role sees of a company: the free report, its own eyes, and what was asked for.

    Raises:
        ConfigError: There is no such role.
    """
    if role not in ROLES:
        raise unknown("role", role, ROLES)
    series = {name: played.columns[name].tolist() for name in FREE}
    own = tuple({"week": each.week, **each.of(role)} for each in played.sights)
    return View(role, played.round, played.week, series, own, played.found, played.events)
