"""Lists on the terminal: aligned columns, narrowed down to the lines that contain some words."""

from __future__ import annotations

import functools
import shutil
import sys
import textwrap
from collections.abc import Sequence

from sim.base.params import ConfigError

Row = tuple[str, ...]

LAST_COLUMN = 30
"""Characters that the last column needs on a screen to be worth breaking."""
WIDEST = 100
"""Characters of a line that is easy to read."""


def screen_width() -> int:
    """How many characters a line may have: as the terminal is wide, and not too many."""
    return min(WIDEST, shutil.get_terminal_size((WIDEST, 40)).columns)


def listing(header: Row, rows: Sequence[Row]) -> str:
    """Rows as text in aligned columns, two blanks apart."""
    lines = [header, *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(header))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


def fitted(header: Row, rows: Sequence[Row], width: int) -> str:
    """The same for a screen: the last column is broken, or a row becomes a paragraph."""
    whole = listing(header, rows)
    if max(map(len, whole.splitlines())) <= width:
        return whole
    *lead, _ = zip(header, *rows, strict=True)
    start = sum(max(map(len, column)) + 2 for column in lead)
    if width - start >= LAST_COLUMN:
        hanging = " " * start
        lines = whole.splitlines()
        folded = [textwrap.wrap(each, width, subsequent_indent=hanging, break_on_hyphens=False)
                  for each in lines]  # fmt: skip
        return "\n".join(line for parts in folded for line in parts)
    indent = "    "
    blocks = []
    for name, *cells in rows:
        named = [
            f"{head}: {cell.rstrip('.')}"
            for head, cell in zip(header[1:], cells, strict=True)
            if cell
        ]
        about = textwrap.fill("; ".join(named), width, initial_indent=indent,
                              subsequent_indent=indent, break_on_hyphens=False)  # fmt: skip
        blocks.append(f"{name}\n{about}" if about else name)
    return "\n".join(blocks)


def shown(header: Row, rows: Sequence[Row]) -> str:
    """The same as wide as a terminal, or whole where it goes into a file or another program."""
    if not sys.stdout.isatty():
        return listing(header, rows)
    return fitted(header, rows, shutil.get_terminal_size((80, 24)).columns)


def wrapped(lines: Sequence[str]) -> str:
    """Sentences for a terminal, each on lines of its own."""
    fill = functools.partial(textwrap.fill, width=screen_width(), break_on_hyphens=False)
    return "\n".join(map(fill, lines))


def bullets(lines: Sequence[str]) -> str:
    """Sentences of a page ("**organic** is …") for a terminal: as a list, nothing in bold."""
    fill = functools.partial(textwrap.fill, width=screen_width(), initial_indent="- ",
                             subsequent_indent="  ", break_on_hyphens=False)  # fmt: skip
    return "\n".join(fill(line.replace("**", "").replace("`", "")) for line in lines)


def narrowed(rows: Sequence[Row], words: Sequence[str], where: str) -> list[Row]:
    """Rows that contain all words, whatever their case.

    Args:
        rows: Cells of each row.
        words: What to look for; all rows stay if there is none.
        where: What is searched, for the message: "in the evidence".

    Raises:
        ConfigError: No row contains all words.
    """
    found = [row for row in rows if all(word.lower() in " ".join(row).lower() for word in words)]
    if words and not found:
        raise ConfigError(f"nothing {where} contains {' '.join(words)!r}")
    return found
