"""The organisation's own data: what an import and a fit have left in a folder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.analysis.companies import MINE
from sim.analysis.costs import Costs, read_costs
from sim.base.params import ConfigError, one_line
from sim.organisation.exports.folder import (
    COSTS_FILE,
    IDENTIFIED,
    SUPPRESSED,
    WHOLE,
    About,
    read_about,
    read_usage,
)

if TYPE_CHECKING:
    import pandas as pd

WINDOWS = (28, 30, 7, 90, 180, 1)
"""Windows of "active", the one that is most like any use first."""
HISTORY = "history.csv"
"""Every forecast of `rollout fit`, kept beside the data: one row per forecast and week."""


@contextmanager
def readable(path: Path) -> Iterator[None]:
    """Refuse a table that cannot be read, or is another one.

    Raises:
        ConfigError: It is so.
    """
    try:
        yield
    except (OSError, ValueError, KeyError, ArithmeticError) as error:
        raise ConfigError(f"cannot read {path}: {one_line(error)[:100]}") from error


@dataclass(frozen=True)
class Own:
    """One organisation's own data.

    Attributes:
        folder: Where they are.
        about: What was imported.
        points: Weeks of its own use: `week` (1 is the first of the rollout), `share` of those with
            access who were active; empty without a trend.
        window: Days that "active" looks back; 0 without a trend.
        forecast: How use may go on, by the last forecast: `week, low, median, high`.
        earlier: The same of all earlier forecasts, with `as_of`.
        programme: What was carried out, as the last forecast says; "" without one.
        fitted: Whether a fit has left companies there.
        costs: Its own prices, if it has said them.
        identified: Unknown of the last fit -> whether the data narrow it down.
    """

    folder: Path
    about: About
    points: pd.DataFrame
    window: int
    forecast: pd.DataFrame
    earlier: pd.DataFrame
    programme: str = ""
    fitted: bool = False
    costs: Costs | None = None
    identified: dict[str, bool] = field(default_factory=dict)

    @property
    def has_forecast(self) -> bool:
        """Whether there is something to draw ahead."""
        return not self.forecast.empty and not self.points.empty

    def at(self, week: int) -> float:
        """The share active in a week, NaN where nobody has looked."""
        found = self.points[self.points["week"] == week]["share"]
        return float(found.iloc[0]) if len(found) else float("nan")


def read_own(folder: Path) -> Own:
    """Read a folder of `rollout import`, and what `rollout fit` has added.

    Raises:
        ConfigError: It is none, or a file is damaged.
    """
    about, costs = read_about(folder), folder / COSTS_FILE
    prices = read_costs(costs) if costs.is_file() else None
    try:
        told = _history(folder / HISTORY)
        last = told[told["as_of"] == told["as_of"].max()]
        start = None if last.empty else date.fromisoformat(str(last["start"].iloc[0]))
        window = 0 if last.empty else int(last["window_days"].iloc[0])
        points, window = _points(read_usage(folder), about.headcount, start, window)
        same = told[(told["start"] == str(start)) & (told["window_days"] == window)]
        every = same.assign(week=[_week(day, start) for day in same["week"]]) if start else same
    except ConfigError:
        raise
    except (KeyError, ValueError, TypeError) as error:
        raise ConfigError(f"{folder / HISTORY} is damaged ({one_line(error)[:80]}); fit again: "
                          f"rollout fit data={folder}") from error  # fmt: skip
    latest = every["as_of"] == every["as_of"].max()
    columns = ["week", "low", "median", "high"]
    programme = "" if last.empty else str(last["strategy"].iloc[0])
    return Own(folder, about, points, window, every[latest][columns],
               every[~latest][["as_of", *columns]], programme, (folder / MINE).is_file(), prices,
               _identified(folder / IDENTIFIED))  # fmt: skip


def _points(
    usage: pd.DataFrame, people: int, start: date | None, fitted: int
) -> tuple[pd.DataFrame, int]:
    """The firm's own weeks, of the fitted or the best window; what is withheld is no week."""
    import pandas as pd

    own = usage[(usage["group"] == WHOLE) & (usage["status"] != SUPPRESSED)]
    own = own[own["active"].notna()]
    there = set(own["window_days"])
    window = next((each for each in (fitted, *WINDOWS) if each in there), 0)
    own = own[own["window_days"] == window].drop_duplicates("week", keep="last")
    if own.empty:
        return pd.DataFrame({"week": [], "share": []}), 0
    first = start or min(date.fromisoformat(each) for each in own["week"])
    access = own["licensed"].fillna(people).astype(float).clip(lower=1.0)
    share = (own["active"].astype(float) / access).clip(0.0, 1.0).to_numpy()
    frame = pd.DataFrame({"week": [_week(day, first) for day in own["week"]], "share": share})
    return frame.sort_values("week", ignore_index=True), window


def _week(day: str, start: date | None) -> int:
    """Which week of the rollout a Monday begins; the week of the start is the first."""
    assert start is not None
    monday = start.toordinal() - start.weekday()
    return (date.fromisoformat(str(day)).toordinal() - monday) // 7 + 1


def _history(path: Path) -> pd.DataFrame:
    import pandas as pd

    if not path.is_file():
        names = ("as_of", "start", "strategy", "window_days", "week", "low", "median", "high")
        return pd.DataFrame({name: [] for name in names})
    with readable(path):
        return pd.read_csv(path)


def _identified(path: Path) -> dict[str, bool]:
    """What the last fit says of every unknown; nothing where there is no such file."""
    import pandas as pd

    if not path.is_file():
        return {}
    with readable(path):
        table = pd.read_csv(path)[["parameter", "identified"]]
    return {str(key): said == "yes" for key, said in table.itertuples(index=False)}


def follow_up(own: Own) -> list[dict[str, Any]]:
    """Weeks that an earlier forecast spoke of and that have come, by the earliest forecast.

    One row each: `as_of, week, low, median, high, came, inside`.
    """
    rows: dict[int, dict[str, Any]] = {}
    for as_of, week, low, median, high in own.earlier.sort_values("as_of").itertuples(index=False):
        came = own.at(int(week))
        if came == came:
            rows.setdefault(int(week), {
                "as_of": as_of, "week": int(week), "low": low, "median": median, "high": high,
                "came": came, "inside": low <= came <= high,
            })  # fmt: skip
    return [rows[week] for week in sorted(rows)]
