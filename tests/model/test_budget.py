"""The common budget: doses are scaled to it, spending stays within it, what is left is shown."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.base.params import ConfigError
from sim.config.compose import options
from sim.config.load import load
from sim.model.budget import common_budget_eur, doses, planned_eur
from sim.model.firm import Firm
from sim.model.levers import (
    Champions,
    Feedback,
    LeadByExample,
    Lever,
    Licences,
    Mandate,
    Ownership,
    Redesign,
    Training,
)
from sim.runs.run import run, run_many
from tests.model.firms import ALL_USE, after, columns, company, strategy, tuned

STRATEGIES = options("strategy")


@pytest.mark.parametrize(
    "name", [name for name in STRATEGIES if name not in ("none", "organic", "mandate")]
)
def test_scaling_hits_the_budget(name: str) -> None:
    """Doses are scaled so that the plan costs the budget, unless a dose is at its limit."""
    firm = Firm(load(("organisation.headcount=60", "equal_budget=spend"), strategy=name))
    plan = planned_eur(firm, firm.levers)
    assert plan == pytest.approx(common_budget_eur(firm), rel=1e-9)


@pytest.mark.parametrize("name", STRATEGIES)
def test_spending_stays_within_the_budget(name: str) -> None:
    """No strategy spends more than its budget by more than the week in which it runs out."""
    config = load(("organisation.headcount=60",), strategy=name)
    firm = Firm(config)
    previous = 0.0
    for _ in range(config.weeks):
        firm.step()
        assert previous < firm.budget_eur or firm.spent_eur == pytest.approx(previous, rel=0.02)
        previous = firm.spent_eur
    assert firm.spent_eur >= 0.0
    seat = sum(lever.eur_per_month for lever in firm.levers if isinstance(lever, Licences))
    price = 60 * seat * 12 / 52 * config.weeks
    assert columns(firm)["spend_eur"].sum() == pytest.approx(firm.spent_eur + price)


def test_a_plan_without_surprises_spends_it_all() -> None:
    """Training costs what it is planned to cost: the budget, to the euro."""
    config = tuned(company(weeks=60, withdraw_week=50), {"programme.budget_per_employee": 500.0})
    firm = after(tuned(config, {"strategy": strategy(Licences(), Training())}))
    assert firm.spent_eur == pytest.approx(500.0 * 40, rel=1e-9)
    assert columns(firm)["spend_hours"].sum() == pytest.approx(10.0 * 40, rel=1e-9)


@pytest.mark.parametrize("name", ["phased_pilot", "big_bang", "playbook"])
def test_arrangements_take_at_most_half_of_the_budget(name: str) -> None:
    """Owners, openness and feedback keep their size, or shrink to half of a small budget."""
    words = ("organisation.headcount=60",)
    for euros in (150.0, 300.0, 1500.0):
        config = load((*words, f"programme.budget_per_employee={euros}"), strategy=name)
        firm = Firm(config)
        budget = common_budget_eur(firm)
        assert planned_eur(firm, firm.levers) == pytest.approx(budget, rel=0.15)
        kept = [lever for lever in firm.levers if lever.arrangement]
        # Owners are whole people, so a share of them hits its part only roughly.
        assert planned_eur(firm, kept) < 0.7 * budget
        asked = [lever for lever in config.strategy.levers.values() if lever.arrangement]
        if planned_eur(firm, asked) < 0.5 * budget:
            assert all(lever in asked for lever in kept)


def test_arrangements_alone_may_take_it_all() -> None:
    """Where nothing else has a dose, owners get the whole budget and no more than they ask for."""
    alone = strategy(Licences(), Ownership(scope="all"))
    for euros in (1.0, 1e5):
        firm = Firm(tuned(company(strategy=alone), {"programme.budget_per_employee": euros}))
        owners = next(lever for lever in firm.levers if isinstance(lever, Ownership))
        assert (owners.share == 1.0) == (euros > 1.0)


def test_what_costs_nothing_keeps_its_size() -> None:
    """With hours that cost nothing there is nothing to scale a dose by."""
    free = {"programme.price_per_hour": 0.0}
    levers = strategy(Licences(), Training(hours=1.5))
    firm = Firm(tuned(company(strategy=levers), free))
    assert [lever.hours for lever in firm.levers if isinstance(lever, Training)] == [1.5]


def test_when_the_money_is_gone_levers_stop() -> None:
    """Orders cost money every week; when it is gone, they end. Licences stay."""
    config = tuned(company(weeks=30), {"programme.budget_per_employee": 10.0})
    firm = after(tuned(config, {"strategy": strategy(Licences(), Mandate(eur_per_person=1.0))}))
    assert (columns(firm)["compelled_use"] > 0).tolist() == [week <= 10 for week in range(1, 31)]
    assert columns(firm)["licensed"][-1] == 1.0


def test_own_budget_leaves_doses_alone() -> None:
    """With `equal_budget` off, doses are what the strategy says."""
    levers = (Training(hours=1.25), LeadByExample(hours=0.5))
    firm = Firm(company({"equal_budget": False}, strategy=strategy(*levers)))
    assert set(firm.levers) == set(levers)


def test_unspent_budget_is_shown() -> None:
    """A strategy that cannot spend its budget says so; without a budget there is nothing to say."""
    configs = {name: load(("organisation.headcount=40",), strategy=name)
               for name in ("mandate", "training_first")}  # fmt: skip
    runs = run_many(configs, [0]).runs.set_index("strategy")
    firm = after(configs["mandate"])
    left = 1 - firm.spent_eur / firm.budget_eur
    assert 0.5 < left < 1
    assert runs.loc["mandate", "unspent_budget"] == pytest.approx(left)
    assert runs.loc["training_first", "unspent_budget"] == pytest.approx(0.0, abs=1e-9)
    assert np.isnan(runs.loc["none", "unspent_budget"])


def test_a_strategy_may_spend_less_than_the_budget() -> None:
    """Half the budget buys half the doses, and what cannot be scaled stops when it is spent."""
    words, half = ("organisation.headcount=60",), "strategy.budget_share=0.5"
    whole, less = (Firm(load(each, strategy="training_first")) for each in (words, (*words, half)))
    assert less.budget_eur == whole.budget_eur
    plan = planned_eur(less, less.levers)
    assert plan == pytest.approx(0.5 * common_budget_eur(whole), rel=1e-9)
    config = tuned(company(weeks=30), {"programme.budget_per_employee": 10.0})
    own = replace(strategy(Licences(), Mandate(eur_per_person=1.0)), budget_share=0.5)
    firm = after(tuned(config, {"strategy": own}))
    assert (columns(firm)["compelled_use"] > 0).tolist() == [week <= 5 for week in range(1, 31)]


def test_outcomes_know_when_levers_really_ended_and_what_was_there_to_spend() -> None:
    """Orders end in week 5, half of the budget spent: nothing else is a lever or a rest."""
    config = tuned(company(weeks=30), {"programme.budget_per_employee": 10.0})
    own = replace(strategy(Licences(), Mandate(eur_per_person=1.0)), budget_share=0.5)
    found = run(tuned(config, {"strategy": own}))
    row = found.runs.set_index("strategy").loc[own.name]
    assert row["unspent_budget"] == pytest.approx(0.0, abs=1e-9)
    weekly = found.weekly[found.weekly["strategy"] == own.name]
    gap = (weekly["reported_use"] - weekly["genuine_use"]).to_numpy()
    assert row["paper_adoption"] == pytest.approx(gap[:5].mean())
    assert gap[:5].mean() > 0.0 == gap[5:].max()


@pytest.mark.parametrize("name", [name for name in STRATEGIES if name != "none"])
def test_a_ceiling_never_makes_a_dose_larger(name: str) -> None:
    """Doses are as asked where the plan costs no more than the budget, else smaller."""
    words = ("organisation.headcount=60", "equal_budget=ceiling")
    for euros in (150.0, 1000.0, 1e5):
        config = load((*words, f"programme.budget_per_employee={euros}"), strategy=name)
        firm = Firm(config)
        asked = doses(config.strategy.levers, firm.scaled)
        assert all(dose.given <= dose.asked for dose in asked)
        plan = planned_eur(firm, config.strategy.levers.values(), ceiling=True)
        if plan <= common_budget_eur(firm):
            assert all(dose.given == dose.asked for dose in asked)
        else:  # owners are whole people, so a share of them hits its part only roughly
            assert planned_eur(firm, firm.levers, ceiling=True) <= 1.2 * common_budget_eur(firm)


def test_a_date_that_moves_changes_no_dose() -> None:
    """A lever is planned for as long as it asks to act, whenever; to spend it all, dates count."""
    poor = {"programme.budget_per_employee": 300.0}

    def given(reading: str, *levers: Lever) -> list[float]:
        config = company(poor, strategy=strategy(*levers), equal_budget=reading)
        firm = Firm(config)
        return [each.given for each in doses(config.strategy.levers, firm.scaled)]

    for reading, same in (("ceiling", True), ("spend", False)):
        early = given(reading, Training(hours=2.0), Champions())
        assert (given(reading, Training(hours=2.0, start=30), Champions(start=60)) == early) == same
        assert early[0] > early[1] or early[0] < 2.0
    half_a_year = given("ceiling", Training(hours=2.0, start=1, end=26))
    assert half_a_year[0] < 2.0
    assert given("ceiling", Training(hours=2.0, start=40, end=65)) == half_a_year


def test_readings_of_a_budget() -> None:
    """True is what it meant before there was a ceiling; false and "false" are no budget."""
    for word, reading in ((True, "spend"), ("spend", "spend"), ("ceiling", "ceiling")):
        assert company(equal_budget=word).equal_budget == reading
    assert company(equal_budget=False) == company(equal_budget="false")
    assert company(equal_budget=False).equal_budget is False
    for word in ("half", 1, None):
        with pytest.raises(ConfigError, match="must be one of ceiling, spend, stop, false"):
            company(equal_budget=word)


def test_what_the_budget_made_of_doses_is_an_outcome() -> None:
    """Mean of given over asked; nothing to say without a budget."""
    words = ("organisation.headcount=40", "weeks=3", "programme.budget_per_employee=400")
    for reading, scaled in (("ceiling", True), ("spend", True), ("false", False)):
        config = load((*words, f"equal_budget={reading}"), strategy="training_first")
        firm = Firm(config)
        row = run(config).runs.set_index("strategy").loc["training_first"]
        given = next(lever.hours for lever in firm.levers if isinstance(lever, Training))
        asked = config.strategy.levers["training"]
        assert isinstance(asked, Training)
        expected = given / asked.hours if scaled else float("nan")
        np.testing.assert_equal(row["dose_factor"], expected)


@pytest.mark.parametrize("arrangement", [Ownership(stays=True, scope="all"), Feedback(stays=True)])
def test_arrangements_may_stay(arrangement: Lever) -> None:
    """Owners and feedback outlive withdrawal and budget, and are planned to the horizon."""
    levers = strategy(Licences(), Redesign(targets="all", support_hours=200.0), arrangement)
    poor = {"programme.budget_per_employee": 400.0}
    firm = after(company(ALL_USE, poor, strategy=levers, weeks=30, withdraw_week=20))
    firm.spent_eur = firm.allowed_eur
    last = next(each for each in firm.levers if isinstance(each, type(arrangement)))
    assert last.active(firm)
    assert last.weeks(30, 20)[-1] == 30
    kept_up = firm.stations.owned.any() or firm.offer.upkeep > 0.0
    assert kept_up
    assert columns(firm)["spend_hours"][-1] > 0.0
    ended = after(company(ALL_USE, poor, weeks=30, withdraw_week=20, strategy=strategy(
        Licences(), Redesign(targets="all", support_hours=200.0), replace(arrangement, stays=False)
    )))  # fmt: skip
    assert columns(ended)["spend_hours"][-1] == 0.0
