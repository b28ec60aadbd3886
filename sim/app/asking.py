"""Asking: what a survey, a measurement, a map of the network or a talk tells, for its price."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from sim.app.cards import lever
from sim.app.eyes import FEWEST
from sim.app.plan import Decision, in_order
from sim.app.scenario import Scenario
from sim.app.seats import Seat
from sim.base.arrays import Floats
from sim.config.game import SOURCES
from sim.model.engine import Engine
from sim.model.levers import Inquiry
from sim.model.levers.example import nominations
from sim.model.programme import Programme
from sim.model.stations import FRICTIONS, PHASES
from sim.model.survey import TOPICS

MOST_LISTED = 3


class Found(NamedTuple):
    """What came of asking.

    Attributes:
        round: In which it was asked.
        week: At the end of which week people and work were as told.
        source: What was asked, one of `SOURCES`.
        told: Plain values; see the functions below.
    """

    round: int
    week: int
    source: str
    told: dict[str, Any]


def asked_in(decisions: Sequence[Decision], round_: int) -> Iterator[Decision]:
    """What a team asks in a round."""
    for each in in_order(decisions):
        if each.round == round_ and each.card in SOURCES and each.fields is not None:
            yield each


def ask(scenario: Scenario, firm: Engine, seats: Sequence[Seat], decision: Decision) -> Found:
    """The answer, in the company as it stands when the round begins; nothing is changed."""
    assert decision.fields is not None
    start = scenario.rounds[decision.round - 1]
    made = lever(scenario, decision.card, decision.fields, start)
    assert isinstance(made, Inquiry)
    if decision.card == "survey":
        told = _survey(firm, made)
    elif decision.card == "processes":
        told = _processes(firm)
    elif decision.card == "network":
        told = _network(firm, seats)
    else:
        told = _talk(firm, seats[int(decision.fields.get("seat", 0))])
    return Found(decision.round, firm.week, decision.card, told)


def _survey(firm: Engine, made: Inquiry) -> dict[str, Any]:
    """Means of what those asked say, with its standard error, and by department of 5 or more."""
    people, rules = firm.people, firm.rules(Programme).survey
    asked = np.flatnonzero(made.asked(firm))
    luck = firm.streams.generator("answers", firm.week)
    said = {}
    for topic, column in TOPICS.items():
        wrong = rules.error * luck.standard_normal(people.count)
        said[topic.removeprefix("survey_")] = np.clip(getattr(people, column) + wrong, 0.0, 1.0)
    departments = [asked[people.department[asked] == number]
                   for number in range(int(people.department.max()) + 1)]  # fmt: skip
    return {
        "people": len(asked),
        "topics": {topic: _mean(each[asked]) for topic, each in said.items()},
        "departments": [
            {"number": number, "people": len(own),
             **{topic: float(each[own].mean()) for topic, each in said.items()}}
            for number, own in enumerate(departments, 1) if len(own) >= FEWEST
        ],
    }  # fmt: skip


def _mean(answers: Floats) -> dict[str, float]:
    """A mean and its standard error; NaN where too few have answered."""
    count = len(answers)
    error = answers.std(ddof=1) / np.sqrt(count) if count > 1 else math.nan
    return {"mean": float(answers.mean()) if count else math.nan, "error": float(error)}


def _processes(firm: Engine) -> dict[str, Any]:
    """Waits in weeks by phase and by friction, and where the longest queues are."""
    stations = firm.stations
    staffed = np.flatnonzero(stations.staff > 0)
    longest = staffed[np.argsort(-stations.measured_wait[staffed], kind="stable")][:MOST_LISTED]
    frictions = stations.friction_waits[staffed].mean(axis=0)
    return {
        "wait_weeks": {phase: float(stations.measured_wait[k::4].mean())
                       for k, phase in enumerate(PHASES)},
        "friction_weeks": dict(zip(FRICTIONS, map(float, frictions), strict=True)),
        "longest": [{"department": int(stations.department[k]) + 1, "phase": PHASES[k % 4],
                     "weeks": float(stations.measured_wait[k])} for k in longest],
    }  # fmt: skip


def _network(firm: Engine, seats: Sequence[Seat]) -> dict[str, Any]:
    """Ties within teams, within and across departments, and what ties say of named people."""
    people, ties = firm.people, firm.network.working
    owner, other = ties.owner, ties.neighbour
    once = owner < other
    team = (people.team[owner] == people.team[other])[once]
    department = (people.department[owner] == people.department[other])[once]
    votes = nominations(ties.start, ties.neighbour, people.innovativeness)
    return {
        "within_teams": int(team.sum()), "within_departments": int((department & ~team).sum()),
        "across": int((~department).sum()),
        "seats": [{"seat": each.number, "ties": int(ties.start[each.row + 1] -
                                                    ties.start[each.row]),
                   "named": int(votes[each.row])} for each in seats],
    }  # fmt: skip


def _talk(firm: Engine, seat: Seat) -> dict[str, Any]:
    """What one person says, without error: there is trust between the two."""
    people, row = firm.people, seat.row
    names = ("genuine_use", "reported_use", "expectation", "trust", "threat", "reactance",
             "skill")  # fmt: skip
    return {"seat": seat.number, **{name: float(getattr(people, name)[row]) for name in names}}
