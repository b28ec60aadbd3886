"""What holds for every valid configuration: hypothesis looks for one where it does not."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import sim.model.levers
from sim.base.params import parameters
from sim.base.philox import uniforms
from sim.model.config import RunConfig
from sim.model.events import KINDS, Event
from sim.model.firm import Firm
from sim.model.levers import Lever, Licences, Redesign
from sim.model.mechanisms.work import MEMORY
from sim.model.people import STATES
from sim.model.stations import PHASES
from sim.model.strategy import Strategy
from sim.model.week import ESSENTIAL, names
from sim.organisation.spec import GeneratedOrganisation
from tests.model.firms import ALL_USE, PLAIN_SAVING, after, company, strategy, tuned
from tests.model.reference.work import poisson

GROUPS = ("workforce.", "technology.", "work.", "programme.")
PARAMETERS = {key: field for key, field in parameters(RunConfig) if key.startswith(GROUPS)}
LEVERS = [getattr(sim.model.levers, name) for name in sim.model.levers.__all__ if name != "Lever"]
OPTIONAL = [name for name in names() if name not in ESSENTIAL]
CAUSES = (
    "wait_queue", "wait_approval", "wait_prioritisation", "wait_hand_over", "wait_status_query",
    "wait_service",
)  # fmt: skip


@st.composite
def value(draw: st.DrawFn, field: dataclasses.Field[Any]) -> Any:
    """A valid value of a parameter: often one end of its range, where trouble lives."""
    meta = field.metadata
    if "options" in meta:
        return draw(st.sampled_from(meta["options"]))
    if isinstance(field.default, bool):
        return draw(st.booleans())
    low, high = meta["low"], meta["high"]
    if isinstance(field.default, int):
        return draw(st.integers(low, high))
    return draw(st.sampled_from((low, high)) | st.floats(low, high) | st.floats(*meta["sweep"]))


@st.composite
def lever(draw: st.DrawFn) -> Lever:
    """Any lever, at any dose, from and to any week."""
    kind = draw(st.sampled_from(LEVERS))
    changed = {
        field.name: draw(value(field))
        for field in dataclasses.fields(kind)
        if field.metadata and field.name not in ("start", "end", "rule") and draw(st.booleans())
    }
    weeks = sorted((draw(st.integers(1, 30)), draw(st.integers(1, 40))))
    lever: Lever = kind(**changed, start=weeks[0], end=weeks[1])
    return lever


@st.composite
def event(draw: st.DrawFn, weeks: int) -> Event:
    """Anything that can happen in so many weeks, at any size."""
    name = draw(st.sampled_from(sorted(KINDS)))
    size = draw(st.floats(KINDS[name].low, KINDS[name].high))
    return Event(draw(st.integers(1, weeks)), name, size)


@st.composite
def configuration(draw: st.DrawFn) -> RunConfig:
    """A company of 8 to 80 people with some parameters anywhere in their ranges."""
    keys = draw(st.lists(st.sampled_from(sorted(PARAMETERS)), max_size=25, unique=True))
    levers = draw(st.lists(lever(), max_size=6))
    if draw(st.booleans()):  # access and a redesign that takes its time: most of the model at work
        support = draw(st.floats(1.0, 60.0))
        levers += [Licences(), Redesign(support_hours=support, targets="all")]
    weeks, limited = draw(st.integers(1, 30)), draw(st.booleans())
    happens = draw(st.lists(event(weeks), max_size=3))
    config = RunConfig(
        organisation=GeneratedOrganisation(headcount=draw(st.integers(8, 80))),
        strategy=Strategy("any", "", {str(k): each for k, each in enumerate(levers)}),
        weeks=weeks,
        withdraw_week=draw(st.integers(0, 30)),
        equal_budget=limited,
        events=tuple(each for each in happens if limited or each.kind != "budget_cut"),
        ablate=tuple(draw(st.lists(st.sampled_from(OPTIONAL), max_size=3, unique=True))),
        seed=draw(st.integers(0, 2**62)),
    )
    changed: RunConfig = tuned(config, {key: draw(value(PARAMETERS[key])) for key in keys})
    return changed


def check_people(firm: Firm) -> None:
    """States in range, hours conserved per person."""
    people = firm.people
    for name, (low, high, _) in STATES.items():
        column = getattr(people, name)
        assert ((column >= low) & (column <= high)).all(), name
    for name in ("reported_use", "effective_use"):
        assert ((getattr(people, name) >= 0) & (getattr(people, name) <= 1)).all(), name
    assert (people.hours >= 0.0).all()
    total = people.hours.sum(axis=0)
    np.testing.assert_allclose(total, firm.config.work.flow.hours_a_week, rtol=0, atol=1e-9)


def check_stations(firm: Firm) -> None:
    """Integration and knowledge are shares; support hours are at most what was offered."""
    stations = firm.stations
    for column in (stations.integration, stations.insight, stations.use, stations.pressure):
        assert ((column >= 0.0) & (column <= 1.0)).all()
    assert (stations.backlog >= 0.0).all()
    if "integration" not in firm.config.ablate:
        assert 0.0 <= firm.support_hours <= firm.offer.support_hours + 1e-9


class Items:
    """Counts items of every workflow: what came in must be inside or have gone out."""

    def __init__(self, firm: Firm) -> None:
        self.came, self.went = self.inside(firm), np.zeros(firm.stations.workflows)
        self.usual = firm.stations.throughput.copy()

    @staticmethod
    def inside(firm: Firm) -> Any:
        return firm.stations.backlog.reshape(-1, 4).sum(axis=1) + firm.stations.approval_backlog

    def check(self, firm: Firm) -> None:
        """The week that has just ended; its output is read back from the running mean."""
        stations, key = firm.stations, firm.streams.key("arrivals")
        for w, rate in enumerate(stations.arrival_rate):
            items = rate * stations.demand[w]
            if firm.config.work.flow.arrivals_vary:
                items = poisson(uniforms(key[0], key[1], firm.week, w)[0], items)
            self.came[w] += items
        out = self.usual + (stations.throughput - self.usual) / MEMORY
        np.testing.assert_allclose(
            out.sum(), firm.log.columns()["throughput"][-1], rtol=1e-9, atol=1e-6
        )
        self.went += out
        self.usual = stations.throughput.copy()
        np.testing.assert_allclose(self.came, self.went + self.inside(firm), rtol=1e-9, atol=1e-6)


def check_log(firm: Firm) -> None:
    """Numbers are finite, shares are shares, parts add up to their whole, money is not made."""
    assert np.isfinite(firm.log.values).all()
    log = firm.log.columns()
    ladder = sum(
        log[f"share_{rung}"] for rung in ("non_user", "low", "novice", "habitual", "power")
    )
    np.testing.assert_allclose(ladder, 1.0, rtol=0, atol=1e-9)
    for name in ("reported_use", "genuine_use", "compelled_use", "aware", "licensed", "integration",
                 "coordination_share", "trust", "threat", "reactance", "skill"):  # fmt: skip
        assert ((log[name] >= 0.0) & (log[name] <= 1.0 + 1e-12)).all(), name
    phases = sum(log[f"lead_time_{phase}"] for phase in PHASES)
    causes = sum(log[cause] for cause in CAUSES)
    np.testing.assert_allclose(phases, log["lead_time_weeks"], rtol=1e-9)
    np.testing.assert_allclose(causes, log["lead_time_weeks"], rtol=1e-9)
    for name in ("spend_hours", "spend_eur", "manager_hours", "throughput", "work_in_progress",
                 "touch_hours_per_item", "wait_queue", "hours_invested_per_employee"):  # fmt: skip
        assert (log[name] >= 0.0).all(), name


@given(configuration())
def test_any_company_lives_by_the_rules(config: RunConfig) -> None:
    """No exception; people, stations, items, log and budget are as they must be, every week."""
    firm = Firm(config)
    items, spent_before = Items(firm), 0.0
    for week in range(1, config.weeks + 1):
        was_spent = firm.budget_is_spent
        firm.step()
        check_people(firm)
        check_stations(firm)
        items.check(firm)
        assert firm.running == (week < config.weeks)
        if was_spent and config.equal_budget:
            # Those who have just been taking part hear of it a week later.
            taken = firm.people.hours[:6].sum() * config.programme.price_per_hour
            assert firm.spent_eur <= spent_before + taken + 1e-6
        spent_before = firm.spent_eur
    check_log(firm)
    assert firm.spent_eur >= -1e-9


#: Nothing is left to do of an item, or to wait for: every share at the end of its range.
FREE_WORK: dict[str, Any] = {
    "work.integration.friction_removed": 1.0,
    "work.integration.insight": 1.0,
    "work.integration.decay": 0.0,
    "work.integration.decision_delay": 0.0,
    "work.flow.touch_share": 0.0,
    "workforce.decision.pace": 0.0,
}
FREE_TOUCH: dict[str, Any] = {
    "work.flow.touch_share": 1.0,
    "technology.eligible_share": 1.0,
    "technology.escaping_share": 0.0,
    "workforce.start.early_best_use": 1.0,
    "workforce.decision.job_spread": 0.0,
    "workforce.decision.pace": 0.0,
}


@pytest.mark.parametrize(
    "changes",
    [
        {**ALL_USE, **FREE_WORK},
        {**ALL_USE, **FREE_WORK, "work.flow.touch_share": 0.42},
        {**ALL_USE, **PLAIN_SAVING, **FREE_TOUCH},
    ],
    ids=["no work at all", "no coordination", "no touch time"],
)
def test_work_that_vanishes(changes: dict[str, Any]) -> None:
    """A station with nothing left to do per item is no division by zero."""
    redesign = Redesign(targets="all", support_hours=2000.0)
    config = company(
        {"equal_budget": False}, changes, strategy=strategy(Licences(), redesign), weeks=20
    )
    check_log(after(config))


@given(configuration())
def test_any_company_lives_the_same_life_twice(config: RunConfig) -> None:
    """The same configuration and seed give the same bytes."""
    short = dataclasses.replace(config, weeks=min(config.weeks, 6))
    one, other = Firm(short), Firm(short)
    for firm in (one, other):
        firm.run_model()
    assert one.log.values.tobytes() == other.log.values.tobytes()
    assert one.people.matrix.tobytes() == other.people.matrix.tobytes()
