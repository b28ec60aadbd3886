"""Draw a social network on a formal organisation, in time linear in people.

The strong layer comes first. *Working* ties run along the reporting lines, within
the unit and the department, and across departments, drawn by activity; part of
them closes a triangle. *Contact* then grows around it by the same rules: two who
work with the same third person are likely to know each other (Granovetter, "The
strength of weak ties", 1973), which gives real networks their clustering.

Three kinds of heterogeneity come from lognormal traits: sociability (how many
ties), outwardness (how many of them leave the department), and a few people
whose work needs no other department at all.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numba import njit, uint64
from numpy.typing import NDArray

from sim.hierarchy import Structure
from sim.network import Floats, Ints, Network, Rows, Ties
from sim.organisation import GeneratedOrganisation
from sim.streams import Key, Streams, uniforms

BOSS_REPORT = {"working": 0.44, "contact": 0.63}  # tie probabilities measured in a plant
SAME_BOSS = {"working": 0.24, "contact": 0.53}
MANAGER_ACTIVITY = 1.6  # managers have more contacts than their staff
OUTWARD_SPREAD = 0.6  # sd of log outwardness
CEILING = 6.0  # times the mean: hours limit how many people anyone keeps up with
INWARD = 0.03  # share of people whose work needs no other department
NEAR = 0.6  # share of ties within a department that stay within the unit
DIVISION = 1000  # people; beyond that size, other departments are mostly the near ones
BEYOND_DIVISION = 0.1  # share of ties between departments that leave the division
FULLEST = 0.7  # share of all others that a person can know in a small firm
TRIES = 6
EXCHANGES = {"working": 2.0, "contact": 0.3}  # median per month: month-to-month recurrence
EXCHANGES_SPREAD = 1.0


class Place(NamedTuple):
    """Where people sit, as ranges of rows (teams, units and departments are blocks)."""

    department: Rows
    manager: Rows
    unit_first: Rows
    unit_last: Rows
    department_first: Rows
    department_last: Rows
    division_first: Rows
    division_last: Rows


class Draft(NamedTuple):
    """Pairs drawn so far, and a hash table of them."""

    seen: Ints
    a: Rows
    b: Rows
    count: Ints  # pairs in all, within departments, across departments


@dataclass(frozen=True)
class Degrees:
    """Mean degrees that a headcount leaves room for."""

    contact: float
    working: float
    notes: tuple[str, ...]


def degrees(organisation: GeneratedOrganisation) -> Degrees:
    """The wanted degrees, lowered (and said so) where there are too few people for them."""
    room = FULLEST * (organisation.headcount - 1)
    contact = min(organisation.contact_degree, room)
    working = min(organisation.working_degree, FULLEST * contact)
    if contact == organisation.contact_degree:
        return Degrees(contact, min(organisation.working_degree, contact), ())
    note = (
        f"With {organisation.headcount} people the mean degree is {contact:.1f} contacts and "
        f"{working:.1f} working ties instead of {organisation.contact_degree:g} "
        f"and {organisation.working_degree:g}."
    )
    return Degrees(contact, working, (note,))


def generate_network(
    organisation: GeneratedOrganisation, structure: Structure, streams: Streams
) -> Network:
    """Draw both layers of ties on a generated structure."""
    wanted = degrees(organisation)
    people = structure.people
    sociable, outward = _traits(organisation, structure, streams)
    place = _places(structure)
    ties = round(people * wanted.contact / 2)
    draft = _empty(ties)
    share = np.bincount(structure.department) / people
    alike = float((share**2).sum())  # chance that two people share a department
    strong = 0
    for layer, degree, homophily in (
        ("working", wanted.working, organisation.working_homophily),
        ("contact", wanted.contact, organisation.department_homophily),
    ):
        strong = int(draft.count[0])
        total = people * degree / 2
        within = total * (homophily + (1 - homophily) * alike)
        _grow(draft, place, sociable, outward, layer, within, total, organisation.closure, streams)
    return _finish(people, draft, strong, sociable, streams)


def _traits(
    organisation: GeneratedOrganisation, structure: Structure, streams: Streams
) -> tuple[Floats, Floats]:
    """Sociability (mean one) and activity towards other departments."""
    spread, people = organisation.sociability_spread, structure.people
    draws = streams.generator("network/traits").standard_normal((people, 3))
    sociable = np.exp(spread * draws[:, 0]) * np.where(structure.is_manager, MANAGER_ACTIVITY, 1.0)
    sociable /= sociable.mean()
    sociable /= 1 + sociable / CEILING
    sociable /= sociable.mean()
    outward = sociable * np.exp(OUTWARD_SPREAD * (spread > 0) * draws[:, 1])
    # NormalDist would be exact; -1.88 is the 3 % point of the standard normal.
    outward[(draws[:, 2] < -1.88) & ~structure.is_manager] = 0.0
    return sociable, outward


def _places(structure: Structure) -> Place:
    """Blocks of rows for every person and department."""
    size = np.bincount(structure.department)
    last = np.cumsum(size)
    first = last - size
    division = (first + last) // (2 * DIVISION) if last[-1] > 1.5 * DIVISION else np.zeros_like(last)
    opening = np.searchsorted(division, division, "left")
    closing = np.searchsorted(division, division, "right") - 1
    low, high = _units(structure.manager, structure.department, first, last)
    ranges = (first, last, first[opening], last[closing])
    return Place(
        structure.department,
        structure.manager,
        low,
        high,
        *(np.ascontiguousarray(edge, np.int32) for edge in ranges),
    )


@njit(cache=True)
def _units(manager: Rows, department: Rows, first: Ints, last: Ints) -> tuple[Rows, Rows]:
    """Unit of each person: everyone below the boss's boss, within the department.

    Everyone follows their manager, so one pass from the bottom finds where a block ends.
    """
    people = len(manager)
    end = np.arange(1, people + 1).astype(np.int32)
    low, high = np.empty(people, np.int32), np.empty(people, np.int32)
    for i in range(people - 1, 0, -1):
        end[manager[i]] = max(end[manager[i]], end[i])
    for i in range(people):
        top = i
        for _ in range(2):
            if manager[top] >= 0 and department[manager[top]] == department[i]:
                top = manager[top]
        low[i] = max(top, first[department[i]])
        high[i] = min(end[top], last[department[i]])
    return low, high


def _empty(ties: int) -> Draft:
    """Room for the given number of ties, and some."""
    room = int(ties * 1.05) + 64
    table = 1 << max(6, math.ceil(math.log2(1.6 * room)))
    return Draft(
        np.zeros(table, np.int64),
        np.empty(room, np.int32),
        np.empty(room, np.int32),
        np.zeros(3, np.int64),
    )


def _grow(
    draft: Draft,
    place: Place,
    sociable: Floats,
    outward: Floats,
    layer: str,
    within: float,
    total: float,
    closure: float,
    streams: Streams,
) -> None:
    """Add ties until the layer has its ties within and across departments."""
    before = layer == "contact"
    formal = [
        (table[layer] - before * table["working"]) / (1 - before * table["working"])
        for table in (BOSS_REPORT, SAME_BOSS)
    ]
    key = streams.key(f"network/{layer}")
    by_boss = np.argsort(place.manager, kind="stable").astype(np.int32)
    _formal(draft, place, by_boss, sociable, formal[0], formal[1], key)
    activity = np.concatenate(([0.0], np.cumsum(sociable)))
    abroad = np.concatenate(([0.0], np.cumsum(outward)))
    goal = np.array([within, total - within])
    start = draft.count[1:].copy()
    seeds = goal - closure * np.maximum(goal - start, 0.0)
    none = Ties.from_pairs(0, [], [])
    _draw(draft, place, activity, abroad, seeds, none.start, none.neighbour, key, 1)
    drawn = int(draft.count[0])
    base = Ties.from_pairs(len(sociable), draft.a[:drawn], draft.b[:drawn])
    _draw(draft, place, activity, abroad, goal, base.start, base.neighbour, key, 2)
    _draw(draft, place, activity, abroad, goal, none.start, none.neighbour, key, 3)


@njit(cache=True)
def _add(draft: Draft, place: Place, i: int, j: int) -> bool:
    """Note a pair unless it is known, a self loop, or there is no room."""
    low, high = min(i, j), max(i, j)
    count = draft.count[0]
    if low == high or count == len(draft.a):
        return False
    mark = np.int64(low) * len(place.department) + high + 1
    mask = len(draft.seen) - 1
    slot = int(uint64(mark) * uint64(0x9E3779B97F4A7C15) >> uint64(20)) & mask
    while draft.seen[slot] != 0:
        if draft.seen[slot] == mark:
            return False
        slot = (slot + 1) & mask
    draft.seen[slot] = mark
    draft.a[count], draft.b[count] = low, high
    draft.count[0] += 1
    draft.count[1 if place.department[i] == place.department[j] else 2] += 1
    return True


@njit(cache=True)
def _formal(
    draft: Draft, place: Place, by_boss: Rows, sociable: Floats, up: float, beside: float, key: Key
) -> None:
    """Ties along reporting lines and between people of one boss; the odds grow with activity."""
    draw = 0
    first = 1  # by_boss[0] is the head
    for here in range(1, len(by_boss)):
        i = by_boss[here]
        boss = place.manager[i]
        if place.manager[by_boss[first]] != boss:
            first = here
        for there in range(first - 1, here):
            j = boss if there == first - 1 else by_boss[there]
            chance = up if there == first - 1 else beside
            odds = chance / (1 - chance) * math.sqrt(sociable[i] * sociable[j]) * 1.3
            u, _, _, _ = uniforms(key[0], key[1], 0, draw)
            draw += 1
            if u < odds / (1 + odds):
                _add(draft, place, i, j)


@njit(cache=True)
def _formally_close(manager: Rows, i: int, j: int) -> bool:
    """Boss and report, or reports of one boss: `_formal` has decided about these."""
    return bool(manager[i] == manager[j] or manager[i] == j or manager[j] == i)


@njit(cache=True)
def _pick(cumulative: Floats, first: int, last: int, u: float) -> int:
    """A row in [first, last) with chance proportional to its weight."""
    target = cumulative[first] + u * (cumulative[last] - cumulative[first])
    low, high = first, last - 1
    while low < high:
        middle = (low + high) // 2
        if cumulative[middle + 1] < target:
            low = middle + 1
        else:
            high = middle
    return low


@njit(cache=True)
def _partner(
    place: Place, weight: Floats, start: Ints, near: Rows, i: int, across: bool, four: tuple[float, float, float, float]
) -> int:
    """Someone for i: a contact's contact where a graph is given, else someone in reach."""
    u, v, w, _ = four
    if len(near) > 0:
        if start[i + 1] == start[i]:
            return i
        j = near[start[i] + int(u * (start[i + 1] - start[i]))]
        return int(near[start[j] + int(v * (start[j + 1] - start[j]))])
    d = place.department[i]
    if not across:
        if u < NEAR:
            return _pick(weight, place.unit_first[i], place.unit_last[i], v)
        return _pick(weight, place.department_first[d], place.department_last[d], v)
    if u < BEYOND_DIVISION:
        return _pick(weight, 0, len(place.department), v)
    return _pick(weight, place.division_first[d], place.division_last[d], v)


@njit(cache=True)
def _draw(
    draft: Draft,
    place: Place,
    activity: Floats,
    abroad: Floats,
    goal: Floats,
    start: Ints,
    near: Rows,
    key: Key,
    phase: int,
) -> None:
    """Sweep over people in proportion to their activity until both goals are met.

    A sweep visits rows in order, so that memory is read in order too; what a sweep
    misses (pairs already tied) the next one tries again.
    """
    people = len(place.department)
    draw = 0
    for side in range(2):
        weight = abroad if side == 1 else activity
        for _ in range(8):
            missing = int(goal[side] + 0.5 - draft.count[1 + side])
            if missing <= 0 or weight[people] <= 0:
                break
            i = 0
            for t in range(missing):
                mark = (t + 0.5) / missing * weight[people]
                while weight[i + 1] < mark:
                    i += 1
                for _ in range(TRIES):
                    draw += 1
                    j = _partner(place, weight, start, near, i, side == 1, uniforms(key[0], key[1], phase, draw))
                    other = place.department[i] != place.department[j]
                    if other != (side == 1) or weight[j + 1] == weight[j]:
                        continue
                    if not _formally_close(place.manager, i, j) and _add(draft, place, i, j):
                        break


def _finish(
    people: int, draft: Draft, strong: int, sociable: Floats, streams: Streams
) -> Network:
    """Weights (exchanges per month) and the two layers as compressed rows."""
    count = int(draft.count[0])
    a, b = draft.a[:count], draft.b[:count]
    weight = streams.generator("network/weight").standard_normal(count)
    weight *= EXCHANGES_SPREAD
    np.exp(weight, out=weight)
    weight[:strong] *= EXCHANGES["working"]
    weight[strong:] *= EXCHANGES["contact"]
    working = Ties.from_pairs(people, a[:strong], b[:strong], weight[:strong])
    return Network(Ties.from_pairs(people, a, b, weight), working, sociable)
