"""The formal organisation: a tree in rows, of the shape that real ones have."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.base.params import ConfigError
from sim.base.streams import Streams
from sim.organisation.generate.hierarchy import generate_structure
from sim.organisation.spec import GeneratedOrganisation
from sim.organisation.structure import Structure


def structure(people: int, seed: int = 0, **settings: float) -> Structure:
    return generate_structure(GeneratedOrganisation(headcount=people, **settings), Streams(seed))


def spans(firm: Structure) -> np.ndarray:
    counts = np.bincount(firm.manager[firm.manager >= 0])
    return counts[counts > 0]


def is_blocks(label: np.ndarray) -> bool:
    """Whether equal labels are neighbours, numbered in order of appearance."""
    return bool(label[0] == 0 and np.isin(np.diff(label), (0, 1)).all())


@settings(max_examples=60, deadline=None)
@given(
    people=st.integers(8, 700),
    seed=st.integers(0, 10_000),
    span=st.floats(2, 20),
    size=st.integers(4, 60),
    spread=st.floats(0, 1.5),
)
def test_every_organisation_is_a_tree_in_blocks(
    people: int, seed: int, span: float, size: int, spread: float
) -> None:
    firm = structure(people, seed, span=span, department_size=size, department_spread=spread)
    assert firm.people == people
    # Managers stand above their people, so there is one head and there are no cycles.
    assert firm.manager[0] == -1
    assert (firm.manager[1:] >= 0).all()
    assert (firm.manager[1:] < np.arange(1, people)).all()
    assert (firm.level[1:] == firm.level[firm.manager[1:]] + 1).all()
    led = np.zeros(people, bool)
    led[firm.manager[1:]] = True
    assert (led == firm.is_manager).all()
    assert is_blocks(firm.team)
    assert is_blocks(firm.department)
    # A team sits in one department and is a manager with the staff of that manager.
    assert len({*zip(firm.team.tolist(), firm.department.tolist(), strict=True)}) == firm.teams
    assert firm.is_manager.sum() == firm.teams
    staff = ~firm.is_manager
    assert (firm.team[firm.manager[staff]] == firm.team[staff]).all()


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(("people", "levels"), [(20, 3), (150, 6)])
def test_small_organisations_have_the_measured_number_of_levels(
    people: int, levels: int, seed: int
) -> None:
    assert structure(people, seed).level.max() + 1 == levels


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("people", [350, 500, 1000, 2000])
def test_spans_and_levels_are_in_the_measured_ranges(people: int, seed: int) -> None:
    firm = structure(people, seed)
    span = spans(firm)
    assert firm.level.max() + 1 >= 7
    assert 0.20 <= firm.is_manager.mean() <= 0.245
    assert 4 <= span.mean() <= 5
    assert 6.5 <= np.percentile(span, 90) <= 9
    assert (12 if people >= 500 else 9) <= span.max() <= 22


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("people", [500, 1000])
def test_department_sizes_are_skewed_as_measured(people: int, seed: int) -> None:
    size = np.bincount(structure(people, seed).department)
    assert 10 <= np.median(size) <= 16
    assert 6.5 <= size.max() / np.median(size) <= 10.5


def test_a_seed_says_everything() -> None:
    first, again, other = structure(300, 5), structure(300, 5), structure(300, 6)
    assert (first.manager == again.manager).all()
    assert not np.array_equal(first.manager, other.manager)


def test_wanted_departments_are_made() -> None:
    assert structure(200, departments=7).departments == 7
    assert structure(50, departments=1).departments == 1


def test_wider_spans_give_fewer_managers() -> None:
    assert structure(1000, span=9.0).is_manager.mean() < 0.14


def test_more_departments_than_people_can_fill_is_one_clear_line() -> None:
    with pytest.raises(ConfigError, match=r"departments must be at most 16 for 50 people") as error:
        GeneratedOrganisation(headcount=50, departments=40)
    assert "\n" not in str(error.value)


def test_columns_are_plain_values() -> None:
    columns = structure(30).columns()
    assert set(columns) == {"department", "team", "manager", "is_manager", "level"}
    assert columns["manager"][0] == -1
    assert isinstance(columns["is_manager"][0], bool)
