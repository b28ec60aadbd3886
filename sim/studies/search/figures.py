"""Figures of a search: what was tried, the front, and whether it holds on fresh companies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.report.language import ENGLISH, Language, capitalised
from sim.report.plots import style
from sim.report.plots.labels import label
from sim.studies.search.play import CHECKED, Found
from sim.studies.search.words import kind_of, scoring, tried
from sim.studies.tournament.figures import name_axes, two_panels
from sim.studies.tournament.goals import COST, GAIN, SPEED, TRADED, Goal
from sim.studies.tournament.words import goal_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

FOUND, SHIPPED = "#0072b2", "#d55e00"


def front_figure(found: Found, speak: Language = ENGLISH) -> Figure:
    """Speed and gain against cost: everything tried, the front, and the shipped strategies."""
    from matplotlib.lines import Line2D

    figure = style.new_figure(
        speak.say("search.front"), f"{tried(found, speak)}; {scoring(found, speak)}"
    )
    for axis, goal in zip(two_panels(figure), (SPEED, GAIN), strict=True):
        _scatter(axis, found, TRADED.index(goal))
        name_axes(axis, goal, speak)
        axis.set_xlabel(_score(COST, speak))
        axis.set_ylabel(_score(goal, speak))
        _names(axis, found, TRADED.index(goal), speak)
    marks = [
        Line2D([], [], linestyle="", marker="s", color=style.FAINT, markersize=3,
               label=speak.say("search.mark_tried")),
        Line2D([], [], linestyle="", marker="o", color=FOUND, label=speak.say("search.mark_front")),
        Line2D([], [], linestyle="", marker="*", color=FOUND, markersize=13,
               label=speak.say("search.mark_picked")),
        Line2D([], [], linestyle="", marker="s", markerfacecolor="white", color=SHIPPED,
               label=speak.say("search.mark_shipped")),
    ]  # fmt: skip
    figure.legend(handles=marks, ncols=4, loc="upper left", bbox_to_anchor=(0.03, 0.895))
    return figure


def _score(goal: Goal, speak: Language) -> str:
    unit = speak.say(f"units.{goal.unit}")
    return speak.say("search.front_axis", goal=goal_of(goal, speak), unit=unit)


def _scatter(axis: Axes, found: Found, goal: int) -> None:
    cost = TRADED.index(COST)
    tried, shipped = found.trials.scores, found.reference
    front = list(found.front)
    axis.plot(-tried[:, cost], tried[:, goal], "s", color=style.FAINT, markersize=2.5,
              markeredgewidth=0, antialiased=False)  # fmt: skip
    axis.plot(-tried[front, cost], tried[front, goal], "o", color=FOUND, markersize=6,
              markeredgecolor="white", markeredgewidth=0.6)  # fmt: skip
    axis.plot(-shipped[:, cost], shipped[:, goal], "s", color=SHIPPED, markersize=8,
              markerfacecolor="white")  # fmt: skip
    # The worst of what was tried must not squeeze the rest.
    low = min(float(np.quantile(tried[:, goal], 0.02)), float(shipped[:, goal].min()))
    high = max(float(tried[:, goal].max()), float(shipped[:, goal].max()))
    axis.set_ylim(low - 0.08 * (high - low), high + 0.1 * (high - low))


def _names(axis: Axes, found: Found, goal: int, speak: Language) -> None:
    cost = TRADED.index(COST)
    picked = {name: trial for trial, name in found.front.items()
              if name in {pick.found for pick in found.picks}}  # fmt: skip
    points = {name: (-found.trials.scores[trial, cost], found.trials.scores[trial, goal])
              for name, trial in picked.items()}  # fmt: skip
    for point in points.values():
        axis.plot(*point, "*", color=FOUND, markersize=16, markeredgecolor="white")
    points |= {name: (-found.reference[place, cost], found.reference[place, goal])
               for place, name in enumerate(found.shipped)}  # fmt: skip
    colours = {name: FOUND if name in picked else SHIPPED for name in points}
    texts = {name: style.strategy_name(name, speak) for name in points}
    front = [(float(-found.trials.scores[trial, cost]), float(found.trials.scores[trial, goal]))
             for trial in found.front]  # fmt: skip
    label(axis, {name: (float(x), float(y)) for name, (x, y) in points.items()}, texts, colours,
          10.0, front)  # fmt: skip


def check_figure(found: Found, speak: Language = ENGLISH) -> Figure:
    """Found minus shipped, where the search looked and on fresh companies."""
    from matplotlib.lines import Line2D
    from matplotlib.ticker import MaxNLocator

    figure = style.new_figure(
        speak.say("search.check"),
        speak.say(
            "search.check_sub",
            fresh=found.wanted.fresh,
            kind=kind_of(found, speak),
            seeds=style.seeds_in_words(found.wanted.seeds, speak),
        ),
    )
    axes = list(figure.subplots(1, len(CHECKED), sharey=True))
    figure.subplots_adjust(left=0.17, right=0.98, top=0.79, bottom=0.16, wspace=0.24)
    names = [
        speak.say("search.check_names", found=style.strategy_name(pick.found, speak),
                  rival=speak.name(pick.rival))
        for pick in found.picks
    ]  # fmt: skip
    axes[0].set_yticks(range(len(names)), names)
    axes[0].set_ylim(len(names) - 0.5, -0.5)
    joined = speak.say("and")
    for axis, goal in zip(axes, CHECKED, strict=True):
        own = found.check[found.check["goal"] == goal.name]
        sign, rows = goal.sign, np.arange(len(own))
        axis.axvline(0, color=style.GREY, linewidth=1)
        axis.plot(sign * own["search"], rows - 0.05, "D", color=style.GREY, markerfacecolor="white")
        axis.hlines(rows + 0.05, sign * own["low"], sign * own["high"], color=FOUND, linewidth=1.6)
        decided = (own["verdict"] != "not decided").to_numpy()
        fresh = (sign * own["fresh"]).to_numpy()
        for which, face in ((decided, FOUND), (~decided, "white")):
            axis.plot(fresh[which], rows[which] + 0.05, "o", color=FOUND, markerfacecolor=face)
        axis.margins(x=0.12)
        axis.grid(axis="x", color=style.GRID, linewidth=0.8)
        axis.tick_params(axis="y", length=0)
        axis.xaxis.set_major_locator(MaxNLocator(nbins=4))
        axis.xaxis.set_major_formatter(speak.tick)
        unit = speak.say(f"units.{goal.unit}").replace(f" {joined} ", f"\n{joined} ")
        axis.set_xlabel(speak.say(f"search.check_{goal.better}", unit=unit))
        axis.set_title(capitalised(goal_of(goal, speak)), fontweight="bold")
    marks = [
        Line2D([], [], linestyle="", marker="D", color=style.GREY, markerfacecolor="white",
               label=speak.say("search.check_seen")),
        Line2D([], [], marker="o", color=FOUND, label=speak.say("search.check_fresh")),
    ]  # fmt: skip
    figure.legend(handles=marks, ncols=2, loc="upper left", bbox_to_anchor=(0.03, 0.895))
    return figure
