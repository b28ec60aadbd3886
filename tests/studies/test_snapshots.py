"""Snapshots are those of the run itself."""

from __future__ import annotations

import numpy as np

from sim import Firm, load, run
from sim.studies.snapshots import network_snapshots


def test_snapshots_agree_with_the_weekly_frame() -> None:
    config = load(strategy="champions", overrides=["organisation.headcount=60", "weeks=12"])
    shots = network_snapshots(Firm(config))
    weekly = run(config).weekly
    weekly = weekly[weekly["strategy"] == "champions"].set_index("week")
    assert sorted(shots.stages) == [1, 3, 6, 12]
    for week, stages in shots.stages.items():
        shares = np.bincount(stages, minlength=5) / len(stages)
        columns = ["non_user", "low", "novice", "habitual", "power"]
        expected = [weekly.loc[week, f"share_{column}"] for column in columns]
        np.testing.assert_allclose(shares, expected)
    assert len(shots.role) == len(shots.department) == len(stages)
    assert (shots.edges < len(stages)).all()
    assert set(shots.role) == {0, 1, 2}
