"""People of staff lists, while they are read."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import numpy as np

from sim.base.arrays import Rows
from sim.organisation.exports.columns import shape_of
from sim.organisation.exports.dropped import Dropped
from sim.organisation.exports.sheet import Sheet


@dataclass
class Person:
    """A row of a staff list, while it is read; names and ids are gone when the reader ends."""

    keys: list[str]
    names: list[str]
    managers: list[str]
    department: str
    leads: bool
    licensed: int
    sheet: Sheet
    row: int


@dataclass
class Roster:
    """People without names.

    Attributes:
        alias: Every spelling of a person -> number of the person; lives in memory only.
        gone: Spellings of people who have left, are guests, or whose account is off.
        manager: Number of the manager; the own number for the head, -1 if unknown.
        department: Name of the department, "" if unknown.
        leads: Whether the role is one that leads others.
        licensed: 1 for access, 0 for none, -1 if unknown.
        headings: Meaning of a column -> what the first list calls it.
        dropped: Reason -> rows that were left out.
        repaired: What was put right -> people.
    """

    alias: dict[str, int] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    manager: Rows = field(default_factory=lambda: np.zeros(0, np.int32))
    department: list[str] = field(default_factory=list)
    leads: list[bool] = field(default_factory=list)
    licensed: list[int] = field(default_factory=list)
    headings: dict[str, str] = field(default_factory=dict)
    dropped: Dropped = field(default_factory=Dropped)
    repaired: Counter[str] = field(default_factory=Counter)

    @property
    def people(self) -> int:
        """How many there are."""
        return len(self.department)

    @property
    def shape(self) -> str:
        """What most spellings look like."""
        return shape_of(list(self.alias))
