"""Rows in the order of the organisation: teams are blocks, departments are blocks of teams."""

from __future__ import annotations

import numpy as np

from sim.base.arrays import Ints, Rows
from sim.base.params import ConfigError
from sim.organisation.generate.hierarchy import Structure, levels

DEEPEST = 100  # managers above each other


def lay_out(manager: Rows, department: Rows, names: tuple[str, ...]) -> tuple[Structure, Rows]:
    """Order people by walking the tree of managers, department by department.

    Args:
        manager: Manager of each person, -1 for the head; people in any order.
        department: Department of each person.
        names: Name of each person.

    Returns:
        The structure, and the row of each person in it.
    """
    people = len(manager)
    is_manager = np.bincount(manager[manager >= 0], minlength=people) > 0
    lead = np.where(is_manager, np.arange(people), manager)
    walk = _walk(manager, is_manager)
    place = np.empty(people, np.int64)  # of a manager in the walk
    place[walk] = np.arange(len(walk))
    home = _team_department(place[lead], department)
    block = np.full(int(department.max()) + 1, len(walk))
    np.minimum.at(block, home, np.arange(len(walk)))
    order = np.lexsort((np.arange(len(walk)), block[home]))
    team_of_place = np.empty(len(walk), np.int64)
    team_of_place[order] = np.arange(len(walk))
    team = team_of_place[place[lead]]
    person = np.lexsort((np.arange(people), ~is_manager, team))
    row = np.empty(people, np.int32)
    row[person] = np.arange(people)
    above = manager[person]
    above = np.where(above < 0, -1, row[above]).astype(np.int32)
    structure = Structure(
        department=_in_order(department[person]),
        team=team[person].astype(np.int32),
        manager=above,
        is_manager=is_manager[person],
        level=levels(above),
        identifier=tuple(names[i] for i in person.tolist()),
    )
    return structure, row


def _walk(manager: Rows, is_manager: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Ints:
    """Managers from the top: each before those below, with nobody else in between."""
    below: dict[int, list[int]] = {}
    for person in np.flatnonzero(is_manager).tolist():
        below.setdefault(int(manager[person]), []).append(person)
    stack, walk, depth = [(top, 0) for top in reversed(below[-1])], list[int](), 0
    while stack:
        person, level = stack.pop()
        depth = max(depth, level)
        walk.append(person)
        stack.extend((each, level + 1) for each in reversed(below.get(person, [])))
    if depth >= DEEPEST:
        raise ConfigError(
            f"{depth + 1} managers one above the other; at most {DEEPEST} are allowed"
        )
    return np.array(walk, np.int64)


def _team_department(team: Ints, department: Rows) -> Ints:
    """The department that most people of each team belong to."""
    width = int(department.max()) + 1
    keys, counts = np.unique(team * width + department, return_counts=True)
    order = np.lexsort((counts, keys // width))
    last = np.append(np.flatnonzero(np.diff(keys[order] // width)), len(order) - 1)
    return np.asarray(keys[order][last] % width)


def _in_order(department: Rows) -> Rows:
    """Numbers in order of appearance."""
    _, first, inverse = np.unique(department, return_index=True, return_inverse=True)
    number = np.empty(len(first), np.int32)
    number[np.argsort(first)] = np.arange(len(first))
    return number[inverse]
