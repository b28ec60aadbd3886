"""Columns of text as days, counts, truths and people, each decided on the whole column."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.base.arrays import Flags, Floats, Ints
from sim.organisation.read.headings import plain
from sim.organisation.read.identity import key_of, turned
from sim.organisation.read.numbers import numbers
from sim.organisation.read.table import EMPTY

if TYPE_CHECKING:
    from sim.organisation.exports.sheet import Sheet

Days = NDArray[Any]
"""Days as NumPy has them, `datetime64[D]`."""
Day = Any
"""One of them."""
NEVER = np.datetime64("NaT", "D")
FIRST_YEAR, LAST_YEAR = 1990, 2100
MOST_PEOPLE = 10_000_000
STRONGEST = 1e12
"""Above it the sum of a few million weights would be no number to reckon with."""

_YEAR_FIRST = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?:[T ].*)?")
_YEAR_LAST = re.compile(r"(\d{1,2})[-./](\d{1,2})[-./](\d{4}|\d{2})(?:[T ,].*)?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_WEEK = re.compile(r"(\d{4})-?[WK]{1,2}(\d{1,2})", re.IGNORECASE)
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januar",
            "feb february februar",
            "mar march mär märz mrz maerz",
            "apr april",
            "may mai",
            "jun june juni",
            "jul july juli",
            "aug august",
            "sep sept september",
            "oct october okt oktober",
            "nov november",
            "dec december dez dezember",
        ),
        1,
    )
    for name in names.split()
}
_NAMED = re.compile(r"([^\W\d]+)\.? (\d{1,2}),? (\d{4})|(\d{1,2})\.? ([^\W\d]+)\.? (\d{4})")
_YES = frozenset(["true", "1", "yes", "ja", "y", "j", "wahr", "x", "active", "aktiv"])
_NO = frozenset(("false", "0", "no", "nein", "n", "falsch", "inactive", "inaktiv", ""))


def days(sheet: Sheet, place: int | None) -> Days:
    """A column as days; NaT where a cell is empty, or everywhere if there is no such column.

    Whether the day or the month comes first is decided by the whole column.

    Raises:
        Refused: Both orders fit (E03), or a cell is no date (E11).
    """
    if place is None:
        return np.full(sheet.rows, NEVER)
    codes, words = sheet.coded(place)
    order = _order(sheet, place, codes, words)
    found = np.array([_day(word, order) for word in words], "datetime64[D]")
    wrong = [code for code, word in enumerate(words)
             if np.isnat(found[code]) and word.casefold() not in EMPTY]  # fmt: skip
    if wrong:
        row = int(np.isin(codes, wrong).argmax())
        raise sheet.refuse("E11", "no_date", row, column=sheet.header[place])
    return found[codes]


def _order(sheet: Sheet, place: int, codes: Ints, words: Sequence[str]) -> str:
    """Which of two numbers in front of a year comes first: "day" or "month"."""
    found = [match for word in words if (match := _YEAR_LAST.fullmatch(word))]
    if not found:
        return "day"
    first = max(int(match[1]) for match in found)
    second = max(int(match[2]) for match in found)
    if first > 12 and second > 12:
        row = next(
            row
            for row, code in enumerate(codes.tolist())
            if (match := _YEAR_LAST.fullmatch(words[code])) and int(match[2]) > 12
        )
        raise sheet.refuse("E03", "mixed_dates", row)
    if first > 12 or "." in found[0][0][:6]:
        return "day"
    if second > 12:
        return "month"
    if any(re.search(r"\d [AaPp]\.?[Mm]\.?$", match[0]) for match in found):
        return "month"
    if all(int(match[1]) == int(match[2]) for match in found):
        return "day"
    if _weekly(found, 1) != _weekly(found, 2):
        return "month" if _weekly(found, 1) else "day"
    row = next(row for row, code in enumerate(codes.tolist()) if _YEAR_LAST.fullmatch(words[code]))
    raise sheet.refuse("E03", "dates", row, column=sheet.header[place])


def _weekly(found: Sequence[re.Match[str]], month: int) -> bool:
    """Whether all dates, with the month in that place, fall on one day of the week."""
    seen = {_number(match[3], match[month], match[3 - month]) for match in found}
    if len(seen) < 3 or any(np.isnat(day) for day in seen):
        return False
    return len({int(day.astype(np.int64)) % 7 for day in seen}) == 1


def _day(word: str, order: str) -> Day:
    """A day, or NaT."""
    match = _YEAR_FIRST.fullmatch(word) or _COMPACT.fullmatch(word)
    if match:
        return _number(match[1], match[2], match[3])
    match = _YEAR_LAST.fullmatch(word)
    if match:
        month, day = (match[2], match[1]) if order == "day" else (match[1], match[2])
        return _number(match[3], month, day)
    match = _WEEK.fullmatch(word)
    if match and 1 <= int(match[2]) <= 53 and FIRST_YEAR <= int(match[1]) <= LAST_YEAR:
        fourth = _number(match[1], "1", "4")  # is always in week 1
        return first_day(fourth) + np.timedelta64(7 * (int(match[2]) - 1), "D")
    match = _NAMED.fullmatch(word)
    if match:
        name, day, year = (match[1], match[2], match[3]) if match[1] else \
            (match[5], match[4], match[6])  # fmt: skip
        return _number(year, str(_MONTHS.get(name.casefold(), 0)), day)
    return NEVER


def _number(year: str, month: str, day: str) -> Day:
    whole = int(year) + (2000 if len(year) == 2 else 0)
    if not FIRST_YEAR <= whole <= LAST_YEAR:
        return NEVER
    try:
        return np.datetime64(f"{whole:04d}-{int(month):02d}-{int(day):02d}", "D")
    except ValueError:
        return NEVER


def monday(day: Days) -> Days:
    """The first day of the ISO week that each day lies in."""
    number = day.astype("datetime64[D]").astype(np.int64)
    return np.asarray((number - (number + 3) % 7).astype("datetime64[D]"))


def first_day(day: Day) -> Day:
    """The same for one day."""
    found: Day = monday(np.array([day], "datetime64[D]"))[0]
    return found


def counts(sheet: Sheet, place: int | None, whole: bool = True) -> Floats:
    """A column as numbers of at least 0; NaN where a cell is empty, or there is no such column.

    Raises:
        Refused: A cell is no number, below 0, or no whole number where it has to be (E11).
    """
    if place is None:
        return np.full(sheet.rows, np.nan)
    codes, words = sheet.coded(place)
    told = [word for word in words if word.casefold() not in EMPTY - {"-1"}]
    values, _ = numbers(told)
    by_word = dict(zip(told, values.tolist(), strict=True))
    found = np.array([by_word.get(word, np.nan) for word in words])
    for code, word in enumerate(words):
        if word not in by_word:
            continue
        value = found[code]
        problem = _problem(value, whole)
        if problem:
            row = int((codes == code).argmax())
            raise sheet.refuse("E11", problem, row, column=sheet.header[place])
    return found[codes]


def _problem(value: float, whole: bool) -> str:
    """What is wrong with a number of a column; "" if nothing is."""
    if not np.isfinite(value):
        return "no_number"
    if value < 0:
        return "negative"
    if value > (MOST_PEOPLE if whole else STRONGEST):
        return "huge"
    return "broken" if whole and value != round(value) else ""


def truths(sheet: Sheet, place: int) -> tuple[Flags, Flags]:
    """A column as yes or no, and where it says neither."""
    codes, words = sheet.coded(place)
    yes = np.array([plain(word) in _YES or _positive(word) for word in words], np.bool_)
    told = np.array([plain(word) in _YES | _NO or _positive(word) for word in words], np.bool_)
    return yes[codes], ~told[codes]


def _positive(word: str) -> bool:
    try:
        return float(word.replace(",", ".")) > 0
    except ValueError:
        return False


def people(sheet: Sheet, place: int) -> tuple[Ints, list[str]]:
    """A column of people as numbers, and the spelling of each; "" is nobody."""
    codes, words = sheet.coded(place)
    index = dict[str, int]()
    number = np.array([index.setdefault(key(word), len(index)) for word in words], np.int64)
    return number[codes], list(index)


def key(word: str) -> str:
    """What all spellings of a person have in common; "" for nobody."""
    return "" if word.casefold() in EMPTY else turned(key_of(word))


_SHAPES = (
    ("hash", re.compile(r"[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64}")),
    ("guid", re.compile(r"\{?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\}?")),
    ("email", re.compile(r"[^@\s]+@[^@\s]+")),
    ("number", re.compile(r"[a-z]{0,3}[-_]?\d+")),
)


def shape_of(keys: Sequence[str]) -> str:
    """What most of some ids look like: email, guid, hash, number or name."""
    seen = dict[str, int]()
    for each in [each for each in keys if each][:2000]:
        kind = next((name for name, pattern in _SHAPES if pattern.fullmatch(each)), "name")
        seen[kind] = seen.get(kind, 0) + 1
    return max(seen, key=lambda kind: seen[kind], default="name")


def concealed(keys: Sequence[str]) -> bool:
    """Whether ids are what an export shows in place of names: 32 hexadecimal digits."""
    known = [each for each in keys if each]
    hidden = sum(len(each) == 32 and bool(_SHAPES[0][1].fullmatch(each)) for each in known)
    return bool(known) and hidden >= 0.9 * len(known)
