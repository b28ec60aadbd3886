"""The machinery of calibration, on problems with a known answer."""

from __future__ import annotations

import sys

import numpy as np
import pytest

from sim.base.params import ConfigError
from sim.base.streams import Streams
from sim.studies.calibrate.surrogate import require
from sim.studies.calibrate.weights import Evidence, effective, quantiles, resample, weights


def evidence(*value: float, tolerance: float = 0.2) -> Evidence:
    around = np.full(len(value), tolerance)
    return Evidence(np.array(value), around, around)


def test_a_target_at_the_end_of_its_tolerance_is_two_deviations_off() -> None:
    ours = evidence(1.0, 2.0)
    assert ours.disagreement(np.array([1.2, 2.0])) == pytest.approx(4.0)
    assert ours.misses(np.array([1.2, 1.9])) == pytest.approx([1.0, -0.5])


def test_weights_correct_what_the_stand_in_got_wrong() -> None:
    ours = evidence(0.0, tolerance=2.0)
    shown = np.linspace(-3.0, 3.0, 400)[:, None]
    # The stand-in sees no difference, so its draws are uniform: weights make them normal.
    weight = weights(ours, shown, np.zeros_like(shown), np.zeros(1))
    low, middle, high = quantiles(shown, weight, (0.1, 0.5, 0.9))[:, 0]
    assert middle == pytest.approx(0.0, abs=0.02)
    assert (low, high) == (pytest.approx(-1.28, abs=0.05), pytest.approx(1.28, abs=0.05))
    assert 100.0 < effective(weight) < 400.0


def test_equal_weights_change_nothing() -> None:
    weight = np.full(50, 0.02)
    assert effective(weight) == pytest.approx(50.0)
    assert resample(weight, 50, 0.5).tolist() == list(range(50))


def test_resampling_keeps_proportions() -> None:
    rows = resample(np.array([0.5, 0.25, 0.0, 0.25]), 200, 0.5)
    assert np.bincount(rows, minlength=4).tolist() == [100, 50, 0, 50]


def test_stand_in_and_sampler_recover_a_known_posterior(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("sklearn")
    pytest.importorskip("emcee")
    from sim.studies.calibrate import weights as posterior
    from sim.studies.calibrate.surrogate import train
    from sim.studies.calibrate.weights import sample

    monkeypatch.setattr(posterior, "BURN_IN", 100)
    monkeypatch.setattr(posterior, "STEPS", 200)
    draw = Streams(5).generator("points")
    points = draw.random((400, 3))
    # The third parameter does nothing, the first is seen sharply, the second roughly.
    shown = np.ascontiguousarray(points[:, :2])
    ours = Evidence(np.array([0.3, 0.6]), np.array([0.1, 0.4]), np.array([0.1, 0.4]))
    stand_in = train(points, shown)
    assert (stand_in.explained > 0.98).all()
    begin = points[np.argsort(ours.disagreement(shown))]
    draws = sample(stand_in, ours, begin, Streams(1), "test", 4000)
    assert draws.mean(axis=0)[:2] == pytest.approx([0.3, 0.6], abs=0.03)
    assert draws.std(axis=0) == pytest.approx([0.05, 0.19, 0.289], rel=0.15)
    again = sample(stand_in, ours, begin, Streams(1), "test", 4000)
    assert (draws == again).all()


def test_missing_libraries_are_told_before_any_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "emcee", None)
    with pytest.raises(ConfigError, match=r"rollout-lab\[evidence\]"):
        require()
