"""The price at which a ranking turns, from what was recorded; nothing is run again.

Net benefit is linear in prices: `hour price x (realisation x hours saved - hours invested) - seat
price x seats - other money`. Hours invested count in full, hours saved by the share that is worth
money. So the price at which two strategies change places is a quotient of two recorded differences.
Three prices are turned, each alone: that of every hour; what an hour *saved* is worth while hours
invested cost what they do (an hour set free need not be worth what an hour costs; today it is worth
the price of an hour times the share); that of a seat.
Hours and seats are those of the runs: with another price the same budget would buy other doses,
which is not looked at here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sim.analysis.inference import EQUAL, LEVEL, difference
from sim.base.arrays import Floats

if TYPE_CHECKING:
    import pandas as pd

    from sim.base.params import Checked
    from sim.model.config import RunConfig
    from sim.studies.tournament.arena import Played


class Price(NamedTuple):
    """A price of the model: its name, unit, today's value, and its plausible range."""

    name: str
    unit: str
    today: float
    low: float
    high: float


class Line(NamedTuple):
    """Net benefit per employee as `slope x price + rest`, each (strategies, companies)."""

    price: Price
    slope: Floats
    rest: Floats


@dataclass(frozen=True)
class Books:
    """What every strategy gains and pays per employee; shapes (strategies, companies).

    Attributes:
        strategies: Names.
        saved: Hours saved over the horizon, before investments.
        spent: Hours that people invested.
        seats: What licences cost at a seat price of 1.
        other: Further money in euros.
        hour: Price of an hour.
        seat: Price of a seat; None where licences cannot be told apart.
        realisation: Share of the hours saved that is worth money; shape (companies,), or one.
    """

    strategies: tuple[str, ...]
    saved: Floats
    spent: Floats
    seats: Floats
    other: Floats
    hour: Price
    seat: Price | None
    realisation: Floats | float = 1.0

    @property
    def hours(self) -> Floats:
        """Hours that are worth money: the share of those saved, minus all that were invested."""
        return np.asarray(self.realisation * self.saved - self.spent)

    def lines(self) -> list[Line]:
        """Net benefit as a line over each price, the other prices as today."""
        today = self.hour.today
        money = self.seats * (self.seat.today if self.seat else 0.0) + self.other
        share = float(np.mean(self.realisation))
        worth = Price("saved hour", self.hour.unit, *(share * each for each in self.hour[2:]))
        weight = self.realisation / share if share else 1.0
        lines = [
            Line(self.hour, self.hours, -money),
            Line(worth, np.asarray(weight * self.saved), -today * self.spent - money),
        ]
        if self.seat is not None:
            lines.append(Line(self.seat, -self.seats, today * self.hours - self.other))
        return lines


def books(
    played: Played, companies: Sequence[RunConfig], config: Mapping[str, RunConfig], headcount: int
) -> Books:
    """Take recorded hours and euros apart.

    Args:
        played: All runs.
        companies: The companies' configurations: their prices and budgets.
        config: The strategies' configurations outside any company: today's prices.
        headcount: People per company.
    """
    kept = ~played.lost
    recorded = ("net_hours_per_employee", "cost_hours", "cost_eur", "unspent_budget",
                "net_benefit_at_100_eur", "net_benefit_at_50_eur")  # fmt: skip
    hours, worked, euros, unspent, whole, half = (
        played.values[name][:, kept].mean(axis=2) for name in recorded
    )
    own = [each for each, there in zip(companies, kept, strict=True) if there]
    price = np.array([each.programme.price_per_hour for each in own])
    share = np.array([config[name].strategy.budget_share for name in played.strategies])
    budget = share[:, None] * [each.programme.budget_per_employee for each in own]
    realisation = np.array([each.programme.realisation for each in own])
    money = (euros - price * worked) / headcount
    saved = _saved(whole - half, price, hours + worked / headcount, headcount)
    spent = saved - hours
    first = next(iter(config.values()))
    hour = _price("hour", "€ per hour", first.programme, "price_per_hour")
    seat = _seat(config)
    licences = euros / headcount - np.nan_to_num((1.0 - unspent) * budget)
    if seat is None or not first.equal_budget or seat.today == 0.0:
        none = np.zeros_like(hours)
        return Books(played.strategies, saved, spent, none, money, hour, None, realisation)
    other = np.where(np.isclose(money, licences, rtol=1e-7), 0.0, money - licences)
    seats = licences / seat.today
    return Books(played.strategies, saved, spent, seats, other, hour, seat, realisation)


def _saved(half: Floats, price: Floats, programme: Floats, headcount: int) -> Floats:
    """Hours saved before investments, per employee.

    Args:
        half: What half of them is worth, in euros per company.
        price: Price of an hour, shape (companies,).
        programme: The same hours without those that people invest outside the programme; taken
            where an hour costs nothing, so that its worth tells nothing.
        headcount: People per company.
    """
    priced = price > 0.0
    found = half / (0.5 * np.where(priced, price, 1.0) * headcount)
    return np.asarray(np.where(priced, found, programme))


def _seat(config: Mapping[str, RunConfig]) -> Price | None:
    """The price of a seat, if all licences of all strategies have the same."""
    from sim.model.levers import Licences

    found = [lever for each in config.values() for lever in each.strategy.levers.values()
             if isinstance(lever, Licences)]  # fmt: skip
    if len({lever.eur_per_month for lever in found}) != 1:
        return None
    return _price("seat", "€ per seat and month", found[0], "eur_per_month")


def _price(name: str, unit: str, node: Checked, field: str) -> Price:
    """A declared price; where no plausible range is declared, a third to three times today's."""
    declared = {each.name: each for each in fields(node)}[field]
    today = float(getattr(node, field))
    low, high = declared.metadata["plausible"] or (today / 3.0, today * 3.0)
    return Price(name, unit, today, float(low), float(high))


def flip(slope: float, rest: float) -> float:
    """The price above 0 at which `slope x price + rest` changes its sign; NaN if there is none."""
    if slope == 0.0 or -rest / slope <= 0.0:
        return float("nan")
    return -rest / slope


def undecided_prices(slope: Floats, rest: Floats) -> tuple[float, float]:
    """Prices at which the t test over companies leaves a pair undecided (Fieller 1954).

    Args:
        slope: Difference of net benefit per unit of price, shape (companies,).
        rest: The part that does not depend on the price.

    Returns:
        Lowest and highest such price >= 0; infinite where there is no end, NaN where every
        price decides.
    """
    from scipy.special import stdtrit

    count = len(slope)
    if count < 2:
        return 0.0, float("inf")
    factor = float(stdtrit(count - 1, 1.0 - LEVEL / 2.0)) ** 2 / count
    (vss, vsr), (_, vrr) = np.cov(slope, rest)
    ms, mr = float(slope.mean()), float(rest.mean())
    # Undecided where mean(p)^2 <= factor x variance(p), both quadratic in p.
    quadratic = np.array([ms**2 - factor * vss, 2 * (ms * mr - factor * vsr), mr**2 - factor * vrr])
    roots = np.roots(quadratic)
    real = sorted({float(each.real) for each in roots if abs(each.imag) < EQUAL and each.real > 0})
    edges = [0.0, *real, float("inf")]
    inside = [
        (low, high)
        for low, high in pairwise(edges)
        if np.polyval(quadratic, (low + high) / 2 if np.isfinite(high) else 2 * low + 1) <= 0
    ]
    return (inside[0][0], inside[-1][1]) if inside else (float("nan"), float("nan"))


def flips(found: Books) -> pd.DataFrame:
    """The price at which the two best change places, for every price of the model.

    Returns:
        One row per price: `price, unit, today, best, second, advantage, flip_price,
        undecided_low, undecided_high, best_from, before_it, best_until, after_it,
        flips_in_range, matters`. The two best are those of the mean net benefit at
        today's price; `advantage` is in euros per employee. `flip_price` is empty where no
        price >= 0 flips them. The best stays best among all strategies from `best_from`
        (`before_it` is best below) to `best_until` (`after_it` is best above). `flips_in_range`
        is the share of companies in which their own two best change places within the
        plausible range of the price; `matters` says whether the price can change any difference.
    """
    import pandas as pd

    rows = []
    for price, slope, rest in found.lines():
        benefit = (slope * price.today + rest).mean(axis=1)
        order = np.argsort(-benefit, kind="stable")
        if len(order) < 2:
            continue
        first, second = int(order[0]), int(order[1])
        apart = difference(slope[first], slope), difference(rest[first], rest)
        ends = undecided_prices(apart[0][second], apart[1][second])
        turns = [flip(float(a), float(b)) for a, b in zip(*(x.mean(axis=1) for x in apart),
                                                          strict=True)]  # fmt: skip
        lower, upper = _reign(turns, price.today)
        rows.append({
            "price": price.name, "unit": price.unit, "today": price.today,
            "best": found.strategies[first], "second": found.strategies[second],
            "advantage": benefit[first] - benefit[second],
            "flip_price": turns[second],
            "undecided_low": ends[0], "undecided_high": ends[1], "matters": bool(np.any(apart[0])),
            "best_from": lower[0], "before_it": _name(found, lower[1]),
            "best_until": upper[0], "after_it": _name(found, upper[1]),
            "flips_in_range": _in_range(slope, rest, price),
        })  # fmt: skip
    return pd.DataFrame(rows)


def _reign(turns: Sequence[float], today: float) -> tuple[tuple[float, int], tuple[float, int]]:
    """From which price on and until which price the best is best, and who is best beyond.

    Args:
        turns: Prices at which it changes places with each strategy; NaN for never.
        today: The price at which it is best.
    """
    lower, upper = (0.0, -1), (float("inf"), -1)
    for other, turn in enumerate(turns):
        if lower[0] < turn <= today:
            lower = (turn, other)
        elif today < turn < upper[0]:
            upper = (turn, other)
    return lower, upper


def _name(found: Books, place: int) -> str:
    return found.strategies[place] if place >= 0 else ""


def _in_range(slope: Floats, rest: Floats, price: Price) -> float:
    """Share of companies whose two best change places within the plausible range."""
    benefit = slope * price.today + rest
    count: int = benefit.shape[1]
    turned = 0
    for company in range(count):
        first, second = np.argsort(-benefit[:, company], kind="stable")[:2]
        turn = flip(*(float(difference(each[first, company], each[second, company]))
                      for each in (slope, rest)))  # fmt: skip
        turned += price.low <= turn <= price.high
    return turned / count
