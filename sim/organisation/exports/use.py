"""Use of AI by person from exports: panels, and lists of last use, as weekly counts.

Rows of people are added up to weeks and groups while they are read; nothing about one person stays.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from sim.base.arrays import Flags, Ints
from sim.organisation.exports.columns import (
    NEVER,
    Day,
    Days,
    concealed,
    counts,
    days,
    monday,
    people,
    truths,
)
from sim.organisation.exports.dropped import Dropped
from sim.organisation.exports.formats import Recognised
from sim.organisation.exports.groups import group_name
from sim.organisation.exports.persons import Roster
from sim.organisation.exports.refused import Refused
from sim.organisation.exports.sheet import Sheet
from sim.organisation.exports.weekly import Series, complete, whole_weeks
from sim.organisation.read.headings import plain

SNAPSHOTS = (7, 28)
"""Windows that a list of last use is looked at with."""
OFF = frozenset(("pending", "deleted", "disabled", "deactivated", "invited"))
"""What accounts are that are not in use."""
LONG_AGO = np.datetime64("1900-01-01", "D")


@dataclass
class Used:
    """What a file says of use.

    Attributes:
        series: Weekly counts.
        dropped: Reason -> rows left out.
        meaning: What empty, zero and missing cells turned out to be: key -> how many.
        first: First day.
        last: Last complete day.
        exported: Day of the export, as far as it is told.
        concealed: Whether people are hidden behind hexadecimal digits.
    """

    series: list[Series]
    dropped: Dropped = field(default_factory=Dropped)
    meaning: Counter[str] = field(default_factory=Counter)
    first: Day = NEVER
    last: Day = NEVER
    exported: Day = NEVER
    concealed: bool = False


@dataclass(frozen=True)
class Grouping:
    """Which group somebody, or a department by its name, belongs to.

    Attributes:
        names: Name of each group.
        of_people: Group of each person of the roster, -1 for none.
        of_name: Group of a department by its name.
    """

    names: list[str]
    of_people: Ints
    of_name: Callable[[str], int]


def exported_on(sheet: Sheet, found: Recognised) -> Day:
    """The day of the export, as far as a file tells it."""
    return _latest(days(sheet, found.first("exported")))


def _latest(day: Days) -> Day:
    return NEVER if np.isnat(day).all() else np.nanmax(day)


def _of_people(sheet: Sheet, found: Recognised) -> tuple[Used, Ints, list[str], Days]:
    """An empty finding, and of every row whose it is, and its day; rows name `keys` by number."""
    person, keys = people(sheet, found.place("person"))
    used = Used([], concealed=concealed(keys))
    return used, person, keys, days(sheet, found.place("date"))


def panel(sheet: Sheet, found: Recognised, roster: Roster, grouping: Grouping) -> Used:
    """Rows of people and periods, added up while they are read.

    Raises:
        Refused: A count is no number or below 0 (E11).
    """
    used, person, keys, day = _of_people(sheet, found)
    kept = _wanted(sheet, found, used)
    nobody = np.array([not each for each in keys], np.bool_)[person]
    left = np.array([each in roster.gone for each in keys], np.bool_)[person]
    for reason, gone in (("nobody", nobody), ("no_date", np.isnat(day)), ("gone", left)):
        used.dropped.leave_out(reason, sheet, kept & gone)
        kept &= ~gone
    if not kept.any():
        raise Refused("E01", "no_rows", sheet.path, sheet.above)
    active, licensed = _activity(sheet, found, used, kept)
    used.first, used.last = day[kept].min(), day[kept].max()
    used.exported = exported_on(sheet, found)
    group = _group_of_rows(sheet, found, person, keys, roster, grouping)
    long = sheet.marks(found.first("cadence"), lambda word: plain(word).startswith("month"))
    step = int(found.format.get("step", 1))
    for window, rows in ((int(found.format.get("window", 7)), kept & ~long), (30, kept & long)):
        if rows.any():
            week = _weeks_of(sheet, found, used, rows, day, step, window)
            seats = None if found.format.get("empty") == "unlicensed" or step > 1 else roster
            used.series.append(_panel_series(
                window, person, week, rows, active, licensed, group, grouping, seats
            ))  # fmt: skip
    used.series = [each for each in used.series if len(each.weeks)]
    if np.isnat(used.exported):
        used.exported = used.last
    if found.format.get("absent") == "idle" and step == 1:
        used.meaning["absent_idle"] += 1
    return used


def _wanted(sheet: Sheet, found: Recognised, used: Used) -> Flags:
    """Rows that are about AI at all, and of accounts that are in use."""
    kept = np.ones(sheet.rows, np.bool_)
    only, place = found.format.get("only"), found.first("operation")
    if only and place is not None:
        kept = sheet.marks(place, lambda word: plain(word) == only)
        used.dropped.leave_out("other_events", sheet, ~kept)
    off = sheet.marks(found.first("status"), lambda word: plain(word) in OFF)
    used.dropped.leave_out("gone", sheet, kept & off)
    return kept & ~off


def _activity(sheet: Sheet, found: Recognised, used: Used, kept: Flags) -> tuple[Flags, Flags]:
    """Whether a row shows use, and whether its person has access."""
    everybody = np.ones(sheet.rows, np.bool_)
    place = found.first("active")
    if place is not None:
        yes, _ = truths(sheet, place)
        used.meaning["zero_idle"] += int((kept & ~yes).sum())
        return yes, everybody
    place = found.first("actions")
    if place is None:
        return everybody, everybody
    actions = counts(sheet, place, whole=False)
    empty = np.isnan(actions)
    unlicensed = found.format.get("empty") == "unlicensed"
    used.meaning["null_unlicensed" if unlicensed else "null_missing"] += int((kept & empty).sum())
    used.meaning["zero_idle"] += int((kept & (actions == 0)).sum())
    if not unlicensed:
        kept &= ~empty
    return np.nan_to_num(actions) > 0, ~empty


def _weeks_of(
    sheet: Sheet, found: Recognised, used: Used, rows: Flags, day: Days, step: int, window: int
) -> Days:
    """Monday of the week that each row belongs to; NaT for days of weeks that are not whole."""
    end = found.first("end")
    if window > 7 and end is not None:
        return monday(days(sheet, end))
    if step > 1:
        # A period from Sunday to Saturday belongs to the ISO week that most of it lies in.
        return monday(day + np.timedelta64(step // 2, "D"))
    exported = None if np.isnat(used.exported) else used.exported
    kept, last = complete(day[rows], exported, int(found.format.get("late", 0)))
    used.dropped.leave_out("late", sheet, np.flatnonzero(rows)[~kept])
    used.last = last
    first_week, last_week = whole_weeks(used.first, last)
    week = monday(day)
    outside = (week < first_week) | (week > last_week) | (day > last)
    used.dropped.leave_out("partial", sheet, rows & outside & (day <= last))
    return np.where(outside, NEVER, week)


def _group_of_rows(
    sheet: Sheet, found: Recognised, person: Ints, keys: list[str], roster: Roster,
    grouping: Grouping,
) -> Ints:  # fmt: skip
    place = found.first("group")
    if place is not None:
        codes, words = sheet.coded(place)
        own = np.array([grouping.of_name(group_name(word)) for word in words], np.int64)
        if (own >= 0).any():
            return own[codes]
    number = np.array([roster.alias.get(each, -1) for each in keys], np.int64)
    known = (number >= 0) & (number < len(grouping.of_people))
    of_people = np.full(len(keys), -1)
    of_people[known] = grouping.of_people[number[known]]
    return of_people[person]


def _panel_series(
    window: int, person: Ints, week: Days, rows: Flags, active: Flags, licensed: Flags,
    group: Ints, grouping: Grouping, seats: Roster | None,
) -> Series:  # fmt: skip
    """Person-weeks added up: each person once a week, active if any row says so."""
    rows = rows & ~np.isnat(week)
    weeks, at = np.unique(week[rows], return_inverse=True)
    width = int(person.max()) + 1 if len(person) else 1
    unit, first, inverse = np.unique(
        at.astype(np.int64) * width + person[rows], return_index=True, return_inverse=True
    )
    was = np.zeros(len(unit), np.bool_)
    has = np.zeros(len(unit), np.bool_)
    np.logical_or.at(was, inverse, active[rows] & licensed[rows])
    np.logical_or.at(has, inverse, licensed[rows])
    of_unit, in_group = unit // width, group[rows][first]
    count, groups = len(weeks), len(grouping.names)
    total = [np.bincount(of_unit, each, count).astype(np.float64) for each in (has, was)]
    known = in_group >= 0
    cell = of_unit[known] * max(groups, 1) + in_group[known]
    parts = [np.zeros((count, groups)), np.zeros((count, groups))]
    for part, each in zip(parts, (has, was), strict=True):
        part.ravel()[:] += np.bincount(cell, each[known], part.size)[: part.size]
    series = Series("panel", window, weeks, total[0], total[1], grouping.names, parts[0], parts[1])
    return series if seats is None else _with_seats(series, seats, grouping)


def _with_seats(series: Series, roster: Roster, grouping: Grouping) -> Series:
    """Denominators of an export that names only who was active: seats of the staff list, if known.

    How many were seen is no denominator: who was idle is not in the file.
    """
    licensed = np.array(roster.licensed) > 0
    weeks = len(series.weeks)
    if not licensed.any():
        series.licensed = np.full(weeks, np.nan)
        series.group_licensed = np.full_like(series.group_active, np.nan)
        return series
    series.licensed = np.maximum(float(licensed.sum()), series.active)
    if len(grouping.names) and len(grouping.of_people) == len(licensed):
        inside = licensed & (grouping.of_people >= 0)
        seats = np.bincount(grouping.of_people[inside], minlength=len(grouping.names))
        series.group_licensed = np.maximum(seats[None, :].astype(np.float64), series.group_active)
    return series


def last_use(sheet: Sheet, found: Recognised, roster: Roster, grouping: Grouping) -> Used:
    """A list of when everybody with access was active last: shares now, and no path."""
    used, person, keys, seen = _of_people(sheet, found)
    told = days(sheet, found.first("exported"))
    usual = _latest(seen) if np.isnat(told).all() else _latest(told)
    if np.isnat(usual):
        raise Refused("E11", "nobody_active", sheet.path, sheet.above)
    told = np.where(np.isnat(told), usual, told)
    gone = np.array([not each or each in roster.gone for each in keys], np.bool_)[person]
    used.dropped.leave_out("gone", sheet, gone)
    group = _group_of_rows(sheet, found, person, keys, roster, grouping)
    used.first, used.last, used.exported = told.min(), told.max(), told.max()
    when = np.where(np.isnat(seen), LONG_AGO, seen)
    for each in SNAPSHOTS:
        active = when > told - np.timedelta64(each, "D")
        series = _panel_series(each, person, monday(told), ~gone, active,
                               np.ones(sheet.rows, np.bool_), group, grouping, None)  # fmt: skip
        series.source = "last"
        used.series.append(series)
    persons = np.unique(person[~gone])
    ever = np.unique(person[~gone & ~np.isnat(seen)])
    used.meaning["null_never"] += len(persons) - len(ever)
    used.dropped["twice"] += int((~gone).sum()) - len(persons) * len(np.unique(told))
    return used
