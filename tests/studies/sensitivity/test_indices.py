"""Planted truths: the indices that are known come out, and nothing else does."""

from __future__ import annotations

import numpy as np
import pytest

from sim.studies.sensitivity.analysis import of, survivors, variance_tables
from sim.studies.sensitivity.design import morris_design, sobol_design
from sim.studies.sensitivity.factors import LUCK, SEEDS, STRATEGY
from sim.studies.sensitivity.indices import (
    TWO_PEAKS,
    bimodality,
    distances,
    screen,
    shares,
)
from sim.studies.sensitivity.question import COMPANY, OTHERS, Question
from tests.studies.sensitivity.planted import (
    category,
    g_function,
    ishigami,
    normal,
    number,
    numbers,
    planted,
    question,
    sample,
)


def test_ishigami() -> None:
    found = planted(ishigami, numbers(3), 2048)
    assert found.first == pytest.approx([0.314, 0.442, 0.0], abs=0.03)
    assert found.total == pytest.approx([0.558, 0.442, 0.244], abs=0.03)


def test_g_function() -> None:
    weights = np.array([0.0, 1.0, 4.5, 9.0, 99.0])
    own = 1.0 / (3.0 * (1.0 + weights) ** 2)
    variance = np.prod(1.0 + own) - 1.0
    total = [own[k] * np.prod(1.0 + np.delete(own, k)) / variance for k in range(5)]
    found = planted(g_function(weights), numbers(5), 2048)
    assert found.first == pytest.approx(own / variance, abs=0.04)
    assert found.total == pytest.approx(total, abs=0.04)


def test_a_sum_has_no_interactions_and_an_idle_factor_no_effect() -> None:
    slopes = np.array([3.0, 2.0, 1.0, 0.0])
    found = planted(lambda *x: np.tensordot(slopes, x, 1), numbers(4), 512)
    assert found.first == pytest.approx(slopes**2 / 14.0, abs=0.02)
    assert found.total == pytest.approx(slopes**2 / 14.0, abs=0.02)
    assert (found.first[3], found.total[3], found.total_half[3]) == (0.0, 0.0, 0.0)


def test_a_pure_interaction_is_all_total_and_no_first_order() -> None:
    found = planted(lambda x, y: (x - 0.5) * (y - 0.5), numbers(2), 1024)
    assert found.first == pytest.approx([0.0, 0.0], abs=0.05)
    assert found.total == pytest.approx([1.0, 1.0], abs=0.05)


def test_a_strategy_with_a_known_share() -> None:
    """Two of ten strategies are better by 1: variance 0.16; a uniform number adds 1/12."""
    factors = [category(STRATEGY, 10), number("work.x")]
    found = planted(lambda s, x: (s >= 0.8) + x, factors, 1024)
    share = 0.16 / (0.16 + 1.0 / 12.0)
    assert found.first == pytest.approx([share, 1.0 - share], abs=0.04)
    assert found.total == pytest.approx([share, 1.0 - share], abs=0.04)


def test_intervals_cover_the_truth() -> None:
    slopes = np.array([2.0, 1.0])
    truth = slopes**2 / 5.0
    inside = []
    for seed in range(60):
        found = planted(lambda x, y: 2.0 * x + y, numbers(2), 64, seed)
        inside += list(np.abs(found.first - truth) <= found.first_half)
        inside += list(np.abs(found.total - truth) <= found.total_half)
    assert 0.85 <= np.mean(inside) <= 1.0


def test_intervals_are_not_wide_for_nothing() -> None:
    """With independent rows instead of a sequence, intervals miss now and then."""
    random = np.random.default_rng(3)
    inside = []
    for seed in range(120):
        a, b = random.random((2, 64, 2))
        rows = np.stack([a, np.c_[b[:, 0], a[:, 1]], np.c_[a[:, 0], b[:, 1]], b], axis=1)
        found = shares(2.0 * rows[:, :, 0] + rows[:, :, 1], seed)
        inside += list(np.abs(found.total - (0.8, 0.2)) <= found.total_half)
    assert 0.88 <= np.mean(inside) <= 0.99


def test_company_strategy_luck_and_where_they_meet() -> None:
    """Variances: company 1/12 + 1/48, strategy 1/16, luck 1/25; a fourth part needs two of them."""
    asked = question([number("work.a"), number("work.b")], ["x", "y"])

    def outcome(s: np.ndarray, lot: np.ndarray, a: np.ndarray, b: np.ndarray) -> np.ndarray:
        sign = np.where(s < 0.5, -1.0, 1.0)
        return a + 0.5 * b + 0.25 * sign + 0.2 * normal(lot) + 0.5 * sign * (b - 0.5)

    sobol, *_ = variance_tables(sample(asked, outcome, 1024, ["work.a"]))
    truth = {"company": 5.0 / 48.0, "strategy": 1.0 / 16.0, "luck": 1.0 / 25.0, "both": 1.0 / 48.0}
    truth = {name: value / sum(truth.values()) for name, value in truth.items()}
    first, total, part = (
        sobol[sobol["index"] == index].set_index("parameter")["value"]
        for index in ("first", "total", "part")
    )
    assert first[STRATEGY] == pytest.approx(truth["strategy"], abs=0.04)
    assert total[STRATEGY] == pytest.approx(truth["strategy"] + truth["both"], abs=0.03)
    assert total[OTHERS] == pytest.approx(2.0 * truth["both"], abs=0.04)
    assert part[COMPANY] == pytest.approx(truth["company"], abs=0.03)
    assert part[STRATEGY] == pytest.approx(truth["strategy"] + truth["both"], abs=0.03)
    assert part[LUCK] == pytest.approx(truth["luck"], abs=0.02)
    assert part.sum() == pytest.approx(1.0)
    assert set(first.index) == {"work.a", OTHERS, STRATEGY, LUCK}


def test_luck_is_shared_within_a_row_and_moves_in_its_own_step_only() -> None:
    asked = question(numbers(2), ["x", "y"])
    unit = sobol_design(asked.factors, asked.blocks(("work.x0",)), 16, 0)
    place = [each.key for each in asked.factors].index(LUCK)
    names = ["A", *asked.blocks(("work.x0",)), "B"]
    same = {name for step, name in enumerate(names)
            if np.array_equal(unit[:, step, place], unit[:, 0, place])}  # fmt: skip
    assert set(names) - same == {LUCK, "circumstances", "B"}
    assert len(np.unique(unit[:, 0, place])) == 16


def test_a_longer_design_begins_with_the_shorter_one_and_blocks_leave_the_rest_alone() -> None:
    factors = numbers(4)
    short = sobol_design(factors, {"one": ("work.x0",)}, 16, 3)
    long = sobol_design(factors, {"two": ("work.x1", "work.x2")}, 32, 3)
    assert np.array_equal(short[:, [0, -1]], long[:16, [0, -1]])
    changed = (long[:, 1] != long[:, 0]).any(axis=0)
    assert changed.tolist() == [False, True, True, False]


def test_screening_of_a_known_function() -> None:
    factors = [category(STRATEGY, 2), category(LUCK, SEEDS), *numbers(4)]
    grid, unit = morris_design(factors, 20, 0)
    s, _, a, b, c, _ = np.moveaxis(unit, 2, 0)
    found = screen(factors, grid, np.where(s < 0.5, 0.0, 3.0) + 4.0 * a - 2.0 * b + c * b, 0)
    effects = dict(zip([each.key for each in factors], found.mu_star, strict=True))
    assert effects[STRATEGY] == pytest.approx(3.0)  # the other of two strategies, every time
    assert effects["work.x0"] == pytest.approx(2.0)  # half a range
    assert (effects[LUCK], effects["work.x3"]) == (0.0, 0.0)
    signed = dict(zip([each.key for each in factors], found.mu, strict=True))
    assert signed["work.x1"] < 0.0 < signed["work.x0"]
    assert np.isnan(signed[STRATEGY])
    spread = dict(zip([each.key for each in factors], found.sigma, strict=True))
    assert spread["work.x0"] == pytest.approx(0.0, abs=1e-12)
    assert spread["work.x2"] > 0.05  # only acts together with another one


def test_trajectories_meet_every_strategy_and_change_one_factor_at_a_time() -> None:
    factors = [category(STRATEGY, 7), category(LUCK, SEEDS), *numbers(3)]
    _, unit = morris_design(factors, 30, 1)
    moved = (np.diff(unit, axis=1) != 0.0).sum(axis=2)
    assert (moved == 1).all()
    assert len(np.unique(unit[:, :, 0])) == 7
    assert len(np.unique(unit[:, :, 1])) > 50


def test_what_survives_the_screening() -> None:
    import pandas as pd

    asked = Question(("use_auc", "trust_final"), ("a",), tuple(numbers(4)))
    effects = {"use_auc": [9.0, 8.0, 7.0, 0.0], "trust_final": [0.0, 0.1, 0.3, 0.2]}
    rows = [
        {"outcome": outcome, "strategy": "", "baseline": "", "parameter": f"work.x{place}",
         "kind": "assumption", "index": "mu_star", "value": value}
        for outcome, values in effects.items()
        for place, value in enumerate(values)
    ]  # fmt: skip
    kept = survivors(pd.DataFrame(rows), asked.responses, 3)
    assert kept == ("work.x0", "work.x2", "work.x1")
    kept = survivors(pd.DataFrame(rows[:4]), asked.responses, 9)
    assert kept == ("work.x0", "work.x1", "work.x2")


def test_pawn_sees_what_matters_and_calls_the_rest_noise() -> None:
    random = np.random.default_rng(0)
    unit = random.random((400, 3))
    outcome = np.where(unit[:, 0] < 0.5, -1.0, 1.0) + 0.2 * unit[:, 1]
    found = [distances(each, unit[:, place], outcome, 0) for place, each in enumerate(numbers(3))]
    assert found[0].index > 0.45
    assert found[0].index - found[0].half > found[0].noise
    assert found[2].index <= found[2].noise
    strategies = distances(category(STRATEGY, 10), unit[:, 0], outcome, 0)
    assert strategies.index == pytest.approx(0.5, abs=0.06)  # half of all points lie elsewhere


def test_pawn_is_that_of_the_library_for_numbers() -> None:
    pawn = pytest.importorskip("SALib.analyze.pawn")
    random = np.random.default_rng(1)
    unit = random.random((500, 2))
    outcome = unit[:, 0] ** 3 + 0.3 * unit[:, 1]
    theirs = pawn.analyze({"num_vars": 2, "names": ["a", "b"]}, unit, outcome, S=10)["mean"]
    ours = [distances(each, unit[:, k], outcome, 0).index for k, each in enumerate(numbers(2))]
    assert ours == pytest.approx(theirs, abs=0.01)


def test_pawn_with_equal_outcomes() -> None:
    """A 0/1 outcome: the distance is the difference of shares."""
    unit = (np.arange(400) + 0.5) / 400
    outcome = np.where(unit < 0.5, 0.0, 1.0)
    assert distances(category("c", 2), unit, outcome, 0).index == pytest.approx(0.5)


def test_bimodality() -> None:
    random = np.random.default_rng(0)
    assert bimodality(random.random(20_000)) == pytest.approx(TWO_PEAKS, abs=0.01)
    assert bimodality(random.normal(size=20_000)) == pytest.approx(1.0 / 3.0, abs=0.02)
    peaks = np.r_[random.normal(-3.0, 1.0, 500), random.normal(3.0, 1.0, 500)]
    assert bimodality(peaks) > 0.7
    assert bimodality(np.r_[np.zeros(900), random.random(100)]) > TWO_PEAKS


def test_rows_without_an_outcome_are_left_out() -> None:
    asked = question(numbers(2))
    planned = sample(asked, lambda lot, a, b: 2.0 * a + b, 64, ["work.x0", "work.x1"])
    planned.values[3, 1] = np.nan
    planned.values[9, 0] = np.nan
    sobol, _, convergence, outcomes = variance_tables(planned)
    assert outcomes[["rows", "rows_left_out"]].to_numpy().tolist() == [[62, 2]]
    assert sobol["value"].notna().all()
    assert sorted(convergence["rows"].unique()) == [14, 30, 62]
    planned.values[:40] = np.nan
    assert variance_tables(planned)[0].empty


def test_ranks_settle_with_more_rows() -> None:
    asked = question(numbers(5))
    slopes = np.array([9.0, 8.0, 7.0, 1.0, 1.0])
    keys = [each.key for each in asked.company]

    def steady(lot: np.ndarray, *x: np.ndarray) -> np.ndarray:
        return np.tensordot(slopes, x, 1)

    def alike(lot: np.ndarray, *x: np.ndarray) -> np.ndarray:
        return sum(x) + normal(lot)

    settled = variance_tables(sample(asked, steady, 128, keys))[3].iloc[0]
    assert (settled["settled"], settled["leading"]) == (3, 3)
    few = variance_tables(sample(asked, steady, 32, keys))[3].iloc[0]
    assert few["settled"] == 0
    open_ = variance_tables(sample(asked, alike, 128, keys))[3].iloc[0]
    assert open_["settled"] == 0


def test_tables_of_one_response() -> None:
    import pandas as pd

    asked = Question(("use_auc",), ("a", "b", "c"), tuple(numbers(1)), baseline="a")
    assert [each.name for each in asked.responses] == ["use_auc_b", "use_auc_c"]
    assert STRATEGY not in [each.key for each in asked.factors]
    frame = pd.DataFrame({"outcome": ["use_auc"] * 2, "strategy": ["b", "c"]})
    assert list(of(frame, asked.responses[1])["strategy"]) == ["c"]
