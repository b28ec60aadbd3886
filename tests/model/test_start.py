"""How a company starts: what its stations and its people are like before week 1."""

from __future__ import annotations

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.base.params import ConfigError
from sim.model.firm import Firm
from sim.model.flow import FrictionParameters
from sim.model.mechanisms.start import upper_quantile
from sim.model.people import LADDER_WEEKS
from sim.model.stations import HAND_OVER
from tests.model.firms import company

BOUND = 4.0  # standard errors
PLAIN = {"work.flow.variety": 0.0}
SEEDS = (0, 1, 2)


def staffed(firm: Firm) -> NDArray[np.bool_]:
    return firm.stations.staff > 0


@pytest.mark.parametrize("seed", SEEDS)
def test_one_station_of_each_workflow_is_the_bottleneck(seed: int) -> None:
    """Its load is `bottleneck_load`, that of all others lies between lowest and highest."""
    firm = Firm(company(headcount=300, seed=seed))
    flow = firm.config.work.flow
    load = firm.stations.load.reshape(-1, 4)
    slowest = load == flow.bottleneck_load
    assert (slowest.sum(axis=1) == 1).all()
    assert slowest.any(axis=0).all()  # in any phase
    assert load[~slowest].min() >= flow.lowest_load
    assert load[~slowest].max() <= flow.highest_load
    assert np.ptp(load[~slowest]) > 0.5 * (flow.highest_load - flow.lowest_load)


@pytest.mark.parametrize("changes", [{}, {"work.flow.touch_share": 0.6, "work.flow.latency": 1.0}])
def test_items_are_as_large_as_the_load_says(changes: dict[str, float]) -> None:
    """Load = arrivals x hours per item, returns included, over hours left after tinkering."""
    firm = Firm(company(changes, headcount=120))
    stations, flow, here = firm.stations, firm.config.work.flow, staffed(firm)
    week = flow.hours_a_week - firm.config.workforce.discovery.exploring_hours
    visits = 1 / (1 - firm.config.technology.base_error)
    work = np.repeat(stations.arrival_rate, 4) * stations.item_hours * visits
    np.testing.assert_allclose(work[here], (stations.load * stations.staff * week)[here])
    coordination = stations.coordination.sum(axis=1)
    np.testing.assert_allclose(stations.touch + coordination, stations.item_hours)
    np.testing.assert_allclose(stations.touch, flow.touch_share * stations.item_hours)


@pytest.mark.parametrize("load", [0.5, 0.75])
def test_what_arrives_fits_the_desk(load: float) -> None:
    """All workflows of an approving manager together take `approval_load` of the desk's hours."""
    firm = Firm(company({"work.flow.approval_load": load}, headcount=120))
    stations, flow = firm.stations, firm.config.work.flow
    asked = np.bincount(
        stations.approver, stations.arrival_rate * flow.approval_hours_per_item, firm.people.count
    )
    np.testing.assert_allclose(asked[asked > 0], load * flow.approval_hours)
    assert firm.people.is_manager[asked > 0].all()


@pytest.mark.parametrize("seed", SEEDS)
def test_distance_is_read_off_the_organisation(seed: int) -> None:
    """0 within a team, 1 to another team, 2 to another department; after reporting nothing."""
    firm = Firm(company(headcount=150, seed=seed))
    people, seen = firm.people, set()
    first = {int(people.station[row]): row for row in reversed(range(people.count))}
    for s, distance in enumerate(firm.stations.distance):
        expected = 0
        if s % 4 < 3 and s in first and s + 1 in first:
            here, there = first[s], first[s + 1]
            apart = people.team[here] != people.team[there]
            expected = int(apart)
            expected += int(apart and people.department[here] != people.department[there])
        assert distance == expected
        seen.add(int(distance))
    assert seen == {0, 1, 2}


def test_far_placement_makes_silos() -> None:
    """The more stations are placed anywhere, the more is handed over between departments."""
    near, far = (
        Firm(company({"work.flow.across_departments": share}, headcount=300)).stations.distance
        for share in (0.0, 1.0)
    )
    assert (far == 2).mean() > 1.5 * (near == 2).mean()


def test_frictions_are_split_by_parts_and_distance() -> None:
    """Without variety: hours by part, hand-overs by distance; a far hand-over also waits longer."""
    firm = Firm(company(PLAIN, headcount=150))
    stations, friction = firm.stations, firm.config.work.friction
    parts = np.tile(friction.parts, (stations.count, 1))
    parts[:, HAND_OVER] *= np.array(friction.by_distance)[stations.distance]
    share = parts / parts.sum(axis=1, keepdims=True)
    hours = (stations.item_hours - stations.touch)[:, None] * share
    np.testing.assert_allclose(stations.coordination, hours)
    np.testing.assert_allclose(
        stations.latency, firm.config.work.flow.latency * parts / sum(friction.parts)
    )
    waits = [stations.latency[stations.distance == d].sum(axis=1).mean() for d in (0, 1, 2)]
    assert waits[0] < waits[1] < waits[2]


def test_variety_keeps_the_sum_of_hours() -> None:
    """Variety spreads frictions between stations; the hours of an item stay what they are."""
    even, varied = Firm(company(PLAIN, headcount=150)), Firm(company(headcount=150))
    one, other = even.stations, varied.stations
    assert not np.allclose(one.coordination, other.coordination)
    np.testing.assert_allclose(one.coordination.sum(axis=1), other.coordination.sum(axis=1))


def test_innovative_people_find_switching_cheap() -> None:
    """Switching cost has sd `spread`, and correlates with innovativeness by -`innovators`."""
    spread, wanted = 1.5, 0.6
    firm = Firm(
        company(
            {
                "workforce.decision.spread": spread,
                "workforce.decision.innovators": wanted,
                "workforce.decision.team_spread": 0.0,
                "workforce.decision.company_spread": 0.0,
            },
            headcount=2000,
        )
    )
    people = firm.people
    error = 1 / math.sqrt(people.count)
    assert abs(people.switching_cost.std() / spread - 1) < BOUND * error
    found = np.corrcoef(people.switching_cost, people.innovativeness)[0, 1]
    assert abs(found + wanted) < BOUND * error


def test_climates_are_shared() -> None:
    """A team shares one climate, and all teams that of their company; companies differ."""
    team = Firm(company({"workforce.decision.company_spread": 0.0}, headcount=150)).people
    own = [np.unique(team.climate[team.team == k]) for k in range(int(team.team.max()) + 1)]
    assert all(len(each) == 1 for each in own)
    assert len({float(each[0]) for each in own}) == len(own)
    together = {"workforce.decision.team_spread": 0.0, "workforce.decision.spread": 0.0}
    companies = [Firm(company(together, seed=seed)).people.switching_cost for seed in SEEDS]
    assert all(np.ptp(each) == 0.0 for each in companies)
    assert len({float(each[0]) for each in companies}) == len(SEEDS)


def test_early_users_are_innovative_and_know_something() -> None:
    """`early_users` of all have own access; they are the more innovative, and have skill and use.

    Innovativeness and early use correlate by 1/sqrt(2).
    """
    firm = Firm(company({"workforce.start.early_users": 0.23}, headcount=2000))
    people, start = firm.people, firm.config.workforce.start
    early = people.own_access
    share = start.early_users
    assert abs(early.mean() - share) < BOUND * math.sqrt(share * (1 - share) / people.count)
    # Mean of a standard normal above its upper quantile, times the correlation.
    cut = 0.738847  # upper 23 % quantile
    assert share == 0.23
    above = math.exp(-cut * cut / 2) / math.sqrt(2 * math.pi) / share
    found = people.innovativeness[early].mean()
    assert abs(found - above / math.sqrt(2)) < BOUND / math.sqrt(early.sum())
    for name, first, rest in (
        ("skill", start.early_skill, start.skill),
        ("genuine_use", start.early_use, 0.0),
        ("aware", 1.0, 0.0),
        ("licensed", 1.0, 0.0),
    ):
        assert (getattr(people, name)[early] == first).all(), name
        assert (getattr(people, name)[~early] == rest).all(), name
    known = np.where(early, start.early_best_use, start.best_use) * people.job_fit
    np.testing.assert_allclose(people.best_use, known)
    assert (people.history == np.where(early, 2**LADDER_WEEKS - 1, 0)).all()


@pytest.mark.parametrize(("share", "value"), [(1e-300, math.inf), (0.5, 0.0), (1.0, -math.inf)])
def test_a_share_next_to_none_is_reached_by_nobody(share: float, value: float) -> None:
    """A share so small that 1 less it is 1 stopped a company from starting."""
    assert upper_quantile(share) == value


def test_people_differ_around_their_means() -> None:
    """Beliefs, proneness, job suitability and tenure have the means and spreads that are set."""
    same = {"workforce.roles.manager_fit": 1.0, "workforce.roles.leader_fit": 1.0}
    firm = Firm(company(same, headcount=2000))
    people, start, traits = firm.people, firm.config.workforce.start, firm.config.workforce
    for values, mean, spread in (
        (people.expectation, start.expectation, start.expectation_spread),
        (people.trust, start.trust, start.trust_spread),
        (people.proneness, traits.reactance.mean, traits.reactance.spread),
        (people.job_fit, 1.0, traits.decision.job_spread),
        (np.log(people.tenure / traits.saving.tenure), 0.0, 1.0),
    ):
        assert abs(values.mean() - mean) < BOUND * spread / math.sqrt(people.count)
        assert 0.9 * spread < values.std() < 1.1 * spread


def test_friction_needs_a_part_within_teams_too() -> None:
    """A hand-over alone that costs nothing within a team leaves nothing to divide."""
    none = {"approval": 0.0, "prioritisation": 0.0, "status_query": 0.0}
    FrictionParameters(**none, within_team=0.1)
    with pytest.raises(ConfigError, match="within a team, too"):
        FrictionParameters(**none, within_team=0.0)
