"""Cells that name several people, as mail programs write all recipients into one."""

from __future__ import annotations

import numpy as np

from sim.base.arrays import Rows
from sim.organisation.read.identity import key_of
from sim.organisation.read.limits import TIES, check
from sim.organisation.read.table import Table


def one_by_one(
    table: Table, ends: list[list[str]], rows: Rows
) -> tuple[list[list[str]], Rows, int]:
    """Ends of ties with one person each, the row each tie stands on, and how many ties that adds.

    Mail programs write all recipients into one cell. A comma parts people only where the
    parts are addresses or stand alone elsewhere: "Doe, Jane" is one person.
    """
    lists = {cell for end in ends for cell in end if ";" in cell or "," in cell}
    if not lists:
        return ends, rows, 0
    alone = {key_of(cell) for end in ends for cell in {*end} - lists}
    people = {cell: _people_of(cell, alone) for cell in lists}
    total = sum(
        len(people.get(one, (one,))) * len(people.get(two, (two,)))
        for one, two in zip(*ends, strict=True)
    )
    check(table.path, total, TIES, "ties, as rows name several people")
    found = [
        (a, b, row)
        for one, two, row in zip(*ends, rows.tolist(), strict=True)
        for a in people.get(one, (one,))
        for b in people.get(two, (two,))
    ]
    source, target, row = (list(each) for each in zip(*found, strict=True))
    return [source, target], np.array(row, np.int32), total - len(rows)


def _people_of(cell: str, alone: set[str]) -> list[str]:
    """The people whom a cell with semicolons or commas names."""
    separator = ";" if ";" in cell else ","
    parts = [part for part in map(str.strip, cell.split(separator)) if part]
    if separator == "," and "@" in cell:
        parts = _with_addresses(parts, alone)
    sure = separator == ";" or all("@" in part or key_of(part) in alone for part in parts)
    return parts if parts and sure else [cell]


def _with_addresses(parts: list[str], alone: set[str]) -> list[str]:
    """Parts of a cell with addresses: "Doe, Jane <j@x>" is one person, though it has a comma."""
    found, name = list[str](), ""
    for part in parts:
        name = f"{name}, {part}" if name else part
        if "@" in part or key_of(name) in alone:
            found.append(name)
            name = ""
    return [*found, name] if name else found
