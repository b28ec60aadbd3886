"""The path of every strategy in the companies of a tournament, out of the run store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from sim.analysis.costs import KEYS, Price, Prices, models_price
from sim.analysis.money import Account
from sim.analysis.paths import LEVELS, MOST_COMPANIES, WAITS, Paths, quantiles, with_nothing
from sim.base.arrays import Floats
from sim.base.values import get
from sim.model.config import RunConfig
from sim.model.levers import Licences
from sim.model.measures import FINAL_WEEKS
from sim.runs.plan import Run
from sim.runs.wants import Finished
from sim.runs.weeks import weeks_of

if TYPE_CHECKING:
    import pandas as pd

    from sim.studies.tournament.arena import Played

BLOCK = 1000
"""Runs that are read at a time."""
READ = (
    *LEVELS,
    *WAITS,
    "hours_saved_per_employee",
    "hours_invested_per_employee",
    "spend_hours",
    "manager_hours",
    "spend_eur",
)
WEEKS_A_MONTH = 52.0 / 12.0


def paths_of(kind: str, played: Played, done: Finished, seeds: int, people: int) -> Paths:
    """Means over seeds of the companies in which no run failed, the first `MOST_COMPANIES`.

    Args:
        kind: What companies these are.
        played: All runs, by companies, strategies, seeds.
        done: The same runs, stored.
        seeds: Seeds of each company.
        people: Employees of each company.
    """
    kept = np.flatnonzero(~played.lost)[:MOST_COMPANIES]
    names = with_nothing(played.strategies)
    each, weeks = len(played.strategies) * seeds, played.runs[0][0].config.weeks
    step = max(1, BLOCK // each)
    values: dict[str, Floats] = {}
    waits: dict[str, list[Floats]] = {name: [] for name in WAITS}
    for start in range(0, len(kept), step):
        part = kept[start : start + step]
        runs = [run for c in part for run in played.runs[c * each : (c + 1) * each]]
        found = done.read(partial(_measured, done, runs, people))
        for name, (own, bare) in found.items():
            shape = (len(part), len(played.strategies), seeds, weeks)
            ways = own.reshape(shape).mean(axis=2)
            nothing = bare.reshape(shape)[:, 0].mean(axis=1)
            order = [played.strategies.index(each) for each in names[:-1]]
            both = np.concatenate([ways[:, order], nothing[:, None]], axis=1).swapaxes(0, 1)
            if name in waits:
                waits[name].append(both[:, :, -FINAL_WEEKS:].mean(axis=2))
                continue
            values.setdefault(name, np.empty((len(names), len(kept), weeks)))
            values[name][:, start : start + step] = both
    parts = {name: np.concatenate(blocks, axis=1) for name, blocks in waits.items()}
    kept_as = {name: value.astype(np.float32).astype(np.float64) for name, value in values.items()}
    return Paths(kind, names, kept, kept_as, parts)  # as a file holds them


def _measured(done: Finished, runs: Sequence[Run], people: int) -> dict[str, tuple[Floats, Floats]]:
    """Columns of `MEASURED` and `WAITS`, of runs and their references; shapes (runs, weeks)."""
    own, bare = weeks_of(done.store, runs, READ)
    none = np.zeros_like(own["any_use"])
    price = np.array([task.config.programme.price_per_hour for task, _ in runs])[:, None]
    seat = np.array([_seat(task.config) for task, _ in runs])[:, None] / WEEKS_A_MONTH

    def against(name: str) -> Floats:
        return np.asarray(own[name] - bare[name])

    invested = against("hours_invested_per_employee")
    money = (against("spend_eur") - price * against("spend_hours")) / people
    # Whoever has access without a rollout pays for it alone; at most all money is for licences.
    licences = np.minimum(seat * own["licensed"], money)
    rest = money - licences
    other = np.where(np.abs(rest) < 1e-6 * (1.0 + np.abs(money)), 0.0, rest)
    booked = {
        "hours_saved": against("hours_saved_per_employee") + invested,
        "hours_invested": invested,
        "programme_hours": against("spend_hours") / people,
        "manager_hours": against("manager_hours"),
        "licence_money": licences,
        "other_money": other,
    }
    return {
        **{name: (own[name], bare[name]) for name in (*LEVELS, *WAITS)},
        **{name: (value, none) for name, value in booked.items()},
    }


def _seat(config: RunConfig) -> float:
    """What a seat costs a month; 0 where licences differ: their money then counts as other."""
    prices = seats_of([config])
    return prices[0] if len(prices) == 1 else 0.0


def seats_of(configs: Sequence[RunConfig]) -> list[float]:
    """Every price of a seat that licences of some strategies have."""
    levers = [lever for each in configs for lever in each.strategy.levers.values()]
    return sorted({each.eur_per_month for each in levers if isinstance(each, Licences)})


def prices_of(
    configs: Mapping[str, RunConfig], words: Sequence[str], drawn: Sequence[Mapping[str, float]]
) -> Prices:
    """The prices of the runs, each with where it is from.

    Args:
        configs: Configuration by strategy, outside any company.
        words: The command line; what it names is somebody's own.
        drawn: All companies.
    """
    typed = {word.lstrip("+~").partition("=")[0] for word in words}
    first = next(iter(configs.values()))
    found = {}
    for key, name in KEYS.items():
        values = [each[name] for each in drawn if name in each]
        value, default = float(get(first, name)), get(RunConfig(), name)
        found[key] = models_price(key, value, name in typed or value != default)
        if values:
            found[key] = Price(float(np.mean(values)), "drawn", "", min(values), max(values))
    seats = seats_of(list(configs.values()))
    own = any("licences.eur_per_month" in key for key in typed)
    same = seats[0] if len(seats) == 1 else 0.0
    changed = bool(seats) and same != Licences().eur_per_month
    seat = models_price("seat_month", same, own or changed)
    return Prices(
        found["hour"], found["realised_share"], seat, found["programme"], seat_of_runs=same,
        programme_of_runs=found["programme"].value,
    )  # fmt: skip


def account_of(
    paths: Paths, drawn: Sequence[Mapping[str, float]], hour: float, realised: float
) -> Account:
    """What strategies bring and take, at each company's own prices where they are drawn."""
    names = ((KEYS["hour"], hour), (KEYS["realised_share"], realised))
    own = [np.array([drawn[c].get(name, value) for c in paths.companies]) for name, value in names]
    return paths.account(own[0], own[1])


def ways(
    paths: Sequence[Paths], drawn: Sequence[Sequence[Mapping[str, float]]], prices: Prices
) -> dict[str, pd.DataFrame]:
    """The files that hold the way of every strategy: of each company, and as quantiles.

    Args:
        paths: Of each kind of companies.
        drawn: All companies of each kind.
        prices: Of the runs.
    """
    import pandas as pd

    accounts = [
        account_of(each, own, prices.hour.value, prices.realised.value)
        for each, own in zip(paths, drawn, strict=True)
    ]
    over = [quantiles(each, account) for each, account in zip(paths, accounts, strict=True)]
    return {
        "weekly.parquet": pd.concat(over, ignore_index=True),
        "paths.parquet": pd.concat([each.frame() for each in paths], ignore_index=True),
        "lead_time.csv": pd.concat([each.lead_time() for each in paths], ignore_index=True),
    }
