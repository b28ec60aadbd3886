"""Redesign: whose hours it takes, what each purpose removes, where experience travels."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.base.arrays import Floats
from sim.model.config import RunConfig
from sim.model.firm import Firm
from sim.model.levers import Licences, Redesign, Transparency
from sim.model.levers.work import TARGETS
from sim.model.mechanisms.integration import integration
from sim.model.mechanisms.work import work
from sim.model.stations import (
    DRAFTING,
    PRE_STRUCTURING,
    PURPOSES,
    REMOVED_BY,
    VISIBILITY,
    Stations,
)
from sim.model.waiting import of_purposes, of_stations, of_workflows
from tests.model.firms import ALL_USE, STEADY_WORK, all_but, company, strategy

FREE: dict[str, Any] = {"equal_budget": False}
PROGRESS: dict[str, Any] = {
    "work.integration.staff_time": "progress",
    "work.integration.staff_share": 0.7,
    "work.integration.redesign_hours": 60.0,
    "work.integration.learning": 0.0,
    "work.integration.decay": 0.0,
}


def redesigned(*changes: dict[str, Any], weeks: int = 60, **lever: Any) -> Firm:
    """A firm under licences and a redesign, after some weeks."""
    levers = strategy(Licences(), Redesign(**{"participant_hours": 4.0, **lever}))
    config = company(FREE, *changes, strategy=levers, weeks=weeks, withdraw_week=weeks)
    firm = Firm(config)
    for _ in range(weeks):
        firm.step()
    return firm


@pytest.mark.parametrize("targets", TARGETS)
@pytest.mark.parametrize("support", [20.0, 200.0])
def test_a_redesign_takes_the_same_hours_under_every_strategy(targets: str, support: float) -> None:
    """Wherever it starts, however fast it goes, whoever uses it: R of support, a share of staff."""
    levers = strategy(
        Licences(),
        Redesign(support_hours=support, targets=targets, wave=0.2, participant_hours=4.0),
    )
    firm = Firm(company(FREE, PROGRESS, strategy=levers, weeks=60, withdraw_week=59))
    given = taken = 0.0
    for _ in range(60):
        firm.step()
        given += firm.support_hours
        taken += firm.people.redesign_hours.sum()
    assert firm.stations.integration.sum() > 1.0
    assert given == pytest.approx(60.0 * firm.stations.integration.sum(), rel=1e-9)
    assert taken == pytest.approx(0.7 * given, rel=1e-9)


def test_no_more_is_done_than_staff_have_time_for() -> None:
    """With half an hour a week of two people, a week brings 1 h of theirs and no more support."""
    slow = redesigned(
        PROGRESS, ALL_USE, {"work.integration.decision_delay": 0.0}, weeks=2, targets="all",
        support_hours=2000.0, participants=2, participant_hours=0.5,
    )  # fmt: skip
    staff = np.minimum(2, slow.stations.staff)
    np.testing.assert_allclose(slow.stations.integration, 2 * 0.5 * staff / 0.7 / 60.0, rtol=1e-12)


def with_stations(table: Floats | float, *changes: dict[str, Any]) -> Firm:
    """A firm of users whose stations are redesigned so far, by purpose, after a week of work."""
    ready = {"work.integration.neighbour": 0.0, "technology.escaping_share": 0.0}
    firm = Firm(company(ALL_USE, STEADY_WORK, ready, *changes, ablate=all_but()))
    firm.stations.integrated[:] = table
    firm.stations.integration[:] = firm.stations.integrated.mean(axis=1)
    firm.stations.insight[:] = 1.0
    firm.stations.depth[:] = firm.stations.integrated**2.0
    firm.stations.deep[:] = firm.stations.depth.mean(axis=1)
    work(firm, firm.offer)
    return firm


def stuck(stations: Stations, config: RunConfig) -> Floats:
    """Weeks that hand-overs wait for a decision that nobody owns."""
    rules = config.work.integration
    far = np.where(stations.distance > 0, rules.disputes, 0.0)
    returned = rules.disputed_returns * (1.0 - 1.0 / stations.visits)
    return np.asarray((far + returned) * rules.decision_delay, np.float64)


@pytest.mark.parametrize("purpose", PURPOSES)
def test_each_purpose_removes_its_own_friction(purpose: str) -> None:
    """Half of its frictions, a fifth of touch time by drafting, returns at intake; no more."""
    every = {
        "work.purpose.drafting_saves": 0.2,
        "work.purpose.rework_prevented": 0.5,
        "technology.base_error": 0.1,
    }
    column = PURPOSES.index(purpose)
    before, after = with_stations(0.0, every), with_stations(np.eye(4)[column], every)
    work_before, work_after = before.stations, after.stations
    kept = [0.5 if remover == column else 1.0 for remover in REMOVED_BY]
    np.testing.assert_allclose(
        work_after.hours[:, 1:5], work_before.hours[:, 1:5] * kept, rtol=1e-12
    )
    # Disputed and returned items wait for a decision, whatever is redesigned.
    latency = work_after.waits[:, 2:5].copy()
    latency[:, 1] -= stuck(work_after, after.config)
    np.testing.assert_allclose(latency, work_after.latency[:, 1:] * kept[1:], atol=1e-12)
    touch = work_after.hours[:, 0] / work_before.hours[:, 0]
    np.testing.assert_allclose(touch, 0.8 if column == DRAFTING else 1.0, rtol=1e-12)
    returned = 1 - 1 / work_after.visits
    expected = np.where(np.arange(work_after.count) % 4, 0.1, 0.05)
    expected = expected if column == PRE_STRUCTURING else np.full(work_after.count, 0.1)
    np.testing.assert_allclose(returned, expected, rtol=1e-12)


def test_a_purpose_takes_its_part_of_the_hours() -> None:
    """Drafting alone takes its part of a whole redesign, and counts as that part of it."""
    parts = {"work.purpose.drafting": 0.5, "work.purpose.approvals": 0.2,
             "work.purpose.visibility": 0.2, "work.purpose.pre_structuring": 0.1}  # fmt: skip
    firm = Firm(
        company(
            FREE, PROGRESS, parts, strategy=strategy(
                Licences(), Redesign(targets="all", purpose="drafting", participant_hours=9.0,
                                     support_hours=300.0)), weeks=40,
        )
    )  # fmt: skip
    given = 0.0
    for _ in range(40):
        firm.step()
        given += firm.support_hours
    assert not firm.stations.integrated[:, :DRAFTING].any()
    np.testing.assert_allclose(firm.stations.integration, 0.5 * firm.stations.integrated[:, -1])
    assert given == pytest.approx(60.0 * firm.stations.integration.sum(), rel=1e-9)


def test_the_largest_measured_loss_comes_first() -> None:
    """A wave takes the pairs of station and purpose that lose most, as many as its hours allow."""
    loss = {"work.purpose.drafting_saves": 0.2}
    lever = Redesign(wave=0.25, purpose="largest_loss", ranked_by="hours", support_hours=1.0)
    config = company(FREE, loss, headcount=200, strategy=strategy(lever), weeks=1)
    before, after = Firm(config), Firm(config)
    expected = of_purposes(before, "hours")
    after.step()
    asked = after.stations.asked
    assert asked.sum() == 4 * round(0.25 * after.stations.count)
    assert expected[asked].min() >= expected[~asked].max()
    assert not (asked.all(axis=1) == asked.any(axis=1)).all()  # not whole stations


def test_measures_are_what_a_company_can_see() -> None:
    """All waiting is the queue's and frictions'; a workflow's lead time adds the work itself."""
    firm = Firm(company({"work.integration.measurement_error": 0.0}, headcount=200))
    waiting, queue = of_stations(firm, "waiting"), of_stations(firm, "queue")
    np.testing.assert_allclose(waiting - queue, firm.stations.friction_waits.sum(axis=1))
    lead = of_workflows(firm) - firm.stations.waits[:, 5].reshape(-1, 4).sum(axis=1)
    np.testing.assert_allclose(lead, waiting.reshape(-1, 4).sum(axis=1))


def test_visibility_lowers_the_error_of_measurement() -> None:
    """Logs of measured over true waits have the declared spread, less what is visible."""
    wrong = {"work.integration.measurement_error": 0.8, "work.integration.visibility": 0.0}

    def spread(firm: Firm) -> float:
        true = firm.stations.measured_wait + firm.stations.friction_waits.sum(axis=1)
        return float(np.log(of_stations(firm, "waiting") / true).std())

    firm = Firm(company(wrong, headcount=1000))
    hidden = spread(firm)
    assert hidden == pytest.approx(0.8, rel=0.15)
    firm.stations.integrated[:, VISIBILITY] = 0.75
    assert spread(firm) == pytest.approx(0.25 * hidden)
    levers = strategy(Redesign(support_hours=1.0), Transparency(visibility=0.6))
    seen = Firm(company(wrong, FREE, headcount=1000, strategy=levers))
    seen.step()
    assert spread(seen) == pytest.approx(0.4 * hidden)


def test_dual_running_follows_what_changes_in_practice_and_wears_off() -> None:
    """gap (1 - rate)^t of effective integration, and nothing where nobody knows or uses it."""
    rules = {
        "work.integration.dual_gap": "effective",
        "work.integration.getting_used": 0.1,
        "work.integration.steepness": 2.0,
    }
    table = np.zeros((8, 4))
    table[1::4] = 0.8
    firm = with_stations(table, rules)
    stations, share = firm.stations, firm.config.work.integration.dual_running
    both = (stations.staff[1::4] > 0) & (stations.staff[::4] > 0)
    for week in range(5):
        burden = stations.hours[::4, 5][both] / stations.item_hours[::4][both] / share
        np.testing.assert_allclose(burden, 0.64 * 0.9**week, rtol=1e-12)
        work(firm, firm.offer)
    blind = with_stations(table, rules)
    blind.stations.insight[:] = 0.0
    blind.stations.accustomed[:] = 0.0
    work(blind, blind.offer)
    assert not blind.stations.hours[:, 5].any()


@pytest.mark.parametrize(("travel", "reach"), [(0.0, 1e6), (0.4, 1e6), (1.0, 2.0), (0.5, 2.0)])
def test_experience_travels_with_losses(travel: float, reach: float) -> None:
    """Own experience counts in full, that of others by `travel` and as if of `reach` stations."""
    rules = {
        "work.integration.travel": travel, "work.integration.reach": reach,
        "work.integration.similarity": 1.0, "work.integration.learning": 0.32,
        "work.integration.decision_delay": 0.0, "work.integration.decay": 0.0,
    }  # fmt: skip
    firm = redesigned(rules, ALL_USE, weeks=1, targets="all", support_hours=1.0)
    stations = firm.stations
    stations.experience[:] = [9.0, 0.0, 0.0, 0.0]
    stations.experience_here[:] = 0.0
    stations.experience_here[stations.department[0], 0] = 4.0
    before = stations.integration.copy()
    integration(firm, firm.offer)
    rise = (stations.integration - before)[stations.staff > 0]
    department = stations.department[stations.staff > 0]
    others = np.array([(department != each).sum() for each in department])
    own = np.where(department == stations.department[0], 4.0, 0.0)
    known = own + travel * np.minimum(1.0, reach / others) * (9.0 - own)
    np.testing.assert_allclose(rise / rise[0], ((1 + known) / (1 + known[0])) ** 0.32, rtol=1e-9)


def hours_per_station(headcount: int, *changes: dict[str, Any]) -> float:
    """Support hours for one station's worth of integration, a year into a phased pilot."""
    levers = strategy(
        Licences(), Redesign(support_hours=40.0, targets="bottleneck", participant_hours=4.0)
    )
    config: RunConfig = company(
        FREE, {"work.integration.staff_time": "progress"}, *changes, strategy=levers,
        headcount=headcount, weeks=52,
    )  # fmt: skip
    firm, given = Firm(config), 0.0
    for _ in range(52):
        firm.step()
        given += firm.support_hours
    return given / float(firm.stations.integration.sum())


def test_a_large_company_does_not_redesign_better_for_its_size_alone() -> None:
    """Where experience travels a little, a redesign takes as long at 200 and 5,000 people."""
    near = {"work.integration.travel": 0.3, "work.integration.reach": 20.0}
    far = {"work.integration.travel": 1.0, "work.integration.reach": 1e6}
    pooled = [hours_per_station(people, far) for people in (200, 5000)]
    local = [hours_per_station(people, near) for people in (200, 1000, 5000)]
    assert pooled[0] > 1.8 * pooled[1]
    assert max(local) < 1.2 * min(local)
