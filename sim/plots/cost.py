"""Cost against effect: what a strategy spends, and what it saves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.messages import ENGLISH, Language
from sim.plots import style
from sim.plots.labels import label

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure


def cost_figure(runs: pd.DataFrame, speak: Language = ENGLISH) -> Figure:
    """Draw cost against net hours saved over the horizon, one point per strategy.

    Args:
        runs: One row per run: `strategy, seed, cost_eur, net_hours_per_employee,
            net_benefit_eur`.
        speak: What it is labelled in.
    """
    names = ["cost_eur", "net_hours_per_employee", "net_benefit_eur"]
    grouped = runs.groupby("strategy", sort=False, observed=True)[names]
    middle, low, high = grouped.median(), grouped.quantile(0.1), grouped.quantile(0.9)
    benefit = grouped.mean()["net_benefit_eur"]
    strategies = [str(each) for each in middle.index]
    colours = style.colours(strategies)
    spread = style.spread_in_words(runs, "spread_point_lines", speak)
    subtitle = "cost_sub" if runs["seed"].nunique() > 1 else "cost_sub_one"
    figure = style.new_figure(speak.say("cost"), speak.say(subtitle, spread=spread))
    axis = figure.subplots()
    figure.subplots_adjust(left=0.075, right=0.66, top=0.86, bottom=0.11)
    axis.axhline(0, color=style.GREY, linewidth=1)
    for place, strategy in enumerate(strategies):
        x, y = middle["cost_eur"][strategy] / 1e3, middle["net_hours_per_employee"][strategy]
        spans = [
            [[x - low["cost_eur"][strategy] / 1e3], [high["cost_eur"][strategy] / 1e3 - x]],
            [
                [y - low["net_hours_per_employee"][strategy]],
                [high["net_hours_per_employee"][strategy] - y],
            ],
        ]
        axis.errorbar(
            x,
            y,
            xerr=spans[0],
            yerr=spans[1],
            fmt=style.MARKERS[place % len(style.MARKERS)],
            color=colours[strategy],
            markersize=10,
            markeredgecolor="white",
            elinewidth=1.4,
        )
    axis.set_xlabel(speak.say("cost_weeks"))
    axis.xaxis.set_major_formatter(speak.tick)
    axis.set_ylabel(speak.say("cost_axis"))
    style.decimals(axis.yaxis, speak)
    axis.grid(color=style.GRID, linewidth=0.8)
    axis.set_xlim(left=min(0.0, axis.get_xlim()[0]))
    points = {
        each: (middle["cost_eur"][each] / 1e3, middle["net_hours_per_employee"][each])
        for each in strategies
    }
    texts = {
        each: speak.say(
            "cost_point",
            name=style.strategy_name(each, speak),
            benefit=speak.number(benefit[each] / 1e3, 0, signed=True),
        )
        for each in strategies
    }
    bars = [
        (x_low + share * (x_high - x_low), y_low + share * (y_high - y_low))
        for each, (x, y) in points.items()
        for (x_low, x_high), (y_low, y_high) in (
            ([end["cost_eur"][each] / 1e3 for end in (low, high)], (y, y)),
            ((x, x), [end["net_hours_per_employee"][each] for end in (low, high)]),
        )
        for share in (0.0, 0.1, 0.2, 0.3, 0.7, 0.8, 0.9, 1.0)
    ]
    label(axis, points, texts, colours, avoid=bars)
    return figure
