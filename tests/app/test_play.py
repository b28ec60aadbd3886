"""A game is a strategy being written: what is decided later changes no earlier week."""

from __future__ import annotations

import pickle
import random
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.app.exports import company_of, preset_of
from sim.app.plan import Decision, file_name, strategy_of
from sim.app.play import Played, play
from sim.app.scenario import load_scenario
from sim.cli.main import main
from sim.config.game import CARDS
from sim.config.load import load
from sim.runs.run import run_many
from tests.app.games import decisions, game

ALL_CARDS = f"game.cards=[{','.join(CARDS)}]"


def same(one: Played, other: Played, weeks: int) -> bool:
    """Whether two games agree bit for bit in their first weeks."""
    return all(
        values[:weeks].tobytes() == other.columns[name][:weeks].tobytes()
        for name, values in one.columns.items()
    )


@pytest.mark.parametrize("number", range(12))
def test_a_later_decision_changes_no_earlier_week(number: int) -> None:
    scenario, luck = game(ALL_CARDS), random.Random(number)
    plan = decisions(scenario, luck)
    whole = play(scenario, plan, len(scenario.rounds) + 1)
    for round_ in range(len(scenario.rounds) + 1):
        so_far = [each for each in plan if each.round <= round_]
        part = play(scenario, so_far, round_)
        assert part.week == scenario.last_week(round_)
        assert same(whole, part, part.week)
        assert part.sights == whole.sights[: len(part.sights)]


def test_the_company_of_a_week_is_the_run_of_the_plan() -> None:
    """What a game shows is what the same levers do in a run: bit for bit, to the last week."""
    scenario, luck = game(ALL_CARDS), random.Random(5)
    plan = decisions(scenario, luck)
    played = play(scenario, plan, len(scenario.rounds) + 1)
    weekly = run_many(
        {"plan": scenario.at(scenario.seed, strategy_of(scenario, plan))}, [scenario.seed]
    ).weekly
    own = weekly[weekly["strategy"] == "plan"]
    for name, values in played.columns.items():
        assert own[name].to_numpy().tobytes() == values.tobytes(), name


def test_the_exported_file_is_the_plan(tmp_path: Path) -> None:
    """A strategy file of a team gives the levers that it played, in any command."""
    scenario = game(ALL_CARDS)
    (tmp_path / "strategy").mkdir()
    for number in range(6):
        plan = decisions(scenario, random.Random(number))
        name = file_name(f"Reiher & Co. {number}")
        text = preset_of(scenario, plan, f"Reiher & Co. {number}", {})
        (tmp_path / "strategy" / f"{name}.yaml").write_text(text, encoding="utf-8")
        loaded = load(["scenario=rhenania", *scenario.words], name, str(tmp_path))
        strategy = strategy_of(scenario, plan, f"Reiher & Co. {number}")
        assert loaded.strategy == strategy
        assert list(loaded.strategy.levers) == list(strategy.levers)


def test_run_with_the_exported_company_is_the_game_once_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`rollout run` of the exported files gives what the team saw, bit for bit."""
    monkeypatch.chdir(tmp_path)
    scenario = game()
    plan = decisions(scenario, random.Random(4))
    for kind, name, text in (
        ("strategy", "heron", preset_of(scenario, plan, "Heron", {"en": "Heron", "de": "Reiher"})),
        ("study", "class", company_of(scenario)),
    ):
        (tmp_path / "take" / kind).mkdir(parents=True)
        (tmp_path / "take" / kind / f"{name}.yaml").write_text(text, encoding="utf-8")
    own = [each for each in scenario.words if not each.startswith("seeds=")]
    words = ["scenario=rhenania", "study=class", "strategy=heron", *own]
    assert main(["run", "--config-dir", "take", *words, "out=out", "quiet=true"]) == 0
    weekly = pd.read_parquet(tmp_path / "out" / "weekly.parquet")
    played = play(scenario, plan, len(scenario.rounds) + 1)
    for name, values in played.columns.items():
        assert weekly[name].to_numpy().tobytes() == values.tobytes(), name


def test_money_that_is_spent_ends_the_levers_and_shrinks_no_dose() -> None:
    scenario = game("events=[]")
    played = play(scenario, [Decision(1, "training", {"hours": 4.0})], 4)
    hours = played.columns["spend_hours"]
    assert hours[:5] == pytest.approx(np.full(5, 160.0))
    assert not hours[5:].any()


def test_asking_costs_in_its_week_and_changes_nobody() -> None:
    scenario = game("game.information.survey={eur: 500, hours: 0, sample: 20}")
    asked = play(scenario, [Decision(2, "survey")], 4)
    quiet = play(scenario, [], 4)
    differing = {name for name, each in asked.columns.items()
                 if each.tobytes() != quiet.columns[name].tobytes()}  # fmt: skip
    assert differing == {"spend_eur"}
    more = asked.columns["spend_eur"] - quiet.columns["spend_eur"]
    assert more[scenario.rounds[1] - 1] == pytest.approx(500.0)
    assert np.count_nonzero(more) == 1


def test_played_is_small_and_goes_to_another_process() -> None:
    scenario = load_scenario("rhenania")
    played = play(scenario, [Decision(1, "survey")], 9)
    sent = pickle.dumps(played)
    assert len(sent) < 60_000
    again = pickle.loads(sent)
    assert same(again, played, played.week)
    there = pickle.loads(pickle.dumps(scenario))
    assert there == scenario
    assert there.key == scenario.key
