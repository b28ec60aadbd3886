"""Tables of texts, for the terminal, for pages and for files."""

from __future__ import annotations

from sim.report import tables

Table = tuple[tuple[str, ...], list[tuple[str, ...]]]
"""Head and rows."""


def markdown(table: Table) -> str:
    """A table for a page of documentation."""
    return tables.markdown(*table) + "\n"


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
