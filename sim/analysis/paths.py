"""The path of every strategy: weekly means of each company, and quantiles over companies.

A tournament's outcomes say where a strategy ends; a report needs the way there, and needs it at
other prices than those of the runs. So hours and money are kept apart, per employee and week.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.analysis.money import Account
from sim.base.arrays import Floats
from sim.base.presets import REFERENCE

if TYPE_CHECKING:
    import pandas as pd

LEVELS = ("any_use", "regular_use", "genuine_use", "licensed", "trust", "threat", "reactance")
"""What people do and think: means over people, in [0, 1]."""
HOURS = ("hours_saved", "hours_invested", "programme_hours", "manager_hours")
"""Hours per employee (those of managers: per manager), against no rollout."""
MONEY = ("licence_money", "other_money")
"""Money per employee, against no rollout."""
MEASURED = (*LEVELS, *HOURS, *MONEY)
WAITS = ("wait_queue", "wait_approval", "wait_prioritisation", "wait_hand_over",
         "wait_status_query", "wait_service")  # fmt: skip
"""What an item waits for, and the work on it, in weeks per item: parts of the lead time."""
MOST_COMPANIES = 500
"""Companies of a kind whose paths are kept; outcomes are kept of all."""
SHOWN = ("any_use", "regular_use", "net_hours", "net_benefit_so_far")
"""What `weekly.parquet` has quantiles of."""
QUANTILES = {"low": 0.1, "lower_quarter": 0.25, "median": 0.5, "upper_quarter": 0.75, "high": 0.9}


@dataclass(frozen=True)
class Paths:
    """Weekly means of every strategy in every company of one kind; doing nothing comes last.

    Attributes:
        kind: Which companies.
        strategies: Names, `none` (doing nothing) the last.
        companies: Their numbers, shape (companies,).
        values: Column -> shape (strategies, companies, weeks).
        waits: Part of the lead time -> its mean over the last weeks, shape (strategies,
            companies); none where paths were read from a file.
    """

    kind: str
    strategies: tuple[str, ...]
    companies: Any
    values: Mapping[str, Floats]
    waits: Mapping[str, Floats] = field(default_factory=dict)

    @property
    def weeks(self) -> int:
        """Horizon."""
        return int(self.values["any_use"].shape[2])

    def account(self, hour: Floats, realised: Floats) -> Account:
        """What they bring and take, at the prices of the companies, shape (companies,)."""
        of = self.values
        return Account(
            self.strategies, of["hours_saved"], of["hours_invested"], of["licence_money"],
            of["other_money"], of["any_use"], of["licensed"], hour, realised,
        )  # fmt: skip

    def frame(self) -> pd.DataFrame:
        """One row per strategy, company and week; numbers in single precision."""
        import pandas as pd

        shape = (len(self.strategies), len(self.companies), self.weeks)
        place = [each.ravel() for each in np.indices(shape)]
        return pd.DataFrame({
            "companies_kind": self.kind,
            "company": np.asarray(self.companies, np.int32)[place[1]],
            "strategy": np.asarray(self.strategies, object)[place[0]],
            "week": (place[2] + 1).astype(np.int16),
            **{name: self.values[name].ravel().astype(np.float32) for name in MEASURED},
        })  # fmt: skip

    def lead_time(self) -> pd.DataFrame:
        """One row per strategy: `companies_kind, strategy`, and what an item's time is made of."""
        import pandas as pd

        parts = {name: self.waits[name].mean(axis=1) for name in WAITS}
        return pd.DataFrame(
            {"companies_kind": self.kind, "strategy": self.strategies, **parts,
             "lead_time": np.sum(list(parts.values()), axis=0)}
        )  # fmt: skip


def with_nothing(strategies: Sequence[str]) -> tuple[str, ...]:
    """Strategies with doing nothing as the last."""
    return (*(each for each in strategies if each != REFERENCE), REFERENCE)


def read_paths(frame: pd.DataFrame) -> list[Paths]:
    """Paths by kind of companies, from the rows of `Paths.frame`, in whatever order.

    Raises:
        KeyError: A column is missing.
        ValueError: Rows are missing, or there are too many.
    """
    found = []
    for kind, own in frame.groupby("companies_kind", sort=False, observed=True):
        names = with_nothing(list(dict.fromkeys(own["strategy"])))
        order = {name: place for place, name in enumerate(names)}
        rows = own.assign(_place=own["strategy"].map(order)).sort_values(
            ["_place", "company", "week"], kind="stable"
        )
        companies = np.unique(rows["company"])
        shape = (len(names), len(companies), int(rows["week"].max()))
        values = {name: rows[name].to_numpy(np.float64).reshape(shape) for name in MEASURED}
        found.append(Paths(str(kind), names, companies, values))
    return found


def quantiles(paths: Paths, account: Account) -> pd.DataFrame:
    """Quantiles over companies.

    Args:
        paths: The way of every strategy.
        account: The same, priced.

    Returns:
        One row per strategy, measure of `SHOWN` and week: `companies_kind, strategy, measure,
        week, mean`, and those of `QUANTILES`.
    """
    import pandas as pd

    values = {
        "any_use": paths.values["any_use"], "regular_use": paths.values["regular_use"],
        "net_hours": account.net_hours,
        "net_benefit_so_far": np.cumsum(account.benefit(), axis=2),
    }  # fmt: skip
    frames = []
    for name in SHOWN:
        ends = np.quantile(values[name], list(QUANTILES.values()), axis=1)
        place = [each.ravel() for each in np.indices(ends.shape[1:])]
        frames.append(pd.DataFrame({
            "companies_kind": paths.kind,
            "strategy": np.asarray(paths.strategies, object)[place[0]],
            "measure": name,
            "week": (place[1] + 1).astype(np.int16),
            "mean": values[name].mean(axis=1).ravel().astype(np.float32),
            **{key: end.ravel().astype(np.float32)
               for key, end in zip(QUANTILES, ends, strict=True)},
        }))  # fmt: skip
    return pd.concat(frames, ignore_index=True)
