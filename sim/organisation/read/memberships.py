"""Lists of who takes part in what: people are tied to those who take part in the same.

Each thing ties all who share it, and counts for everybody as much as for anybody else: a pair
that shares a thing of k people gets the weight 1 / (k - 1) from it (Newman 2001, Scientific
collaboration networks II, eq. 2). What very many share ties nobody: a meeting of hundreds says
little, and its pairs would be millions.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from sim.base.arrays import Floats, Ints, Rows
from sim.organisation.notes import Note, note
from sim.organisation.read.headings import MEMBERS, MEMBERSHIPS, pair_of, places_of
from sim.organisation.read.identity import People
from sim.organisation.read.limits import TIES, check
from sim.organisation.read.table import Table

LARGEST = 100
"""People who share a thing; more of them are not tied by it. An assumption without a source."""


class Shared(NamedTuple):
    """Ties between people who share something.

    Attributes:
        a: One of each pair, an index of people.
        b: The other.
        weight: Sum over what they share.
        notes: What was made of the list.
    """

    a: Rows
    b: Rows
    weight: Floats
    notes: list[Note]


def membership_of(table: Table, row: int) -> tuple[int, int] | None:
    """The columns of people and of what they take part in, if a row of headings names both."""
    header = table.row(row)
    things = places_of(header, MEMBERSHIPS)
    people = [place for place in places_of(header, MEMBERS) if place not in things[:1]]
    if not things or not people or pair_of(header) is not None:
        return None
    below = len(table.lines) - row - 1
    # A column of which every cell is another one numbers the rows, if another one names people.
    often = [place for place in people if len({*table.columns[place][row + 1 :]}) < below]
    return [*often, *people][0], things[0]


def tied(path: str, people: People, who: Sequence[str], what: Sequence[str]) -> Shared:
    """Ties of a list with a person and a thing on a row.

    Args:
        path: The file, for notes and messages.
        people: Everybody in it.
        who: The person of each row.
        what: The thing that the person takes part in.

    Raises:
        NotRead: There are too many pairs.
    """
    number = {name: place for place, name in enumerate(dict.fromkeys(what))}
    things = np.array([number[name] for name in what], np.int64)
    both = np.unique(things * len(people.names) + people.rows(who))
    thing, person = np.divmod(both, len(people.names))
    size = np.bincount(thing, minlength=len(number))
    ties = size[(size > 1) & (size <= LARGEST)]
    check(path, int((ties * (ties - 1) // 2).sum()), TIES, "pairs of people who share something")
    start = np.concatenate(([0], np.cumsum(size)))
    a, b, weight = _pairs(person, start, size)
    key, place = np.unique(a * len(people.names) + b, return_inverse=True)
    total = np.zeros(len(key))
    np.add.at(total, place, weight)
    one, other = np.divmod(key, len(people.names))
    file, large = Path(path).name, int((size > LARGEST).sum())
    notes = [note("shared", file=file, things=len(number), count=len(people.names))]
    if large:
        notes.append(note("shared_by_many", count=large, most=LARGEST))
    return Shared(one.astype(np.int32), other.astype(np.int32), total, notes)


def _pairs(person: Ints, start: Ints, size: Ints) -> tuple[Ints, Ints, Floats]:
    """All pairs of each thing, those of one size at once, and what each adds to their tie."""
    one, other, weight = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)], [np.zeros(0)]
    for count in np.unique(size[(size > 1) & (size <= LARGEST)]):
        rows = person[start[:-1][size == count][:, None] + np.arange(count)]
        first, second = np.triu_indices(int(count), 1)
        one.append(rows[:, first].ravel())
        other.append(rows[:, second].ravel())
        weight.append(np.full(rows.shape[0] * len(first), 1.0 / (count - 1)))
    return np.concatenate(one), np.concatenate(other), np.concatenate(weight)
