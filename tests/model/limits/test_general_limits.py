"""Limits T1, T2 and T16: no access, no dose, and what holds in every week of every run."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sim.config.load import load
from sim.model.config import RunConfig
from sim.model.firm import Firm
from sim.model.levers import (
    Announcement,
    Champions,
    ExplorationTime,
    Feedback,
    LeadByExample,
    Lever,
    Licences,
    Mandate,
    Ownership,
    Redesign,
    Training,
    Transparency,
)
from sim.model.mechanisms.work import FLOW
from sim.model.people import STATES
from sim.runs.run import run, run_many
from tests.model.firms import (
    after,
    assert_same_bytes,
    columns,
    company,
    every_lever,
    strategy,
    tuned,
)

#: Every kind of lever with a dose of zero.
NULL_DOSES: tuple[Lever, ...] = (
    Licences(share_of_teams=0.0),
    Announcement(strength=0.0),
    Mandate(monitored=0.0),
    Mandate(sanction=0.0),
    Mandate(share_of_teams=0.0),
    Training(hours=0.0),
    Training(share_of_teams=0.0),
    ExplorationTime(hours=0.0),
    LeadByExample(hours=0.0),
    LeadByExample(target="staff"),
    Champions(share=0.0),
    Champions(hours=0.0, visibility=0.0),
    Redesign(support_hours=0.0),
    Ownership(share=0.0),
    Transparency(visibility=0.0),
    Feedback(upkeep=0.0),
)


def test_t01_no_access_no_use_and_ordinary_work() -> None:
    """T1: no access: no use; work outcomes identical to the baseline, bit for bit."""
    nobody = company({"workforce.start.early_users": 0.0, "equal_budget": False}, weeks=40)
    baseline = after(nobody)
    told = strategy(
        Mandate(), Announcement(hours=0.0), Transparency(hours=0.0), Champions(hours=0.0),
        Licences(share_of_teams=0.0), Ownership(hours=0.0),
    )  # fmt: skip
    better_tool = {"technology.fit": 0.9, "technology.reliability": 1.0, "strategy": told}
    offered = after(tuned(nobody, better_tool))
    for firm in (baseline, offered):
        for name in ("genuine_use", "compelled_use", "reported_use", "effective_use", "licensed"):
            assert not columns(firm)[name].any()
    work = (*FLOW, "hours_per_item", "coordination_share", "lead_time_weeks")
    for name in work:
        assert columns(baseline)[name].tobytes() == columns(offered)[name].tobytes(), name
    assert columns(offered)["reactance"][-1] > 0.1  # people did hear of it


@pytest.mark.parametrize("lever", NULL_DOSES, ids=repr)
def test_t02_null_dose_is_absence(lever: Lever) -> None:
    """T2: a lever at null dose: identical to `organic` without it, bit for bit."""
    organic = company(strategy=strategy(Licences()), weeks=15)
    with_null = tuned(organic, {"strategy": strategy(lever, Licences())})
    assert_same_bytes(after(organic), after(with_null))


@pytest.mark.parametrize("equal_budget", [True, False])
def test_t02_all_null_doses_together(equal_budget: bool) -> None:
    """T2: every lever at null dose at once, in either order."""
    organic = company({"equal_budget": equal_budget}, strategy=strategy(Licences()), weeks=30)
    bare = after(organic)
    for levers in ((Licences(), *NULL_DOSES), (*reversed(NULL_DOSES), Licences())):
        assert_same_bytes(bare, after(tuned(organic, {"strategy": strategy(*levers)})))


@pytest.mark.parametrize("equal_budget", [True, False])
@pytest.mark.parametrize("lever", NULL_DOSES, ids=repr)
def test_t02_null_dose_changes_no_outcome(lever: Lever, equal_budget: bool) -> None:
    """T2: nor when outcomes are read, other doses planned, or other levers begin later."""
    others = (Training(start=5, end=8), Mandate(start=9, end=12), Feedback())
    bare = company(
        strategy=strategy(*others), equal_budget=equal_budget, weeks=20, withdraw_week=16
    )
    with_null = tuned(bare, {"strategy": strategy(*others, lever)})
    pd.testing.assert_frame_equal(run(bare).runs, run(with_null).runs)


def busy(weeks: int = 60) -> RunConfig:
    """A firm in which everything happens at once."""
    return company({"equal_budget": False}, strategy=every_lever(), weeks=weeks, withdraw_week=40)


def test_t16_hours_items_and_ranges() -> None:
    """T16: hours conserved per person, items conserved, states in range, in every week."""
    firm = Firm(busy())
    week_hours = firm.config.work.flow.hours_a_week
    rate_seen = 0.0
    for _ in range(firm.config.weeks):
        in_hand = firm.stations.backlog.sum() + firm.stations.approval_backlog.sum()
        firm.step()
        people, stations = firm.people, firm.stations
        np.testing.assert_allclose(people.hours.sum(axis=0), week_hours, rtol=0, atol=1e-9)
        assert (people.hours >= 0.0).all()
        for name, (low, high, _) in STATES.items():
            column = getattr(people, name)
            assert column.min() >= low, name
            assert column.max() <= high, name
        out = columns(firm)["throughput"][-1]
        arrived = out + stations.backlog.sum() + stations.approval_backlog.sum() - in_hand
        assert arrived == pytest.approx(round(arrived), abs=1e-8)  # whole items arrive
        rate_seen += arrived / firm.config.weeks
    mean = firm.stations.arrival_rate.sum()
    assert abs(rate_seen - mean) < 4 * np.sqrt(mean / firm.config.weeks)


def test_t16_order_of_agents_does_not_matter() -> None:
    """T16: making agents, shuffling them and stepping through them changes nothing."""
    bare, peopled = Firm(busy(20)), Firm(busy(20))
    for _ in range(20):
        bare.step()
        peopled.agents.shuffle(inplace=True)
        peopled.agents.do(lambda agent: agent.skill)
        peopled.random.random()
        peopled.rng.random()
        peopled.step()
    assert_same_bytes(bare, peopled)


def test_t16_size_of_the_batch_does_not_matter() -> None:
    """T16: seeds and strategies run together give what they give one by one."""
    configs = {
        name: load(("organisation.headcount=30", "weeks=8"), strategy=name)
        for name in ("organic", "champions")
    }
    together = run_many(configs, [1, 2, 3]).weekly
    for seed in (1, 2, 3):
        alone = run_many({"champions": configs["champions"]}, [seed]).weekly
        alone = alone[alone["strategy"] == "champions"]
        same = together[(together["strategy"] == "champions") & (together["seed"] == seed)]
        assert same.reset_index(drop=True).equals(alone.reset_index(drop=True))
