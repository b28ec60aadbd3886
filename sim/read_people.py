"""Who sits where and reports to whom, from a people file or from the nodes of a graph."""

from __future__ import annotations

from dataclasses import dataclass, field

from sim.params import ConfigError
from sim.read_edges import Arcs
from sim.read_table import EMPTY, Table, is_number, listed, parse, plain

IDS = (
    "id personid person employeeid employee userid user nodeid node email emailaddress mail "
    "name fullname label who account login member staffid mitarbeiter"
).split()
DEPARTMENTS = (
    "department departmentid departmentname dept deptid deptname orgunit businessunit unit "
    "division function area group community team location site office abteilung bereich standort"
).split()
MANAGERS = (
    "manager managerid managername manageremail linemanager linemanagerid reportsto reportstoid "
    "reportstoname boss bossid bossname supervisor supervisorid supervisorname superior leader "
    "vorgesetzter vorgesetzte chef"
).split()
ROLES = "role title jobtitle position job rolle funktion".split()
LEADING = "head lead manager director chief ceo cto cfo coo president vp partner boss leiter".split()
POSITIONS = ("person", "department", "manager", "role")


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
    table = parse(path, text)
    header = _header(table)
    table = table.without_header() if header else table
    if not table.rows:
        raise ConfigError(f"{path}: no people, only a header")
    ids, columns = _columns(header, len(table.rows[0]))
    choices = [table.column(i) for i in ids]
    known = set(arcs.names)
    matches = [sum(name in known for name in choice) for choice in choices]
    names = choices[matches.index(max(matches))]
    _check_names(table, names, arcs.names, max(matches))
    cells = {what: table.column(i) for what, i in columns.items()}
    staff = _join(table, names, choices, cells, arcs.names)
    staff.origin = {what: header[i] if header else what for what, i in columns.items()}
    used = {*columns.values(), ids[matches.index(max(matches))]}
    unused = [name for i, name in enumerate(header) if i not in used]
    if unused:
        staff.notes.append(f"Columns of {path} that were not used: {listed(unused, 8)}.")
    missing = len(known.difference(names))
    if missing:
        staff.notes.append(f"{missing:,} of {len(known):,} people with ties are not in {path}.")
    return staff


def staff_from_nodes(arcs: Arcs, origin: str) -> Staff:
    """What the nodes of a graph say; a graph without attributes knows nothing."""
    keys = list(dict.fromkeys(key for node in arcs.attributes for key in node))
    words = [plain(str(key)) for key in keys]
    columns = {}
    for what, known in (("department", DEPARTMENTS), ("manager", MANAGERS), ("role", ROLES)):
        key = next((keys[words.index(word)] for word in known if word in words), None)
        if key is not None:
            columns[what] = key
    cells = {
        what: [_cell(node.get(key)) for node in arcs.attributes] for what, key in columns.items()
    }
    table = Table(origin, [[name] for name in arcs.names], list(range(len(arcs.names))), " ")
    staff = _join(table, arcs.names, [arcs.names], cells, arcs.names)
    staff.origin = {what: str(key) for what, key in columns.items()}
    return staff
