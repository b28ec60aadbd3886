"""Who works here: staff lists as people without names, whoever has left taken out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from sim.base.arrays import Flags, Ints, Rows
from sim.organisation.exports.columns import days, key, shape_of, truths
from sim.organisation.exports.formats import Recognised, formats, place_of, spellings
from sim.organisation.exports.groups import group_name
from sim.organisation.exports.refused import Refused, shown
from sim.organisation.exports.sheet import Sheet
from sim.organisation.read.headings import KNOWN, NO_MANAGER, TOTALS, plain
from sim.organisation.read.roles import leading
from sim.organisation.structure import DEEPEST

HEAD = "\0head"
"""Stands for a cell that says: nobody is above this person."""


@dataclass
class Person:
    """A row of a staff list, while it is read; names and ids are gone when the reader ends."""

    keys: list[str]
    names: list[str]
    managers: list[str]
    department: str
    leads: bool
    licensed: int
    sheet: Sheet
    row: int


@dataclass
class Roster:
    """People without names.

    Attributes:
        alias: Every spelling of a person -> number of the person; lives in memory only.
        gone: Spellings of people who have left, are guests, or whose account is off.
        manager: Number of the manager; the own number for the head, -1 if unknown.
        department: Name of the department, "" if unknown.
        leads: Whether the role is one that leads others.
        licensed: 1 for access, 0 for none, -1 if unknown.
        dropped: Reason -> rows that were left out.
        repaired: What was put right -> people.
    """

    alias: dict[str, int] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    manager: Rows = field(default_factory=lambda: np.zeros(0, np.int32))
    department: list[str] = field(default_factory=list)
    leads: list[bool] = field(default_factory=list)
    licensed: list[int] = field(default_factory=list)
    dropped: Counter[str] = field(default_factory=Counter)
    repaired: Counter[str] = field(default_factory=Counter)

    @property
    def people(self) -> int:
        """How many there are."""
        return len(self.department)

    @property
    def shape(self) -> str:
        """What most spellings look like."""
        return shape_of(list(self.alias))


def roster_of(tables: Sequence[tuple[Sheet, Recognised]], repair: bool) -> Roster:
    """All staff lists as one; what one of them lacks another may have.

    Raises:
        Refused: A person stands twice and differs, has an unknown manager, leads somebody above, or
            several lead everybody (E08), unless `repair`.
    """
    roster, rows = Roster(), list[Person]()
    for sheet, found in tables:
        rows += _rows(sheet, found, roster)
    people = _joined(rows, roster, repair)
    roster.manager = _managers(people, roster, repair)
    roster.department = [each.department for each in people]
    roster.leads = [each.leads for each in people]
    roster.licensed = [each.licensed for each in people]
    _check_tree(people, roster, repair)
    return roster


def _rows(sheet: Sheet, found: Recognised, roster: Roster) -> list[Person]:
    """Rows of a staff list that are people who work here."""
    ids = [list(map(key, sheet.cells(place))) for place in found.columns.get("ids", ())]
    named = [sheet.cells(place) for place in found.columns.get("names", ())]
    names = [key(" ".join(filter(None, parts))) for parts in zip(*named, strict=True)]
    managers = [sheet.cells(place) for place in found.columns.get("manager", ())]
    departments, roles = _departments(sheet, found), _cells(sheet, found, "role")
    licence = found.first("licence")
    told = np.full(sheet.rows, -1) if licence is None else _licences(sheet, licence)
    gone, kept = _gone(sheet, found), _latest(sheet, found, ids)
    rows = list[Person]()
    for row in range(sheet.rows):
        keys = [column[row] for column in ids if column[row]]
        called = [names[row]] if names and names[row] else []
        if not keys and not called:
            roster.dropped["nobody"] += 1
        elif row == 0 and _is_header(sheet):
            roster.dropped["header"] += 1
        elif row == sheet.rows - 1 and plain((keys or called)[0]) in TOTALS:
            roster.dropped["total"] += 1
        elif gone[row]:
            roster.dropped["gone"] += 1
            roster.gone.update(keys, called)
        elif not kept[row]:
            roster.dropped["older"] += 1
        else:
            rows.append(Person(
                keys, called, [column[row] for column in managers], departments[row],
                leading(roles[row]), int(told[row]), sheet, row,
            ))  # fmt: skip
    return rows


def _is_header(sheet: Sheet) -> bool:
    """Whether the first row has the names of the columns once more, as labels."""
    first = [str(sheet.table.column(place)[0].as_py()) for place in range(len(sheet.header))]
    filled = [plain(cell) for cell in first if cell.strip()]
    same = {plain(name) for name in sheet.header}
    return len(filled) > 1 and 2 * sum(each in KNOWN | same for each in filled) > len(filled)


def _cells(sheet: Sheet, found: Recognised, meaning: str) -> list[str]:
    place = found.first(meaning)
    return [""] * sheet.rows if place is None else sheet.cells(place)


def _departments(sheet: Sheet, found: Recognised) -> list[str]:
    """The department of each row; a place only where nothing else is known."""
    for meaning in ("department", "fallback", "place"):
        if found.first(meaning) is not None:
            cells = [group_name(cell) for cell in _cells(sheet, found, meaning)]
            if any(cells):
                return cells
    return [""] * sheet.rows


def _licences(sheet: Sheet, place: int) -> Rows:
    yes, neither = truths(sheet, place)
    return np.where(neither, -1, yes).astype(np.int32)


def _gone(sheet: Sheet, found: Recognised) -> Flags:
    """Who has left, is a guest, or has an account that is off."""
    header = [plain(name) for name in sheet.header]
    usual = next(each for each in formats() if each.name == "staff_list").get("gone")
    own = found.format.get("gone", {})
    used = {place for places in found.columns.values() for place in places}
    gone = np.zeros(sheet.rows, np.bool_)
    for names, values in [*own.items(), *usual.items()]:
        place = place_of(header, spellings(names))
        if place is not None and place not in used:
            codes, words = sheet.coded(place)
            gone |= np.array([plain(word) in values for word in words], np.bool_)[codes]
    ended = found.first("ended")
    if ended is not None:
        codes, words = sheet.coded(ended)
        gone |= np.array([bool(key(word)) for word in words], np.bool_)[codes]
    return gone


def _latest(sheet: Sheet, found: Recognised, ids: list[list[str]]) -> Flags:
    """Of several rows of a person, the one that is valid from the latest day."""
    place = found.first("effective")
    kept = np.ones(sheet.rows, np.bool_)
    if place is None or not ids:
        return kept
    valid = days(sheet, place)
    last = dict[str, int]()
    for row, each in enumerate(ids[0]):
        before = last.get(each)
        if each and before is not None and valid[before] == valid[row]:
            continue
        if each and before is not None:
            older = row if valid[row] < valid[before] else before
            kept[older] = False
            last[each] = before + row - older
        elif each:
            last[each] = row
    return kept


def _joined(rows: list[Person], roster: Roster, repair: bool) -> list[Person]:
    """One entry per person, whichever list and spelling it stands in."""
    people = list[Person]()
    twice = Counter(name for each in rows for name in each.names)
    for each in rows:
        known = next((roster.alias[k] for k in each.keys if k in roster.alias), None)
        if known is None and not each.keys and twice[each.names[0]] == 1:
            known = roster.alias.get(each.names[0])
        if known is None:
            known = len(people)
            people.append(each)
        elif people[known].sheet is each.sheet:
            _again(people[known], each, roster, repair)
        else:
            _fill(people[known], each)
        # A name is a spelling only where nobody else has it.
        own = [*each.keys, *(name for name in each.names if twice[name] == 1)]
        for spelling in own:
            roster.alias.setdefault(spelling, known)
    return people


def _again(first: Person, other: Person, roster: Roster, repair: bool) -> None:
    """A person who stands twice in a list: the same, or a contradiction."""
    if (first.department, first.managers) != (other.department, other.managers):
        if not repair:
            lines = first.sheet.lines_of([first.row, other.row])
            raise Refused("E08", "twice", other.sheet.path, lines[1], first=lines[0])
        first.department, first.managers = other.department, other.managers
        roster.repaired["twice"] += 1
    roster.dropped["twice"] += 1


def _fill(first: Person, other: Person) -> None:
    """What another list knows besides."""
    first.department = first.department or other.department
    if not any(map(key, first.managers)):
        first.managers = other.managers
    first.leads |= other.leads
    first.licensed = max(first.licensed, other.licensed)


def _managers(people: list[Person], roster: Roster, repair: bool) -> Rows:
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
        first = people[unknown[0]]
        lines = first.sheet.lines_of([people[k].row for k in unknown[:7]
                                      if people[k].sheet is first.sheet])  # fmt: skip
        raise Refused("E08", "unknown_manager", first.sheet.path, lines[0], count=len(unknown),
                      lines=shown(lines))  # fmt: skip
    roster.repaired["unknown"] += len(unknown)
    roster.repaired["manager_gone"] += gone
    return manager


def _check_tree(people: list[Person], roster: Roster, repair: bool) -> None:
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
        _check_tree(people, roster, repair)
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
            first = people[int(several[0])]
            lines = first.sheet.lines_of([people[k].row for k in several[:7].tolist()])
            raise Refused("E08", "heads", first.sheet.path, lines[0], count=len(several),
                          lines=shown(lines))  # fmt: skip
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
    first = people[min(circle)]
    if not repair:
        rows = sorted(people[k].row for k in circle if people[k].sheet is first.sheet)
        lines = first.sheet.lines_of(rows[:7])
        raise Refused("E08", "circle", first.sheet.path, lines[0], count=len(circle),
                      lines=shown(lines))  # fmt: skip
    roster.manager[min(circle)] = -1
    roster.repaired["circle"] += 1
