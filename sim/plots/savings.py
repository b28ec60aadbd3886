"""Net hours saved over time: the dip at the start, and when the money is back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.outcomes import REFERENCE
from sim.plots import style

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def savings_figure(
    weekly: pd.DataFrame, runs: pd.DataFrame, withdraw_week: int | None = None
) -> Figure:
    """Draw the J-curve of every strategy: net hours saved per employee and week.

    Args:
        weekly: One row per run and week, the reference included if there is one; hours are
            shown against it, seed by seed.
        runs: One row per run: the strategies to show, and their `payback_week`.
        withdraw_week: Last week with levers, marked where it lies within the horizon.
    """
    column = "hours_saved_per_employee"
    cubes = {each: cube[column] for each, cube in style.by_strategy(weekly, [column]).items()}
    reference = cubes.get(REFERENCE)
    cubes = {each: cubes[each] for each in runs["strategy"].unique()}
    colours = style.colours(list(cubes))
    weeks = np.sort(weekly["week"].unique())
    figure = style.new_figure(
        "Hours put in and hours saved: net hours saved over time",
        "Against the same company without any lever; "
        f"{style.spread_in_words(runs, 'line', 'band')}; red: more put in than saved",
    )
    axes = style.grid(figure, len(cubes))
    figure.subplots_adjust(top=0.82, hspace=0.42)
    for axis, strategy in zip(axes, cubes, strict=True):
        saved = cubes[strategy] - (0.0 if reference is None else reference)
        low, middle, high = np.quantile(saved, (0.1, 0.5, 0.9), axis=0)
        colour = colours[strategy]
        axis.fill_between(weeks, low, high, color=colour, alpha=0.2, linewidth=0)
        axis.fill_between(weeks, np.minimum(middle, 0), 0, color="#d7191c", alpha=0.35, linewidth=0)
        axis.axhline(0, color=style.GREY, linewidth=0.9)
        axis.plot(weeks, middle, color=colour, linewidth=2.2)
        payback = runs.loc[runs["strategy"] == strategy, "payback_week"].to_numpy(float)
        axis.set_title(style.strategy_name(strategy), pad=21)
        words = payback_in_words(payback)
        axis.annotate(
            words,
            (0, 1),
            (0, 6),
            xycoords="axes fraction",
            textcoords="offset points",
            fontsize=10,
            color=style.GREY,
        )
        style.week_axis(axis, int(weeks[-1]), withdraw_week)
    _mark_paybacks(axes, list(cubes), runs, colours)
    style.axis_titles(
        figure,
        "Week (dotted: last levers withdrawn; diamond: median payback)",
        "Net hours saved (hours per employee and week)",
    )
    return figure


def payback_in_words(weeks: style.Cube) -> str:
    """When the money is back, for a panel: weeks of several seeds, NaN for never."""
    paid = weeks[~np.isnan(weeks)]
    if 2 * len(paid) <= len(weeks):
        often = f": {len(weeks) - len(paid)} of {len(weeks)}" if len(weeks) > 1 else ""
        return f"not paid back{often}"
    middle = _median(weeks)
    if middle == 0:
        return "never in the red"
    if not np.isfinite(middle):
        return f"paid back: {len(paid)} of {len(weeks)}"
    late = "" if len(paid) == len(weeks) else f" ({len(paid)} of {len(weeks)})"
    return f"paid back: week {middle:.0f}{late}"


def _median(weeks: style.Cube) -> float:
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
