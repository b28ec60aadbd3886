"""Where an item's time goes: lead time by phase, and by what it waits for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.model.measures import FINAL_WEEKS
from sim.report.language import Language
from sim.report.plots import style
from sim.report.plots.findings import lead
from sim.report.plots.panels import bars
from sim.report.plots.sheet import arrange, own_legend, rows_sheet

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

PHASES = {
    "lead_time_intake": "#08306b",
    "lead_time_planning": "#2f79b5",
    "lead_time_execution": "#84bcdb",
    "lead_time_reporting": "#d0e1f2",
}
CAUSES = {
    "wait_service": "#444444",
    "wait_queue": "#56b4e9",
    "wait_approval": "#d55e00",
    "wait_prioritisation": "#e69f00",
    "wait_hand_over": "#009e73",
    "wait_status_query": "#cc79a7",
}


def lead_time_figure(weekly: pd.DataFrame, speak: Language) -> Figure:
    """Draw stacked bars of the lead time, one bar per strategy and reference.

    Args:
        weekly: One row per run and week, with the `lead_time_` columns of the four phases and
            the `wait_` columns, in weeks per item. The last weeks of the horizon are shown.
        speak: What it is labelled in.
    """
    last = style.last_weeks(weekly).assign(total=lambda own: own[list(PHASES)].sum(axis=1))
    means = last.groupby("strategy", sort=False, observed=True)[[*PHASES, *CAUSES]].mean()
    kind, told = lead(style.pivot(last, "total"), lambda weeks: speak.number(weeks, 2), speak, -1.0)
    figure, axes = rows_sheet(
        speak.say(f"figures.lead_{kind}", **told),
        speak.say("figures.lead_sub", weeks=FINAL_WEEKS,
                  seeds=style.seeds_in_words(int(weekly["seed"].nunique()), speak)),
        [style.strategy_name(str(each), speak) for each in means.index],
        ["", ""],
    )  # fmt: skip
    heads = speak.say("figures.lead_phases"), speak.say("figures.lead_causes")
    for axis, parts, head in zip(axes, (PHASES, CAUSES), heads, strict=True):
        last_part = bars(axis, range(len(means)),
             [(speak.say(f"figures.part_{name}"), means[name], colour)
              for name, colour in parts.items()])  # fmt: skip
        totals = [speak.number(each, 2) for each in means[list(parts)].sum(axis=1)]
        axis.bar_label(last_part, totals, padding=4)
        axis.margins(x=0.12)
        axis.set_xlabel(speak.say("figures.lead_axis"))
        style.decimals(axis.xaxis, speak)
        own_legend(axis, head)
    return arrange(figure)
