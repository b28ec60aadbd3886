"""Tables of texts, for the terminal, for pages and for files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.report import tables

if TYPE_CHECKING:
    import pandas as pd

Table = tuple[tuple[str, ...], list[tuple[str, ...]]]
"""Head and rows."""


def markdown(table: Table) -> str:
    """A table for a page of documentation."""
    return tables.markdown(*table) + "\n"


def framed(table: Table) -> pd.DataFrame:
    """A table as a frame, to be written as a file."""
    import pandas as pd

    header, body = table
    return pd.DataFrame(body, columns=list(header))


def text(table: Table) -> str:
    """A table for a terminal."""
    from sim.report.listing import listing

    return listing(*table)
