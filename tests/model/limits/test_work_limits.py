"""Limits T10 to T14: queues, lead time and redesign in closed form."""

from __future__ import annotations

import numpy as np
import pytest

from sim.base.arrays import Floats
from sim.base.philox import uniforms
from sim.model.config import RunConfig
from sim.model.firm import Firm
from sim.model.levers import Redesign
from sim.model.mechanisms.integration import integration
from tests.model.firms import ALL_USE, PLAIN_SAVING, STEADY_WORK, all_but, company, strategy
from tests.model.reference.work import poisson

NO_TOOL = {"workforce.start.early_users": 0.0, "workforce.discovery.exploring_hours": 0.0}


def line(*changes: dict[str, object], seed: int = 0, **fields: object) -> RunConfig:
    """A firm that only works: nobody uses the tool, nothing changes but the queues."""
    return company(NO_TOOL, *changes, ablate=all_but(), seed=seed, **fields)  # type: ignore[arg-type]


def capacity(firm: Firm) -> Floats:
    """Items a week that each station can do without the tool."""
    staffed, people = firm.stations.staff > 0, firm.people
    at_work = people.station >= 0
    hours = np.bincount(people.station[at_work], people.productive_hours[at_work], len(staffed))
    per_item = firm.stations.touch + firm.stations.coordination.sum(axis=1)
    visits = 1 / (1 - firm.config.technology.base_error)
    return np.where(staffed, hours / np.maximum(per_item * visits, 1e-300), np.inf)


def desk_capacity(firm: Firm) -> Floats:
    """Items a week that the managers of each workflow can approve."""
    stations, flow = firm.stations, firm.config.work.flow
    hours = firm.people.approving_hours[stations.approver] * stations.desk_share
    return np.where(stations.approver >= 0, hours / flow.approval_hours_per_item, np.inf)


@pytest.mark.parametrize("bottleneck", [0.7, 1.0, 1.4])
@pytest.mark.parametrize("desk", [0.6, 1.3])
def test_t10_throughput_is_the_slowest_of_the_line(bottleneck: float, desk: float) -> None:
    """T10: deterministic line: throughput = min(arrivals, slowest station or desk)."""
    load = {"work.flow.bottleneck_load": bottleneck, "work.flow.approval_load": desk}
    firm = Firm(line(STEADY_WORK, load, weeks=20))
    slowest = np.minimum(capacity(firm).reshape(-1, 4).min(axis=1), desk_capacity(firm))
    expected = np.minimum(firm.stations.arrival_rate, slowest).sum()
    for _ in range(20):
        firm.step()
    np.testing.assert_allclose(firm.log.columns()["throughput"], expected, rtol=1e-12)


def test_t10_speeding_a_station_that_is_no_bottleneck_changes_nothing() -> None:
    """T10: halving touch time anywhere but at the bottleneck changes throughput by exactly 0."""
    config = line(STEADY_WORK, {"work.flow.bottleneck_load": 1.3}, weeks=20)
    plain, faster, relieved = Firm(config), Firm(config), Firm(config)
    slowest = capacity(plain).reshape(-1, 4).argmin(axis=1) + 4 * np.arange(
        plain.stations.workflows
    )
    others = np.setdiff1d(np.arange(plain.stations.count), slowest)
    faster.stations.touch[others] *= 0.5
    relieved.stations.touch[slowest] *= 0.5
    for firm in (plain, faster, relieved):
        for _ in range(20):
            firm.step()
    before, after = (firm.log.columns()["throughput"] for firm in (plain, faster))
    assert (before == after).all()
    assert (relieved.log.columns()["throughput"] > before).all()


@pytest.mark.parametrize("demand", [0.0, 0.5, 1.0])
def test_t10_arrivals_that_answer_to_capacity(demand: float) -> None:
    """T10: twice as fast a line: throughput follows by `demand`, to all of it where work waits."""
    rules = {"work.flow.demand": demand, "work.flow.approval_load": 0.2}
    firm = Firm(line(STEADY_WORK, rules, weeks=200))
    firm.stations.touch *= 0.5
    firm.stations.coordination *= 0.5
    for _ in range(200):
        firm.step()
    before = firm.stations.arrival_rate.sum()
    assert firm.log.columns()["throughput"][-1] == pytest.approx((1 + demand) * before, rel=1e-6)


def test_t11_little_exactly_without_chance() -> None:
    """T11: stationary run: work in progress = throughput x time in system, exactly."""
    firm = Firm(line(STEADY_WORK, weeks=300))
    for _ in range(300):
        firm.step()
    last = {name: values[-1] for name, values in firm.log.columns().items()}
    assert last["work_in_progress"] == pytest.approx(
        last["throughput"] * last["lead_time_weeks"], rel=1e-9
    )


def test_t11_little_with_random_arrivals() -> None:
    """T11: the same for long averages of a queueing run (4,000 weeks, within 1 %)."""
    firm = Firm(
        line({"work.flow.bottleneck_load": 0.95, "work.flow.approval_load": 0.98}, weeks=4000)
    )
    for _ in range(4000):
        firm.step()
    mean = {name: values[500:].mean() for name, values in firm.log.columns().items()}
    assert mean["wait_queue"] > 0.1  # there are queues,
    assert mean["wait_approval"] > 0.6  # on the managers' desks, too
    assert mean["work_in_progress"] == pytest.approx(
        mean["throughput"] * mean["lead_time_weeks"], rel=0.01
    )


@pytest.mark.parametrize("load", [0.8, 0.97, 1.2])
def test_t12_lindley_path_identity(load: float) -> None:
    """T12: Q_T^2 - Q_0^2 = sum(2 Q X + X^2 - idle^2), X = arrivals - capacity, on every path."""
    weeks = 60
    loads = {"work.flow.bottleneck_load": load, "work.flow.approval_load": load}
    firm = Firm(line(loads, {"work.flow.crowded_desk": 0.0}))
    stations, desk = firm.stations, desk_capacity(firm)
    can = capacity(firm)
    start, approvals = stations.backlog.copy(), stations.approval_backlog.copy()
    right, desk_right = np.zeros(stations.count), np.zeros(stations.workflows)
    key, idle_weeks, longest = firm.streams.key("arrivals"), 0, 0.0
    for week in range(1, weeks + 1):
        before, waiting = stations.backlog.copy(), stations.approval_backlog.copy()
        firm.step()
        longest = max(longest, min(stations.backlog.max(), stations.approval_backlog.max()))
        for w, rate in enumerate(stations.arrival_rate):
            items = poisson(uniforms(key[0], key[1], week, w)[0], rate)
            for s in range(4 * w, 4 * w + 4):
                surplus = items - can[s]
                idle = max(0.0, -(before[s] + surplus))
                idle_weeks += idle > 0
                right[s] += 2 * before[s] * surplus + surplus**2 - idle**2
                items += before[s] - stations.backlog[s]
                if s % 4 == 1:
                    surplus = items - desk[w]
                    idle = max(0.0, -(waiting[w] + surplus))
                    desk_right[w] += 2 * waiting[w] * surplus + surplus**2 - idle**2
                    items += waiting[w] - stations.approval_backlog[w]
    assert idle_weeks > 0
    assert longest > 0.5
    np.testing.assert_allclose(stations.backlog**2 - start**2, right, rtol=1e-9, atol=1e-7)
    np.testing.assert_allclose(
        stations.approval_backlog**2 - approvals**2, desk_right, rtol=1e-9, atol=1e-7
    )


def lead_time(saving: float, eligible: float = 1.0) -> tuple[float, float]:
    """Lead time, and its part that is touch time, when the tool saves a share of touch time.

    It helps with an eligible share of touch time only.
    """
    config = company(
        ALL_USE,
        PLAIN_SAVING,
        STEADY_WORK,
        {
            "workforce.decision.job_spread": 0.0,
            "workforce.start.early_best_use": saving,
            "technology.eligible_share": eligible,
            "technology.escaping_share": 0.0,
            "work.flow.bottleneck_load": 0.9,
        },
        ablate=all_but(),
    )
    firm = Firm(config)
    firm.step()
    week = {name: values[0] for name, values in firm.log.columns().items()}
    assert week["wait_queue"] == 0.0
    return week["lead_time_weeks"], week["touch_hours_per_item"] / config.work.flow.hours_a_week


def test_t13_organisational_amdahl() -> None:
    """T13: queues off, touch S times faster: lead-time ratio (1 - w) + w/S, never below 1 - w."""
    before, touch = lead_time(0.0)
    w = touch / before
    assert 0.05 < w < 0.5
    for speed_up in (1.25, 2.0, 5.0, 100.0):
        after, _ = lead_time(1 - 1 / speed_up)
        assert after / before == pytest.approx((1 - w) + w / speed_up, rel=1e-12)
    fastest, _ = lead_time(1.0)
    assert fastest / before == pytest.approx(1 - w, rel=1e-12)


def test_t13_what_the_tool_cannot_help_with_stays() -> None:
    """T13: where only a share E of touch time is eligible, it saves E of what it would save."""
    before, touch = lead_time(0.0, 0.4)
    for saving in (0.2, 0.5, 1.0):
        after, _ = lead_time(saving, 0.4)
        assert after / before == pytest.approx(1 - 0.4 * saving * touch / before, rel=1e-12)


def effort(experience: float, learning: float, similarity: float = 1.0) -> float:
    """Support hours that full integration of the first station takes with some experience."""
    config = company(
        ALL_USE,
        {
            "work.integration.redesign_hours": 80.0,
            "work.integration.learning": learning,
            "work.integration.similarity": similarity,
            "work.integration.travel": 1.0,
            "work.integration.reach": 1e6,
            "work.integration.decay": 0.0,
            "work.integration.decision_delay": 0.0,
        },
        ablate=all_but("integration"),
        strategy=strategy(Redesign(support_hours=10.0, wave=0.0)),
        equal_budget=False,
    )
    firm = Firm(config)
    firm.step()  # opens the first station and begins
    assert (firm.stations.opened > 0).sum() == 1
    firm.stations.experience[:] = [experience, 0.0, 0.0, 0.0]
    before = firm.stations.integration.sum()
    integration(firm, firm.offer)
    return firm.support_hours / float(firm.stations.integration.sum() - before)


@pytest.mark.parametrize("learning", [0.0, 0.07, 0.32, 0.51])
def test_t14_redesign_follows_the_learning_curve(learning: float) -> None:
    """T14: effort R_2n / R_n = 2^-learning, whatever n: each doubling costs the same ratio less."""
    first = effort(0.0, learning)
    assert first == pytest.approx(80.0, rel=1e-12)
    for n in (1, 2, 8, 64):
        ratio = effort(2.0 * n - 1, learning) / effort(n - 1.0, learning)
        assert ratio == pytest.approx(2**-learning, rel=1e-12)


@pytest.mark.parametrize("insight", [0.0, 0.35, 0.6, 1.0])
def test_t14_knowledge_is_a_union(insight: float) -> None:
    """T14: what n participants know of the real frictions: 1 - (1 - p)^n."""
    for wanted in (0, 1, 2, 4, 50):
        config = company(
            {"work.integration.insight": insight},
            ablate=all_but("integration"),
            strategy=strategy(Redesign(targets="all", participants=wanted)),
            equal_budget=False,
        )
        firm = Firm(config)
        firm.step()
        taking_part = np.minimum(wanted, firm.stations.staff)
        np.testing.assert_allclose(
            firm.stations.insight, 1 - (1 - insight) ** taking_part, rtol=1e-12
        )
