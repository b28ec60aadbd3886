"""Words of the gallery: texts with numbers, in which a verdict chooses the phrase."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from experiments.gallery.entries import Entry
from experiments.gallery.facts import Fact
from experiments.strategy_pages.studies import region
from sim.base.params import FITTED, has_source, parameters
from sim.model.config import RunConfig
from sim.report.language import SCALES, Language

TEXTS = Path(__file__).parent / "text"
TURNS = "turns."
SURVEY = 100
"""People that a survey asks, where a command says nothing else."""


@functools.cache
def texts(language: str) -> Mapping[str, Any]:
    """All texts in one language."""
    found: dict[str, Any] = yaml.safe_load((TEXTS / f"{language}.yaml").read_text(encoding="utf-8"))
    return found


def scaled(unit: str, value: float) -> float:
    """A number in the unit that it is told in: money is told per head already."""
    return 100.0 * value if unit in ("share", "change") else value


class Places(dict[str, Any]):
    """What `{v[NAME]}` in a text stands for, found when it is asked for."""

    def __init__(self, found: Callable[[str], object]) -> None:
        super().__init__()
        self.found = found

    def __missing__(self, name: str) -> object:
        return self.found(name)


class Words:
    """Says the texts of one entry in one language.

    Args:
        language: Its code.
        entry: Whose texts.
        facts: Numbers that they take.
    """

    def __init__(self, language: str, entry: Entry, facts: Sequence[Fact]) -> None:
        self.language, self.entry = language, entry
        self.speak = Language(language)
        self.facts = {fact.name: fact for fact in facts if fact.entry == entry.name}
        self.own: Mapping[str, Any] = texts(language)["entries"][entry.name]
        self.common: Mapping[str, Any] = texts(language)["common"]

    def say(self, key: str) -> str:
        """A text of the entry, or one that all share, with its places filled."""
        return self.filled(str(self.own.get(key) or self.common[key]))

    def row(self, key: str) -> str:
        """What a row, a line or an axis is called."""
        return str(self.own["rows"].get(key) or self.common[key])

    def filled(self, text: str) -> str:
        """A text with all its places filled."""
        cases = [fact.cases for fact in self.facts.values() if fact.cases]
        asked = [fact for name, fact in self.facts.items() if name.startswith("question.")]
        return text.format(
            n=max(cases, default=0), line=f"rollout {self.entry.line}",
            pays=sum(fact.verdict == "pays" for fact in asked), asked=len(asked),
            v=Places(lambda name: self.phrase(name, 1)),
            s=Places(lambda name: self.phrase(name, 0)),
            size=Places(self.size), value=Places(self.value), range=Places(self.range),
            percent=Places(lambda name: self.speak.percent(self.facts[name].value)),
            bare=Places(lambda name: self._written(*self.facts[name][2:4], signed=False)),
            count=Places(lambda name: f"{self.facts[name].value:.0f}"),
            wins=Places(lambda lever: region(lever).wins), top=Places(self.top),
            p=Places(lambda key: status(key, self.common)),
        ).strip()  # fmt: skip

    def phrase(self, name: str, long: int) -> str:
        """What a verdict says of an outcome, without or with its numbers."""
        name = name if "." in name else self._first(name)
        phrases, (kind, short) = texts(self.language)["phrases"], name.split(".")[:2]
        said: str = phrases[kind if kind in phrases else short][self.facts[name].verdict][long]
        return said.format(size=self.size(name), value=self.value(name), range=self.range(name))

    def number(self, fact: Fact) -> str:
        """A difference without its unit."""
        return self._written(fact.unit, fact.value, True)

    def _written(self, unit: str, value: float, signed: bool) -> str:
        decimals = 0 if unit == "€" else SCALES.get(unit, (1.0, 2, ""))[1]
        return self.speak.number(scaled(unit, value), decimals, signed)

    def size(self, name: str) -> str:
        """How large a difference is, with its unit."""
        fact = self.facts[name]
        return f"{self._written(fact.unit, abs(fact.value), False)} {self.unit(fact.unit)}"

    def value(self, name: str) -> str:
        """The same with its sign."""
        fact = self.facts[name]
        return f"{self.number(fact)} {self.unit(fact.unit)}"

    def range(self, name: str) -> str:
        """Its 95 % interval."""
        fact = self.facts[name]
        if math.isnan(fact.low):
            return ""
        if name.startswith("claim."):
            return self.speak.brackets(*map(self.speak.percent, fact[4:6]))
        return self.speak.brackets(*(self._written(fact.unit, each, True) for each in fact[4:6]))

    def unit(self, unit: str) -> str:
        """What differences are told in."""
        return str(self.common["heads"]) if unit == "€" else self.speak.unit(unit)

    def axis(self, outcome: str) -> str:
        """An outcome and its unit, for an axis."""
        from sim.model.outcomes import BY_NAME

        return f"{self.common['short'][outcome]}\n({self.unit(BY_NAME[outcome].unit)})"

    def question(self, name: str) -> str:
        """A question that might be asked."""
        return self.speak.say(f"ask.question_{name.split('.')[1]}", people=SURVEY)

    def top(self, kind: str) -> str:
        """The `question` or `parameter` that comes out highest; with `.worth` its number."""
        kind, _, wanted = kind.partition(".")
        name = self._first(kind)
        if wanted:
            return f"{self.value(name)} {self.range(name)}"
        return self.question(name) if kind == "question" else f"`{name.partition('.')[2]}`"

    def _first(self, kind: str) -> str:
        return next(each for each in self.facts if each.startswith(f"{kind}."))

    def turning(self) -> str:
        """Which unknowns go with the difference, or that none stands out."""
        parts = list(self._parts())
        said = self.own["of"] if parts else self.own.get("of_for", self.own["of"])
        places = {"n": max(fact.cases for fact in self.facts.values()), "of": said,
                  "parts": self.speak.listing(parts)}  # fmt: skip
        return str(self.common["turns" if parts else "turns_none"]).format(**places)

    def _parts(self) -> Iterator[str]:
        for name, fact in self.facts.items():
            if name.startswith(TURNS):
                key = name.removeprefix(TURNS)
                yield str(self.common["turn"]).format(
                    key=key, rho=self.speak.number(fact.value, 2, True),
                    status=self.common[fact.verdict],
                )  # fmt: skip


def status(key: str, common: Mapping[str, Any]) -> str:
    """A parameter with its sweep range and whether anything is known of it."""
    field = dict(parameters(RunConfig))[key]
    source = str(field.metadata["source"])
    kind = (
        "assumed"
        if not has_source(source)
        else "fitted"
        if source.startswith(FITTED)
        else "sourced"
    )
    return f"`{key}` ({common[kind]})"
