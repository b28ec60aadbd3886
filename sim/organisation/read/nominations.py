"""Rows that name several people in several columns, as surveys do: who asks whom, and whom else."""

from __future__ import annotations

from sim.organisation.read.headings import plain, stem
from sim.organisation.read.identity import key_of
from sim.organisation.read.numbers import is_number
from sim.organisation.read.table import EMPTY, Table

ASKED = 0.3  # share of names in a column that must be names of people elsewhere
ODD = 0.02  # share of rows that may name somebody twice, or the person itself
NOBODY = EMPTY | {"0", "0.0"}


def nominees(table: Table, header: list[str], source: int, target: int) -> list[int]:
    """Columns of the people whom each row names; `target` alone if there is just one.

    Columns belong together by their names ("Advice 1", "Advice 2"), or because they hold names
    of the same people. Answers on a scale repeat within a row; people named do not.
    """
    others = [i for i in range(len(table.columns)) if i not in (source, target)]
    if not others:
        return [target]
    stems = [stem(name) for name in header]
    known = {key_of(cell) for i in (source, target) for cell in {*table.columns[i]}}
    groups = {stems[i] for i in range(len(stems)) if stems[i] and stems.count(stems[i]) > 1}
    if target < len(stems) and stems[target] in groups:
        asked = [i for i in range(len(stems)) if i != source and stems[i] in groups]
        same = [i for i in asked if _are_people(table, i, known)]
        if target in same and len(same) > 1 and _differ(table, source, same):
            return same
    if header and _says_who(header, target):
        return [target]
    more = [i for i in others if _are_people(table, i, known) and not _numeric(table, i)]
    if more and not _numeric(table, target) and _differ(table, source, [target, *more]):
        return [target, *more]
    return [target]


def _says_who(header: list[str], target: int) -> bool:
    """Whether the header of other columns tells that they are no part of the tie."""
    return plain(header[target]) in ("to", "an", "recipient", "target", "cc")


def _named(table: Table, column: int) -> list[str]:
    return [cell for cell in table.columns[column] if cell.casefold() not in NOBODY]


def _numeric(table: Table, column: int) -> bool:
    cells = _named(table, column)
    return bool(cells) and all(map(is_number, cells))


def _are_people(table: Table, column: int, known: set[str]) -> bool:
    keys = {key_of(cell) for cell in {*_named(table, column)}}
    return bool(keys) and len(keys & known) >= ASKED * len(keys)


def _differ(table: Table, source: int, columns: list[int]) -> bool:
    """Whether hardly a row names somebody twice, or whoever answers, within these columns."""
    rows = zip(table.columns[source], *(table.columns[i] for i in columns), strict=True)
    odd = 0
    for who, *cells in rows:
        named = [key_of(cell) for cell in cells if cell.casefold() not in NOBODY]
        odd += len({*named}) < len(named) or key_of(who) in named
    return odd <= ODD * len(table.columns[source])
