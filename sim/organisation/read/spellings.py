"""How a people file writes its people: in one column, in two, or several ways at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sim.organisation.read.headings import (
    FIRST_NAMES,
    IDS,
    LAST_NAMES,
    NO_MANAGERS,
    places_of,
    plain,
)
from sim.organisation.read.identity import key_of
from sim.organisation.read.numbers import is_number
from sim.organisation.read.table import EMPTY, Table

MOSTLY = 0.9  # share of names in a column that are people of the list, if it is one of managers


@dataclass(frozen=True)
class Spelling:
    """One way in which a people file writes its people.

    Attributes:
        columns: Where it stands: one column, or those of first and last name.
        names: Cells, put together if they are of two columns.
        keys: What the spellings of a person have in common, per row.
    """

    columns: tuple[int, ...]
    names: list[str]
    keys: list[str]

    def without(self, rows: Sequence[int]) -> Spelling:
        """The same without a few rows."""
        gone = {*rows}
        kept = [row for row in range(len(self.keys)) if row not in gone]
        names, keys = ([every[row] for row in kept] for every in (self.names, self.keys))
        return Spelling(self.columns, names, keys)


def spellings_of(table: Table, header: list[str], columns: dict[str, int]) -> list[Spelling]:
    """Every way in which people are written: columns called so, or with a value of its own each."""
    called = places_of(header, IDS)
    rest = [i for i in range(len(table.columns)) if i not in called and i not in columns.values()]
    if not header:
        called, rest = [0], []
    own = [i for i in rest if len({*table.columns[i]} - {""}) == len(table.columns[i])]
    usual = called or own or rest[:1] or [0]
    found = [(i,) for i in dict.fromkeys((*usual, *own))]
    spellings = [_spelling(table, places) for places in found]
    first, last = places_of(header, FIRST_NAMES), places_of(header, LAST_NAMES)
    if first and last:
        spellings.append(_spelling(table, (first[0], last[0])))
        spellings.append(_spelling(table, (last[0], first[0])))
    return spellings


def _spelling(table: Table, columns: tuple[int, ...]) -> Spelling:
    names = [" ".join(filter(None, cells)) for cells in
             zip(*(table.columns[i] for i in columns), strict=True)]  # fmt: skip
    return Spelling(columns, names, [key_of(name) for name in names])


def managers_by_content(
    table: Table, header: list[str], spellings: list[Spelling], taken: set[int]
) -> list[int]:
    """The column that names people of the list, some of them often, if there is just one."""
    known = {key for each in spellings for key in each.keys} - {""}
    taken = taken | {column for each in spellings for column in each.columns}
    found = list[int]()
    for i, column in enumerate(table.columns):
        named = [key_of(cell) for cell in column if cell.casefold() not in EMPTY]
        inside = sum(key in known for key in named)
        few = 2 * len({*named}) <= len(named)
        usual = not all(map(is_number, named)) and plain(header[i]) not in NO_MANAGERS
        if i not in taken and named and few and usual and inside >= MOSTLY * len(named):
            found.append(i)
    return found if len(found) == 1 else []
