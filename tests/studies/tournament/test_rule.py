"""The rule finds what is planted as often as it says, and little that is not there."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from scipy import stats

from sim.analysis.companies import companies
from sim.analysis.inference import LEVEL, difference, holm, t_test
from sim.base.streams import Streams
from sim.config.load import load
from sim.model.levers import Training
from sim.model.outcomes import BY_NAME
from sim.runs.store import Store
from sim.runs.wants import Batch
from sim.runs.work import Work
from sim.studies.tournament.arena import Arena
from sim.studies.tournament.honesty import false_alarms, power, power_table
from sim.studies.tournament.rule import beats, over_companies
from sim.studies.tournament.standings import best
from tests.studies.tournament.planted import table

TRIALS = 1500


def draw(label: str) -> np.random.Generator:
    return Streams(0).generator(label)


def test_holm_is_the_published_step_down() -> None:
    found = holm(np.array([[0.01, 0.04, 0.03], [0.5, 0.9, 0.001]]))
    assert np.allclose(found, [[0.03, 0.06, 0.06], [1.0, 1.0, 0.003]])


def test_t_test_is_the_paired_one_and_skips_missing_pairs() -> None:
    left, right = draw("t").normal(size=(2, 12))
    right[3] = np.nan
    found = t_test(difference(left, right))
    known = ~np.isnan(right)
    other = stats.ttest_rel(left[known], right[known])
    interval = other.confidence_interval(0.95)
    assert found.pairs == 11
    assert found.p == pytest.approx(other.pvalue)
    assert (found.low, found.high) == pytest.approx((interval.low, interval.high))


@pytest.mark.parametrize(("seeds", "sign"), [(2, 0), (5, 0), (6, 1)])
def test_differences_without_spread_wait_for_a_sign_test(seeds: int, sign: int) -> None:
    assert t_test(np.full(seeds, 0.3)).signs() == sign
    assert t_test(np.zeros(seeds)).signs() == 0


def test_rounding_is_no_difference() -> None:
    assert difference(np.array(0.1 + 0.2), np.array(0.3)) == 0.0


def test_copies_that_differ_by_luck_are_not_declared_different() -> None:
    """Any false verdict among 15 pairs in at most 5 % of trials; company sizes differ wildly."""
    luck = draw("null")
    size = luck.lognormal(0, 1, (TRIALS, 1, 30))
    means = luck.standard_t(4, (TRIALS, 6, 30)) * size
    wrong = (over_companies(means)[1] <= LEVEL).any(axis=1).mean()
    assert wrong <= 0.05 + 2 * np.sqrt(0.05 * 0.95 / TRIALS)


@pytest.mark.parametrize("copies", [2, 6])
def test_copies_are_seldom_decided_best_in_a_company(copies: int) -> None:
    scores = draw("copies").normal(size=(copies, 4000, 4))
    assert best(beats(scores)).decided.any(axis=0).mean() <= 0.055


def test_a_neutral_copy_is_never_better() -> None:
    scores = np.repeat(draw("neutral").normal(size=(1, 50, 6)), 3, axis=0)
    found = best(beats(scores))
    assert not found.decided.any()
    assert found.possible.all()
    assert (over_companies(scores.mean(axis=2))[1] == 1.0).all()


@pytest.mark.parametrize(("effect", "draws"), [(0.2, 100), (0.3, 50), (0.5, 50), (0.5, 20)])
def test_planted_effects_are_found_as_often_as_stated(effect: float, draws: int) -> None:
    luck = draw("planted").normal(effect, 1.0, (TRIALS, draws))
    found = (t_test(luck).signs() > 0).mean()
    assert found == pytest.approx(power(effect, draws), abs=3 * np.sqrt(0.25 / TRIALS))


def test_with_many_strategies_the_stated_power_is_a_lower_end() -> None:
    """One of six strategies is better by one standard deviation of the paired differences."""
    means = draw("six").normal(size=(TRIALS, 6, 25)) / np.sqrt(2)
    means[:, 0] += 1.0
    found = (over_companies(means)[1][:, 0] <= LEVEL).mean()
    assert found >= power(1.0, 25, 15) - 3 * np.sqrt(0.25 / TRIALS)
    assert power(1.0, 25, 15) > 0.8


def test_the_null_check_and_the_power_table_of_a_tournament() -> None:
    values = draw("own").normal(size=(4, 30, 3))
    values[0] += 5.0
    shuffled = false_alarms(values.mean(axis=2), np.arange(values.shape[1]), 0, 400)
    assert shuffled <= 0.05 + 2 * np.sqrt(0.05 * 0.95 / 400)
    rows = power_table(table(values))
    assert set(rows["comparisons"]) == {6}
    assert np.allclose(rows["effect"], rows["effect_sd"] * rows["spread"])
    for _, own in rows.groupby("effect_sd"):
        assert own["power"].is_monotonic_increasing


def test_real_companies_do_not_tell_copies_apart(tmp_path: object) -> None:
    """The same strategy with other luck, and with a lever at null dose."""
    base = load(["organisation.headcount=20", "weeks=8", "withdraw_week=6"], "organic")
    organic = base.strategy
    neutral = dataclasses.replace(organic, levers={**organic.levers, "idle": Training(hours=0.0)})
    drawn, work = companies("plausible", 10, 0), Work(Store(f"{tmp_path}/store"))
    own, other = (Arena(base, drawn, 3, first) for first in (0, 5000))
    both, one = {"organic": organic, "neutral": neutral}, {"organic": organic}
    with work.going_on():
        played = own.played(both, Batch(own.runs(both)).do(work))
        lucky = other.played(one, Batch(other.runs(one)).do(work))
    for name in ("use_auc", "hours_saved_per_employee_week"):
        outcome = BY_NAME[name]
        same, luck = (each.table(outcome, base.weeks).scores for each in (played, lucky))
        assert np.array_equal(same[0], same[1])
        assert not beats(same).any()
        assert over_companies(np.stack([same[0], luck[0]]).mean(axis=2))[1][0] > LEVEL
    assert not np.array_equal(same[0], luck[0])


def test_leads_that_do_not_matter_are_none() -> None:
    """The same lead, in every seed: it counts as long as it matters, and not a hair longer."""
    values = np.stack([np.full((5, 6), 1.05), np.full((5, 6), 1.0)])
    assert best(beats(values, 0.049)).decided[0].all()
    assert not best(beats(values, 0.051)).decided.any()
    assert best(beats(values, 0.051)).possible.all()


@pytest.mark.parametrize(
    ("differences", "least", "verdict"),
    [
        ([1.0, 1.1, 1.2], 0.5, "better"),
        ([-1.0, -1.1, -1.2], 0.5, "worse"),
        ([1.0, 1.1, 1.2], 2.0, "too small"),
        ([1.0, 1.1, 1.2], 1.15, "perhaps too small"),
        ([-1.0, 0.5, 1.2], 0.5, "not decided"),
        ([-0.1, 0.1, 0.05], 1.0, "too small"),
        ([0.0, 0.0, 0.0], 0.1, "too small"),
        ([0.05, 0.05, 0.05], 0.1, "not decided"),  # all alike, but three are too few to tell
        ([0.05], 0.1, "not decided"),
    ],
)
def test_a_verdict_says_what_the_interval_supports(
    differences: list[float], least: float, verdict: str
) -> None:
    assert t_test(np.array(differences)).verdicts(least=least) == [verdict]
