"""Tables: the same rows as Markdown for pages and as text for the terminal; those of runs."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.model.outcomes import BY_NAME
from sim.report.language import Language

if TYPE_CHECKING:
    import pandas as pd

DECIDED = "*"
BENEFIT, PER_EMPLOYEE = "net_benefit_eur", "per_employee"
# Outcome, or the benefit per employee: (factor, decimals, sign shown).
COLUMNS = {
    "genuine_use_final": (100.0, 0, False),
    "hours_saved_per_employee_week": (1.0, 2, True),
    "lead_time_change": (100.0, 1, True),
    BENEFIT: (1e-3, 0, True),
    PER_EMPLOYEE: (1.0, 0, True),
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
HEAD_WIDTH = 10
"""Longer heads of columns go on to a second line."""
RANKED = "hours_saved_per_employee_week"


def comparison_table(
    summary: pd.DataFrame, against: pd.DataFrame, weeks: int, people: int,
    language: str | Language = "en",
) -> str:  # fmt: skip
    """Means per strategy; a star marks a difference to the baseline that is decided and matters.

    Args:
        summary: As `paired.summarise` gives it.
        against: As `paired.pairwise` gives it, with the baseline alone; may be empty.
        weeks: Horizon, for paybacks that do not come.
        people: Employees.
        language: What it is said in: a code such as "de", or a language.
    """
    speak = Language.of(language)
    heads, table = comparison_cells(summary, against, weeks, people, speak)
    rows: list[list[str]] = [[*each] for each in zip(*heads, strict=True)]
    for strategy, cells in table.items():
        *before, name = textwrap.wrap(speak.name(strategy), NAME_WIDTH, subsequent_indent="  ")
        rows += [[part, *[""] * (len(heads) - 1)] for part in before]
        rows.append([name, *cells])
    return aligned(rows, head=len(heads[0]))


def comparison_cells(
    summary: pd.DataFrame, against: pd.DataFrame, weeks: int, people: int, speak: Language
) -> tuple[list[list[str]], dict[str, list[str]]]:  # fmt: skip
    """The same in cells: the lines of each head, and what stands in the row of a strategy."""
    known = {(row["strategy"], row["outcome"]): row for row in summary.to_dict("records")}
    starred = {
        (row["strategy"], row["outcome"])
        for row in against.to_dict("records")
        if row["verdict"] in ("better", "worse")
    }
    heads = [
        speak.say(f"compare.head_{name}").split("|") for name in ("strategy", *COLUMNS, "best")
    ]
    rows: dict[str, list[str]] = {}
    for strategy in dict.fromkeys(summary["strategy"]):
        cells = []
        for column in COLUMNS:
            outcome = BENEFIT if column == PER_EMPLOYEE else column
            star = DECIDED if (strategy, column) in starred else " "
            share = people if column == PER_EMPLOYEE else 1
            cells.append(_cell(speak, known[strategy, outcome], column, weeks, share) + star)
        best = speak.number(100 * known[strategy, RANKED]["chance_best"], 0)
        rows[strategy] = [*cells, best]
    return heads, rows


def run_table(
    row: Mapping[str, float], weeks: int, people: int, language: str | Language = "en"
) -> str:
    """The headline outcomes of one run, one to a line.

    Args:
        row: Outcomes by name.
        weeks: Horizon, for times that were not reached.
        people: Employees; money per employee stands beside the total.
        language: What it is said in: a code such as "de", or a language.
    """
    speak = Language.of(language)
    labels = [speak.outcome(name) for name in TOLD]
    width = max(map(len, labels))
    values = [speak.value(name, row[name], weeks) + _per_employee(speak, name, row[name] / people)
              for name in TOLD]  # fmt: skip
    return "\n".join(
        f"  {label:<{width}}  {value}" for label, value in zip(labels, values, strict=True)
    )


def _per_employee(speak: Language, outcome: str, euros: float) -> str:
    if BY_NAME[outcome].unit != "€":
        return ""
    value = speak.number(euros, 0, signed=outcome == BENEFIT)
    return f" ({value} {speak.say('units.€ per employee')})"


def _cell(speak: Language, row: dict[Any, Any], column: str, weeks: int, share: int) -> str:
    factor, decimals, signed = COLUMNS[column]
    if column != "payback_week":
        return speak.number(factor * row["mean"] / share, decimals, signed)
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


def headed(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """The same as text, with the words of the head below one another where that is narrower."""
    cells = [textwrap.wrap(each, HEAD_WIDTH, break_long_words=False) for each in head]
    most = max(map(len, cells))
    lines = zip(*([*[""] * (most - len(each)), *each] for each in cells), strict=True)
    return aligned([*(list(line) for line in lines), *rows], head=most)


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
