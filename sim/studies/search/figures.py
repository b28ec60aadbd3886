"""Figures of a search: what was tried, the front, and whether it holds on fresh companies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.report.language import Language, capitalised
from sim.report.plots import style
from sim.report.plots.panels import BLUE, ORANGE, dots, named, zero
from sim.report.plots.sheet import arrange, rows_sheet
from sim.studies.context import kind_told
from sim.studies.search.play import CHECKED, Found
from sim.studies.search.words import scoring, tried
from sim.studies.tournament.figures import name_axes, traded, unit_of
from sim.studies.tournament.goals import COST, GAIN, SPEED, TRADED
from sim.studies.tournament.pareto import on_front
from sim.studies.tournament.words import goal_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.base.arrays import Floats


def front_figure(found: Found, speak: Language) -> Figure:
    """Speed and gain against cost: everything tried, the front, and the shipped strategies."""
    tries, shipped, front = found.trials.scores, found.reference, list(found.front)
    own = [trial for trial, name in found.front.items()
           if name in {pick.found for pick in found.picks}]  # fmt: skip
    beaten = sum(not on_front(np.vstack([each, tries[front]]))[0] for each in shipped)
    names = [*(found.front[trial] for trial in own), *found.shipped]
    points = np.concatenate([tries[own], shipped])
    colours = [BLUE] * len(own) + [ORANGE] * len(shipped)
    figure, axes = traded(
        speak.say("search.front", beaten=beaten, all=len(shipped)),
        f"{tried(found, speak)}; {scoring(found, speak)}", len(names),
    )  # fmt: skip
    for axis, goal in zip(axes, (SPEED, GAIN), strict=True):
        up = TRADED.index(goal)
        for scores, mark, size, key, face in (
            (tries, "s", 2.5, "tried", style.FAINT), (tries[front], "o", 6, "front", BLUE),
            (tries[own], "*", 15, "picked", BLUE), (shipped, "s", 8, "shipped", "white"),
        ):  # fmt: skip
            edge = ORANGE if key == "shipped" else face if key == "tried" else "white"
            axis.plot(*_places(scores, up).T, mark, markersize=size, color=face,
                      markeredgecolor=edge, label=speak.say(f"search.mark_{key}"))  # fmt: skip
        name_axes(axis, goal, "search.front_axis", speak)
        _focus(axis, tries[:, up], shipped[:, up])
        named(axis, _places(points, up), [style.strategy_name(each, speak) for each in names],
              colours)  # fmt: skip
    return arrange(figure)


def _places(scores: Floats, goal: int) -> Floats:
    """Cost and a goal of each strategy, shape (strategies, 2)."""
    return np.column_stack([-scores[:, TRADED.index(COST)], scores[:, goal]])


def _focus(axis: Axes, tries: Floats, shipped: Floats) -> None:
    """The worst of what was tried must not squeeze the rest."""
    low = min(float(np.quantile(tries, 0.02)), float(shipped.min()))
    high = max(float(tries.max()), float(shipped.max()))
    axis.set_ylim(low - 0.08 * (high - low), high + 0.1 * (high - low))


def check_figure(found: Found, speak: Language) -> Figure:
    """Found minus shipped, where the search looked and on fresh companies."""
    said = found.check["verdict"].value_counts().to_dict()
    figure, axes = rows_sheet(
        speak.say("search.check", all=len(found.check), better=(better := said.get("better", 0)),
                  worse=(worse := said.get("worse", 0)), rest=len(found.check) - better - worse),
        speak.say("search.check_sub", fresh=found.wanted.fresh,
                  kind=kind_told(found.wanted.kind, speak),
                  seeds=style.seeds_in_words(found.wanted.seeds, speak)),
        [speak.say("search.check_names", found=style.strategy_name(pick.found, speak),
                   rival=style.name_in_text(pick.rival, speak)) for pick in found.picks],
        [capitalised(goal_of(goal, speak)) for goal in CHECKED],
    )  # fmt: skip
    for axis, goal in zip(axes, CHECKED, strict=True):
        own = found.check[found.check["goal"] == goal.name]
        rows = np.arange(len(own))
        zero(axis)
        dots(axis, rows - 0.12, [goal.sign * own["search"], np.nan, np.nan], style.GREY, False,
             "D", speak.say("search.check_seen"))  # fmt: skip
        dots(axis, rows + 0.12, [goal.sign * own[each] for each in ("fresh", "low", "high")], BLUE,
             own["verdict"].isin(["better", "worse"]).to_numpy(),
             label=speak.say("search.check_fresh"))  # fmt: skip
        axis.margins(x=0.12)
        axis.xaxis.set_major_formatter(speak.tick)
        axis.set_xlabel(speak.say(f"search.check_{goal.better}", unit=unit_of(goal, speak)))
    return arrange(figure)
