"""Who sits where and reports to whom, from a people file or from the nodes of a graph."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sim.base.params import ConfigError
from sim.organisation.read.columns import DEPARTMENTS, IDS, MANAGERS, ROLES
from sim.organisation.read.edges import Arcs
from sim.organisation.read.table import EMPTY, Table, is_number, listed, parse, plain, words

LEADING = words("head lead manager director chief ceo cto cfo coo president vp partner boss")
#: German compounds: "Abteilungsleiter", "Vertriebsleiterin", "Geschäftsführer".
LEADING_ENDS = ("leiter", "leiterin", "leitung", "führer", "führerin", "vorstand")
#: "Account Manager" and "Assistant to the Director" lead nobody.
NOT_LEADING = words(
    "account product project program programme community content office case data assistant "
    "assistenz assistent assistentin to of für deputy"
)
#: What a column beside the name can say, and what it may be called.
KNOWN = {"department": DEPARTMENTS, "manager": MANAGERS, "role": ROLES}
POSITIONS = ("person", *KNOWN)


@dataclass
class Staff:
    """What is known about people, one entry per person named.

    Attributes:
        names: As in the ties where possible.
        department: Name of the department, "" if unknown.
        manager: Index into `names` of the manager, the own index for a head, -1 if unknown.
        leading: Whether the role is one that leads others.
        origin: Column each of "department" and "manager" came from, where there was one.
        notes: What a reader of results has to know.
    """

    names: list[str]
    department: list[str]
    manager: list[int]
    leading: list[bool]
    origin: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def staff_from_text(path: str, text: str, arcs: Arcs) -> Staff:
    """Read a people file and join it with the people of the ties."""
    file = Path(path).name
    if text.lstrip().startswith(("<", "{")):
        raise ConfigError(f"{path}: a graph; people are a table: id, department, manager, role")
    table = parse(path, text)
    _use_labels(arcs, table)
    header = _header(table, arcs.names)
    table = table.without_header() if header else table
    if not table.columns[0]:
        raise ConfigError(f"{path}: no people, only a header")
    ids, columns = _columns(header, len(table.columns))
    choices = [table.columns[i] for i in ids]
    known = set(arcs.names)
    matches = [sum(name in known for name in choice) for choice in choices]
    names = choices[matches.index(max(matches))]
    _check_names(table, names, arcs.names, max(matches))
    cells = {what: table.columns[i] for what, i in columns.items()}
    staff = _join(table, names, choices, cells, arcs.names)
    called = [f"column {name!r}" for name in header] or [f"column {i + 1}" for i in range(4)]
    staff.origin = {what: called[i] for what, i in columns.items()}
    used = {*columns.values(), ids[matches.index(max(matches))]}
    unused = [name for i, name in enumerate(header) if i not in used]
    if unused:
        staff.notes.append(f"Columns of {file} that were not used: {listed(unused, 8)}.")
    missing = len(known.difference(names))
    if missing:
        staff.notes.append(f"{missing:,} of {len(known):,} people with ties are not in {file}.")
    return staff


def staff_from_nodes(arcs: Arcs, origin: str) -> Staff:
    """What the nodes of a graph say; a graph without attributes knows nothing."""
    keys = list(dict.fromkeys(key for node in arcs.attributes for key in node))
    columns = {what: keys[place] for what, place in _places([plain(str(key)) for key in keys])}
    cells = {
        what: [_cell(node.get(key)) for node in arcs.attributes] for what, key in columns.items()
    }
    staff = _join(Table(origin, [], [], ""), arcs.names, [arcs.names], cells, arcs.names)
    staff.origin = {what: f"attribute {str(key)!r}" for what, key in columns.items()}
    return staff


def _use_labels(arcs: Arcs, table: Table) -> None:
    """Call the nodes of a graph by their labels where those are what the file knows."""
    cells = set().union(*table.columns)
    for key in ("label", "name"):
        names = [str(node.get(key, "")).strip() for node in arcs.attributes]
        if len(set(names)) == len(names) and len(cells & set(names)) > len(cells & set(arcs.names)):
            arcs.names = names


def _header(table: Table, tied: Sequence[str]) -> list[str]:
    """The names in the first row, or nothing if it is a person already."""
    first = table.row(0)
    known = {*IDS, *DEPARTMENTS, *MANAGERS, *ROLES}
    if first[0] in tied:
        return []
    if any(plain(cell) in known for cell in first):
        return first
    below = table.columns[0][1:]
    if below and not is_number(first[0]) and all(map(is_number, below)):
        table.refuse(
            0,
            f"no column known among {', '.join(first)}; valid: id, department, manager, role "
            "(or no header, columns in this order)",
        )
    return []


def _columns(header: list[str], width: int) -> tuple[list[int], dict[str, int]]:
    """Columns that may hold the name of a person, and those of department, manager and role."""
    if not header:
        return [0], {what: i for i, what in enumerate(POSITIONS[:width]) if i > 0}
    named = [plain(name) for name in header]
    columns = dict(_places(named))
    ids = [named.index(word) for word in IDS if word in named]
    return ids or [i for i in range(width) if i not in columns.values()][:1] or [0], columns


def _places(named: list[str]) -> Iterator[tuple[str, int]]:
    """Where department, manager and role are among plain names, by their surest name."""
    for what, known in KNOWN.items():
        place = next((named.index(word) for word in known if word in named), None)
        if place is not None:
            yield what, place


def _check_names(table: Table, names: list[str], tied: list[str], matches: int) -> None:
    if "" in names:
        table.refuse(names.index(""), "a row without the name of a person")
    if len(set(names)) < len(names):
        first = dict[str, int]()
        for row, name in enumerate(names):
            if name in first:
                table.refuse(row, f"{name!r} is already on line {table.lines[first[name]]}")
            first[name] = row
    if not matches:
        raise ConfigError(
            f"{table.path}: nobody in it has a tie: it names {listed(names, 3)}; "
            f"the ties name {listed(tied, 3)}"
        )


def _join(
    table: Table,
    names: list[str],
    choices: list[list[str]],
    cells: dict[str, list[str]],
    tied: list[str],
) -> Staff:
    """One entry per person, those with ties first."""
    people = list(dict.fromkeys((*tied, *names)))
    index = {name: row for row, name in enumerate(people)}
    # Managers may be written as another column writes people: by name beside numbers.
    alias = {
        choice[i]: index[name]
        for choice in reversed(choices)
        for i, name in reversed(list(enumerate(names)))
    } | index
    staff = Staff(people, [""] * len(people), [-1] * len(people), [False] * len(people))
    for i, cell in enumerate(cells.get("department", [])):
        staff.department[index[names[i]]] = "" if cell.casefold() in EMPTY - {"-1"} else cell
    for i, cell in enumerate(cells.get("manager", [])):
        # Spreadsheets turn numbers into 3.0 as soon as one of the column is missing.
        cell = cell if cell in alias else cell.removesuffix(".0")
        if cell in alias:
            staff.manager[index[names[i]]] = alias[cell]
        elif cell.casefold() not in EMPTY:
            table.refuse(i, f"manager {cell!r} of {names[i]!r} is not one of the people")
    for i, cell in enumerate(cells.get("role", [])):
        staff.leading[index[names[i]]] = leading(cell)
    _refuse_cycle(table.path, staff)
    return staff


def leading(role: str) -> bool:
    """Whether a role leads others: its first leading word, and what stands before it."""
    before = list[str]()
    for word in role.casefold().replace("-", " ").split():
        if word in LEADING or word.endswith(LEADING_ENDS):
            return not any(each in NOT_LEADING for each in before)
        before.append(word)
    return False


def _refuse_cycle(path: str, staff: Staff) -> None:
    """A person may report to nobody or to himself, but not to somebody below."""
    state = [0] * len(staff.names)  # 0 not seen, 1 on the way up, 2 fine
    for start in range(len(staff.names)):
        line, at = list[int](), start
        while at >= 0 and state[at] == 0:
            state[at] = 1
            line.append(at)
            at = -1 if staff.manager[at] == at else staff.manager[at]
        if at >= 0 and state[at] == 1:
            circle = [staff.names[row] for row in line[line.index(at) :]]
            shown = [*circle[:6], "…"] if len(circle) > 6 else [*circle, circle[0]]
            raise ConfigError(f"{path}: people report in a circle: {' -> '.join(shown)}")
        for row in line:
            state[row] = 2


def _cell(value: Any) -> str:
    """An attribute as text; whole numbers that were stored as floats look whole again."""
    if value is None or value != value:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip()
