"""Levers that reach people: licences, announcement, mandate, training, time to try, inquiry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from sim.base.arrays import Flags
from sim.base.params import param
from sim.model.levers.base import Lever, TargetedLever
from sim.model.offer import Offer
from sim.model.state import State

WEEKS_A_MONTH = 52.0 / 12.0


@dataclass(frozen=True)
class Licences(TargetedLever):
    """Access for a share of teams. Licences stay when the programme ends."""

    eur_per_month: float = param(
        28.0, 0.0, 1000.0, "€ per seat", "list price of an office assistant, about 30 USD",
        "price of a seat",
    )  # fmt: skip

    @property
    def stays(self) -> bool:
        return True

    def add_to(self, offer: Offer, state: State) -> None:
        mask = self.reached(state)
        offer.licence |= mask
        offer.licence_eur += float(mask.sum()) * self.eur_per_month / WEEKS_A_MONTH


@dataclass(frozen=True)
class Announcement(TargetedLever):
    """Management tells everybody what the tool will do: awareness, and a promise."""

    strength: float = param(1.0, 0.0, 1.0, "share", doc="how loud: 1 is heard everywhere")
    promise: float = param(
        0.45, -1.0, 1.0, "saving", doc="saving that the announcement promises (hype)"
    )
    hours: float = param(0.25, 0.0, 10.0, "h/week per person", doc="meeting time")

    def is_null(self) -> bool:
        return self.strength == 0.0 or super().is_null()

    def add_to(self, offer: Offer, state: State) -> None:
        mask = self.reached(state)
        offer.announcement += self.strength * mask
        offer.promised += self.strength * self.promise * mask
        offer.add_hours("meeting", self.hours * mask)

    def hours_a_week(self, state: State) -> float:
        return self.hours * float(self.reached(state).sum())


@dataclass(frozen=True)
class Mandate(TargetedLever):
    """Use is ordered: monitored in part, sanctioned in part, with some freedom how and when."""

    monitored: float = param(0.7, 0.0, 1.0, "share", doc="share of use that is monitored")
    sanction: float = param(0.7, 0.0, 1.0, "share", doc="weight of the sanction")
    freedom: float = param(0.2, 0.0, 1.0, "share", doc="freedom to choose how and when")
    eur_per_person: float = param(1.0, 0.0, 100.0, "€/week", doc="cost of monitoring")

    def is_null(self) -> bool:
        return self.monitored * self.sanction == 0.0 or super().is_null()

    def add_to(self, offer: Offer, state: State) -> None:
        mask, pressure = self.reached(state), self.monitored * self.sanction
        # Several orders leave the least freedom that any of them leaves.
        ordered = offer.pressure > 0.0
        offer.pressure[:] = 1.0 - (1.0 - offer.pressure) * (1.0 - pressure * mask)
        free = np.where(ordered, np.minimum(offer.freedom, self.freedom), self.freedom)
        offer.freedom[:] = np.where(mask, free, offer.freedom)
        offer.programme_eur += self.eur_per_person * float(mask.sum())

    def eur_a_week(self, state: State) -> float:
        return self.eur_per_person * float(self.reached(state).sum())


@dataclass(frozen=True)
class Training(TargetedLever):
    """Paid training time."""

    hours: float = param(1.0, 0.0, 38.0, "h/week per person", doc="training hours")
    doses: ClassVar[tuple[str, ...]] = ("hours",)

    def is_null(self) -> bool:
        return self.hours == 0.0 or super().is_null()

    def add_to(self, offer: Offer, state: State) -> None:
        offer.add_hours("training", self.hours * self.reached(state))

    def hours_a_week(self, state: State) -> float:
        return self.hours * float(self.reached(state).sum())


@dataclass(frozen=True)
class ExplorationTime(TargetedLever):
    """Room to learn and try in the own workflow."""

    hours: float = param(1.0, 0.0, 38.0, "h/week per person", doc="hours free for trying out")
    doses: ClassVar[tuple[str, ...]] = ("hours",)

    def is_null(self) -> bool:
        return self.hours == 0.0 or super().is_null()

    def add_to(self, offer: Offer, state: State) -> None:
        offer.add_hours("exploring", self.hours * self.reached(state))

    def hours_a_week(self, state: State) -> float:
        return self.hours * float(self.reached(state).sum())


@dataclass(frozen=True)
class Inquiry(Lever):
    """People are asked, or work is measured: it costs time and money, and changes nobody."""

    hours: float = param(0.1, 0.0, 38.0, "h/week per person asked", doc="time to answer")
    share: float = param(0.3, 0.0, 1.0, "share", "design", "people who are asked, drawn by lot")
    eur: float = param(1000.0, 0.0, 1e6, "€/week", doc="cost of asking and reading")

    def is_null(self) -> bool:
        return self.eur == 0.0 and self.hours * self.share == 0.0

    def add_to(self, offer: Offer, state: State) -> None:
        offer.add_hours("meeting", self.hours * self.asked(state))
        offer.programme_eur += self.eur

    def hours_a_week(self, state: State) -> float:
        return self.hours * float(self.asked(state).sum())

    def eur_a_week(self, state: State) -> float:
        return self.eur

    def asked(self, state: State) -> Flags:
        """Mask of the people who are asked, the same as long as it goes on."""

        def draw() -> Flags:
            lot = state.streams.generator("inquiry", self.start).permutation(state.people.count)
            return lot < round(self.share * state.people.count)

        asked: Flags = state.know(("asked", self.share, self.start), draw)
        return asked
