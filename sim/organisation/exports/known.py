"""What files say of an organisation, completed, numbered at random, and without small groups."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass, field

import numpy as np

from sim.base.arrays import Floats, Ints, Rows
from sim.organisation.complete.organise import organise, organise_staff
from sim.organisation.complete.strength import strength
from sim.organisation.exports.blocks import Blocks
from sim.organisation.exports.groups import merged, tells_of_a_person
from sim.organisation.exports.persons import Roster
from sim.organisation.exports.rejoin import hashed
from sim.organisation.exports.stored import Stored
from sim.organisation.exports.ties import Met
from sim.organisation.exports.use import Grouping
from sim.organisation.network import Ties
from sim.organisation.notes import Note, note
from sim.organisation.read.edges import Arcs
from sim.organisation.read.people import Staff, staff_from_nodes
from sim.organisation.spec import OrganisationFromFiles
from sim.organisation.structure import Structure

ORIGIN = "import"


@dataclass
class Known:
    """An organisation.

    Attributes:
        kind: One of `folder.KINDS`.
        stored: What is kept of it.
        groups: Name of each group -> its people.
        of_name: Department, as files spell it -> place among the groups.
        of_people: Group of each person of the roster.
        rows: Row of each person of the roster.
        merged: Departments that were too small.
        ties: Ties between people.
        outside: People in ties who are on no staff list.
        notes: What was assumed or filled in.
    """

    kind: str
    stored: Stored = field(default_factory=Stored)
    groups: dict[str, int] = field(default_factory=dict)
    of_name: dict[str, int] = field(default_factory=dict)
    of_people: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    rows: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    merged: int = 0
    ties: int = 0
    outside: int = 0
    notes: list[Note] = field(default_factory=list)

    def grouping(self) -> Grouping:
        """Which group people and departments belong to."""
        known = self.of_name
        return Grouping(list(self.groups), self.of_people, lambda name: known.get(name, -1))


def organised(
    roster: Roster, found: Met | None, graph: Arcs | None, least: int, keep_names: bool,
    salt: bytes | None,
) -> Known:  # fmt: skip
    """An organisation of people.

    Args:
        roster: People, if there is a list of them.
        found: Ties, if there are any.
        graph: What a graph says of its nodes, where there is no list.
        least: People that a group must have.
        keep_names: Whether departments keep their names.
        salt: What people are ordered by; None for a random order.
    """
    people = roster.people or (0 if found is None else found.people)
    number = _order(people, roster, salt)
    staff = _staff(roster, people, number, graph)
    told = any(staff.department) or 2 * sum(each >= 0 for each in staff.manager) >= people
    if found is not None and len(found.sender):
        one, two = (number[end].astype(np.int32) for end in (found.sender, found.recipient))
        arcs = Arcs(staff.names, one, two, found.weight, found.weighted)
        structure, network, notes = organise(
            arcs, staff, OrganisationFromFiles.working_degree, ORIGIN
        )
        row = _rows(structure)
        moved = Arcs(staff.names, row[arcs.sender], row[arcs.recipient], arcs.weight, arcs.weighted)
        stored = Stored(structure, network.contact, strength(moved, network.contact)[0])
        kind, ties = "ties", network.contact.count
    elif told:
        structure, notes = organise_staff(staff)
        row = _rows(structure)
        stored, kind, ties = Stored(structure), "structure", 0
    else:
        return Known("headcount", Stored(), rows=number, of_people=np.full(people, -1))
    given = [""] * people
    for person, name in enumerate(staff.department):
        given[int(row[person])] = name
    structure, groups, of_name, gone = _grouped(stored, given, roster, least, keep_names)
    stored = Stored(structure, stored.contact, stored.close)
    rows = row[number].astype(np.int64)
    of_people = structure.department[rows].astype(np.int64) if groups else np.full(people, -1)
    return Known(kind, stored, groups, of_name, of_people, rows, gone, ties,
                 0 if found is None else found.outside,
                 [each for each in notes if each.key != "read"])  # fmt: skip


def _order(people: int, roster: Roster, salt: bytes | None) -> Ints:
    """A new number for everybody, at random: the order of a file would tell who is who.

    Not drawn by seed, so that nobody can work it out. With a salt it is the order of the keyed
    hashes, so that next month's numbers are the same.
    """
    if salt is None:
        generator = np.random.default_rng(int.from_bytes(os.urandom(16), "big"))
        return generator.permutation(people)
    first = [""] * people
    for spelling, person in roster.alias.items():
        first[person] = first[person] or hashed(spelling, salt)
    number = np.empty(people, np.int64)
    number[np.argsort(np.array(first), kind="stable")] = np.arange(people)
    return number


def _staff(roster: Roster, people: int, number: Ints, graph: Arcs | None) -> Staff:
    """What is known of people, in the order of their new numbers."""
    names = [str(each) for each in range(people)]
    staff = Staff(names, [""] * people, [-1] * people, [False] * people, people)
    if roster.people:
        department, manager, leads = roster.department, roster.manager.tolist(), roster.leads
        staff.origin = {what: note("column", name=roster.headings.get(what, what))
                        for what in ("department", "manager")}  # fmt: skip
    elif graph is not None:
        said = staff_from_nodes(graph, ORIGIN)
        department, manager, leads = said.department, said.manager, said.leading
        staff.origin = said.origin
    else:
        return staff
    for new, where, boss, leading in zip(number.tolist(), department, manager, leads, strict=True):
        staff.department[new], staff.leading[new] = where, leading
        staff.manager[new] = int(number[boss]) if boss >= 0 else -1
    return staff


def _rows(structure: Structure) -> Rows:
    """Row of each number."""
    assert structure.identifier is not None
    row = np.empty(structure.people, np.int32)
    row[np.array(structure.identifier, np.int64)] = np.arange(structure.people, dtype=np.int32)
    return row


def _grouped(
    stored: Stored, given: list[str], roster: Roster, least: int, keep_names: bool
) -> tuple[Structure, dict[str, int], dict[str, int], int]:
    """Departments that are large enough, their names, and how many were merged."""
    structure = stored.structure
    assert structure is not None
    sizes = np.bincount(structure.department)
    into = merged(sizes, closeness(structure, stored.contact), least)
    stays, place = np.unique(into, return_inverse=True)
    department = place[structure.department].astype(np.int32)
    said = [Counter[str]() for _ in range(len(sizes))]
    for row, name in enumerate(given):
        if name:
            said[int(structure.department[row])][name] += 1
    result = Structure(department, structure.team, structure.manager, structure.is_manager,
                       structure.level)  # fmt: skip
    counted = np.bincount(department)
    if not any(said):
        return result, {}, {}, len(sizes) - len(stays)
    groups, of_name = dict[str, int](), dict[str, int]()
    for number, old in enumerate(stays.tolist()):
        usual = said[old].most_common(1)[0][0] if said[old] else ""
        hidden = not keep_names or not usual or tells_of_a_person(usual, roster.alias)
        name = f"{number + 1}" if hidden or usual in groups else usual
        groups[name] = int(counted[number])
    for old, names in enumerate(said):
        for name in names:
            of_name[name] = int(place[old])
    return result, groups, of_name, len(sizes) - len(stays)


def closeness(structure: Structure, contact: Ties | None) -> Floats:
    """How close departments are: by the weight of their ties, else by who reports to whom."""
    count = structure.departments
    near = np.zeros((count, count))
    boss = structure.manager >= 0
    mine, above = structure.department[boss], structure.department[structure.manager[boss]]
    np.add.at(near, (mine, above), 1e-6)
    np.add.at(near, (above, mine), 1e-6)
    if contact is not None:
        a, b, weight = contact.pairs()
        one, two = structure.department[a], structure.department[b]
        np.add.at(near, (one, two), weight)
        np.add.at(near, (two, one), weight)
    return near


def from_groups(blocks: Blocks, keep_names: bool) -> Known:
    """An organisation of which only groups are known."""
    weighted = bool((blocks.weight > 0).any())
    stored = Stored(sizes=blocks.sizes, weight=blocks.weight if weighted else None)
    hidden = [not keep_names or tells_of_a_person(name, ()) for name in blocks.names]
    names = [str(k + 1) if gone else name
             for k, (name, gone) in enumerate(zip(blocks.names, hidden, strict=True))]  # fmt: skip
    return Known(
        "blocks" if weighted else "groups",
        stored,
        dict(zip(names, map(int, blocks.sizes), strict=True)),
        {name: k for k, name in enumerate(blocks.names)},
        merged=blocks.merged,
    )
