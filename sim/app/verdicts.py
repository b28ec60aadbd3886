"""*Is that so?* What the claims that a plan touches rest on: verdict, shares, what decides them."""

from __future__ import annotations

import csv
import functools
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from sim.analysis.companies import Dimension
from sim.app.plan import Decision, strategy_of
from sim.app.query import assumptions
from sim.app.scenario import Scenario
from sim.config.extensions import snake_case
from sim.studies.claims.design import Text
from sim.studies.claims.registry import REGISTRY

FILE = Path(__file__).with_name("verdicts.csv")
"""Made by `python -m experiments.verdicts` from what `rollout claims size=full` has found."""
EVERYWHERE = "licences"
"""A lever of every plan, by which no claim is touched."""


class Verdict(NamedTuple):
    """What was found of a claim.

    Attributes:
        claim: Such as `C14`.
        statement: The claim.
        verdict: holds, fails, depends, not decided, or built in.
        holds: Share of companies in which it holds.
        low: Lower end of that share's interval.
        high: Upper end, undecided companies included.
        fails: Share of companies in which it fails.
        companies: How many were tried.
        deciders: Assumptions that decide it; none where nothing stands out.
        touched: Levers of the plan that it is about.
    """

    claim: str
    statement: Text
    verdict: str
    holds: float
    low: float
    high: float
    fails: float
    companies: int
    deciders: tuple[Dimension, ...]
    touched: tuple[str, ...] = ()


def verdicts(scenario: Scenario, decisions: Sequence[Decision]) -> list[Verdict]:
    """Claims about what a plan did: those that the scenario names first, then all others."""
    levers = strategy_of(scenario, decisions).levers.values()
    kinds = {snake_case(type(each).__name__) for each in levers} - {EVERYWHERE}
    named = list(scenario.game.claims)
    found = [each._replace(touched=tuple(sorted(kinds & _about(each.claim)))) for each in every()]
    return sorted(
        (each for each in found if each.touched),
        key=lambda each: (named.index(each.claim) if each.claim in named else len(named),
                          each.claim),
    )  # fmt: skip


@functools.cache
def every() -> tuple[Verdict, ...]:
    """What was found of each claim."""
    with FILE.open(encoding="utf-8", newline="") as lines:
        return tuple(
            Verdict(
                row["claim"], REGISTRY[row["claim"]].statement, row["verdict"],
                float(row["holds"]), float(row["low"]), float(row["high"]), float(row["fails"]),
                int(row["companies"]),
                tuple(assumptions()[each.partition(":")[0]] for each in row["decided_by"].split()),
            )
            for row in csv.DictReader(lines)
        )  # fmt: skip


def _about(claim: str) -> set[str]:
    """Levers of the arms of a claim."""
    return {lever for arm in REGISTRY[claim].arms.values() for lever in arm.levers}
