"""A game is a strategy being written: what is decided later changes no earlier week."""

from __future__ import annotations

import copy
import dataclasses
import math
import pickle
import random
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.app import network
from sim.app.eyes import FEWEST
from sim.app.places import stage_counts
from sim.app.play import (
    ROLES,
    Bet,
    Decision,
    Played,
    bet,
    calibration,
    cards,
    company_of,
    config_of,
    delayed,
    file_name,
    load_scenario,
    name_of,
    play,
    preset_of,
    price,
    purse,
    seats,
    strategy_of,
    view,
)
from sim.app.scenario import ground
from sim.base.params import ConfigError
from sim.cli.main import main
from sim.config.game import CARDS
from sim.config.load import load, load_strategies
from sim.model.engine import Engine
from sim.runs.firm import Firm
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
    weekly = run_many({"plan": config_of(scenario, plan, scenario.seed)}, [scenario.seed]).weekly
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
        text = preset_of(scenario, plan, f"Reiher & Co. {number}")
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
        ("strategy", "heron", preset_of(scenario, plan, "Heron")),
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


def test_a_name_of_a_team_becomes_a_file_name_and_never_a_shipped_one() -> None:
    assert file_name("Heron & Co.") == "heron_co"
    assert file_name("../../etc") == "etc"
    assert file_name("7 Zwerge") == "team_7_zwerge"
    assert file_name("Champions") == "team_champions"
    assert file_name("!?") == "plan"
    assert file_name("null") == "team_null"


def test_changing_a_dose_ends_one_lever_and_begins_another() -> None:
    scenario = game()
    plan = [
        Decision(1, 1, "training", {"hours": 1.0}), Decision(3, 2, "training", {"hours": 2.0}),
        Decision(4, 3, "training", None),
    ]  # fmt: skip
    levers = strategy_of(scenario, plan).levers
    assert [(each.start, each.end) for key, each in levers.items() if "training" in key] == [
        (1, 7), (8, 10)
    ]  # fmt: skip
    again = [*plan, Decision(3, 4, "training", {"hours": 3.0})]
    assert strategy_of(scenario, again).levers["training_w08"].hours == 3.0  # type: ignore[attr-defined]
    assert "licences" in levers, "whoever has no card for them has them anyway"


def test_works_council_delays_an_order_by_a_round() -> None:
    scenario = game()
    harsh, gentle = {"monitored": 0.8, "freedom": 0.5}, {"monitored": 0.3, "freedom": 0.5}
    cases = [
        (harsh, None, True), (harsh, True, False), (harsh, False, True), (gentle, None, False),
        (gentle, False, True), ({"monitored": 0.0, "freedom": 0.0}, False, False),
        ({"monitored": 0.3, "freedom": 0.4}, None, True),
    ]  # fmt: skip
    for fields, agreed, late in cases:
        decision = Decision(2, 1, "mandate", fields, "sponsor", agreed)
        assert delayed(scenario, decision) is late
        (order,) = [each for key, each in strategy_of(scenario, [decision]).levers.items()
                    if "mandate" in key]  # fmt: skip
        assert order.start == scenario.rounds[2 if late else 1]
    last = Decision(len(scenario.rounds), 1, "mandate", harsh)
    assert not any("mandate" in key for key in strategy_of(scenario, [last]).levers)
    alone = game("game.roles=[sponsor]")
    assert not delayed(alone, Decision(2, 1, "mandate", harsh))


@pytest.mark.parametrize(
    ("decision", "message"),
    [
        (Decision(9, 1, "training"), r"round must be in \[1, 4\], got 9"),
        (Decision(0, 1, "training"), "round must be"),
        (Decision(1, 1, "trainig"), "did you mean 'training'"),
        (Decision(1, 1, "licences"), "unknown card 'licences'"),
        (Decision(1, 1, "training", {"hour": 1}), "unknown field of training 'hour'"),
        (Decision(1, 1, "training", {"hours": 99}), r"training.hours must be in \[0, 4\] h/week"),
        (Decision(1, 1, "training", {"hours": math.nan}), "training.hours must be in"),
        (Decision(1, 1, "training", {"hours": "2"}), "training.hours must be in"),
        (Decision(1, 1, "training", {"target": "all"}), "unknown training.target 'all'"),
        (Decision(1, 1, "announcement", {"weeks": 2.5}), "must be a whole number"),
        (Decision(1, 1, "survey", None), "nothing to end"),
        (Decision(1, 1, "talk", {"seat": 24}), "talk.seat must be in"),
    ],
)
def test_what_cannot_be_decided_is_refused(decision: Decision, message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        strategy_of(game(), [decision])


def test_purse_counts_what_is_spent_and_what_is_planned() -> None:
    scenario = game("events=[]")
    plan = [Decision(1, 1, "training", {"hours": 1.0})]
    begin, later = purse(scenario, plan, 1), purse(scenario, plan, 3)
    assert begin.budget_eur == scenario.budget_eur == 40_000.0
    week = price(scenario, "training", {"hours": 1.0})
    assert week.eur == pytest.approx(2000.0)
    assert week.staff_hours + week.manager_hours == pytest.approx(40.0)
    assert begin.spent_eur == 0.0
    assert begin.planned_eur == pytest.approx(14 * week.eur)
    assert begin.left_eur == pytest.approx(40_000.0 - 14 * week.eur)
    assert later.spent_eur == pytest.approx(7 * week.eur)
    assert later.spent_eur + later.planned_eur == pytest.approx(begin.planned_eur)
    assert (begin.staff_hours, begin.manager_hours) == (week.staff_hours, week.manager_hours)
    dear = purse(scenario, [Decision(1, 1, "training", {"hours": 3.0})], 1)
    assert dear.left_eur < 0.0
    assert dear.last_week == 6, "40,000 € pay six weeks of 6,000 €"


def test_money_that_is_spent_ends_the_levers_and_shrinks_no_dose() -> None:
    scenario = game("events=[]")
    played = play(scenario, [Decision(1, 1, "training", {"hours": 4.0})], 4)
    hours = played.columns["spend_hours"]
    assert hours[:5] == pytest.approx(np.full(5, 160.0))
    assert not hours[5:].any()


def test_each_role_sees_its_own_and_everybody_only_what_the_licences_report() -> None:
    scenario = game()
    played = play(scenario, [Decision(2, 1, "survey")], 1)
    seen = {role: view(played, role) for role in ROLES}
    assert len({tuple(each.own[-1]) for each in seen.values()}) == len(ROLES)
    for each in seen.values():
        assert set(each.series) == {"reported_use", "spend_eur"}
        assert [found.source for found in each.found] == ["survey"], "asked now, answered now"
    assert "genuine_use" not in str(seen["sponsor"])
    assert not view(play(scenario, [], 1), "sponsor").found
    with pytest.raises(ConfigError, match="unknown role 'boss'"):
        view(played, "boss")


def test_nothing_personal_is_told_of_fewer_than_five() -> None:
    scenario = game()
    played = play(scenario, [Decision(1, 1, "survey")], 1)
    departments = [*view(played, "works_council").own[-1]["departments"],
                   *played.found[0].told["departments"]]  # fmt: skip
    assert departments
    assert all(each["people"] >= 5 for each in departments)


def test_the_network_of_a_round_is_what_the_licence_report_counts() -> None:
    """Without an order that is genuine use; under one it is more; of few people, nothing."""
    scenario = game()
    free = play(scenario, [Decision(1, 1, "training")], 3)
    department = scenario.firm().people.department
    weeks = scenario.last_week(3) - scenario.last_week(2) + 1
    assert free.report.shape == (weeks, len(np.unique(department)), 5)
    np.testing.assert_array_equal(free.report[-1], stage_counts(free.stage[None], department)[0])
    order = [Decision(1, 1, "mandate", {"monitored": 1.0, "sanction": 1.0, "freedom": 0.0})]
    strict = play(game("game.roles=[sponsor]"), order, 3)
    counted = strict.report[-1, :, 1:].sum()
    assert counted > (strict.stage > 0).sum(), "use that is only shown counts, too"
    sizes = np.bincount(department)
    for week in network.told(free.report):
        assert [bool(row) for row in week] == [size >= FEWEST for size in sizes]


def test_as_many_companies_as_there_are_are_drawn_as_one() -> None:
    one = network.told(play(game(), [], 1).report)
    both = network.together([one, one])
    assert network.users(both[-1]) == tuple(2 * each for each in network.users(one[-1]))


def test_asking_costs_in_its_week_and_changes_nobody() -> None:
    scenario = game("game.information.survey={eur: 500, hours: 0, sample: 20}")
    asked = play(scenario, [Decision(2, 1, "survey")], 4)
    quiet = play(scenario, [], 4)
    differing = {name for name, each in asked.columns.items()
                 if each.tobytes() != quiet.columns[name].tobytes()}  # fmt: skip
    assert differing == {"spend_eur"}
    more = asked.columns["spend_eur"] - quiet.columns["spend_eur"]
    assert more[scenario.rounds[1] - 1] == pytest.approx(500.0)
    assert np.count_nonzero(more) == 1


def test_a_survey_tells_what_is_so_within_its_error() -> None:
    """Those who answer differ from all, and answers have an error: as often as they should."""
    scenario = game("organisation.headcount=200", "game.information.survey.sample=100")
    inside = 0
    for round_ in (1, 2, 3, 4):
        found = play(scenario, [Decision(round_, 1, "survey")], round_ - 1)
        trust = found.found[0].told["topics"]["trust"]
        truth = found.columns["trust"][-1] if found.week else float(
            scenario.firm().people.trust.mean())  # fmt: skip
        assert trust["error"] < 0.05
        inside += abs(trust["mean"] - truth) < 3.0 * trust["error"]
    assert inside == 4


def test_named_people_are_24_others_and_a_seat_that_changes_hands_gets_another_name() -> None:
    scenario = game("workforce.turnover.monthly=60")
    chosen = seats(scenario)
    assert len({each.row for each in chosen}) == 24
    assert chosen[0].rule == "head"
    played = play(scenario, [], 4)
    assert max(played.hands) > 0
    names = {name_of(scenario, each.number, k) for each in chosen for k in range(3)}
    assert len(names) == 72


def test_played_is_small_and_goes_to_another_process() -> None:
    scenario = load_scenario("rhenania")
    played = play(scenario, [Decision(1, 1, "survey")], 9)
    sent = pickle.dumps(played)
    assert len(sent) < 60_000
    again = pickle.loads(sent)
    assert same(again, played, played.week)
    there = pickle.loads(pickle.dumps(scenario))
    assert there == scenario
    assert there.key == scenario.key


def test_the_company_of_the_class_gives_no_score() -> None:
    scenario = load_scenario("rhenania")
    assert scenario.seed not in scenario.seeds
    own = scenario.at(scenario.seed).company()
    assert all(scenario.at(seed).company() != own for seed in scenario.seeds)
    with pytest.raises(ConfigError, match="must not be among the 200 seeds"):
        load_scenario("rhenania", words=["game.seed=30"])


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
    plan = strategy_of(scenario, [Decision(1, 1, "training")])
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
    from sim.analysis.companies import by_seed

    words = ["scenario=rhenania", *scenario.words]
    configs = load_strategies(words, ["champions"])
    drawn = by_seed("matched", [2], scenario.held)
    runs = run_many(configs, [2], drawn=drawn).runs
    row, _ = ground(scenario, 2).run("champions", scenario.at(2, configs["champions"].strategy))
    own = runs[runs["strategy"] == "champions"].iloc[0]
    for name, value in row.items():
        assert own[name] == value or (own[name] != own[name] and value != value), name


def test_bets() -> None:
    assert bet(1, 0.2, 0.4) == Bet(1, 0.2, 0.4)
    for low, high in ((0.4, 0.2), (-0.1, 0.2), (0.1, 1.2), (math.nan, 0.2), ("a", 1), (True, 1)):
        with pytest.raises(ConfigError):
            bet(1, low, high)
    assert calibration([Bet(1, 0.2, 0.4)]).verdict == "few", "nothing is known yet"
    narrow = [Bet(k, 0.3, 0.31, 0.5) for k in range(8)]
    assert calibration(narrow)._replace(score=0, width=0) == (8, 0, 0, 0, "sure")
    assert calibration(narrow).score == pytest.approx(0.01 + 10 * 0.19)
    wide = [Bet(k, 0.0, 1.0, 0.5) for k in range(12)]
    assert calibration(wide).verdict == "unsure"
    assert calibration(wide[:8]).verdict == "fine", "eight of eight happen by luck"


def test_a_bet_scores_best_at_what_is_believed() -> None:
    """Proper: of all central intervals the one that holds 8 times in 10 costs least."""
    draws = np.random.default_rng(1).normal(0.5, 0.1, 4000)
    costs = {}
    for width in (0.5, 0.9, 1.2816, 1.8, 2.5):
        bets = [Bet(1, 0.5 - 0.1 * width, 0.5 + 0.1 * width, float(each)) for each in draws]
        costs[width] = calibration(bets).score
    assert min(costs, key=lambda width: costs[width]) == 1.2816


def test_cards_have_an_owner_among_the_roles() -> None:
    for roles in ("sponsor", "manager,process_owner"):
        scenario = game(f"game.roles=[{roles}]")
        assert {each.role for each in cards(scenario)} <= set(scenario.game.roles)
    assert dataclasses.is_dataclass(cards(game())[0])
