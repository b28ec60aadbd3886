"""Results in a notebook: a headline with a small table, and the figures by name."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from sim.base.params import unknown
from sim.report.language import ENGLISH, Language

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

SHOWN = (
    "genuine_use_final", "hours_saved_per_employee_week", "lead_time_change", "net_benefit_eur",
)  # fmt: skip
"""Outcomes of the small table, where a result has them."""


def html(headline: str, runs: pd.DataFrame) -> str:
    """A headline, and means per strategy under the names that the columns have in Python.

    Args:
        headline: Text; a line each becomes a paragraph.
        runs: One row per run.
    """
    shown = [name for name in SHOWN if name in runs]
    means = runs.groupby("strategy", sort=False)[shown].mean()
    said = "".join(f"<p>{escape(line)}</p>" for line in headline.splitlines())
    return said + means.to_html(float_format="{:.4g}".format, border=0)


def counted(runs: pd.DataFrame) -> str:
    """How many strategies and seeds a table of runs is about."""
    return ENGLISH.say(
        "run.counted", strategies=runs["strategy"].nunique(), seeds=runs["seed"].nunique()
    )


def figure(
    name: str,
    runs: pd.DataFrame,
    weekly: pd.DataFrame,
    language: str | Language,
    pairwise: pd.DataFrame | None = None,
) -> Figure:
    """One of the figures that commands write, such as `adoption`.

    Raises:
        ConfigError: There is none of this name; the message has those that there are.
    """
    from sim.report.plots import figures, style

    every = figures(weekly, runs, pairwise)
    if name not in every:
        raise unknown("figure", name, every)
    with style.look():
        return every[name](Language.of(language))
