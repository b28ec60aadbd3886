"""Levers that work through people others look at: leading managers and champions."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from sim.base.arrays import Flags, Floats, Ints, Rows
from sim.base.kernel import kernel
from sim.base.params import choice, param
from sim.model.levers.base import Lever, TargetedLever
from sim.model.offer import Offer
from sim.model.state import State

RULES = (
    "random", "degree", "betweenness", "cross_team", "innovativeness", "peer_nomination",
    "clustered",
)  # fmt: skip


@dataclass(frozen=True)
class LeadByExample(TargetedLever):
    """Managers use the tool themselves, show it, and say what it is good for and what not."""

    hours: float = param(1.5, 0.0, 20.0, "h/week per manager", doc="managers' own hours")
    candour: float = param(
        0.8, 0.0, 1.0, "share", doc="own experience in the message (1) against hype (0)"
    )
    demonstration: float = param(
        0.2, 0.0, 1.0, "share", doc="part of the hours that shows real work to the team"
    )
    visibility: float = param(1.0, 0.0, 1.0, "share", doc="how visible managers' own use becomes")
    doses: ClassVar[tuple[str, ...]] = ("hours",)

    def is_null(self) -> bool:
        return self.hours == 0.0 or self.target == "staff" or super().is_null()

    def add_to(self, offer: Offer, state: State) -> None:
        leaders = np.flatnonzero(self.reached(state) & state.people.is_manager)
        # Presence saturates: the second hour of leading is noticed less than the first.
        presence = 1.0 - math.exp(-self.hours)
        shown = self.hours * self.demonstration
        for column, least in (
            (offer.leading, presence),
            (offer.candour, self.candour),
            (offer.manager_visibility, self.visibility * presence),
        ):
            column[leaders] = np.maximum(column[leaders], least)
        offer.shown_hours[leaders] += shown
        offer.add_hours("leading", shown, leaders)
        offer.add_hours("exploring", self.hours - shown, leaders)

    def hours_a_week(self, state: State) -> float:
        """Managers' hours, and those of the people who watch."""
        people = state.people
        leaders = self.reached(state) & people.is_manager
        watching = leaders[people.manager] & (people.manager >= 0)
        return self.hours * float(leaders.sum() + self.demonstration * watching.sum())


@dataclass(frozen=True)
class Champions(Lever):
    """A share of employees gets released hours, to explore and to help, and visibility."""

    share: float = param(
        0.05, 0.0, 0.5, "share", "1-2 % in practice, 5 % in trials",
        "champions, who are staff, as a share of all people", (0.02, 0.15),
    )  # fmt: skip
    rule: str = choice("peer_nomination", RULES, doc="how champions are selected")
    hours: float = param(4.0, 0.0, 38.0, "h/week per champion", doc="released hours")
    exploring: float = param(
        0.3,
        0.0,
        1.0,
        unit="share",
        doc="part of these for own exploring, the rest for helping",
        sweep=(0, 0.6),
    )
    visibility: float = param(1.0, 0.0, 1.0, "share", doc="how much their words gain weight")
    doses: ClassVar[tuple[str, ...]] = ("hours",)

    def is_null(self) -> bool:
        return self.share == 0.0 or (self.hours == 0.0 and self.visibility == 0.0)

    def prepare(self, state: State) -> None:
        self.chosen(state)

    def add_to(self, offer: Offer, state: State) -> None:
        chosen = self.chosen(state)
        offer.champion |= chosen
        offer.add_hours("exploring", self.hours * self.exploring * chosen)
        offer.add_hours("coaching", self.hours * (1.0 - self.exploring) * chosen)
        offer.champion_voice = max(offer.champion_voice, self.visibility)

    def hours_a_week(self, state: State) -> float:
        """Champions' hours, and as many again of those whom they help."""
        return (2.0 - self.exploring) * self.hours * float(self.chosen(state).sum())

    def chosen(self, state: State) -> Flags:
        """The champions: the top of a ranking that is made once, before the rollout starts."""
        key = ("champions", self.share, self.rule)
        chosen: Flags = state.know(key, lambda: self._choose(state))
        return chosen

    def _choose(self, state: State) -> Flags:
        people = state.people
        staff = np.flatnonzero(~people.is_manager)
        # A small firm that wants champions at all has one.
        wanted = min(len(staff), max(1, round(self.share * people.count)))
        score = self._score(state)[staff]
        best = staff[np.argsort(-score, kind="stable")[:wanted]]
        mask = np.zeros(people.count, np.bool_)
        mask[best] = True
        return mask

    def _score(self, state: State) -> Floats:
        people, ties = state.people, state.network.working
        lot: Floats = state.streams.generator("champions").random(people.count)
        if self.rule == "degree":
            return np.diff(ties.start) + lot
        if self.rule == "betweenness":
            from sim.organisation.measures import betweenness

            return np.asarray(betweenness(ties, 64, state.streams) + 1e-9 * lot)
        if self.rule == "cross_team":
            far = people.team[ties.owner] != people.team[ties.neighbour]
            return np.bincount(ties.owner, far, people.count) + lot
        if self.rule == "innovativeness":
            return people.innovativeness
        if self.rule == "peer_nomination":
            return nominations(ties.start, ties.neighbour, people.innovativeness) + lot
        if self.rule == "clustered":
            # Whole teams, in an order drawn by lot.
            return lot[people.team] + 1e-6 * lot
        return lot


@kernel
def nominations(start: Ints, neighbour: Rows, innovativeness: Floats) -> Floats:
    """Votes of each person if everybody names the most innovative of their working ties."""
    votes = np.zeros(innovativeness.shape[0])
    for i in range(votes.shape[0]):
        best = -np.inf
        for k in range(start[i], start[i + 1]):
            best = max(best, innovativeness[neighbour[k]])
        for k in range(start[i], start[i + 1]):
            votes[neighbour[k]] += innovativeness[neighbour[k]] == best
    return votes
