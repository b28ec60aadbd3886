"""Money: five tables against a calculation by hand, and what they have in common."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.analysis import money
from sim.analysis.costs import ASSUMED, YOURS, Price, Prices
from sim.analysis.money import Account
from sim.analysis.price_grid import break_even, price_grid

WEEKS, PEOPLE = 104, 200
PRICES = Prices(Price(50.0, ASSUMED), Price(0.5, ASSUMED), Price(26.0, ASSUMED),
                Price(1000.0, ASSUMED), seat_of_runs=26.0, programme_of_runs=1000.0)  # fmt: skip


def account(**changed: Any) -> Account:
    """Two companies: one saves 2 and one 4 hours a week; both put in 1 hour and pay 6 € a week."""
    shape = (2, 2, WEEKS)
    some = np.zeros(shape)
    parts = {
        "saved": some + np.array([[[2.0], [4.0]], [[0.0], [0.0]]]),
        "invested": some + np.array([[[1.0]], [[0.0]]]),
        "licences": some + np.array([[[6.0]], [[0.0]]]),
        "other": some + np.array([[[1.0]], [[0.0]]]),
        "active": some + np.array([[[0.75]], [[0.25]]]),
        "licensed": some + np.array([[[1.0]], [[0.25]]]),
    }
    parts |= changed
    return Account(("organic", "none"), **parts, hour=np.full(2, 50.0), realised=np.full(2, 0.5))


def test_steady_state_is_what_a_calculation_by_hand_gives() -> None:
    rollout, nothing = money.steady_state(account(), PEOPLE).to_dict("records")
    assert (rollout["licensed"], rollout["active"]) == (200.0, 150.0)
    assert rollout["hours_saved"] == 3.0  # mean of 2 and 4
    assert rollout["net_hours"] == 2.0
    assert rollout["value"] == pytest.approx(52 * 200 * 50 * (0.5 * 3 - 1))  # 260,000
    assert rollout["licences"] == pytest.approx(52 * 200 * 6)  # 62,400
    assert rollout["other"] == pytest.approx(52 * 200 * 1)  # 10,400
    assert rollout["net"] == pytest.approx(260_000 - 62_400 - 10_400)
    assert rollout["ratio"] == pytest.approx(260_000 / 62_400)
    assert rollout["break_even_hours"] == pytest.approx(6 / (0.5 * 50))
    assert (nothing["net"], nothing["value"], nothing["net_hours"]) == (0.0, 0.0, 0.0)
    assert np.isnan(nothing["break_even_hours"])


def test_the_whole_account_adds_up_and_keeps_cash_apart() -> None:
    rollout, nothing = money.whole_account(account()).to_dict("records")
    assert rollout["cash"] == pytest.approx(-WEEKS * 7)
    assert rollout["value_put_in"] == pytest.approx(-WEEKS * 50)
    assert rollout["value_back"] == pytest.approx(WEEKS * 50 * 0.5 * 3)
    parts = rollout["cash"] + rollout["value_put_in"] + rollout["value_back"]
    assert rollout["net_benefit"] == pytest.approx(parts)
    assert rollout["not_realised"] == pytest.approx(rollout["value_back"])  # half of all
    assert rollout["beats_nothing"] == 0.5  # 2 hours: 50 - 50 - 7 < 0; 4 hours: 100 - 57 > 0
    assert all(nothing[key] == 0.0 for key in ("cash", "net_benefit", "beats_nothing"))


def test_present_value_at_no_interest_is_net_benefit_and_falls_with_interest() -> None:
    whole = money.whole_account(account()).set_index("strategy")["net_benefit"]
    table = money.present_value(account(), PRICES.rates)
    free = table[table["interest"] == 0.0].set_index("strategy")["mean"]
    assert free.to_dict() == pytest.approx(whole.to_dict())
    rollout = table[table["strategy"] == "organic"].sort_values("interest")["mean"].to_numpy()
    assert (np.diff(rollout) < 0).all()
    assert (table[table["strategy"] == "none"]["mean"] == 0.0).all()
    assert PRICES.rates == (0.0, 0.05, 0.1)


def test_payback_counts_companies_and_leaves_doing_nothing_empty() -> None:
    early = np.zeros((2, 2, WEEKS))
    early[0, :, :10] = 20.0  # ten weeks of 20 hours, then 4 and 6 hours saved
    found = account(invested=early, saved=np.array([[[0.0], [16.0]], [[0.0], [0.0]]])
                    + np.zeros((2, 2, WEEKS)))  # fmt: skip
    week = money.paid_back(found)
    # The second company has 400 - 7 a week against ten weeks of 1,000: 10,000 / 393 = 25.4
    assert week[0, 1] == 26.0
    assert np.isnan(week[0, 0])
    rollout, nothing = money.payback(found).to_dict("records")
    assert (rollout["by_52"], rollout["by_104"], rollout["never"]) == (0.5, 0.5, 0.5)
    assert all(np.isnan(nothing[key]) for key in ("by_52", "by_104", "never"))
    assert money.paid_by(60) == [52, 60]


def test_the_grid_holds_the_prices_of_today_and_grows_with_the_realised_share() -> None:
    table = price_grid(account())
    own = table[table["strategy"] == "organic"]
    assert set(own["hour"]) == {30.0, 50.0, 70.0, 90.0}
    today = own[(own["hour"] == 50.0) & (own["realised"] == 0.5)]["beats_nothing"]
    whole = money.whole_account(account()).iloc[0]["beats_nothing"]
    assert float(today.iloc[0]) == whole
    by_share = own[own["hour"] == 50.0].sort_values("realised")["beats_nothing"].to_numpy()
    assert (np.diff(by_share) >= 0).all()
    assert by_share[0] < by_share[-1]
    assert (table[table["strategy"] == "none"]["beats_nothing"] == 0.0).all()
    odd = Account(**{**account().__dict__, "hour": np.full(2, 61.0)})
    assert 61.0 in set(price_grid(odd)["hour"])


def test_a_break_even_price_makes_the_mean_net_benefit_zero() -> None:
    table = break_even(account(), PRICES).set_index(["strategy", "price"])
    hour, share = table.loc[("organic", "hour")], table.loc[("organic", "realised")]
    assert hour["pays"] == share["pays"] == "above"
    at_hour = account().benefit(hour=hour["at"]).sum(axis=2)[0].mean()
    at_share = account().benefit(realised=share["at"]).sum(axis=2)[0].mean()
    assert at_hour == pytest.approx(0.0, abs=1e-6)
    assert at_share == pytest.approx(0.0, abs=1e-6)
    seat = table.loc[("organic", "seat_month")]
    assert seat["pays"] == "below"
    dear = account().priced(Prices(PRICES.hour, PRICES.realised, Price(seat["at"], YOURS),
                                   PRICES.programme, seat_of_runs=26.0))  # fmt: skip
    assert dear.benefit().sum(axis=2)[0].mean() == pytest.approx(0.0, abs=1e-6)
    losing = account(saved=np.zeros((2, 2, WEEKS)))
    never = break_even(losing, PRICES).set_index(["strategy", "price"])
    assert set(never.loc["organic"]["pays"]) == {"never"}
    assert (never.loc["none"]["pays"] == "").all()


def test_other_prices_change_money_and_no_hours() -> None:
    dear = account().priced(Prices(Price(80.0, YOURS), Price(1.0, YOURS), Price(52.0, YOURS),
                                   PRICES.programme, seat_of_runs=26.0))  # fmt: skip
    assert (dear.licences[0] == 12.0).all()
    assert (dear.saved == account().saved).all()
    assert dear.benefit()[0, 0, 0] == pytest.approx(80 * (2 - 1) - 12 - 1)
    same = account().priced(PRICES)  # nobody has given a price: the runs' own stay
    assert (same.benefit() == account().benefit()).all()
