"""Rules with planted truth: what is there is found, what is not there is not."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import fisher_exact

from sim.studies.discovery.boxes import Box
from sim.studies.discovery.features import Feature
from sim.studies.discovery.rule import Data, Finding, confirm, find, held_back
from sim.studies.discovery.sample import BETTER, NOT, OPEN, judge
from sim.studies.discovery.tree import grow
from tests.studies.discovery.planted import (
    BOX_SHARE,
    INSIDE,
    OUTSIDE,
    TRUE_COVERAGE,
    noise,
    planted,
)

INF = float("inf")
SEEDS = range(4)


@pytest.fixture(scope="module")
def findings() -> list[Finding]:
    return [find(planted(seed)) for seed in SEEDS]


def test_a_planted_box_is_recovered_and_nothing_else(findings: list[Finding]) -> None:
    for finding in findings:
        assert finding.reason == ""
        assert finding.chosen is not None
        box = finding.chosen.box
        assert {(limit.column, limit.upper) for limit in box.limits} == {(0, False), (1, True)}
        assert box.low[0] == pytest.approx(0.6, abs=0.07)
        assert box.high[1] == pytest.approx(0.5, abs=0.07)
        assert all(p < 0.05 / 4 for _, p in finding.quasi)


def test_density_and_coverage_held_back_are_the_true_ones(findings: list[Finding]) -> None:
    """Over all seeds together, within three standard errors: nothing flatters the rule."""
    tests = [
        finding.confirmation.counts for finding in findings if finding.confirmation is not None
    ]
    inside, wins = sum(each.inside for each in tests), sum(each.wins for each in tests)
    hits = sum(each.wins_inside for each in tests)
    assert abs(hits / inside - INSIDE) < 3 * np.sqrt(INSIDE * OUTSIDE / inside)
    assert abs(hits / wins - TRUE_COVERAGE) < 3 * np.sqrt(TRUE_COVERAGE * 0.31 / wins) + 0.03
    base = INSIDE * BOX_SHARE + OUTSIDE * (1 - BOX_SHARE)
    assert wins / sum(each.companies for each in tests) == pytest.approx(base, abs=0.06)


def test_a_tie_that_only_shows_inside_the_box_is_found_among_many_features() -> None:
    finding = find(planted(3, 240, 111))
    assert finding.chosen is not None
    assert {limit.column for limit in finding.chosen.box.limits} == {0, 1}


def test_noise_gives_no_rules() -> None:
    rules = sum(find(noise(seed)).reason == "" for seed in range(100))
    assert rules <= 5


def test_the_test_alone_keeps_noise_out() -> None:
    """Any box at all, fitted as wildly as one likes, passes in at most 1 of 20 held-out noises."""
    passed = 0
    for seed in range(300):
        data = noise(seed, 40, 2)
        best = data.values[data.wins & ~data.held]
        box = Box(tuple(np.quantile(best, 0.2, axis=0)), tuple(np.quantile(best, 0.8, axis=0)))
        passed += confirm(box, data.only(data.held), 0.05).stands
    assert passed <= 0.05 * 300


def test_held_back_figures_come_from_held_back_companies_alone() -> None:
    """Turning the held-back companies around must refuse the rule and leave the box alone."""
    data = planted(0)
    turned = np.where(data.held, ~data.wins, data.wins)
    before, after = find(data), find(Data(data.values, turned, data.gains, data.held))
    assert after.chosen == before.chosen
    assert after.reason == "refused"


def test_the_test_is_fishers_and_gains_are_split_by_the_box() -> None:
    values = np.array([[1.0]] * 5 + [[0.0]] * 7)
    wins = np.array([1, 1, 1, 1, 0, 1, 0, 0, 0, 0, 0, 0], bool)
    gains = np.array([2.0, 4.0, 2.0, 4.0, 3.0] + [0.0] * 7)
    data = Data(values, wins, gains, np.ones(12, bool))
    found = confirm(Box((0.5,), (INF,)), data, 0.05)
    assert found.p_value == pytest.approx(fisher_exact([[4, 1], [1, 6]], "greater").pvalue)
    assert found.gain_inside[0] == 3.0
    assert found.gain_inside[1] < 3.0 < found.gain_inside[2]
    assert found.gain_outside == (0.0, 0.0, 0.0)


def test_groups_are_held_back_whole_and_a_third_of_them() -> None:
    groups = [company % 30 for company in range(90)]
    held = held_back(groups, 4)
    assert held.sum() == 30
    assert all(len({bool(held[k]) for k in range(g, 90, 30)}) == 1 for g in range(30))
    assert (held == held_back(groups, 4)).all()
    assert not (held == held_back(groups, 5)).all()


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_all_on_one_side_is_no_error(share: float) -> None:
    assert find(noise(0, share=share)).reason == "few"


@pytest.mark.parametrize("feature", ["constant", "doubled"])
def test_odd_features_do_no_harm(feature: str) -> None:
    data = planted(2)
    odd = np.ones(len(data.wins)) if feature == "constant" else data.values[:, 0]
    values = np.column_stack([data.values, odd])
    finding = find(Data(values, data.wins, data.gains, data.held))
    assert finding.reason == ""


def test_luck_is_no_win() -> None:
    gains = np.array([
        [0.2, 0.21, 0.19, 0.2],      # clear
        [0.5, -0.3, 0.4, -0.1],      # luck
        [-0.2, -0.21, -0.19, -0.2],  # the other one
        [0.2, 0.2, 0.2, 0.2],        # no spread to judge by, four seeds
        [0.0, 0.0, 0.0, 0.0],        # the same
        [0.2, 0.21, 0.19, np.nan],   # one seed without a value
    ])  # fmt: skip
    assert judge(gains, 0.0).label.tolist() == [BETTER, OPEN, NOT, OPEN, NOT, BETTER]
    assert judge(gains, 0.25).label.tolist() == [NOT, OPEN, NOT, NOT, NOT, NOT]
    assert judge(np.full((1, 6), 0.2), 0.0).label.tolist() == [BETTER]


def test_the_tree_finds_the_planted_features_and_is_counted_on_held_back_companies() -> None:
    data = planted(0)
    tree = grow(data, [Feature(name, name, "") for name in "abcdef"])
    assert set(tree.splits) == {"a", "b"}
    assert tree.companies == data.held.sum()
    assert tree.right > tree.commoner
    box = (data.values[:, 0] > 0.6) & (data.values[:, 1] < 0.5)
    truth = (box == data.wins)[data.held].sum()
    assert abs(tree.right - truth) < 0.08 * tree.companies
