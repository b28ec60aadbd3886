"""Money: what a rollout brings and takes, week by week, and tables that finance expects.

The fifth of them, and at which prices a rollout breaks even, are in `price_grid`.

Everything is per employee and against the same company without any lever, so *doing nothing* is
0 in every week and a row of every table. Of the hours saved a share is worth money (`realised`);
hours that people put in count in full, because they are worked in any case. Net benefit of a week:

    hour x (realised x saved - put in) - licences - other money

Tables hold means over companies, so that sums of different tables agree; where the companies
differ, the middle 80 % of them stand beside the mean. A company is the mean of its seeds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from sim.base.arrays import Floats
from sim.model.measures import FINAL_WEEKS

if TYPE_CHECKING:
    import pandas as pd

    from sim.analysis.costs import Prices

YEAR = 52.0
"""Weeks a year."""
LOW, HIGH = 0.1, 0.9
"""Ends of the middle 80 % of companies."""
PAID_BY = (52, 78, 104)
"""Weeks by which a rollout may have paid back."""
EVEN = 1e-6
"""Euros below which a sum counts as zero, as in `measures.payback_week`."""


@dataclass(frozen=True)
class Account:
    """What strategies bring and take per employee, against no rollout.

    Attributes:
        strategies: Names; doing nothing is one of them.
        saved: Hours saved before investments, shape (strategies, companies, weeks), as all below.
        invested: Hours put in: training, trying, support, dual running.
        licences: Money for licences, at the seat price of the runs.
        other: Further money: external help, surveys.
        active: Share of people with any use (a working day a month or more).
        licensed: Share of people with a licence.
        hour: Price of an hour in each company, shape (companies,).
        realised: Share of saved hours that is worth money in each company, shape (companies,).
    """

    strategies: tuple[str, ...]
    saved: Floats
    invested: Floats
    licences: Floats
    other: Floats
    active: Floats
    licensed: Floats
    hour: Floats
    realised: Floats

    @property
    def weeks(self) -> int:
        """Horizon."""
        return int(self.saved.shape[2])

    @property
    def net_hours(self) -> Floats:
        """Hours saved minus hours put in."""
        return np.asarray(self.saved - self.invested)

    def priced(self, prices: Prices) -> Account:
        """The same at other prices; hours, seats and doses stay those of the runs."""
        found = self
        if prices.seat.is_given and prices.seat_of_runs:
            factor = prices.seat.value / prices.seat_of_runs
            found = replace(found, licences=found.licences * factor)
        same = np.ones(len(self.hour))
        if prices.hour.is_given:
            found = replace(found, hour=prices.hour.value * same)
        if prices.realised.is_given:
            found = replace(found, realised=prices.realised.value * same)
        return found

    def benefit(self, hour: float | None = None, realised: float | None = None) -> Floats:
        """Net benefit of every week, shape (strategies, companies, weeks).

        Args:
            hour: Another price of an hour, the same in all companies.
            realised: Another realised share, the same in all companies.
        """
        price = self.hour if hour is None else np.full_like(self.hour, hour)
        share = self.realised if realised is None else np.full_like(self.hour, realised)
        worth = share[:, None] * self.saved - self.invested
        return np.asarray(price[:, None] * worth - self.licences - self.other)


def steady_state(account: Account, people: int) -> pd.DataFrame:
    """Table 1: the last 13 weeks as if they were a year, whole company.

    Returns:
        One row per strategy: `strategy, licensed, active` (people), `hours_saved, hours_put_in,
        net_hours` (per employee and week), `net_low, net_high` (middle 80 % of companies),
        `value, licences, other, net` (money a year), `ratio` (value / licences) and
        `break_even_hours`: hours a licensed person must save a week so that the realised share
        pays the licence. Empty where there is no licence.
    """
    import pandas as pd

    last = slice(-FINAL_WEEKS, None)
    saved, put_in, licences, other, active, licensed = (
        part[:, :, last].mean(axis=2)
        for part in (account.saved, account.invested, account.licences, account.other,
                     account.active, account.licensed)
    )  # fmt: skip
    year = YEAR * people
    worth = account.hour * (account.realised * saved - put_in)
    hour = float(np.mean(account.hour * account.realised))
    rows = []
    for place, name in enumerate(account.strategies):
        net = saved[place] - put_in[place]
        paid, seats = float(licences[place].mean()), float(licensed[place].mean())
        value, more = float(worth[place].mean()), float(other[place].mean())
        priced = paid > EVEN and seats > 0.0 and hour > 0.0
        rows.append({
            "strategy": name, "licensed": people * seats, "active": people * active[place].mean(),
            "hours_saved": saved[place].mean(), "hours_put_in": put_in[place].mean(),
            "net_hours": net.mean(), **_ends("net", net),
            "value": year * value, "licences": year * paid, "other": year * more,
            "net": year * (value - paid - more),
            "ratio": value / paid if paid > EVEN else np.nan,
            "break_even_hours": paid / seats / hour if priced else np.nan,
        })  # fmt: skip
    return pd.DataFrame(rows)


def whole_account(account: Account) -> pd.DataFrame:
    """Table 2: everything over the horizon, per employee, cash and hours apart.

    Returns:
        One row per strategy: `strategy, cash_licences, cash_other, cash` (money out, < 0),
        `hours_put_in, hours_back` (hours), `value_put_in` (< 0), `value_back` (the realised
        share), `not_realised` (what the rest would be worth), `net_benefit`, `low, high` (middle
        80 % of companies), `beats_nothing` (share of companies).
    """
    import pandas as pd

    saved, put_in, licences, other = (
        part.sum(axis=2)
        for part in (account.saved, account.invested, account.licences, account.other)
    )
    back, given = account.hour * account.realised * saved, account.hour * put_in
    benefit = account.benefit().sum(axis=2)
    rows = []
    for place, name in enumerate(account.strategies):
        rows.append({
            "strategy": name, "cash_licences": _less(licences[place]),
            "cash_other": _less(other[place]), "cash": _less(licences[place] + other[place]),
            "hours_put_in": put_in[place].mean(), "hours_back": saved[place].mean(),
            "value_put_in": _less(given[place]), "value_back": back[place].mean(),
            "not_realised": (account.hour * saved[place] - back[place]).mean(),
            "net_benefit": benefit[place].mean(), **_ends("", benefit[place]),
            "beats_nothing": float((benefit[place] > EVEN).mean()),
        })  # fmt: skip
    return pd.DataFrame(rows)


def present_value(account: Account, rates: Sequence[float]) -> pd.DataFrame:
    """Table 3: net benefit per employee in today's money.

    Args:
        account: What comes and goes, week by week.
        rates: Interest a year; week w is discounted by (1 + rate)^(w / 52).

    Returns:
        One row per strategy and rate: `strategy, interest, mean, low, high`.
    """
    import pandas as pd

    benefit, week = account.benefit(), np.arange(1, account.weeks + 1)
    rows = []
    for place, name in enumerate(account.strategies):
        for rate in rates:
            value = benefit[place] @ (1.0 + rate) ** (-week / YEAR)
            rows.append({"strategy": name, "interest": rate, "mean": value.mean(),
                         **_ends("", value)})  # fmt: skip
    return pd.DataFrame(rows)


def paid_back(account: Account) -> Floats:
    """Week from which the sum of net benefit stays at or above 0; NaN where it never does.

    0 where it never is negative, as `measures.payback_week`; shape (strategies, companies).
    """
    total = np.cumsum(account.benefit(), axis=2)
    below = total < -EVEN
    last = account.weeks - np.argmax(below[:, :, ::-1], axis=2)  # week of the last negative sum
    week = np.where(below.any(axis=2), last + 1.0, 0.0)
    return np.asarray(np.where(week > account.weeks, np.nan, week))


def payback(account: Account) -> pd.DataFrame:
    """Table 4: how many companies have their money back by when.

    Returns:
        One row per strategy: `strategy`, a share of companies for each week of `PAID_BY` within
        the horizon and for the horizon itself (`by_52`, …), and `never`; doing nothing has
        nothing to pay back, and empty cells.
    """
    import pandas as pd

    week, ends = paid_back(account), paid_by(account.weeks)
    nothing = np.abs(account.benefit()).max(axis=(1, 2)) < EVEN
    rows = []
    for place, name in enumerate(account.strategies):
        by = {f"by_{end}": float((week[place] <= end).mean()) for end in ends}
        shares = {**by, "never": float(np.isnan(week[place]).mean())}
        if nothing[place]:
            shares = dict.fromkeys(shares, np.nan)
        rows.append({"strategy": name, **shares})
    return pd.DataFrame(rows)


def paid_by(weeks: int) -> list[int]:
    """Weeks by which is looked whether it is paid back, the horizon among them."""
    return sorted({each for each in PAID_BY if each < weeks} | {weeks})


def _ends(name: str, values: Floats) -> dict[str, float]:
    prefix = f"{name}_" if name else ""
    low, high = np.quantile(values, (LOW, HIGH))
    return {f"{prefix}low": float(low), f"{prefix}high": float(high)}


def _less(values: Floats) -> float:
    """The mean as money that goes out, without a negative zero."""
    return 0.0 - float(values.mean())
