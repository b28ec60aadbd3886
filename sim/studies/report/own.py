"""The organisation's own data: what an import and a fit have left in a folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.analysis.costs import Costs, read_costs
from sim.base.params import ConfigError, one_line
from sim.organisation.exports.folder import (
    COSTS_FILE,
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
FORECAST, IDENTIFIED = "forecast.csv", "identified.csv"
"""What `rollout fit` leaves beside an import."""


@dataclass(frozen=True)
class Own:
    """One organisation's own data.

    Attributes:
        folder: Where they are.
        about: What was imported.
        points: Weeks of its own use: `week` (1 is the first one), `monday`, `share` of those with
            access who were active; empty without a trend.
        window: Days that "active" looks back; 0 without a trend.
        forecast: How use may go on: `week, low, median, high`; empty without a fit.
        known: Parameters that the data tell something about, by what `rollout fit` says.
        costs: Its own prices, if it has said them.
    """

    folder: Path
    about: About
    points: pd.DataFrame
    window: int
    forecast: pd.DataFrame
    known: Mapping[str, bool] = field(default_factory=dict)
    costs: Costs | None = None

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
    about = read_about(folder)
    fitted = _csv(folder / FORECAST)
    start = _start(fitted)
    points, window = _points(read_usage(folder), about.headcount, start)
    costs = folder / COSTS_FILE
    try:
        return Own(
            folder, about, points, window, _forecast(fitted, start, points),
            _known(_csv(folder / IDENTIFIED)), read_costs(costs) if costs.is_file() else None,
        )  # fmt: skip
    except (KeyError, ValueError, TypeError) as error:
        raise ConfigError(f"{folder / FORECAST} is of another version ({one_line(error)[:80]}); "
                          f"fit again: rollout fit data={folder}") from error  # fmt: skip


def _points(usage: pd.DataFrame, people: int, start: date | None) -> tuple[pd.DataFrame, int]:
    """The firm's own weeks, of the best window; counts that are withheld are no weeks."""
    import pandas as pd

    own = usage[(usage["group"] == WHOLE) & (usage["status"] != SUPPRESSED)]
    own = own[own["active"].notna()]
    window = next((each for each in WINDOWS if (own["window_days"] == each).any()), 0)
    own = own[own["window_days"] == window].drop_duplicates("week", keep="last")
    if own.empty:
        return pd.DataFrame({"week": [], "monday": [], "share": []}), 0
    days = [date.fromisoformat(each) for each in own["week"]]
    first = start or min(days)
    access = own["licensed"].fillna(people).astype(float).clip(lower=1.0)
    frame = pd.DataFrame({
        "week": [(day - first).days // 7 + 1 for day in days], "monday": list(own["week"]),
        "share": (own["active"].astype(float) / access).clip(0.0, 1.0).to_numpy(),
    })  # fmt: skip
    return frame.sort_values("week", ignore_index=True), window


def _start(fitted: pd.DataFrame) -> date | None:
    """The first week of the rollout, as a fit was told."""
    if fitted.empty or "monday" not in fitted or "week" not in fitted:
        return None
    row = fitted.iloc[0]
    return date.fromordinal(date.fromisoformat(str(row["monday"])).toordinal()
                            - 7 * (int(row["week"]) - 1))  # fmt: skip


def _forecast(fitted: pd.DataFrame, start: date | None, points: pd.DataFrame) -> pd.DataFrame:
    return fitted if fitted.empty else fitted[["week", "low", "median", "high"]].astype(float)


def _known(table: pd.DataFrame) -> dict[str, bool]:
    return {str(row["parameter"]): str(row["identified"]).lower() in ("yes", "true", "1")
            for row in table.to_dict("records")}  # fmt: skip


def _csv(path: Path) -> pd.DataFrame:
    import pandas as pd

    if not path.is_file():
        return pd.DataFrame()
    try:
        return pd.read_csv(path)
    except (OSError, ValueError) as error:
        raise ConfigError(f"cannot read {path}: {one_line(error)[:100]}") from error


def follow_up(own: Own) -> list[dict[str, Any]]:
    """Weeks that were forecast and have come: `week, low, median, high, came, inside`."""
    rows = []
    for week, low, median, high in own.forecast.itertuples(index=False):
        came = own.at(int(week))
        if came == came:
            rows.append({"week": int(week), "low": low, "median": median, "high": high,
                         "came": came, "inside": low <= came <= high})  # fmt: skip
    return rows
