"""A scenario is a company with its game: what can be played, and what gives scores."""

from __future__ import annotations

import asyncio
import copy
import pickle
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from sim.analysis.companies import by_seed
from sim.app.plan import Decision, strategy_of
from sim.app.scenario import Scenario, ground, load_scenario
from sim.base.params import ConfigError
from sim.config.load import load_strategies
from sim.model.engine import Engine
from sim.runs.firm import Firm
from sim.runs.run import run_many
from tests.app.games import game


def test_the_company_of_the_class_gives_no_score() -> None:
    scenario = load_scenario("rhenania")
    assert scenario.seed not in scenario.seeds
    own = scenario.at(scenario.seed).company()
    assert all(scenario.at(seed).company() != own for seed in scenario.seeds)
    with pytest.raises(ConfigError, match="must not be among the 200 seeds"):
        load_scenario("rhenania", words=["game.seed=30"])


def test_scenarios_are_read_once_whoever_asks_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("starlette")
    from sim.app import desk
    from sim.app.setup import Setup

    read: list[str] = []

    def noted(name: str, *more: Any) -> Scenario:
        read.append(name)
        return load_scenario(name, *more)

    monkeypatch.setattr(desk, "load_scenario", noted)
    monkeypatch.setattr(desk, "names", lambda _: ("rhenania",))
    store: Any = None

    async def both() -> list[list[Scenario]]:
        here = desk.Desk(Setup(), store)
        return await asyncio.gather(here.every(), here.every())

    with ThreadPoolExecutor(1) as aside:  # a browser of other tests has a loop in this thread
        one, two = aside.submit(lambda: asyncio.run(both())).result()
    assert one == two
    assert read == ["rhenania"]


@pytest.mark.parametrize("kind", [Engine, Firm])
def test_a_firm_is_neither_copied_nor_pickled(kind: type[Engine]) -> None:
    """A copy would step the original, and rows of a pickled one come apart from their tables."""
    firm = kind(game().at(1))
    for make in (copy.copy, copy.deepcopy, pickle.dumps):
        with pytest.raises(TypeError, match="make it again from its configuration and seed"):
            make(firm)


def test_levers_are_settled_when_a_firm_is_set_up() -> None:
    """Other levers in the middle of a run do nothing: a plan is changed by running it again."""
    scenario = game()
    plan = strategy_of(scenario, [Decision(1, "training")])
    firm, plain = scenario.firm(plan), scenario.firm(plan)
    for each in (firm, plain):
        each.step()
    firm.levers = ()
    for each in (firm, plain):
        each.step()
    assert firm.log.values.tobytes() == plain.log.values.tobytes()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["equal_budget=ceiling"], "a game needs equal_budget=stop"),
        (["withdraw_week=40"], "game.rounds must begin in the weeks before withdraw_week=40"),
    ],
)
def test_what_cannot_be_played_is_refused(words: list[str], message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        load_scenario("rhenania", words=words)


def test_a_plan_is_scored_as_the_command_line_runs_it() -> None:
    """The company of a seed is the one that a comparison runs."""
    scenario = game()
    words = ["scenario=rhenania", *scenario.words]
    configs = load_strategies(words, ["champions"])
    drawn = by_seed("matched", [2], scenario.held)
    runs = run_many(configs, [2], drawn=drawn).runs
    row, _ = ground(scenario, 2).run("champions", scenario.at(2, configs["champions"].strategy))
    own = runs[runs["strategy"] == "champions"].iloc[0]
    for name, value in row.items():
        assert own[name] == value or (own[name] != own[name] and value != value), name
