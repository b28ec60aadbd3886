"""A real organisation: ties from a file or a graph, with people where they are known.

What the data does not say is filled in from what it says, and every such step is a note.
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
from sim.organisation.measures import parts_of
from sim.organisation.network import Network, Ties
from sim.organisation.notes import Note, note
from sim.organisation.read.edges import Arcs, arcs_from_text
from sim.organisation.read.people import Staff, staff_from_nodes, staff_from_text
from sim.organisation.read.shape import told_all
from sim.organisation.read.source import Stamps, read_text, stamps
from sim.organisation.spec import SMALLEST, OrganisationFromFiles
from sim.organisation.structure import Structure, lay_out

Ready = tuple[Structure, Network, list[Note]]


def read_network(organisation: OrganisationFromFiles) -> Ready:
    """Read an organisation from an edge list and, if there is one, a people file.

    The edge list is CSV (comma, semicolon, tab, white space), a matrix, a graph in one of the
    formats of `sim/organisation/read/graph.py`, or Matrix Market; the people file is CSV with
    columns id, department, manager, role. Both may be in UTF-8, UTF-16 (with its mark) or
    Windows-1252, and packed with gzip. Nobody is named unless `organisation.show_names`.

    Returns:
        The formal organisation, its two layers of ties, and one note for everything that was
        assumed, left out or filled in.

    Raises:
        ConfigError: With file and line, if the files cannot be understood.
    """
    if not organisation.edges:
        raise ConfigError("organisation.edges is missing; name a file: organisation.edges=ties.csv")
    files = stamps([organisation.edges, organisation.people])
    structure, network, notes = _read(organisation, files)
    return structure, network, list(notes)


@lru_cache(maxsize=1)
def _read(organisation: OrganisationFromFiles, _: Stamps) -> Ready:
    path, people = organisation.edges, organisation.people
    text, how = read_text(path, "organisation.edges")
    arcs = arcs_from_text(path, text, organisation.show_names)
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
        named = f" ({told_all(staff.names, True, 8)})" if arcs.show_names else ""
        raise ConfigError(f"{origin}: {people} people{named}; at least {SMALLEST} are needed")
    notes = _describe(arcs, staff, contact, origin)
    close, criteria = strength(arcs, contact)
    working = working_layer(contact, close, working_degree)
    notes.append(_layer_note(contact, working, criteria))
    department, manager = _formal(staff, contact, working, close, notes, arcs.show_names)
    structure, row = lay_out(manager, department, tuple(staff.names))
    mixed = int((structure.department != structure.department[_lead(structure)]).sum())
    if mixed and {"department", "manager"} <= set(staff.origin):
        notes.append(note("across", people=mixed))
    degree: Floats = np.empty(people)
    degree[row] = contact.degree
    network = Network(contact.moved(row), working.moved(row), degree / degree.mean())
    return structure, network, notes


def organise_staff(staff: Staff) -> tuple[Structure, list[Note]]:
    """The formal organisation alone, where nobody knows who exchanges with whom."""
    people = len(staff.names)
    nobody = np.zeros(0, np.int32)
    contact, notes = Ties.from_pairs(people, nobody, nobody), list(staff.notes)
    department, manager = _formal(staff, contact, contact, np.zeros(0), notes, False)
    return lay_out(manager, department, tuple(staff.names))[0], notes


def _lead(structure: Structure) -> Rows:
    return np.where(structure.manager < 0, np.arange(structure.people), structure.manager)


def _formal(
    staff: Staff, contact: Ties, working: Ties, close: Floats, notes: list[Note], show_names: bool
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
    notes.extend(_tree_notes(staff, tree, bool((manager >= 0).any()), show_names))
    return department, tree.manager


def _departments(
    staff: Staff, manager: Rows, contact: Ties, working: Ties, notes: list[Note]
) -> Rows:
    given = from_names(staff.department)
    if (given >= 0).any():
        full = fill(given, manager, contact)
        lost = int((given < 0).sum())
        found = {"departments": int(full.max()) + 1, "origin": staff.origin["department"]}
        filled = {"lost": lost} if lost else {}
        notes.append(note("departments_filled" if lost else "departments", **found, **filled))
        return full
    if 2 * int((manager >= 0).sum()) >= len(manager):
        full = fill(merge_small(from_branches(manager)), manager, contact)
        how = "branches"
    else:
        full = fill(from_ties(working), manager, contact)
        how = "communities"
    sizes = np.bincount(full)
    least, most = int(sizes.min()), int(sizes.max())
    notes.append(
        note("departments_found", count=len(sizes), smallest=least, largest=most, how=note(how))
    )
    return full


def _describe(arcs: Arcs, staff: Staff, contact: Ties, origin: str) -> list[Note]:
    """What was read, and what in it is unusual."""
    people, rows = contact.people, len(arcs.sender)
    loops = int((arcs.sender == arcs.recipient).sum())
    key = arcs.sender.astype(np.int64) * people + arcs.recipient
    repeated = rows - len(np.unique(key))
    notes = [
        note(
            "read",
            file=Path(origin).name,
            people=people,
            ties=contact.count,
            rows=arcs.rows or rows,
            weights=note("weighted" if arcs.weighted else "unweighted"),
            repeated=note("repeated", count=repeated) if repeated else "",
            loops=note("loops", count=loops) if loops else "",
        )
    ]
    nothing = int((arcs.weight == 0).sum())
    if nothing:
        notes.append(note("weight_zero", rows=nothing))
    notes += [*arcs.notes, *staff.notes]
    isolated = int((contact.degree == 0).sum())
    if isolated:
        notes.append(note("isolated", count=isolated))
    sizes = sorted((size for size in np.bincount(parts_of(contact)).tolist() if size > 1),
                   reverse=True)  # fmt: skip
    if len(sizes) > 1:
        notes.append(note("parts", parts=len(sizes), largest=sizes[0], smallest=sizes[-1]))
    return notes


def _layer_note(contact: Ties, working: Ties, criteria: Note) -> Note:
    mean = 2 * contact.count / contact.people
    if working.count == contact.count:
        return note("one_layer", mean=mean)
    degree = 2 * working.count / working.people
    return note("two_layers", mean=mean, ties=working.count, working=degree, criteria=criteria)


def _tree_notes(staff: Staff, tree: Tree, known: bool, show_names: bool) -> list[Note]:
    """Who leads, and how we came to know."""
    managers = tree.reports[tree.reports > 0]
    head = staff.names[int(np.flatnonzero(tree.manager < 0)[0])]
    result = note(
        "tree",
        count=len(managers),
        share=int(f"{100 * len(managers) / len(tree.manager):.0f}"),
        reports=float(managers.mean()),
        head=note("head", name=head) if show_names else "",
    )
    if not known:
        first = note("roles_first") if any(staff.leading) else ""
        return [note("managers_found", first=first, result=result)]
    notes = [note("managers", origin=staff.origin["manager"], result=result)]
    if tree.added:
        notes.append(note("managers_added", count=tree.added))
    return notes
