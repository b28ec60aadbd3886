"""Departments for people of whom none, or not all, have one."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.base.arrays import Floats, Ints, Rows
from sim.organisation.network import Ties
from sim.organisation.spec import SMALLEST_DEPARTMENT

# Louvain at resolution 3 finds 40 communities where a research institution of 1,005 people
# has 42 departments (normalised mutual information .74; .57 at resolution 1).
RESOLUTIONS = (3.0, 2.0, 1.5, 1.0)
LEAST_TYPICAL = 6  # median size below which a resolution splits too finely
LARGEST_SHARE = 0.25  # of all people; a larger branch of the tree is split


def from_names(names: list[str]) -> Rows:
    """Number departments in order of appearance; -1 where the name is empty."""
    number = {name: k for k, name in enumerate(dict.fromkeys(filter(None, names)))}
    return np.array([number.get(name, -1) for name in names], np.int32)


def from_ties(working: Ties) -> Rows:
    """Communities of the stronger ties, seeded; -1 where ties do not tell."""
    import networkx as nx

    graph: Any = nx.Graph()
    graph.add_nodes_from(range(working.people))
    a, b, _ = working.pairs()
    graph.add_edges_from(zip(a.tolist(), b.tolist(), strict=True))
    graph.remove_nodes_from(np.flatnonzero(working.degree == 0).tolist())
    department = np.full(working.people, -1, np.int32)
    for resolution in RESOLUTIONS:
        parts = nx.community.louvain_communities(graph, weight=None, resolution=resolution, seed=1)
        parts = [part for part in parts if len(part) >= SMALLEST_DEPARTMENT]
        if parts and np.median([len(part) for part in parts]) >= LEAST_TYPICAL:
            break
    for number, part in enumerate(sorted(parts, key=min)):
        department[list(part)] = number
    return department


def from_branches(manager: Rows) -> Rows:
    """Branches of the reporting tree: below the head, or lower where a branch is large."""
    people = len(manager)
    below: list[list[int]] = [[] for _ in range(people)]
    for person, boss in enumerate(manager.tolist()):
        if boss >= 0:
            below[boss].append(person)
    tops = [p for p in range(people) if manager[p] < 0 and below[p]]
    department = np.full(people, -1, np.int32)
    count = 0
    while tops:
        top = tops.pop(0)
        branch = [top]
        for person in branch:
            branch.extend(below[person])
        managers = [p for p in below[top] if below[p]]
        if (len(branch) > LARGEST_SHARE * people or manager[top] < 0) and len(managers) > 1:
            tops.extend(managers)
            branch = [top, *(p for p in below[top] if not below[p])]
        department[branch] = count
        count += 1
    return department


def fill(department: Rows, manager: Rows, contact: Ties) -> Rows:
    """Put everybody without a department where the manager is, else most weight of ties.

    Nobody to follow: the largest department. Numbers come out without gaps.
    """
    department = department.copy()
    while True:
        before = int((department < 0).sum())
        from_manager = np.where(manager >= 0, department[manager], -1)
        department = np.where(department < 0, from_manager, department)
        # Whoever has a manager waits for that manager's department.
        alone = np.flatnonzero((department < 0) & (manager < 0))
        department[alone] = _votes(department, contact, alone)
        if int((department < 0).sum()) == before:
            break
    if before:
        sizes = np.bincount(department[department >= 0], minlength=1)
        department[department < 0] = sizes.argmax()
    return np.unique(department, return_inverse=True)[1].astype(np.int32)


def _votes(department: Rows, contact: Ties, people: Ints) -> Rows:
    vote = np.full(len(people), -1, np.int32)
    for k, person in enumerate(people.tolist()):
        ends = slice(contact.start[person], contact.start[person + 1])
        theirs = department[contact.neighbour[ends]]
        weight: Floats = contact.weight[ends][theirs >= 0]
        if len(weight):
            vote[k] = np.bincount(theirs[theirs >= 0], weight).argmax()
    return vote


def merge_small(department: Rows) -> Rows:
    """Dissolve departments too small to be one; their people become -1."""
    sizes = np.bincount(department[department >= 0], minlength=1)
    small = (department >= 0) & (sizes[department] < SMALLEST_DEPARTMENT)
    return np.where(small, -1, department).astype(np.int32)
