"""A real organisation: ties from a file or a graph, with people where they are known.

What the data does not say is filled in from what it says, and every such step is a
sentence among the notes.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import numpy as np

from sim.base.arrays import Floats, Rows
from sim.base.params import ConfigError
from sim.organisation.complete.departments import (
    fill,
    from_branches,
    from_names,
    from_ties,
    merge_small,
)
from sim.organisation.complete.managers import Tree, rank_by_activity
from sim.organisation.complete.strength import contact_layer, strength, working_layer
from sim.organisation.network import Network, Ties
from sim.organisation.read.edges import Arcs, arcs_from_text
from sim.organisation.read.people import Staff, staff_from_nodes, staff_from_text
from sim.organisation.read.table import listed, read_text
from sim.organisation.spec import SMALLEST, OrganisationFromFiles
from sim.organisation.structure import Structure, lay_out

Ready = tuple[Structure, Network, list[str]]


def read_network(organisation: OrganisationFromFiles) -> Ready:
    """Read an organisation from an edge list and, if there is one, a people file.

    The edge list is CSV (comma, semicolon, tab, white space), a graph in one of the formats
    of `sim/organisation/read/graph.py`, or Matrix Market; the people file is CSV with columns id,
    department, manager, role. Both may be in UTF-8, UTF-16 (with its mark) or Windows-1252,
    and packed with gzip.

    Returns:
        The formal organisation, its two layers of ties, and one sentence for everything
        that was assumed, left out or filled in.

    Raises:
        ConfigError: With file and line, if the files cannot be understood.
    """
    if not organisation.edges:
        raise ConfigError("organisation.edges is missing; name a file: organisation.edges=ties.csv")
    structure, network, notes = _read(organisation, _stamp(organisation))
    return structure, network, list(notes)


def _stamp(organisation: OrganisationFromFiles) -> tuple[tuple[int, int], ...]:
    """Size and time of change of the files: what has been read is kept until one changes."""
    stamps = []
    for path in (organisation.edges, organisation.people):
        try:
            found = Path(path).expanduser().stat()
            stamps.append((found.st_size, found.st_mtime_ns))
        except (OSError, ValueError, RuntimeError):
            stamps.append((0, 0))
    return tuple(stamps)


@lru_cache(maxsize=1)
def _read(organisation: OrganisationFromFiles, _: tuple[tuple[int, int], ...]) -> Ready:
    path, people = organisation.edges, organisation.people
    text, how = read_text(path, "organisation.edges")
    arcs = arcs_from_text(path, text)
    arcs.notes[:0] = how
    if people:
        text, how = read_text(people, "organisation.people")
        staff = staff_from_text(people, text, arcs)
        staff.notes[:0] = how
    else:
        staff = staff_from_nodes(arcs, path)
    return organise(arcs, staff, organisation.working_degree, path)


def organise(arcs: Arcs, staff: Staff, working_degree: float, origin: str) -> Ready:
    """Structure and layers, in the row order of teams."""
    people = len(staff.names)
    contact = contact_layer(arcs, people)
    if not contact.count:
        raise ConfigError(f"{origin}: no tie between two different people")
    if people < SMALLEST:
        raise ConfigError(
            f"{origin}: {people} people ({listed(staff.names, 8)}); at least {SMALLEST} are needed"
        )
    notes = _describe(arcs, staff, contact, origin)
    close, criteria = strength(arcs, contact)
    working = working_layer(contact, close, working_degree)
    notes.append(_layer_note(contact, working, criteria))
    department, manager = _formal(staff, contact, working, close, notes)
    structure, row = lay_out(manager, department, tuple(staff.names))
    mixed = int((structure.department != structure.department[_lead(structure)]).sum())
    if mixed and {"department", "manager"} <= set(staff.origin):
        notes.append(f"People who report to somebody in another department: {mixed:,}.")
    degree: Floats = np.empty(people)
    degree[row] = contact.degree
    network = Network(_moved(contact, row), _moved(working, row), degree / degree.mean())
    return structure, network, notes


def _lead(structure: Structure) -> Rows:
    return np.where(structure.manager < 0, np.arange(structure.people), structure.manager)


def _moved(ties: Ties, row: Rows) -> Ties:
    a, b, weight = ties.pairs()
    return Ties.from_pairs(ties.people, row[a], row[b], weight)


def _formal(
    staff: Staff, contact: Ties, working: Ties, close: Floats, notes: list[str]
) -> tuple[Rows, Rows]:
    """Department and manager of everybody, given or filled in."""
    given = np.array(staff.manager, np.int32)
    own = given == np.arange(len(given))
    manager = np.where(own, -1, given).astype(np.int32)
    department = _departments(staff, manager, contact, working, notes)
    a, b, _ = contact.pairs()
    tree = Tree(
        manager,
        department,
        Ties.from_pairs(contact.people, a, b, close),
        rank_by_activity(contact),
    )
    tree.complete(np.flatnonzero(own), np.array(staff.leading, np.bool_))
    notes.extend(_tree_notes(staff, tree, bool((manager >= 0).any())))
    return department, tree.manager


def _departments(
    staff: Staff, manager: Rows, contact: Ties, working: Ties, notes: list[str]
) -> Rows:
    given = from_names(staff.department)
    if (given >= 0).any():
        full = fill(given, manager, contact)
        lost = int((given < 0).sum())
        notes.append(
            f"Departments: {full.max() + 1:,}, from {staff.origin['department']}"
            + (f"; people without one, put where their ties are: {lost:,}." if lost else ".")
        )
        return full
    if 2 * int((manager >= 0).sum()) >= len(manager):
        full = fill(merge_small(from_branches(manager)), manager, contact)
        how = "branches of the reporting tree"
    else:
        full = fill(from_ties(working), manager, contact)
        how = "communities of working ties (Louvain, fixed seed)"
    sizes = np.bincount(full)
    one = f"one of {sizes.max():,} people was"
    several = f"{len(sizes):,} of {sizes.min():,} to {sizes.max():,} people were"
    found = one if len(sizes) == 1 else several
    notes.append(f"Departments are not in the data: {found} taken from {how}.")
    return full


def _describe(arcs: Arcs, staff: Staff, contact: Ties, origin: str) -> list[str]:
    """What was read, and what in it is unusual."""
    people, rows = contact.people, len(arcs.sender)
    loops = int((arcs.sender == arcs.recipient).sum())
    key = arcs.sender.astype(np.int64) * people + arcs.recipient
    repeated = rows - len(np.unique(key))
    weight = "weights from the data" if arcs.weighted else "each row weighs 1"
    notes = [
        f"{Path(origin).name}: {people:,} people and {contact.count:,} ties from {rows:,} rows "
        f"({weight}"
        + (
            f", {repeated:,} repeated {'row' if repeated == 1 else 'rows'} added up"
            if repeated
            else ""
        )
        + (f", {loops:,} {'tie' if loops == 1 else 'ties'} to oneself left out" if loops else "")
        + ")."
    ]
    nothing = int((arcs.weight == 0).sum())
    if nothing:
        notes.append(f"Rows of weight 0, which are no ties: {nothing:,}.")
    notes += [*arcs.notes, *staff.notes]
    isolated = int((contact.degree == 0).sum())
    if isolated:
        who = "1 person has" if isolated == 1 else f"{isolated:,} people have"
        notes.append(f"{who} no tie to anybody but stay in.")
    sizes = _components(contact)
    if len(sizes) > 1:
        notes.append(
            f"The ties fall into {len(sizes):,} separate parts, of {sizes[0]:,} people down to "
            f"{sizes[-1]:,}; no word passes between them."
        )
    return notes


def _components(contact: Ties) -> list[int]:
    """Sizes of the connected parts with ties, largest first."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    shape = (contact.people, contact.people)
    matrix = csr_array((contact.weight, contact.neighbour, contact.start), shape=shape)
    _, part = connected_components(matrix, directed=False)
    sizes = np.sort(np.bincount(part))[::-1]
    return [int(size) for size in sizes if size > 1]


def _layer_note(contact: Ties, working: Ties, criteria: list[str]) -> str:
    mean = 2 * contact.count / contact.people
    if working.count == contact.count:
        return f"All ties are contacts and working ties alike (mean {mean:.1f} per person)."
    return (
        f"Contacts are all ties (mean {mean:.1f} per person); working ties are the strongest "
        f"{working.count:,} (mean {2 * working.count / working.people:.1f}), told by "
        f"{', then '.join(criteria)}; everybody keeps the strongest own one."
    )


def _tree_notes(staff: Staff, tree: Tree, known: bool) -> list[str]:
    """Who leads, and how we came to know."""
    managers = tree.reports[tree.reports > 0]
    head = staff.names[int(np.flatnonzero(tree.manager < 0)[0])]
    result = (
        f"{len(managers):,} {'manager' if len(managers) == 1 else 'managers'} "
        f"({len(managers) / len(tree.manager):.0%} of people), "
        f"{managers.mean():.1f} direct reports each on average, head {head}."
    )
    if not known:
        role = " (those with a leading role first)" if any(staff.leading) else ""
        return [
            "Managers are not in the data: in each department the people with most tie weight "
            f"lead{role}, everybody reports to the closest of them with room: {result}"
        ]
    notes = [f"Managers from {staff.origin['manager']}: {result}"]
    if tree.added:
        notes.append(
            f"{tree.added:,} {'person' if tree.added == 1 else 'people'} without a manager in the "
            "data, or with nobody but themselves, got the closest one."
        )
    return notes
