"""Which columns of an edge list are people, and which is a weight: by header, or by looks."""

from __future__ import annotations

import re
from itertools import chain, combinations
from pathlib import Path
from typing import NamedTuple

import numpy as np

from sim.organisation.read.table import Table, is_number, plain, words

#: What a name of a column may add to one end of a tie: "Sender ID", "From: (Address)".
ADDED = ("", "id", "email", "mail", "address", "adresse", "user", "name")
#: Pairs of columns that name the two people of a tie, the surest first.
ENDS = tuple(
    tuple(end + added for end in pair.split(":"))
    for added in ADDED
    for pair in words(
        "source:target from:to sender:recipient sender:receiver sender:to from:recipient "
        "from:receiver src:dst src:dest source:destination ego:alter u:v i:j person1:person2 "
        "persona:personb id1:id2 node1:node2 name1:name2 user1:user2 fromnode:tonode "
        "employee1:employee2 employeea:employeeb caller:callee von:an von:nach "
        "absender:empfänger absender:empfaenger quelle:ziel mitarbeiter1:mitarbeiter2 "
        "mitarbeitera:mitarbeiterb anrufer:angerufener start:end"
    )
)
WEIGHTS = words(
    "weight w strength count n value frequency freq messages mails emails calls times number "
    "meetings intensity gewicht anzahl stärke staerke häufigkeit haeufigkeit intensität nachrichten"
)
#: What the columns of a people file are called.
IDS = words(
    "id personid person employeeid employee userid user nodeid node email emailaddress mail "
    "name fullname label who account login member staffid mitarbeiter mitarbeiterin "
    "mitarbeiternummer personalnummer personalnr nummer nr vorname nachname"
)
DEPARTMENTS = words(
    "department departmentid departmentname dept deptid deptname orgunit businessunit unit "
    "division function area group community team location site office abteilung bereich standort "
    "organisationseinheit orgeinheit einheit gruppe"
)
MANAGERS = words(
    "manager managerid managername manageremail linemanager linemanagerid reportsto reportstoid "
    "reportstoname boss bossid bossname supervisor supervisorid supervisorname superior leader "
    "vorgesetzter vorgesetzte vorgesetzteperson chef chefin führungskraft fuehrungskraft "
    "leitung berichtetan"
)
ROLES = words("role title jobtitle position job rolle funktion stelle")
SAMPLE = 50  # rows looked at to tell a header from data
COMPARED = 20_000  # rows looked at to see which columns share names
SMALLEST_TABLE = 10  # rows, to say that a name never appears again
SMALLEST_MATRIX = 4  # people
WIDEST = 12  # columns of a list of ties; as many and one for ids tell of one person
EPOCH = 1e8  # seconds since 1970: numbers from here on are times rather than strengths
_DATE = re.compile(r"\d{4}-\d\d-\d\d|\d\d?[./-]\d\d?[./-]\d{2,4}|\d\d?:\d\d")


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
    """Tell a header from data, and the two people of a tie from what else a row says.

    Raises:
        ConfigError: Each row tells of one person, or it is a matrix without names.
    """
    first = table.row(0)
    named = [plain(cell) for cell in first]
    pair = next((pair for pair in ENDS if set(pair) <= set(named)), None)
    if pair is not None:
        return Columns(first, named.index(pair[0]), named.index(pair[1]), [])
    _refuse_other_tables(table, named)
    source, target, notes = _by_names(table)
    header = _header(table, source, target)
    if not header and _never_again(table, source, target):
        header = first
        notes.append(
            f"The first row of {Path(table.path).name} ({', '.join(header[:3])}) is taken for "
            "names of columns: none of them appears again."
        )
    return Columns(header, source, target, notes)


def _refuse_other_tables(table: Table, named: list[str]) -> None:
    """Refuse a list of people, and a matrix that does not say whose rows they are."""
    rows, width = len(table.columns[0]), len(table.columns)
    ids = [column for name, column in zip(named, table.columns, strict=True) if name in IDS]
    listed = any(len(set(column)) == rows for column in ids)
    if ids and (width > WIDEST or (listed and {*named} & {*DEPARTMENTS, *ROLES})):
        table.refuse(
            0,
            f"columns {', '.join(table.row(0)[:4])} tell of one person on a line; a tie has two "
            "(call their columns source and target)",
        )
    if SMALLEST_MATRIX < rows == width and all(map(is_number, chain(*table.columns))):
        table.refuse(0, f"{rows} rows of {rows} numbers: a matrix needs names around it")


def _by_names(table: Table) -> tuple[int, int, list[str]]:
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
    names = {i: set(below[i]) for i in kept if counts or not numbers[i]}
    shared = {(i, j): _shared(names[i], names[j]) for i, j in combinations(names, 2)}
    usual = (kept[0], kept[1])
    best = max(shared, key=shared.__getitem__, default=usual)
    if shared.get(best, 0.0) > 2 * shared.get(usual, 0.0):
        which = f"{best[0] + 1} and {best[1] + 1}"
        note = f"Columns {which} of {file} are taken for people: they share most names."
        return *best, [note]
    return *usual, [f"The first column of {file} is taken for time."] if kept[0] else []


def _shared(one: set[str], other: set[str]) -> float:
    return len(one & other) / len(one | other)


def _header(table: Table, source: int, target: int) -> list[str]:
    """The names in the first row, where words or numbers tell."""
    first, below = table.row(0), [column[1 : 1 + SAMPLE] for column in table.columns]
    if any(plain(cell) in WEIGHTS for cell in first[2:]) or not (first[0] or source == 0):
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
