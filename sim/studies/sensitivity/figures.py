"""Figures of a sensitivity analysis: functions of its tidy tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.report.plots import style
from sim.studies.sensitivity.analysis import TOP, of
from sim.studies.sensitivity.factors import LUCK, STRATEGY
from sim.studies.sensitivity.question import COMPANY, OTHERS, Response
from sim.studies.sensitivity.told import parts, percent, ranked

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

BLUE, ORANGE, GREEN = (style.PALETTE[place] for place in (3, 1, 5))
PARTS = {
    COMPANY: (BLUE, "company"),
    STRATEGY: (ORANGE, "strategy, by itself and in how it suits the company"),
    LUCK: (style.GREY, "luck"),
}
PALE = "#9a9a9a"
LISTED = 12
LONGEST = 58
MARK = " *"


def parts_figure(sobol: pd.DataFrame, responses: Sequence[Response]) -> Figure:
    """One bar per response: the parts of company, strategy and luck."""
    figure = style.new_figure(
        "What the spread of outcomes is made of",
        "Share of variance; the line below a bar is the 95 % interval of the company's part",
    )
    axis = figure.add_axes((0.3, 0.12, 0.66, 0.66))
    for row, response in enumerate(responses):
        _stack(axis, row, parts(of(sobol, response)))
    axis.set_yticks(range(len(responses)), [_wrapped(each.label, 40) for each in responses])
    axis.set_ylim(len(responses) - 0.4, -0.6)
    axis.set_xlim(0.0, 1.0)
    axis.set_xticks(np.linspace(0.0, 1.0, 5), [percent(each) for each in np.linspace(0.0, 1.0, 5)])
    axis.set_xlabel("share of variance")
    axis.tick_params(axis="y", length=0)
    places = {COMPANY: 0.3, STRATEGY: 0.42, LUCK: 0.88}
    for key, (colour, name) in PARTS.items():
        if (sobol["parameter"] == key).any():
            figure.text(places[key], 0.82, f"■ {name}", color=colour, fontsize=13)
    return figure


def _stack(axis: Axes, row: int, rows: dict[str, dict[Any, Any]]) -> None:
    widths = {key: max(0.0, float(each["value"])) for key, each in rows.items()}
    scale, left = sum(widths.values()), 0.0
    for key, width in widths.items():
        axis.barh(row, width / scale, left=left, height=0.5, color=PARTS[key][0])
        if width / scale > 0.035:
            axis.text(left + width / scale / 2, row, percent(width), ha="center", va="center",
                      color="white", fontweight="bold")  # fmt: skip
        left += width / scale
    ends = [float(np.clip(rows[COMPANY][end], 0.0, 1.0)) for end in ("low", "high")]
    axis.plot(ends, [row + 0.3] * 2, color=style.INK, linewidth=1.5)


def morris_figure(morris: pd.DataFrame, response: Response, kept: Sequence[str]) -> Figure:
    """Mean absolute effect against its spread; numbers lead to the names beside it."""
    own = of(morris, response)
    table = own.pivot_table("value", ["parameter", "label", "sourced"], "index", sort=False)
    table = table.reset_index().sort_values("mu_star", ascending=False, kind="stable")
    figure = style.new_figure(
        f"Screening: what moves {response.label}",
        "Change of the outcome when one assumption moves by half its plausible range, or the "
        "strategy or the luck is another",
    )
    axis = figure.add_axes((0.07, 0.11, 0.44, 0.73))
    drawn = table["parameter"].isin(kept).to_numpy()
    for chosen, colour, label in ((~drawn, PALE, ""), (drawn, BLUE, "kept")):
        axis.plot(table["mu_star"][chosen], table["sigma"][chosen], "o", color=colour,
                  markeredgecolor="white", markersize=9, label=label)  # fmt: skip
    for key, colour in ((STRATEGY, ORANGE), (LUCK, "black")):
        one = table[table["parameter"] == key]
        axis.plot(one["mu_star"], one["sigma"], "D", color=colour, markersize=9)
    highest = 1.15 * float(max(table["mu_star"].max(), table["sigma"].max()))
    axis.plot([0.0, highest], [0.0, highest], color=style.GREY, linewidth=0.8, linestyle=":")
    axis.set_xlim(0.0, 1.12 * float(table["mu_star"].max()))
    axis.set_ylim(0.0, 1.15 * float(table["sigma"].max()))
    axis.set_xlabel(f"mean absolute change (µ*), {response.outcome.unit}")
    axis.set_ylabel("spread of the change (σ): how much it depends on the rest")
    first = table.head(LISTED)
    _numbered(figure, axis, first[["mu_star", "sigma"]].to_numpy(float))
    _listed(figure, [dict(row) for row in first.to_dict("records")], response)
    return figure


def _numbered(figure: Figure, axis: Axes, points: Any) -> None:
    """Number the points where there is room: no number on another one or on a point."""
    pixels = axis.transData.transform(points)
    taken = [tuple(each) for each in pixels]
    angles = np.arange(16) * np.pi / 8.0
    ways = [(reach * np.cos(angle), reach * np.sin(angle))
            for reach in (20, 34, 50, 70, 95, 120) for angle in angles]  # fmt: skip
    frame = axis.get_window_extent()
    for number, pixel in enumerate(pixels, start=1):
        spots = [(pixel[0] + x, pixel[1] + y) for x, y in ways]
        inside = [spot for spot in spots if frame.contains(*spot)]
        free = [spot for spot in inside if all(np.hypot(*np.subtract(spot, each)) > 24.0
                                               for each in taken)]  # fmt: skip
        spot = (free or inside or spots)[0]
        taken.append(spot)
        x, y = np.subtract(spot, pixel) * 72.0 / figure.dpi
        far = np.hypot(x, y) > 12.0
        axis.annotate(str(number), points[number - 1], (x, y), textcoords="offset points",
                      ha="center", va="center", fontsize=9,
                      arrowprops={"arrowstyle": "-", "color": style.GREY, "linewidth": 0.6}
                      if far else None)  # fmt: skip


def _listed(figure: Figure, rows: Sequence[dict[Any, Any]], response: Response) -> None:
    top, step = 0.8, 0.05
    figure.text(0.55, top + step, "largest mean change (* no source)", color=style.GREY)
    for place, row in enumerate(rows):
        y = top - place * step
        figure.text(0.565, y, f"{place + 1}", ha="right", color=style.INK)
        figure.text(0.575, y, _short(str(row["label"])) + _mark(row), color=style.INK)
        figure.text(0.97, y, f"{row['mu_star']:.3g}", ha="right", color=style.INK)
    figure.text(0.55, 0.115, "● kept", color=BLUE)
    figure.text(0.62, 0.115, "● screened out", color=PALE)
    figure.text(0.75, 0.115, "◆ strategy", color=ORANGE)
    figure.text(0.86, 0.115, "◆ luck", color="black")
    figure.text(0.55, 0.075, "···· above it, the spread is larger than the mean", color=style.GREY)


def sobol_figure(sobol: pd.DataFrame, pawn: pd.DataFrame, response: Response) -> Figure:
    """Shares of variance, first order and total, and PAWN indices in a panel of their own."""
    own, distance = of(sobol, response), of(pawn, response).set_index("parameter")
    total = own[(own["index"] == "total") & (own["kind"] != COMPANY)].set_index("parameter")
    first = own[own["index"] == "first"].set_index("parameter")
    single = total[total["kind"] != OTHERS].sort_values("value", ascending=False, kind="stable")
    order = [*single.index, *total.index[total["kind"] == OTHERS]]
    figure = style.new_figure(
        f"What decides {response.label}",
        "Left: share of variance, with 95 % intervals. Right: how far fixing it moves the whole "
        "distribution (PAWN).",
    )
    left = figure.add_axes((0.34, 0.1, 0.36, 0.7))
    right = figure.add_axes((0.75, 0.1, 0.22, 0.7))
    for row, key in enumerate(order):
        for shift, table, colour in ((-0.19, total, BLUE), (0.19, first, ORANGE)):
            _bar(left, row + shift, table.loc[key], colour)
        if key in distance.index:
            _distance(right, row, distance.loc[key])
    names = [_wrapped(str(total.loc[key, "label"]), 54) + _mark(total.loc[key]) for key in order]
    left.set_yticks(range(len(order)), names, fontsize=9.5)
    left.axvline(0.0, color=style.GREY, linewidth=0.8)
    left.set_xlabel("share of variance")
    right.set_yticks([])
    right.set_xlabel("Kolmogorov–Smirnov distance")
    right.set_xlim(left=0.0)
    for axis in (left, right):
        axis.set_ylim(max(len(order), 6) - 0.4, -0.6)
        axis.grid(axis="x", color=style.GRID, linewidth=0.8)
        axis.tick_params(axis="y", length=0)
    figure.text(0.34, 0.825, "■ total: it has a part in", color=BLUE)
    figure.text(0.52, 0.825, "■ first order: by itself", color=ORANGE)
    figure.text(0.75, 0.825, "● index", color=GREEN)
    figure.text(0.82, 0.825, "│ level of noise", color=style.GREY)
    figure.text(0.04, 0.035, "* no source", color=style.GREY)
    return figure


def _bar(axis: Axes, row: float, one: Any, colour: str) -> None:
    axis.barh(row, max(0.0, float(one["value"])), height=0.36, color=colour)
    axis.plot([one["low"], one["high"]], [row, row], color=style.INK, linewidth=1.2)


def _distance(axis: Axes, row: int, one: Any) -> None:
    axis.plot([one["low"], one["high"]], [row, row], color=GREEN, linewidth=2)
    axis.plot(one["value"], row, "o", color=GREEN, markersize=7)
    axis.plot([one["noise"]] * 2, [row - 0.35, row + 0.35], color=style.GREY, linewidth=1.2)


def convergence_figure(convergence: pd.DataFrame, response: Response) -> Figure:
    """Total indices at growing numbers of rows: leading assumptions, strategy, luck, the rest."""
    own = of(convergence, response)
    final = own[own["rows"] == own["rows"].max()]
    keys = [row["parameter"] for row in ranked(final, "total")[: 2 * TOP]]
    keys += [key for key in (STRATEGY, LUCK, OTHERS) if key in set(final["parameter"])]
    figure = style.new_figure(
        f"Is it settled? {response.label[:1].upper() + response.label[1:]}",
        "Total share of variance at a quarter, half and all rows, with 95 % intervals",
    )
    axes = style.grid(figure, len(keys))
    for axis, key in zip(axes, keys, strict=True):
        mine = own[(own["parameter"] == key) & (own["index"] == "total")].sort_values("rows")
        places = range(len(mine))
        axis.axhline(0.0, color=style.GREY, linewidth=0.8)
        axis.fill_between(places, mine["low"], mine["high"], color=BLUE, alpha=0.2, linewidth=0)
        axis.plot(places, mine["value"], "o-", color=BLUE, linewidth=2)
        axis.set_xticks(places, [str(each) for each in mine["rows"]])
        axis.set_title(_wrapped(str(mine["label"].iloc[0]), 30) + _mark(mine.iloc[0]), fontsize=10)
    low, high = axes[0].get_ylim()
    axes[0].set_ylim(max(low, -0.5), min(high, 1.5))
    style.axis_titles(figure, "rows of the design (* no source)", "share of variance (total)")
    return figure


def _mark(row: Any) -> str:
    return MARK if row["sourced"] == "no" else ""


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"


def _wrapped(text: str, width: int) -> str:
    """At most two lines."""
    import textwrap

    return "\n".join(textwrap.wrap(text, width, max_lines=2, placeholder="…"))
