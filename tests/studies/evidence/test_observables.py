"""Observables on people set by hand."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.base.streams import Streams
from sim.base.values import with_values
from sim.model.config import RunConfig
from sim.organisation.spec import GeneratedOrganisation
from sim.studies.evidence.measure import measure, tell, typical_seeds
from sim.studies.evidence.observables import FELT_SHARE, SHARES, Story, names, observe
from sim.studies.evidence.scenarios import configuration
from sim.studies.evidence.table import shipped

WEEKS = 20


@pytest.fixture(scope="module")
def told() -> Story:
    config = RunConfig(organisation=GeneratedOrganisation(headcount=60), weeks=WEEKS)
    return tell(config, 1)


def with_use(story: Story, use: NDArray[np.float64]) -> Story:
    return dataclasses.replace(story, use=np.broadcast_to(use, story.use.shape))


def test_shares_of_use_follow_the_thresholds(told: Story) -> None:
    use = np.zeros(60)
    use[:30], use[30:45] = 0.05, 0.4
    story = with_use(told, use)
    assert observe("any_use", story, (1, WEEKS)) == pytest.approx(75.0)
    assert observe("ever_used", story, (1, WEEKS)) == pytest.approx(75.0)
    managers = told.firm.people.is_manager
    frequent = 100.0 * np.mean(use[~managers] >= 0.4)
    assert observe("frequent_use_contributors", story, (1, WEEKS)) == pytest.approx(frequent)


def test_columns_of_the_log_are_observables(told: Story) -> None:
    for name in SHARES:
        wanted = 100.0 * told.firm.log.columns()[name][4:10].mean()
        assert observe(name, told, (5, 10)) == pytest.approx(wanted)


def test_everything_that_is_named_can_be_observed(told: Story) -> None:
    for name in names():
        assert np.isfinite(observe(name, told, (15, WEEKS)))


def test_weeks_to_benefit_counts_from_the_first_day_a_week(told: Story) -> None:
    firm = told.firm
    config = firm.config
    eligible = config.work.flow.touch_share * config.technology.eligible_share
    bias = config.workforce.experience.bias
    needed = FELT_SHARE / eligible - bias
    use = np.ones((WEEKS, 60))
    use[:3] = 0.0
    saving = np.full((WEEKS, 60), needed - 0.1)
    saving[9:] = needed + 0.1
    story = Story(firm, use, saving)
    # Use begins in week 4; from week 10 on everybody feels it: six weeks later.
    assert observe("weeks_to_benefit", story, (1, WEEKS)) == pytest.approx(5.5)
    never = Story(firm, use, saving * 0.0)
    assert observe("weeks_to_benefit", never, (1, WEEKS)) == WEEKS


def test_output_rises_by_the_time_saved(told: Story) -> None:
    eligible = told.firm.config.technology.eligible_share
    story = Story(told.firm, np.ones((WEEKS, 60)), np.full((WEEKS, 60), 0.4))
    wanted = 100.0 * (1.0 / (1.0 - 0.4 * eligible) - 1.0)
    assert observe("output_rise", story, (1, WEEKS)) == pytest.approx(wanted)
    assert observe("output_rise_gap", story, (1, WEEKS)) == pytest.approx(0.0)


def test_typical_companies_are_spread_evenly() -> None:
    climate = [
        float(Streams(seed).generator("company climate").standard_normal())
        for seed in typical_seeds(8)
    ]
    assert abs(np.mean(climate)) < 0.05
    assert 0.8 < np.std(climate) < 1.05
    assert sorted(climate) == climate


def test_values_reach_the_scenarios_but_not_what_they_pin() -> None:
    words = ("organisation.headcount=40",)
    rows = [row for row in shipped() if row.id == "hv_adoption_not_encouraged"]
    unaware = {"workforce.awareness.external": 0.002, "workforce.awareness.contagion": 0.05}
    noticed = {**unaware, "workforce.awareness.notice": 0.5}
    seeds = (1, 2)
    few = measure(rows, unaware, seeds, words)
    assert few == measure(rows, noticed, seeds, words)
    assert few["hv_adoption_not_encouraged"] < measure(rows, {}, seeds, words)[rows[0].id]


def test_differences_are_taken_in_the_same_companies() -> None:
    rows = [row for row in shipped() if row.id == "forced_use_post_effect"]
    off = {"workforce.experience.learning": 0.05, "workforce.skill.practice": 0.04}
    shown = measure(rows, off, (3,), ("organisation.headcount=40",))
    assert abs(shown["forced_use_post_effect"]) < 100.0
    same = [dataclasses.replace(row, scenario=row.against) for row in rows]
    assert measure(same, off, (3,), ("organisation.headcount=40",)) == {
        "forced_use_post_effect": 0.0
    }


def test_values_are_checked_like_any_others() -> None:
    with pytest.raises(ValueError, match="intercept"):
        with_values(configuration("licence_only", 4), {"workforce.decision.intercept": 99.0})
