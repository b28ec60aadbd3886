"""Where an item's time goes: lead time by phase, and by what it waits for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.model.measures import FINAL_WEEKS
from sim.report.language import ENGLISH, Language
from sim.report.plots import style

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

PHASES = {
    "lead_time_intake": "#08306b",
    "lead_time_planning": "#2f79b5",
    "lead_time_execution": "#84bcdb",
    "lead_time_reporting": "#d0e1f2",
}
CAUSES = {
    "wait_service": "#444444",
    "wait_queue": "#56b4e9",
    "wait_approval": "#d55e00",
    "wait_prioritisation": "#e69f00",
    "wait_hand_over": "#009e73",
    "wait_status_query": "#cc79a7",
}


def lead_time_figure(weekly: pd.DataFrame, speak: Language = ENGLISH) -> Figure:
    """Draw stacked bars of the lead time, one bar per strategy and reference.

    Args:
        weekly: One row per run and week, with the `lead_time_` columns of the four phases and
            the `wait_` columns, in weeks per item. The last weeks of the horizon are shown.
        speak: What it is labelled in.
    """
    columns = [*PHASES, *CAUSES]
    last = weekly[weekly["week"] > weekly["week"].max() - FINAL_WEEKS]
    means = last.groupby("strategy", sort=False, observed=True)[columns].mean()
    strategies = [str(each) for each in means.index]
    figure = style.new_figure(
        speak.say("figures.lead"),
        speak.say(
            "figures.lead_sub",
            weeks=FINAL_WEEKS,
            seeds=style.seeds_in_words(int(weekly["seed"].nunique()), speak),
        ),
    )
    left, right = figure.subplots(1, 2, sharex=True, sharey=True)
    figure.subplots_adjust(left=0.175, right=0.98, top=0.76, wspace=0.08)
    figure.subplots_adjust(bottom=style.rows_end(0.76, 0.12, len(strategies)))
    _stack(left, means, PHASES, speak.say("figures.lead_phases"), speak)
    _stack(right, means, CAUSES, speak.say("figures.lead_causes"), speak)
    style.decimals(left.xaxis, speak)
    style.row_names(left, strategies, speak)
    right.tick_params(axis="y", length=0)
    for axis in (left, right):
        axis.set_xlabel(speak.say("figures.lead_axis"), labelpad=8)
    return figure


def _stack(
    axis: Axes, means: pd.DataFrame, parts: dict[str, str], title: str, speak: Language
) -> None:
    start = np.zeros(len(means))
    rows = np.arange(len(means))
    for column, colour in parts.items():
        length, label = means[column].to_numpy(float), speak.say(f"figures.part_{column}")
        axis.barh(rows, length, 0.72, left=start, color=colour, label=label, edgecolor="white")
        start = start + length
    for row, total in zip(rows, start, strict=True):
        text = speak.number(total, 2)
        axis.annotate(text, (total, row), (4, 0), textcoords="offset points", va="center")
    axis.set_xlim(0, 1.1 * float(np.nanmax(start)))
    axis.grid(axis="x", color=style.GRID, linewidth=0.8)
    axis.set_title(title, pad=48, fontweight="bold")
    axis.legend(
        loc="lower left",
        bbox_to_anchor=(-0.02, 1.0),
        ncols=3 if len(parts) > 4 else 4,
        handlelength=1,
        handleheight=1,
        columnspacing=1.2,
        borderaxespad=0.2,
    )
