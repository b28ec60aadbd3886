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
from functools import partial

import numpy as np

from sim.base.arrays import Floats, Ints, Key, Rows, Word
from sim.base.kernel import kernel
from sim.base.philox import standard_normal, uniforms
from sim.base.streams import Streams
from sim.organisation.generate.drawing import (
    CONTACT,
    WORKING,
    Draft,
    Place,
    Rule,
    Weights,
    draw,
    empty,
    formal,
)
from sim.organisation.generate.hierarchy import normal_scores
from sim.organisation.generate.triangles import Cards, blank, close
from sim.organisation.network import Network, Ties, adjacency
from sim.organisation.notes import Note, note
from sim.organisation.spec import GeneratedOrganisation
from sim.organisation.structure import Structure

MANAGER_ACTIVITY = 1.6  # managers have more contacts than their staff
CEILING = 12.0  # times the mean: hours limit how many people anyone keeps up with
OUTWARD_SPREAD = 0.7  # sd of log outwardness
INWARD_BELOW = -1.85  # standard normal: 3.2 % of the staff need no other department ...
INWARD_ACTIVITY = 0.3  # ... and have fewer ties
HOME_POWER = 0.55  # ties within the department differ less between people than those outside
UNIT = 14  # people; the smallest part of a department with at least as many is a unit
DIVISION = 500  # people; other departments are mostly those of the own division ...
REGION = 4000  # ... or at least of the own region
FULLEST = 0.7  # share of all others that a person can know in a small firm
EXCHANGES_SPREAD = 0.8  # sd of the log of exchanges per month


@dataclass(frozen=True)
class Degrees:
    """Mean degrees that a headcount leaves room for."""

    contact: float
    working: float
    notes: tuple[Note, ...]


def degrees(organisation: GeneratedOrganisation) -> Degrees:
    """The wanted degrees, lowered (and said so) where there are too few people for them."""
    room = FULLEST * (organisation.headcount - 1)
    if organisation.contact_degree <= room:
        return Degrees(organisation.contact_degree, organisation.working_degree, ())
    working = min(organisation.working_degree, FULLEST * room)
    fewer = note(
        "fewer_ties",
        people=organisation.headcount,
        contacts=float(room),
        working=float(working),
        wanted=_whole(organisation.contact_degree),
        wanted_working=_whole(organisation.working_degree),
    )
    return Degrees(room, working, (fewer,))


def _whole(value: float) -> float:
    """A number, as a whole one where it is."""
    return int(value) if value == int(value) else value


def generate_network(
    organisation: GeneratedOrganisation, structure: Structure, streams: Streams
) -> Network:
    """Draw both layers of ties on a generated structure."""
    wanted, people = degrees(organisation), structure.people
    sociable, outward = _traits(organisation, structure, streams)
    place = _places(structure)
    draft, cards = empty(round(people * wanted.contact / 2)), blank(people)
    size = np.bincount(structure.department) / people
    alike = float((size**2).sum())  # chance that two people share a department
    by_boss = np.argsort(structure.manager, kind="stable").astype(np.int32)
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
        key = streams.key(f"network/{name}")
        formal(draft, place, by_boss, sociable, chances, key)
        weights = Weights(_running(sociable**HOME_POWER), _running(outward**rule.skew))
        closure = np.array([rule.home_closure, rule.closure * organisation.closure])
        _grow(draft, place, weights, rule, goal, closure, cards, key)
    a, b = draft.pairs()
    del draft, cards  # the hash table is as large as the network
    return _finish(people, a, b, strong, sociable, streams)


def _grow(
    draft: Draft,
    place: Place,
    weights: Weights,
    rule: Rule,
    goal: Floats,
    closure: Floats,
    cards: Cards,
    key: Key,
) -> None:
    """Direct draws, then triangles in stages, then direct draws for what is still missing."""
    missing = np.maximum(goal - draft.drawn[1:3], 0.0)
    direct = goal - closure * missing
    draw(draft, place, weights, direct, rule, key, 1)
    for stage in range(1, rule.stages + 1):
        aim = direct + (goal - direct) * stage / rule.stages
        close(draft, place, weights, aim, cards, rule, key, 2 + stage)
    draw(draft, place, weights, goal, rule, key, 2)


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


@kernel
def _units(manager: Rows, department: Rows, first: Ints, last: Ints) -> tuple[Rows, Rows]:
    """Unit of each person: the smallest part of the department with enough people.

    Everyone follows their manager, so one pass from the bottom finds where a part ends.
    """
    people = len(manager)
    end = np.empty(people, np.int32)
    low, high = np.empty(people, np.int32), np.empty(people, np.int32)
    for i in range(people):
        end[i] = i + 1
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


def _finish(
    people: int, a: Rows, b: Rows, strong: int, sociable: Floats, streams: Streams
) -> Network:
    """The two layers as compressed rows, with weights (exchanges per month)."""
    weight = streams.generator("network/weight").standard_normal(strong)
    weight *= EXCHANGES_SPREAD
    np.exp(weight, out=weight)
    weight *= WORKING.exchanges
    working = Ties.from_pairs(people, a[:strong], b[:strong], weight)
    # These are followed every week, faster in the large pages that NumPy asks for than in the
    # small ones a kernel gets. The others are not: asking costs more than it brings.
    working = Ties(working.start.copy(), working.neighbour.copy(), working.weight.copy())
    contact = Ties(
        *adjacency(people, a, b), partial(_exchanges, streams.key("network/exchanges"), working)
    )
    return Network(contact, working, sociable)


def _exchanges(key: Key, working: Ties, contact: Ties) -> Floats:
    """Weights of all contacts, worked out when asked for: no week needs those of weak ties."""
    weight: Floats = _weigh(
        key[0], key[1], CONTACT.exchanges, EXCHANGES_SPREAD, contact.start, contact.neighbour,
        working.start, working.neighbour, working.weight,
    )  # fmt: skip
    return weight


@kernel
def _weigh(
    k0: Word, k1: Word, median: float, spread: float, start: Ints, neighbour: Rows,
    strong_start: Ints, strong_neighbour: Rows, strong_weight: Floats,
) -> Floats:  # fmt: skip
    """Strong ties weigh what they weigh in their own layer, the others a log-normal draw."""
    weight = np.empty(len(neighbour))
    for i in range(len(start) - 1):
        strong = strong_start[i]
        for k in range(start[i], start[i + 1]):
            j = neighbour[k]
            if strong < strong_start[i + 1] and strong_neighbour[strong] == j:
                weight[k] = strong_weight[strong]
                strong += 1
            else:
                # The draw has the number of the pair, and so is the same at both ends.
                luck = uniforms(k0, k1, min(i, j), max(i, j))[0]
                weight[k] = median * math.exp(spread * standard_normal(luck))
    return weight
