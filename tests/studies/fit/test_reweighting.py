"""Weights, what they are worth, and what is said without a model."""

from __future__ import annotations

import numpy as np
import pytest

from sim.analysis.extrapolation import HALF, bass, bass_curve, no_change
from sim.analysis.reweighting import narrowed, quantiles, resampled, squared, tempered, worth
from sim.base.streams import Streams

LUCK = Streams(3)
DRAWS = LUCK.generator("draws").standard_normal((1000, 12))
FAR = squared(DRAWS, np.zeros((1, 12)), np.full(12, 0.05))[0]


def test_weights_are_worth_what_is_asked() -> None:
    assert worth(np.ones(7)) == pytest.approx(7.0)
    assert worth(np.array([1.0, 0.0])) == pytest.approx(1.0)
    weights, temperature = tempered(FAR)
    assert 55.0 <= worth(weights) <= 65.0
    assert temperature > 1.0
    assert weights.sum() == pytest.approx(1.0)
    assert np.argmax(weights) == np.argmin(FAR)  # the nearest counts most


def test_an_error_is_never_made_smaller_than_it_is() -> None:
    near = FAR / FAR.max()  # data that say next to nothing
    weights, temperature = tempered(near)
    assert temperature == 1.0
    assert worth(weights) > 900.0
    np.testing.assert_allclose(weights, np.exp(-near / 2.0) / np.exp(-near / 2.0).sum())


def test_who_does_not_take_part_has_no_weight() -> None:
    own = FAR.copy()
    own[np.argmin(FAR)] = np.inf
    weights = tempered(own)[0]
    assert weights[np.argmin(FAR)] == 0.0
    assert worth(weights) == pytest.approx(60.0, abs=5.0)


def test_further_data_narrow_with_their_own_error_while_enough_is_left() -> None:
    weights = tempered(FAR)[0]
    loose = (DRAWS[:, 0] / 3.0) ** 2
    exact = weights * np.exp(-0.5 * loose)
    np.testing.assert_allclose(narrowed(weights, loose, 45.0), exact / exact.sum())
    strict = narrowed(weights, (DRAWS[:, 0] / 0.001) ** 2, 45.0)
    assert worth(strict) == pytest.approx(45.0, rel=0.01)


def test_quantiles_are_those_of_the_weighted_draws() -> None:
    values = np.arange(100.0)
    even = np.full(100, 0.01)
    low, middle, high = quantiles(values, even)
    assert (low, middle, high) == pytest.approx((9.5, 49.5, 89.5))
    half = np.where(values < 50, 0.0, 0.02)
    assert quantiles(values, half)[1] == pytest.approx(74.5)
    assert quantiles(np.stack((values, -values), axis=1), even).shape == (3, 2)


def test_resampled_draws_stand_for_the_weights() -> None:
    weights = np.array([0.5, 0.3, 0.2, 0.0])
    taken = resampled(weights, 100, LUCK.generator("comb"))
    counts = np.bincount(taken, minlength=4)
    assert np.abs(counts - 100 * weights).max() <= 1
    assert counts[3] == 0
    assert (np.diff(taken) < 0).any()  # not sorted: the first seeds are no special companies


def test_no_change_stays_and_widens_like_a_random_walk() -> None:
    weeks, shares = np.array([1, 2, 4]), np.array([0.2, 0.24, 0.24 + 0.04 * np.sqrt(2.0)])
    path = no_change(weeks, shares, np.array([4, 5, 13]))
    assert path.middle == pytest.approx(np.full(3, shares[-1]))
    assert path.high - path.middle == pytest.approx(HALF * 0.04 * np.array([0.0, 1.0, 3.0]))


def test_bass_finds_a_bass_curve_again() -> None:
    weeks, ahead = np.arange(1, 20), np.array([30, 52])
    shares = bass_curve(weeks, 0.7, 0.02, 0.25)
    path = bass(weeks, shares, ahead)
    np.testing.assert_allclose(path.middle, bass_curve(ahead, 0.7, 0.02, 0.25), atol=1e-4)
    noisy = shares + 0.02 * LUCK.generator("noise").standard_normal(len(weeks))
    rough = bass(weeks, noisy, ahead)
    assert (rough.low < rough.middle).all()
    assert (rough.middle < rough.high).all()
    assert ((rough.low >= 0.0) & (rough.high <= 1.0)).all()


def test_a_bass_curve_starts_at_nothing_and_ends_at_its_ceiling() -> None:
    assert bass_curve(np.array([0, 10_000]), 0.6, 0.03, 0.2) == pytest.approx([0.0, 0.6])
