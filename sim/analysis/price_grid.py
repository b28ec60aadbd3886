"""What hangs on prices: the grid of two of them, and the price at which a rollout breaks even."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from sim.analysis.money import EVEN, Account

if TYPE_CHECKING:
    import pandas as pd

    from sim.analysis.costs import Prices

HOURS = (30.0, 50.0, 70.0, 90.0)
"""Prices of an hour in the grid, in the currency of the table, besides today's."""
SHARES = (0.25, 0.5, 0.75, 1.0)
"""Realised shares in the grid, besides today's."""


def price_grid(account: Account) -> pd.DataFrame:
    """Table 5: share of companies that beat doing nothing, by price of an hour and realised share.

    Returns:
        One row per strategy, realised share and price: `strategy, realised, hour, beats_nothing`.
        Today's price and share are in it.
    """
    import pandas as pd

    price, share = float(account.hour.mean()), float(account.realised.mean())
    rows = []
    for realised in _with(SHARES, share):
        for hour in _with(HOURS, price):
            total = account.benefit(hour, realised).sum(axis=2)
            rows += [
                {"strategy": name, "realised": realised, "hour": hour,
                 "beats_nothing": float((total[place] > EVEN).mean())}
                for place, name in enumerate(account.strategies)
            ]  # fmt: skip
    order = {name: place for place, name in enumerate(account.strategies)}
    return pd.DataFrame(rows).sort_values(
        ["strategy"], key=lambda own: own.map(order), kind="stable", ignore_index=True
    )


def break_even(account: Account, prices: Prices) -> pd.DataFrame:
    """The price at which a rollout brings as much as doing nothing, each price alone.

    Net benefit is linear in each price, so it is a quotient of recorded sums; nothing is run
    again, and hours and seats stay those of the runs.

    Returns:
        One row per strategy and price: `strategy, price, today, at` (empty where no price >= 0
        does it), `pays`: `above` or `below` that price, `always` or `never`.
    """
    import pandas as pd

    saved, put_in, licences, other = (
        part.sum(axis=2)
        for part in (account.saved, account.invested, account.licences, account.other)
    )
    hour, share = account.hour, account.realised
    lines = {
        "hour": (float(hour.mean()), share * saved - put_in, -licences - other),
        "realised": (float(share.mean()), hour * saved, -hour * put_in - licences - other),
    }
    if prices.seat.value > 0.0:
        per_euro = licences / prices.seat.value
        lines["seat_month"] = (
            prices.seat.value, -per_euro, hour * (share * saved - put_in) - other
        )  # fmt: skip
    rows = []
    for place, name in enumerate(account.strategies):
        for price, (today, slope, rest) in lines.items():
            at, pays = _turn(float(slope[place].mean()), float(rest[place].mean()))
            most = 1.0 if price == "realised" else np.inf
            if at > most:  # more than all saved hours cannot be worth money
                at, pays = np.nan, "never" if pays == "above" else "always"
            rows.append({"strategy": name, "price": price, "today": today, "at": at, "pays": pays})
    return pd.DataFrame(rows)


def _turn(slope: float, rest: float) -> tuple[float, str]:
    """Where `slope x price + rest` crosses 0, and on which side it is positive."""
    if abs(slope) < EVEN and abs(rest) < EVEN:
        return np.nan, ""
    if abs(slope) < EVEN or -rest / slope < 0.0:
        return np.nan, "always" if rest > 0.0 or (rest == 0.0 and slope > 0.0) else "never"
    return -rest / slope, "above" if slope > 0.0 else "below"


def _with(values: Sequence[float], own: float) -> list[float]:
    """Steps of a grid, with the value of today among them."""
    near = any(abs(each - own) < EVEN for each in values)
    return sorted(values if near else (*values, own))
