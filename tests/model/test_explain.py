"""Why: chains of the model's own terms sum to the change shown; watching changes nothing."""

from __future__ import annotations

import numpy as np
import pytest

from sim.model.engine import Engine
from sim.model.explain import (
    OF_STATES,
    TERMS,
    Chain,
    Trace,
    traced,
    why_appeal,
    why_hours,
    why_state,
    why_wait,
)
from sim.model.people import STATES
from tests.model.firms import SECOND, after, assert_same_bytes, company, every_lever

WEEKS = 24
EXACT = 1e-12


def busy() -> Engine:
    """A firm in which everything happens: all levers, newcomers, an error, a reorganisation."""
    from sim.model.firm import Firm

    return Firm(
        company(
            SECOND, {"workforce.turnover.monthly": 20.0, "equal_budget": False},
            strategy=every_lever(), weeks=WEEKS, withdraw_week=18,
            events=("public_error@6:0.5", "reorganisation@10:0.5", "champions_leave@12:0.5"),
        )
    )  # fmt: skip


@pytest.fixture(scope="module")
def trace() -> Trace:
    firm = busy()
    return traced(firm, range(firm.people.count), WEEKS, range(firm.stations.count))


def total(chain: Chain) -> float:
    return sum(each.amount for each in chain.links)


def test_watching_changes_nothing() -> None:
    firm = busy()
    plain = after(firm.config)
    assert isinstance(firm, type(plain))
    traced(firm, [0, 5], WEEKS, [1])
    assert_same_bytes(firm, plain)
    assert all(getattr(each, "__name__", "") != "watched" for each in firm.mechanisms)


def test_terms_are_the_appeal(trace: Trace) -> None:
    """All terms of every person in every week sum to what `decision` has worked out."""
    terms, appeal = np.array(trace.terms), np.array(trace.appeal)
    assert terms.shape == (WEEKS, len(TERMS), len(trace.rows))
    assert np.abs(terms.sum(axis=1) - appeal).max() < EXACT
    assert (np.abs(terms).max(axis=(0, 2)) > 0.0).all(), "every term plays a part here"


def test_mechanisms_make_every_change_of_a_state(trace: Trace) -> None:
    """Summed over mechanisms, what they changed is what has changed, for every state."""
    steps = np.diff(np.array([trace.start, *trace.states]), axis=0)
    changes = np.array(trace.changes)
    assert np.abs(changes.sum(axis=1) - steps).max() < EXACT
    for place, (name, (_, _, allowed)) in enumerate(STATES.items()):
        acting = {each for each, part in zip(trace.mechanisms, changes[:, :, place]
                                             .transpose(1, 0, 2), strict=True)
                  if np.abs(part).max() > EXACT}  # fmt: skip
        assert acting <= {*allowed, "events", "turnover", "settle"}, name


@pytest.mark.parametrize("seed", range(30))
def test_chains_sum_to_the_change_shown(trace: Trace, seed: int) -> None:
    luck = np.random.default_rng(seed)
    early, late = sorted(luck.choice(np.arange(1, WEEKS + 1), 2, replace=False).tolist())
    one = [int(luck.integers(len(trace.rows)))]
    team = luck.choice(len(trace.rows), 8, replace=False).tolist()
    for rows in (one, team, None):
        chain = why_appeal(trace, early, late, rows)
        assert abs(total(chain) - (chain.after - chain.before)) < EXACT
        for link in chain.links:
            if link.name in OF_STATES:
                assert abs(sum(part.amount for part in link.parts) - link.amount) < EXACT
            else:
                assert link.parts == ()
        for name in STATES:
            chain = why_state(trace, name, early - 1, late, rows)
            assert abs(total(chain) - (chain.after - chain.before)) < EXACT
    station = int(luck.integers(len(trace.stations)))
    for why in (why_wait, why_hours):
        chain = why(trace, early - 1, late, station)
        assert abs(total(chain) - (chain.after - chain.before)) < EXACT
        sizes = [abs(each.amount) for each in chain.links]
        assert sizes == sorted(sizes, reverse=True)


def test_a_wait_is_what_the_station_has(trace: Trace) -> None:
    firm = busy()
    for _ in range(7):
        firm.step()
    chain = why_wait(trace, 0, 7, 2)
    assert chain.after == pytest.approx(float(firm.stations.waits[2].sum()), abs=EXACT)


def test_weeks_that_were_not_watched_are_refused(trace: Trace) -> None:
    for early, late in ((0, 3), (5, 4), (1, WEEKS + 1)):
        with pytest.raises(ValueError, match="weeks must be in"):
            why_appeal(trace, early, late)
    firm = busy()
    firm.step()
    with pytest.raises(ValueError, match="watched from its start"):
        traced(firm, [0], 1)
