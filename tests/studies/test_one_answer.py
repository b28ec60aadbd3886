"""Three commands, one question, one answer: what beats what, and what is best."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict
from itertools import permutations
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
import pytest

from sim.analysis.inference import interval
from sim.cli.main import main
from sim.config.load import load
from sim.runs.wants import drive
from sim.runs.work import Work
from sim.studies.claims.design import NO_TEXT, Arm, Claim
from sim.studies.claims.experiment import Size, sampled

ONE_FIRST = """defaults:
  - /lever/licences@levers.licences: default
  - /lever/redesign@levers.redesign: default
  - /lever/ownership@levers.ownership: default
  - _self_
_target_: sim.strategy.Strategy
name: one_first
description: One station after the other, where work waits longest.
levers:
  redesign: {targets: bottleneck, wave: 0.01}
"""
PEOPLE, WEEKS, COMPANIES = 60, 60, 14
SMALL = (f"organisation.headcount={PEOPLE}", f"weeks={WEEKS}", f"withdraw_week={WEEKS * 3 // 4}")
STRATEGIES = (
    "organic", "champions", "training_first", "phased_pilot", "big_bang", "one_first",
)  # fmt: skip
PAIRS = {
    "phased against big bang": ("phased_pilot", "big_bang"),
    "champions against organic": ("champions", "organic"),
    "training against organic": ("training_first", "organic"),
    "one place first against all": ("one_first", "big_bang"),
}
BEST = {
    "use": "genuine_use_final", "net hours": "net_hours_per_employee",
    "net benefit": "net_benefit_eur",
}  # fmt: skip
"""What the best of is asked for; claims know no money, so two commands answer the last one."""
METRICS = {"genuine_use_final": "use_after", "net_hours_per_employee": "net_hours"}
Ends = tuple[float, float]
Told = Callable[[str, str, str], Ends]
"""Interval of how much more of an outcome one strategy has than another, over companies."""


class Answers(NamedTuple):
    """What each command says."""

    compare: Told
    tournament: Told
    claims: Told

    def about(self, outcome: str) -> list[Told]:
        """Those that know the outcome."""
        return [self.compare, self.tournament, *([self.claims] if outcome in METRICS else [])]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Results of a comparison and a tournament over companies of the same kind."""
    out = tmp_path_factory.mktemp("answers")
    (out / "own" / "strategy").mkdir(parents=True)
    (out / "own" / "strategy" / "one_first.yaml").write_text(ONE_FIRST, encoding="utf-8")
    shared = [*SMALL, f"strategies={','.join(STRATEGIES)}", f"store={out}/store", "quiet=true",
              "--config-dir", f"{out}/own"]  # fmt: skip
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sim.studies.publish.draw", lambda *_: None)
        assert main(["compare", *shared, f"seeds={COMPANIES}", f"out={out}/compare"]) == 0
        assert main(
            ["tournament", *shared, f"draws={COMPANIES}", "seeds=2", f"out={out}/tournament"]
        ) == 0  # fmt: skip
    return out


@pytest.fixture(scope="module")
def answers(folder: Path) -> Answers:
    """What the two, and the experiments of the claims, say of any pair."""
    runs = pd.read_parquet(folder / "compare" / "runs.parquet")
    tables = {
        outcome: runs.pivot_table(index="seed", columns="strategy", values=outcome)
        for outcome in BEST.values()
    }
    pairs = pd.read_csv(folder / "tournament" / "pairwise.csv")
    found = {(row.strategy, row.other, row.outcome): (row.low, row.high)
             for row in pairs.itertuples()}  # fmt: skip
    arms = {name: arm_of(name, folder / "own") for name in STRATEGIES}
    claim = Claim("C00", *[NO_TEXT] * 3, arms, ())
    size = Size(draws=COMPANIES, seeds=2, headcount=PEOPLE, weeks=WEEKS)
    sample, _ = drive(sampled([claim], size), Work())

    def compare(one: str, other: str, outcome: str) -> Ends:
        return interval((tables[outcome][one] - tables[outcome][other]).to_numpy())

    def tournament(one: str, other: str, outcome: str) -> Ends:
        if (one, other, outcome) in found:
            return found[one, other, outcome]
        low, high = found[other, one, outcome]
        return -high, -low

    def claims(one: str, other: str, outcome: str) -> Ends:
        ends = [sample.of(arms[name], METRICS[outcome]).mean(axis=1) for name in (one, other)]
        return interval(ends[0] - ends[1])

    return Answers(compare, tournament, claims)


def arm_of(name: str, presets: Path) -> Arm:
    """A strategy as an arm of a claim, its budget a ceiling as in the other two commands."""
    levers = load([], name, str(presets)).strategy.levers
    return Arm({kind: asdict(lever) for kind, lever in levers.items()}, equal_budget="ceiling")  # type: ignore[arg-type]


def told(ends: Ends) -> str:
    """What an interval of a difference decides."""
    return "better" if ends[0] > 0 else "worse" if ends[1] < 0 else "open"


def contradict(said: Iterable[str]) -> bool:
    """Whether one says better and another worse; any may leave it open at this size."""
    return {"better", "worse"} <= set(said)


@pytest.mark.parametrize("outcome", BEST.values(), ids=BEST)
@pytest.mark.parametrize("pair", PAIRS.values(), ids=PAIRS)
def test_no_two_commands_contradict_each_other(
    answers: Answers, pair: tuple[str, str], outcome: str
) -> None:
    said = [told(command(*pair, outcome)) for command in answers.about(outcome)]
    assert not contradict(said), said


@pytest.mark.parametrize("outcome", BEST.values(), ids=BEST)
def test_what_is_best_in_one_may_be_best_in_all(answers: Answers, outcome: str) -> None:
    """Nobody is certainly better than the best of another command; and one is best in all."""
    possible = set(STRATEGIES)
    for command in answers.about(outcome):
        beaten = {other for one, other in permutations(STRATEGIES, 2)
                  if told(command(one, other, outcome)) == "better"}  # fmt: skip
        assert beaten != set(STRATEGIES)
        possible -= beaten
    assert possible


def test_something_is_decided_at_this_size(answers: Answers) -> None:
    """Otherwise agreeing would mean nothing."""
    for command in answers:
        said = {told(command(*pair, outcome)) for pair in PAIRS.values() for outcome in METRICS}
        assert said - {"open"}


def test_a_contradiction_would_be_seen() -> None:
    assert contradict(["better", "open", "worse"])
    assert not contradict(["better", "open", "better"])
    assert told((0.1, np.inf)) == "better"
    assert told((-0.1, 0.1)) == "open"


def test_drawn_companies_are_the_default(folder: Path) -> None:
    companies = pd.read_csv(folder / "compare" / "companies.csv")
    assert len(companies.drop_duplicates(subset=list(companies)[1:])) == COMPANIES
