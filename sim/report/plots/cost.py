"""Cost against effect: what a strategy spends, what that saves, and what is left.

Rows, not a cloud of points: under one budget ceiling most strategies cost nearly the same,
and a cloud would put them on top of each other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.report.language import Language
from sim.report.plots import style
from sim.report.plots.findings import signs
from sim.report.plots.panels import zero
from sim.report.plots.sheet import arrange, rows_sheet

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

# Outcome: (factor, what its axis is labelled with).
PANELS = {
    "cost_eur": (1e-3, "figures.axis_euros"),
    "net_hours_per_employee": (1.0, "figures.axis_per_head"),
    "net_benefit_eur": (1e-3, "figures.axis_euros"),
}


def cost_figure(runs: pd.DataFrame, speak: Language) -> Figure:
    """Draw cost beside net hours saved and net benefit over the horizon, one row per strategy.

    Args:
        runs: One row per run: `strategy, seed, cost_eur, net_hours_per_employee,
            net_benefit_eur`.
        speak: What it is labelled in.
    """
    colours = style.colours([str(each) for each in runs["strategy"].unique()])
    kind, told = signs(1e-3 * style.pivot(runs, "net_benefit_eur"),
                       lambda euros: speak.number(euros, 0, signed=True), speak)  # fmt: skip
    figure, axes = rows_sheet(
        speak.say(f"figures.cost_{kind}", **told),
        speak.say("figures.cost_sub",
                  spread=style.spread_in_words(runs, "figures.spread_rows", speak)),
        [style.strategy_name(each, speak) for each in colours],
        [speak.say(f"figures.cost_{name}") for name in PANELS],
    )  # fmt: skip
    for axis, (name, (factor, unit)) in zip(axes, PANELS.items(), strict=True):
        values = factor * style.pivot(runs, name)
        mean, ends = values.mean(), values.quantile([0.1, 0.9])
        off = np.maximum(0, [mean - ends.loc[0.1], ends.loc[0.9] - mean])
        drawn = axis.barh(
            range(len(mean)), mean, 0.62, color=list(colours.values()), alpha=0.85,
            xerr=off if len(values) > 1 else None, error_kw={"ecolor": style.INK, "lw": 1.6},
        )  # fmt: skip
        decimals = 1 if mean.abs().max() < 20 else 0
        axis.bar_label(drawn, [speak.number(each, decimals, signed=name != "cost_eur")
                               for each in mean], padding=4)  # fmt: skip
        zero(axis)
        axis.margins(x=0.2)
        axis.xaxis.set_major_formatter(speak.tick)
        axis.set_xlabel(speak.say(unit))
    return arrange(figure)
