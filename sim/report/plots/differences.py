"""Paired differences to the baseline: which are real, and how large they are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sim.analysis.paired import certain
from sim.model.outcomes import BY_NAME
from sim.report.language import Language
from sim.report.plots import style
from sim.report.plots.panels import dots, zero
from sim.report.plots.sheet import arrange, rows_sheet

if TYPE_CHECKING:
    import pandas as pd
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
    pairwise: pd.DataFrame, speak: Language, shown: Sequence[str] = SHOWN
) -> Figure:
    """Draw a forest plot: estimate and 95 % interval per strategy and outcome.

    A point is filled where the difference is decided and large enough to matter.

    Args:
        pairwise: Paired differences as `paired.pairwise` gives them.
        speak: What it is labelled in.
        shown: Outcomes to show, one panel each; those without any estimate are left out.
    """
    known = pairwise.dropna(subset=["estimate"])
    names = [name for name in shown if name in set(known["outcome"])]
    colours = style.colours([str(each) for each in pairwise["strategy"].unique()])
    pairs, drawn = int(pairwise["pairs"].max()), known[known["outcome"].isin(names)]
    figure, axes = rows_sheet(
        speak.say(
            "figures.differences", all=len(drawn), decided=int(certain(drawn).sum()),
            baseline=style.name_in_text(str(pairwise["baseline"].iloc[0]), speak),
        ),
        speak.say("figures.differences_sub" if pairs > 1 else "figures.differences_sub_one",
                  seeds=style.seeds_in_words(pairs, speak)),
        [style.strategy_name(each, speak) for each in colours],
        [_head(name, speak) for name in names],
    )  # fmt: skip
    for axis, name in zip(axes, names, strict=True):
        outcome = BY_NAME[name]
        factor, unit = UNITS.get(outcome.unit, (1.0, ""))
        own = drawn[drawn["outcome"] == name].set_index("strategy")
        places = [list(colours).index(str(each)) for each in own.index]
        ends = [factor * own[each] for each in ("estimate", "low", "high")]
        zero(axis)
        dots(axis, places, ends, [colours[str(each)] for each in own.index],
             certain(own).to_numpy())  # fmt: skip
        if pairs > 1:
            for row, numbers in zip(places, own.to_dict("records"), strict=True):
                axis.annotate(
                    _share(numbers, speak), (1, row), (3, 0), ("axes fraction", "data"),
                    "offset points", va="center", fontsize=9, color=style.GREY,
                )  # fmt: skip
        axis.margins(x=0.1)
        axis.xaxis.set_major_formatter(speak.tick)
        better = speak.say(f"figures.better_{outcome.better}") if outcome.better else ""
        axis.set_xlabel(f"{better}\n{speak.say(unit) if unit else outcome.unit}".strip())
    return arrange(figure)


def _head(name: str, speak: Language) -> str:
    return speak.say(f"figures.panel_{name}") if name in SHOWN else speak.outcome(name)


def _share(numbers: dict[Any, Any], speak: Language) -> str:
    """In how many seeds a strategy is better; "same" if it is equal in every one."""
    if numbers["seeds_equal"] == numbers["pairs"]:
        return speak.say("figures.equal")
    return speak.percent(numbers["share_better"])
