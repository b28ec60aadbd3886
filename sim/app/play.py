"""Playing: the company of a week is the run of a team's decisions, stopped there.

A team's state is (scenario, decisions): nothing is kept between rounds, and a later decision
changes no earlier week.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.app.asking import Found, ask, asked_in
from sim.app.eyes import Sight, look
from sim.app.places import stage_counts
from sim.app.plan import Decision, strategy_of
from sim.app.scenario import Scenario
from sim.app.seats import seats
from sim.base.arrays import Floats
from sim.base.params import ConfigError
from sim.model.engine import Engine
from sim.model.levels import DAY_A_WEEK
from sim.model.log import rungs_of
from sim.model.mechanisms.settle import YEAR_SHARE
from sim.model.people import LADDER_WEEKS


@dataclass(frozen=True)
class Played:
    """A company after some rounds: all that pages show, small and plain.

    Attributes:
        round: Rounds that are over; one more than there are with the weeks after the rollout.
        week: Last week, 0 for the company as it is found.
        columns: Weekly columns of the log up to that week.
        spent_eur: What the rollout has cost, without licences.
        allowed_eur: What it may cost.
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
    hands: tuple[int, ...]
    sights: tuple[Sight, ...]
    found: tuple[Found, ...]
    events: tuple[tuple[int, str, float], ...]
    report: NDArray[np.int64]


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
    people, chosen, last = firm.people, seats(scenario), scenario.last_week(until_round)
    begins = {scenario.last_week(round_): round_ + 1 for round_ in range(rounds + 1)}
    rows = [each.row for each in chosen]
    who, hands = people.innovativeness[rows], np.zeros(len(rows), int)
    report, sights, found = Report(firm), list[Sight](), list[Found]()
    for week in range(last + 1):
        if week:
            firm.step()
            report.count()
            now = people.innovativeness[rows]
            hands += now != who  # whoever is new on a seat is somebody else by nature
            who = now
        if week in begins or week == last:
            sights.append(look(firm, chosen, hands))
        if week in begins:
            found += [ask(scenario, firm, chosen, each)
                      for each in asked_in(decisions, begins[week])]  # fmt: skip
    return Played(
        until_round, firm.week, {name: each.copy() for name, each in firm.log.columns().items()},
        firm.spent_eur, firm.allowed_eur, tuple(map(int, hands)), tuple(sights), tuple(found),
        tuple((each.week, each.kind, each.size) for each in firm.events if each.week <= last),
        report.since(scenario.last_week(max(0, until_round - 1))),
    )  # fmt: skip


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
