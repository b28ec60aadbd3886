"""Snapshots are those of the run itself."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from sim import Firm, load, run
from sim.model.log import rungs
from sim.report.plots.network import some_departments
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


def test_of_a_large_organisation_those_are_kept_who_are_drawn() -> None:
    config = load(strategy="champions", overrides=["organisation.headcount=2400", "weeks=3"])
    shots, firm = network_snapshots(Firm(config), [1, 3]), Firm(config)
    stages = {}
    for week in (1, 2, 3):
        firm.step()
        stages[week] = rungs(firm.people)
    first, second, _ = firm.network.contact.pairs()
    whole = replace(
        shots, edges=np.stack([first, second], axis=1), department=firm.people.department,
        role=np.where(firm.people.is_manager, 2, firm.people.is_champion.astype(int)),
        stages={week: stages[week] for week in (1, 3)}, people=0, ties=0, using={},
    )  # fmt: skip
    part = some_departments(whole)
    assert 1 < len(part.role) < part.people == shots.people == 2400
    assert (part.ties, part.using) == (shots.ties, shots.using)
    for name in ("edges", "department", "role"):
        np.testing.assert_array_equal(getattr(part, name), getattr(shots, name))
    for week, stage in part.stages.items():
        np.testing.assert_array_equal(stage, shots.stages[week])
