"""Which columns of an edge list are people: by header, or by looks."""

from __future__ import annotations

import re
from itertools import chain, combinations
from pathlib import Path
from typing import NamedTuple

import numpy as np

from sim.organisation.notes import Note, listed, note
from sim.organisation.read.headings import (
    DEPARTMENTS,
    IDS,
    KINDS,
    KNOWN,
    PLACES,
    ROLES,
    TOTALS,
    TYPES,
    WEIGHTS,
    is_harmless,
    is_known,
    pair_of,
    places_of,
    plain,
    rows_of_names,
)
from sim.organisation.read.memberships import membership_of
from sim.organisation.read.nominations import nominees
from sim.organisation.read.numbers import is_number, is_zero
from sim.organisation.read.table import Table

SAMPLE = 50  # rows looked at to tell a header from data
COMPARED = 20_000  # rows looked at to see which columns share names
SMALLEST_TABLE = 10  # rows, to say that a name never appears again
SMALLEST_MATRIX = 4  # people
WIDEST = 12  # columns of a list of ties; as many and one for ids tell of one person
NUMBERS = 5  # columns of numbers that a list of ties without a header may have
MOSTLY = 0.8  # share of cells of a column that are numbers, if it is one of numbers
LINES_ABOVE = 5  # rows in which a header is looked for
EPOCH = 1e8  # seconds since 1970: numbers from here on are times rather than strengths
_DATE = re.compile(r"\d{4}-\d\d-\d\d|\d\d?[./-]\d\d?[./-]\d{2,4}|\d\d?:\d\d")


class Columns(NamedTuple):
    """What the columns of a table are.

    Attributes:
        table: The rows that are ties.
        header: Names of the columns, or nothing if there are none.
        source: Column of one end of the ties.
        targets: Columns of the other; several where a row names several people.
        notes: What was guessed.
        named: Whether the header says that these are two people.
        things: Whether the targets are no people, but what people take part in.
    """

    table: Table
    header: list[str]
    source: int
    targets: list[int]
    notes: list[Note]
    named: bool = False
    things: bool = False


def columns_of(table: Table) -> Columns:
    """Tell a header from data, and the two people of a tie from what else a row says.

    Raises:
        ConfigError: Each row tells of one person, or it is a matrix without names.
    """
    file = Path(table.path).name
    for row in rows_of_names(table.columns[0], LINES_ABOVE):
        header = table.row(row)
        pair = pair_of(header)
        if pair is not None:
            notes = lines_above(table, row)
            rest = table.below(row + 1) if row < LINES_ABOVE else table.without([row])
            rest, more = _without_headers(rest, header, pair)
            return Columns(rest, header, pair[0], [pair[1]], notes + more, named=True)
    _refuse_other_tables(table)
    for row in range(min(LINES_ABOVE, len(table.lines) - 1)):
        both = membership_of(table, row)
        if both is not None:
            rest, more = _without_headers(table.below(row + 1), table.row(row), both)
            notes = lines_above(table, row) + more
            return Columns(rest, table.row(row), both[0], [both[1]], notes, things=True)
    source, target, notes = _by_names(table)
    header = _header(table, source, target)
    if not header and _never_again(table, source, target):
        header = table.row(0)
        notes.append(note("first_row_is_header", file=file))
    if not header:
        _refuse_numbers(table)
        return Columns(table, [], source, nominees(table, [], source, target), notes)
    rest, more = _without_headers(table.below(1), header, (source, target))
    _refuse_one_person(rest, header, source, target)
    targets = nominees(rest, header, source, target)
    return Columns(rest, header, source, targets, notes + more)


def lines_above(table: Table, row: int) -> list[Note]:
    """What to say of names of columns that are not in the first row."""
    file = Path(table.path).name
    if row >= LINES_ABOVE:
        return [note("header_within", file=file, line=table.lines[row])]
    return [note("lines_above", file=file, count=row)] if row else []


def unused(path: str, header: list[str], used: set[int]) -> list[Note]:
    """What to say of columns that were not used: named by number if the name may be a person's."""
    left = [
        name if is_harmless(name) else note("column_number", number=i + 1)
        for i, name in enumerate(header)
        if name and i not in used
    ]
    return [note("unused", file=Path(path).name, columns=listed(left, 8))] if left else []


def _without_headers(
    table: Table, header: list[str], ends: tuple[int, int]
) -> tuple[Table, list[Note]]:
    """The rows without second headers (other names, kinds of cells, the same) and without sums."""
    if header and all(is_number(header[end]) for end in ends):
        return table, []  # numbers of columns, which people may have, too
    words = {*KNOWN, *TYPES, *(plain(header[end]) for end in ends)}
    one, two = (table.columns[end] for end in ends)
    again = [header[end] for end in ends]
    gone = [row for row, cell in enumerate(one) if cell == again[0] and two[row] == again[1]]
    sums = [len(one) - 1] if one and {plain(one[-1]), plain(two[-1])} & {*TOTALS} else []
    if one and plain(one[0]) in words and plain(two[0]) in words:
        gone.append(0)
    file = Path(table.path).name
    notes = [note("header_again", file=file, count=len({*gone}))] if gone else []
    notes += [note("total", file=file)] if sums else []
    return (table.without([*gone, *sums]) if notes else table), notes


def _refuse_other_tables(table: Table) -> None:
    """Refuse a list of people, and a matrix that does not say whose rows they are."""
    first = table.row(0)
    named = [plain(cell) for cell in first]
    for kind, (columns, advice) in KINDS.items():
        if columns & {*named}:
            table.refuse(0, f"{kind} by its columns: {advice}; valid: two people on a line")
    rows, width = len(table.columns[0]), len(table.columns)
    ids = [table.columns[place] for place in places_of(first, IDS)]
    once = any(len(set(column)) == rows for column in ids)
    if ids and (width > WIDEST or (once and places_of(first, (*DEPARTMENTS, *PLACES, *ROLES)))):
        _refuse_people(table, first)
    if SMALLEST_MATRIX < rows == width and all(map(is_number, chain(*table.columns))):
        table.refuse(0, f"{rows} rows of {rows} numbers: a matrix needs names around it")


def _refuse_numbers(table: Table) -> None:
    """Refuse many columns of which at most one is no numbers: no list of ties without a header."""
    sample = [column[:SAMPLE] for column in table.columns]
    counts = [sum(is_number(c) or is_zero(c) for c in cells) for cells in sample]
    if len(counts) > NUMBERS and sorted(counts)[1] >= MOSTLY * len(sample[0]):
        table.refuse(
            0,
            f"{len(counts)} columns of numbers whose header does not name two people: a matrix "
            "with other names across than down, or a list that needs the header source, target",
        )


def _refuse_people(table: Table, header: list[str]) -> None:
    known = [name for name in header if is_known(name)][:4]
    table.refuse(
        0, f"columns {', '.join(known)} tell of one person on a line; a tie has two "
        "(call their columns source and target)",
    )  # fmt: skip


def _refuse_one_person(table: Table, header: list[str], source: int, target: int) -> None:
    """Refuse rows of which each names somebody new, and nobody else who is named."""
    one = table.columns[source]
    if (
        len(one) >= SMALLEST_TABLE
        and plain(header[source]) in IDS
        and len({*one}) == len(one)
        and len(table.columns) > 2
        and {*one}.isdisjoint(table.columns[target])
    ):
        _refuse_people(table._replace(lines=[1]), header)


def _by_names(table: Table) -> tuple[int, int, list[Note]]:
    """The two columns of people where no header tells: the first two, or those that share more."""
    file = Path(table.path).name
    if len(table.columns) == 2:
        return 0, 1, []
    below = [column[1:COMPARED] or column for column in table.columns[:WIDEST]]
    kept = [i for i, cells in enumerate(below) if not _is_time(cells[:SAMPLE])]
    if len(kept) < 2:
        return 0, 1, []
    numbers = [all(map(is_number, cells[:SAMPLE])) for cells in below]
    counts = numbers[kept[0]] and numbers[kept[1]]  # else a number is no name
    names = {i: {*below[i]} - {""} for i in kept if counts or not numbers[i]}
    shared = {(i, j): _shared(names[i], names[j]) for i, j in combinations(names, 2)}
    usual = (kept[0], kept[1])
    best = max(shared, key=shared.__getitem__, default=usual)
    if shared.get(best, 0.0) > 2 * shared.get(usual, 0.0):
        found = note("columns_share_names", file=file, source=best[0] + 1, target=best[1] + 1)
        return *best, [found]
    return *usual, [note("first_column_is_time", file=file)] if kept[0] else []


def _shared(one: set[str], other: set[str]) -> float:
    return len(one & other) / max(len(one | other), 1)


def _header(table: Table, source: int, target: int) -> list[str]:
    """The names in the first row, where words or numbers tell."""
    first, below = table.row(0), [column[1 : 1 + SAMPLE] for column in table.columns]
    if any(plain(cell) in WEIGHTS for cell in first[2:]) or not (first[0] or source == 0):
        return first
    rest = {*table.columns[source][1:], *table.columns[target][1:]}
    if any(len(cell) > 2 and is_known(cell) and cell not in rest for cell in
           (first[source], first[target])):  # fmt: skip
        return first
    if not below[0] or is_number(first[source]) or is_number(first[target]):
        return []
    numbers = [all(map(is_number, column)) for column in below]
    other = any(
        numbers[i] and not is_number(cell)
        for i, cell in enumerate(first)
        if i not in (source, target)
    )
    return first if other or (numbers[source] and numbers[target]) else []


def _never_again(table: Table, source: int, target: int) -> bool:
    """Whether the first row names two people who are tied to nobody else, and no number."""
    one, two = table.columns[source], table.columns[target]
    if len(one) <= SMALLEST_TABLE or any(map(is_number, table.row(0))):
        return False
    rest = {*one[1:], *two[1:]}
    return len(rest) <= len(one) and not {one[0], two[0]} & rest


def _is_time(cells: list[str]) -> bool:
    """Whether all cells are dates, or seconds since 1970."""
    return bool(cells) and all(
        _DATE.match(cell) or (is_number(cell) and float(cell.replace(",", ".")) >= EPOCH)
        for cell in cells
    )


def looks_like_time(values: np.ndarray[tuple[int], np.dtype[np.float64]]) -> bool:
    """Whether numbers beside repeated pairs say when rather than how much."""
    rising = (np.diff(values) >= 0).all() and values[0] < values[-1]
    return bool(rising or values.min() >= EPOCH)
