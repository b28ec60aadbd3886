"""Adoption over time: one panel per strategy, genuine use solid, reported use dashed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.report.language import ENGLISH, Language
from sim.report.plots import style

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

OTHERS = "#b0b0b0"
"""Lines of the other strategies: seen on a grey band, too."""


def adoption_figure(
    weekly: pd.DataFrame, withdraw_week: int | None = None, speak: Language = ENGLISH
) -> Figure:
    """Draw the S-curves of every strategy.

    Args:
        weekly: One row per run and week: `strategy, seed, week, genuine_use, reported_use`.
        withdraw_week: Last week with levers, marked where it lies within the horizon.
        speak: What it is labelled in.
    """
    data = style.by_strategy(weekly, ["genuine_use", "reported_use"])
    colours = style.colours(list(data))
    weeks = np.sort(weekly["week"].unique())
    spread = style.spread_in_words(weekly, "figures.spread_lines", speak)
    figure = style.new_figure(
        speak.say("figures.adoption"), speak.say("figures.adoption_sub", spread=spread)
    )
    medians = {each: np.median(data[each]["genuine_use"], axis=0) for each in data}
    axes, columns = style.grid(figure, len(data)), style.columns(len(data))
    for axis, strategy in zip(axes, data, strict=True):
        genuine, reported = data[strategy]["genuine_use"], data[strategy]["reported_use"]
        colour = colours[strategy]
        for other in data:
            if other != strategy:
                axis.plot(weeks, 100 * medians[other], color=OTHERS, linewidth=0.8)
        low, high = np.quantile(genuine, (0.1, 0.9), axis=0)
        axis.fill_between(weeks, 100 * low, 100 * high, color=colour, alpha=0.2, linewidth=0)
        reported_median = 100 * np.median(reported, axis=0)
        axis.plot(weeks, reported_median, color=colour, linewidth=1.6, linestyle=(0, (4, 2)))
        axis.plot(weeks, 100 * medians[strategy], color=colour, linewidth=2.4)
        axis.set_ylim(0, 100)
        axis.set_yticks(range(0, 101, 25))
        style.name_panel(axis, strategy, speak, columns)
        style.week_axis(axis, int(weeks[-1]), withdraw_week)
    style.axis_titles(figure, speak.say("figures.week"), speak.say("figures.adoption_axis"))
    withdrawn = withdraw_week is not None and withdraw_week < weeks[-1]
    _legend(figure, speak, weekly["seed"].nunique() > 1, len(data) > 1, withdrawn)
    return figure


def _legend(figure: Figure, speak: Language, seeds: bool, others: bool, withdrawn: bool) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    ink = style.INK
    handles: list[Line2D | Patch] = [
        Line2D([], [], color=ink, linewidth=2.4, label=speak.say("figures.genuine")),
        Line2D(
            [],
            [],
            color=ink,
            linewidth=1.6,
            linestyle=(0, (4, 2)),
            label=speak.say("figures.reported"),
        ),
    ]
    if seeds:
        label = speak.say("figures.genuine_band")
        handles.insert(1, Patch(color=ink, alpha=0.2, linewidth=0, label=label))
    if others:
        handles.append(Line2D([], [], color=OTHERS, label=speak.say("figures.others")))
    if withdrawn:
        handles.append(
            Line2D([], [], color=style.GREY, linestyle=":", label=speak.say("figures.withdrawn"))
        )
    figure.legend(handles=handles, loc="center left", bbox_to_anchor=(0.03, 0.865), ncols=5)
