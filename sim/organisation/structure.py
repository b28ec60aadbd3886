"""The formal organisation, and its rows: teams are blocks, departments are blocks of teams."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.base.arrays import Flags, Ints, Rows
from sim.base.kernel import kernel
from sim.base.params import ConfigError

DEEPEST = 100  # managers above each other


@dataclass(frozen=True, eq=False)
class Structure:
    """The formal organisation, one row per person.

    Attributes:
        department: Department of each person, from 0.
        team: Team of each person, from 0: the people of one manager, and that manager.
        manager: Row of the line manager; -1 for the head.
        is_manager: Whether anyone reports to this person.
        level: Distance from the head.
        identifier: Names from the file, or None where people were generated.
    """

    department: Rows
    team: Rows
    manager: Rows
    is_manager: Flags
    level: NDArray[np.int8]
    identifier: tuple[str, ...] | None = None

    @property
    def people(self) -> int:
        """Number of rows."""
        return len(self.manager)

    @property
    def teams(self) -> int:
        """Number of teams."""
        return int(self.team.max()) + 1

    @property
    def departments(self) -> int:
        """Number of departments."""
        return int(self.department.max()) + 1

    def columns(self) -> dict[str, list[Any]]:
        """The columns by name, as plain Python values."""
        table: dict[str, list[Any]] = {
            "department": self.department.tolist(),
            "team": self.team.tolist(),
            "manager": self.manager.tolist(),
            "is_manager": self.is_manager.tolist(),
            "level": self.level.tolist(),
        }
        if self.identifier is not None:
            table["identifier"] = list(self.identifier)
        return table


@kernel
def levels(manager: Rows) -> NDArray[np.int8]:
    """Distance of each person from the head, for managers in any row order."""
    level = np.empty(len(manager), np.int8)
    for person in range(len(manager)):
        level[person] = -1
    for person in range(len(manager)):
        steps, top = 0, person
        while level[top] < 0 and manager[top] >= 0:
            steps, top = steps + 1, manager[top]
        depth = max(level[top], 0) + steps
        at = person
        while level[at] < 0:
            level[at] = depth
            depth -= 1
            if manager[at] < 0:
                break
            at = manager[at]
    return level


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


def _walk(manager: Rows, is_manager: Flags) -> Ints:
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
