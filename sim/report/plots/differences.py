"""Paired differences to the baseline: which are real, and how large they are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.model.outcomes import BY_NAME, Outcome
from sim.report.language import ENGLISH, Language
from sim.report.plots import style

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

SHOWN = (
    "use_auc",
    "genuine_use_final",
    "hours_saved_per_employee_week",
    "lead_time_change",
    "net_benefit_eur",
)
# Unit of an outcome: (factor, what the axis is labelled with).
UNITS = {
    "share": (100.0, "figures.axis_points"),
    "ratio": (100.0, "figures.axis_points"),
    "change": (100.0, "figures.axis_points"),
    "€": (1e-3, "figures.axis_euros"),
    "h per employee and week": (1.0, "figures.axis_hours"),
    "h per employee": (1.0, "figures.axis_per_head"),
    "weeks": (1.0, "figures.axis_weeks"),
}


def differences_figure(
    pairwise: pd.DataFrame, shown: Sequence[str] = SHOWN, speak: Language = ENGLISH
) -> Figure:
    """Draw a forest plot: estimate and 95 % interval per strategy and outcome.

    Args:
        pairwise: Paired differences as `statistics.pairwise` gives them.
        shown: Outcomes to show, one panel each; those without any estimate are left out.
        speak: What it is labelled in.
    """
    known = pairwise.dropna(subset=["estimate"])
    names = [name for name in shown if name in set(known["outcome"])]
    strategies = [str(each) for each in pairwise["strategy"].unique()]
    baseline = str(pairwise["baseline"].iloc[0])
    pairs = int(pairwise["pairs"].max())
    seeds = style.seeds_in_words(pairs, speak)
    figure = style.new_figure(
        speak.say("figures.differences", baseline=style.name_in_text(baseline, speak)),
        speak.say(
            "figures.differences_sub" if pairs > 1 else "figures.differences_sub_one", seeds=seeds
        ),
    )
    axes = figure.subplots(1, len(names), sharey=True, squeeze=False)[0]
    figure.subplots_adjust(left=0.17, right=0.945, top=0.8, wspace=0.42)
    figure.subplots_adjust(bottom=style.rows_end(0.8, 0.13, len(strategies)))
    for axis, name in zip(axes, names, strict=True):
        own = known[known["outcome"] == name].set_index("strategy").to_dict("index")
        _panel(axis, own, strategies, BY_NAME[name], speak)
    style.row_names(axes[0], strategies, speak)
    return figure


def _panel(
    axis: Axes,
    own: dict[Any, dict[Any, Any]],
    strategies: list[str],
    outcome: Outcome,
    speak: Language,
) -> None:
    factor, unit = UNITS.get(outcome.unit, (1.0, ""))
    colours = style.colours(strategies)
    axis.axvline(0, color=style.GREY, linewidth=1)
    for row, strategy in enumerate(strategies):
        if strategy not in own:
            continue
        numbers = own[strategy]
        estimate, low, high = (factor * float(numbers[k]) for k in ("estimate", "low", "high"))
        colour = colours[strategy]
        if np.isfinite(low):
            axis.plot([low, high], [row, row], color=colour, linewidth=2, solid_capstyle="butt")
        face = colour if numbers["decided"] == "yes" else "white"
        axis.plot(
            [estimate],
            [row],
            "o",
            color=colour,
            markerfacecolor=face,
            markersize=6,
            markeredgewidth=1.8,
        )
        if numbers["pairs"] < 2:
            continue
        axis.annotate(
            _share(numbers, speak),
            (1.0, row),
            (3, 0),
            xycoords=("axes fraction", "data"),
            textcoords="offset points",
            va="center",
            fontsize=9,
            color=style.GREY,
        )
    if any(numbers["pairs"] > 1 for numbers in own.values()):
        words = speak.say("figures.better_in")
        axis.text(1.02, 1.0, words, transform=axis.transAxes, fontsize=9, color=style.GREY)
    axis.xaxis.set_major_formatter(speak.tick)
    better = speak.say(f"figures.better_{outcome.better}") if outcome.better else ""
    own_title = outcome.name in SHOWN
    title = speak.say(f"figures.panel_{outcome.name}") if own_title else speak.outcome(outcome.name)
    axis.set_title(title, fontweight="bold", pad=10)
    axis.set_xlabel(f"{better}\n{speak.say(unit) if unit else outcome.unit}")
    axis.grid(axis="x", color=style.GRID, linewidth=0.8)
    axis.margins(x=0.08)
    # Four labels of thousands run into each other.
    axis.locator_params(axis="x", nbins=2 if max(map(abs, axis.get_xlim())) >= 1000 else 4)
    axis.tick_params(axis="y", length=0)


def _share(numbers: dict[Any, Any], speak: Language) -> str:
    """Share of seeds in which it is better, or "same" where no seed differs."""
    if numbers["seeds_equal"] == numbers["pairs"]:
        return speak.say("figures.equal")
    share = numbers["share_better"]
    return speak.percent(share) if np.isfinite(share) else ""
