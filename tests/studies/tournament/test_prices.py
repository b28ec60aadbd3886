"""Flip prices: exact on known books, and books that add up to what was recorded."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest

from sim.analysis.companies import companies
from sim.analysis.inference import t_test
from sim.base.streams import Streams
from sim.config.load import load_strategies
from sim.runs.store import Store
from sim.runs.wants import Batch
from sim.runs.work import Work
from sim.studies.tournament.arena import Arena
from sim.studies.tournament.prices import Books, Price, books, flip, flips, undecided_prices

HOUR = Price("hour", "€ per hour", 50.0, 30.0, 90.0)
SEAT = Price("seat", "€ per seat and month", 28.0, 10.0, 90.0)


def known(
    hours: list[float], spent: list[float], seats: list[float], other: list[float],
    realisation: float = 1.0,
) -> Books:  # fmt: skip
    """Books of strategies that do in every one of five companies what they do in one.

    Hours are net: those saved minus those spent.
    """
    saved = [net + cost for net, cost in zip(hours, spent, strict=True)]
    parts = (np.repeat(np.array(each)[:, None], 5, axis=1) for each in (saved, spent, seats, other))
    return Books(tuple("abcd"[: len(hours)]), *parts, HOUR, SEAT, realisation)


def test_flip_of_two_lines() -> None:
    assert flip(10.0, -400.0) == 40.0
    assert np.isnan(flip(10.0, 400.0))
    assert np.isnan(flip(0.0, 400.0))


def test_flip_prices_of_known_books() -> None:
    """a saves 30 h and pays 600 €; b saves 10 h and pays nothing: they meet at 30 € per hour."""
    rows = flips(known([30, 10], [0, 0], [24, 24], [600, 0])).set_index("price")
    hour = rows.loc["hour"]
    assert (hour["best"], hour["second"]) == ("a", "b")
    assert hour["advantage"] == pytest.approx(20 * 50 - 600)
    assert hour["flip_price"] == pytest.approx(30.0)
    assert (hour["best_from"], hour["before_it"]) == (pytest.approx(30.0), "b")
    assert (hour["best_until"], hour["after_it"]) == (np.inf, "")
    assert hour["flips_in_range"] == 1.0
    assert not rows.loc["seat", "matters"]
    assert np.isnan(rows.loc["seat", "flip_price"])


def test_seats_and_saved_hours_have_prices_of_their_own() -> None:
    """b has 4 seat months less and saves 3 h less; a spends 2 h more for what it saves."""
    rows = flips(known([20, 17], [5, 3], [24, 20], [0, 0])).set_index("price")
    assert rows.loc["seat", "flip_price"] == pytest.approx(3 * 50 / 4)
    # (25 - 20) v = 50 (5 - 3) + 28 (24 - 20)
    assert rows.loc["saved hour", "flip_price"] == pytest.approx((50 * 2 + 28 * 4) / 5)


def test_hours_saved_count_by_the_share_that_is_worth_money_and_hours_spent_in_full() -> None:
    """a saves 40 h and spends 10, b saves 10 h and spends none; a pays 60 € more."""
    half = known([30, 10], [10, 0], [24, 20], [60, 0], realisation=0.5)
    assert half.hours[:, 0].tolist() == [10.0, 5.0]
    rows = flips(half).set_index("price")
    advantage = 5 * 50 - 4 * 28 - 60
    assert rows["advantage"].tolist() == pytest.approx([advantage] * 3)
    assert rows.loc["hour", "flip_price"] == pytest.approx((4 * 28 + 60) / 5)
    # 30 v = 50 * 10 + 28 (24 - 20) + 60, and today an hour saved is worth half its price
    assert rows.loc["saved hour", "flip_price"] == pytest.approx((500 + 112 + 60) / 30)
    assert rows.loc["saved hour", "today"] == 25.0
    assert rows.loc["seat", "flip_price"] == pytest.approx((5 * 50 - 60) / 4)
    worthless = known([30, 10], [10, 0], [24, 20], [60, 0], realisation=0.0)
    assert worthless.hours[:, 0].tolist() == [-10.0, 0.0]
    assert flips(worthless).set_index("price").loc["saved hour", "best"] == "b"


def test_companies_may_differ_in_the_share_that_is_worth_money() -> None:
    found = dataclasses.replace(
        known([30, 10], [10, 0], [24, 20], [60, 0]), realisation=np.array([0.2, 0.4, 0.5, 0.6, 0.8])
    )
    today = [line.slope * line.price.today + line.rest for line in found.lines()]
    assert all(np.allclose(each, today[0]) for each in today)
    assert np.allclose(found.hours[0], 40 * np.array([0.2, 0.4, 0.5, 0.6, 0.8]) - 10)


def test_no_price_flips_what_is_better_in_hours_and_money() -> None:
    rows = flips(known([30, 10], [0, 0], [24, 24], [0, 100])).set_index("price")
    assert np.isnan(rows.loc["hour", "flip_price"])
    assert np.isnan(rows.loc["hour", "undecided_low"])


def test_a_third_strategy_may_take_over_first() -> None:
    rows = flips(known([30, 29, 0], [0, 0, 0], [0, 0, 0], [600, 590, 0])).set_index("price")
    assert rows.loc["hour", "flip_price"] == pytest.approx(10.0)
    assert (rows.loc["hour", "best_from"], rows.loc["hour", "before_it"]) == (20.0, "c")


@pytest.mark.parametrize(
    ("slope", "rest"), [(8.0, -300.0), (8.0, 300.0), (0.5, -20.0), (0.0, 60.0)]
)
def test_undecided_prices_are_those_that_the_t_test_leaves_open(slope: float, rest: float) -> None:
    luck = Streams(2).generator("prices").normal(size=(2, 12))
    slopes, rests = slope + luck[0], rest + 40 * luck[1]
    low, high = undecided_prices(slopes, rests)
    prices = np.linspace(0.0, 5000.0, 40001)
    open_ = prices[t_test(prices[:, None] * slopes + rests).signs() == 0]
    if np.isnan(low):
        assert not open_.size
    else:
        assert open_.min() == pytest.approx(low, abs=0.2)
        assert open_.max() == pytest.approx(min(high, 5000.0), abs=0.2)


@pytest.mark.parametrize("realisation", [1.0, 0.5, 0.0])
def test_books_add_up_to_the_recorded_net_benefit(tmp_path: Path, realisation: float) -> None:
    words = ("organisation.headcount=20", "weeks=8", "withdraw_week=6",
             f"programme.realisation={realisation}")  # fmt: skip
    configs = load_strategies(words, ["organic", "mandate", "champions"])
    base = configs["organic"]
    strategies = {name: each.strategy for name, each in configs.items()}
    priced = zip(companies("plausible", 3, 0), (0.0, 50.0, 90.0), strict=True)
    drawn = [{**draw, "programme.price_per_hour": price} for draw, price in priced]
    arena = Arena(base, drawn, 2)
    work = Work(Store(tmp_path / "store"))
    with work.going_on():
        played = arena.played(strategies, Batch(arena.runs(strategies)).do(work))
    found = books(played, arena.companies, configs, 20)
    assert found.seat is not None
    price = np.array([each.programme.price_per_hour for each in arena.companies])
    rebuilt = price * found.hours - found.seat.today * found.seats - found.other
    assert np.allclose(rebuilt, played.values["net_benefit_eur"].mean(axis=2) / 20)
    net = played.values["net_hours_per_employee"].mean(axis=2)
    assert np.allclose(found.saved - found.spent, net)
    assert np.allclose(found.hours, realisation * found.saved - found.spent)
    assert (found.spent[1:] > found.spent[0]).all()
    assert np.allclose(found.seats, 8 * 12 / 52)
    assert (found.other[1] > 0).all()
    assert np.allclose(found.other[[0, 2]], 0.0)
