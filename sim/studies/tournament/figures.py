"""Figures of a tournament: chance of being best, regret, and what is traded for what."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from sim.report.language import ENGLISH, Language, capitalised
from sim.report.plots import style
from sim.report.plots.labels import label
from sim.studies.tournament.goals import COST, GAIN, GOALS, SPEED, TRADED, Goal
from sim.studies.tournament.words import goal_of, told

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.report.language import Language
    from sim.studies.tournament.found import Found, Frames

SURE, OPEN = "#0072b2", "#d9d9d9"


def figures(found: Sequence[Found], frames: Frames) -> dict[str, Callable[[Language], Figure]]:
    """What draws every figure; those of the second kind of companies carry its name."""
    drawn: dict[str, Callable[[Language], Figure]] = {}
    for place, each in enumerate(found):
        end, own = "" if place == 0 else f"_{each.kind}", frames.of(each.kind)
        tables = {"best": own.standings, "regret": own.standings, "front": own.pareto}
        for name, table in tables.items():
            drawn[f"tournament_{name}{end}"] = partial(FIGURES[name], each, table)
    return drawn


def _panels(figure: Figure, strategies: Sequence[str], speak: Language) -> list[Axes]:
    """One panel per goal, strategies from top to bottom, names at the left."""
    axes = list(figure.subplots(1, len(GOALS), sharey=True))
    figure.subplots_adjust(left=0.165, right=0.98, top=0.79, bottom=0.13, wspace=0.17)
    names = [style.strategy_name(each, speak) for each in strategies]
    axes[0].set_yticks(range(len(strategies)), names)
    axes[0].set_ylim(len(strategies) - 0.4, -0.6)
    for axis, goal in zip(axes, GOALS, strict=True):
        axis.set_title(capitalised(goal_of(goal, speak)), fontweight="bold")
        axis.tick_params(axis="y", length=0)
        axis.grid(axis="x", color=style.GRID, linewidth=0.8)
    return axes


def chance_figure(found: Found, standings: pd.DataFrame, speak: Language = ENGLISH) -> Figure:
    """Share of companies in which each strategy is best, and may be best."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    figure = style.new_figure(speak.say("tournament.best"), told(found, speak))
    axes = _panels(figure, found.played.strategies, speak)
    for axis, goal in zip(axes, GOALS, strict=True):
        own = standings[standings["outcome"] == goal.outcome]
        rows = np.arange(len(own))
        axis.barh(rows - 0.08, 100 * own["best_possible"], color=OPEN, height=0.5)
        axis.barh(rows - 0.08, 100 * own["best_decided"], color=SURE, height=0.5)
        axis.hlines(rows + 0.27, 100 * own["best_low"], 100 * own["best_high"], color=style.INK,
                    linewidth=1.4)  # fmt: skip
        axis.set_xlim(0, 100)
        axis.set_xticks((0, 50, 100))
        undecided = speak.percent(float(own["undecided"].iloc[0]))
        axis.text(0, 1.015, speak.say("tournament.best_open", share=undecided), fontsize=10,
                  color=style.GREY, transform=axis.transAxes)  # fmt: skip
        axis.set_title(axis.get_title(loc="left"), fontweight="bold", pad=20)
    figure.text(0.57, 0.045, speak.say("tournament.best_axis"), ha="center")
    handles = [
        Patch(color=SURE, label=speak.say("tournament.best_sure")),
        Patch(color=OPEN, label=speak.say("tournament.best_maybe")),
        Line2D([], [], color=style.INK, label=speak.say("tournament.best_ends")),
    ]
    figure.legend(handles=handles, ncols=3, loc="upper left", bbox_to_anchor=(0.03, 0.895))
    return figure


def regret_figure(found: Found, standings: pd.DataFrame, speak: Language = ENGLISH) -> Figure:
    """Expected regret and that of the worst tenth of companies."""
    from matplotlib.lines import Line2D
    from matplotlib.ticker import MaxNLocator

    figure = style.new_figure(
        speak.say("tournament.regret"),
        speak.say("tournament.regret_sub", companies=told(found, speak)),
    )
    joined = speak.say("and")
    for axis, goal in zip(_panels(figure, found.played.strategies, speak), GOALS, strict=True):
        own = standings[standings["outcome"] == goal.outcome]
        rows, scale = np.arange(len(own)), goal.scale(found.headcount)
        axis.hlines(rows, scale * own["regret_low"], scale * own["regret_high"], color=SURE)
        axis.plot(scale * own["regret"], rows, "o", color=SURE)
        axis.hlines(rows, scale * own["regret_worst_low"], scale * own["regret_worst_high"],
                    color=style.PALETTE[1])  # fmt: skip
        axis.plot(scale * own["regret_worst"], rows, "D", color=style.PALETTE[1],
                  markerfacecolor="white")  # fmt: skip
        axis.set_xlim(left=0)
        axis.xaxis.set_major_formatter(speak.tick)
        axis.xaxis.set_major_locator(MaxNLocator(nbins=4))
        axis.set_xlabel(speak.say(f"units.{goal.unit}").replace(f" {joined} ", f"\n{joined} "))
    handles = [
        Line2D([], [], color=SURE, marker="o", label=speak.say("tournament.regret_mean")),
        Line2D([], [], color=style.PALETTE[1], marker="D", markerfacecolor="white",
               label=speak.say("tournament.regret_worst")),
    ]  # fmt: skip
    figure.legend(handles=handles, ncols=2, loc="upper left", bbox_to_anchor=(0.03, 0.895))
    return figure


def trade_figure(found: Found, fronts: pd.DataFrame, speak: Language = ENGLISH) -> Figure:
    """Speed against cost and gain against cost, one point per strategy."""
    figure = style.new_figure(
        speak.say("tournament.trade"),
        speak.say("tournament.trade_sub", companies=told(found, speak)),
    )
    means = {goal: found.goal(goal).values.mean(axis=2) for goal in TRADED}
    middle = {goal: np.nanmean(each, axis=1) for goal, each in means.items()}
    colours = style.colours(found.played.strategies)
    filled = dict(zip(fronts["strategy"], fronts["average_front"], strict=True))
    for axis, goal in zip(two_panels(figure), (SPEED, GAIN), strict=True):
        points = {}
        for place, name in enumerate(found.played.strategies):
            points[name] = (float(middle[COST][place]), float(middle[goal][place]))
            mark = style.MARKERS[place % len(style.MARKERS)]
            face = colours[name] if filled[name] else "white"
            axis.plot(*points[name], mark, color=colours[name], markersize=10, markerfacecolor=face)
        name_axes(axis, goal, speak)
        texts = {each: style.strategy_name(each, speak) for each in points}
        label(axis, points, texts, colours, 10.5)
    return figure


def two_panels(figure: Figure) -> tuple[Axes, Axes]:
    """Two panels with room for names at the right of each."""
    return figure.add_axes((0.065, 0.11, 0.29, 0.72)), figure.add_axes((0.56, 0.11, 0.29, 0.72))


def name_axes(axis: Axes, goal: Goal, speak: Language = ENGLISH) -> None:
    """Cost across, a goal up, with units and room around the points."""
    axis.margins(0.16)
    axis.grid(color=style.GRID, linewidth=0.8)
    axis.xaxis.set_major_formatter(speak.tick)
    style.decimals(axis.yaxis, speak)
    axis.set_xlabel(_titled(COST, speak))
    axis.set_ylabel(_titled(goal, speak))


def _titled(goal: Goal, speak: Language) -> str:
    unit = speak.say(f"units.{goal.unit}")
    return speak.say("tournament.axis", goal=goal_of(goal, speak), unit=unit)


Draw = Callable[["Found", "pd.DataFrame", Language], "Figure"]
FIGURES: dict[str, Draw] = {"best": chance_figure, "regret": regret_figure, "front": trade_figure}
