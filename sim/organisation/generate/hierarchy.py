"""Departments, teams and who reports to whom.

Rows are laid out by walking the tree of managers from the top: a manager, then
the staff of that manager, then the next manager below. So a team is a block of
rows, a department is a block of teams, and everyone below a manager follows
that manager: neighbours in the organisation are neighbours in memory.

A *team* is a manager with the staff who report to that manager. A manager
therefore sits in the team that he or she leads and reports to the next level
up. With a mean span of 4.5 reports (measured organisations: 4-5), of which one
on average is a manager again, staff teams are smaller than the textbook's
"about 8": the measured ranges win, and `span=9` gives the textbook.
"""

from __future__ import annotations

import numpy as np

from sim.base.arrays import Floats, Ints, Rows
from sim.base.kernel import kernel
from sim.base.streams import Streams
from sim.organisation.spec import SMALLEST_DEPARTMENT, GeneratedOrganisation
from sim.organisation.structure import Structure, levels

LARGEST_SPAN = 21  # direct reports; the measured maxima are 13-22
SPAN_SPREAD = 1.02  # sd of log span: median 4, p90 7-9 at a mean of 4.5
LARGEST_MEDIANS = 10.0  # largest department in medians (measured: 7-10)
BRANCHING_TOP = 4  # managers below an executive above the departments
BRANCHING = 2.8  # managers below a manager within a department
ROUNDS = 12  # until sizes that are given hold, executives included


def generate_structure(
    organisation: GeneratedOrganisation, streams: Streams, sizes: Ints | None = None
) -> Structure:
    """Draw departments, managers and teams for an organisation.

    Args:
        organisation: What it is to look like.
        streams: Random numbers.
        sizes: People of each department, in the order of its rows; drawn if None.
    """
    generator = streams.generator("structure")
    size = _department_sizes(organisation, generator) if sizes is None else sizes.astype(np.int64)
    luck = generator.random(4096)
    for _ in range(1 if sizes is None else ROUNDS):
        leads = _managers_needed(size, organisation.span)
        boss, department, below = _tree(leads, luck)
        made = _make_room(size, leads, np.bincount(department))
        if sizes is None or (made == sizes).all():
            break
        nearer = size + sizes - made
        if nearer.min() < SMALLEST_DEPARTMENT:
            break
        size = nearer
    size = made
    # Long spans are found in large departments; a small one has no room for them.
    rank = np.argsort(np.argsort(generator.random(len(boss)) ** (1 / np.sqrt(size[department]))))
    score = normal_scores(len(boss))[rank]
    wish = organisation.span * np.exp(SPAN_SPREAD * score - SPAN_SPREAD**2 / 2)
    staff = _share_out(size, department, below, np.clip(wish, 1.0, LARGEST_SPAN))
    return _lay_out(boss, department, staff)


def normal_scores(count: int) -> Floats:
    """Evenly spread standard normals: the shape of a distribution without its luck."""
    from scipy.special import ndtri

    return np.asarray(ndtri((np.arange(count) + 0.5) / count), np.float64)


def _department_sizes(organisation: GeneratedOrganisation, generator: np.random.Generator) -> Ints:
    """Skewed sizes that add up to the headcount, in random order."""
    people, spread = organisation.headcount, organisation.department_spread
    # In a small firm no department holds more than about a sixth of the people.
    largest = min(
        LARGEST_MEDIANS * organisation.department_size, max(0.235 * people - 9, 0.17 * people, 4.0)
    )
    count = organisation.departments or _department_count(organisation, largest)
    raw = np.exp(spread * normal_scores(count))
    raw *= organisation.department_size if not organisation.departments else people / raw.sum()
    if not organisation.departments:
        raw = np.minimum(raw, largest)
    size = np.maximum(raw * people / raw.sum(), SMALLEST_DEPARTMENT)
    # What the smallest were given is taken from the rest, so that the sum stays exact.
    size = SMALLEST_DEPARTMENT + (size - SMALLEST_DEPARTMENT) * _ratio(
        people - SMALLEST_DEPARTMENT * count, (size - SMALLEST_DEPARTMENT).sum()
    )
    edges = np.rint(np.cumsum(generator.permutation(size))).astype(np.int64)
    edges[-1] = people
    return np.asarray(np.diff(edges, prepend=0))


def _ratio(whole: float, part: float) -> float:
    return whole / part if part > 0 else 0.0


def _department_count(organisation: GeneratedOrganisation, largest: float) -> int:
    """How many departments of the wanted median make up the headcount."""
    scores = np.linspace(-2.5, 2.5, 101)
    density = np.exp(-(scores**2) / 2)
    sizes = organisation.department_size * np.exp(organisation.department_spread * scores)
    mean = float((np.minimum(sizes, largest) * density).sum() / density.sum())
    return max(1, min(round(organisation.headcount / mean), organisation.headcount // 6))


def _managers_needed(size: Ints, span: float) -> Ints:
    """Managers inside each department, so that with those above them the mean span holds."""
    above = 0 if len(size) == 1 else max(1, round((len(size) - 1) / (BRANCHING_TOP - 1)))
    inside = max(len(size), round((int(size.sum()) - 1) / span) - above)
    edges = np.rint(np.cumsum(size * (inside / size.sum()))).astype(np.int64)
    leads = np.maximum(np.diff(edges, prepend=0), 1)
    # Every manager has staff, and every department a seat to spare for those above it.
    return np.asarray(np.minimum(leads, np.maximum((size - 1) // 2, 1)))


def _make_room(size: Ints, leads: Ints, managers: Ints) -> Ints:
    """Executives above the departments sit in one of them: the others give up staff for it."""
    spare = np.cumsum(size - 2 * leads)
    seats = 2 * (managers - leads)  # an executive and at least one member of staff
    given = spare * min(int(seats.sum()), int(spare[-1])) // max(int(spare[-1]), 1)
    return np.asarray(size + seats - np.diff(given, prepend=0))


@kernel
def _tree(leads: Ints, luck: Floats) -> tuple[Rows, Rows, Rows]:
    """The tree of managers in walking order: (boss, department, managers below) of each.

    A task on the stack is a block of departments or, for one department, a number
    of managers still to be placed in it; its first manager splits the rest.
    """
    most = 3 * leads.sum() + 8
    boss, department = np.empty(most, np.int32), np.empty(most, np.int32)
    below = np.zeros(most, np.int32)
    stack = np.empty((most, 4), np.int64)  # every task places one manager at least
    stack[0, 0], stack[0, 1], stack[0, 3] = 0, len(leads), -1
    stack[0, 2] = leads[0] if len(leads) == 1 else 0
    placed, waiting = 0, 1
    while waiting > 0:
        waiting -= 1
        task = stack[waiting]
        first, last, managers, above = task[0], task[1], task[2], task[3]
        me, placed = placed, placed + 1
        boss[me], department[me] = above, first
        if above >= 0:
            below[above] += 1
        single = last - first == 1
        rest = managers - 1 if single else last - first
        if rest == 0:
            continue
        if single:
            wanted = int(BRANCHING * (0.6 + 0.8 * luck[me % len(luck)]) + 0.5)
            parts = max(min(rest, wanted), 1)
        else:
            # An executive leads a handful of departments or, above that, executives.
            parts = rest if rest < 2 * BRANCHING_TOP else min(rest // BRANCHING_TOP, BRANCHING_TOP)
        for part in range(parts - 1, -1, -1):
            low, high = rest * part // parts, rest * (part + 1) // parts
            task = stack[waiting]
            if single:
                task[0], task[1], task[2] = first, last, high - low
            else:
                task[0], task[1] = first + low, first + high
                task[2] = leads[first + low] if high - low == 1 else 0
            task[3] = me
            waiting += 1
    return boss[:placed].copy(), department[:placed].copy(), below[:placed].copy()


@kernel
def _share_out(size: Ints, department: Rows, below: Rows, wish: Floats) -> Ints:
    """Staff of each manager: the wished span less the managers below, made to add up."""
    managers = len(department)
    want, staff = np.empty(managers), np.empty(managers, np.int64)
    for k in range(managers):
        want[k] = max(wish[k] - below[k], 1.0)
    k = 0
    for d in range(len(size)):
        first = k
        total = 0.0
        while k < managers and department[k] == d:
            total += want[k]
            k += 1
        left = size[d] - (k - first)
        for j in range(first, k):
            fair = round(left * want[j] / total)
            keep = k - j - 1  # one each for those still to come
            room = max(LARGEST_SPAN - below[j], 1)
            staff[j] = left if keep == 0 else max(min(fair, room, left - keep), 1)
            left -= staff[j]
            total -= want[j]
    return staff


def _lay_out(boss: Rows, department: Rows, staff: Ints) -> Structure:
    """One row per person from one row per manager."""
    team = np.repeat(np.arange(len(boss), dtype=np.int32), staff + 1)
    row = np.concatenate(([0], np.cumsum(staff + 1)[:-1])).astype(np.int32)
    manager = row[team]
    manager[row] = np.where(boss < 0, -1, row[boss])
    is_manager = np.zeros(len(team), np.bool_)
    is_manager[row] = True
    level = levels(manager)
    return Structure(department[team], team, manager, is_manager, level)
