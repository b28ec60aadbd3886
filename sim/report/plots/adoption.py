"""Adoption over time: one panel per strategy, genuine use solid, reported use dashed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.report.language import Language
from sim.report.plots import style
from sim.report.plots.findings import lead
from sim.report.plots.panels import band
from sim.report.plots.sheet import arrange, multiples

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

OTHERS = "#b0b0b0"
"""Lines of the other strategies: seen on a grey band, too."""


def adoption_figure(weekly: pd.DataFrame, withdraw_week: int | None, speak: Language) -> Figure:
    """Draw the S-curves of every strategy.

    Args:
        weekly: One row per run and week: `strategy, seed, week, genuine_use, reported_use`.
        withdraw_week: Last week with levers, marked where it lies within the horizon.
        speak: What it is labelled in.
    """
    data = style.by_strategy(weekly, ["genuine_use", "reported_use"])
    means = {each: 100 * cube["genuine_use"].mean(axis=0) for each, cube in data.items()}
    colours, weeks = style.colours(list(data)), np.sort(weekly["week"].unique())
    kind, told = lead(style.pivot(style.last_weeks(weekly), "genuine_use"), speak.percent, speak)
    figure, axes = multiples(
        speak.say(f"figures.adoption_{kind}", **told),
        speak.say("figures.adoption_sub",
                  spread=style.spread_in_words(weekly, "figures.spread_lines", speak)),
        [style.strategy_name(each, speak) for each in data],
        speak.say("figures.week"), speak.say("figures.adoption_axis"),
    )  # fmt: skip
    several = weekly["seed"].nunique() > 1
    for axis, (strategy, cube) in zip(axes, data.items(), strict=True):
        others = [[*mean, np.nan] for other, mean in means.items() if other != strategy]
        if others:  # one line with gaps: forty lines in each of forty panels take minutes
            axis.plot(np.tile([*weeks, np.nan], len(others)), np.ravel(others), color=OTHERS,
                      linewidth=0.8, label=speak.say("figures.others"))  # fmt: skip
        low, high = 100 * np.quantile(cube["genuine_use"], (0.1, 0.9), axis=0)
        band(axis, weeks, (low, high), means[strategy], colours[strategy],
             speak.say("figures.genuine"),
             speak.say("figures.genuine_band") if several else "")  # fmt: skip
        reported = 100 * cube["reported_use"].mean(axis=0)
        if np.abs(reported - means[strategy]).max() > 0.5:
            axis.plot(weeks, reported, color=colours[strategy], linewidth=1.6,
                      linestyle=(0, (4, 2)), label=speak.say("figures.reported"))  # fmt: skip
    axes[0].set_ylim(0, 100)
    axes[0].set_yticks(range(0, 101, 25))
    style.week_axes(axes, int(weeks[-1]), withdraw_week, speak)
    return arrange(figure, ink=len(data) > 1)
