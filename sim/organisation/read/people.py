"""Who sits where and reports to whom, from a people file or from the nodes of a graph."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sim.base.params import ConfigError
from sim.organisation.notes import Note, note
from sim.organisation.read.columns import LINES_ABOVE, lines_above, unused
from sim.organisation.read.edges import Arcs
from sim.organisation.read.headings import (
    DEPARTMENTS,
    FIRST_NAMES,
    KNOWN,
    LAST_NAMES,
    MANAGERS,
    PLACES,
    ROLES,
    TOTALS,
    is_harmless,
    is_known,
    places_of,
    plain,
    rows_of_names,
)
from sim.organisation.read.identity import key_of, turned
from sim.organisation.read.leavers import keys_away, leave, leavers_of, told_leavers
from sim.organisation.read.limits import PEOPLE, check
from sim.organisation.read.managers import manager_of, refuse_circle
from sim.organisation.read.numbers import is_number
from sim.organisation.read.roles import leading
from sim.organisation.read.shape import told_all
from sim.organisation.read.spellings import Spelling, managers_by_content, spellings_of
from sim.organisation.read.table import EMPTY, Table, parse

#: What a column beside the name can say, and what it may be called.
COLUMNS = {"department": (*DEPARTMENTS, *PLACES), "manager": MANAGERS, "role": ROLES}
POSITIONS = ("person", *COLUMNS)


@dataclass
class Staff:
    """What is known about people, one entry per person named.

    Attributes:
        names: As in the ties where possible.
        department: Name of the department, "" if unknown.
        manager: Index into `names` of the manager, the own index for a head, -1 if unknown.
        leading: Whether the role is one that leads others.
        listed: How many people of the ties the file lists.
        origin: Column each of "department" and "manager" came from, where there was one.
        notes: What a reader of results has to know.
    """

    names: list[str]
    department: list[str]
    manager: list[int]
    leading: list[bool]
    listed: int = 0
    origin: dict[str, Note] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)


def staff_from_text(path: str, text: str, arcs: Arcs) -> Staff:
    """Read a people file and join it with the people of the ties."""
    file = Path(path).name
    if text.lstrip().startswith(("<", "{")):
        raise ConfigError(f"{path}: a graph; people are a table: id, department, manager, role")
    table = parse(path, text, arcs.show_names)
    _use_labels(arcs, table)
    table, header, notes = _below_header(table, arcs)
    check(path, len(table.columns[0]), PEOPLE, "people")
    columns = dict(_places(header)) if header else _positions(len(table.columns))
    spellings = spellings_of(table, header, columns)
    matches = [sum(key in arcs.index for key in each.keys) for each in spellings]
    best = matches.index(max(matches))
    left = leavers_of(path, header, table.columns)
    away = keys_away(left.rows, best, spellings)
    if len(left.rows) == len(table.lines):
        raise ConfigError(f"{path}: everybody in it has left, or is a guest")
    if left.rows:
        table = table.without(left.rows)
        spellings = [each.without(left.rows) for each in spellings]
    notes += told_leavers(path, header, left, leave(arcs, away))
    chosen = _checked(table, spellings[best], arcs, matches[best])
    if header and "manager" not in columns:
        found = managers_by_content(table, header, spellings, {*columns.values()})
        columns |= dict(zip(("manager",), found, strict=False))
        notes += [note("managers_by_content", file=file, column=place + 1) for place in found]
    cells = {what: table.columns[i] for what, i in columns.items()}
    staff = _join(table, chosen, spellings, cells, arcs, away)
    staff.origin = {
        what: note("column", name=header[i])
        if header and is_harmless(header[i])
        else note("column_number", number=i + 1)
        for what, i in columns.items()
    }
    staff.notes += notes
    staff.notes += unused(path, header, {*columns.values(), *chosen.columns, *left.columns})
    missing = len(arcs.names) - staff.listed
    if missing:
        staff.notes.append(note("missing", missing=missing, known=len(arcs.names), file=file))
    return staff


def staff_from_nodes(arcs: Arcs, origin: str) -> Staff:
    """What the nodes of a graph say; a graph without attributes knows nothing."""
    keys = list(dict.fromkeys(key for node in arcs.attributes for key in node))
    listed_keys = [str(key) for key in keys]
    known = [[_cell(node.get(key)) for node in arcs.attributes] for key in keys]
    left = leavers_of(origin, listed_keys, known)
    if len(left.rows) == len(arcs.names):
        raise ConfigError(f"{origin}: everybody in it has left, or is a guest")
    away = frozenset(key for key, person in arcs.index.items() if person in {*left.rows})
    notes = told_leavers(origin, listed_keys, left, leave(arcs, away))
    columns = {what: keys[place] for what, place in _places(listed_keys)}
    cells = {
        what: [_cell(node.get(key)) for node in arcs.attributes] for what, key in columns.items()
    }
    table = Table(origin, [], [], "", arcs.show_names)
    own = Spelling((), arcs.names, [key_of(name) for name in arcs.names])
    choices = [own]
    labels = [_cell(node.get("label", node.get("name"))) for node in arcs.attributes]
    if labels and len({*labels} - {""}) == len(labels):
        choices.append(Spelling((), labels, list(map(key_of, labels))))
    staff = _join(table, own, choices, cells, arcs)
    staff.origin = {what: note("attribute", name=str(key)) for what, key in columns.items()}
    staff.notes += notes
    return staff


def _use_labels(arcs: Arcs, table: Table) -> None:
    """Call the nodes of a graph by their labels where those are what the file knows."""
    cells = {key_of(cell) for column in table.columns for cell in {*column}}
    for name in ("label", "name"):
        names = [str(node.get(name, "")).strip() for node in arcs.attributes]
        index = {key_of(each): row for row, each in enumerate(names)}
        if len(index) == len(names) and len(cells & {*index}) > len(cells & {*arcs.index}):
            arcs.names, arcs.index = names, index


def _below_header(table: Table, arcs: Arcs) -> tuple[Table, list[str], list[Note]]:
    """The rows that are people, the names of columns, and what was left out around them."""
    file, rows = Path(table.path).name, rows_of_names(table.columns[0], LINES_ABOVE)
    row = next((row for row in rows if _is_header(table.row(row), 2)), 0)
    notes = lines_above(table, row)
    if row < LINES_ABOVE:
        table = table.below(row)
        header = _header(table, arcs)
        table = table.below(1) if header else table
    else:
        header, table = table.row(row), table.without([row])
    if not table.columns[0]:
        raise ConfigError(f"{table.path}: no people, only a header")
    if header and _is_header(table.row(0), 2) and len(table.lines) > 1:
        table = table.below(1)
        notes.append(note("header_again", file=file, count=1))
    end = key_of(table.columns[0][-1])
    if plain(end) in TOTALS and end not in arcs.index and len(table.lines) > 1:
        table = table.without([len(table.lines) - 1])
        notes.append(note("total", file=file))
    return table, header, notes


def _header(table: Table, arcs: Arcs) -> list[str]:
    """The names in the first row, or nothing if it is a person already."""
    first = table.row(0)
    if key_of(first[0]) in arcs.index:
        return []
    if _is_header(first, 1):
        return first
    below = table.columns[0][1:]
    if below and not is_number(first[0]) and all(map(is_number, below)):
        found = len(first) if not arcs.show_names else ", ".join(first)
        table.refuse(
            0,
            f"no column known among {found} columns; valid: id, department, manager, role "
            "(or no header, columns in this order)",
        )
    return []


def _is_header(row: Sequence[str], least: int) -> bool:
    """Whether some cells are names that columns of people have."""
    named = {plain(cell) for cell in row} & {*KNOWN, *FIRST_NAMES, *LAST_NAMES}
    return len(named) >= least or (least == 1 and any(map(is_known, row)))


def _positions(width: int) -> dict[str, int]:
    return {what: i for i, what in enumerate(POSITIONS[:width]) if i > 0}


def _places(header: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Where department, manager and role are among names of columns, by their surest name."""
    for what, known in COLUMNS.items():
        found = places_of(header, known)
        if found:
            yield what, found[0]


def _checked(table: Table, chosen: Spelling, arcs: Arcs, matches: int) -> Spelling:
    """The spelling that the ties use: everybody has a name, and an own one."""
    if not matches:
        turned_keys = [turned(key) for key in chosen.keys]
        if any(key in arcs.index for key in turned_keys):
            return Spelling(chosen.columns, chosen.names, turned_keys)
        mine, theirs = (told_all(names, arcs.show_names) for names in (chosen.names, arcs.names))
        raise ConfigError(
            f"{table.path}: nobody in it has a tie: it names {mine}; the ties name {theirs}"
        )
    nobody = next((row for row, key in enumerate(chosen.keys) if key in EMPTY), None)
    if nobody is not None:
        table.refuse(nobody, "a row without the name of a person")
    first = dict[str, int]()
    for row, key in enumerate(chosen.keys):
        if key in first:
            said = table.told(chosen.names[row])
            table.refuse(row, f"{said} is already on line {table.lines[first[key]]}")
        first[key] = row
    return chosen


def _join(
    table: Table,
    chosen: Spelling,
    spellings: list[Spelling],
    cells: dict[str, list[str]],
    arcs: Arcs,
    away: frozenset[str] = frozenset(),
) -> Staff:
    """One entry per person, those with ties first; a manager who is away is nobody."""
    people, index = list(arcs.names), dict(arcs.index)
    place = list[int]()
    own = [each for each in spellings if len({*each.keys}) == len(each.keys)]
    for row, (name, key) in enumerate(zip(chosen.names, chosen.keys, strict=True)):
        if key not in index:
            # The ties may write somebody as another column does: by address beside names.
            known = [arcs.index[each.keys[row]] for each in own if each.keys[row] in arcs.index]
            index[key] = known[0] if known else len(people)
            people += [] if known else [name]
        place.append(index[key])
    # So may managers be written.
    alias = dict[str, int]()
    for each in own:
        for row, key in enumerate(each.keys):
            alias.setdefault(key, place[row])
            alias.setdefault(turned(key), place[row])
    alias |= index
    count, found = len(people), sum(person < len(arcs.names) for person in {*place})
    staff = Staff(people, [""] * count, [-1] * count, [False] * count, found)
    for i, cell in enumerate(cells.get("department", [])):
        staff.department[place[i]] = "" if cell.casefold() in EMPTY - {"-1"} else cell
    for i, cell in enumerate(cells.get("manager", [])):
        staff.manager[place[i]] = manager_of(table, i, place[i], alias, away, cell)
    for i, cell in enumerate(cells.get("role", [])):
        staff.leading[place[i]] = leading(cell)
    row_of = {person: row for row, person in enumerate(place)}
    refuse_circle(table, staff.names, staff.manager, row_of)
    return staff


def _cell(value: Any) -> str:
    """An attribute as text; whole numbers that were stored as floats look whole again."""
    if value is None or value != value:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip()
