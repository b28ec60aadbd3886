"""Adoption over time: one panel per strategy, genuine use solid, reported use dashed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.plots import style

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure


def adoption_figure(weekly: pd.DataFrame, withdraw_week: int | None = None) -> Figure:
    """Draw the S-curves of every strategy.

    Args:
        weekly: One row per run and week: `strategy, seed, week, genuine_use, reported_use`.
        withdraw_week: Last week with levers, marked where it lies within the horizon.
    """
    data = style.by_strategy(weekly, ["genuine_use", "reported_use"])
    colours = style.colours(list(data))
    weeks = np.sort(weekly["week"].unique())
    seeds = style.seeds_in_words(weekly)
    figure = style.new_figure(
        "Who really uses it? Genuine and reported use over time",
        f"{'One seed' if seeds == 'one seed' else f'Lines: median of {seeds}'}; "
        "what is reported beyond genuine use is use on paper",
    )
    medians = {each: np.median(data[each]["genuine_use"], axis=0) for each in data}
    for axis, strategy in zip(style.grid(figure, len(data)), data, strict=True):
        genuine, reported = data[strategy]["genuine_use"], data[strategy]["reported_use"]
        colour = colours[strategy]
        for other in data:
            if other != strategy:
                axis.plot(weeks, 100 * medians[other], color=style.FAINT, linewidth=0.8)
        low, high = np.quantile(genuine, (0.1, 0.9), axis=0)
        axis.fill_between(weeks, 100 * low, 100 * high, color=colour, alpha=0.2, linewidth=0)
        reported_median = 100 * np.median(reported, axis=0)
        axis.plot(weeks, reported_median, color=colour, linewidth=1.6, linestyle=(0, (4, 2)))
        axis.plot(weeks, 100 * medians[strategy], color=colour, linewidth=2.4)
        axis.set_ylim(0, 100)
        axis.set_yticks(range(0, 101, 25))
        axis.set_title(style.strategy_name(strategy))
        style.week_axis(axis, int(weeks[-1]), withdraw_week)
    style.axis_titles(figure, "Week", "Use (mean over all people, %)")
    withdrawn = withdraw_week is not None and withdraw_week < weeks[-1]
    _legend(figure, weekly["seed"].nunique() > 1, len(data) > 1, withdrawn)
    return figure


def _legend(figure: Figure, seeds: bool, others: bool, withdrawn: bool) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    ink = style.INK
    handles: list[Line2D | Patch] = [
        Line2D([], [], color=ink, linewidth=2.4, label="genuine use"),
        Line2D([], [], color=ink, linewidth=1.6, linestyle=(0, (4, 2)), label="reported use"),
    ]
    if seeds:
        label = "genuine use in 8 of 10 seeds"
        handles.insert(1, Patch(color=ink, alpha=0.2, linewidth=0, label=label))
    if others:
        handles.append(Line2D([], [], color=style.FAINT, label="the other strategies"))
    if withdrawn:
        handles.append(
            Line2D([], [], color=style.GREY, linestyle=":", label="last levers withdrawn")
        )
    figure.legend(handles=handles, loc="center left", bbox_to_anchor=(0.03, 0.865), ncols=5)
