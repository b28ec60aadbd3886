"""Why: the change of a person, a team or a queue as a chain of the model's own terms.

Nothing is estimated here. What use appeals is recomputed from the terms of `mechanisms/decision.py`
and sums to `people.appeal`; what changed a state is seen by looking before and after every
mechanism of the week; what an item waits for at a station is the sum of its waits. A firm that is
watched lives exactly as one that is not.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np

from sim.base.arrays import Floats
from sim.model.engine import Engine
from sim.model.mechanisms.decision import DecisionParameters
from sim.model.offer import HELPED, VISIBILITY, Offer
from sim.model.people import STATES
from sim.model.state import State
from sim.model.stations import FRICTIONS

TERMS = (
    "intercept", "expectation", "skill", "trust", "peers", "manager", "threat", "reactance",
    "switching_cost", "time_pressure", "help", "image",
)  # fmt: skip
"""Terms of the appeal of use, in logits, as `decision` adds them up."""
OF_STATES = {"expectation": 1.0, "skill": 1.0, "trust": 1.0, "threat": -1.0, "reactance": -1.0}
"""Terms that are a weight, with this sign, times a state of the person."""
WAITS = ("queue", *FRICTIONS, "service")
"""What an item waits for at a station, in weeks, as in `Stations.waits`."""
HOURS = ("touch", *FRICTIONS, "dual_running")
"""What an item takes at a station, in hours, as in `Stations.hours`."""
NAMES = tuple(STATES)


class Link(NamedTuple):
    """One link of a chain.

    Attributes:
        name: Term, mechanism or wait.
        amount: Its part of the change, in the unit of the whole.
        parts: What it consists of itself, by mechanism; none where nothing is behind it.
    """

    name: str
    amount: float
    parts: tuple[Link, ...] = ()


class Chain(NamedTuple):
    """Why something changed.

    Attributes:
        before: What it was.
        after: What it became.
        links: They sum to `after - before`; the largest first.
    """

    before: float
    after: float
    links: tuple[Link, ...]


class Trace:
    """Some people and stations, week by week; made by `traced`.

    Attributes:
        rows: Rows of the people.
        stations: Numbers of the stations.
        mechanisms: Names of the mechanisms, in the order of the week.
        weights: Of the terms.
        start: States before week 1, shape (`STATES`, people).
        appeal: Of each week the appeal of use in logits, shape (people,).
        terms: Of each week its terms, shape (`TERMS`, people).
        states: Of each week the states at its end, shape (`STATES`, people).
        changes: Of each week what each mechanism changed, shape (mechanisms, `STATES`, people);
            of `settle` what a limit of a range has cut off.
        at_once: Of that what holds before anybody decides: whoever is replaced, or has heard of
            an error, is so on Monday already.
        waits: Weeks that an item waits, shape (stations, `WAITS`), before week 1 and at the end
            of each week.
        hours: Hours that an item takes per visit, shape (stations, `HOURS`), likewise.
    """

    def __init__(self, firm: Engine, rows: Sequence[int], stations: Sequence[int]) -> None:
        self.rows = np.asarray(rows, np.int64)
        self.stations = np.asarray(stations, np.int64)
        self.mechanisms = tuple(map(_name, firm.mechanisms))
        self.start: Floats = firm.people.matrix[:, self.rows].copy()
        self.weights = firm.rules(DecisionParameters)
        self.appeal: list[Floats] = []
        self.terms: list[Floats] = []
        self.states: list[Floats] = []
        self.changes: list[Floats] = []
        self.at_once: list[Floats] = []
        self.waits: list[Floats] = [firm.stations.waits[self.stations].copy()]
        self.hours: list[Floats] = [firm.stations.hours[self.stations].copy()]

    def state(self, week: int) -> Floats:
        """States at the end of a week, 0 for the start, shape (`STATES`, people)."""
        return self.start if week == 0 else self.states[week - 1]

    def changed(self, before: int, after: int) -> Floats:
        """What each mechanism changed from the end of one week to that of another.

        Shape (mechanisms, `STATES`, people).
        """
        return sum(self.changes[before:after], self.nothing())

    def nothing(self) -> Floats:
        """No change, shape (mechanisms, `STATES`, people)."""
        return np.zeros((len(self.mechanisms), len(NAMES), len(self.rows)))


def traced(firm: Engine, rows: Sequence[int], weeks: int, stations: Sequence[int] = ()) -> Trace:
    """Let a firm live through some weeks and watch a few of its people and stations.

    Args:
        firm: One that has not stepped yet.
        rows: People to watch, as rows of `people`.
        weeks: How many weeks.
        stations: Stations to watch.
    """
    if firm.week != 0:
        raise ValueError(f"a firm is watched from its start, but this one is in week {firm.week}")
    trace, ordinary = Trace(firm, rows, stations), firm.mechanisms
    firm.mechanisms = tuple(_watched(each, trace) for each in ordinary)
    try:
        for _ in range(weeks):
            trace.changes.append(trace.nothing())
            trace.at_once.append(trace.nothing())
            firm.step()
            trace.states.append(firm.people.matrix[:, trace.rows].copy())
            trace.waits.append(firm.stations.waits[trace.stations].copy())
            trace.hours.append(firm.stations.hours[trace.stations].copy())
    finally:
        firm.mechanisms = ordinary
    return trace


def _name(mechanism: Any) -> str:
    return str(getattr(mechanism, "__name__", type(mechanism).__name__))


def _watched(mechanism: Callable[[State, Offer], None], trace: Trace) -> Any:
    """The same mechanism, looked at before and after."""
    name = _name(mechanism)
    place, rows = trace.mechanisms.index(name), trace.rows

    def watched(state: State, offer: Offer) -> None:
        people, decided = state.people, len(trace.terms) == len(trace.changes)
        then, added = people.matrix[:, rows].copy(), people.change.matrix[:, rows].copy()
        if name == "decision":
            trace.terms.append(terms(state, offer)[:, rows])
        mechanism(state, offer)
        if name == "decision":
            trace.appeal.append(people.appeal[rows].copy())
        now = people.matrix[:, rows]
        trace.changes[-1][place] += now + people.change.matrix[:, rows] - (then + added)
        if not decided:
            trace.at_once[-1][place] += now - then

    return watched


def terms(state: State, offer: Offer) -> Floats:
    """Every term of the appeal of use, in logits, shape (`TERMS`, people); they sum to it.

    To be asked before `decision`, in a week under way: it reads last week's states.
    """
    people, weights = state.people, state.rules(DecisionParameters)
    manager = np.maximum(people.manager, 0)
    led = people.genuine_use[manager] * offer.table[VISIBILITY][manager] * (people.manager >= 0)
    at_work = people.station >= 0
    busy = state.stations.pressure[np.maximum(people.station, 0)] * at_work
    return np.array([
        np.full(people.count, weights.intercept),
        weights.expectation * people.expectation,
        weights.skill * people.skill,
        weights.trust * (people.trust - 0.5),
        weights.peers * (2.0 * people.seen_use - 1.0),
        weights.manager * led,
        -weights.threat * people.threat,
        -weights.reactance * people.reactance,
        -people.switching_cost,
        -weights.time_pressure * busy,
        weights.help * offer.table[HELPED],
        -weights.image * people.image,
    ])  # fmt: skip


def why_appeal(trace: Trace, before: int, after: int, rows: Sequence[int] | None = None) -> Chain:
    """Why use appeals more, or less, than in another week: to one person, or to a team on average.

    A term that rests on a state of the person is taken apart by the mechanisms that changed it in
    the weeks between.

    Args:
        trace: What was watched.
        before: A week, from 1.
        after: A later one.
        rows: Which of the people watched, counted from 0; all of them if None.

    Raises:
        ValueError: There are no such weeks.
    """
    _check_weeks(trace, before, after, 1)
    chosen = slice(None) if rows is None else list(rows)
    old, new = (trace.terms[week - 1][:, chosen].mean(axis=1) for week in (before, after))
    # What a decision saw is the state at the end of the week before, and what is new on Monday.
    seen = trace.changed(before - 1, after - 1)
    seen += trace.at_once[after - 1] - trace.at_once[before - 1]
    behind = seen[:, :, chosen].mean(axis=2)
    links = [
        Link(name, float(now - then), _behind(trace, name, behind))
        for name, then, now in zip(TERMS, old, new, strict=True)
    ]
    appeal = [trace.appeal[week - 1][chosen].mean() for week in (before, after)]
    return Chain(float(appeal[0]), float(appeal[1]), _largest_first(links))


def why_state(
    trace: Trace, name: str, before: int, after: int, rows: Sequence[int] | None = None
) -> Chain:
    """Which mechanisms changed a state, of one person, or of a team on average.

    Args:
        trace: What was watched.
        name: One of `STATES`, such as `genuine_use` or `trust`.
        before: A week; 0 for the start. States are those at its end.
        after: A later one.
        rows: Which of the people watched, counted from 0; all of them if None.

    Raises:
        ValueError: There are no such weeks.
    """
    _check_weeks(trace, before, after, 0)
    chosen = slice(None) if rows is None else list(rows)
    place = NAMES.index(name)
    parts = trace.changed(before, after)[:, place, :][:, chosen].mean(axis=1)
    old, new = (float(trace.state(week)[place][chosen].mean()) for week in (before, after))
    return Chain(old, new, _links(trace.mechanisms, parts))


def why_wait(trace: Trace, before: int, after: int, station: int = 0) -> Chain:
    """What an item waits for longer, or shorter, at a station, in weeks.

    Args:
        trace: What was watched.
        before: A week; 0 for the start.
        after: A later one.
        station: Which of the stations watched, counted from 0.

    Raises:
        ValueError: There are no such weeks.
    """
    return _sum_of(trace, trace.waits, WAITS, before, after, station)


def why_hours(trace: Trace, before: int, after: int, station: int = 0) -> Chain:
    """What takes more, or fewer, hours of an item at a station; arguments as in `why_wait`."""
    return _sum_of(trace, trace.hours, HOURS, before, after, station)


def _sum_of(
    trace: Trace, table: Sequence[Floats], names: Sequence[str], before: int, after: int,
    station: int,
) -> Chain:  # fmt: skip
    _check_weeks(trace, before, after, 0)
    old, new = table[before][station], table[after][station]
    return Chain(float(old.sum()), float(new.sum()), _links(names, new - old))


def _behind(trace: Trace, term: str, changed: Floats) -> tuple[Link, ...]:
    """The mechanisms behind a term, in logits; none where it rests on no state."""
    sign = OF_STATES.get(term)
    if sign is None:
        return ()
    weight = sign * float(getattr(trace.weights, term))
    return _links(trace.mechanisms, weight * changed[:, NAMES.index(term)])


def _links(names: Sequence[str], amounts: Floats) -> tuple[Link, ...]:
    """Links with nothing behind them."""
    pairs = zip(names, amounts.tolist(), strict=True)
    return _largest_first([Link(name, amount) for name, amount in pairs])


def _largest_first(links: Sequence[Link]) -> tuple[Link, ...]:
    """Links that are not zero, the largest first, whatever their sign."""
    kept = [each for each in links if each.amount != 0.0]
    return tuple(sorted(kept, key=lambda each: (-abs(each.amount), each.name)))


def _check_weeks(trace: Trace, before: int, after: int, first: int) -> None:
    last = len(trace.states)
    if not first <= before <= after <= last:
        raise ValueError(f"weeks must be in [{first}, {last}], in order; got {before} and {after}")
