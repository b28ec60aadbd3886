"""What every lever has: a start, an end, a target, a dose and a cost."""

from __future__ import annotations

import dataclasses
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, ClassVar, Self

import numpy as np

from sim.base.arrays import Flags
from sim.base.params import Checked, ConfigError, choice, param
from sim.base.presets import RULES
from sim.model.events import LAST_WEEK
from sim.model.offer import Offer
from sim.model.programme import Programme
from sim.model.rules import Condition, change, condition, longest
from sim.model.state import State
from sim.model.survey import TOPICS

TARGETS = ("everyone", "staff", "managers")


@dataclass(frozen=True)
class Lever(Checked):
    """Base of all levers. A lever only adds to the week's `Offer`.

    Weeks count from 1; a lever acts from `start` to `end`, both included, and no longer
    than `withdraw_week` unless it is an arrangement that outlives the programme (`stays`).

    A lever can react to what is measured in the company (`rules.py`), looked at every week
    between the two: it begins in the first week in which `when` holds, has ended from the first
    one on in which `until` holds, and multiplies its doses from the first one on in which the
    condition of `then` holds. Each of them comes true once.
    """

    start: int = param(1, 1, LAST_WEEK, "week", "design", "first week")
    end: int = param(LAST_WEEK, 1, LAST_WEEK, "week", "design", "last week")
    when: Condition | None = field(default=None, kw_only=True)
    until: Condition | None = field(default=None, kw_only=True)
    then: Mapping[str, Any] | None = field(default=None, kw_only=True)

    #: The fields that a budget may scale; none where money cannot buy more of it.
    doses: ClassVar[tuple[str, ...]] = ()
    #: Whether it is an arrangement: its doses only shrink, and only if such levers want too much.
    arrangement: ClassVar[bool] = False
    #: Whether it adds to what work is offered, and nothing to what people are.
    for_work: ClassVar[bool] = False

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.end < self.start:
            raise ConfigError(
                f"{type(self).__name__}.end must be at or after start={self.start}, got {self.end}"
            )
        self._check_rules()

    def _check_rules(self) -> None:
        name = type(self).__name__
        for rule, check in (("when", condition), ("until", condition), ("then", change)):
            object.__setattr__(self, rule, check(getattr(self, rule), f"{name}.{rule}"))
        if self.when is not None and "weeks" in self.when:
            raise ConfigError(f"{name}.when cannot ask for weeks, which count from its start: "
                              f"use {name}.start")  # fmt: skip
        if self.then is not None and not self.doses:
            raise ConfigError(f"{name}.then: it has no dose that could change; give a second one "
                              "a condition of its own")  # fmt: skip

    @property
    def stays(self) -> bool:
        """Whether it goes on when the levers are withdrawn, or the money is spent."""
        return False

    def is_null(self) -> bool:
        """Whether it offers nothing at all: a strategy is the same without it."""
        return False

    def active(self, state: State) -> bool:
        """Whether the lever acts this week: in its weeks, with money left, in no pause."""
        return self.due(state.week, state.programme_goes_on)

    def due(self, week: int, programme_goes_on: bool) -> bool:
        """Whether it acts in a week, if the programme goes on, or has been stopped."""
        return self.start <= week <= self.end and (programme_goes_on or self.stays)

    def reacts(self) -> tuple[str, ...]:
        """The rules that it has, of `when`, `until` and `then`."""
        return tuple(rule for rule in RULES if getattr(self, rule) is not None)

    def changed(self) -> Self:
        """What it is once the condition of `then` has come true."""
        return self if self.then is None else self.scaled(self.then["factor"])

    def dearest(self) -> Self:
        """The dearer of what it is and what it may change to: plans are made for that."""
        return self if self.then is None or self.then["factor"] <= 1.0 else self.changed()

    def weeks_at_most(self, horizon: int, withdraw_week: int, anywhere: bool = False) -> float:
        """Weeks in which it acts at most, whatever is measured.

        As many as it asks for with `anywhere`, even if it starts too late to have all of them.
        """
        weeks = self.weeks(horizon, withdraw_week)
        count = min(self.end - self.start + 1, weeks[-1]) if anywhere and weeks else len(weeks)
        return min(float(count), longest(self.until))

    def surveys(self, state: State) -> float:
        """Euros a week for surveys that its rules may ask for."""
        asked = {measure for rule in (self.when, self.until, (self.then or {}).get("when"))
                 for measure in rule or ()}  # fmt: skip
        if asked.isdisjoint(TOPICS):
            return 0.0
        survey = state.rules(Programme).survey
        return survey.cost(state.people.count) / survey.every

    def weeks(self, horizon: int, withdraw_week: int) -> range:
        """The weeks in which the lever acts."""
        last = min(self.end, horizon) if self.stays else min(self.end, horizon, withdraw_week)
        return range(self.start, last + 1)

    def prepare(self, state: State) -> None:
        """Work out what is settled before the rollout starts."""

    def depends_on(self, state: State) -> Hashable:
        """What the part of an active lever depends on; the offer is rebuilt when it changes."""
        return None

    def add_to(self, offer: Offer, state: State) -> None:
        """Add this week's part to the offer; called only while active."""
        raise NotImplementedError

    def hours_a_week(self, state: State) -> float:
        """Planned hours a week of the whole firm, before anything is known of how it goes."""
        return 0.0

    def eur_a_week(self, state: State) -> float:
        """Planned money a week beyond hours, without licences."""
        return 0.0

    def scaled(self, factor: float) -> Self:
        """The same lever with its doses times `factor`, as far as their valid ranges allow."""
        factor = min(factor, self.room())
        doses: dict[str, Any] = {
            name: min(high, float(getattr(self, name) * factor))
            for name, high in self._highest_doses().items()
        }
        return dataclasses.replace(self, **doses) if doses else self

    def room(self) -> float:
        """The largest factor that keeps every dose in its valid range."""
        room = [
            high / getattr(self, name)
            for name, high in self._highest_doses().items()
            if getattr(self, name) > 0.0
        ]
        return min(room, default=1.0)

    @classmethod
    def bought_doses(cls) -> tuple[str, ...]:
        """The fields that money buys more of; none of an arrangement, which can only shrink."""
        return () if cls.arrangement else cls.doses

    @classmethod
    @cache
    def _highest_doses(cls) -> dict[str, float]:
        fields = dataclasses.fields(cls)
        return {field.name: field.metadata["high"] for field in fields if field.name in cls.doses}


@dataclass(frozen=True)
class TargetedLever(Lever):
    """A lever that reaches one role, or all, in a share of teams; each kind draws its own teams."""

    target: str = choice("everyone", TARGETS, "design", "who is reached")
    share_of_teams: float = param(1.0, 0.0, 1.0, "share", "design", "teams reached, drawn by lot")

    def is_null(self) -> bool:
        return self.share_of_teams == 0.0

    def reached(self, state: State) -> Flags:
        """Mask of the people the lever reaches."""
        people = state.people
        mask = np.ones(people.count, np.bool_)
        if self.target != "everyone":
            mask = people.is_manager if self.target == "managers" else ~people.is_manager
        if self.share_of_teams < 1.0:
            label = f"teams of {type(self).__name__}"
            lot = state.streams.generator(label).random(int(people.team.max()) + 1)
            mask = mask & (lot < self.share_of_teams)[people.team]
        return mask
