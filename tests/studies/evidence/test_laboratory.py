"""Particles: each is run once, also when a calibration is interrupted."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from sim.analysis.companies import Dimension
from sim.base.arrays import Floats
from sim.runs import measured
from sim.runs.measured import FILE
from sim.runs.wants import drive
from sim.runs.work import Work
from sim.studies.calibrate import laboratory
from sim.studies.calibrate.laboratory import Laboratory

POINTS = np.random.Generator(np.random.Philox(3)).random((7, 2))
SPACE = (
    Dimension("a", 0.0, 2.0, False, "", "", "", False),
    Dimension("b", -1.0, 1.0, False, "", "", "", False),
)


@pytest.fixture(autouse=True)
def asked(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A model of one line, in place of the simulator; the list tells what it was asked."""
    seen: list[float] = []

    def measure(rows: object, values: dict[str, float], seeds: Sequence[int], *_: object) -> Floats:
        if len(seen) == 4:
            seen.append(np.nan)
            raise KeyboardInterrupt
        seen.append(values["a"])
        return np.full((len(seeds), 1), values["a"] + values["b"])

    monkeypatch.setattr(laboratory, "measure_each", measure)
    monkeypatch.setattr(measured, "SAVE_EVERY", 0.0)
    return seen


def simulated(folder: Path, points: Floats, companies: int = 1) -> Floats:
    """What the laboratory shows, with its measurements kept in a folder."""
    work = Work(folder=folder)
    with work.going_on():
        seeds = np.arange(len(points) * companies).reshape(-1, companies)
        return drive(Laboratory([], SPACE, ()).simulate(points, seeds), work)


def truth(points: Floats) -> Floats:
    return (2.0 * points[:, 0] + 2.0 * points[:, 1] - 1.0)[:, None, None]


def test_an_interrupted_calibration_goes_on(tmp_path: Path, asked: list[float]) -> None:
    with pytest.raises(KeyboardInterrupt):
        simulated(tmp_path, POINTS)
    assert np.allclose(simulated(tmp_path, POINTS), truth(POINTS))
    again = [each for each in asked if not np.isnan(each)]
    assert len(again) == len(set(again)) == len(POINTS)


def test_another_question_is_measured_anew(tmp_path: Path, asked: list[float]) -> None:
    simulated(tmp_path, POINTS[:2])
    simulated(tmp_path, POINTS[:2], companies=2)
    assert len(asked) == 4


def test_a_damaged_file_is_as_good_as_none(tmp_path: Path) -> None:
    simulated(tmp_path, POINTS[:2])
    (tmp_path / FILE).write_bytes((tmp_path / FILE).read_bytes()[:50])
    assert np.allclose(simulated(tmp_path, POINTS[:2]), truth(POINTS[:2]))
