"""An anonymous survey: what people say of themselves, asked of a sample, with an error."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.base.params import Checked, param
from sim.model.state import State

#: What is asked -> the column of `People` that an honest answer tells.
TOPICS = {"survey_use": "genuine_use", "survey_trust": "trust", "survey_threat": "threat"}


@dataclass(frozen=True)
class Survey(Checked):
    """How surveys are held, and what they cost; none is held unless a rule asks for one.

    The time of those who answer is part of the price of an answer, and counts in no week's hours.
    """

    people: int = param(
        200, 1, 1_000_000, "people", doc="how many are asked, by lot, each time anew"
    )
    error: float = param(0.2, 0.0, 1.0, "share", doc="sd of an answer around what is so")
    every: int = param(4, 1, 520, "weeks", doc="weeks until people are asked again")
    eur: float = param(1000.0, 0.0, 1e6, "€", doc="cost of a survey, without answers")
    eur_per_answer: float = param(
        10.0, 0.0, 1000.0, "€", doc="cost of an answer: about ten minutes, and reading it"
    )

    def cost(self, headcount: int) -> float:
        """Euros that one survey costs in a firm of so many people."""
        return self.eur + self.eur_per_answer * min(self.people, headcount)


class Surveys:
    """The surveys of one rollout: a result is used until it is `every` weeks old.

    Args:
        rules: How they are held.
    """

    def __init__(self, rules: Survey) -> None:
        self._rules = rules
        self._held = 0
        self._said: dict[str, float] = {}

    def ask(self, topic: str, state: State) -> float:
        """What people say, a mean in [0, 1]; they are asked anew where the last time is too old."""
        if not self._held or state.week - self._held >= self._rules.every:
            self._hold(state)
        return self._said[topic]

    def eur(self, state: State) -> float:
        """What surveys cost this week, in euros."""
        return self._rules.cost(state.people.count) if self._held == state.week else 0.0

    def _hold(self, state: State) -> None:
        people, luck = state.people, state.streams.generator("survey", state.week)
        asked = luck.permutation(people.count)[: self._rules.people]
        for topic, column in TOPICS.items():
            wrong = self._rules.error * luck.standard_normal(len(asked))
            said = float(np.mean(getattr(people, column)[asked] + wrong))
            self._said[topic] = min(1.0, max(0.0, said))
        self._held = state.week
