"""Tables: the same rows as Markdown for pages and as text for the terminal; those of runs."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.report.language import Language

if TYPE_CHECKING:
    import pandas as pd

DECIDED = "*"
# Outcome: (factor, decimals, sign shown).
COLUMNS = {
    "genuine_use_final": (100.0, 0, False),
    "hours_saved_per_employee_week": (1.0, 2, True),
    "lead_time_change": (100.0, 1, True),
    "net_benefit_eur": (1e-3, 0, True),
    "payback_week": (1.0, 0, False),
}
TOLD = (
    "genuine_use_final",
    "reported_use_final",
    "weeks_to_50_genuine",
    "hours_saved_per_employee_week",
    "lead_time_change",
    "cost_eur",
    "net_benefit_eur",
    "payback_week",
)
"""What a single run says on the terminal."""
NAME_WIDTH = 22
"""Longer names of strategies go on to a second line."""
RANKED = "hours_saved_per_employee_week"


def comparison_table(
    summary: pd.DataFrame, pairwise: pd.DataFrame, weeks: int, language: str | Language = "en"
) -> str:
    """Means per strategy; a star marks a decided difference to the baseline.

    Args:
        summary: As `statistics.summarise` gives it.
        pairwise: As `statistics.pairwise` gives it; may be empty.
        weeks: Horizon, for paybacks that do not come.
        language: What it is said in: a code such as "de", or a language.
    """
    speak = Language.of(language)
    known = {(row["strategy"], row["outcome"]): row for row in summary.to_dict("records")}
    decided = {
        (row["strategy"], row["outcome"])
        for row in pairwise.to_dict("records")
        if row["decided"] == "yes"
    }
    heads = [
        speak.say(f"compare.head_{name}").split("|") for name in ("strategy", *COLUMNS, "best")
    ]
    rows: list[list[str]] = [[*each] for each in zip(*heads, strict=True)]
    for strategy in dict.fromkeys(summary["strategy"]):
        *before, name = textwrap.wrap(speak.name(strategy), NAME_WIDTH, subsequent_indent="  ")
        rows += [[part, *[""] * (len(heads) - 1)] for part in before]
        cells = [name]
        for outcome in COLUMNS:
            star = DECIDED if (strategy, outcome) in decided else " "
            cells.append(_cell(speak, known[strategy, outcome], outcome, weeks) + star)
        cells.append(speak.number(100 * known[strategy, RANKED]["chance_best"], 0))
        rows.append(cells)
    return aligned(rows, head=len(heads[0]))


def run_table(row: Mapping[str, float], weeks: int, language: str | Language = "en") -> str:
    """The headline outcomes of one run, one to a line.

    Args:
        row: Outcomes by name.
        weeks: Horizon, for times that were not reached.
        language: What it is said in: a code such as "de", or a language.
    """
    speak = Language.of(language)
    labels = [speak.outcome(name) for name in TOLD]
    width = max(map(len, labels))
    values = [speak.value(name, row[name], weeks) for name in TOLD]
    return "\n".join(
        f"  {label:<{width}}  {value}" for label, value in zip(labels, values, strict=True)
    )


def _cell(speak: Language, row: dict[Any, Any], outcome: str, weeks: int) -> str:
    factor, decimals, signed = COLUMNS[outcome]
    if outcome != "payback_week":
        return speak.number(factor * row["mean"], decimals, signed)
    return f">{weeks}" if np.isnan(row["median"]) else speak.number(row["median"], decimals)


def markdown(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table of a page."""
    return "\n".join([markdown_head(head), *(_row(row) for row in rows)])


def markdown_head(head: Sequence[str]) -> str:
    """Its first two lines, for templates that write the rows themselves."""
    return f"{_row(head)}\n{_row(['---'] * len(head))}"


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(map(plain, cells))} |"


def plain(text: str) -> str:
    """A text as a cell of a page: no HTML, no further cell, no further line."""
    one = re.sub(r"<(?=[A-Za-z/!?])", "&lt;", text.replace("\n", " "))
    return re.sub(r"(?<!\\)\|", r"\|", one)


def rows_of(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """A frame row by row, for sentences and templates."""
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


def aligned(rows: Sequence[Sequence[str]], head: int) -> str:
    """Rows as text: first column to the left, the others to the right; a rule under the head.

    Args:
        rows: Cells of each row.
        head: How many rows are the head.
    """
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = []
    for first, *others in rows:
        cells = [cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True)]
        lines.append("  ".join([first.ljust(widths[0]), *cells]).rstrip())
    lines.insert(head, "-" * (sum(widths) + 2 * (len(widths) - 1)))
    return "\n".join(lines)
