"""Figures of a search: what was tried, the front, and whether it holds on fresh companies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.report.language import ENGLISH
from sim.report.plots import style
from sim.report.plots.labels import label
from sim.studies.search.play import CHECKED, Found
from sim.studies.tournament.figures import name_axes, two_panels
from sim.studies.tournament.goals import COST, GAIN, SPEED, TRADED

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

FOUND, SHIPPED = "#0072b2", "#d55e00"


def told(found: Found) -> str:
    """Such as "400 strategies tried in 20 plausible companies x 2 seeds", for subtitles."""
    wanted = found.wanted
    return (f"{len(found.trials.values)} strategies tried in {wanted.draws} {wanted.kind} "
            f"companies x {seeds(wanted.seeds)}")  # fmt: skip


def seeds(count: int) -> str:
    """Say "one seed" or "2 seeds"."""
    return "one seed" if count == 1 else f"{count} seeds"


def scoring(found: Found) -> str:
    """How a score comes about, in a few words."""
    worst = found.wanted.caution
    rest, tenth = ENGLISH.share(1 - worst), ENGLISH.share(worst)
    return f"score: {rest} mean of the companies, {tenth} mean of the worst tenth"


def front_figure(found: Found) -> Figure:
    """Speed and gain against cost: everything tried, the front, and the shipped strategies."""
    from matplotlib.lines import Line2D

    figure = style.new_figure(
        "What the search found, and where the shipped strategies stand",
        f"{told(found)}; {scoring(found)}",
    )
    for axis, goal in zip(two_panels(figure), (SPEED, GAIN), strict=True):
        _scatter(axis, found, TRADED.index(goal))
        name_axes(axis, goal)
        axis.set_xlabel(f"Score of cost ({COST.unit})")
        axis.set_ylabel(f"Score of {goal.name} ({goal.unit})")
        _names(axis, found, TRADED.index(goal))
    marks = [
        Line2D([], [], linestyle="", marker="s", color=style.FAINT, markersize=3, label="tried"),
        Line2D([], [], linestyle="", marker="o", color=FOUND, label="found: on the front"),
        Line2D([], [], linestyle="", marker="*", color=FOUND, markersize=13, label="picked"),
        Line2D([], [], linestyle="", marker="s", markerfacecolor="white", color=SHIPPED,
               label="shipped"),
    ]  # fmt: skip
    figure.legend(handles=marks, ncols=4, loc="upper left", bbox_to_anchor=(0.03, 0.895))
    return figure


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


def _names(axis: Axes, found: Found, goal: int) -> None:
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
    texts = {name: style.strategy_name(name) for name in points}
    front = [(float(-found.trials.scores[trial, cost]), float(found.trials.scores[trial, goal]))
             for trial in found.front]  # fmt: skip
    label(axis, {name: (float(x), float(y)) for name, (x, y) in points.items()}, texts, colours,
          10.0, front)  # fmt: skip


def check_figure(found: Found) -> Figure:
    """Found minus shipped, where the search looked and on fresh companies."""
    from matplotlib.lines import Line2D
    from matplotlib.ticker import MaxNLocator

    figure = style.new_figure(
        "Does it hold where the search never was?",
        f"Found minus shipped, both picked by the same rule; {found.wanted.fresh} fresh "
        f"{found.wanted.kind} companies x {seeds(found.wanted.seeds)}",
    )
    axes = list(figure.subplots(1, len(CHECKED), sharey=True))
    figure.subplots_adjust(left=0.17, right=0.98, top=0.79, bottom=0.16, wspace=0.24)
    names = [f"{style.strategy_name(pick.found)}\nminus {pick.rival.replace('_', ' ')}"
             for pick in found.picks]  # fmt: skip
    axes[0].set_yticks(range(len(names)), names)
    axes[0].set_ylim(len(names) - 0.5, -0.5)
    for axis, goal in zip(axes, CHECKED, strict=True):
        own = found.check[found.check["goal"] == goal.name]
        sign = -1.0 if goal.better == "lower" else 1.0
        rows = np.arange(len(own))
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
        axis.xaxis.set_major_formatter(style.thousands)
        wanted = "less" if goal.better == "lower" else "more"
        axis.set_xlabel(f"{goal.unit.replace(' and ', chr(10) + 'and ')}\n({wanted} is better)")
        axis.set_title(goal.name[:1].upper() + goal.name[1:], fontweight="bold")
    marks = [
        Line2D([], [], linestyle="", marker="D", color=style.GREY, markerfacecolor="white",
               label="where the search looked"),
        Line2D([], [], marker="o", color=FOUND, label="fresh, 95 % interval (filled: decided)"),
    ]  # fmt: skip
    figure.legend(handles=marks, ncols=2, loc="upper left", bbox_to_anchor=(0.03, 0.895))
    return figure
