"""Cost against effect: what a strategy spends, what that saves, and what is left.

Rows, not a cloud of points: under one budget ceiling most strategies cost nearly the same,
and a cloud would put them on top of each other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.report.language import ENGLISH, Language
from sim.report.plots import style

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Outcome: (factor, what its axis is labelled with).
PANELS = {
    "cost_eur": (1e-3, "figures.axis_euros"),
    "net_hours_per_employee": (1.0, "figures.axis_per_head"),
    "net_benefit_eur": (1e-3, "figures.axis_euros"),
}


def cost_figure(runs: pd.DataFrame, speak: Language = ENGLISH) -> Figure:
    """Draw cost beside net hours saved and net benefit over the horizon, one row per strategy.

    Args:
        runs: One row per run: `strategy, seed, cost_eur, net_hours_per_employee,
            net_benefit_eur`.
        speak: What it is labelled in.
    """
    strategies = [str(each) for each in runs["strategy"].unique()]
    spread = style.spread_in_words(runs, "figures.spread_rows", speak)
    figure = style.new_figure(
        speak.say("figures.cost"), speak.say("figures.cost_sub", spread=spread)
    )
    axes = figure.subplots(1, len(PANELS), sharey=True)
    figure.subplots_adjust(left=0.175, right=0.98, top=0.8, wspace=0.14)
    figure.subplots_adjust(bottom=style.rows_end(0.8, 0.12, len(strategies)))
    for axis, name in zip(axes, PANELS, strict=True):
        _panel(axis, runs, strategies, name, speak)
    style.row_names(axes[0], strategies, speak)
    for axis in axes[1:]:
        axis.tick_params(axis="y", length=0)
    return figure


def _panel(
    axis: Axes, runs: pd.DataFrame, strategies: list[str], name: str, speak: Language
) -> None:
    """Bars of means with lines for the middle 8 of 10 seeds, and the mean in figures."""
    factor, unit = PANELS[name]
    grouped = runs.groupby("strategy", sort=False, observed=True)[name]
    middle, low, high = (
        factor * each.loc[strategies].to_numpy(float)
        for each in (grouped.mean(), grouped.quantile(0.1), grouped.quantile(0.9))
    )
    colours = style.colours(strategies)
    rows = np.arange(len(strategies))
    axis.barh(rows, middle, 0.62, color=[colours[each] for each in strategies], alpha=0.85)
    axis.axvline(0, color=style.GREY, linewidth=1)
    if runs["seed"].nunique() > 1:
        # Seen on dark bars as well.
        axis.hlines(rows, low, high, color="white", linewidth=3.4)
        axis.hlines(rows, low, high, color=style.INK, linewidth=1.6)
    ends = np.maximum(0.0, np.maximum(middle, high))
    decimals = 1 if np.abs(middle).max() < 20 else 0
    for row, end, value in zip(rows, ends, middle, strict=True):
        text = speak.number(value, decimals, signed=name != "cost_eur")
        axis.annotate(text, (end, row), (5, 0), textcoords="offset points", va="center")
    left, right = min(0.0, low.min(), middle.min()), ends.max()
    room = max(right - left, 1e-9)
    axis.set_xlim(left - 0.04 * room, right + 0.28 * room)
    axis.locator_params(axis="x", nbins=4)
    axis.xaxis.set_major_formatter(speak.tick)
    axis.set_title(speak.say(f"figures.cost_{name}"), fontweight="bold", pad=10)
    axis.set_xlabel(speak.say(unit), labelpad=8)
    axis.grid(axis="x", color=style.GRID, linewidth=0.8)
