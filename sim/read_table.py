"""Text tables as people keep them: any separator, packed or not, each row with its line number."""

from __future__ import annotations

import csv
import gzip
import zlib
from collections import Counter
from pathlib import Path
from typing import NamedTuple, NoReturn
from unicodedata import normalize

from sim.params import ConfigError

COMMENTS = "#%"
SEPARATORS = ("\t", ";", ",")
SNIFFED = 100  # lines looked at to find the separator
EMPTY = frozenset(("", "-", "-1", "na", "n/a", "nan", "none", "null", "nil", "<na>"))


class Table(NamedTuple):
    """Rows of a text file.

    Attributes:
        path: The file, as the user wrote it.
        rows: Cells of each row, all rows equally long.
        lines: Line of the file that each row stands on, from 1.
        separator: What separates cells; a space stands for any white space.
    """

    path: str
    rows: list[list[str]]
    lines: list[int]
    separator: str

    def column(self, index: int) -> list[str]:
        """One column, white space around cells removed."""
        return [row[index].strip() for row in self.rows]

    def without_header(self) -> Table:
        """The rows below the first."""
        return self._replace(rows=self.rows[1:], lines=self.lines[1:])

    def refuse(self, row: int, problem: str) -> NoReturn:
        """Raise an error about one row; rows that come from no file have no line."""
        line = f":{self.lines[row]}" if self.lines else ""
        raise ConfigError(f"{self.path}{line}: {problem}")


def read_text(path: str, key: str) -> str:
    """The text of a file, unpacked if it is packed.

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
    return _decode(path, data)


def _decode(path: str, data: bytes) -> str:
    if data[:4] == b"PK\x03\x04":
        raise ConfigError(f"{path}: a spreadsheet or zip file; save it as CSV in UTF-8")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise ConfigError(f"{path}: UTF-16 text; save it as UTF-8")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # The codec cut off the byte order mark before it counted.
        line = data.count(b"\n", 0, error.start) + 1
        found = f"byte 0x{error.object[error.start]:02x}"
        raise ConfigError(f"{path}:{line}: not UTF-8 text ({found}); save it as UTF-8") from None
    if "\0" in text:
        raise ConfigError(f"{path}: a binary file; valid: UTF-8 text, GEXF or GraphML, also as .gz")
    if not text.strip():
        raise ConfigError(f"{path}: the file is empty")
    # One name typed on two systems may differ in how accents are stored.
    return text if text.isascii() else normalize("NFC", text)


def parse(path: str, text: str) -> Table:
    """Split a text into rows; comment lines and empty lines go."""
    lines, numbers = list[str](), list[int]()
    for number, line in enumerate(_lines(text), 1):
        bare = line.strip()
        if bare and bare[0] not in COMMENTS:
            lines.append(line)
            numbers.append(number)
    if not lines:
        raise ConfigError(f"{path}: the file has no rows, only comments or empty lines")
    separator = _separator(lines[:SNIFFED])
    table = Table(path, _split(path, lines, numbers, separator), numbers, separator)
    _check_width(table)
    return table


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _separator(lines: list[str]) -> str:
    """The first separator found on most lines, else white space."""
    for separator in SEPARATORS:
        if 2 * sum(separator in line.strip() for line in lines) > len(lines):
            return separator
    return " "


def _split(path: str, lines: list[str], numbers: list[int], separator: str) -> list[list[str]]:
    quoted = any('"' in line for line in lines)
    if separator == " ":
        if not quoted:
            return [line.split() for line in lines]
        lines = [" ".join(line.split()) for line in lines]
    if not quoted:
        return [line.split(separator) for line in lines]
    reader = csv.reader(lines, delimiter=separator, skipinitialspace=True, strict=True)
    rows = list[list[str]]()
    try:
        for row in reader:
            rows.append(row)
            if reader.line_num != len(rows):
                break
    except csv.Error:
        pass
    if len(rows) != len(lines) or reader.line_num != len(rows):
        at = numbers[min(len(rows) - (reader.line_num > len(rows) > 0), len(numbers) - 1)]
        raise ConfigError(f"{path}:{at}: quotes that do not end, or text after them")
    return rows


def _check_width(table: Table) -> None:
    widths = list(map(len, table.rows))
    usual = Counter(widths).most_common(1)[0][0]
    if widths.count(usual) != len(widths):
        row = next(index for index, width in enumerate(widths) if width != usual)
        fields = f"{widths[row]} field{'s' * (widths[row] != 1)}"
        table.refuse(row, f"{fields}, other lines have {usual}: {_shorten(table.rows[row])}")


def _shorten(row: list[str]) -> str:
    text = " | ".join(row)
    return repr(text if len(text) <= 60 else text[:60] + "…")


def plain(name: str) -> str:
    """A column name without case, spaces and punctuation: "Reports-To ID" is "reportstoid"."""
    return "".join(letter for letter in name.casefold() if letter.isalnum())


def is_number(text: str) -> bool:
    """Whether a cell reads as a number."""
    try:
        float(text)
    except ValueError:
        return False
    return True


def listed(names: list[str], most: int = 5) -> str:
    """A few names for a message, with the number of those left out."""
    more = f" and {len(names) - most:,} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more
