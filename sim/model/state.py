"""`State`: all that a mechanism or a lever can see of an organisation. Read after `week.py`.

A mechanism is `(state, offer) -> None`: it reads what is here and this week's `Offer`, and
asks `state.rules(TalkParameters)` for the parameters it needs, so that its first lines say
whose it reads. What it may write is in `people.change` (see `STATES` in `people.py`), its own
columns of `people` and `stations`, `flow` and `support_hours`. A lever reads, and writes to
the `Offer` only.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import Any, TypeVar

from sim.base.arrays import Floats
from sim.base.streams import Streams
from sim.model.events import Event
from sim.model.people import People
from sim.model.stations import Stations
from sim.model.technology import Technology
from sim.organisation.network import Network

WEEKS_A_QUARTER = 13.0

Rules = TypeVar("Rules")


class State:
    """An organisation in one week of a rollout; `Engine` fills it and lets the weeks pass.

    Attributes:
        people: Columns with one row per seat, as they were at the end of last week.
        stations: Columns with one row per station of a workflow.
        network: Who works with whom, and who knows whom.
        contact_degree: Mean number of contacts.
        streams: Random numbers, one label per decision.
        week: The week that runs, from 1; 0 before the first, negative while queues warm up.
        horizon: Weeks in all.
        withdraw_week: Last week of the levers that do not stay.
        flow: What this week's work yields, in the order of `mechanisms.work.FLOW`.
        support_hours: Hours spent this week on redesign by those who support it.
        events: What happens in which week, in the order of weeks; none if ablated.
        planned_levers: What the strategy asks for, before any budget.
        levers: What the budget has left of it. Levers import this file, so they are objects
            here; a lever that asks for others uses `isinstance`.
        acting: Those of them that act this week, with the doses that they have by now.
        spent_eur: What the programme has cost so far, without licences.
        allowed_eur: What it may cost; infinite without a budget.
    """

    people: People
    stations: Stations
    network: Network
    contact_degree: float
    streams: Streams
    week: int
    horizon: int
    withdraw_week: int
    flow: Floats
    support_hours: float
    events: tuple[Event, ...]
    planned_levers: tuple[object, ...]
    levers: tuple[object, ...]
    acting: tuple[object, ...]
    spent_eur: float
    allowed_eur: float
    _rules: Mapping[type, Any]
    _known: dict[Hashable, Any]

    def rules(self, kind: type[Rules]) -> Rules:
        """The parameters of a class, for example `state.rules(TalkParameters)`."""
        found: Rules = self._rules[kind]
        return found

    def know(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """What is worked out once for all twins: it depends on company, seed and key only."""
        if key not in self._known:
            self._known[key] = make()
        return self._known[key]

    @property
    def budget_is_spent(self) -> bool:
        """Whether the programme has spent its part of the budget."""
        return self.spent_eur >= self.allowed_eur

    @property
    def at_rest(self) -> bool:
        """Whether levers that do not stay rest this week, because of a pause."""
        return bool(self.events) and any(event.rests(self.week) for event in self.events)

    @property
    def programme_goes_on(self) -> bool:
        """Whether levers that do not stay may act this week."""
        return self.week <= self.withdraw_week and not (self.budget_is_spent or self.at_rest)

    @property
    def tool_quality(self) -> float:
        """How much better the tool is than in week 0, as a factor."""
        growth = self.rules(Technology).improvement
        quality = float((1.0 + growth) ** (self.week / WEEKS_A_QUARTER))
        for event in self.events:
            if event.kind == "tool_change" and event.week <= self.week:
                quality *= 1.0 + event.size
        return quality
