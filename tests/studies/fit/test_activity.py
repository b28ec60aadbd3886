"""What a dashboard shows of a firm, against a loop over people and weeks."""

from __future__ import annotations

import numpy as np
import pytest

from sim.config.load import load
from sim.model.engine import Engine
from sim.studies.fit.activity import Activity, weeks_of

WEEKS = 9


def firm() -> Engine:
    return Engine(load(["organisation.headcount=20", f"weeks={WEEKS}"], "champions"))


@pytest.mark.parametrize(("window", "span"), [(1, 0), (7, 1), (28, 4), (30, 4), (90, 13)])
def test_it_is_what_a_loop_over_people_counts(window: int, span: int) -> None:
    watched = firm()
    activity = Activity(watched, window)
    use, access = [watched.people.reported_use.tolist()], [watched.people.licensed.tolist()]
    for _ in range(WEEKS):
        watched.step()
        activity.record()
        use.append(watched.people.reported_use.tolist())
        access.append(watched.people.licensed.tolist())
    for week in range(1, WEEKS + 1):
        counted = [
            1.0 - np.prod([(1.0 - use[max(each, 0)][person]) ** (5 if span else 1)
                           for each in range(week - max(span, 1) + 1, week + 1)])
            for person in range(20) if access[week][person]
        ]  # fmt: skip
        assert activity.active[week - 1] == pytest.approx(sum(counted) / max(len(counted), 1))


def test_constant_use_over_28_days_is_twenty_working_days() -> None:
    watched = firm()
    watched.people.reported_use[:], watched.people.licensed[:] = 0.1, 1.0
    activities = {window: Activity(watched, window) for window in (1, 7, 28, 180)}
    for activity in activities.values():
        activity.record()
    shown = {window: each.active[0] for window, each in activities.items()}
    assert shown == pytest.approx(
        {1: 0.1, 7: 1 - 0.9**5, 28: 1 - 0.9**20, 180: 1 - 0.9 ** (5 * 26)}
    )


def test_nobody_with_access_is_nobody_active() -> None:
    watched = firm()
    watched.people.licensed[:] = 0.0
    activity = Activity(watched, 7)
    activity.record()
    assert activity.active == [0.0]


def test_watching_changes_nothing() -> None:
    alone, watched = firm(), firm()
    activity = Activity(watched, 28)
    for _ in range(WEEKS):
        alone.step()
        watched.step()
        activity.record()
    assert alone.log.values.tobytes() == watched.log.values.tobytes()


def test_weeks_of_windows() -> None:
    assert [weeks_of(days) for days in (1, 7, 28, 30, 90, 180)] == [0, 1, 4, 4, 13, 26]
