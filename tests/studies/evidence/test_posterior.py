"""The machinery of calibration, on problems with a known answer."""

from __future__ import annotations

import sys

import numpy as np
import pytest

from sim.base.arrays import Floats
from sim.base.params import ConfigError
from sim.base.streams import Streams
from sim.studies.calibrate.agreement import Evidence
from sim.studies.calibrate.slices import slices
from sim.studies.calibrate.surrogate import Particles, require, screen, train


def evidence(*value: float, tolerance: float = 0.2) -> Evidence:
    around = np.full(len(value), tolerance)
    return Evidence(np.array(value), around, around)


def test_a_target_at_the_end_of_its_tolerance_is_two_deviations_off() -> None:
    ours = evidence(1.0, 2.0)
    assert ours.disagreement(np.array([1.2, 2.0])) == pytest.approx(4.0)
    assert ours.misses(np.array([1.2, 1.9])) == pytest.approx([1.0, -0.5])


def test_three_quarters_of_the_targets_are_enough() -> None:
    ours = evidence(*[0.0] * 12)
    shown = np.zeros((2, 12))
    shown[0, :3], shown[1, :4] = 1.0, 1.0
    assert ours.met(shown).tolist() == [9, 8]
    assert ours.agrees(shown).tolist() == [True, False]


def test_slices_draw_from_a_known_posterior() -> None:
    """A normal prior and a normal likelihood have a normal posterior, known exactly."""

    def log_likelihood(points: Floats) -> Floats:
        return np.asarray(-0.5 * ((points[:, 0] - 1.0) / 0.5) ** 2)

    draw = Streams(3).generator("slices")
    begin = draw.standard_normal((4000, 2))
    found = slices(log_likelihood, begin, 30, draw)
    assert found.mean(axis=0) == pytest.approx([0.8, 0.0], abs=0.03)
    assert found.std(axis=0) == pytest.approx([np.sqrt(0.2), 1.0], rel=0.05)
    assert len(np.unique(found[:, 0])) == 4000


def particles(count: int, firms: int = 3) -> Particles:
    """Targets that show the first parameter sharply, the second roughly, the third not at all."""
    draw = Streams(5).generator("points")
    points = draw.standard_normal((count, 3))
    luck = 0.1 * draw.standard_normal((count, firms, 2))
    return Particles.of(points, points[:, None, :2] + luck)


def test_the_screen_finds_what_moves_a_target() -> None:
    known = particles(400)
    assert screen(known, np.ones(400), 2).tolist() == [0, 1]


def test_luck_of_a_few_firms_is_no_error_of_the_stand_in() -> None:
    pytest.importorskip("sklearn")
    known = particles(800)
    stand_in = train(known, np.array([0, 1]))
    assert (stand_in.explained > 0.98).all()
    weight = np.ones(len(stand_in.missed))
    raw = np.sqrt((stand_in.missed**2).mean(axis=0))
    assert (stand_in.error(weight) < 0.75 * raw).all()
    again = train(known, np.array([0, 1]))
    assert (stand_in.predict(known.points) == again.predict(known.points)).all()


def test_missing_libraries_are_told_before_any_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sklearn", None)
    with pytest.raises(ConfigError, match=r"rollout-lab\[evidence\]"):
        require()
