"""Net hours saved over time: the dip at the start, and when the money is back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.base.arrays import Floats
from sim.base.presets import REFERENCE
from sim.report.language import Language
from sim.report.plots import style
from sim.report.plots.findings import signs
from sim.report.plots.panels import band
from sim.report.plots.sheet import arrange, multiples

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

SAVED = "hours_saved_per_employee_week"


def savings_figure(
    weekly: pd.DataFrame,
    runs: pd.DataFrame,
    withdraw_week: int | None,
    speak: Language,
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
    reference = cubes.get(REFERENCE, 0.0)
    paybacks = {str(each): weeks.to_numpy(float) for each, weeks in
                runs.groupby("strategy", sort=False, observed=True)["payback_week"]}  # fmt: skip
    colours, weeks = style.colours(list(paybacks)), np.sort(weekly["week"].unique())
    kind, told = signs(style.pivot(runs, SAVED),
                       lambda hours: speak.number(hours, 2, signed=True), speak)  # fmt: skip
    figure, axes = multiples(
        speak.say(f"figures.savings_{kind}", **told),
        speak.say("figures.savings_sub",
                  spread=style.spread_in_words(runs, "figures.spread_line_band", speak)),
        [f"{style.strategy_name(each, speak)}\n{payback_in_words(own, speak)}"
         for each, own in paybacks.items()],
        speak.say("figures.week"), speak.say("figures.savings_axis"),
    )  # fmt: skip
    several = runs["seed"].nunique() > 1
    payback = speak.say("figures.payback" if several else "figures.payback_one")
    for axis, (strategy, own) in zip(axes, paybacks.items(), strict=True):
        saved, colour = cubes[strategy] - reference, colours[strategy]
        low, high = np.quantile(saved, (0.1, 0.9), axis=0)
        mean = saved.mean(axis=0)
        band(axis, weeks, (low, high), mean, colour, speak.say("figures.saved"),
             speak.say("figures.saved_band") if several else "")  # fmt: skip
        if (mean < 0).any():
            axis.fill_between(weeks, np.minimum(mean, 0), 0, color="#d7191c", alpha=0.35,
                              linewidth=0, label=speak.say("figures.red"))  # fmt: skip
        axis.axhline(0, color=style.GREY, linewidth=0.9)
        middle = _median(own)
        if np.isfinite(middle) and middle > 0:
            axis.plot(middle, 0, "D", color=colour, markersize=7, markeredgecolor="white",
                      zorder=5, clip_on=False, label=payback)  # fmt: skip
    style.week_axes(axes, int(weeks[-1]), withdraw_week, speak)
    style.decimals(axes[0].yaxis, speak)
    return arrange(figure, ink=len(paybacks) > 1)


def payback_in_words(weeks: Floats, speak: Language) -> str:
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
