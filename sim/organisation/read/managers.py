"""Who reports to whom, as a people file says it: nobody in a circle, nobody unknown."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from sim.base.params import ConfigError
from sim.organisation.read.headings import NO_MANAGER, plain
from sim.organisation.read.identity import key_of, turned
from sim.organisation.read.table import EMPTY, Table
from sim.organisation.structure import DEEPEST


def manager_of(
    table: Table, row: int, person: int, alias: dict[str, int], away: AbstractSet[str], cell: str
) -> int:
    """Who a cell of a manager is: the person itself for a head, -1 for nobody known.

    Args:
        table: The people file.
        row: Of the person in it.
        person: The person.
        alias: Everybody, by every way of writing.
        away: Who has left.
        cell: What the file says.

    Raises:
        ConfigError: It names nobody of the people.
    """
    key = key_of(cell)
    found = alias.get(key, alias.get(turned(key), -1))
    if found >= 0 or cell.casefold() in EMPTY:
        return found
    if plain(cell) in NO_MANAGER:
        return person
    if key in away or turned(key) in away:
        return -1
    table.refuse(row, f"manager {table.told(cell)} is not one of the people")


def refuse_circle(
    table: Table, names: list[str], manager: list[int], row_of: dict[int, int]
) -> None:
    """Refuse people who report to somebody below, or too far down; nobody or oneself is fine.

    Args:
        table: The people file.
        names: Of everybody.
        manager: Of everybody; the own index for a head, -1 for nobody known.
        row_of: Row of a person in the file.

    Raises:
        ConfigError: Somebody does.
    """
    state = [0] * len(names)  # 0 not seen, 1 on the way up, 2 fine
    above = [0] * len(names)  # managers above each
    for start in range(len(names)):
        line, at = list[int](), start
        while at >= 0 and state[at] == 0:
            state[at] = 1
            line.append(at)
            at = -1 if manager[at] == at else manager[at]
        if at >= 0 and state[at] == 1:
            circle = line[line.index(at) :]
            if table.show_names:
                said_of = [names[person] for person in circle]
                shown = [*said_of[:6], "…"] if len(circle) > 6 else [*said_of, said_of[0]]
                said = " -> ".join(shown)
            elif table.lines:
                lines = sorted(table.lines[row_of[person]] for person in circle)
                said = "lines " + ", ".join(map(str, lines[:6])) + "…" * (len(lines) > 6)
            else:
                said = f"{len(circle):,} people"
            raise ConfigError(f"{table.path}: people report in a circle: {said}")
        below = above[at] + 1 if at >= 0 and state[at] == 2 else 0
        for further, person in enumerate(reversed(line)):
            state[person], above[person] = 2, below + further
    if max(above) > DEEPEST:
        raise ConfigError(
            f"{table.path}: {max(above)} managers one above the other; at most {DEEPEST} are "
            "allowed"
        )
