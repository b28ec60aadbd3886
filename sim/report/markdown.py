"""Tables of texts, for the terminal, for pages and for files."""

from __future__ import annotations

Table = tuple[tuple[str, ...], list[tuple[str, ...]]]
"""Head and rows."""


def markdown(table: Table) -> str:
    """A table for a page of documentation."""
    header, body = table
    lines = [header, tuple("---" for _ in header), *body]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def as_csv(table: Table) -> str:
    """A table of texts as CSV."""
    import csv
    import io

    header, body = table
    told = io.StringIO()
    csv.writer(told, lineterminator="\n").writerows([header, *body])
    return told.getvalue()


def text(table: Table) -> str:
    """A table for a terminal."""
    from sim.report.listing import listing

    return listing(*table)
