"""One more seat, or eighty, changes nobody else: their traits, their luck, their weeks."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from sim.model.firm import Firm
from sim.model.levers import Announcement, LeadByExample, Licences, Mandate, Training
from sim.model.people import STATES
from sim.organisation.build import Organisation
from sim.organisation.network import Ties
from sim.organisation.structure import Structure, levels
from tests.model.firms import SECOND, after, company, organisation, ring, strategy, teams


def enlarged(small: Structure, extra: int) -> Structure:
    """The same organisation with one more department: a team of `extra` people at the end."""
    manager = np.concatenate((small.manager, np.full(extra, small.people, np.int32)))
    manager[small.people] = 0
    is_manager = np.concatenate((small.is_manager, np.zeros(extra, np.bool_)))
    is_manager[small.people] = True
    return Structure(
        np.concatenate((small.department, np.full(extra, small.departments, np.int32))),
        np.concatenate((small.team, np.full(extra, small.teams, np.int32))),
        manager.astype(np.int32),
        is_manager,
        levels(manager.astype(np.int32)),
    )


def apart(one: Ties, other: Ties) -> Ties:
    """Two networks side by side, with no tie between them."""
    left, right = one.pairs(), other.pairs()
    return Ties.from_pairs(
        one.people + other.people,
        np.concatenate((left[0], right[0] + one.people)),
        np.concatenate((left[1], right[1] + one.people)),
        np.concatenate((left[2], right[2])),
    )


@pytest.fixture(params=[80, 86])
def small_and_large(request: pytest.FixtureRequest) -> tuple[Organisation, Organisation]:
    """Sixty people; the same sixty and eighty (or so) more seats whom they do not know."""
    small, ties, extra = teams(9, 9, 9, 9, 9, 9), ring(60, 3), int(request.param)
    large = enlarged(small, extra)
    return organisation(small, ties), organisation(large, apart(ties, ring(extra, 3)))


TRAITS = (
    "innovativeness", "switching_cost", "climate", "job_fit", "proneness", "tenure", "own_access",
    "history",
)  # fmt: skip


def test_extra_seats_change_nobodys_traits_or_draws(
    small_and_large: tuple[Organisation, Organisation],
) -> None:
    """Eighty more seats: everybody else starts as before and meets the same luck."""
    small, large = (Firm(company(), each) for each in small_and_large)
    for name in (*TRAITS, *STATES):
        old, new = getattr(small.people, name), getattr(large.people, name)
        assert old.tobytes() == new[:60].tobytes(), name
    for label, week in itertools.product(("discovery", "experience", "turnover"), (1, 7)):
        few = small.streams.words(label, week, 60)
        assert (few == large.streams.words(label, week, large.people.count)[:, :60]).all()


def test_extra_seats_leave_the_stations_alone(
    small_and_large: tuple[Organisation, Organisation],
) -> None:
    """Eighty more seats and their workflows: other stations are staffed and sized as before."""
    config = company({"work.flow.across_departments": 0.0})
    small, large = (Firm(config, each) for each in small_and_large)
    kept = small.stations.count - 4  # the last workflow may get staff of the new team
    for name in ("staff", "load", "coordination", "latency", "touch"):
        old, new = getattr(small.stations, name)[:kept], getattr(large.stations, name)[:kept]
        assert old.tobytes() == new.tobytes(), name


def test_extra_seats_change_nobodys_life(
    small_and_large: tuple[Organisation, Organisation],
) -> None:
    """People who share neither ties nor work with the new ones live the same weeks, bit for bit.

    Work is taken out of the picture: what people feel of it, and where they sit in it.
    """
    config = company(
        {
            "workforce.decision.time_pressure": 0.0,
            "workforce.experience.relief": 0.0,
            "workforce.discovery.across_phases": 1.0,
            "equal_budget": False,
        },
        SECOND,
        strategy=strategy(
            Licences(), Announcement(), Training(), Mandate(start=4), LeadByExample()
        ),
        weeks=30,
    )
    small, large = (after(config, each) for each in small_and_large)
    for name in STATES:
        assert getattr(small.people, name).tobytes() == getattr(large.people, name)[:60].tobytes()


def test_generated_people_do_not_depend_on_headcount() -> None:
    """In generated companies, too: row 17 is the same person in a firm of 60 and of 140."""
    same = {"workforce.roles.manager_fit": 1.0, "workforce.roles.leader_fit": 1.0}
    small, large = Firm(company(same, headcount=60)), Firm(company(same, headcount=140))
    for name in ("innovativeness", "job_fit", "proneness", "tenure", "expectation", "trust"):
        assert (getattr(small.people, name) == getattr(large.people, name)[:60]).all(), name
