"""Text tables as people keep them: any separator, each row with its line number."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple, NoReturn

from sim.base.params import ConfigError
from sim.organisation.read.headings import plain
from sim.organisation.read.limits import CELLS, TIES, check
from sim.organisation.read.shape import told

#: What a spreadsheet puts first to say how it separates cells.
EXCEL = re.compile(r"sep=.[ \t]*$", re.IGNORECASE)
#: What a section of a file in another format begins with: nobody is called *Arcs or [edges].
SECTION = re.compile(r"\*[A-Za-z]|\[\w+\][ \t]*$")
QUOTED = re.compile(r'"[^"]*"')
SEPARATORS = ("\t", ";", ",")
LINES_OF_A_CELL = 50
UNNAMED = "."  # stands for a name that a header in white space cannot leave empty
SNIFFED = 100  # lines looked at to find the separator
EMPTY = frozenset(
    ("", "-", "–", "-1", "na", "n/a", "#n/a", "#nv", "#n/v", "nan", "none", "null", "nil", "<na>")
)


class Table(NamedTuple):
    """A text file as columns.

    Attributes:
        path: The file, as the user wrote it.
        columns: Cells of each column, white space around them removed.
        lines: Line of the file that each row stands on, from 1; empty if it is no file.
        separator: What separates cells; a space stands for any white space.
        show_names: Whether messages may repeat what stands in a cell.
    """

    path: str
    columns: list[list[str]]
    lines: Sequence[int]
    separator: str
    show_names: bool = False

    def row(self, index: int) -> list[str]:
        """One row."""
        return [column[index] for column in self.columns]

    def below(self, index: int) -> Table:
        """The rows from one on."""
        if not index:
            return self
        columns = [column[index:] for column in self.columns]
        return self._replace(columns=columns, lines=self.lines[index:])

    def without(self, rows: Sequence[int]) -> Table:
        """All rows but a few."""
        gone = set(rows)
        kept = [row for row in range(len(self.columns[0])) if row not in gone]
        columns = [[column[row] for row in kept] for column in self.columns]
        return self._replace(columns=columns, lines=[self.lines[row] for row in kept])

    def told(self, cell: str) -> str:
        """A cell for a message: itself, or what it looks like."""
        return told(cell, self.show_names)

    def where(self, row: int) -> str:
        """File and line of a row."""
        return f"{self.path}:{self.lines[row]}" if self.lines else self.path

    def refuse(self, row: int, problem: str) -> NoReturn:
        """Raise an error about one row."""
        raise ConfigError(f"{self.where(row)}: {problem}")


def parse(path: str, text: str, show_names: bool = False) -> Table:
    """Split a text into columns; comment lines and empty lines go.

    Raises:
        ConfigError: Rows differ in length, quotes do not end, there is too much of them, or it
            has sections of a format that is not known.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")  # tabs are cells
    check(path, text.count("\n"), TIES, "lines")
    lines = text.split("\n")
    numbers: Sequence[int] = range(1, len(lines) + 1)
    kept = [i for i, line in enumerate(lines) if not _is_skipped(line)]
    if len(kept) < len(lines):
        lines, numbers = [lines[i] for i in kept], [i + 1 for i in kept]
    if not lines:
        raise ConfigError(f"{path}: the file has no rows, only comments")
    _refuse_sections(path, lines, numbers)
    separator = _separator(lines[:SNIFFED])
    if any('"' in line for line in lines):
        rows, numbers = _unquote(path, lines, numbers, separator)
        if len(rows[0]) == len(rows[-1]) - 1 and _are_row_names(
            rows[0], [row[0] for row in rows[1:]]
        ):
            rows[0].insert(0, "")
        _check_width(path, numbers, [len(row) for row in rows])
        columns = [list(column) for column in zip(*rows, strict=True)]
    else:
        white = None if separator == " " else separator
        first = lines[0].split(white)
        if len(first) == _width(lines[-1], white) - 1 and _are_row_names(
            first, [line.split(white, 1)[0] for line in lines[1:]]
        ):
            lines[0] = f"{UNNAMED if white is None else ''}{separator}{lines[0]}"
        widths = _widths(path, lines, white)
        _check_width(path, numbers, widths)
        # One list of cells: a million small lists would keep the garbage collector busy.
        cells = separator.join(lines).split(white)
        columns = [cells[i :: widths[0]] for i in range(widths[0])]
    return Table(path, [[c.strip() for c in column] for column in columns], numbers, separator,
                 show_names)  # fmt: skip


def _refuse_sections(path: str, lines: list[str], numbers: Sequence[int]) -> None:
    for line, number in zip(lines, numbers, strict=True):
        if line[0] in "*[" and SECTION.match(line):
            raise ConfigError(
                f"{path}:{number}: a line that begins a section, of a format with several tables "
                "that is not known; valid: one table of ties, or a graph file"
            )


def _is_skipped(line: str) -> bool:
    """Whether a line is a comment, empty, or says how cells are separated."""
    if line[:1].isalnum() and line[3:4] != "=":
        return False
    bare = line.lstrip()
    return bare[:1] in ("#", "%") or not line.strip(" \t,;") or bool(EXCEL.match(line))


def _widths(path: str, lines: list[str], separator: str | None) -> list[int]:
    widths = [_width(line, separator) for line in lines]
    check(path, sum(widths), CELLS, "cells")
    return widths


def _are_row_names(header: list[str], firsts: list[str]) -> bool:
    """Whether a table is R's, which does not name the column of row names.

    Those are numbers from 1, or, in a matrix, names that stand above, too.
    """
    counted = firsts == [str(row) for row in range(1, len(firsts) + 1)]
    above = {*map(plain, header)}
    return counted or 2 * sum(plain(cell) in above for cell in firsts) > len(firsts)


def _width(line: str, separator: str | None) -> int:
    return len(line.split()) if separator is None else line.count(separator) + 1


def _separator(lines: list[str]) -> str:
    """The first separator found outside quotes on most lines, else white space.

    One that the first line has goes before one that it lacks: mail programs write several
    recipients into a cell, parted by semicolons, and headings hold none.
    """
    lines = [QUOTED.sub("", line) if '"' in line else line for line in lines]
    usual = [
        separator
        for separator in SEPARATORS
        if 2 * sum(separator in line.strip() for line in lines) > len(lines)
    ]
    first = [separator for separator in usual if separator in lines[0].strip()]
    return next(iter((*first, *usual)), " ")


def _unquote(
    path: str, lines: list[str], numbers: Sequence[int], separator: str
) -> tuple[list[list[str]], list[int]]:
    """Cells of each row, and where it begins; a quoted cell may go on over some lines."""
    if separator == " ":
        lines = [" ".join(line.split()) for line in lines]
    check(path, sum(line.count(separator) + 1 for line in lines), CELLS, "cells")
    rows, begins, at = list[list[str]](), list[int](), 0
    while at < len(lines):
        most = min(at + LINES_OF_A_CELL, len(lines))
        found = (_cells("\n".join(lines[at:end]), separator) for end in range(at + 1, most + 1))
        length, cells = next(((n, each) for n, each in enumerate(found, 1) if each), (0, []))
        if not cells:
            raise ConfigError(f"{path}:{numbers[at]}: a quote that does not end, or text after one")
        rows.append(cells)
        begins.append(numbers[at])
        at += length
    return rows, begins


def _cells(row: str, separator: str) -> list[str]:
    """Cells of a row; none if a quote does not end."""
    try:
        found = list(csv.reader([row], delimiter=separator, skipinitialspace=True, strict=True))
    except csv.Error:
        return []
    return [" ".join(cell.split()) for cell in found[0]]


def _check_width(path: str, numbers: Sequence[int], widths: list[int]) -> None:
    usual = Counter(widths).most_common(1)[0][0]
    if widths.count(usual) < len(widths):
        odd = next(i for i, width in enumerate(widths) if width != usual)
        steps = {b - a for a, b in pairwise(widths)}
        if len(widths) > 3 and steps in ({1}, {-1}):
            raise ConfigError(
                f"{path}: half a matrix; fill in the other half, with names around it"
            )
        fields = "1 field" if widths[odd] == 1 else f"{widths[odd]} fields"
        raise ConfigError(f"{path}:{numbers[odd]}: {fields} where most lines have {usual}")


def words(text: str) -> tuple[str, ...]:
    """Words of a list of names."""
    return tuple(text.split())
