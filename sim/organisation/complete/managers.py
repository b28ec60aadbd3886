"""Managers for people whose ties are known and whose reporting lines are not, or not all.

Managers are the most central people of a department; everybody reports to the closest
one who has room. Numbers of managers and of levels follow the generator's.
"""

from __future__ import annotations

from heapq import heapify, heapreplace

import numpy as np
from numpy.typing import NDArray

from sim.base.arrays import Ints, Rows
from sim.organisation.network import Ties

SPAN = 4.5  # mean number of direct reports (measured: 4-5)
ROOM = 9  # direct reports before the next closest manager is asked (measured p90: 7-9)
BRANCHES = 3  # managers below a manager of a department
BRANCHES_TOP = 4  # managers below an executive


class Tree:
    """Reporting lines that are being completed.

    Attributes:
        manager: Manager of each person, -1 while there is none; in the end only for the head.
        close: Ties whose weights say how close two people are.
        department: Department of each person.
        rank: Place in the order of those who become managers, 0 first.
        reports: Number of direct reports of each person.
        added: People who were given a manager that no file names.
    """

    def __init__(self, manager: Rows, department: Rows, close: Ties, rank: Ints) -> None:
        self.manager = manager.copy()
        self.department, self.close, self.rank = department, close, rank
        people = len(manager)
        self.reports = np.bincount(manager[manager >= 0], minlength=people)
        self.added = 0
        self._slot: Rows = np.full(people, -1, np.int32)

    def complete(self, heads: Ints, leading: NDArray[np.bool_]) -> None:
        """Give everybody a manager but one, the head.

        Args:
            heads: People known to report to nobody.
            leading: People known to lead others; they become managers first.
        """
        known = bool((self.manager >= 0).any())
        lone = (self.manager < 0) & (self.reports == 0)
        lone[heads] = False
        order = np.lexsort((self.rank, self.department))
        bounds = np.flatnonzero(np.diff(self.department[order], prepend=-1))
        for members in np.split(order, bounds[1:]):
            self._fill(members[lone[members]], members[self.reports[members] > 0], leading)
        tops = np.flatnonzero(self.manager < 0)
        size = self._below(tops) if known else np.zeros(len(tops), np.int64)
        is_head = np.isin(tops, heads)
        # The head by name, else with the most people below, else the most central.
        keys = (self.rank[tops], -size, self.reports[tops] == 0, ~is_head)
        self._levels(tops[np.lexsort(keys)], BRANCHES_TOP)

    def _fill(self, lone: Ints, managers: Ints, leading: NDArray[np.bool_]) -> None:
        """Place the people of one department who have neither manager nor reports."""
        room = int(np.maximum(ROOM - self.reports[managers], 0).sum())
        if len(lone) > room or not len(managers):
            wanted = max(1, round((len(lone) - room) / SPAN))
            named = int(leading[lone].sum())
            count = min(max(named, 1) if named else wanted, max(len(lone) // 2, 1))
            first = lone[np.lexsort((self.rank[lone], ~leading[lone]))]
            chosen, lone = first[:count], first[count:]
            if len(managers):
                self._attach(chosen, managers, BRANCHES)
            else:
                self._levels(chosen, BRANCHES)
            if len(lone):
                self._attach(lone, chosen, 1, spill=False)
            managers = np.concatenate((managers, chosen))
        self._attach(lone[self.manager[lone] < 0], managers, ROOM)

    def _levels(self, chosen: Ints, branches: int) -> None:
        """Stack managers in levels, each `branches` times as wide as the one above."""
        above, at, width = chosen[:1], 1, branches
        while at < len(chosen):
            level = chosen[at : at + width]
            before = self.reports[above].copy()
            self._attach(level, above, branches, before)
            above, at, width = level, at + width, width * branches

    def _attach(
        self,
        people: Ints,
        managers: Ints,
        room: int,
        before: Ints | None = None,
        spill: bool = True,
    ) -> None:
        """Let people report to the closest manager with room, closest pairs first.

        Those without a tie to any of them go, if `spill`, where there is most room.
        """
        if not len(people):
            return
        load = (self.reports[managers] - (0 if before is None else before)).tolist()
        rows, slots = self._pairs(people, managers)
        for row, slot in zip(rows, slots, strict=True):
            if self.manager[row] < 0 and load[slot] < room:
                self._report(row, int(managers[slot]))
                load[slot] += 1
        emptiest = [(count, slot) for slot, count in enumerate(load)]
        heapify(emptiest)
        for row in people.tolist() if spill else []:
            if self.manager[row] < 0:
                count, slot = emptiest[0]
                self._report(row, int(managers[slot]))
                heapreplace(emptiest, (count + 1, slot))

    def _report(self, person: int, manager: int) -> None:
        self.manager[person] = manager
        self.reports[manager] += 1
        self.added += 1

    def _pairs(self, people: Ints, managers: Ints) -> tuple[list[int], list[int]]:
        """Ties from `people` to `managers`, closest first, as (person, place among managers)."""
        ties = self.close
        length = ties.degree[people]
        ends = np.cumsum(length)
        entry = np.arange(int(ends[-1])) + np.repeat(ties.start[people] - ends + length, length)
        self._slot[managers] = np.arange(len(managers))
        slot = self._slot[ties.neighbour[entry]]
        self._slot[managers] = -1
        found = np.flatnonzero(slot >= 0)
        found = found[np.argsort(-ties.weight[entry[found]], kind="stable")]
        return np.repeat(people, length)[found].tolist(), slot[found].tolist()

    def _below(self, tops: Ints) -> Ints:
        """People below each of the tops."""
        top = np.where(self.manager < 0, np.arange(len(self.manager)), self.manager)
        while True:
            further = top[top]
            if (further == top).all():
                return np.bincount(top, minlength=len(top))[tops]
            top = further


def rank_by_activity(contact: Ties) -> Ints:
    """Order of people by the weight of all their ties, then by their number; 0 is first."""
    total = np.bincount(contact.owner, contact.weight, minlength=contact.people)
    rank = np.empty(contact.people, np.int64)
    rank[np.lexsort((-contact.degree, -total))] = np.arange(contact.people)
    return rank
