"""What was forecast earlier, and what came: kept beside the data from one month to the next."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sim.analysis.extrapolation import Path as Forecast
from sim.base.params import ConfigError

if TYPE_CHECKING:
    import pandas as pd

    from sim.studies.fit.observed import Series

FILE = "history.csv"
COLUMNS = {"as_of": "str", "start": "str", "strategy": "str", "window_days": "int64", "week": "str",
           "low": "float64", "median": "float64", "high": "float64"}  # fmt: skip
"""One row per forecast and week: the last day it knew, and the Monday of the week it is for."""


class Came(NamedTuple):
    """An earlier forecast, and the weeks that have come since.

    Attributes:
        as_of: Last day that it knew.
        weeks: Mondays of the weeks that came.
        share: What came.
        path: What was forecast for them.
    """

    as_of: str
    weeks: Sequence[str]
    share: Sequence[float]
    path: Forecast

    @property
    def inside(self) -> int:
        """Weeks that lie in their 80 % interval."""
        return sum(low <= each <= high for each, low, high in
                   zip(self.share, self.path.low, self.path.high, strict=True))  # fmt: skip


def read(path: Path) -> pd.DataFrame:
    """Earlier forecasts; none if there is no file.

    Raises:
        ConfigError: It is not what this program wrote.
    """
    import pandas as pd

    if not path.is_file():
        return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in COLUMNS.items()})
    try:
        return pd.read_csv(path)[list(COLUMNS)].astype(COLUMNS)
    except (OSError, ValueError, KeyError) as error:
        raise ConfigError(f"{path} is damaged; remove it to begin a new history") from error


def added(
    earlier: pd.DataFrame, series: Series, strategy: str, ahead: Sequence[int], path: Forecast
) -> pd.DataFrame:
    """Earlier forecasts and this one; one of the same day and programme is replaced.

    Args:
        earlier: As read.
        series: The data that the forecast knew.
        strategy: The programme.
        ahead: Weeks of the programme that the forecast is for.
        path: The forecast.
    """
    import pandas as pd

    as_of = series.as_of.isoformat()
    same = (earlier["as_of"] == as_of) & _alike(earlier, series, strategy)
    fresh = pd.DataFrame({
        "as_of": as_of, "start": series.start.isoformat(), "strategy": strategy,
        "window_days": series.window,
        "week": [series.day(week).isoformat() for week in ahead],
        "low": path.low, "median": path.middle, "high": path.high,
    }).astype(COLUMNS)  # fmt: skip
    kept = earlier[~same]
    every = pd.concat([kept, fresh], ignore_index=True) if len(kept) else fresh
    return every.sort_values(
        ["as_of", "start", "strategy", "window_days", "week"], ignore_index=True
    )


def came(earlier: pd.DataFrame, series: Series, strategy: str) -> list[Came]:
    """What has come of forecasts of the same programme and window, the latest first."""
    observed = {series.day(week).isoformat(): float(share)
                for week, share in zip(series.weeks, series.share, strict=True)}  # fmt: skip
    found = []
    for as_of, rows in earlier[_alike(earlier, series, strategy)].groupby("as_of"):
        rows = rows[rows["week"].isin(list(observed))]
        if len(rows) and datetime.date.fromisoformat(str(as_of)) < series.as_of:
            path = Forecast(*(np.asarray(rows[name], float) for name in ("low", "median", "high")))
            weeks = [str(each) for each in rows["week"]]
            found.append(Came(str(as_of), weeks, [observed[each] for each in weeks], path))
    return found[::-1]


def _alike(earlier: pd.DataFrame, series: Series, strategy: str) -> pd.Series[bool]:
    """Which forecasts are of the same programme from the same day, counted the same way."""
    same = (earlier["start"] == series.start.isoformat()) & (earlier["strategy"] == strategy)
    return same & (earlier["window_days"] == series.window)
