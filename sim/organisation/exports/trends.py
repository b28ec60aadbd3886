"""Use of AI as counts with their denominators, as weekly counts."""

from __future__ import annotations

import numpy as np

from sim.base.arrays import Flags, Floats, Ints
from sim.organisation.exports.columns import Days, counts, days
from sim.organisation.exports.folder import WINDOWS
from sim.organisation.exports.formats import Recognised, place_of, spellings
from sim.organisation.exports.groups import group_name
from sim.organisation.exports.refused import Refused
from sim.organisation.exports.sheet import Sheet
from sim.organisation.exports.use import Used, exported_on
from sim.organisation.exports.weekly import Series, by_week, complete
from sim.organisation.read.headings import plain


def trend(sheet: Sheet, found: Recognised, window: int | None) -> Used:
    """Counts with their denominators.

    Raises:
        Refused: The window is missing (E05), or values are impossible (E11).
    """
    used, day = Used([]), days(sheet, found.place("date"))
    used.dropped.leave_out("no_date", sheet, np.isnat(day))
    named = [group_name(cell) for cell in sheet.cells(found.first("group"))]
    licensed = counts(sheet, found.first("licensed"))
    _check_cumulative(sheet, found, day)
    used.exported = exported_on(sheet, found)
    known = ~np.isnat(day)
    if not known.any():
        raise Refused("E01", "no_rows", sheet.path, sheet.above)
    exported = None if np.isnat(used.exported) else used.exported
    kept, used.last = complete(day[known], exported, int(found.format.get("late", 0)))
    complete_day = known.copy()
    complete_day[known] = kept
    used.dropped.leave_out("late", sheet, known & ~complete_day)
    used.first = day[known].min()
    for active, windows in _series(sheet, found, window):
        over = active > licensed
        if over.any():
            raise sheet.refuse("E11", "over", int(over.argmax()))
        _tell_empty(used, active[complete_day], found)
        for each in np.unique(windows).tolist():
            rows = complete_day & (windows == each)
            used.series += _trend_series(sheet, found, used, rows, day, active, licensed,
                                         named, int(each))  # fmt: skip
    if np.isnat(used.exported):
        used.exported = used.last
    return used


def _series(sheet: Sheet, found: Recognised, window: int | None) -> list[tuple[Floats, Ints]]:
    """Counts of active people, each with the window of every row."""
    header = [plain(name) for name in sheet.header]
    series = found.format.get("series")
    if series:
        places = [(place_of(header, spellings(name)), days) for name, days in series.items()]
        return [(counts(sheet, place), np.full(sheet.rows, days))
                for place, days in places if place is not None]  # fmt: skip
    own, active = found.first("window"), counts(sheet, found.place("active"))
    if window is None and own is not None:
        return [(active, _windows(sheet, own))]
    told = window if window is not None else found.format.get("window")
    if told is None:
        raise Refused("E05", "window", sheet.path, sheet.above)
    return [(active, np.full(sheet.rows, int(told)))]


def _windows(sheet: Sheet, place: int) -> Ints:
    """A column such as 7, D28 or "28 days"."""
    codes, words = sheet.coded(place)
    found = np.array([int("".join(filter(str.isdigit, word))[:4] or 0) for word in words], np.int64)
    wrong = ~np.isin(found, WINDOWS)
    if len(words) and wrong[codes].any():
        row = int(wrong[codes].argmax())
        raise sheet.refuse("E05", "windows", row, valid=", ".join(map(str, WINDOWS)))
    return found[codes]


def _check_cumulative(sheet: Sheet, found: Recognised, day: Days) -> None:
    """A count of everybody who has ever been active does not fall."""
    ever = counts(sheet, found.first("cumulative"))
    order = np.argsort(day, kind="stable")
    order = order[~np.isnan(ever[order])]
    fallen = np.flatnonzero(np.diff(ever[order]) < 0)
    if len(fallen):
        raise sheet.refuse("E11", "fallen", int(order[fallen[0] + 1]))


def _tell_empty(used: Used, active: Floats, found: Recognised) -> None:
    """Empty and zero days, by what they mean."""
    empty = int(np.isnan(active).sum())
    kind = "suppressed" if found.format.get("empty") == "suppressed" else "missing"
    used.meaning[f"{kind}_days"] += empty
    used.meaning["zero_days"] += int((active == 0).sum())


def _trend_series(
    sheet: Sheet, found: Recognised, used: Used, rows: Flags, day: Days, active: Floats,
    licensed: Floats, named: list[str], window: int,
) -> list[Series]:  # fmt: skip
    """A trend of one window: of the whole firm, and of groups if it has them."""
    gaps = found.format.get("absent") == "suppressed"
    told = sorted({name for name, kept in zip(named, rows.tolist(), strict=True) if kept})
    if not told:
        return []
    groups, of_name = [name for name in told if name], np.array(named)
    found_at = {
        name: _one(sheet, used, rows & (of_name == name), day, active, licensed, window, gaps)
        for name in told
    }
    weeks = np.unique(np.concatenate([each[0] for each in found_at.values()]))
    if not len(weeks):
        return []
    both = {
        name: [_on(weeks, at, values) for values in (seats, users)]
        for name, (at, users, seats) in found_at.items()
    }
    shape = (len(weeks), len(groups))
    matrix = [
        np.stack([both[name][k] for name in groups], axis=1) if groups else np.zeros(shape)
        for k in (0, 1)
    ]
    if "" not in both:  # a total can be added up only where every group says something
        both[""] = [each.sum(axis=1) for each in matrix]
    return [Series("trend", window, weeks, both[""][0], both[""][1], groups, *matrix)]


def _on(weeks: Days, at: Days, values: Floats) -> Floats:
    found = np.full(len(weeks), np.nan)
    found[np.searchsorted(weeks, at)] = values
    return found


def _one(
    sheet: Sheet, used: Used, rows: Flags, day: Days, active: Floats, licensed: Floats,
    window: int, gaps: bool,
) -> tuple[Days, Floats, Floats]:  # fmt: skip
    order = np.flatnonzero(rows)
    order = order[np.argsort(day[order], kind="stable")]
    twice = np.flatnonzero(day[order][1:] == day[order][:-1])
    if len(twice):
        one, two = order[twice], order[twice + 1]
        differ = _differ(active, one, two) | _differ(licensed, one, two)
        if differ.any():
            raise sheet.refuse("E11", "day_twice", int(two[int(differ.argmax())]))
        used.dropped.leave_out("twice", sheet, order[twice + 1])
        order = np.delete(order, twice)
    return by_week(day[order], active[order], licensed[order], window, gaps, used.dropped)


def _differ(values: Floats, one: Ints, two: Ints) -> Flags:
    return np.asarray(np.nan_to_num(values[one], nan=-1) != np.nan_to_num(values[two], nan=-1))
