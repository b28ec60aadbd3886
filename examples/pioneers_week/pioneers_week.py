"""Ask how much envy matters to pioneers' weeks: a study of another package.

usage: rollout pioneers [key=value …]

  strength=0.1   how strong envy is, in [0, 1]; it is compared with none
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np
import pandas as pd

from sim.base.arrays import Flags
from sim.base.params import Checked, param
from sim.config.load import load
from sim.model.extension import Extension
from sim.model.levers import Lever
from sim.model.offer import Offer
from sim.model.state import State
from sim.runs.wants import Comparison
from sim.studies.study import Answer, Line, Study, Wants


@dataclass(frozen=True)
class PioneersWeek(Lever):
    """The keenest people get hours to try things out."""

    share: float = param(0.1, 0.0, 1.0, "share", doc="people who get the hours")
    hours: float = param(4.0, 0.0, 38.0, "h/week per pioneer", doc="hours to explore")
    doses: ClassVar[tuple[str, ...]] = ("hours",)

    def is_null(self) -> bool:
        return self.share == 0.0 or self.hours == 0.0

    def add_to(self, offer: Offer, state: State) -> None:
        offer.add_hours("exploring", self.hours, self._pioneers(state))

    def hours_a_week(self, state: State) -> float:
        return self.hours * float(self._pioneers(state).sum())

    def _pioneers(self, state: State) -> Flags:
        keen = state.people.innovativeness
        return np.asarray(keen >= np.quantile(keen, 1.0 - self.share))


@dataclass(frozen=True)
class Envy(Extension):
    """m <- m + strength max(0, seen use - own use). Neutral: strength 0."""

    strength: float = param(0.05, 0.0, 1.0, "per week", doc="pull of others who use more")
    after: ClassVar[str] = "talk"

    def __call__(self, state: State, offer: Offer) -> None:
        people = state.people
        behind = np.maximum(0.0, people.seen_use - people.genuine_use)
        people.change.expectation += self.strength * behind


@dataclass(frozen=True)
class Options(Checked):
    """Own keys of the study."""

    strength: float = param(0.1, 0.0, 1.0, "per week", doc="how strong envy is")


def answer(line: Line[Options]) -> Wants:
    """Use in the last week of the strategy and of the reference, without envy and with it."""
    config, rows = load(line.words, "pioneers_week", line.config_dir), []
    seeds = line.settings.seed_list(config.seed)
    for strength in (0.0, line.own.strength):
        envious = replace(config, extensions={"envy": Envy(strength=strength)})
        found = yield Comparison({"pioneers_week": envious}, seeds)
        use = found.runs.groupby("strategy")["genuine_use_final"].mean()
        rows.append({"strength": strength, **use})
    table = pd.DataFrame(rows)
    told = table.round(3).to_string(index=False)
    return Answer(files={"envy.csv": table}, told=lambda *_: told, seeds=seeds)


STUDY = Study("pioneers", Options, lambda line: line, answer, stored="wanted")
