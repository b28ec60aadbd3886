"""What the rules of a strategy's levers have decided so far: looked at every Monday."""

from __future__ import annotations

from collections.abc import Mapping

from sim.model.levers import Lever
from sim.model.measured import MEASURES, surveyed
from sim.model.programme import Programme
from sim.model.rules import Condition, holds
from sim.model.state import State
from sim.model.survey import Surveys


class Reactions:
    """Levers that act, as what they are by now.

    Every decision is taken once: a lever that has begun goes on until it stops, and a lever that
    has stopped stays so. A rule sees the weeks before, so what is decided later changes no
    earlier week, and no lever depends on the place of another.

    Args:
        levers: By name, as the budget has left them.
        state: The organisation, set up.

    Attributes:
        fired: Week in which a rule came true, by its name: `training.until`.
    """

    def __init__(self, levers: Mapping[str, Lever], state: State) -> None:
        self._levers = [(name, lever, lever.changed()) for name, lever in levers.items()]
        self._surveys = Surveys(state.rules(Programme).survey)
        self._begun: dict[str, int] = {}
        self.fired: dict[str, int] = {}
        self._ruled = {name for name, lever in levers.items() if lever.reacts()}
        for _, lever, changed in self._levers:
            lever.prepare(state)
            if changed is not lever:
                changed.prepare(state)

    def acting(self, state: State) -> dict[tuple[int, bool], Lever]:
        """The levers that act this week, by their place and whether their dose has changed."""
        acting, goes_on = {}, state.programme_goes_on
        for place, (name, lever, changed) in enumerate(self._levers):
            if not lever.due(state.week, goes_on):
                continue
            if name not in self._ruled:
                acting[place, False] = lever
            elif self._goes_on(name, lever, state):
                other = f"{name}.then" in self.fired
                acting[place, other] = changed if other else lever
        return acting

    def survey_eur(self, state: State) -> float:
        """What this week's survey costs, in euros; 0 without one."""
        return self._surveys.eur(state)

    def silent(self) -> list[str]:
        """Rules that have not come true, such as `training.until`."""
        return [each for name, lever, _ in self._levers for rule in lever.reacts()
                if (each := f"{name}.{rule}") not in self.fired]  # fmt: skip

    def _goes_on(self, name: str, lever: Lever, state: State) -> bool:
        """Whether the rules of a lever let it act this week."""
        if f"{name}.until" in self.fired:
            return False
        if lever.when is not None and not self._comes_true(f"{name}.when", lever.when, state, 0):
            return False
        begun = self._begun.setdefault(name, state.week)
        if lever.until is not None and self._comes_true(f"{name}.until", lever.until, state, begun):
            return False
        if lever.then is not None:
            self._comes_true(f"{name}.then", lever.then["when"], state, begun)
        return True

    def _comes_true(self, rule: str, condition: Condition, state: State, begun: int) -> bool:
        """Whether a rule has come true, now or before."""
        if rule not in self.fired:
            if not holds(condition, lambda measure: self._read(measure, state, begun)):
                return False
            self.fired[rule] = state.week
        return True

    def _read(self, measure: str, state: State, begun: int) -> float:
        if surveyed(measure):
            return self._surveys.ask(measure, state)
        read = MEASURES[measure].read
        return float(state.week - begun) if read is None else read(state)
