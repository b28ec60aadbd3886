"""Figures of a tournament: chance of being best, regret, and what is traded for what."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from sim.report.language import Language, capitalised
from sim.report.plots import style
from sim.report.plots.panels import BLUE, ORANGE, PALE, bars, dots, named, percent
from sim.report.plots.sheet import arrange, rows_sheet, sheet
from sim.studies.tournament.goals import COST, GAIN, GOALS, SPEED, TRADED, Goal
from sim.studies.tournament.standings import leaders
from sim.studies.tournament.words import goal_of, own, told

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.studies.tournament.found import Found, Frames

LINE = 0.22
"""Height of a name beside a point, in inches."""


def figures(found: Sequence[Found], frames: Frames) -> dict[str, Callable[[Language], Figure]]:
    """What draws every figure; those of the second kind of companies carry its name."""
    drawn: dict[str, Callable[[Language], Figure]] = {}
    for place, each in enumerate(found):
        end, own = "" if place == 0 else f"_{each.kind}", frames.of(each.kind)
        tables = {"best": own.standings, "regret": own.standings, "front": own.pareto}
        for name, table in tables.items():
            drawn[f"tournament_{name}{end}"] = partial(FIGURES[name], each, table)
    return drawn


def chance_figure(found: Found, standings: pd.DataFrame, speak: Language) -> Figure:
    """Share of companies in which each strategy is best, and may be best."""
    mostly = standings[standings["best_low"] > 0.5].set_index("outcome")["strategy"]
    heads = {goal: speak.say("tournament.best_open", goal=goal_of(goal, speak), share=speak.percent(
        float(own(standings, goal)["undecided"].iloc[0]))) for goal in GOALS}  # fmt: skip
    figure, axes = rows_sheet(
        _title("best", ((goal, str(mostly[goal.outcome])) for goal in GOALS
                        if goal.outcome in mostly), speak),
        told(found, speak), _names(found, speak), list(heads.values()),
    )  # fmt: skip
    for axis, goal in zip(axes, GOALS, strict=True):
        table = own(standings, goal)
        rows, sure, maybe = np.arange(len(table)), table["best_decided"], table["best_possible"]
        parts = [(speak.say("tournament.best_sure"), sure, BLUE),
                 (speak.say("tournament.best_maybe"), maybe - sure, PALE)]  # fmt: skip
        bars(axis, rows - 0.08, parts, 0.5)
        axis.hlines(rows + 0.27, table["best_low"], table["best_high"], color=style.INK,
                    linewidth=1.4, label=speak.say("tournament.best_ends"))  # fmt: skip
        percent(axis.xaxis, speak)
        axis.set_xticks((0, 0.5, 1))
        axis.set_xlabel(speak.say("tournament.best_axis"))
    return arrange(figure)


def _title(figure: str, decided: Iterable[tuple[Goal, str]], speak: Language) -> str:
    """In which goals somebody is ahead for sure."""
    goals: dict[str, list[str]] = {}
    for goal, name in decided:
        goals.setdefault(name, []).append(goal_of(goal, speak))
    ahead = [speak.say("tournament.ahead", goals=", ".join(own),
                       strategy=style.name_in_text(name, speak))
             for name, own in goals.items()]  # fmt: skip
    return speak.say(f"tournament.{figure}_some" if ahead else f"tournament.{figure}_none",
                     ahead="; ".join(ahead))  # fmt: skip


def _names(found: Found, speak: Language) -> list[str]:
    return [style.strategy_name(each, speak) for each in found.played.strategies]


def regret_figure(found: Found, standings: pd.DataFrame, speak: Language) -> Figure:
    """Expected regret and that of the worst tenth of companies."""
    best = {goal: leaders(found.goal(goal)) for goal in GOALS}
    figure, axes = rows_sheet(
        _title("regret", ((goal, name) for goal, (name, level) in best.items() if not level),
               speak),
        speak.say("tournament.regret_sub", companies=told(found, speak)),
        _names(found, speak), [capitalised(goal_of(goal, speak)) for goal in GOALS],
    )  # fmt: skip
    for axis, goal in zip(axes, GOALS, strict=True):
        table, scale = own(standings, goal), goal.scale(found.headcount)
        for name, mark, colour, shift in (("regret", "o", BLUE, -0.12),
                                          ("regret_worst", "D", ORANGE, 0.12)):  # fmt: skip
            ends = [scale * table[f"{name}{end}"] for end in ("", "_low", "_high")]
            dots(axis, np.arange(len(table)) + shift, ends, colour, marker=mark,
                 label=speak.say(f"tournament.{name}_mean"))  # fmt: skip
        axis.set_xlim(left=0)
        axis.xaxis.set_major_formatter(speak.tick)
        axis.set_xlabel(unit_of(goal, speak))
    return arrange(figure)


def unit_of(goal: Goal, speak: Language) -> str:
    """The unit of a goal on two lines, where it is long."""
    joined = speak.say("and")
    return speak.say(f"units.{goal.unit}").replace(f" {joined} ", f"\n{joined} ")


def trade_figure(found: Found, fronts: pd.DataFrame, speak: Language) -> Figure:
    """Speed against cost and gain against cost, one point per strategy."""
    strategies = found.played.strategies
    figure, axes = traded(
        speak.say("tournament.trade", all=len(fronts),
                  beaten=int((fronts["beaten_by"] != "").sum())),
        speak.say("tournament.trade_sub", companies=told(found, speak)), len(strategies),
    )  # fmt: skip
    middle = {goal: np.nanmean(found.goal(goal).values.mean(axis=2), axis=1) for goal in TRADED}
    colours = list(style.colours(strategies).values())
    faces = [colour if on else "white"
             for colour, on in zip(colours, fronts["average_front"], strict=True)]  # fmt: skip
    for axis, goal in zip(axes, (SPEED, GAIN), strict=True):
        for x, y, colour, face, place in zip(middle[COST], middle[goal], colours, faces,
                                             range(len(colours)), strict=True):  # fmt: skip
            axis.plot(x, y, style.MARKERS[place % len(style.MARKERS)], color=colour,
                      markersize=9, markerfacecolor=face)  # fmt: skip
        name_axes(axis, goal, "tournament.axis", speak)
        named(axis, np.column_stack([middle[COST], middle[goal]]), _names(found, speak), colours)
    return arrange(figure)


def traded(title: str, subtitle: str, names: int) -> tuple[Figure, list[Axes]]:
    """Two panels with room for a column of names beside each."""
    return sheet(title, subtitle, max(5.2, 1.2 + LINE * names), 1, 2)


def name_axes(axis: Axes, goal: Goal, key: str, speak: Language) -> None:
    """Cost across, a goal up, with units and room around the points."""
    axis.margins(0.1)
    axis.grid(color=style.GRID, linewidth=0.8)
    axis.xaxis.set_major_formatter(speak.tick)
    style.decimals(axis.yaxis, speak)
    for one, label in ((COST, axis.set_xlabel), (goal, axis.set_ylabel)):
        label(capitalised(speak.say(key, goal=goal_of(one, speak),
                                    unit=speak.say(f"units.{one.unit}"))))  # fmt: skip


Draw = Callable[["Found", "pd.DataFrame", Language], "Figure"]
FIGURES: dict[str, Draw] = {"best": chance_figure, "regret": regret_figure, "front": trade_figure}
