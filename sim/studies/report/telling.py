"""How a report writes numbers and names, and which of its sentences are said."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from sim.analysis.decision import BOTH, LOOK, best_trial
from sim.analysis.paths import WAITS
from sim.base.presets import REFERENCE
from sim.report.language import Language, catalogue
from sim.studies.report.figures import name_of
from sim.studies.report.findings import Findings, of_kind
from sim.studies.report.material import DEFAULT, FITTED, Material

if TYPE_CHECKING:
    import pandas as pd

NBSP = "\N{NO-BREAK SPACE}"
TOPIC = "report"
SHOWN = 3
"""Rollouts in figures that would not hold all of them."""


class Row(NamedTuple):
    """A row of a table; the one of what is recommended is marked."""

    cells: list[str]
    marked: bool = False


@dataclass(frozen=True)
class Telling:
    """One report in one language.

    Attributes:
        material: The runs.
        findings: What follows from them.
        speak: The language.
    """

    material: Material
    findings: Findings
    speak: Language

    def money(self, value: float, signed: bool = False, decimals: int = 0) -> str:
        """An amount with its currency on one line; a dash where there is none."""
        if math.isnan(value):
            return "–"
        return f"{self.number(value, decimals, signed)}{NBSP}{self.material.prices.currency}"

    def share(self, value: float) -> str:
        """A share as a percentage."""
        return self.speak.share(value)

    def number(self, value: float, decimals: int = 0, signed: bool = False) -> str:
        """A number; a dash where there is none."""
        return self.speak.number(value, decimals, signed and round(value, decimals) != 0.0)

    def two(self, key: str, strategy: str) -> str:
        """A share in every kind: fitted · matched · plausible, as far as there are such."""
        return self.beside(self.share(self.standing[kind][strategy][key]) for kind in self.kinds)

    def decided(self, key: str, strategy: str) -> str:
        """The same where it is decided only: fitted companies, or else both kinds."""
        kinds = self.deciding_kinds
        return self.beside(self.share(self.standing[kind][strategy][key]) for kind in kinds)

    def beside(self, parts: Iterable[str]) -> str:
        """Numbers of all kinds on one line."""
        return f"{NBSP}·{NBSP}".join(parts)

    def ends(self, low: str, high: str) -> str:
        """Two ends on one line."""
        return f"{low}{NBSP}…{NBSP}{high}"

    def name(self, strategy: str) -> str:
        """A strategy at the beginning of a row."""
        return name_of(strategy, self.speak)

    def within(self, strategy: str) -> str:
        """A strategy within a sentence."""
        if strategy == REFERENCE:
            return self.speak.say("report.nothing_within")
        return self.speak.say("report.named", name=self.speak.name(strategy))

    def names(self, strategies: Sequence[str]) -> str:
        """Several of them within a sentence."""
        return self.speak.listing([self.within(each) for each in strategies])

    def row(self, *keys: str, **places: object) -> Row:
        """Texts of the report side by side."""
        return Row([self.say(key, **places) for key in keys])

    def say(self, key: str, /, **places: object) -> str:
        """A text of the report; with fitted companies the one that speaks of them, if any does."""
        fitted = f"{key}_fitted"
        known = catalogue(self.speak.code, TOPIC)
        if self.material.has_fitted and fitted.removeprefix(f"{TOPIC}.") in known:
            return self.speak.say(f"{key}_fitted", **places)
        return self.speak.say(key, **places)

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """Every kind of drawn companies, in the order of a report."""
        return tuple(world.kind for world in self.material.kinds)

    @cached_property
    def deciding_kinds(self) -> list[str]:
        """Kinds that the recommendation is made in: fitted companies, or else both others."""
        return [world.kind for world in self.material.deciding]

    def each(self, told: Callable[[str], str]) -> dict[str, str]:
        """Something of every kind of companies, by the name of its place in a sentence."""
        return {kind: told(kind) for kind in self.kinds}

    @cached_property
    def standing(self) -> dict[str, dict[str, Mapping[str, float]]]:
        """Kind -> strategy -> its row of `decision.standings`."""
        frame = self.findings.decision
        return {kind: of_kind(frame, kind) for kind in (*self.kinds, BOTH, DEFAULT)}

    def of_kinds(self, frame: pd.DataFrame) -> dict[str, dict[str, Mapping[str, float]]]:
        """The same of any table: kind -> strategy -> its row."""
        return {kind: of_kind(frame, kind) for kind in self.kinds}

    @cached_property
    def waits(self) -> pd.DataFrame:
        """What an item's time is made of by strategy: mean over the kinds where it is decided."""
        table = self.findings.lead_time
        own = table[table["companies_kind"].isin(self.deciding_kinds)]
        return own.groupby("strategy")[[*WAITS, "lead_time"]].mean()

    @property
    def deciding(self) -> dict[str, Mapping[str, float]]:
        """Strategy -> its row where the recommendation is made: fitted companies, or both kinds."""
        return self.standing[FITTED if self.material.has_fitted else BOTH]

    @cached_property
    def order(self) -> list[str]:
        """Rollouts by their expected regret where it is decided, the smallest first."""
        rollouts = [name for name in self.deciding if name != REFERENCE]
        return sorted(rollouts, key=lambda name: self.deciding[name]["regret"])

    @property
    def shown(self) -> list[str]:
        """Rollouts in figures too small for all: the one that is looked at, the next by regret."""
        others = [name for name in self.order if name != self.rollout]
        return [self.rollout, *others[: SHOWN - 1]]

    @property
    def rollout(self) -> str:
        """The rollout that pages look at."""
        return self.findings.choice.rollout

    @cached_property
    def rule(self) -> dict[str, Any]:
        """The switch rule of that rollout that is proposed: the look with the best balance."""
        return self.rule_of(self.rollout)

    def rule_of(self, strategy: str) -> dict[str, Any]:
        """The same of any rollout."""
        rules = self.findings.switch_rules
        own = rules[rules["strategy"] == strategy]
        return {str(key): value for key, value in best_trial(own).items()}

    @property
    def rule_kind(self) -> str:
        """A threshold ("rule"), or better to stop ("none") or to go on ("always") at any use."""
        return kind_of(self.rule)

    @property
    def has_rule(self) -> bool:
        """Whether there is a threshold."""
        return self.rule_kind == "rule"

    @property
    def people(self) -> str:
        """Employees."""
        return self.number(self.material.people)

    @property
    def state(self) -> str:
        """Which of the four cases of the recommendation it is."""
        choice = self.findings.choice
        return ("nothing" if choice.is_nothing else "rollout") + ("_open" if choice.second else "")

    def places(self) -> dict[str, object]:
        """What a sentence about the recommendation may name."""
        choice = self.findings.choice
        return {
            "first": self.within(choice.first),
            "second": self.within(choice.second) if choice.second else "",
            "strategy": self.within(self.rollout), "week": int(self.rule["week"]), "look": LOOK,
            "regret": self.money(self.deciding[choice.least_regret]["regret"]),
            "sunk": self.money(self.deciding[self.rollout]["sunk"]),
        }  # fmt: skip

    def label(self, key: str) -> str:
        """What a drawn parameter is, in this language."""
        return self.speak.say(f"assumptions.{key.replace('.', '_')}")

    def threshold(self) -> str:
        """The share of people from which on to go on, "" where there is none."""
        return self.share(self.rule["threshold"]) if self.has_rule else ""

    def date(self) -> str:
        """The day on which the runs were made, in words."""
        year, month, day = self.material.made[:10].split("-")
        months = self.say("report.months").split(" ")
        return self.say("report.date", day=int(day), month=months[int(month) - 1], year=year)


def kind_of(rule: Mapping[str, Any]) -> str:
    """What a switch rule says; see `Telling.rule_kind`."""
    if math.isnan(rule["threshold"]):
        return "none"
    return "rule" if rule["threshold"] > 0.0 else "always"
