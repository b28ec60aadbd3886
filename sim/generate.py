"""Draw a social network on a formal organisation, in time linear in people.

The strong layer comes first. *Working* ties run along the reporting lines, within the
unit, and across departments; part of them closes a triangle. *Contact* then grows
around it by the same rules, in a few stages: two who work with the same third person
are likely to know each other (Granovetter, "The strength of weak ties", 1973), more so
if they share two. Real networks owe their clustering to this, to small units that know
one another, and to a core of outward people who meet everywhere.

Three traits make people unequal: sociability (how many ties), outwardness (how many of
them leave the department), and a few *inward* people whose work needs no other
department at all.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numba import njit, uint64

from sim.hierarchy import Structure, normal_scores
from sim.network import Floats, Ints, Network, Rows, Ties, tied
from sim.organisation import GeneratedOrganisation
from sim.streams import Key, Streams, uniforms

MANAGER_ACTIVITY = 1.6  # managers have more contacts than their staff
CEILING = 12.0  # times the mean: hours limit how many people anyone keeps up with
OUTWARD_SPREAD = 0.7  # sd of log outwardness
INWARD_BELOW = -1.85  # standard normal: 3.2 % of the staff need no other department ...
INWARD_ACTIVITY = 0.3  # ... and have fewer ties
HOME_POWER = 0.55  # ties within the department differ less between people than those outside
UNIT = 14  # people; the smallest part of a department with at least as many is a unit
DIVISION = 500  # people; other departments are mostly those of the own division ...
REGION = 4000  # ... or at least of the own region
EVERYWHERE = 0.1  # share of ties out of the division that go anywhere in a larger organisation
FULLEST = 0.7  # share of all others that a person can know in a small firm
TRIES = 6
FORMAL_ODDS = 1.5  # makes up for the curvature of the tie probability in activity
EXCHANGES_SPREAD = 0.8  # sd of the log of exchanges per month


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
    """Pairs drawn so far, a hash table of them, and how many: all, within, across departments."""

    seen: Ints
    a: Rows
    b: Rows
    drawn: Ints

    def ties(self, people: int) -> Ties:
        """The pairs so far as compressed rows."""
        done = int(self.drawn[0])
        return Ties.from_pairs(people, self.a[:done], self.b[:done])


class Weights(NamedTuple):
    """Running sums over rows of the activity at home and in other departments."""

    home: Floats
    abroad: Floats


@dataclass(frozen=True)
class Degrees:
    """Mean degrees that a headcount leaves room for."""

    contact: float
    working: float
    notes: tuple[str, ...]


def degrees(organisation: GeneratedOrganisation) -> Degrees:
    """The wanted degrees, lowered (and said so) where there are too few people for them."""
    room = FULLEST * (organisation.headcount - 1)
    if organisation.contact_degree <= room:
        return Degrees(organisation.contact_degree, organisation.working_degree, ())
    working = min(organisation.working_degree, FULLEST * room)
    note = (
        f"With {organisation.headcount} people the mean degree is at most {room:.1f} contacts "
        f"and {working:.1f} working ties instead of {organisation.contact_degree:g} "
        f"and {organisation.working_degree:g}."
    )
    return Degrees(room, working, (note,))


def generate_network(
    organisation: GeneratedOrganisation, structure: Structure, streams: Streams
) -> Network:
    """Draw both layers of ties on a generated structure."""
    wanted, people = degrees(organisation), structure.people
    sociable, outward = _traits(organisation, structure, streams)
    place = _places(structure)
    draft = _empty(round(people * wanted.contact / 2))
    size = np.bincount(structure.department) / people
    alike = float((size**2).sum())  # chance that two people share a department
    strong = 0
    for name, rule, degree, homophily in (
        ("working", WORKING, wanted.working, organisation.working_homophily),
        ("contact", CONTACT, wanted.contact, organisation.department_homophily),
    ):
        strong = int(draft.drawn[0])
        within = homophily + (1 - homophily) * alike
        goal = people * degree / 2 * np.array([within, 1 - within])
        before = WORKING if rule is CONTACT else None
        chances = _chances(rule, before)
        by_boss = np.argsort(structure.manager, kind="stable").astype(np.int32)
        key = streams.key(f"network/{name}")
        _formal(draft, place, by_boss, sociable, chances, key)
        weights = Weights(_running(sociable**HOME_POWER), _running(outward**rule.skew))
        closure = np.array([rule.home_closure, rule.closure * organisation.closure])
        _grow(draft, place, weights, rule, goal, closure, key)
    return _finish(people, draft, strong, sociable, streams)


def _chances(rule: Rule, before: Rule | None) -> tuple[float, float]:
    """Formal tie probabilities of a layer, given that the layer before has had its turn."""
    up, beside = rule.boss_report, rule.same_boss
    if before is not None:
        up = (up - before.boss_report) / (1 - before.boss_report)
        beside = (beside - before.same_boss) / (1 - before.same_boss)
    return up, beside


def _traits(
    organisation: GeneratedOrganisation, structure: Structure, streams: Streams
) -> tuple[Floats, Floats]:
    """Sociability (mean one) and activity towards other departments."""
    spread, people = organisation.sociability_spread, structure.people
    generator = streams.generator("network/traits")
    # Evenly spread normals in random order: a firm of 150 has its shape without one person's luck.
    draws = np.stack([generator.permutation(normal_scores(people)) for _ in range(3)], axis=1)
    staff = ~structure.is_manager
    sociable = np.exp(spread * draws[:, 0]) * np.where(staff, 1.0, MANAGER_ACTIVITY)
    sociable /= sociable.mean()
    sociable /= 1 + sociable / CEILING
    inward = (draws[:, 2] < INWARD_BELOW) & staff & (structure.departments > 1)
    sociable[inward] *= INWARD_ACTIVITY
    sociable /= sociable.mean()
    # A spread of 0 makes everybody alike in this too.
    outward = sociable * np.exp(OUTWARD_SPREAD * (spread > 0) * draws[:, 1])
    outward[inward] = 0.0
    outward /= outward.mean()
    return sociable, outward / (1 + outward / CEILING)


def _places(structure: Structure) -> Place:
    """Blocks of rows for every person (units) and department (its own, its division)."""
    last = np.cumsum(np.bincount(structure.department))
    first = np.concatenate(([0], last[:-1]))
    people = int(last[-1])
    low, high = _units(structure.manager, structure.department, first, last)
    divisions = _blocks(first, last, max(2, round(people / DIVISION)))
    regions = _blocks(first, last, max(1, round(people / REGION)))
    edges = (low, high, first, last, *divisions, *regions)
    return Place(
        structure.department,
        structure.manager,
        *(np.ascontiguousarray(edge, np.int32) for edge in edges),
    )


def _blocks(first: Ints, last: Ints, count: int) -> tuple[Ints, Ints]:
    """First and last row of the block of departments that each department lies in."""
    block = (first + last) * count // (2 * last[-1])
    opening = np.searchsorted(block, block, "left")
    closing = np.searchsorted(block, block, "right") - 1
    return first[opening], last[closing]


@njit(cache=True)
def _units(manager: Rows, department: Rows, first: Ints, last: Ints) -> tuple[Rows, Rows]:
    """Unit of each person: the smallest part of the department with enough people.

    Everyone follows their manager, so one pass from the bottom finds where a part ends.
    """
    people = len(manager)
    end = np.arange(1, people + 1).astype(np.int32)
    low, high = np.empty(people, np.int32), np.empty(people, np.int32)
    for i in range(people - 1, 0, -1):
        end[manager[i]] = max(end[manager[i]], end[i])
    for i in range(people):
        home, top = department[i], i
        while end[top] - top < UNIT and manager[top] >= 0 and department[manager[top]] == home:
            top = manager[top]
        low[i], high[i] = max(top, first[home]), min(end[top], last[home])
    return low, high


def _running(weight: Floats) -> Floats:
    return np.concatenate(([0.0], np.cumsum(weight)))


def _empty(ties: int) -> Draft:
    """Room for the given number of ties, and for what formal ties may add."""
    room = int(ties * 1.05) + 64
    table = 1 << max(6, math.ceil(math.log2(1.6 * room)))
    pair = np.empty(room, np.int32)
    return Draft(np.zeros(table, np.int64), pair, pair.copy(), np.zeros(3, np.int64))


def _grow(
    draft: Draft,
    place: Place,
    weights: Weights,
    rule: Rule,
    goal: Floats,
    closure: Floats,
    key: Key,
) -> None:
    """Direct draws, then triangles in stages, then direct draws for what is still missing."""
    alone = Ties.from_pairs(0, [], [])
    missing = np.maximum(goal - draft.drawn[1:], 0.0)
    seeds = goal - closure * missing
    _draw(draft, place, weights, seeds, alone.start, alone.neighbour, rule, key, 1)
    for stage in range(1, rule.stages + 1):
        aim = seeds + (goal - seeds) * stage / rule.stages
        base = draft.ties(len(place.manager))
        _draw(draft, place, weights, aim, base.start, base.neighbour, rule, key, 2 + stage)
    _draw(draft, place, weights, goal, alone.start, alone.neighbour, rule, key, 2)


@njit(cache=True)
def _add(draft: Draft, place: Place, i: int, j: int) -> bool:
    """Note a pair unless it is known, a self loop, or there is no room."""
    low, high = min(i, j), max(i, j)
    at = draft.drawn[0]
    if low == high or at == len(draft.a):
        return False
    mark = np.int64(low) * len(place.manager) + high + 1
    mask = len(draft.seen) - 1
    # Pairs of near rows lie near each other in the table, for the sake of the cache.
    spread = (uint64(high) * uint64(0x9E3779B97F4A7C15)) >> uint64(54)
    slot = (low * (mask + 1) // len(place.manager) + int(spread)) & mask
    while draft.seen[slot] != 0:
        if draft.seen[slot] == mark:
            return False
        slot = (slot + 1) & mask
    draft.seen[slot] = mark
    draft.a[at], draft.b[at] = low, high
    draft.drawn[0] += 1
    draft.drawn[1 if place.department[i] == place.department[j] else 2] += 1
    return True


@njit(cache=True)
def _formal(
    draft: Draft,
    place: Place,
    by_boss: Rows,
    sociable: Floats,
    chances: tuple[float, float],
    key: Key,
) -> None:
    """Ties along reporting lines and between people of one boss; the odds grow with activity."""
    up, beside = chances
    draw, first = 0, 1  # by_boss[0] is the head
    for here in range(1, len(by_boss)):
        i = by_boss[here]
        boss = place.manager[i]
        if place.manager[by_boss[first]] != boss:
            first = here
        for there in range(first - 1, here):
            j = boss if there == first - 1 else by_boss[there]
            chance = up if there == first - 1 else beside
            odds = FORMAL_ODDS * chance / (1 - chance) * math.sqrt(sociable[i] * sociable[j])
            if uniforms(key[0], key[1], 0, draw)[0] < odds / (1 + odds):
                _add(draft, place, i, j)
            draw += 1


@njit(cache=True)
def _pick(running: Floats, first: int, last: int, u: float) -> int:
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


@njit(cache=True)
def _someone(place: Place, running: Floats, i: int, across: bool, rule: Rule, four: Any) -> int:
    """Somebody in reach of i, by weight: of the unit, department, division or organisation."""
    u, v, w, _ = four
    home = place.department[i]
    if not across and u < rule.unit_share:
        return _pick(running, place.unit_first[i], place.unit_last[i], v)
    if not across:
        return _pick(running, place.department_first[home], place.department_last[home], v)
    if u < rule.beyond and w < EVERYWHERE:
        return _pick(running, 0, len(place.manager), v)
    if u < rule.beyond:
        return _pick(running, place.region_first[home], place.region_last[home], v)
    return _pick(running, place.division_first[home], place.division_last[home], v)


@njit(cache=True)
def _shared(start: Ints, near: Rows, i: int, loose: float, four: Any) -> int:
    """A contact's contact of i, better if one of two more contacts knows them too; i if none."""
    u, v, w, x = four
    first, count = start[i], start[i + 1] - start[i]
    if count == 0:
        return i
    j = near[first + int(u * count)]
    k = int(near[start[j] + int(v * (start[j + 1] - start[j]))])
    if x < loose:
        return k
    for luck in (w, (x - loose) / (1 - loose)):
        witness = near[first + int(luck * count)]
        if witness != j and tied(start, near, witness, k):
            return k
    return i


@njit(cache=True)
def _formally_close(manager: Rows, i: int, j: int) -> bool:
    """Boss and report, or reports of one boss: `_formal` has decided about these."""
    return bool(manager[i] == manager[j] or manager[i] == j or manager[j] == i)


@njit(cache=True)
def _draw(
    draft: Draft,
    place: Place,
    weights: Weights,
    goal: Floats,
    start: Ints,
    near: Rows,
    rule: Rule,
    key: Key,
    phase: int,
) -> None:
    """Sweep over people in proportion to their activity until both goals are met.

    A sweep visits rows in order, so that memory is read in order too; what it misses
    (pairs already tied) the next one tries again. Closing stops early: the next stage
    has more to close. Direct draws end after eight sweeps: then the firm is full.
    """
    draw = 0
    for side in range(2):
        running = weights.abroad if side == 1 else weights.home
        for _ in range(8 if len(near) == 0 else 3):
            missing = int(goal[side] + 0.5) - draft.drawn[1 + side]
            i = 0
            for t in range(missing if running[-1] > 0 else 0):
                while running[i + 1] < (t + 0.5) / missing * running[-1]:
                    i += 1
                for _ in range(TRIES):
                    draw += 1
                    four = uniforms(key[0], key[1], phase, draw)
                    if len(near) > 0:
                        j = _shared(start, near, i, rule.loose, four)
                    else:
                        j = _someone(place, running, i, side == 1, rule, four)
                    wrong_side = (place.department[i] != place.department[j]) != (side == 1)
                    if wrong_side or running[j + 1] == running[j]:
                        continue
                    if not _formally_close(place.manager, i, j) and _add(draft, place, i, j):
                        break


def _finish(people: int, draft: Draft, strong: int, sociable: Floats, streams: Streams) -> Network:
    """Weights (exchanges per month) and the two layers as compressed rows."""
    count = int(draft.drawn[0])
    a, b = draft.a[:count], draft.b[:count]
    weight = streams.generator("network/weight").standard_normal(count)
    weight *= EXCHANGES_SPREAD
    np.exp(weight, out=weight)
    weight[:strong] *= WORKING.exchanges
    weight[strong:] *= CONTACT.exchanges
    working = Ties.from_pairs(people, a[:strong], b[:strong], weight[:strong])
    return Network(Ties.from_pairs(people, a, b, weight), working, sociable)
