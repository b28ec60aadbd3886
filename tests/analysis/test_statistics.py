"""Summary and paired differences on small frames with known answers."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from sim.analysis.inference import LEVEL, cases, interval, t_test, wilson
from sim.analysis.paired import paired, pairwise, summarise
from sim.model.outcomes import OUTCOMES
from tests.fake_results import STRATEGIES, fake_results

NAN = float("nan")


def frame(outcome: str, **values: list[float]) -> pd.DataFrame:
    rows = [
        {"strategy": strategy, "seed": seed, outcome: value}
        for strategy, column in values.items()
        for seed, value in enumerate(column)
    ]
    return pd.DataFrame(rows)


def one(table: pd.DataFrame, strategy: str = "b") -> pd.Series:
    return table[table["strategy"] == strategy].iloc[0]


def test_mean_quantiles_and_interval() -> None:
    row = one(summarise(frame("use_auc", b=[1, 2, 3, 4, 5]), 104))
    assert (row["mean"], row["median"], row["p10"], row["p90"]) == (3, 3, 1.4, 4.6)
    # t(0.975, 4) = 2.776445, standard deviation 1.581139
    assert row["high"] - row["mean"] == pytest.approx(2.776445 * 1.581139 / math.sqrt(5), 1e-6)
    assert row["low"] + row["high"] == pytest.approx(6)


def test_one_run_has_no_interval() -> None:
    row = one(summarise(frame("use_auc", b=[0.4]), 104))
    assert row["mean"] == 0.4
    assert math.isnan(row["low"])


def test_times_not_reached_are_restricted_in_the_mean_and_open_in_quantiles() -> None:
    row = one(summarise(frame("weeks_to_50_genuine", b=[10, 20, NAN, NAN]), 104))
    assert row["mean"] == (10 + 20 + 104 + 104) / 4
    assert row["missing"] == 2
    assert math.isnan(row["median"])
    assert math.isnan(row["p90"])
    assert row["p10"] == pytest.approx(13)


def test_undefined_ratios_are_left_out_and_counted() -> None:
    row = one(summarise(frame("use_lasting_ratio", b=[0.4, 0.6, NAN]), 104))
    assert row["mean"] == pytest.approx(0.5)
    assert row["missing"] == 1


def test_a_share_of_runs_gets_an_interval_that_is_never_a_point() -> None:
    row = one(summarise(frame("pilot_trap", b=[0.0] * 10), 104))
    assert row["low"] == 0
    assert row["high"] == pytest.approx(0.2775, abs=1e-3)
    assert math.isnan(wilson(0.0, 0)[0])


def test_chance_of_being_best_and_regret() -> None:
    table = summarise(frame("use_auc", a=[1, 5, 2, 4], b=[2, 3, 2, 1]), 104)
    # Seeds: b, a, tie, a.
    assert one(table, "a")["chance_best"] == pytest.approx(2.5 / 4)
    assert one(table, "b")["chance_best"] == pytest.approx(1.5 / 4)
    assert one(table, "a")["regret"] == pytest.approx(1 / 4)
    assert one(table, "b")["regret"] == pytest.approx((2 + 3) / 4)


def test_lower_can_be_better_and_never_reached_is_never_best() -> None:
    table = summarise(frame("weeks_to_50_genuine", a=[10, NAN, NAN], b=[12, 90, NAN]), 104)
    assert one(table, "a")["chance_best"] == pytest.approx(0.5)
    assert one(table, "a")["regret"] == pytest.approx((0 + 14 + 0) / 3)
    nobody = summarise(frame("weeks_to_50_genuine", a=[NAN], b=[NAN]), 104)
    assert math.isnan(one(nobody)["chance_best"])


def test_no_ranking_where_no_direction_is_wanted() -> None:
    row = one(summarise(frame("reported_use_final", a=[0.1], b=[0.9]), 104))
    assert math.isnan(row["chance_best"])


def test_paired_difference() -> None:
    runs = frame("use_auc", a=[0.1, 0.2, 0.3, 0.4], b=[0.3, 0.3, 0.3, 0.6])
    row = one(pairwise(runs, "a", 104))
    assert row["estimate"] == pytest.approx(0.125)
    low, high = interval(np.array([0.2, 0.1, 0.0, 0.2]))
    assert (row["low"], row["high"]) == (pytest.approx(low), pytest.approx(high))
    assert (row["seeds_better"], row["seeds_equal"], row["seeds_worse"]) == (3, 1, 0)
    assert row["share_better"] == 0.75
    assert row["pairs"] == 4
    assert row["decided"] == "no"


def test_a_clear_difference_is_decided() -> None:
    runs = frame("net_benefit_eur", a=[0.0] * 5, b=[100.0, 110, 90, 105, 95])
    assert one(pairwise(runs, "a", 104))["decided"] == "yes"


def test_identical_runs_are_a_tie_and_rounding_is_not_an_effect() -> None:
    runs = frame("use_auc", a=[0.3] * 8, b=[0.3 + 1e-15] * 8)
    row = one(pairwise(runs, "a", 104))
    assert (row["estimate"], row["low"], row["high"]) == (0, 0, 0)
    assert row["seeds_equal"] == 8
    assert row["share_better"] == 0
    assert row["decided"] == "no"


@pytest.mark.parametrize(("seeds", "decided"), [(5, "no"), (6, "yes")])
def test_a_constant_difference_needs_seeds(seeds: int, decided: str) -> None:
    runs = frame("pilot_trap", a=[1.0] * seeds, b=[0.0] * seeds)
    row = one(pairwise(runs, "a", 104))
    assert row["decided"] == decided
    assert row["seeds_better"] == seeds


def test_the_last_week_is_earlier_than_never() -> None:
    row = one(pairwise(frame("weeks_to_50_genuine", a=[NAN, NAN], b=[104, NAN]), "a", 104))
    assert (row["seeds_better"], row["seeds_equal"], row["seeds_worse"]) == (1, 1, 0)
    assert row["estimate"] == 0


def test_pairs_with_a_time_not_reached_are_flagged() -> None:
    runs = frame("weeks_to_50_genuine", a=[NAN, NAN, 60], b=[50, NAN, 40])
    row = one(pairwise(runs, "a", 104))
    assert row["estimate"] == pytest.approx((-54 + 0 - 20) / 3)
    assert row["censored"] == 2
    assert row["pairs"] == 3
    assert row["seeds_better"] == 2


def test_only_seeds_of_both_are_paired() -> None:
    runs = frame("use_auc", a=[0.1, 0.2, 0.3], b=[0.3, 0.4])
    row = one(pairwise(runs, "a", 104))
    assert row["pairs"] == 2
    assert one(summarise(runs, 104), "a")["runs"] == 3


def test_a_baseline_alone_has_no_differences() -> None:
    assert pairwise(frame("use_auc", a=[0.1, 0.2]), "a", 104).empty


def test_full_frames_have_every_strategy_and_outcome_in_order() -> None:
    runs, _ = fake_results(seeds=range(3))
    table = summarise(runs[runs["strategy"] != "none"], 104)
    assert list(table["strategy"].unique()) == list(STRATEGIES)
    assert list(table["outcome"][: len(OUTCOMES)]) == [outcome.name for outcome in OUTCOMES]
    differences = pairwise(runs[runs["strategy"] != "none"], "organic", 104)
    assert len(differences) == (len(STRATEGIES) - 1) * len(OUTCOMES)
    swapped = paired(runs, "organic", "playbook", 104).set_index("outcome")["estimate"]
    same = paired(runs, "playbook", "organic", 104).set_index("outcome")["estimate"]
    assert swapped["use_auc"] == -same["use_auc"]


def test_companies_that_share_a_draw_are_no_independent_cases() -> None:
    """False alarms stay at 5 % where half of a difference belongs to the draw; without, not."""
    random = np.random.default_rng(0)
    groups = np.repeat(np.arange(40), [1, 2, 3, 4] * 10)
    shared = random.standard_normal((4000, 40))[:, groups]
    differences = shared + random.standard_normal((4000, len(groups)))
    assert (t_test(differences, groups).p <= LEVEL).mean() == pytest.approx(0.05, abs=0.02)
    assert (t_test(differences).p <= LEVEL).mean() > 0.1
    alone = np.arange(len(groups))
    np.testing.assert_allclose(t_test(differences, alone).p, t_test(differences).p)


def test_cases_are_those_that_would_give_the_same_error() -> None:
    alone, pairs = np.arange(40), np.repeat(np.arange(20), 2)
    marks = np.repeat([True, False], 20)
    assert cases(marks, alone) == 40
    assert cases(marks, pairs) == pytest.approx(19)
    assert cases(np.tile([True, False], 20), pairs) == 40
    assert cases(np.ones(40, bool), pairs) == 20
