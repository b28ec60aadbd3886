"""Published numbers against what the model shows, as tables."""

from __future__ import annotations

from collections.abc import Sequence

from sim.report.markdown import Table
from sim.studies.evidence.table import Row


def discrepancy(rows: Sequence[Row], shown: dict[str, dict[str, float]]) -> Table:
    """Published numbers against what the model shows.

    Args:
        rows: Rows with an observable.
        shown: Column title -> value by id. The verdict speaks of the last column.
    """
    titles = list(shown)
    header = ("number", "published", "compared with", "counts as met", *titles, "miss", "verdict")
    body = []
    for row in rows:
        values = [shown[title][row.id] for title in titles]
        miss = row.miss(values[-1])
        body.append((
            row.id, row.published, f"{row.value:g}", f"{row.low:g} to {row.high:g}",
            *[f"{value:.1f}" for value in values], f"{miss:+.2f}", verdict(miss),
        ))  # fmt: skip
    return header, body


def verdict(miss: float) -> str:
    """In words: +-1 is the end of the tolerance."""
    return "met" if abs(miss) <= 1.0 else "MISSED"


def carriers(
    rows: Sequence[Row], shown: dict[str, float], reset: dict[str, dict[str, float]],
    values: dict[str, float], middles: dict[str, float],
) -> Table:  # fmt: skip
    """Which parameter each target hangs on most: put to the middle of its prior, what is shown?

    Args:
        rows: Targets.
        shown: What the fitted values show, by id.
        reset: What is shown with one parameter at the middle of its prior, by parameter and id.
        values: Fitted values.
        middles: Middles of the priors.
    """
    body: list[tuple[str, ...]] = []
    for row in rows:
        moves = {key: reset[key][row.id] - shown[row.id] for key in reset}
        most = sorted(moves, key=lambda key: -abs(moves[key]))[:2]
        told = [f"{key} {values[key]:g} set to {middles[key]:g}: {reset[key][row.id]:.1f}"
                for key in most]  # fmt: skip
        body.append((row.id, f"{row.value:g}", f"{shown[row.id]:.1f}", *told))
    return ("target", "compared with", "fitted", "hangs most on", "and on"), body
