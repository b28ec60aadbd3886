"""Counts by day as counts by ISO week, each window in its own way."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import numpy as np

from sim.base.arrays import Flags, Floats
from sim.organisation.exports.columns import Day, Days, first_day, monday

LEAST_DAYS = 3  # working days that a week must have
HOLIDAY = 0.5  # of the week's median; days below are taken for holidays
WEEK = np.timedelta64(7, "D")


@dataclass
class Series:
    """Use of the whole firm, and of its groups where they are known.

    Attributes:
        source: `trend`, `panel` or `last`.
        window: Days that "active" looks back.
        weeks: Mondays, ascending.
        licensed: People with access by week; NaN if not known.
        active: People who are active by week; NaN where suppressed.
        groups: Name of each group.
        group_licensed: The same by week and group.
        group_active: The same.
    """

    source: str
    window: int
    weeks: Days
    licensed: Floats
    active: Floats
    groups: list[str] = field(default_factory=list)
    group_licensed: Floats = field(default_factory=lambda: np.zeros((0, 0)))
    group_active: Floats = field(default_factory=lambda: np.zeros((0, 0)))


def complete(day: Days, exported: Day | None, late: int) -> tuple[Flags, Day]:
    """Which days are complete, and the last one that is.

    Args:
        day: Days of an export.
        exported: Day of the export, if it is told.
        late: How many days at the end of an export are not complete yet.
    """
    last = day.max()
    if exported is not None and exported > last:
        last = exported - np.timedelta64(1, "D")
    cut = last - np.timedelta64(late, "D")
    return np.asarray(day <= cut), min(cut, day.max())


def by_week(
    day: Days, active: Floats, licensed: Floats, window: int, gaps: bool, dropped: Counter[str]
) -> tuple[Days, Floats, Floats]:
    """Weeks, active and licensed people of each; NaN for a week whose days are all suppressed.

    A window of a day: the mean of working days, without those that look like a holiday. Of seven
    days: the largest of the week. Longer: the last of the week.

    Args:
        day: Each day once, ascending.
        active: Counts; NaN where suppressed.
        licensed: Counts; NaN where not known.
        window: Days that "active" looks back.
        gaps: Whether weeks without a day are suppressed ones rather than not there.
        dropped: Reason -> days left out, added to.
    """
    week = monday(day)
    weeks, first = np.unique(week, return_index=True)
    bounds = [*first.tolist(), len(day)]
    daily = len(day) > 1 and int(np.median(np.diff(day).astype(np.int64))) == 1
    found = dict[Day, tuple[float, float]]()
    for number, start in enumerate(bounds[:-1]):
        rows = slice(start, bounds[number + 1])
        pair = _of_week(day[rows], active[rows], licensed[rows], window, daily, dropped)
        if pair is not None:
            found[weeks[number]] = pair
    if gaps and found:
        whole = np.arange(min(found), max(found) + WEEK, WEEK)
        for each in whole:
            found.setdefault(each, (np.nan, np.nan))
    ordered = sorted(found)
    values = np.array([found[each] for each in ordered]).reshape(-1, 2)
    return np.array(ordered, "datetime64[D]"), values[:, 0], values[:, 1]


def _of_week(
    day: Days, active: Floats, licensed: Floats, window: int, daily: bool, dropped: Counter[str]
) -> tuple[float, float] | None:
    told = ~np.isnan(active)
    if window == 1 and daily:
        working = (day.astype(np.int64) + 3) % 7 < 5
        dropped["weekend"] += int((told & ~working).sum())
        if working.sum() < LEAST_DAYS:
            dropped["partial"] += int((told & working).sum())
            return None
        told &= working
        if told.any():
            usual = told & (active >= HOLIDAY * np.median(active[told]))
            dropped["holiday"] += int((told & ~usual).sum())
            told = usual
        if not told.any():
            return np.nan, _mean(licensed)
        return float(active[told].mean()), _mean(licensed[told])
    if not told.any():
        return np.nan, _mean(licensed)
    rows = np.flatnonzero(told)
    best = rows[-1] if window > 7 else rows[active[rows].argmax()]
    return float(active[best]), float(licensed[best])


def _mean(values: Floats) -> float:
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else np.nan


def whole_weeks(first: Day, last: Day) -> tuple[Day, Day]:
    """Monday of the first and of the last week that lies within two days."""
    begin = first_day(first)
    end = first_day(last + np.timedelta64(1, "D")) - WEEK
    return (begin if begin == first else begin + WEEK), end
