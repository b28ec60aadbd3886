"""Verdicts on planted effects: what is there is found, what is not there is not claimed."""

from __future__ import annotations

import numpy as np
import pytest

from sim.analysis import deciders
from sim.analysis.companies import dimensions, draws
from sim.studies.claims.assess import sources
from sim.studies.claims.design import Condition, Text
from sim.studies.claims.metrics import METRICS
from sim.studies.claims.verdict import DEPENDS, FAILS, HOLDS, MET, OPEN, Verdict, assess, combine

TRIALS = 200
COMPANIES, SEEDS = 60, 4
MATTERS = METRICS["gain_after"].matters
CONDITION = Condition(Text("", ""), "gain_after", {"a": 1.0, "b": -1.0})


def planted(effect: np.ndarray | float, noise: float, trial: int) -> Verdict:
    """The verdict on a paired effect per company with noise over seeds."""
    random = np.random.default_rng(trial)
    values = np.broadcast_to(np.asarray(effect, float), (COMPANIES,))[:, None]
    values = values + noise * random.standard_normal((COMPANIES, SEEDS))
    return combine([assess(CONDITION, values)])


@pytest.mark.parametrize("noise", [0.3, 1.0])
def test_a_planted_effect_is_found(noise: float) -> None:
    words = [planted(8 * MATTERS, noise * MATTERS, trial).verdict for trial in range(TRIALS)]
    assert words.count(HOLDS) >= 0.95 * TRIALS


@pytest.mark.parametrize("noise", [0.3, 1.0, 5.0, 50.0])
def test_a_planted_null_is_never_taken_for_an_effect(noise: float) -> None:
    words = [planted(0.0, noise * MATTERS, trial).verdict for trial in range(TRIALS)]
    assert words.count(FAILS) + words.count(OPEN) >= 0.95 * TRIALS


def test_a_tight_null_fails_and_a_noisy_one_is_not_decided() -> None:
    assert planted(0.0, 0.1 * MATTERS, 1).verdict == FAILS
    assert planted(0.0, 50 * MATTERS, 1).verdict == OPEN


def test_the_opposite_effect_fails() -> None:
    words = [planted(-8 * MATTERS, MATTERS, trial).verdict for trial in range(TRIALS)]
    assert words.count(FAILS) >= 0.95 * TRIALS


def test_an_effect_in_half_of_the_companies_depends() -> None:
    effect = np.where(np.arange(COMPANIES) % 2 == 0, 8 * MATTERS, -8 * MATTERS)
    words = [planted(effect, MATTERS, trial).verdict for trial in range(TRIALS)]
    assert words.count(DEPENDS) >= 0.95 * TRIALS


def test_the_interval_covers_the_true_share() -> None:
    covered = 0
    for trial in range(TRIALS):
        random = np.random.default_rng(10_000 + trial)
        effect = np.where(random.random(COMPANIES) < 0.4, 6 * MATTERS, -6 * MATTERS)
        verdict = planted(effect, 3 * MATTERS, trial)
        covered += verdict.low <= 0.4 <= verdict.high
    assert covered >= 0.95 * TRIALS


def test_the_opposite_is_told_from_an_effect_too_small() -> None:
    assert planted(-8 * MATTERS, MATTERS, 1).share_reversed == 1.0
    assert planted(0.0, 0.1 * MATTERS, 1).share_reversed == 0.0


def test_every_condition_must_be_met() -> None:
    good = assess(CONDITION, np.full((COMPANIES, SEEDS), 5 * MATTERS))
    bad = assess(CONDITION, np.full((COMPANIES, SEEDS), -5 * MATTERS))
    assert combine([good, good]).verdict == HOLDS
    assert combine([good, bad]).verdict == FAILS
    assert np.allclose(combine([good, bad]).margin, -6.0)


def test_a_difference_that_never_varies_is_known_exactly() -> None:
    judged = assess(CONDITION, np.full((3, SEEDS), 2 * MATTERS))
    assert (judged.classes == MET).all()
    assert (assess(CONDITION, np.zeros((3, SEEDS))).classes == -1).all()


def test_a_planted_decider_is_named_first() -> None:
    drawn = draws(80, 0)
    key = "workforce.reactance.mean"
    noise = np.random.default_rng(0).standard_normal(80)
    margin = np.array([draw[key] for draw in drawn]) + 0.2 * noise
    found = deciders.named(deciders.ranking(drawn, margin))
    assert found[0].dimension.key == key
    assert found[0].correlation > 0.6
    assert sources(found[:1]) == "no"


def test_luck_alone_names_hardly_anything() -> None:
    drawn = draws(80, 0)
    random = np.random.default_rng(1)
    named = sum(
        bool(deciders.named(deciders.ranking(drawn, random.standard_normal(80))))
        for _ in range(TRIALS)
    )
    assert named <= 0.1 * TRIALS


def test_few_companies_name_nothing() -> None:
    drawn = draws(8, 0)
    margin = np.array([draw["workforce.reactance.mean"] for draw in drawn])
    assert not deciders.named(deciders.ranking(drawn, margin))


def test_sources_are_told() -> None:
    known = next(each for each in dimensions() if each.sourced)
    unknown = next(each for each in dimensions() if not each.sourced)
    one, other = (deciders.Decider(each, 0.5, 0.0) for each in (known, unknown))
    assert [sources(each) for each in ([], [one], [other], [one, other])] == [
        "none", "yes", "no", "partly",
    ]  # fmt: skip
