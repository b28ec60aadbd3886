"""Chance of being best, regret, ranks, pairs and fronts of tables whose truth is known."""

from __future__ import annotations

import numpy as np
import pytest

from sim.analysis.decision import worst_tenth
from sim.analysis.inference import wilson
from sim.base.streams import Streams
from sim.model.outcomes import BY_NAME
from sim.studies.tournament.arena import Played, Table
from sim.studies.tournament.pareto import fronts, knee, on_front
from sim.studies.tournament.standings import leaders, nothing, pairwise, standings
from tests.studies.tournament.planted import steady, table

MEANS = [[3, 1, 2, 5], [2, 3, 2, 5], [0, 0, 0, 0]]
"""Best of four companies: a, b, then a and b alike twice."""


def test_chance_regret_and_ranks_of_a_known_table() -> None:
    rows = standings(table(steady(MEANS))).set_index("strategy")
    assert rows["best_decided"].tolist() == [0.25, 0.25, 0.0]
    assert rows["best_possible"].tolist() == [0.75, 0.75, 0.0]
    assert rows["best_mean"].tolist() == [0.5, 0.5, 0.0]
    assert rows["undecided"].tolist() == [0.5] * 3
    assert rows.loc["a", "best_low"] == pytest.approx(wilson(0.25, 4)[0])
    assert rows.loc["a", "best_high"] == pytest.approx(wilson(0.75, 4)[1])
    assert rows["regret"].tolist() == [0.5, 0.25, 3.25]
    assert rows["regret_worst"].tolist() == [2.0, 1.0, 5.0]
    assert rows["rank"].tolist() == [1.5, 1.5, 3.0]
    assert (rows["regret_low"] >= 0).all()
    assert (rows["rank_low"] >= 1).all()


def test_doing_nothing_stands_as_an_option_would() -> None:
    row = nothing(table(steady([[3, -1, 2, -5], [2, -3, 2, -5]]))).iloc[0]
    assert (row["strategy"], row["mean"]) == ("none", 0.0)
    assert row["best_decided"] == 0.5  # where both lose
    assert row["regret"] == pytest.approx((3 + 0 + 2 + 0) / 4)
    assert nothing(table(steady(MEANS), outcome="cost_eur")).iloc[0]["regret"] == 0.0


def test_lower_may_be_better() -> None:
    rows = standings(table(steady(MEANS), outcome="cost_eur")).set_index("strategy")
    assert rows["best_decided"].tolist() == [0.0, 0.0, 1.0]
    assert rows["mean"].tolist() == [2.75, 3.0, 0.0]
    assert rows["regret"].tolist() == [2.75, 3.0, 0.0]
    pair = pairwise(table(steady(MEANS), outcome="cost_eur")).iloc[1]
    assert (pair["strategy"], pair["other"], pair["difference"]) == ("a", "c", 2.75)
    assert pair["low"] < 2.75 < pair["high"]
    assert pair["losses"] == 1.0


def test_seeds_that_do_not_separate_leave_the_company_undecided() -> None:
    noise = Streams(0).generator("noise").normal(0, 10, (2, 40, 4))
    rows = standings(table(noise))
    assert (rows["undecided"] > 0.85).all()
    assert (rows["best_high"] > 0.9).all()


def test_worst_decile_is_the_mean_of_the_worst_tenth() -> None:
    assert worst_tenth(np.arange(20.0)) == 18.5
    assert worst_tenth(np.array([1.0, 4.0])) == 4.0


def test_pairs_and_leaders() -> None:
    luck = Streams(1).generator("pairs").normal(0, 1, (3, 60, 4))
    planted = table(luck + np.array([1.0, 1.0, 0.0])[:, None, None])
    rows = pairwise(planted).set_index(["strategy", "other"])
    assert rows.loc[("a", "b"), "verdict"] == "not decided"
    assert rows.loc[("a", "c"), "verdict"] == rows.loc[("b", "c"), "verdict"] == "better"
    assert ((rows["wins"] + rows["losses"] + rows["undecided"]).round(9) == 1).all()
    first, level = leaders(planted)
    assert {first, *level} == {"a", "b"}


def test_undefined_companies_are_left_out_and_unreached_times_are_the_horizon() -> None:
    values = steady(MEANS)
    values[1, 2, 0] = np.nan
    assert set(standings(table(values))["companies"]) == {3}
    run = np.array([[[10.0, np.nan], [20.0, 30.0]]])
    lost = np.array([False, False])
    played = Played(("a",), {"weeks_to_50_genuine": run}, (), (), lost, np.arange(2))
    found = played.table(BY_NAME["weeks_to_50_genuine"], 52)
    assert found.values.tolist() == [[[10.0, 52.0], [20.0, 30.0]]]
    assert found.unreached.tolist() == [0.25]


def test_on_front() -> None:
    points = np.array([[1, 5], [3, 3], [5, 1], [2, 2], [3, 3], [1, 4]], float)
    assert on_front(points).tolist() == [True, True, True, False, True, False]


def test_knee_is_nearest_to_the_ideal_whatever_the_units() -> None:
    points = np.array([[0.0, 1.0], [0.8, 0.8], [1.0, 0.0]])
    assert knee(points, points) == 1
    assert knee(points * [1000, 1e-3], points * [1000, 1e-3]) == 1


def test_how_often_on_the_front_and_by_whom_beaten() -> None:
    """c is dominated by b everywhere; a and b trade gain for cost."""
    gain = [[3.0] * 8, [2.0] * 8, [1.0] * 8]
    cost = [[9.0] * 8, [5.0] * 8, [5.0] * 4 + [4.0] * 2 + [6.0] * 2]
    tables: list[Table] = [table(steady(gain)), table(steady(cost), outcome="cost_eur")]
    rows = fronts(tables).set_index("strategy")
    assert rows["on_front"].tolist() == [1.0, 1.0, 0.25]
    assert rows["average_front"].tolist() == [True, True, False]
    assert rows["beaten_by"].tolist() == ["", "", "b"]
