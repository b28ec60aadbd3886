"""Groups of people: their names, and none so small that it tells of one person."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

import numpy as np

from sim.base.arrays import Floats, Ints
from sim.organisation.read.headings import plain
from sim.organisation.read.table import EMPTY

LONGEST = 60
NO_GROUPS = frozenset(("unclassifiedcollaborators", "withingroup", "unclassified", "other",
                       "unknown", "unbekannt", "nichtzugeordnet"))  # fmt: skip


def group_name(cell: str) -> str:
    """The name of a group as a cell has it: a list's first entry, one line, not too long."""
    if cell[:1] == "[":
        try:
            listed = json.loads(cell)
            cell = str(listed[0]) if isinstance(listed, list) and listed else ""
        except (ValueError, RecursionError):
            pass
    text = "".join(each for each in " ".join(cell.split()) if each.isprintable())
    return "" if text.casefold() in EMPTY or plain(text) in NO_GROUPS else text[:LONGEST]


def tells_of_a_person(name: str, known: Mapping[str, int] | Sequence[str]) -> bool:
    """Whether the name of a group has a person's id or name in it."""
    from sim.organisation.exports.columns import key

    words = [key(name), *map(key, re.split(r"[\s/,;()\[\]]+", name))]
    return "@" in name or key(name) in known or any("@" in each for each in words)


def merged(sizes: Ints, close: Floats, least: int) -> Ints:
    """Which group each becomes a part of, so that each has enough people.

    The smallest one that is too small goes to the closest, until none is; of several alike it is
    the smallest, so that as little as possible is blurred.

    Args:
        sizes: People of each group.
        close: How close two groups are, any unit; symmetric.
        least: People that a group must have.

    Returns:
        For each group the number of the one that it is part of, which is its own if it stays.
    """
    size, near = sizes.astype(np.float64), close.astype(np.float64).copy()
    np.fill_diagonal(near, -1.0)
    into = np.arange(len(sizes))
    alive = size > 0
    while alive.sum() > 1:
        small = np.flatnonzero(alive & (size < least))
        if not len(small):
            break
        each = int(small[np.lexsort((small, size[small]))[0]])
        others = np.flatnonzero(alive & (np.arange(len(size)) != each))
        order = np.lexsort((others, size[others], -near[each, others]))
        to = int(others[order[0]])
        # The larger one gives the name.
        if size[to] < size[each]:
            each, to = to, each
        size[to] += size[each]
        near[to] += near[each]
        near[:, to] += near[:, each]
        near[to, to] = -1.0
        alive[each] = False
        into[into == each] = to
    return into


def own_groups(
    cells: Sequence[str], people: Sequence[str], least: int, keep_names: bool
) -> tuple[dict[str, int], dict[str, int], int]:
    """Groups that a list of use or answers names itself.

    Args:
        cells: Group of each row, as the file has it.
        people: Person of each row.
        least: People that a group must have.
        keep_names: Whether groups keep their names.

    Returns:
        People of each group, the place of each name among the groups, and how many were merged.
    """
    members: dict[str, set[str]] = {}
    for cell, person in zip(cells, people, strict=True):
        name = group_name(cell)
        if name:
            members.setdefault(name, set()).add(person.casefold())
    names = list(members)
    if not names:
        return {}, {}, 0
    sizes = np.array([len(members[name]) for name in names])
    into = merged(sizes, np.zeros((len(names), len(names))), least)
    stays, place = np.unique(into, return_inverse=True)
    known = sorted(set().union(*members.values()))
    groups = dict[str, int]()
    for number, old in enumerate(stays.tolist()):
        hidden = not keep_names or tells_of_a_person(names[old], known)
        groups[str(number + 1) if hidden else names[old]] = int(sizes[into == old].sum())
    return groups, dict(zip(names, place.tolist(), strict=True)), len(names) - len(stays)
