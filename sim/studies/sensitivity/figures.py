"""Figures of a sensitivity analysis: functions of its tidy tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.report.language import Language
from sim.report.plots import style
from sim.report.plots.findings import foremost
from sim.report.plots.panels import BLUE, GREEN, ORANGE, band, bars, dots, named, percent, zero
from sim.report.plots.sheet import arrange, multiples, rows_sheet, sheet
from sim.studies.sensitivity.analysis import TOP, Findings, of
from sim.studies.sensitivity.factors import LUCK, STRATEGY
from sim.studies.sensitivity.question import COMPANY, OTHERS, Response
from sim.studies.sensitivity.words import parts, ranked

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

PARTS = {
    COMPANY: (BLUE, "sensitivity.company"),
    STRATEGY: (ORANGE, "sensitivity.strategy_suits"),
    LUCK: (style.GREY, "sensitivity.luck"),
}
PALE = "#9a9a9a"
LISTED = 12
MARK = "\N{NO-BREAK SPACE}*"


def parts_figure(found: Findings, responses: Sequence[Response], speak: Language) -> Figure:
    """One bar per response: the parts of company, strategy and luck."""
    import pandas as pd

    tables = [pd.DataFrame(parts(of(found.sobol, each))).T for each in responses]
    shares = pd.DataFrame([table["value"].astype(float).clip(0.0) for table in tables])
    first = [foremost(table) for table in tables]
    largest = [row["parameter"] if not near else "" for row, near in first]
    figure, (axis,) = rows_sheet(
        speak.say("sensitivity.parts_title", all=len(responses), open=largest.count(""),
                  **{key: largest.count(key) for key in PARTS}),
        speak.say("sensitivity.parts_sub"),
        [each.label(speak) for each in responses], [""],
    )  # fmt: skip
    rows = np.arange(len(responses))
    scaled = shares.div(shares.sum(axis=1), axis=0).fillna(0.0)
    bars(axis, rows, [(speak.say(word), scaled[key], colour)
                      for key, (colour, word) in PARTS.items() if key in scaled],
         0.5, speak.percent, 0.035)  # fmt: skip
    ends = np.array([[table.loc[COMPANY, end] for end in ("low", "high")] for table in tables])
    axis.hlines(rows + 0.32, *np.clip(ends.astype(float), 0.0, 1.0).T, color=style.INK,
                label=speak.say("sensitivity.parts_ends"))  # fmt: skip
    percent(axis.xaxis, speak)
    axis.set_xlabel(speak.say("sensitivity.share"))
    return arrange(figure)


def morris_figure(found: Findings, response: Response, speak: Language) -> Figure:
    """Mean absolute effect against its spread, with the names of the largest beside it."""
    own = of(found.morris, response)
    keys = ["parameter", "label", "sourced"]
    table = own.pivot_table("value", keys, "index", sort=False).reset_index()
    table = table.sort_values("mu_star", ascending=False, kind="stable")
    figure, (axis,) = sheet(
        _title("morris", own[own["index"] == "mu_star"], response, speak),
        speak.say("sensitivity.morris_sub"), 5.6,
    )  # fmt: skip
    kinds = np.select([table["parameter"] == STRATEGY, table["parameter"] == LUCK,
                       table["parameter"].isin(found.kept)], [0, 1, 2], 3)  # fmt: skip
    colours = np.array([ORANGE, "black", BLUE, PALE])[kinds]
    words = (speak.say("sensitivity.strategy"), speak.say("sensitivity.luck"),
             speak.say("sensitivity.kept"), speak.say("sensitivity.morris_out"))  # fmt: skip
    for kind, told in enumerate(words):
        if (kinds == kind).any():
            one = table[kinds == kind]
            axis.plot(one["mu_star"], one["sigma"], "D" if kind < 2 else "o", markersize=9,
                      color=colours[kinds == kind][0], markeredgecolor="white",
                      label=told)  # fmt: skip
    highest = 1.15 * table[["mu_star", "sigma"]].max()
    axis.plot([0.0, highest.max()], [0.0, highest.max()], color=style.GREY, linewidth=0.8,
              linestyle=":", label=speak.say("sensitivity.morris_above"))  # fmt: skip
    axis.set_xlim(0.0, highest["mu_star"])
    axis.set_ylim(0.0, highest["sigma"])
    style.decimals(axis.xaxis, speak)
    style.decimals(axis.yaxis, speak)
    unit = speak.say(f"units.{response.outcome.unit}")
    axis.set_xlabel(speak.say("sensitivity.morris_x", unit=unit))
    axis.set_ylabel(speak.say("sensitivity.morris_y", unit=unit))
    first = table.head(LISTED)
    names = [f"{speak.separated(format(value, '.3g'))}  {label}{MARK if sourced == 'no' else ''}"
             for value, label, sourced in zip(first["mu_star"], first["label"], first["sourced"],
                                              strict=True)]  # fmt: skip
    named(axis, first[["mu_star", "sigma"]].to_numpy(float), names, list(colours), room=62)
    return arrange(figure)


def _title(figure: str, table: pd.DataFrame, response: Response, speak: Language) -> str:
    """Which row is ahead of all others, as far as their intervals tell."""
    row, near = foremost(table)
    return speak.say(
        f"sensitivity.{figure}_open" if near else f"sensitivity.{figure}_lead",
        outcome=response.label(speak), label=row["label"], count=near,
        value=speak.separated(f"{row['value']:.3g}"), share=speak.percent(row["value"]),
        unit=speak.say(f"units.{response.outcome.unit}"),
    )  # fmt: skip


def sobol_figure(found: Findings, response: Response, speak: Language) -> Figure:
    """Shares of variance, first order and total, and PAWN indices in a panel of their own."""
    own, distance = of(found.sobol, response), of(found.pawn, response)
    total = own[(own["index"] == "total") & (own["kind"] != COMPANY)]
    total = total.sort_values("value", ascending=False, kind="stable")
    total = total.sort_values("kind", key=lambda kind: kind == OTHERS, kind="stable")
    place = {key: row for row, key in enumerate(total["parameter"])}
    first = own[(own["index"] == "first") & own["parameter"].isin(place)]
    distance = distance[distance["parameter"].isin(place)]
    figure, (left, right) = rows_sheet(
        _title("sobol", total[total["kind"] != OTHERS], response, speak),
        speak.say("sensitivity.sobol_sub"), [_named(row) for _, row in total.iterrows()],
        ["", ""], (1.6, 1.0), 54,
    )  # fmt: skip
    for axis, table, mark, colour, shift, key in (
        (left, total, "o", BLUE, -0.14, "total"), (left, first, "s", ORANGE, 0.14, "first"),
        (right, distance, "o", GREEN, 0.0, "index"),
    ):  # fmt: skip
        rows = table["parameter"].map(place).to_numpy(float) + shift
        dots(axis, rows, [table[end] for end in ("value", "low", "high")], colour, marker=mark,
             label=speak.say(f"sensitivity.sobol_{key}"))  # fmt: skip
    rows = distance["parameter"].map(place).to_numpy(float)
    right.vlines(distance["noise"], rows - 0.35, rows + 0.35, color=style.GREY,
                 label=speak.say("sensitivity.sobol_noise"))  # fmt: skip
    zero(left)
    left.set_xlabel(speak.say("sensitivity.share"))
    left.xaxis.set_major_formatter(lambda share, _: speak.percent(share))
    right.set_xlabel(speak.say("sensitivity.sobol_x"))
    right.set_xlim(left=0.0)
    style.decimals(right.xaxis, speak)
    return arrange(figure)


def convergence_figure(found: Findings, response: Response, speak: Language) -> Figure:
    """Total indices at growing numbers of rows: leading assumptions, strategy, luck, the rest."""
    own = of(found.convergence, response)
    own = own[own["index"] == "total"]
    final = own[own["rows"] == own["rows"].max()].set_index("parameter")
    keys = [row["parameter"] for row in ranked(final.reset_index(), "total")[: 2 * TOP]]
    keys += [key for key in (STRATEGY, LUCK, OTHERS) if key in final.index]
    settled = of(found.outcomes, response).iloc[0]
    figure, axes = multiples(
        speak.say("sensitivity.convergence_title", outcome=response.label(speak),
                  settled=int(settled["settled"]), all=int(settled["leading"])),
        speak.say("sensitivity.convergence_sub"), [_named(final.loc[key]) for key in keys],
        speak.say("sensitivity.convergence_x"), speak.say("sensitivity.convergence_y"),
    )  # fmt: skip
    for axis, key in zip(axes, keys, strict=True):
        mine = own[own["parameter"] == key].sort_values("rows")
        places = np.arange(len(mine))
        axis.axhline(0.0, color=style.GREY, linewidth=0.8)
        band(axis, places, (mine["low"], mine["high"]), mine["value"], BLUE, marker="o")
    axes[0].set_xticks(places, [str(each) for each in mine["rows"]])
    low, high = axes[0].get_ylim()
    axes[0].set_ylim(max(low, -0.5), min(high, 1.5))
    axes[0].yaxis.set_major_formatter(lambda share, _: speak.percent(share))
    return arrange(figure)


def _named(row: Any) -> str:
    return f"{row['label']}{MARK if row['sourced'] == 'no' else ''}"
