"""Which columns of an edge list are people, and which is a weight: by header, or by looks."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import numpy as np

from sim.read_table import Table, is_number, plain, words

#: Pairs of columns that name the two people of a tie, the surest first.
ENDS = tuple(
    tuple(pair.split(":"))
    for pair in words(
        "source:target sourceid:targetid from:to fromid:toid sender:recipient sender:receiver "
        "sender:to from:recipient from:receiver senderid:recipientid senderid:receiverid src:dst "
        "src:dest source:destination ego:alter u:v i:j person1:person2 persona:personb id1:id2 "
        "node1:node2 name1:name2 user1:user2 fromnodeid:tonodeid employee1:employee2 "
        "employeea:employeeb caller:callee von:an von:nach absender:empfänger absender:empfaenger "
        "quelle:ziel mitarbeiter1:mitarbeiter2 mitarbeitera:mitarbeiterb anrufer:angerufener "
        "start:end"
    )
)
WEIGHTS = words(
    "weight w strength count n value frequency freq messages mails emails calls times number "
    "meetings intensity gewicht anzahl stärke staerke häufigkeit haeufigkeit intensität nachrichten"
)
SAMPLE = 50  # rows looked at to tell a header from data
SMALLEST_TABLE = 10  # rows, to say that a name never appears again
SMALLEST_MATRIX = 4  # people
EPOCH = 1e8  # seconds since 1970: numbers from here on are times rather than strengths
_DATE = re.compile(r"\d{4}-\d\d-\d\d|\d\d?[./]\d\d?[./]\d{2,4}")


class Columns(NamedTuple):
    """What the columns of a table are.

    Attributes:
        header: Names in the first row, or nothing if it is data already.
        source: Column of one end of the ties.
        target: Column of the other.
        notes: What was guessed.
    """

    header: list[str]
    source: int
    target: int
    notes: list[str]


def columns_of(table: Table) -> Columns:
    """Tell a header from data, and the two people of a tie from what else a row says."""
    notes = list[str]()
    header = _header(table)
    if not header and _never_again(table):
        header = table.row(0)
        notes.append(
            f"The first row of {Path(table.path).name} ({', '.join(header[:3])}) is taken for "
            "names of columns: none of them appears again."
        )
    if header:
        named = [plain(name) for name in header]
        pair = next((pair for pair in ENDS if set(pair) <= set(named)), None)
        if pair is not None:
            return Columns(header, named.index(pair[0]), named.index(pair[1]), notes)
    below = [column[bool(header) :][:SAMPLE] for column in table.columns]
    if len(below) > 2 and _is_time(below[0]) and not _is_time(below[1]):
        notes.append(f"The first column of {Path(table.path).name} is taken for time.")
        return Columns(header, 1, 2, notes)
    return Columns(header, 0, 1, notes)


def _header(table: Table) -> list[str]:
    """The names in the first row, where words or numbers tell."""
    first, below = table.row(0), [column[1 : 1 + SAMPLE] for column in table.columns]
    named = [plain(cell) for cell in first]
    if any(set(pair) <= set(named) for pair in ENDS) or any(n in WEIGHTS for n in named[2:]):
        return first
    if not below[0] or any(is_number(cell) for cell in first[:2]):
        return []
    numbers = [all(map(is_number, column)) for column in below]
    third = len(first) > 2 and numbers[2] and not is_number(first[2])
    return first if third or (numbers[0] and numbers[1]) else []


def _never_again(table: Table) -> bool:
    """Whether the first row names two people who are tied to nobody else, and no number."""
    one, two = table.columns[:2]
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


def matrix_of(table: Table) -> Table | None:
    """The ties of a matrix with names in its first row and column, as a table of three columns."""
    names, across = table.columns[0][1:], table.row(0)[1:]
    if len(names) < SMALLEST_MATRIX or names != across:
        return None
    cells = [
        (names[row], names[column], cell, table.lines[row + 1])
        for column, cells in enumerate(table.columns[1:])
        for row, cell in enumerate(cells[1:])
        if cell not in ("", "0", "0.0", "0,0", "-")
    ]
    if not cells:
        return None
    one, two, value, lines = (list(each) for each in zip(*cells, strict=True))
    return Table(table.path, [one, two, value], [int(line) for line in lines], table.separator)
