"""Figures: functions of result frames that return a Matplotlib figure.

`write_figures` writes them all as PNG and SVG; the same frames give the same bytes.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

from sim.model.strategy import REFERENCE
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

__all__ = [
    "NetworkSnapshots",
    "adoption_figure",
    "cost_figure",
    "differences_figure",
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
    language: str = "en",
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
        language: What they are labelled in: "en" or "de".

    Returns:
        The files written, PNG and SVG of each figure.
    """
    shown = weekly[~weekly["strategy"].isin(list(hidden))]
    judged = runs[~runs["strategy"].isin(list(hidden))]
    if shown.empty:
        shown, judged = weekly, runs
    speak, paths = Language(language), list[Path]()
    with style.look():
        figures = {
            "adoption": adoption_figure(shown, withdraw_week, speak),
            "hours_saved": savings_figure(weekly, judged, withdraw_week, speak),
            "lead_time": lead_time_figure(weekly, speak),
            "cost_and_effect": cost_figure(judged, speak),
        }
        if pairwise is not None and not pairwise.empty:
            figures["differences"] = differences_figure(pairwise, speak=speak)
        if snapshots is not None:
            figures["network"] = network_figure(snapshots, speak)
        for name, figure in figures.items():
            paths += style.save(figure, directory, name)
    return paths
