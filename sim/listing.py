"""Lists on the terminal: aligned columns, narrowed down to the lines that contain some words."""

from __future__ import annotations

from collections.abc import Sequence

from sim.params import ConfigError

Row = tuple[str, ...]


def listing(header: Row, rows: Sequence[Row]) -> str:
    """Rows as text in aligned columns, two blanks apart."""
    lines = [header, *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(header))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


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
