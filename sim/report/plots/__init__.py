"""Figures: functions of result frames that return a Matplotlib figure.

`write_figures` writes them all as PNG and SVG; the same frames give the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path
from typing import TYPE_CHECKING

from sim.base.presets import REFERENCE
from sim.report.language import Language
from sim.report.plots import style
from sim.report.plots.adoption import adoption_figure
from sim.report.plots.cost import cost_figure
from sim.report.plots.differences import differences_figure
from sim.report.plots.lead_time import lead_time_figure
from sim.report.plots.network import NetworkSnapshots, network_figure
from sim.report.plots.savings import savings_figure

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

__all__ = [
    "NetworkSnapshots",
    "adoption_figure",
    "cost_figure",
    "differences_figure",
    "figures",
    "lead_time_figure",
    "network_figure",
    "savings_figure",
    "write_figures",
]


def write_figures(
    weekly: pd.DataFrame,
    runs: pd.DataFrame,
    directory: Path,
    pairwise: pd.DataFrame | None = None,
    withdraw_week: int | None = None,
    snapshots: NetworkSnapshots | None = None,
    hidden: Collection[str] = (REFERENCE,),
    language: str | Language = "en",
) -> list[Path]:
    """Write every figure that the results allow.

    Args:
        weekly: One row per run and week, the reference included.
        runs: One row per run.
        directory: Folder of the figures; created.
        pairwise: Paired differences to a baseline; without them no forest plot.
        withdraw_week: Last week with levers.
        snapshots: One run's network in some weeks; without them no network picture.
        hidden: Strategies that only serve as reference, unless there is no other.
        language: What they are labelled in: a code such as "de", or a language.

    Returns:
        The files written, PNG and SVG of each figure.
    """
    speak, paths = Language.of(language), list[Path]()
    every = figures(weekly, runs, pairwise, withdraw_week, snapshots, hidden)
    with style.look():
        for name, figure in every.items():
            paths += style.save(figure(speak), directory, name)
    return paths


def figures(
    weekly: pd.DataFrame,
    runs: pd.DataFrame,
    pairwise: pd.DataFrame | None = None,
    withdraw_week: int | None = None,
    snapshots: NetworkSnapshots | None = None,
    hidden: Collection[str] = (REFERENCE,),
) -> dict[str, Callable[[Language], Figure]]:
    """What draws every figure that the results allow, by name; arguments as in `write_figures`."""
    shown = weekly[~weekly["strategy"].isin(list(hidden))]
    judged = runs[~runs["strategy"].isin(list(hidden))]
    if shown.empty:
        shown, judged = weekly, runs
    every: dict[str, Callable[[Language], Figure]] = {}
    # Several processes share the figures: first those that take longest.
    if snapshots is not None:
        every["network"] = lambda speak: network_figure(snapshots, speak)
    if pairwise is not None and not pairwise.empty:
        every["differences"] = lambda speak: differences_figure(pairwise, speak)
    every |= {
        "lead_time": lambda speak: lead_time_figure(weekly, speak),
        "hours_saved": lambda speak: savings_figure(weekly, judged, withdraw_week, speak),
        "adoption": lambda speak: adoption_figure(shown, withdraw_week, speak),
        "cost_and_effect": lambda speak: cost_figure(judged, speak),
    }
    return every
