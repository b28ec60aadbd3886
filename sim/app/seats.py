"""24 people of the class's company with names: chosen by rule, observed, never steered."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np

from sim.app.cards import SEATS
from sim.app.scenario import Scenario
from sim.base.arrays import Floats, Ints
from sim.model.engine import Engine
from sim.model.levers.example import nominations

PUBLIC = ("head", "department_head", "many_contacts", "across_teams", "desk", "longest_queue",
          "newcomer", "veteran")  # fmt: skip
"""Rules that anybody in the company could tell; why others were chosen is told after the game."""
RULES: tuple[tuple[str, int], ...] = (
    ("head", 1), ("department_head", 3), ("named", 3), ("many_contacts", 2), ("across_teams", 2),
    ("desk", 1), ("longest_queue", 2), ("reactant", 2), ("innovative", 2), ("afraid", 1),
    ("newcomer", 2), ("veteran", 1), ("early_user", 1), ("lot", SEATS),
)  # fmt: skip
"""How seats are chosen, and how many for each reason, until there are 24."""
NAMES = Path(__file__).with_name("names.txt")


class Seat(NamedTuple):
    """One of those who have names.

    Attributes:
        number: From 0.
        row: Row in `people`.
        rule: Why it was chosen, one of `RULES`.
        department: Number of the department.
        is_manager: Whether it is a manager's.
    """

    number: int
    row: int
    rule: str
    department: int
    is_manager: bool


@functools.cache
def _names() -> tuple[str, ...]:
    return tuple(NAMES.read_text(encoding="utf-8").split("\n")[:-1])


def name(scenario: Scenario, seat: int, changes: int = 0) -> str:
    """Invented name of who sits there, another one after each change of hands."""
    listed = _names()
    first = scenario.seed * SEATS
    return listed[(first + seat + SEATS * changes) % len(listed)]


def seats(scenario: Scenario) -> tuple[Seat, ...]:
    """Who has a name, in the company as it is found; the same for every team."""
    firm = scenario.firm()
    people, found = firm.people, list(_choose(firm))[:SEATS]
    return tuple(
        Seat(number, row, rule, int(people.department[row]), bool(people.is_manager[row]))
        for number, (row, rule) in enumerate(found)
    )


def _choose(firm: Engine) -> Iterator[tuple[int, str]]:
    taken: set[int] = set()
    for rule, count in RULES:
        ranked = _ranked(firm, rule)
        for row in [int(each) for each in ranked if int(each) not in taken][:count]:
            taken.add(row)
            yield row, rule


def _ranked(firm: Engine, rule: str) -> Ints:
    """Rows of people, those that a rule wants most first; none where it does not apply."""
    score = _score(firm, rule)
    order = np.argsort(-score, kind="stable")
    return order[np.isfinite(score[order])]


def _score(firm: Engine, rule: str) -> Floats:
    people, stations = firm.people, firm.stations
    working, contact = firm.network.working, firm.network.contact
    never = np.full(people.count, -np.inf)
    if rule == "head":
        return np.where(people.manager < 0, 0.0, never)
    if rule == "department_head":
        top = (people.manager >= 0) & people.is_manager
        below_top = top & (people.manager[np.maximum(people.manager, 0)] < 0)
        size = np.bincount(people.department)[people.department].astype(float)
        return np.where(below_top, size, never)
    if rule == "named":
        votes: Floats = nominations(working.start, working.neighbour, people.innovativeness)
        return votes
    if rule == "many_contacts":
        return np.diff(contact.start).astype(float)
    if rule == "across_teams":
        far = people.team[working.owner] != people.team[working.neighbour]
        return np.asarray(np.bincount(working.owner, far, people.count), np.float64)
    if rule == "desk":
        desks = stations.approver
        waiting = np.bincount(desks[desks >= 0], stations.approval_backlog[desks >= 0],
                              people.count)  # fmt: skip
        return np.where(waiting > 0.0, waiting, never)
    if rule == "longest_queue":
        wait = never.copy()
        lead = stations.lead
        np.maximum.at(wait, lead[lead >= 0], stations.measured_wait[lead >= 0])
        return wait
    lot: Floats = firm.streams.generator("seats").random(people.count)
    columns = {
        "reactant": people.proneness, "innovative": people.innovativeness,
        "afraid": people.threat, "newcomer": -people.tenure, "veteran": people.tenure,
        "early_user": people.genuine_use, "lot": lot,
    }  # fmt: skip
    return columns[rule]
