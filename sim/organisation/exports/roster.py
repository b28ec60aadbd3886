"""Who works here: staff lists as people without names, whoever has left taken out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from functools import partial

import numpy as np

from sim.base.arrays import Flags, Rows
from sim.organisation.exports.columns import days, key, truths
from sim.organisation.exports.formats import Recognised, formats, place_of, spellings
from sim.organisation.exports.groups import group_name
from sim.organisation.exports.hierarchy import check_tree, managers
from sim.organisation.exports.persons import Person, Roster
from sim.organisation.exports.refused import Refused
from sim.organisation.exports.sheet import Sheet
from sim.organisation.read.headings import KNOWN, TOTALS, plain
from sim.organisation.read.roles import leading


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
    roster.manager = managers(people, roster, repair)
    roster.department = [each.department for each in people]
    roster.leads = [each.leads for each in people]
    roster.licensed = [each.licensed for each in people]
    check_tree(people, roster, repair)
    return roster


def _rows(sheet: Sheet, found: Recognised, roster: Roster) -> list[Person]:
    """Rows of a staff list that are people who work here."""
    ids = [list(map(key, sheet.cells(place))) for place in found.columns.get("ids", ())]
    named = [sheet.cells(place) for place in found.columns.get("names", ())]
    names = [key(" ".join(filter(None, parts))) for parts in zip(*named, strict=True)]
    managers = [sheet.cells(place) for place in found.columns.get("manager", ())]
    departments, roles = _departments(sheet, found), sheet.cells(found.first("role"))
    licence = found.first("licence")
    told = np.full(sheet.rows, -1) if licence is None else _licences(sheet, licence)
    for what in ("department", "manager"):
        for place in found.columns.get(what, ())[:1]:
            roster.headings.setdefault(what, sheet.header[place])
    gone, kept = _gone(sheet, found), _latest(sheet, found, ids)
    rows = list[Person]()
    for row in range(sheet.rows):
        keys = [column[row] for column in ids if column[row]]
        called = [names[row]] if names and names[row] else []
        if not keys and not called:
            roster.dropped.leave_out("nobody", sheet, [row])
        elif row == 0 and _is_header(sheet):
            roster.dropped.leave_out("header", sheet, [row])
        elif row == sheet.rows - 1 and plain((keys or called)[0]) in TOTALS:
            roster.dropped.leave_out("total", sheet, [row])
        elif gone[row]:
            roster.dropped.leave_out("gone", sheet, [row])
            roster.gone.update(keys, called)
        elif not kept[row]:
            roster.dropped.leave_out("older", sheet, [row])
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


def _departments(sheet: Sheet, found: Recognised) -> list[str]:
    """The department of each row; a place only where nothing else is known."""
    for meaning in ("department", "fallback", "place"):
        cells = [group_name(cell) for cell in sheet.cells(found.first(meaning))]
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
            gone |= sheet.marks(place, partial(_says, values))
    return gone | sheet.marks(found.first("ended"), lambda word: bool(key(word)))


def _says(values: Collection[str], word: str) -> bool:
    return plain(word) in values


def _latest(sheet: Sheet, found: Recognised, ids: list[list[str]]) -> Flags:
    """Of several rows of a person, the one that is valid from the latest day."""
    place = found.first("effective")
    kept = np.ones(sheet.rows, np.bool_)
    if place is None or not ids:
        return kept
    valid = days(sheet, place)
    last = dict[str, int]()
    for row, each in enumerate(ids[0]):
        before = last.setdefault(each, row)
        if each and before != row and valid[before] != valid[row]:
            newer, older = (before, row) if valid[row] < valid[before] else (row, before)
            last[each], kept[older] = newer, False
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
    roster.dropped.leave_out("twice", other.sheet, [other.row])


def _fill(first: Person, other: Person) -> None:
    """What another list knows besides."""
    first.department = first.department or other.department
    if not any(map(key, first.managers)):
        first.managers = other.managers
    first.leads |= other.leads
    first.licensed = max(first.licensed, other.licensed)
