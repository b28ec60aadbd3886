"""What a claim is made of: arms that are run, conditions on them that can fail.

An arm is a strategy of real levers in the company that a draw describes, with a few values
changed where the experiment says so. A condition is a weighted sum of one metric over arms
that must exceed the smallest effect that matters. The claims themselves are data: `claims.yaml`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple


class Text(NamedTuple):
    """The same words in English and German."""

    en: str
    de: str

    def within(self, language: str) -> str:
        """The words in a language, "en" or "de"."""
        return self.de if language == "de" else self.en


NO_TEXT = Text("", "")


@dataclass(frozen=True)
class Arm:
    """One way of running the drawn company.

    Attributes:
        levers: Lever kind -> its fields; the rest of the fields keep their defaults.
        values: Key -> value that replaces the drawn one.
        factors: Key -> factor on the drawn value, kept within the valid range.
        shifts: Key -> amount added to the drawn value, kept within the valid range.
        ablate: Mechanisms that are switched off.
        equal_budget: Whether the plan spends the whole budget (`equal_budget=spend`); if not, it
            has no budget, and doses stay as they are asked for.
        without: "pioneers" or "others": 5 % of the people lose their innovativeness before
            week 1 (see `prepare.py`); "" leaves everybody as they are.
    """

    levers: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    values: Mapping[str, Any] = field(default_factory=dict)
    factors: Mapping[str, float] = field(default_factory=dict)
    shifts: Mapping[str, float] = field(default_factory=dict)
    ablate: tuple[str, ...] = ()
    equal_budget: bool = True
    without: str = ""

    @property
    def key(self) -> str:
        """The same text for the same arm, so that claims share runs."""
        return repr(self)


@dataclass(frozen=True)
class Of:
    """A lever's field that depends on the company: factor x the drawn value of a key."""

    key: str
    factor: float


@dataclass(frozen=True)
class Condition:
    """Holds where the weighted sum of a metric over arms exceeds a threshold.

    Attributes:
        text: What is asked, in words.
        metric: Name in `metrics.METRICS`.
        weights: Arm -> weight.
        threshold: In the metric's unit; None takes the smallest effect that matters.
    """

    text: Text
    metric: str
    weights: Mapping[str, float]
    threshold: float | None = None


@dataclass(frozen=True)
class Dose:
    """Arms along one dose, drawn as a curve."""

    text: Text
    metric: str
    arms: Mapping[float, str]


@dataclass(frozen=True)
class Claim:
    """A hypothesis, and the experiment that can refute it.

    Attributes:
        id: C01 ... C23.
        statement: The hypothesis.
        mechanism: Where it lives in the model.
        experiment: What is run against what.
        arms: Name -> arm.
        conditions: The claim holds in a company where all of them do.
        asides: Further contrasts that are reported but do not decide.
        axes: Two parameters for the regime map; None takes the two that decide most.
        dose: Arms along a dose, if the experiment has one.
        limits: What the experiment cannot say, "" if nothing special.
        built_in: Why it can come out one way only, so that it is no test here; "" if it can come
            out either way (`python -m experiments.flips`).
    """

    id: str
    statement: Text
    mechanism: Text
    experiment: Text
    arms: Mapping[str, Arm]
    conditions: tuple[Condition, ...]
    asides: tuple[Condition, ...] = ()
    axes: tuple[str, str] | None = None
    dose: Dose | None = None
    limits: Text = NO_TEXT
    built_in: Text = NO_TEXT
