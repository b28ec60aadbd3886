"""A file as a table of text: any usual encoding, separator and packing, or a workbook, or JSON.

Cells stay Arrow columns, so that millions of rows are read in seconds; which columns somebody
looked at is noted, and the data sheet lists exactly those.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.base.arrays import Flags, Ints
from sim.base.params import ConfigError
from sim.organisation.exports.refused import Refused
from sim.organisation.read.limits import CELLS, TIES
from sim.organisation.read.source import read_text

if TYPE_CHECKING:
    import pyarrow as pa

SEPARATORS = (",", ";", "\t", "|")
ABOVE = 12
"""Lines in which the names of columns are looked for."""
PROBLEMS = {"the file is empty": "empty", "a spreadsheet or zip": "old_workbook",
            "damaged gzip": "packed", "more than": "large"}  # fmt: skip
"""Words of an error of `read_text` -> which refusal that is."""


@dataclass
class Sheet:
    """A table.

    Attributes:
        path: The file, as the user wrote it.
        header: Names of the columns, white space around them removed.
        table: The columns; None where a header is all there is.
        text: The text it came from, for line numbers; "" if there is none.
        above: Lines above the first row.
        separator: What parts cells.
        lines: Line of every row, where it is known; else told from the text.
        read: Places of the columns that somebody looked at.
    """

    path: str
    header: list[str]
    table: pa.Table
    text: str = ""
    above: int = 1
    separator: str = ","
    lines: Sequence[int] | None = None
    read: set[int] = field(default_factory=set)

    @property
    def rows(self) -> int:
        """Number of rows below the header."""
        return int(self.table.num_rows)

    def column(self, place: int) -> pa.ChunkedArray:
        """One column, and note that it was read."""
        self.read.add(place)
        return self.table.column(place)

    def coded(self, place: int) -> tuple[Ints, list[str]]:
        """A column as numbers and what they stand for, white space around cells removed."""
        import pyarrow.compute as pc

        found = pc.utf8_trim_whitespace(self.column(place)).combine_chunks().dictionary_encode()
        return found.indices.to_numpy(zero_copy_only=False), found.dictionary.to_pylist()

    def cells(self, place: int | None) -> list[str]:
        """A column as a list of texts; empty ones if there is no such column."""
        if place is None:
            return [""] * self.rows
        codes, words = self.coded(place)
        found: list[str] = np.array(words, dtype=object)[codes].tolist()
        return found

    def marks(self, place: int | None, test: Callable[[str], bool]) -> Flags:
        """Which cells of a column a test is true of; none of them if there is no such column."""
        if place is None:
            return np.zeros(self.rows, np.bool_)
        codes, words = self.coded(place)
        return np.array([test(word) for word in words], np.bool_)[codes]

    def line(self, row: int) -> int:
        """Line of the file that a row begins on."""
        return self.lines_of([row])[0]

    def lines_of(self, rows: Sequence[int]) -> list[int]:
        """The same for several rows."""
        if self.lines is not None:
            return [self.lines[row] for row in rows]
        wanted, found = set(rows), dict[int, int]()
        if '"' not in self.text and "\n\n" not in self.text:
            return [self.above + 1 + row for row in rows]
        opened = csv.reader(io.StringIO(self.text), delimiter=self.separator)
        for _ in range(self.above):
            next(opened, None)  # a quote above can hold all that follows
        before, row = opened.line_num, 0
        for cells in opened:
            if cells:
                if row in wanted:
                    found[row] = before + 1
                row += 1
            before = opened.line_num
            if len(found) == len(wanted):
                break
        return [found.get(row, 0) for row in rows]

    def refuse(self, code: str, key: str, row: int, **places: Any) -> Refused:
        """A refusal about one row."""
        return Refused(code, key, self.path, self.line(row), **places)

    def names(self) -> tuple[str, ...]:
        """Names of the columns that were read, in the order of the file."""
        return tuple(self.header[place] for place in sorted(self.read))


def text_of(path: str) -> str:
    """The text of a file.

    Raises:
        Refused: It is empty, binary or another kind of file (E01).
        ConfigError: There is no such file.
    """
    try:
        text, _ = read_text(path, "FILE")
    except Refused:
        raise
    except ConfigError as error:
        raise _not_text(path, error) from None
    if text.lstrip()[:5] == "%PDF-":
        raise Refused("E01", "pdf", path)
    if text.lstrip()[:9].lower().startswith(("<!doctype", "<html")):
        raise Refused("E01", "page", path)
    return text


def _not_text(path: str, error: ConfigError) -> ConfigError:
    said = str(error)
    for words, key in PROBLEMS.items():
        if words in said:
            return Refused("E01", key, path)
    if "neither in UTF-8" in said or "a binary file" in said:
        line = said.removeprefix(f"{path}:").partition(":")[0]
        with Path(path).expanduser().open("rb") as file:
            if file.read(1024).lstrip()[:5] == b"%PDF-":
                return Refused("E01", "pdf", path)
        return Refused("E01", "binary", path, int(line) if line.isdigit() else 0)
    return error


def sheet_of(path: str, text: str) -> Sheet:
    """A text as a table: the separator is told by the header, not by most lines.

    Raises:
        Refused: It is no table (E01), or a row has another number of cells.
    """
    from sim.organisation.exports.formats import candidates, known_names

    text = text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
    head = text[:200_000].split("\n")[: ABOVE + 1]
    best: tuple[Any, ...] = ()
    for number, line in enumerate(head[:ABOVE]):
        if not line.strip(" \t,;|") or line[:4].lower() == "sep=":
            continue
        for separator in SEPARATORS:
            cells = _cells(line, separator)
            if len(cells) < 2:
                continue
            # Below the first line a letter or two is rather a cell than the name of a column.
            fits = len(candidates([each if not number or len(each) > 2 else "" for each in cells]
                                  )) > 0  # fmt: skip
            score = (fits, known_names(cells) if fits or number == 0 else 0, -number, len(cells))
            if not best or score > best[0]:
                best = (score, number, separator, cells)
    if not best:
        first = next((number for number, line in enumerate(head) if line.strip()), 0)
        raise Refused("E01", "one_column", path, first + 1)
    _, number, separator, header = best
    sheet = Sheet(path, header, None, text, number + 1, separator)
    body = text.split("\n", number + 1)[-1] if text.count("\n") > number else ""
    if not body.strip(" \n\t,;|"):
        raise Refused("E01", "no_rows", path, number + 1)
    sheet.table = _table(sheet, body)
    return _full(sheet) if re.search(r"^[ \t,;|]+$", body, re.MULTILINE) else sheet


def text_of_cell(value: Any) -> str:
    """A value of a workbook or of JSON as text; whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(str(value).split())


def _cells(line: str, separator: str) -> list[str]:
    try:
        found = next(csv.reader([line], delimiter=separator, skipinitialspace=True), [])
    except csv.Error:
        return []
    return [" ".join(cell.split()) for cell in found]


def _table(sheet: Sheet, body: str) -> pa.Table:
    """The rows below the header, all cells as text."""
    import pyarrow as pa
    from pyarrow import csv as arrow

    path, width, odd = sheet.path, len(sheet.header), list[Any]()
    names = [f"c{place}" for place in range(width)]

    def wrong(row: Any) -> str:
        odd.append(row)
        return "skip" if len(odd) == 1 else "error"

    if body.count('"') % 2:
        raise Refused("E01", "quotes", path, _open_quote(body) + sheet.above)
    try:
        found = arrow.read_csv(
            io.BytesIO(body.encode("utf-8")),
            read_options=arrow.ReadOptions(column_names=names, use_threads=False),
            parse_options=arrow.ParseOptions(
                delimiter=sheet.separator, newlines_in_values='"' in body, invalid_row_handler=wrong
            ),
            convert_options=arrow.ConvertOptions(column_types=dict.fromkeys(names, pa.string()),
                                                 strings_can_be_null=False),
        )  # fmt: skip
    except pa.ArrowInvalid:
        if not odd:
            raise Refused("E01", "quotes", path, sheet.above + 1) from None
    if odd:
        line = sheet.line(int(odd[0].number or 1) - 1)
        raise Refused("E01", "ragged", path, line, found=odd[0].actual_columns, wanted=width)
    _check(path, found.num_rows, width)
    return found


def _open_quote(body: str) -> int:
    """The line with the quote that does not end: after it, no line is outside quotes."""
    inside, last = False, 1
    for number, line in enumerate(body.split("\n"), 1):
        if not inside:
            last = number
        inside ^= bool(line.count('"') % 2)
    return last


def _full(sheet: Sheet) -> Sheet:
    """The same without rows that have nothing in them, and without a last line of totals."""
    import pyarrow.compute as pc

    empty = None
    for column in sheet.table.columns:
        bare = pc.equal(pc.utf8_length(pc.utf8_trim_whitespace(column)), 0)
        empty = bare if empty is None else pc.and_(empty, bare)
    gone = empty.to_numpy() if empty is not None else np.zeros(sheet.rows, np.bool_)
    if not gone.any():
        return sheet
    kept = np.flatnonzero(~gone)
    if not len(kept):
        raise Refused("E01", "no_rows", sheet.path, sheet.above)
    return replace(sheet, table=sheet.table.take(kept), lines=sheet.lines_of(kept.tolist()))


def _check(path: str, rows: int, width: int) -> None:
    if rows > TIES or rows * width > 4 * CELLS:
        raise Refused("E01", "large", path)


def sheet_from(path: str, header: list[str], rows: Sequence[Sequence[str]],
               lines: Sequence[int] | None = None) -> Sheet:  # fmt: skip
    """A table from rows of text.

    Raises:
        Refused: There is no row, or more than are read (E01).
    """
    import pyarrow as pa

    if not rows:
        raise Refused("E01", "no_rows", path, 1)
    _check(path, len(rows), len(header))
    arrays = [pa.array([row[place] for row in rows], pa.string()) for place in range(len(header))]
    names = [f"c{place}" for place in range(len(header))]
    numbers = range(2, len(rows) + 2) if lines is None else lines
    return _full(Sheet(path, header, pa.table(arrays, names=names), lines=numbers))
