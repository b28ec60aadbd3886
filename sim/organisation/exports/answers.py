"""Answers to a survey as means: what a question asks for, and what an answer says."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from sim.base.arrays import Floats, Ints
from sim.organisation.exports.columns import NEVER, days
from sim.organisation.exports.folder import ITEMS
from sim.organisation.exports.formats import Recognised
from sim.organisation.exports.groups import group_name
from sim.organisation.exports.refused import Refused
from sim.organisation.exports.sheet import Sheet
from sim.organisation.read.headings import plain
from sim.organisation.read.numbers import numbers

MOST_HOURS = 80.0
SCALES = (5, 7, 10, 4, 6)
"""Ends of scales from 1, the usual one first; one from 0 ends at 10 or 100."""


@dataclass
class Answers:
    """What a survey says.

    Attributes:
        when: The day most answers are from.
        items: Item -> value of every row that answered it, NaN elsewhere.
        group: Group of each row, -1 for none.
        names: Name of each group.
        dropped: Reason -> rows or questions left out.
        asked: Items, with the column each was taken from and whether that was guessed.
    """

    when: np.datetime64
    items: dict[str, Floats]
    group: Ints
    names: list[str]
    dropped: Counter[str] = field(default_factory=Counter)
    asked: list[tuple[str, int, bool]] = field(default_factory=list)
    first: np.datetime64 = NEVER
    last: np.datetime64 = NEVER


@functools.cache
def _words() -> dict[str, Any]:
    path = Path(__file__).parent / "items.yaml"
    # As `plain` writes them: ß is ss.
    found: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8").casefold())
    return found


def item_of(question: str) -> str:
    """The item that a question asks for, "" if unknown; a minus sign says: scale turned."""
    bare = plain(question)
    for item, entries in _words()["questions"].items():
        if any(all(word in bare for word in entry.split()) for entry in entries):
            return str(item)
    return ""


def answers_of(
    sheet: Sheet, found: Recognised, told: Mapping[int, str], of_name: Callable[[str], int],
    names: list[str],
) -> Answers:  # fmt: skip
    """Items of a survey, by mapping or, where there is none, by the words of the questions.

    Args:
        sheet: One row per answer.
        found: Its format.
        told: Column -> item, as a mapping file says; may begin with a minus sign.
        of_name: Group of a department by its name.
        names: Name of each group.

    Raises:
        Refused: No question is known (E02), or an answer is on no known scale (E11).
    """
    when = days(sheet, found.first("date"))
    result = Answers(_middle(when), {}, np.full(sheet.rows, -1), names)
    if not np.isnat(when).all():
        result.first, result.last = np.nanmin(when), np.nanmax(when)
    skip = {place for places in found.columns.values() for place in places}
    plainly = [plain(name) for name in sheet.header]
    skip |= {place for place, name in enumerate(plainly)
             if name in (found.format.get("skip") or "").split() or not name}  # fmt: skip
    for place, question in enumerate(sheet.header):
        item = told.get(place, "" if told or place in skip else item_of(question))
        usual = not told and place not in skip and plain(question) in _words()["groups"]
        grouping = told.get(place) == "group" or usual
        if grouping:
            codes, words = sheet.coded(place)
            result.group = np.array([of_name(group_name(w)) for w in words], np.int64)[codes]
        elif item.lstrip("-") in ITEMS:
            _take(sheet, place, item, result, guessed=place not in told)
        elif place not in skip and item not in ("date", "ignore", "id"):
            result.dropped["questions"] += 1
    if not result.items:
        raise Refused("E02", "questions", sheet.path, sheet.above)
    return result


def _middle(when: np.ndarray[Any, Any]) -> np.datetime64:
    known = np.sort(when[~np.isnat(when)])
    return known[len(known) // 2] if len(known) else NEVER


def _take(sheet: Sheet, place: int, item: str, result: Answers, guessed: bool) -> None:
    name = item.lstrip("-")
    codes, words = sheet.coded(place)
    try:
        value = _values(words, name)
    except ValueError as error:
        wrong = int(str(error))
        row = int((codes == wrong).argmax())
        if guessed:
            result.dropped["questions"] += 1
            return
        raise sheet.refuse("E11", "no_scale", row, column=sheet.header[place]) from None
    if item.startswith("-") and not ITEMS[name]:
        value = 1 - value
    found = value[codes]
    if np.isnan(found).all() or name in result.items:
        result.dropped["questions"] += 1
        return
    result.items[name] = found
    result.asked.append((name, place, guessed))


def _values(words: list[str], item: str) -> Floats:
    """What each answer is worth, NaN where nothing was said; never the middle for that.

    Raises:
        ValueError: An answer is on no known scale; says which one.
    """
    said = [plain(_text(word)) for word in words]
    missing = [not each or each in _words()["missing"] for each in said]
    told = [each for each, gone in zip(said, missing, strict=True) if not gone]
    if not told:
        return np.full(len(words), np.nan)
    if ITEMS[item]:
        return _hours(words, missing)
    kinds = ("frequency", "agreement") if item in ("use_days", "use") else \
        ("agreement", "frequency")  # fmt: skip
    for kind in kinds:
        table = {word: float(value) for value, all_ in _words()[kind].items() for word in all_}
        if all(each in table for each in told):
            values = [np.nan if gone else table[each]
                      for each, gone in zip(said, missing, strict=True)]  # fmt: skip
            found = np.array(values)
            return np.where(found > 0, 1.0, found) if item == "use" else found
    if set(told) <= set(_words()["codes"]):
        last = len(_words()["codes"]) - 1
        return np.array([np.nan if gone else _words()["codes"].index(each) / last
                         for each, gone in zip(said, missing, strict=True)])  # fmt: skip
    return _scale(words, missing)


def _text(word: str) -> str:
    """An answer without a number in front: "5 - stimme voll zu", "(1) never"."""
    bare = re.sub(r"^\W*\d+\W+(?=\D*$)", "", word)
    return bare if re.search(r"[^\W\d]", bare) else word


def _scale(words: list[str], missing: list[bool]) -> Floats:
    """Numbers on a scale: from 1 to 5 unless larger ones, or 0, are found."""
    value, _ = numbers([re.sub(r"^\W*(\d+([.,]\d+)?)\b.*$", r"\1", word) for word in words])
    value[np.array(missing)] = np.nan
    for code, gone in enumerate(missing):
        if not gone and not np.isfinite(value[code]):
            raise ValueError(code)
    low, high = np.nanmin(value), np.nanmax(value)
    if low < 0 or high > 100:
        raise ValueError(int(np.nanargmax(np.abs(value))))
    if high <= 1 and (value[~np.isnan(value)] % 1 > 0).any():
        return value
    if low == 0 or high > max(SCALES):
        return value / (1 if high <= 1 else 10 if high <= 10 else 100)
    last = next((each for each in SCALES if high <= each and each != 4), 10)
    return (value - 1) / (last - 1)


def _hours(words: list[str], missing: list[bool]) -> Floats:
    """Hours a week; "2-4" is 3, "more than 5" is 5."""
    found = np.full(len(words), np.nan)
    for code, (word, gone) in enumerate(zip(words, missing, strict=True)):
        if gone:
            continue
        seen = [float(each.replace(",", ".")) for each in re.findall(r"\d{1,3}(?:[.,]\d+)?", word)]
        if not seen or max(seen) > MOST_HOURS or len(seen) > 2 or word.strip().startswith("-"):
            raise ValueError(code)
        found[code] = sum(seen) / len(seen)
    return found
