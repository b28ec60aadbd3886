"""The table of a comparison on the terminal: one row per strategy, the headline numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.messages import Language

if TYPE_CHECKING:
    import pandas as pd

DECIDED = "*"
# Outcome: (column head on two lines, factor, decimals, sign shown).
COLUMNS = {
    "genuine_use_final": ("genuine use", "at the end, %", 100.0, 0, False),
    "hours_saved_per_employee_week": ("net h saved", "per head, week", 1.0, 2, True),
    "lead_time_change": ("lead time", "change, %", 100.0, 1, True),
    "net_benefit_eur": ("net benefit", "1,000 €", 1e-3, 0, True),
    "payback_week": ("payback", "week, median", 1.0, 0, False),
}
RANKED = "hours_saved_per_employee_week"


def comparison_table(summary: pd.DataFrame, pairwise: pd.DataFrame, weeks: int) -> str:
    """Means per strategy; a star marks a decided difference to the baseline.

    Args:
        summary: As `statistics.summarise` gives it.
        pairwise: As `statistics.pairwise` gives it; may be empty.
        weeks: Horizon, for paybacks that do not come.
    """
    speak = Language("en")
    known = {(row["strategy"], row["outcome"]): row for row in summary.to_dict("records")}
    decided = {
        (row["strategy"], row["outcome"])
        for row in pairwise.to_dict("records")
        if row["decided"] == "yes"
    }
    heads = [("", "strategy"), *((top, below) for top, below, *_ in COLUMNS.values())]
    rows: list[list[str]] = [
        [*each] for each in zip(*heads, ("most hours", "% of seeds"), strict=True)
    ]
    for strategy in dict.fromkeys(summary["strategy"]):
        cells = [speak.strategy(strategy)]
        for outcome in COLUMNS:
            star = DECIDED if (strategy, outcome) in decided else " "
            cells.append(_cell(speak, known[strategy, outcome], outcome, weeks) + star)
        cells.append(speak.number(100 * known[strategy, RANKED]["chance_best"], 0))
        rows.append(cells)
    return aligned(rows)


def _cell(speak: Language, row: dict[Any, Any], outcome: str, weeks: int) -> str:
    _, _, factor, decimals, signed = COLUMNS[outcome]
    if outcome != "payback_week":
        return speak.number(factor * row["mean"], decimals, signed)
    return f">{weeks}" if np.isnan(row["median"]) else speak.number(row["median"], decimals)


def aligned(rows: Sequence[Sequence[str]]) -> str:
    """Rows as text: first column to the left, the others to the right; a rule under the head.

    Args:
        rows: Cells of each row; the first two rows are the head.
    """
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = []
    for first, *others in rows:
        cells = [cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True)]
        lines.append("  ".join([first.ljust(widths[0]), *cells]).rstrip())
    lines.insert(2, "-" * (sum(widths) + 2 * (len(widths) - 1)))
    return "\n".join(lines)
