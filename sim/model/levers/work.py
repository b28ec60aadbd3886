"""Levers that change how work is organised: redesign, ownership, transparency, feedback."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from sim.base.arrays import Ints, Rows
from sim.base.params import choice, param
from sim.model.flow import FlowParameters
from sim.model.levers.base import Lever
from sim.model.levers.example import Champions
from sim.model.offer import Offer, either
from sim.model.redesign import IntegrationParameters, PurposeParameters
from sim.model.state import State
from sim.model.stations import PHASES, PURPOSES
from sim.model.waiting import MEASURES, of_purposes, of_stations, of_workflows

TARGETS = ("bottleneck", "random", "all", "champions", "volunteers", "workflow")


@dataclass(frozen=True)
class Redesign(Lever):
    """AI is built into the shared process, in waves: the next wave opens when the last one holds.

    Targets: `bottleneck` takes the stations with the longest measured wait first, `random` draws
    lots, `all` takes every station at once, `champions` those where champions work first, each
    group by its wait, `volunteers` those whose staff use the tool most first, `workflow` whole
    workflows, the longest measured lead time first. Waits, or hours, are `ranked_by` what is
    measured (`waiting.py`). With `purpose=largest_loss` each station is redesigned for what is
    lost most there; with `bottleneck` a wave takes the largest losses of all, so that a station
    can come again for another purpose.
    """

    support_hours: float = param(
        40.0, 0.0, 2000.0, "h/week per 100 people", doc="hours of those who redesign",
        sweep=(10, 160),
    )  # fmt: skip
    targets: str = choice("bottleneck", TARGETS, doc="which stations come first")
    ranked_by: str = choice("waiting", MEASURES, doc="what is measured to find where to begin")
    purpose: str = choice(
        "all", ("all", *PURPOSES, "largest_loss"), doc="what stations are redesigned for"
    )
    wave: float = param(0.08, 0.0, 1.0, "share", doc="stations in one wave", sweep=(0.02, 0.5))
    gate: float = param(
        0.7, 0.0, 1.0, "integration", doc="mean integration that opens the next wave"
    )
    patience: int = param(26, 1, 520, "weeks", doc="a wave is not waited for longer than this")
    participants: int = param(4, 0, 50, "people", doc="staff who take part, per station")
    participant_hours: float = param(
        4.0,
        0.0,
        20.0,
        unit="h/week",
        doc="their time while it is redesigned, or the most they can give",
    )
    doses: ClassVar[tuple[str, ...]] = ("support_hours", "participant_hours")
    for_work: ClassVar[bool] = True

    def is_null(self) -> bool:
        return self.support_hours == 0.0

    def depends_on(self, state: State) -> Hashable:
        return self._ready(state), state.stations.latest_wave

    def add_to(self, offer: Offer, state: State) -> None:
        offer.support_hours += self.support_hours * state.people.count / 100.0
        offer.participants = max(offer.participants, self.participants)
        offer.participant_hours = max(offer.participant_hours, self.participant_hours)
        if self._ready(state):
            self._open(offer, state)

    def hours_a_week(self, state: State) -> float:
        """Support, and the time of those who take part: in one wave, or as support goes."""
        support = self.support_hours * state.people.count / 100.0
        share = 1.0 if self.targets == "all" else self.wave
        involved = share * float(np.minimum(state.stations.staff, self.participants).sum())
        most, rules = involved * self.participant_hours, state.rules(IntegrationParameters)
        if rules.staff_time == "progress":
            return support + min(most, rules.staff_share * support)
        return support + most

    def open_share(self, weeks: int) -> float:
        """Share of stations open, on average over some weeks, if every wave takes its patience."""
        waves = max(1.0, weeks / self.patience)
        return 1.0 if self.targets == "all" else min(1.0, self.wave * (1.0 + waves) / 2.0)

    def _ready(self, state: State) -> bool:
        """Whether the open wave has reached the gate (or has been waited for long enough)."""
        latest = state.stations.latest_wave
        if latest < 0:
            return True
        reached = state.stations.wave_progress >= self.gate
        return reached or state.week - latest >= self.patience

    def _open(self, offer: Offer, state: State) -> None:
        """Ask for the next wave: stations, each for its purposes."""
        stations = state.stations
        size = max(1, round(self.wave * stations.count))
        closed = np.flatnonzero((stations.opened < 0) & (stations.staff > 0))
        if self.targets == "bottleneck" and self.purpose == "largest_loss":
            offer.redesign[self._largest_losses(state, size)] = True
            return
        chosen = closed if self.targets == "all" else self._in_order(state, closed)[:size]
        if self.targets == "workflow":
            chosen = self._next_workflows(state, closed)
        if self.purpose == "all":
            offer.redesign[chosen] = True
        elif self.purpose == "largest_loss":
            offer.redesign[chosen, of_purposes(state, self.ranked_by)[chosen].argmax(axis=1)] = True
        else:
            offer.redesign[chosen, PURPOSES.index(self.purpose)] = True

    def _largest_losses(self, state: State, size: int) -> Any:
        """The largest measured losses, stations and purposes: as many as take a wave's hours."""
        stations = state.stations
        free = ~stations.asked & (stations.staff > 0)[:, None]
        loss = np.where(free, of_purposes(state, self.ranked_by), -1.0).ravel()
        order = np.argsort(-loss, kind="stable")[: int(free.sum())]
        hours = np.cumsum(state.rules(PurposeParameters).parts[order % len(PURPOSES)])
        fitting = max(1, int(np.searchsorted(hours, size + 1e-9, side="right")))
        return np.unravel_index(order[:fitting], free.shape)

    def _next_workflows(self, state: State, closed: Ints) -> Ints:
        """Stations of the workflows that come next, the longest measured lead time first."""
        lead, open_still = of_workflows(state), np.unique(closed // 4)
        size = max(1, round(self.wave * state.stations.workflows))
        first = open_still[np.argsort(-lead[open_still], kind="stable")][:size]
        return closed[np.isin(closed // 4, first)]

    def _in_order(self, state: State, closed: Ints) -> Ints:
        """Stations that are not open yet, in the order in which redesign takes them."""
        stations, people = state.stations, state.people
        if self.targets == "random":
            lot = state.streams.generator("redesign").random(stations.count)
            return closed[np.argsort(lot[closed])]
        if self.targets == "volunteers":
            return closed[np.argsort(-stations.use[closed], kind="stable")]
        measured = of_stations(state, self.ranked_by)
        by_wait = closed[np.argsort(-measured[closed], kind="stable")]
        if self.targets == "champions":
            chosen = np.zeros(people.count, np.bool_)
            for lever in state.acting:
                if isinstance(lever, Champions):
                    chosen |= lever.chosen(state)
            staffed = people.station[chosen & (people.station >= 0)]
            theirs = (np.bincount(staffed, minlength=stations.count) > 0)[by_wait]
            return np.concatenate((by_wait[theirs], by_wait[~theirs]))
        return by_wait


@dataclass(frozen=True)
class Ownership(Lever):
    """Somebody answers for the result of a workflow: decisions and disputes do not wait."""

    share: float = param(1.0, 0.0, 1.0, "share", doc="workflows with an owner")
    scope: str = choice("redesigned", ("redesigned", "all"), doc="which workflows have an owner")
    owner: str = choice("employee", ("employee", "manager"), doc="who owns: staff, or the manager")
    hours: float = param(1.0, 0.0, 20.0, "h/week per workflow", doc="owner's time")
    stays: bool = param(False, source="design", doc="it goes on when the levers are withdrawn")
    doses: ClassVar[tuple[str, ...]] = ("share",)
    arrangement: ClassVar[bool] = True
    for_work: ClassVar[bool] = True

    def is_null(self) -> bool:
        return self.share == 0.0

    def add_to(self, offer: Offer, state: State) -> None:
        owner, stations = self._owner(state), state.stations
        owned = owner >= 0
        if self.scope == "all":
            offer.owned |= np.repeat(owned, 4)
        else:
            offer.owned_when_redesigned |= np.repeat(owned, 4)
            owned = owned & stations.begun
        hours = np.full(int(owned.sum()), self.hours)
        offer.owner_hours += np.bincount(owner[owned], hours, state.people.count)
        week = state.rules(FlowParameters).hours_a_week
        np.minimum(offer.owner_hours, week, out=offer.owner_hours)

    def hours_a_week(self, state: State) -> float:
        """Owners of all workflows, or of half of them: redesign reaches them one by one."""
        reached = 1.0 if self.scope == "all" else 0.5
        return reached * self.hours * float((self._owner(state) >= 0).sum())

    def depends_on(self, state: State) -> Hashable:
        return state.stations.latest_wave

    def _owner(self, state: State) -> Rows:
        """Who owns each workflow, -1 where nobody does: by lot, or nobody plans there."""

        def draw() -> Rows:
            stations = state.stations
            lot = state.streams.generator("ownership").random(stations.workflows)
            planner = stations.lead[PHASES.index("planning") :: 4]
            owner = planner if self.owner == "employee" else stations.approver
            return np.where(lot < self.share, owner, -1).astype(np.int32)

        owner: Rows = state.know(("owners", self.share, self.owner), draw)
        return owner


@dataclass(frozen=True)
class Transparency(Lever):
    """Teams see what works elsewhere: use cases travel further, redesign builds on redesign."""

    visibility: float = param(0.75, 0.0, 1.0, "share", doc="results that everybody can see")
    hours: float = param(0.02, 0.0, 5.0, "h/week per person", doc="writing up and reading results")
    doses: ClassVar[tuple[str, ...]] = ("visibility", "hours")
    arrangement: ClassVar[bool] = True

    def is_null(self) -> bool:
        return self.visibility == 0.0

    def add_to(self, offer: Offer, state: State) -> None:
        offer.visibility = either(offer.visibility, self.visibility)
        offer.add_hours("meeting", self.hours)

    def hours_a_week(self, state: State) -> float:
        return self.hours * state.people.count


@dataclass(frozen=True)
class Feedback(Lever):
    """Redesigned workflows keep evolving with those who work in them, instead of drifting."""

    upkeep: float = param(0.8, 0.0, 1.0, "share", doc="part of the erosion that feedback stops")
    hours: float = param(0.25, 0.0, 10.0, "h/week per participant", doc="time for feedback")
    stays: bool = param(False, source="design", doc="it goes on when the levers are withdrawn")
    doses: ClassVar[tuple[str, ...]] = ("upkeep", "hours")
    arrangement: ClassVar[bool] = True
    for_work: ClassVar[bool] = True

    def is_null(self) -> bool:
        return self.upkeep == 0.0

    def add_to(self, offer: Offer, state: State) -> None:
        offer.upkeep = either(offer.upkeep, self.upkeep)
        offer.feedback_hours += self.hours

    def hours_a_week(self, state: State) -> float:
        """All who take part where redesign has been, if every wave takes as long as it may."""
        staff, weeks = state.stations.staff, len(self.weeks(state.horizon, state.withdraw_week))
        return self.hours * sum(
            each.open_share(weeks) * float(np.minimum(staff, each.participants).sum())
            for each in state.planned_levers
            if isinstance(each, Redesign) and not each.is_null()
        )
