"""Text tables as people keep them: any separator, packed or not, each row with its line number."""

from __future__ import annotations

import csv
import gzip
import re
import zlib
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple, NoReturn
from unicodedata import normalize

from sim.base.params import ConfigError

SKIPPED = re.compile(r"^[^\S\n]*(?:[#%]|[,;\t]*$)", re.MULTILINE)  # comments and empty rows
#: What a spreadsheet puts first to say how it separates cells.
EXCEL = re.compile(r"sep=.[ \t]*$", re.IGNORECASE | re.MULTILINE)
QUOTED = re.compile(r'"[^"]*"')
SEPARATORS = ("\t", ";", ",")
LINES_OF_A_CELL = 50
SNIFFED = 100  # lines looked at to find the separator
#: First bytes of xlsx, ods and zip, and of xls.
SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
BINARY = "a binary file; valid: text in UTF-8, marked UTF-16 or Windows-1252, also as .gz"
EMPTY = frozenset(("", "-", "-1", "na", "n/a", "nan", "none", "null", "nil", "<na>"))


class Table(NamedTuple):
    """A text file as columns.

    Attributes:
        path: The file, as the user wrote it.
        columns: Cells of each column, white space around them removed.
        lines: Line of the file that each row stands on, from 1; empty if it is no file.
        separator: What separates cells; a space stands for any white space.
    """

    path: str
    columns: list[list[str]]
    lines: Sequence[int]
    separator: str

    def row(self, index: int) -> list[str]:
        """One row."""
        return [column[index] for column in self.columns]

    def without_header(self) -> Table:
        """The rows below the first."""
        columns = [column[1:] for column in self.columns]
        return self._replace(columns=columns, lines=self.lines[1:])

    def refuse(self, row: int, problem: str) -> NoReturn:
        """Raise an error about one row."""
        line = f":{self.lines[row]}" if self.lines else ""
        raise ConfigError(f"{self.path}{line}: {problem}")


def read_text(path: str, key: str) -> tuple[str, list[str]]:
    """The text of a file, unpacked if it is packed, and a note if it is not in UTF-8.

    Args:
        path: File name as the user wrote it.
        key: Configuration key it came from, for messages.
    """
    try:
        data = Path(path).expanduser().read_bytes()
        if data[:2] == b"\x1f\x8b":
            data = gzip.decompress(data)
    except FileNotFoundError:
        raise ConfigError(f"{key}: no file {path!r} (looked in {Path.cwd()})") from None
    except IsADirectoryError:
        raise ConfigError(f"{key}: {path!r} is a folder; name a file in it") from None
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise ConfigError(f"{path}: damaged gzip file ({error})") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise ConfigError(f"{key}: cannot read {path!r}: {reason}") from None
    text, notes = _decode(path, data)
    if not text.strip():
        raise ConfigError(f"{path}: the file is empty")
    # One name typed on two systems may differ in how accents and blanks are stored.
    return text if text.isascii() else normalize("NFC", text).replace("\u00a0", " "), notes


def _decode(path: str, data: bytes) -> tuple[str, list[str]]:
    """Text in UTF-8, or else in what spreadsheets and mail programs write, which is noted."""
    if data.startswith(SPREADSHEETS):
        raise ConfigError(f"{path}: a spreadsheet or zip file; save it as CSV, or unpack it")
    marked = data.startswith(UTF_16)
    try:
        text = data.decode("utf-16" if marked else "utf-8-sig")
        notes = [f"{Path(path).name} was read as UTF-16, as its first bytes say."] if marked else []
    except UnicodeDecodeError as error:
        if marked or b"\0" in data:
            raise ConfigError(f"{path}: {BINARY}") from None
        text = _windows(path, data, error.start)
        notes = [f"{Path(path).name} was read as Windows-1252, as it is not UTF-8."]
    if "\0" in text:
        raise ConfigError(f"{path}: {BINARY}")
    return text, notes


def _windows(path: str, data: bytes, wrong: int) -> str:
    """Text in Windows-1252, which contains Latin-1; `wrong` is the first byte not in UTF-8."""
    # Letters in UTF-8 before that byte: the file is in UTF-8, and damaged.
    if data[:wrong].isascii():
        try:
            return data.decode("cp1252")
        except UnicodeDecodeError as error:
            wrong = error.start
    line = data.count(b"\n", 0, wrong) + 1
    raise ConfigError(
        f"{path}:{line}: text neither in UTF-8 nor in Windows-1252 (byte 0x{data[wrong]:02x}); "
        "save it as UTF-8"
    )


def parse(path: str, text: str) -> Table:
    """Split a text into columns; comment lines and empty lines go.

    Raises:
        ConfigError: Rows differ in length, or quotes do not end.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").rstrip().split("\n")
    numbers: Sequence[int] = range(1, len(lines) + 1)
    if SKIPPED.search(text) or EXCEL.match(text):
        kept = [i for i, line in enumerate(lines) if not (SKIPPED.match(line) or EXCEL.match(line))]
        lines, numbers = [lines[i] for i in kept], [i + 1 for i in kept]
    if not lines:
        raise ConfigError(f"{path}: the file has no rows, only comments")
    separator = _separator(lines[:SNIFFED])
    if any('"' in line for line in lines):
        rows, numbers = _unquote(path, lines, numbers, separator)
        _check_width(path, numbers, [len(row) for row in rows], rows.__getitem__)
        columns = [list(column) for column in zip(*rows, strict=True)]
    else:
        white = None if separator == " " else separator
        widths = [len(line.split(white)) for line in lines]
        _check_width(path, numbers, widths, lambda row: lines[row].split(white))
        # One list of cells: a million small lists would keep the garbage collector busy.
        cells = separator.join(lines).split(white)
        columns = [cells[i :: widths[0]] for i in range(widths[0])]
    return Table(path, [[c.strip() for c in column] for column in columns], numbers, separator)


def _separator(lines: list[str]) -> str:
    """The first separator found outside quotes on most lines, else white space."""
    lines = [QUOTED.sub("", line) if '"' in line else line for line in lines]
    for separator in SEPARATORS:
        if 2 * sum(separator in line.strip() for line in lines) > len(lines):
            return separator
    return " "


def _unquote(
    path: str, lines: list[str], numbers: Sequence[int], separator: str
) -> tuple[list[list[str]], list[int]]:
    """Cells of each row, and where it begins; a quoted cell may go on over some lines."""
    if separator == " ":
        lines = [" ".join(line.split()) for line in lines]
    rows, begins, at = list[list[str]](), list[int](), 0
    while at < len(lines):
        most = min(at + LINES_OF_A_CELL, len(lines))
        found = (_cells("\n".join(lines[at:end]), separator) for end in range(at + 1, most + 1))
        length, cells = next(((n, each) for n, each in enumerate(found, 1) if each), (0, []))
        if not cells:
            problem = "a quote that does not end, or text after one"
            raise ConfigError(f"{path}:{numbers[at]}: {problem}: {_shorten(lines[at])}")
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


def _check_width(
    path: str, numbers: Sequence[int], widths: list[int], row: Callable[[int], list[str]]
) -> None:
    usual = Counter(widths).most_common(1)[0][0]
    if widths.count(usual) < len(widths):
        odd = next(i for i, width in enumerate(widths) if width != usual)
        fields = "1 field" if widths[odd] == 1 else f"{widths[odd]} fields"
        raise ConfigError(
            f"{path}:{numbers[odd]}: {fields} where most lines have {usual}: "
            f"{_shorten(' | '.join(row(odd)))}"
        )


def _shorten(text: str) -> str:
    return repr(text if len(text) <= 60 else text[:60] + "…")


def plain(name: str) -> str:
    """A column name without case, spaces and punctuation: "Reports-To ID" is "reportstoid"."""
    return "".join(letter for letter in name.casefold() if letter.isalnum())


def words(text: str) -> tuple[str, ...]:
    """Words of a list of names."""
    return tuple(text.split())


def is_number(text: str) -> bool:
    """Whether a cell reads as a number, with a decimal point or a decimal comma."""
    try:
        float(text.replace(",", "."))
    except ValueError:
        return False
    return True


def listed(names: list[str], most: int = 5) -> str:
    """A few names for a message, with the number of those left out."""
    more = f" and {len(names) - most:,} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more
