"""Net hours saved over time: the dip at the start, and when the money is back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.base.arrays import Floats
from sim.model.strategy import REFERENCE
from sim.report.language import ENGLISH, Language
from sim.report.plots import style

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def savings_figure(
    weekly: pd.DataFrame,
    runs: pd.DataFrame,
    withdraw_week: int | None = None,
    speak: Language = ENGLISH,
) -> Figure:
    """Draw the J-curve of every strategy: net hours saved per employee and week.

    Args:
        weekly: One row per run and week, the reference included if there is one; hours are
            shown against it, seed by seed.
        runs: One row per run: the strategies to show, and their `payback_week`.
        withdraw_week: Last week with levers, marked where it lies within the horizon.
        speak: What it is labelled in.
    """
    column = "hours_saved_per_employee"
    cubes = {each: cube[column] for each, cube in style.by_strategy(weekly, [column]).items()}
    reference = cubes.get(REFERENCE)
    cubes = {each: cubes[each] for each in runs["strategy"].unique()}
    colours = style.colours(list(cubes))
    weeks = np.sort(weekly["week"].unique())
    spread = style.spread_in_words(runs, "figures.spread_line_band", speak)
    figure = style.new_figure(
        speak.say("figures.savings"), speak.say("figures.savings_sub", spread=spread)
    )
    axes = style.grid(figure, len(cubes))
    figure.subplots_adjust(top=0.81, hspace=0.44)
    for axis, strategy in zip(axes, cubes, strict=True):
        saved = cubes[strategy] - (0.0 if reference is None else reference)
        low, middle, high = np.quantile(saved, (0.1, 0.5, 0.9), axis=0)
        colour = colours[strategy]
        axis.fill_between(weeks, low, high, color=colour, alpha=0.2, linewidth=0)
        axis.fill_between(weeks, np.minimum(middle, 0), 0, color="#d7191c", alpha=0.35, linewidth=0)
        axis.axhline(0, color=style.GREY, linewidth=0.9)
        axis.plot(weeks, middle, color=colour, linewidth=2.2)
        payback = runs.loc[runs["strategy"] == strategy, "payback_week"].to_numpy(float)
        style.name_panel(axis, strategy, speak, style.columns(len(cubes)), pad=21)
        axis.annotate(
            payback_in_words(payback, speak),
            (0, 1),
            (0, 6),
            xycoords="axes fraction",
            textcoords="offset points",
            fontsize=10,
            color=style.GREY,
        )
        style.week_axis(axis, int(weeks[-1]), withdraw_week)
    style.decimals(axes[0].yaxis, speak)
    _mark_paybacks(axes, list(cubes), runs, colours)
    several = runs["seed"].nunique() > 1
    weeks_title = speak.say("figures.savings_weeks" if several else "figures.savings_weeks_one")
    style.axis_titles(figure, weeks_title, speak.say("figures.savings_axis"))
    return figure


def payback_in_words(weeks: Floats, speak: Language = ENGLISH) -> str:
    """When the money is back, for a panel: weeks of several seeds, NaN for never."""
    paid, seeds = int((~np.isnan(weeks)).sum()), len(weeks)
    if seeds == 1 and not paid:
        return speak.say("figures.unpaid")
    if 2 * paid <= seeds:
        return speak.say("figures.unpaid_in", count=seeds - paid, seeds=seeds)
    middle = _median(weeks)
    if middle == 0:
        return speak.say("figures.never_red")
    if not np.isfinite(middle):
        return speak.say("figures.paid_in", count=paid, seeds=seeds)
    late = "figures.paid" if paid == seeds else "figures.paid_late"
    return speak.say(late, week=f"{middle:.0f}", count=paid, seeds=seeds)


def _median(weeks: Floats) -> float:
    """Median with never counted as later than any week."""
    return float(np.median(np.where(np.isnan(weeks), np.inf, weeks)))


def _mark_paybacks(
    axes: list[Axes], strategies: list[str], runs: pd.DataFrame, colours: dict[str, str]
) -> None:
    for axis, strategy in zip(axes, strategies, strict=True):
        weeks = runs.loc[runs["strategy"] == strategy, "payback_week"].to_numpy(float)
        middle = _median(weeks) if len(weeks) else 0.0
        if np.isfinite(middle) and middle > 0:
            axis.plot(
                [middle],
                [0],
                "D",
                color=colours[strategy],
                markersize=7,
                markeredgecolor="white",
                zorder=5,
                clip_on=False,
            )
