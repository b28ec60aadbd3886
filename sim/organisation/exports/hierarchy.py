"""Who reports to whom, and that nobody leads somebody above."""

from __future__ import annotations

import numpy as np

from sim.base.arrays import Ints, Rows
from sim.organisation.exports.columns import key
from sim.organisation.exports.persons import Person, Roster
from sim.organisation.exports.refused import Refused, shown
from sim.organisation.read.headings import NO_MANAGER, plain
from sim.organisation.structure import DEEPEST

HEAD = "\0head"
"""Stands for a cell that says: nobody is above this person."""


def managers(people: list[Person], roster: Roster, repair: bool) -> Rows:
    """The number of everybody's manager."""
    manager = np.full(len(people), -1, np.int32)
    unknown, gone = list[int](), 0
    for person, each in enumerate(people):
        cells = [
            HEAD if plain(cell) in NO_MANAGER and cell else key(cell) for cell in each.managers
        ]
        said = [cell for cell in cells if cell]
        found = next((roster.alias[cell] for cell in said if cell in roster.alias), -1)
        if found < 0 and HEAD in said:
            found = person
        elif found < 0 and said and any(cell in roster.gone for cell in said):
            gone += 1
        elif found < 0 and said:
            unknown.append(person)
        manager[person] = found
    if unknown and not repair:
        raise _refused("unknown_manager", people, unknown)
    roster.repaired["unknown"] += len(unknown)
    roster.repaired["manager_gone"] += gone
    return manager


def _refused(key: str, people: list[Person], several: list[int]) -> Refused:
    """A refusal of several people: the lines of the first of them, in the list of the first."""
    sheet = people[several[0]].sheet
    rows = [people[person].row for person in several if people[person].sheet is sheet]
    lines = sheet.lines_of(rows[:7])
    return Refused("E08", key, sheet.path, lines[0], count=len(several), lines=shown(lines))


def check_tree(people: list[Person], roster: Roster, repair: bool) -> None:
    """Nobody leads somebody above, and one person leads everybody."""
    manager, count = roster.manager, len(people)
    own = np.arange(count)
    up = np.where(manager < 0, own, manager)
    top, steps = up.copy(), 1
    while steps < 2 * max(count, 1):
        top, steps = top[top], steps * 2
    inside = np.flatnonzero(up[top] != top)
    if len(inside):
        _circle(people, roster, up, inside, repair)
        check_tree(people, roster, repair)
        return
    depth, at = 0, up
    while (at != up[at]).any():
        at, depth = up[at], depth + 1
        if depth > DEEPEST:
            first = people[int((at != up[at]).argmax())]
            raise first.sheet.refuse("E08", "deep", first.row, most=DEEPEST)
    reports = np.bincount(up[up != own], minlength=count)
    heads = np.flatnonzero((up == own) & (reports > 0))
    told = np.flatnonzero(manager == own)
    several = told if len(told) > 1 else heads
    if len(several) > 1 and 2 * int((manager >= 0).sum()) >= count:
        below = np.bincount(top, minlength=count)
        if not repair:
            raise _refused("heads", people, several.tolist())
        kept = several[below[several].argmax()]
        manager[several[several != kept]] = -1
        manager[kept] = kept
        roster.repaired["heads"] += len(several) - 1
    elif len(heads) == 1:
        manager[heads] = heads


def _circle(people: list[Person], roster: Roster, up: Rows, inside: Ints, repair: bool) -> None:
    """Who reports in a circle: refused, or cut at the person on the first line."""
    at = int(inside[0])
    for _ in range(len(people)):
        at = int(up[at])  # within the circle for certain
    circle = [at]
    while int(up[circle[-1]]) != at:
        circle.append(int(up[circle[-1]]))
    if not repair:
        raise _refused("circle", people, sorted(circle))
    roster.manager[min(circle)] = -1
    roster.repaired["circle"] += 1
