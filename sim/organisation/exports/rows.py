"""Rows of `usage.parquet` and `survey.parquet`, with what is too small withheld."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from sim.base.arrays import Floats, Ints
from sim.organisation.exports.answers import Answers
from sim.organisation.exports.folder import SUPPRESSED, WHOLE, survey, usage
from sim.organisation.exports.suppress import withheld_counts, withheld_groups
from sim.organisation.exports.weekly import Series

if TYPE_CHECKING:
    import pandas as pd


def usage_rows(
    found: Sequence[Series], sizes: dict[str, int], least: int, withheld: Counter[str]
) -> pd.DataFrame:
    """Weekly counts of the firm and its groups.

    Args:
        found: Series of all files; of two for one week, window and source, the later file counts.
        sizes: People of each group.
        least: People that a count of a group must have.
        withheld: "groups" and "counts" that are withheld, added to.
    """
    rows = dict[tuple[str, str, int, str], tuple[object, ...]]()
    for series in found:
        weeks = [str(each) for each in series.weeks]
        for key in [
            key for key in rows if key[0] in weeks and key[1:3] == (series.source, series.window)
        ]:
            del rows[key]
        for week, licensed, active in zip(weeks, series.licensed, series.active, strict=True):
            rows[week, series.source, series.window, WHOLE] = _row(
                week, WHOLE, series, licensed, active)  # fmt: skip
        for week, group, licensed, active in _groups(series, weeks, sizes, least, withheld):
            rows[week, series.source, series.window, group] = _row(
                week, group, series, licensed, active)  # fmt: skip
    return usage(list(rows.values()))


def _row(
    week: str, group: str, series: Series, licensed: float, active: float
) -> tuple[object, ...]:
    gone = bool(np.isnan(active))
    return (week, group, series.source, series.window,
            None if np.isnan(licensed) else round(licensed),
            None if gone else round(active), SUPPRESSED if gone else "")  # fmt: skip


def _groups(
    series: Series, weeks: list[str], sizes: dict[str, int], least: int, withheld: Counter[str]
) -> list[tuple[str, str, float, float]]:
    """Week, group, licensed and active people of every group that is spoken of."""
    names = series.groups
    if not names:
        return []
    people = np.array([sizes.get(name, 0) for name in names], np.float64)
    base = np.where(np.isnan(series.group_licensed), people[None, :], series.group_licensed)
    hidden = withheld_groups(base, least)
    seen = (base > 0).any(axis=0)
    withheld["groups"] += int((hidden & seen).sum())
    # Rows of people who are in no group are the rest of a total, like a group that is withheld.
    rest = series.licensed - base.sum(axis=1)
    loose = ~np.isnan(rest) & (rest > 0)
    rows = []
    for week, name in enumerate(weeks):
        licensed, active = base[week], series.group_active[week]
        odd = np.append(active, max(series.active[week] - np.nansum(active), 0.0))
        seats = np.append(licensed, max(rest[week], 0.0) if loose[week] else np.nan)
        outside = np.append(hidden, True)
        if not loose[week]:
            odd, seats, outside = active, licensed, hidden
        gone = withheld_counts(odd, seats, outside, least)[: len(names)] | np.isnan(active)
        withheld["counts"] += int((gone & ~hidden).sum())
        for group in np.flatnonzero((licensed > 0) | (hidden & seen)).tolist():
            unknown = hidden[group] or np.isnan(series.group_licensed[week, group])
            seats_told = np.nan if unknown else float(licensed[group])
            told = np.nan if gone[group] or hidden[group] else float(active[group])
            rows.append((name, names[group], seats_told, told))
    return rows


def survey_rows(found: Sequence[Answers], least: int, withheld: Counter[str]) -> pd.DataFrame:
    """Means of answers, of the firm and of groups from which enough people answered."""
    rows = list[tuple[object, ...]]()
    for answers in found:
        date = "" if np.isnat(answers.when) else str(answers.when)
        for item, values in answers.items.items():
            told = ~np.isnan(values)
            if told.sum() < least:
                withheld["items"] += 1
                continue
            rows.append((date, WHOLE, item, *_mean(values[told])))
            for group in _told_groups(answers, told, least, withheld).tolist():
                inside = told & (answers.group == group)
                rows.append((date, answers.names[group], item, *_mean(values[inside])))
    return survey(rows)


def _mean(values: Floats) -> tuple[int, float, float]:
    spread = float(values.std(ddof=1)) if len(values) > 1 else 0.0
    return len(values), float(values.mean()), spread


def _told_groups(
    answers: Answers, told: np.ndarray[tuple[int], np.dtype[np.bool_]], least: int,
    withheld: Counter[str],
) -> Ints:  # fmt: skip
    """Groups with enough answers, of which none can be worked out from the others and the whole."""
    count = len(answers.names)
    inside = answers.group[told]
    if not count or not (inside >= 0).any():
        return np.zeros(0, np.int64)
    number = np.bincount(inside[inside >= 0], minlength=count).astype(np.float64)
    number = np.append(number, float((inside < 0).sum()))
    hidden = withheld_groups(number[None, :], least)
    hidden[-1] = True
    if number[-1] == 0:
        hidden = np.append(withheld_groups(number[None, :-1], least), True)
    elif 0 < number[hidden].sum() < least or (hidden & (number > 0)).sum() < 2:
        for group in np.argsort(number, kind="stable").tolist():
            rest = number[hidden].sum()
            if rest >= least and (hidden & (number > 0)).sum() > 1:
                break
            hidden[group] = True
    withheld["answers"] += int((hidden[:-1] & (number[:-1] > 0)).sum())
    return np.flatnonzero(~hidden[:-1])
