"""Workbooks (.xlsx) as tables, read through openpyxl; nothing in them is run."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

from sim.organisation.exports.formats import candidates, known_names
from sim.organisation.exports.refused import Refused
from sim.organisation.exports.sheet import ABOVE, Sheet, sheet_from, text_of_cell
from sim.organisation.read.limits import BYTES, CELLS, TIES

MARK = b"PK\x03\x04"


def is_workbook(path: str) -> bool:
    """Whether a file begins as a workbook does; other zip files do as well."""
    try:
        place = Path(path).expanduser()
        if not place.is_file():
            return False
        with place.open("rb") as file:
            return file.read(4) == MARK
    except (OSError, RuntimeError, ValueError):
        return False


def sheet_of_workbook(path: str, wanted: str = "") -> Sheet:
    """The one sheet of a workbook that is a known table, or the only one with cells.

    Args:
        path: The file.
        wanted: Name of a sheet, where there are several.

    Raises:
        Refused: openpyxl is missing, the file is damaged or no workbook, or it is not clear
            which sheet is meant (E01).
    """
    try:
        import openpyxl
    except ImportError:
        raise Refused("E01", "openpyxl", path) from None
    file = Path(path).expanduser()
    try:
        with zipfile.ZipFile(file) as packed:
            if sum(each.file_size for each in packed.infolist()) > 4 * BYTES:
                raise Refused("E01", "large", path)
            if not any(each.filename.startswith("xl/") for each in packed.infolist()):
                raise Refused("E01", "zip", path)
        book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
        tables = {each.title: _cells(path, each) for each in book.worksheets}
        book.close()
    except Refused:
        raise
    except Exception:  # openpyxl fails in many ways on a damaged file
        raise Refused("E01", "workbook", path) from None
    filled = {name: rows for name, rows in tables.items() if len(rows) > 1}
    if wanted:
        if wanted not in tables:
            raise Refused("E01", "sheets", path, names=", ".join(tables))
        filled = {wanted: tables[wanted]}
    if not filled:
        raise Refused("E01", "no_rows", path, 1)
    known = [name for name, rows in filled.items() if any(candidates(row) for row in rows[:ABOVE])]
    chosen = known if len(known) == 1 else list(filled)
    if len(chosen) > 1:
        raise Refused("E01", "sheets", path, names=", ".join(filled))
    return _sheet(path, filled[chosen[0]])


def _sheet(path: str, rows: list[list[str]]) -> Sheet:
    best = max(range(min(len(rows), ABOVE)), key=lambda row: (
        bool(candidates(rows[row])), known_names(rows[row]), -row))  # fmt: skip
    header = rows[best]
    width = max((place + 1 for place, cell in enumerate(header) if cell), default=0)
    header = header[:width]
    lines = range(best + 2, len(rows) + 1)
    body = [(row + [""] * width)[:width] for row in rows[best + 1 :]]
    return sheet_from(path, header, body, list(lines))


def _cells(path: str, table: Any) -> list[list[str]]:
    rows, cells = list[list[str]](), 0
    for row in table.iter_rows(values_only=True):
        found = [text_of_cell(value) for value in row]
        cells += len(found)
        if cells > CELLS or len(rows) > TIES:
            raise Refused("E01", "large", path)
        rows.append(found)
    while rows and not any(rows[-1]):
        rows.pop()
    return rows
