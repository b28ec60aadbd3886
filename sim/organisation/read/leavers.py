"""Who stands in a people file and is nobody's colleague: has left, closed accounts, guests.

Columns tell by their headings (`headings.yaml`). A date of leaving is past if it lies before
the newest other date of the file: what is read must not depend on the day on which it is read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

import numpy as np

from sim.organisation.notes import Note, listed, note
from sim.organisation.read.edges import Arcs
from sim.organisation.read.headings import (
    AWAY,
    LEAVING,
    NO_REFERENCE,
    STATUS_NOISE,
    plain,
    tokens,
)
from sim.organisation.read.identity import turned
from sim.organisation.read.spellings import Spelling
from sim.organisation.read.table import EMPTY, words

YES = frozenset(words("true 1 1.0 yes y ja j wahr active aktiv enabled x"))
NO = frozenset(words("false 0 0.0 no n nein falsch inactive inaktiv disabled"))
#: One letter per state, as personnel systems write: what another letter beside it makes of it.
LETTERS = {"t": "a", "f": "t", "i": "a"}
MOSTLY = 0.8  # share of cells that are dates in a column of dates
NEVER = 9000  # years from here on stand for no date
_DATE = re.compile(r"(\d{4})[-/.](\d\d?)[-/.](\d\d?)|(\d\d?)([./-])(\d\d?)\5(\d{4})")


class Leavers(NamedTuple):
    """Rows of a people file that are no people of the organisation.

    Attributes:
        rows: The rows.
        columns: Columns that told.
        notes: What cannot be told.
        until: Date up to which dates of leaving count as past, or "".
    """

    rows: list[int]
    columns: list[int]
    notes: list[Note]
    until: str


def leavers_of(path: str, header: Sequence[str], columns: Sequence[Sequence[str]]) -> Leavers:
    """Find them by columns whose headings say so.

    Args:
        path: Of the people file.
        header: Names of columns.
        columns: Cells of each column.
    """
    gone, told, notes, until = set[int](), list[int](), list[Note](), ""
    for place, name in enumerate(header):
        rows = _away(name, [cell.casefold() for cell in columns[place]])
        if plain(name) in LEAVING:
            dates = _dates(columns[place])
            newest = _newest(header, columns)
            rows = [row for row, day in enumerate(dates) if day and newest and day <= newest]
            if newest and rows:
                until = newest.isoformat()
            elif not newest and any(dates):
                count = sum(day is not None for day in dates)
                notes.append(note("leaving_undated", file=Path(path).name, count=count))
        if rows:
            gone |= {*rows}
            told.append(place)
    return Leavers(sorted(gone), told, notes, until)


def _away(name: str, cells: list[str]) -> list[int]:
    """Rows of which a column says that the person is not there, or not one of the people."""
    bare = "".join(each for each in tokens(name) if each not in STATUS_NOISE)
    said = {*cells} - EMPTY - {""}
    for headings, telling in AWAY:
        if not {plain(name), bare} & headings:
            continue
        if telling:
            away = {*telling} | {cell for cell in said if {*tokens(cell), plain(cell)} & telling}
            letters = said if all(len(cell) == 1 for cell in said) else set[str]()
            away |= {one for one, other in LETTERS.items() if one in letters and other in letters}
        elif not said <= YES | NO:
            continue
        else:
            away = set(NO)
        return [row for row, cell in enumerate(cells) if cell in away]
    return []


def _newest(header: Sequence[str], columns: Sequence[Sequence[str]]) -> date | None:
    """The newest date that the file holds, but for those that lie ahead by their nature."""
    found = []
    for name, cells in zip(header, columns, strict=True):
        if plain(name) not in LEAVING and not {*tokens(name)} & {*NO_REFERENCE}:
            dates = _dates(cells)
            named = sum(cell.casefold() not in EMPTY for cell in cells)
            days = [day for day in dates if day]
            if days and len(days) >= MOSTLY * named:
                found.append(max(days))
    return max(found, default=None)


def _dates(cells: Sequence[str]) -> list[date | None]:
    """Cells as dates, None where they are none; 03/04/2025 is what other cells make of it."""
    matches = [_DATE.match(cell) for cell in cells]
    slashed = [each for each in matches if each and each[5] and each[5] != "."]
    month_first = any(int(each[6]) > 12 for each in slashed)
    return [_day(each, month_first) if each else None for each in matches]


def _day(found: re.Match[str], month_first: bool) -> date | None:
    year, month, day, one, mark, two, last = found.groups()
    if year is None:
        year, month, day = (last, one, two) if month_first and mark != "." else (last, two, one)
    try:
        return date(int(year), int(month), int(day)) if int(year) < NEVER else None
    except ValueError:
        return None


def keys_away(rows: Sequence[int], best: int, spellings: Sequence[Spelling]) -> frozenset[str]:
    """What the ties and columns of managers may call who has left, and nobody who has not."""
    gone, away, here = {*rows}, set[str](), set[str]()
    for place, each in enumerate(spellings):
        for row, key in enumerate(each.keys):
            if row not in gone:
                here |= {key, turned(key)}
            elif place == best or len({*each.keys}) == len(each.keys):
                away |= {key, turned(key)}
    return frozenset(away - here)


def leave(arcs: Arcs, away: frozenset[str]) -> int:
    """Take people and their ties out of the ties.

    Args:
        arcs: The ties, which are changed.
        away: Whom, as `key_of` has it.

    Returns:
        How many ties went.
    """
    kept = np.ones(len(arcs.names), np.bool_)
    kept[[arcs.index[key] for key in away if key in arcs.index]] = False
    if kept.all():
        return 0
    place = np.cumsum(kept, dtype=np.int32) - 1
    tie = kept[arcs.sender] & kept[arcs.recipient]
    arcs.names = [name for name, stays in zip(arcs.names, kept, strict=True) if stays]
    if arcs.attributes:
        arcs.attributes = [each for each, stays in zip(arcs.attributes, kept, strict=True) if stays]
    arcs.index = {key: int(place[row]) for key, row in arcs.index.items() if kept[row]}
    arcs.sender, arcs.recipient = place[arcs.sender[tie]], place[arcs.recipient[tie]]
    arcs.weight = arcs.weight[tie]
    return int((~tie).sum())


def told_leavers(path: str, header: Sequence[str], found: Leavers, ties: int) -> list[Note]:
    """What a reader has to know of them."""
    if not found.rows:
        return found.notes
    columns = listed([header[place] for place in found.columns], 8)
    until = note("left_until", date=found.until) if found.until else ""
    return [*found.notes, note("left", file=Path(path).name, count=len(found.rows),
                               columns=columns, ties=ties, until=until)]  # fmt: skip
