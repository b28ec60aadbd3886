"""What a team can decide: levers with a start and an end, their price, and their file's name."""

from __future__ import annotations

import dataclasses
import math

import pytest

from sim.app.cards import cards, lever, price_of
from sim.app.plan import Decision, delayed, file_name, purse, strategy_of
from sim.base.params import ConfigError
from sim.model.levers import Training
from tests.app.games import game


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
        Decision(1, "training", {"hours": 1.0}), Decision(3, "training", {"hours": 2.0}),
        Decision(4, "training", None),
    ]  # fmt: skip
    levers = strategy_of(scenario, plan).levers
    assert [(each.start, each.end) for key, each in levers.items() if "training" in key] == [
        (1, 7), (8, 10)
    ]  # fmt: skip
    again = [*plan, Decision(3, "training", {"hours": 3.0})]
    changed = strategy_of(scenario, again).levers["training_w08"]
    assert isinstance(changed, Training)
    assert changed.hours == 3.0
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
        decision = Decision(2, "mandate", fields, agreed)
        assert delayed(scenario, decision) is late
        (order,) = [each for key, each in strategy_of(scenario, [decision]).levers.items()
                    if "mandate" in key]  # fmt: skip
        assert order.start == scenario.rounds[2 if late else 1]
    last = Decision(len(scenario.rounds), "mandate", harsh)
    assert not any("mandate" in key for key in strategy_of(scenario, [last]).levers)
    alone = game("game.roles=[sponsor]")
    assert not delayed(alone, Decision(2, "mandate", harsh))


@pytest.mark.parametrize(
    ("decision", "message"),
    [
        (Decision(9, "training"), r"round must be in \[1, 4\], got 9"),
        (Decision(0, "training"), "round must be"),
        (Decision(1, "trainig"), "did you mean 'training'"),
        (Decision(1, "licences"), "unknown card 'licences'"),
        (Decision(1, "training", {"hour": 1}), "unknown field of training 'hour'"),
        (Decision(1, "training", {"hours": 99}), r"training.hours must be in \[0, 4\] h/week"),
        (Decision(1, "training", {"hours": math.nan}), "training.hours must be in"),
        (Decision(1, "training", {"hours": "2"}), "training.hours must be in"),
        (Decision(1, "training", {"target": "all"}), "unknown training.target 'all'"),
        (Decision(1, "announcement", {"weeks": 2.5}), "must be a whole number"),
        (Decision(1, "survey", None), "nothing to end"),
        (Decision(1, "talk", {"seat": 24}), "talk.seat must be in"),
    ],
)
def test_what_cannot_be_decided_is_refused(decision: Decision, message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        strategy_of(game(), [decision])


def test_purse_counts_what_is_spent_and_what_is_planned() -> None:
    scenario = game("events=[]")
    plan = [Decision(1, "training", {"hours": 1.0})]
    begin, later = purse(scenario, plan, 1), purse(scenario, plan, 3)
    assert begin.budget_eur == scenario.budget_eur == 40_000.0
    week = price_of(scenario.firm(), lever(scenario, "training", {"hours": 1.0}, 1))
    assert week.eur == pytest.approx(2000.0)
    assert week.staff_hours + week.manager_hours == pytest.approx(40.0)
    assert begin.spent_eur == 0.0
    assert begin.planned_eur == pytest.approx(14 * week.eur)
    assert begin.left_eur == pytest.approx(40_000.0 - 14 * week.eur)
    assert later.spent_eur == pytest.approx(7 * week.eur)
    assert later.spent_eur + later.planned_eur == pytest.approx(begin.planned_eur)
    assert (begin.staff_hours, begin.manager_hours) == (week.staff_hours, week.manager_hours)
    dear = purse(scenario, [Decision(1, "training", {"hours": 3.0})], 1)
    assert dear.left_eur < 0.0
    assert dear.last_week == 6, "40,000 € pay six weeks of 6,000 €"


def test_cards_have_an_owner_among_the_roles() -> None:
    for roles in ("sponsor", "manager,process_owner"):
        scenario = game(f"game.roles=[{roles}]")
        assert {each.role for each in cards(scenario)} <= set(scenario.game.roles)
    assert dataclasses.is_dataclass(cards(game())[0])
