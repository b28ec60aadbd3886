"""The fast model is the plain one: every state, station and log column, week by week."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from sim.base.params import parameters
from sim.config.load import load
from sim.model.config import RunConfig
from sim.model.engine import WARM_UP_WEEKS
from sim.model.events import KINDS
from sim.model.firm import Firm
from sim.model.log import COLUMNS
from sim.model.people import HOURS, STATES, WEEKLY
from sim.model.week import WEEK
from tests.model.firms import tuned
from tests.model.reference import week as plain
from tests.model.reference.log import record
from tests.model.reference.state import STATION, WORKFLOW, Company
from tests.model.reference.work import work

WEEKS = 40
GROUPS = ("workforce", "technology", "work")
#: Effort a strategy may spend here, so that every lever acts in every week asked for.
RICH: dict[str, Any] = {"equal_budget": False, "withdraw_week": 32, "weeks": WEEKS}
STRATEGIES = (
    "none", "organic", "mandate", "mandate_with_training", "training_first", "lead_by_example",
    "champions", "phased_pilot", "phased_pilot_random", "big_bang", "playbook",
)  # fmt: skip


def anywhere(config: RunConfig, luck: random.Random) -> RunConfig:
    """The configuration with every parameter drawn anew from its plausible range."""
    for key, field in parameters(RunConfig):
        if not key.startswith(GROUPS):
            continue
        if "options" in field.metadata:
            config = tuned(config, {key: luck.choice(field.metadata["options"])})
            continue
        low, high = field.metadata["sweep"]
        if isinstance(field.default, bool):
            value: Any = luck.random() < 0.7
        elif isinstance(field.default, int):
            value = luck.randint(int(low), min(int(high), 8))
        else:
            value = luck.uniform(low, min(high, 4.0))
        config = tuned(config, {key: value})
    return config


def compare(firm: Firm, company: Company, row: dict[str, float]) -> None:
    """Everything the two know agrees to 1e-12."""

    def agree(name: str, fast: Any, slow: Any) -> None:
        one, other = np.asarray(fast, float), np.asarray(slow, float)
        if not (np.abs(one - other) <= 1e-12 * (1 + np.abs(other))).all():
            np.testing.assert_allclose(one, other, err_msg=f"{name}, week {firm.week}", rtol=1e-12)

    for name in (*STATES, *WEEKLY, "reported_use", "effective_use", "switching_cost", "tenure",
                 "innovativeness", "own_access", "trained"):  # fmt: skip
        fast = getattr(firm.people, name)
        agree(name, fast, [getattr(person, name) for person in company.people])
    agree("belief", firm.people.belief, np.transpose([p.belief for p in company.people]))
    for kind, hours in zip(HOURS, firm.people.hours, strict=True):
        agree(f"{kind}_hours", hours, [person.hours[kind] for person in company.people])
    used = [sum(flag << ago for ago, flag in enumerate(p.used)) for p in company.people]
    agree("history", firm.people.history, used)
    for name in STATION:
        agree(name, getattr(firm.stations, name), [getattr(s, name) for s in company.stations])
    for name in WORKFLOW:
        agree(name, getattr(firm.stations, name), [getattr(w, name) for w in company.workflows])
    agree("experience", firm.stations.experience, company.experience)
    agree("experience_here", firm.stations.experience_here, company.experience_here)
    agree("wave_progress", firm.stations.wave_progress, company.wave_progress)
    assert set(row) == set(COLUMNS)
    for name, value in zip(COLUMNS, firm.log.values[firm.week - 1], strict=True):
        agree(name, value, row[name])


def live(config: RunConfig) -> None:
    """Both models live through the same weeks; compare after each."""
    firm = Firm(config)
    company = Company(firm)
    for _ in range(config.weeks):
        firm.step()
        plain.step(company, firm.offer)
        compare(firm, company, record(company, firm.offer))


@pytest.mark.parametrize("name", STRATEGIES)
def test_defaults(name: str) -> None:
    """Forty people and the default parameters, under every strategy."""
    live(tuned(load(("organisation.headcount=40", "seed=3"), strategy=name), RICH))


@pytest.mark.parametrize("name", STRATEGIES)
def test_any_parameters(name: str) -> None:
    """Firms of 20 to 60 people with every parameter drawn at random."""
    luck = random.Random(f"reference/{name}")
    for _ in range(3):
        people, seed = luck.randint(20, 60), luck.randint(0, 10**6)
        config = load((f"organisation.headcount={people}", f"seed={seed}"), strategy=name)
        live(anywhere(tuned(config, RICH), luck))


def test_common_budget() -> None:
    """The same with doses scaled to the budget, and with a budget that runs out."""
    for budget in (300.0, 1200.0):
        config = load(
            (
                "organisation.headcount=30", f"weeks={WEEKS}", "withdraw_week=30",
                f"programme.budget_per_employee={budget}",
            ),
            strategy="playbook",
        )  # fmt: skip
        live(config)


def test_events() -> None:
    """Everything that can happen, at its usual size, twice for what meets people."""
    happens = [f"{kind}@{week}" for week, kind in enumerate(KINDS, 5) if kind != "budget_cut"]
    happens += ["reorganisation@20:0.8", "managers_leave@20:1", "public_error@21:1"]
    config = load(("organisation.headcount=40", "seed=5"), strategy="playbook")
    live(tuned(config, {**RICH, "events": happens}))


def test_ablated() -> None:
    """Without some mechanisms the two still agree."""
    config = load(("organisation.headcount=30", "seed=5"), strategy="playbook")
    live(tuned(config, {**RICH, "ablate": ("talk", "turnover", "experience")}))


def test_warm_up() -> None:
    """Queues before week 1 are what 26 weeks of ordinary work make of empty ones."""
    firm = Firm(load(("organisation.headcount=40", "seed=4"), strategy="playbook"))
    company = Company(firm)
    for station in company.stations:
        station.backlog = station.pressure = station.usual_pressure = station.measured_wait = 0.0
        station.friction_waits = [0.0] * 4
    for flow in company.workflows:
        flow.approval_backlog, flow.throughput = 0.0, flow.arrival_rate
        flow.capacity = flow.usual_capacity = 0.0
        for station in flow.stations:
            station.station_throughput = flow.arrival_rate
    plain.deliver(company, firm.offer)
    plain.saving(company, firm.offer)
    plain.hours(company, firm.offer)
    for company.week in range(-WARM_UP_WEEKS, 0):
        for station in company.stations:
            station.usual_pressure = station.pressure
        work(company, firm.offer)
    for name in ("backlog", "pressure", "measured_wait", "friction_waits", "station_throughput"):
        slow = [getattr(station, name) for station in company.stations]
        np.testing.assert_allclose(getattr(firm.stations, name), slow, rtol=1e-12, atol=1e-12)
    for name in ("approval_backlog", "throughput", "capacity", "usual_capacity"):
        slow = [getattr(flow, name) for flow in company.workflows]
        np.testing.assert_allclose(getattr(firm.stations, name), slow, rtol=1e-12, atol=1e-12)
    waits = [station.measured_wait for station in company.stations]
    usual = [wait / (1 + wait) for wait in waits]
    np.testing.assert_allclose(firm.stations.usual_pressure, usual, rtol=1e-12)


def test_same_week() -> None:
    """The plain week has the same mechanisms in the same order."""
    order: list[Callable[..., None]] = list(plain.WEEK)
    assert [each.__name__ for each in order] == [each.__name__ for each in WEEK]
