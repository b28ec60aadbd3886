"""Evidence and calibration as plain tables, for the terminal and for the documentation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from sim.studies.evidence.table import Row

if TYPE_CHECKING:
    from sim.studies.calibrate.calibrate import Calibration

#: Above this share of the prior's width a parameter counts as not identified.
NOT_IDENTIFIED = 0.75
Table = tuple[tuple[str, ...], list[tuple[str, ...]]]


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


def identification(found: Calibration) -> Table:
    """Posterior against prior, the best identified parameter first."""
    header = ("parameter", "prior", "default", "10 %", "median", "90 %", "width", "recovered", "")
    from sim.analysis.priors import defaults

    bands, widths, now = found.bands(), found.widths(), defaults()
    body: list[tuple[str, ...]] = []
    for key in sorted(widths, key=lambda each: widths[each]):
        low, middle, high = bands[key]
        hit = found.recovered.get(key)
        body.append((
            key, "{:g} to {:g}".format(*found.ranges[key]), f"{now[key]:g}",
            f"{low:.3g}", f"{middle:.3g}", f"{high:.3g}", f"{widths[key]:.2f}",
            "" if hit is None else f"{100 * hit:.0f} %",
            "NOT IDENTIFIED" if widths[key] > NOT_IDENTIFIED else "",
        ))  # fmt: skip
    return header, body


def unidentified(found: Calibration) -> list[str]:
    """Fitted parameters about which the evidence says next to nothing."""
    return [key for key, width in found.widths().items() if width > NOT_IDENTIFIED]


def markdown(table: Table) -> str:
    """A table for a page of documentation."""
    header, body = table
    lines = [header, tuple("---" for _ in header), *body]
    return "\n".join("| " + " | ".join(map(plain, line)) + " |" for line in lines) + "\n"


def plain(text: str) -> str:
    """A text as a cell of a page: no HTML, no further cell, no further line."""
    one = " ".join(text.split())
    return re.sub(r"(?<!\\)\|", r"\\|", re.sub(r"<(?=[A-Za-z/!?])", "&lt;", one))


def text(table: Table) -> str:
    """A table for a terminal."""
    from sim.report.listing import listing

    return listing(*table)
