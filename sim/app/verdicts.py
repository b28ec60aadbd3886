"""*Is that so?* What the claims that a plan touches rest on: verdict, shares, what decides them."""

from __future__ import annotations

import csv
import functools
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from sim.app.plan import Decision, strategy_of
from sim.app.scenario import Scenario
from sim.base.params import has_source, parameters
from sim.config.extensions import snake_case

FILE = Path(__file__).with_name("verdicts.csv")
"""Made by `python -m experiments.verdicts` from what `rollout claims size=full` has found."""
EVERYWHERE = "licences"
"""A lever of every plan, by which no claim is touched."""


class Decider(NamedTuple):
    """An assumption that decides a claim.

    Attributes:
        key: Of the parameter.
        correlation: Between its value and the margin by which the claim holds, over companies.
        sourced: Whether its value rests on a source.
        doc: What it is.
    """

    key: str
    correlation: float
    sourced: bool
    doc: str


class Verdict(NamedTuple):
    """What was found of a claim.

    Attributes:
        claim: Such as `C14`.
        statement: The claim, by language.
        verdict: holds, fails, depends, not decided, or built in.
        holds: Share of companies in which it holds.
        low: Lower end of that share's interval.
        high: Upper end, undecided companies included.
        fails: Share of companies in which it fails.
        opposite: Share in which the opposite holds.
        open: Share in which so many runs do not decide.
        companies: How many were tried.
        deciders: What decides it; none where nothing stands out.
        touched: Levers of the plan that it is about.
    """

    claim: str
    statement: dict[str, str]
    verdict: str
    holds: float
    low: float
    high: float
    fails: float
    opposite: float
    open: float
    companies: int
    deciders: tuple[Decider, ...]
    touched: tuple[str, ...]


def verdicts(scenario: Scenario, decisions: Sequence[Decision]) -> list[Verdict]:
    """Claims about what a plan did: those that the scenario names first, then all others."""
    levers = strategy_of(scenario, decisions).levers.values()
    kinds = {snake_case(type(each).__name__) for each in levers} - {EVERYWHERE}
    named = list(scenario.game.claims)
    found = [each._replace(touched=tuple(sorted(kinds & set(about(each.claim)))))
             for each in every()]  # fmt: skip
    return sorted(
        (each for each in found if each.touched),
        key=lambda each: (named.index(each.claim) if each.claim in named else len(named),
                          each.claim),
    )  # fmt: skip


@functools.cache
def every() -> tuple[Verdict, ...]:
    """What was found of each claim."""
    from sim.studies.claims.registry import REGISTRY

    found = []
    with FILE.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            text = REGISTRY[row["claim"]].statement
            shares = {
                name: float(row[name])
                for name in ("holds", "low", "high", "fails", "opposite", "open")
            }
            found.append(Verdict(
                claim=row["claim"], statement={"en": text.en, "de": text.de},
                verdict=row["verdict"], companies=int(row["companies"]),
                deciders=tuple(map(_decider, row["decided_by"].split())), touched=(), **shares,
            ))  # fmt: skip
    return tuple(found)


@functools.cache
def about(claim: str) -> frozenset[str]:
    """Levers in which the arms of a claim differ from one another."""
    from sim.studies.claims.registry import REGISTRY

    arms = [set(arm.levers) for arm in REGISTRY[claim].arms.values()]
    return frozenset(set.union(*arms) - {EVERYWHERE}) if arms else frozenset()


def _decider(said: str) -> Decider:
    key, _, correlation = said.partition(":")
    field = _declared().get(key)
    source = "" if field is None else field[0]
    return Decider(key, float(correlation), has_source(source), "" if field is None else field[1])


@functools.cache
def _declared() -> dict[str, tuple[str, str]]:
    from sim.model.config import RunConfig

    return {key: (field.metadata["source"], field.metadata["doc"])
            for key, field in parameters(RunConfig)}  # fmt: skip
