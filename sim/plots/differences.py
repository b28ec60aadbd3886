"""Paired differences to the baseline: which are real, and how large they are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.outcomes import BY_NAME, Outcome
from sim.plots import style

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
TITLES = {
    "use_auc": "Genuine use\nover all weeks",
    "genuine_use_final": "Genuine use\nat the end",
    "hours_saved_per_employee_week": "Net hours saved\nat the end",
    "lead_time_change": "Lead time\nat the end",
    "net_benefit_eur": "Net benefit\nover the horizon",
}
UNITS = {
    "share": (100.0, "percentage points"),
    "ratio": (100.0, "percentage points"),
    "change": (100.0, "percentage points"),
    "€": (1e-3, "1,000 €"),
    "h per employee and week": (1.0, "h/employee/week"),
}


def differences_figure(pairwise: pd.DataFrame, shown: Sequence[str] = SHOWN) -> Figure:
    """Draw a forest plot: estimate and 95 % interval per strategy and outcome.

    Args:
        pairwise: Paired differences as `statistics.pairwise` gives them.
        shown: Outcomes to show, one panel each; those without any estimate are left out.
    """
    known = pairwise.dropna(subset=["estimate"])
    names = [name for name in shown if name in set(known["outcome"])]
    strategies = [str(each) for each in pairwise["strategy"].unique()]
    baseline = str(pairwise["baseline"].iloc[0])
    pairs = int(pairwise["pairs"].max())
    figure = style.new_figure(
        f"What differs from “{style.strategy_name(baseline).lower()}”, and what is not decided",
        f"Mean difference to the same seed with 95 % interval; {pairs} seeds. Filled: decided "
        "(interval excludes 0).",
    )
    axes = figure.subplots(1, len(names), sharey=True, squeeze=False)[0]
    figure.subplots_adjust(left=0.17, right=0.945, top=0.8, bottom=0.13, wspace=0.42)
    for axis, name in zip(axes, names, strict=True):
        own = known[known["outcome"] == name].set_index("strategy").to_dict("index")
        _panel(axis, own, strategies, BY_NAME[name])
    axes[0].set_yticks(range(len(strategies)), [style.strategy_name(s) for s in strategies])
    axes[0].set_ylim(max(len(strategies), 5) - 0.4, -0.6)
    return figure


def _panel(
    axis: Axes, own: dict[Any, dict[Any, Any]], strategies: list[str], outcome: Outcome
) -> None:
    factor, unit = UNITS.get(outcome.unit, (1.0, outcome.unit))
    colours = dict(zip(strategies, style.PALETTE[1:] * len(strategies), strict=False))
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
        axis.annotate(
            _share(numbers),
            (1.0, row),
            (3, 0),
            xycoords=("axes fraction", "data"),
            textcoords="offset points",
            va="center",
            fontsize=9,
            color=style.GREY,
        )
    axis.text(1.02, 1.0, "better in", transform=axis.transAxes, fontsize=9, color=style.GREY)
    axis.xaxis.set_major_formatter(style.thousands)
    better = {"higher": "better →", "lower": "← better", None: ""}[outcome.better]
    axis.set_title(TITLES.get(outcome.name, outcome.label), fontweight="bold", pad=10)
    axis.set_xlabel(f"{better}\n{unit}")
    axis.grid(axis="x", color="#e8e8e8", linewidth=0.8)
    axis.margins(x=0.08)
    # Four labels of thousands run into each other.
    axis.locator_params(axis="x", nbins=2 if max(map(abs, axis.get_xlim())) >= 1000 else 4)
    axis.tick_params(axis="y", length=0)


def _share(numbers: dict[Any, Any]) -> str:
    """Share of seeds in which it is better, or "same" where no seed differs."""
    if numbers["seeds_equal"] == numbers["pairs"]:
        return "same"
    return f"{100 * numbers['share_better']:.0f} %" if np.isfinite(numbers["share_better"]) else ""
