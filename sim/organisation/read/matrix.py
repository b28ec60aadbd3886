"""Ties as a matrix: people across and down, weights between them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from sim.organisation.notes import Note, note
from sim.organisation.read.headings import IDS, ROLES, TOTALS, is_known, pair_of, plain
from sim.organisation.read.identity import turned
from sim.organisation.read.numbers import is_number, is_zero, numbers
from sim.organisation.read.table import Table

SMALLEST = 4  # people
LINES_ABOVE = 3  # rows in which the names across may stand: pivot tables put a title first
NAMES_WITHIN = 3  # columns in which the names down may stand
ALIKE = 0.5  # share of names across and down that must be the same
MARKS = frozenset(("x", "✓", "✔", "ja", "yes", "true"))
LOOKS = "looks like a matrix"


class Matrix(NamedTuple):
    """A matrix as ties.

    Attributes:
        people: Everybody in it, whether tied or not.
        ties: Three columns: two people and the weight.
        notes: What was left out.
    """

    people: list[str]
    ties: Table
    notes: list[Note]


class _Place(NamedTuple):
    """Where the names of a matrix are."""

    row: int
    column: int
    across: list[str]
    down: list[str]


def matrix_of(table: Table) -> Matrix | None:
    """The ties of a matrix, or None if the table is none.

    Names may be in another order across than down, in R's dress ("Ada.Brandt"), missing on one
    side, and with totals beside them.

    Raises:
        ConfigError: It looks like a matrix, but does not say who is tied to whom.
    """
    if len(table.columns) <= SMALLEST or pair_of(table.row(0)):
        return None
    place = _place(table)
    if place is not None:
        return _read(table, place)
    return _across_only(table) or _down_only(table)


def name_key(name: str) -> str:
    """A name without what R and spreadsheets do to it: "X1" is "1", "Ada.Brandt" "Ada Brandt"."""
    key = plain(turned(name))
    return key[1:] if key[:1] == "x" and key[1:].isdigit() else key


def _place(table: Table) -> _Place | None:
    """Where the names across and down are, if enough of them are the same."""
    for row in range(min(LINES_ABOVE, len(table.lines) - 1)):
        for column in range(min(NAMES_WITHIN, len(table.columns) - 1)):
            across, down = table.row(row)[column + 1 :], table.columns[column][row + 1 :]
            one, two = ({name_key(name) for name in side} - {""} for side in (across, down))
            shared = len(one & two)
            if min(len(one), len(two)) < SMALLEST or shared < ALIKE * max(len(one), len(two)):
                continue
            # Numbers are the same by chance: in a list of ties with more columns, for example.
            if all(map(is_number, filter(None, across))) and (
                not (one <= two or two <= one)
                or any(len([*filter(None, side)]) > len({*side} - {""}) for side in (across, down))
                or (one != two and is_number(table.columns[column][row]))
            ):
                continue
            return _Place(row, column, across, down)
    return None


def _read(table: Table, place: _Place) -> Matrix:
    """The matrix whose names are at a place."""
    file, first = Path(table.path).name, place.column + 1
    notes = [note("lines_above", file=file, count=place.row)] if place.row else []
    keys = [name_key(name) for name in place.across], [name_key(name) for name in place.down]
    known = {*keys[0]} & {*keys[1]}
    totals = {key for side in keys for key in side if key in TOTALS and len(known) >= SMALLEST}
    totals |= _sums(table, place, keys, known)
    columns = [i for i, key in enumerate(keys[0]) if key and key not in totals]
    again = [i for i in range(len(keys[1])) if table.row(i + place.row + 1)[first:] == place.across]
    rows = [i for i, key in enumerate(keys[1]) if key and key not in totals and i not in again]
    # Beside the matrix there may be what is known about people: their role, for example.
    beside = [i for i in columns if keys[0][i] not in known and is_known(place.across[i])]
    columns = [i for i in columns if i not in beside]
    for side, kept, what in ((keys[0], columns, "columns"), (keys[1], rows, "rows")):
        if len({side[i] for i in kept}) < len(kept):
            table.refuse(place.row, f"{LOOKS} in which two {what} have one name; names must differ")
    if again:
        notes.append(note("header_again", file=file, count=len(again)))
    if totals:
        notes.append(note("matrix_totals", file=file))
    if place.column or beside:
        notes.append(note("matrix_beside", file=file, count=place.column + len(beside)))
    names = {keys[0][i]: place.across[i] for i in columns} | {
        keys[1][i]: place.down[i] for i in rows
    }
    one_sided = len(names) - len({keys[0][i] for i in columns} & {keys[1][i] for i in rows})
    if one_sided:
        notes.append(note("matrix_one_sided", file=file, count=one_sided))
    order = [keys[1][i] for i in rows] + [keys[0][i] for i in columns]
    people = [names[key] for key in dict.fromkeys(order)]
    across = [(i + first, names[keys[0][i]]) for i in columns]
    down = [(i + place.row + 1, names[keys[1][i]]) for i in rows]
    return Matrix(people, _ties(table, across, down), notes)


def _sums(
    table: Table, place: _Place, keys: tuple[list[str], list[str]], known: set[str]
) -> set[str]:
    """Columns across that are the sums of the others, whatever they are called."""
    people = [i for i, key in enumerate(keys[0]) if key in known]
    rows = [row for row, key in enumerate(keys[1], place.row + 1) if key in known]
    left = [i for i, key in enumerate(keys[0]) if key and key not in known]
    if not left or not rows:
        return set()
    cells = [[table.columns[i + place.column + 1][row] for row in rows] for i in (*people, *left)]
    if not all(is_number(cell) or is_zero(cell) for column in cells for cell in column):
        return set()
    values = np.nan_to_num(np.array([numbers(column)[0] for column in cells]))
    total = values[: len(people)].sum(axis=0)
    return {
        keys[0][i]
        for i, each in zip(left, values[len(people) :], strict=True)
        if total.any() and np.allclose(each, total)
    }


def _ties(
    table: Table, across: Sequence[tuple[int, str]], down: Sequence[tuple[int, str]]
) -> Table:
    """Cells that are no zeros, as a table of three columns."""
    cells = [
        (name, other, "1" if cell.casefold() in MARKS else cell, table.lines[row])
        for column, other in across
        for row, name in down
        if not is_zero(cell := table.columns[column][row])
    ]
    if not cells:
        table.refuse(0, f"{LOOKS} without any tie")
    one, two, value, lines = (list(each) for each in zip(*cells, strict=True))
    return table._replace(columns=[one, two, value], lines=[int(line) for line in lines])


def _across_only(table: Table) -> Matrix | None:
    """A square of numbers below a line of names, or something that only looks like it."""
    first, width, rows = table.row(0), len(table.columns), len(table.lines) - 1
    if any(map(is_number, first[1:])) or len(set(first)) < width:
        return None
    numeric = [all(is_number(cell) or is_zero(cell) for cell in column[1:]) for column in
               table.columns]  # fmt: skip
    # A frame of pandas has the numbers of its rows on the left, and nothing above them.
    index = [str(row) for row in range(rows)]
    beside = int(not first[0] and table.columns[0][1:] in (index, [*index[1:], str(rows)]))
    people = first[beside:]
    if all(numeric[beside:]) and rows == len(people) and not any(map(is_known, people)):
        names, below = list(enumerate(people, beside)), list(enumerate(people, 1))
        found = [note("matrix_across", file=Path(table.path).name)]
        return Matrix(people, _ties(table, names, below), found)
    if all(numeric[1:]) and rows >= SMALLEST and width > SMALLEST + 1:
        _refuse_other(table, first)
    return None


def _refuse_other(table: Table, first: list[str]) -> None:
    """Refuse people by something else: numbers of a survey, or who is in which project."""
    down = table.columns[0][1:]
    known = [name for name in first[1:] if is_known(name)]
    once = len({*down}) == len(down) and {*down}.isdisjoint(table.columns[1][1:])
    if known or not once or (plain(first[0]) not in (*IDS, *ROLES, "") and is_known(first[0])):
        return
    table.refuse(
        0,
        f"{LOOKS} of {len(down):,} rows and {len(first) - 1:,} columns that are not the same "
        "people (two-mode, or answers to questions); a tie has two people",
    )


def _down_only(table: Table) -> Matrix | None:
    """A square of numbers beside a column of names."""
    rows, width, names = len(table.lines), len(table.columns), table.columns[0]
    if rows != width - 1 or len(set(names)) < rows or any(map(is_number, names)):
        return None
    if not all(is_number(cell) or is_zero(cell) for column in table.columns[1:] for cell in column):
        return None
    across, down = list(enumerate(names, 1)), list(enumerate(names))
    found = [note("matrix_down", file=Path(table.path).name)]
    return Matrix(list(names), _ties(table, across, down), found)
