"""All tables of a report as one workbook: numbers as numbers, right in any Excel."""

from __future__ import annotations

import io
import math
import zipfile
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.base.files import atomic_write, cell

if TYPE_CHECKING:
    import pandas as pd

LONGEST_NAME = 31
"""Letters that a sheet's name may have."""
MOST_ROWS = 200_000
"""Rows of a sheet; a longer table is in its own file."""
WIDEST = 48
DAY = datetime(2020, 1, 1)
"""When every workbook says it was made, so that the same tables give the same bytes."""


def workbook(tables: Mapping[str, pd.DataFrame]) -> Callable[[Path], None] | None:
    """What writes the tables, one sheet each; None where openpyxl is not installed."""
    try:
        import openpyxl  # noqa: F401
    except ImportError:
        return None
    return lambda path: _write(tables, path)


def _write(tables: Mapping[str, pd.DataFrame], path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    for name, table in tables.items():
        _sheet(book.create_sheet(name[:LONGEST_NAME]), table.head(MOST_ROWS))
    book.properties.created = book.properties.modified = DAY
    book.properties.creator = "Rollout Lab"
    buffer = io.BytesIO()
    book.save(buffer)
    with atomic_write(path) as temporary:
        temporary.write_bytes(_dated(buffer.getvalue()))


def _sheet(sheet: Any, table: pd.DataFrame) -> None:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    sheet.freeze_panes = "A2"
    for place, name in enumerate(table, 1):
        sheet.column_dimensions[get_column_letter(place)].width = min(
            WIDEST, max(10, len(str(name)) + 2)
        )
    head = []
    for name in table:
        written = WriteOnlyCell(sheet, value=cell(str(name)))
        written.font = Font(bold=True)
        head.append(written)
    sheet.append(head)
    for row in table.itertuples(index=False, name=None):
        sheet.append([_value(each) for each in row])


def _value(value: Any) -> Any:
    """A cell: a number, a text that no spreadsheet runs, or nothing."""
    if isinstance(value, str):
        return cell(value)
    if isinstance(value, bool) or value is None:
        return value
    value = value.item() if hasattr(value, "item") else value
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def _dated(data: bytes) -> bytes:
    """The same archive with a fixed date on every part."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for each in old.infolist():
            part = zipfile.ZipInfo(each.filename, DAY.timetuple()[:6])
            part.compress_type = zipfile.ZIP_DEFLATED
            text = old.read(each)
            if each.filename == "docProps/core.xml":
                text = _undated(text)
            new.writestr(part, text)
    return out.getvalue()


def _undated(text: bytes) -> bytes:
    """Properties of a workbook without the moment at which it was saved."""
    import re

    day = DAY.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    return re.sub(rb"(W3CDTF\">)[^<]+(<)", rb"\g<1>" + day + rb"\g<2>", text)
