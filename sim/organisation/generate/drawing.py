"""Drawing ties one by one: direct draws, and a hash table of what is drawn.

`ties.py` says who is how active and where people sit; this file and `triangles.py`
draw pairs until a layer has its ties. Time and memory are linear in them.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
from numba import int64, uint64, uintp

from sim.base.arrays import Floats, Ints, Key, Rows, Whole
from sim.base.kernel import inlined, kernel
from sim.base.philox import BLOCK, fill, unit, units

EVERYWHERE = 0.1  # share of ties out of the division that go anywhere in a larger organisation
TRIES = 6
ENDLESS = 2**62  # slots: whoever is alone may go round the table
SWEEPS = 8
FORMAL_ODDS = 1.5  # makes up for the curvature of the tie probability in activity


class Rule(NamedTuple):
    """How one layer of ties is drawn.

    Attributes:
        boss_report: Tie probability along a reporting line (measured in a plant).
        same_boss: Tie probability between reports of one boss (measured in a plant).
        unit_share: Share of direct draws within the department that stay in the unit.
        home_closure: Share of other ties within the department that close a triangle.
        closure: Part of `closure` of the organisation that holds for ties across departments.
        beyond: Share of direct draws across departments that may leave the division.
        skew: Power of outwardness: how strongly ties across departments concentrate.
        loose: Chance to close a triangle although only one common contact was found.
        stages: How often closing starts again from the ties drawn so far.
        exchanges: Median exchanges per month (month-to-month recurrence of ties).
    """

    boss_report: float
    same_boss: float
    unit_share: float
    home_closure: float
    closure: float
    beyond: float
    skew: float
    loose: float
    stages: int
    exchanges: float


WORKING = Rule(0.44, 0.24, 0.85, 0.75, 0.70, 0.5, 1.2, 1.0, 1, 1.5)
CONTACT = Rule(0.63, 0.53, 1.00, 0.3, 1.0, 0.05, 1.12, 0.03, 3, 0.25)


class Place(NamedTuple):
    """Where people sit, as ranges of rows: units, departments and divisions are blocks."""

    department: Rows
    manager: Rows
    unit_first: Rows
    unit_last: Rows
    department_first: Rows
    department_last: Rows
    division_first: Rows
    division_last: Rows
    region_first: Rows
    region_last: Rows


class Draft(NamedTuple):
    """Pairs drawn so far, or those that one thread draws.

    Attributes:
        seen: Hash table of pairs.
        a: Lower row of each pair; pairs put off stand at the end, the last one first.
        b: Upper row of each pair, alike.
        drawn: How many pairs, shape (4,): noted; within departments and across them, those put
            off included; put off.
        first: First slot of the table to use.
        last: Slot after the last one to use. Threads must not write in the same place, so pairs
            that belong elsewhere are put off.
    """

    seen: Ints
    a: Rows
    b: Rows
    drawn: Ints
    first: int
    last: int

    def pairs(self) -> tuple[Rows, Rows]:
        """The pairs so far."""
        return self.a[: self.drawn[0]], self.b[: self.drawn[0]]


class Weights(NamedTuple):
    """Running sums over rows of the activity at home and in other departments."""

    home: Floats
    abroad: Floats


def empty(ties: int) -> Draft:
    """Room for the given number of ties, and for what formal ties may add."""
    room = int(ties * 1.05) + 64
    table = 1 << max(6, math.ceil(math.log2(1.6 * room)))
    seen, pair = np.zeros(table, np.int64), np.empty(room, np.int32)
    return Draft(seen, pair, pair.copy(), np.zeros(4, np.int64), 0, ENDLESS)


def parts(draft: Draft, rows: Ints, pairs: Ints) -> list[Draft]:
    """Drafts to be filled side by side: for each block of rows one, with room for some pairs.

    They share the hash table, each with the slots of its rows.
    """
    slots = (rows * (len(draft.seen) / rows[-1])).astype(np.int64).tolist()
    slots[-1] = ENDLESS if len(pairs) == 1 else slots[-1]
    left = len(draft.a) - int(draft.drawn[0])
    rooms = np.diff(np.minimum(np.cumsum(pairs), left), prepend=0).tolist()
    return [
        Draft(draft.seen, np.empty(room, np.int32), np.empty(room, np.int32),
              np.zeros(4, np.int64), first, last)
        for room, first, last in zip(rooms, slots[:-1], slots[1:], strict=True)
    ]  # fmt: skip


@inlined
def _slot(low: Whole, high: Whole, people: int, table: int) -> Any:
    """What stands for a pair in the table, and the first slot to look for it."""
    mark = np.int64(low) * people + high + 1
    # Pairs of near rows lie near each other in the table, for the sake of the cache.
    spread = (uint64(high) * uint64(0x9E3779B97F4A7C15)) >> uint64(54)
    return mark, uintp(int(low * (table / people))) + spread


@kernel
def add(draft: Draft, place: Place, i: Whole, j: Whole) -> bool:
    """Note a pair, or put it off, unless it is known, a self loop, or there is no room."""
    seen, a, b, drawn, first, last = draft
    low, high = min(i, j), max(i, j)
    at, table = drawn[0], len(seen)
    if low == high or at + drawn[3] == len(a):
        return False
    mark, slot = _slot(low, high, len(place.manager), table)
    here = slot >= uintp(first)
    while here and slot < uintp(last) and seen[slot & uintp(table - 1)] != 0:
        if seen[slot & uintp(table - 1)] == mark:
            return False
        slot += uintp(1)
    if here and slot < uintp(last):
        seen[slot & uintp(table - 1)] = mark
        drawn[0] += 1
    else:
        drawn[3] += 1
        at = len(a) - drawn[3]
    a[at], b[at] = low, high
    drawn[1 if place.department[i] == place.department[j] else 2] += 1
    return True


@kernel
def join(draft: Draft, part: Draft, place: Place) -> None:
    """Add what a thread has drawn; of what it has put off, what is still new."""
    _, a, b, drawn, _, _ = part
    at, noted, off = draft.drawn[0], drawn[0], drawn[3]
    for k in range(noted):
        draft.a[at + k], draft.b[at + k] = a[k], b[k]
    for k in range(3):
        draft.drawn[k] += drawn[k]
    for k in range(len(a) - 1, len(a) - 1 - off, -1):
        draft.drawn[1 if place.department[a[k]] == place.department[b[k]] else 2] -= 1
        add(draft, place, int64(a[k]), int64(b[k]))


@kernel
def formal(
    draft: Draft,
    place: Place,
    by_boss: Rows,
    sociable: Floats,
    chances: tuple[float, float],
    key: Key,
) -> None:
    """Ties along reporting lines and between people of one boss; the odds grow with activity."""
    up, beside = chances
    words = np.empty((4, BLOCK), np.uint32)
    draw, first = int64(0), 1  # by_boss[0] is the head
    for here in range(1, len(by_boss)):
        i = by_boss[here]
        boss = place.manager[i]
        if place.manager[by_boss[first]] != boss:
            first = here
        for there in range(first - 1, here):
            j = boss if there == first - 1 else by_boss[there]
            chance = up if there == first - 1 else beside
            odds = FORMAL_ODDS * chance / (1 - chance) * math.sqrt(sociable[i] * sociable[j])
            if draw % BLOCK == 0:
                fill(key[0], key[1], int64(0), draw, words)
            if unit(words[0, draw % BLOCK]) < odds / (1 + odds):
                add(draft, place, int64(i), int64(j))
            draw += 1


@kernel
def _pick(running: Floats, first: Whole, last: Whole, u: float) -> Whole:
    """A row in [first, last) with chance proportional to its weight."""
    target = running[first] + u * (running[last] - running[first])
    low, high = first, last - 1
    while low < high:
        middle = (low + high) // 2
        if running[middle + 1] < target:
            low = middle + 1
        else:
            high = middle
    return low


@kernel
def _someone(place: Place, running: Floats, i: int, across: bool, rule: Rule, four: Any) -> Whole:
    """Somebody in reach of i, by weight: of the unit, department, division or organisation."""
    u, v, w, _ = four
    home = place.department[i]
    first, last = int64(0), int64(len(place.manager))
    if not across and u < rule.unit_share:
        first, last = int64(place.unit_first[i]), int64(place.unit_last[i])
    elif not across:
        first, last = int64(place.department_first[home]), int64(place.department_last[home])
    elif u >= rule.beyond:
        first, last = int64(place.division_first[home]), int64(place.division_last[home])
    elif w >= EVERYWHERE:
        first, last = int64(place.region_first[home]), int64(place.region_last[home])
    return _pick(running, first, last, v)


@kernel
def _formally_close(manager: Rows, i: int, j: Whole) -> bool:
    """Boss and report, or reports of one boss: `formal` has decided about these."""
    return bool(manager[i] == manager[j] or manager[i] == j or manager[j] == i)


@kernel
def _full(draft: Draft, place: Place, running: Floats, across: bool, rule: Rule) -> bool:
    """Whether nobody finds anybody new within or across departments, however often they try."""
    seen, people = draft.seen, len(place.manager)
    if draft.drawn[0] == len(draft.a):
        return True
    for i in range(people):
        home = place.department[i]
        first, last = int64(0), int64(people)
        if not across and rule.unit_share >= 1.0:
            first, last = int64(place.unit_first[i]), int64(place.unit_last[i])
        elif not across:
            first, last = int64(place.department_first[home]), int64(place.department_last[home])
        for j in range(first, last if running[i + 1] != running[i] else first):
            wrong_side = (place.department[j] != home) != across
            if i == j or wrong_side or running[j + 1] == running[j]:
                continue
            mark, slot = _slot(min(i, j), max(i, j), people, len(seen))
            while seen[slot & uintp(len(seen) - 1)] not in (0, mark):
                slot += uintp(1)
            known = seen[slot & uintp(len(seen) - 1)] == mark
            if not known and not _formally_close(place.manager, i, j):
                return False
    return True


@kernel
def draw(
    draft: Draft, place: Place, weights: Weights, goal: Floats, rule: Rule, key: Key, phase: int
) -> None:
    """Sweep over people in proportion to their activity until both goals are met.

    A sweep visits rows in order, so that memory is read in order too; what it misses
    (pairs already tied) the next one tries again. It ends after eight sweeps: then the
    firm is full. In a small one that is so before: then the tries that are left only count.
    """
    words = np.empty((4, BLOCK), np.uint32)
    fill(key[0], key[1], phase, int64(0), words)
    drawn = 0
    for side in range(2):
        running = weights.abroad if side == 1 else weights.home
        for sweep in range(SWEEPS):
            missing = int(goal[side] + 0.5) - draft.drawn[1 + side]
            i, before = 0, draft.drawn[0]
            for t in range(missing if running[-1] > 0 else 0):
                while running[i + 1] < (t + 0.5) / missing * running[-1]:
                    i += 1
                for _ in range(TRIES):
                    drawn += 1
                    if drawn % BLOCK == 0:
                        fill(key[0], key[1], phase, drawn, words)
                    four = units(words, drawn % BLOCK)
                    j = _someone(place, running, i, side == 1, rule, four)
                    wrong_side = (place.department[i] != place.department[j]) != (side == 1)
                    if wrong_side or running[j + 1] == running[j]:
                        continue
                    if not _formally_close(place.manager, i, j) and add(draft, place, int64(i), j):
                        break
            in_vain = missing > 0 and draft.drawn[0] == before and running[-1] > 0
            if in_vain and _full(draft, place, running, side == 1, rule):
                drawn += (SWEEPS - 1 - sweep) * missing * TRIES
                fill(key[0], key[1], phase, drawn - drawn % BLOCK, words)
                break
