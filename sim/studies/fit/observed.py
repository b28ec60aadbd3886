"""The firm's own use, as shares by week of the programme.

From a folder that `rollout import` made, or from a table `date, enabled, active, window`. Week 1
is the ISO week in which the programme began; what was before is kept to be shown, not fitted: there
the model knows people's own tools, a dashboard the licences of a pilot.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.base.arrays import Floats, Ints
from sim.base.params import ConfigError, unknown
from sim.organisation.exports.folder import (
    SUPPRESSED,
    USAGE_FILE,
    WHOLE,
    read_about,
    read_survey,
    read_usage,
)
from sim.studies.fit.table import is_table, read_table

if TYPE_CHECKING:
    import pandas as pd

NOISE = 0.015
"""What a week's share differs by for no reason that the model knows: holidays, fairs, outages."""
ORDER = (7, 28, 30, 1, 90, 180)
"""Windows, those first that tell most of a week."""
ENOUGH = 8
"""Weeks that a series needs; windows that have as many are chosen by `ORDER`."""


@dataclass(frozen=True)
class Series:
    """Shares by week.

    Attributes:
        weeks: Weeks of the programme, increasing; 1 is its first, those before are below 1.
        share: Active people among those with access, or among all if nobody said who has access.
        counted: Among how many people.
        of_all: Whether it is among all people.
        window: Days that "active" looks back.
        source: `trend` or `panel`.
        start: Monday of week 1.
    """

    weeks: Ints
    share: Floats
    counted: Floats
    of_all: bool
    window: int
    source: str
    start: datetime.date

    def __getitem__(self, rows: Any) -> Series:
        return Series(
            self.weeks[rows], self.share[rows], self.counted[rows], self.of_all, self.window,
            self.source, self.start,
        )  # fmt: skip

    def __len__(self) -> int:
        return len(self.weeks)

    @property
    def error(self) -> Floats:
        """Standard error of every share: luck of so many people, and weeks that are unlike."""
        spread = np.clip(self.share, 0.02, 0.98)
        return np.sqrt(NOISE**2 + spread * (1.0 - spread) / np.maximum(self.counted, 1.0))

    @property
    def during(self) -> Series:
        """Weeks since the programme began."""
        return self[self.weeks >= 1]

    @property
    def before(self) -> Series:
        """Weeks before it began."""
        return self[self.weeks < 1]

    @property
    def last(self) -> int:
        """The last week."""
        return int(self.weeks[-1])

    def day(self, week: int) -> datetime.date:
        """The Monday of a week."""
        return self.start + datetime.timedelta(weeks=int(week) - 1)

    @property
    def as_of(self) -> datetime.date:
        """The last day that is known."""
        return self.day(self.last) + datetime.timedelta(days=6)


@dataclass(frozen=True)
class Said:
    """A mean of answers to one question of a survey.

    Attributes:
        item: What was asked.
        week: In which week of the programme.
        mean: Of the answers.
        error: Its sampling error.
        answers: How many answered.
    """

    item: str
    week: int
    mean: float
    error: float
    answers: int


@dataclass(frozen=True)
class Data:
    """What is known of the firm.

    Attributes:
        series: Its use.
        said: What people told a survey.
        folder: Where it was imported to; None for a table.
        people: People employed; None where nobody said.
    """

    series: Series
    said: tuple[Said, ...] = ()
    folder: Path | None = None
    people: int | None = None


def monday(text: str, key: str) -> datetime.date:
    """The Monday of the ISO week of a day.

    Raises:
        ConfigError: It is no day; the message names the key.
    """
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError as error:
        raise ConfigError(f"{key} must be a day such as 2026-06-01, got {text!r}") from error
    return day - datetime.timedelta(days=day.weekday())


def read(
    place: str, start: datetime.date, window: int | None = None, people: int | None = None
) -> Data:
    """Read the use of a firm.

    Args:
        place: A folder that `rollout import` made, or a table with the columns `table.COLUMNS`.
        start: Monday of the programme's first week.
        window: Days that "active" looks back, if there are several and it matters which.
        people: People employed, where a table does not say who has access.

    Raises:
        ConfigError: There is nothing to read, or it makes no sense.
    """
    path = Path(place).expanduser()
    if is_table(path):
        return Data(_chosen(read_table(path), place, start, window, people))
    about = read_about(path)
    found = read_usage(path)
    if found.empty:
        raise ConfigError(
            f"{path / USAGE_FILE}: nothing was imported on use; rollout import FILE… out={place}"
        )
    series = _chosen(found, place, start, window, about.headcount)
    answers = read_survey(path)
    said = [
        Said(row["item"], _week(row["date"], start), row["mean"],
             row["sd"] / max(row["answers"], 1) ** 0.5, row["answers"])
        for row in answers[answers["group"] == WHOLE].to_dict("records")
    ]  # fmt: skip
    return Data(series, tuple(said), path, about.headcount)


def _week(day: str, start: datetime.date) -> int:
    """Week of the programme in which a day lies; 1 is the first."""
    return (monday(day, "date") - start).days // 7 + 1


def _chosen(
    table: pd.DataFrame, place: str, start: datetime.date, window: int | None, people: int | None
) -> Series:
    """The series that tells most: of whole weeks, with people who have access where it is known."""
    known = table[(table["source"] != "last") & (table["status"] != SUPPRESSED)]
    known = _whole(known[known["active"].notna()])
    there = sorted({int(each) for each in known["window_days"]})
    if window is not None and window not in there:
        raise unknown(f"window in data={place}", str(window), map(str, there))
    every = []
    for days in ORDER:
        for source in ("trend", "panel"):
            own = known[(known["window_days"] == days) & (known["source"] == source)]
            if len(own) and window in (None, days):
                every.append(_series(own, days, source, start, people, place))
    if not every:
        raise ConfigError(f"data={place} holds no count of active people by week")
    fits = [each for each in every if len(each.during) >= ENOUGH]
    return fits[0] if fits else max(every, key=lambda each: len(each.during))


def _whole(table: pd.DataFrame) -> pd.DataFrame:
    """Rows of the whole firm; sums of groups in weeks that have none of it."""
    import pandas as pd

    by = ["week", "source", "window_days"]
    own = table[table["group"] == WHOLE]
    groups = table[table["group"] != WHOLE]
    if groups.empty:
        return own
    most = groups.groupby(["source", "window_days"])["group"].transform("nunique")
    full = groups[groups.groupby(by)["group"].transform("nunique") == most]
    sums = full.groupby(by, as_index=False)[["licensed", "active"]].sum(min_count=1)
    there = set(own[by].itertuples(index=False, name=None))
    fresh = [row not in there for row in sums[by].itertuples(index=False, name=None)]
    return pd.concat([own, sums[fresh]], ignore_index=True)


def _series(
    rows: pd.DataFrame, window: int, source: str, start: datetime.date, people: int | None,
    place: str,
) -> Series:  # fmt: skip
    ordered = rows.sort_values("week")
    weeks = np.array([_week(str(each), start) for each in ordered["week"]], np.int64)
    active = ordered["active"].to_numpy(float)
    licensed = ordered["licensed"].to_numpy(float, na_value=np.nan)
    of_all = bool(np.isnan(licensed).any())
    if of_all and people is None:
        raise ConfigError(f"data={place}: weeks without enabled people; nobody knows of how many")
    counted = np.full(len(weeks), float(people or 0)) if of_all else licensed
    if (counted <= 0).any():
        keep = counted > 0
        weeks, active, counted = weeks[keep], active[keep], counted[keep]
    share = np.clip(active / counted, 0.0, 1.0)
    return Series(weeks, share, counted, of_all, window, source, start)
