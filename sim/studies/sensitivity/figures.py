"""Figures of a sensitivity analysis: functions of its tidy tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.report.language import ENGLISH, Language
from sim.report.plots import style
from sim.studies.sensitivity.analysis import TOP, Findings, of
from sim.studies.sensitivity.factors import LUCK, STRATEGY
from sim.studies.sensitivity.question import COMPANY, OTHERS, Response
from sim.studies.sensitivity.words import parts, ranked

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

BLUE, ORANGE, GREEN = (style.PALETTE[place] for place in (3, 1, 5))
PARTS = {
    COMPANY: (BLUE, "sensitivity.company"),
    STRATEGY: (ORANGE, "sensitivity.strategy_suits"),
    LUCK: (style.GREY, "sensitivity.luck"),
}
PALE = "#9a9a9a"
LISTED = 12
LONGEST = 58
MARK = " *"


def parts_figure(
    found: Findings, responses: Sequence[Response], speak: Language = ENGLISH
) -> Figure:
    """One bar per response: the parts of company, strategy and luck."""
    sobol, ticks = found.sobol, np.linspace(0.0, 1.0, 5)
    figure = style.new_figure(
        speak.say("sensitivity.parts_title"), speak.say("sensitivity.parts_sub")
    )
    axis = figure.add_axes((0.3, 0.12, 0.66, 0.66))
    for row, response in enumerate(responses):
        _stack(axis, row, parts(of(sobol, response)), speak)
    axis.set_yticks(range(len(responses)), [_wrapped(each.label(speak), 40) for each in responses])
    axis.set_ylim(len(responses) - 0.4, -0.6)
    axis.set_xlim(0.0, 1.0)
    axis.set_xticks(ticks, [speak.percent(each) for each in ticks])
    axis.set_xlabel(speak.say("sensitivity.share"))
    axis.tick_params(axis="y", length=0)
    places = {COMPANY: 0.3, STRATEGY: 0.42, LUCK: 0.88}
    for key, (colour, text) in PARTS.items():
        if (sobol["parameter"] == key).any():
            figure.text(places[key], 0.82, f"■ {speak.say(text)}", color=colour, fontsize=13)
    return figure


def _stack(axis: Axes, row: int, rows: dict[str, dict[str, Any]], speak: Language) -> None:
    widths = {key: max(0.0, float(each["value"])) for key, each in rows.items()}
    scale, left = sum(widths.values()), 0.0
    for key, width in widths.items():
        axis.barh(row, width / scale, left=left, height=0.5, color=PARTS[key][0])
        if width / scale > 0.035:
            axis.text(left + width / scale / 2, row, speak.percent(width), ha="center", va="center",
                      color="white", fontweight="bold")  # fmt: skip
        left += width / scale
    ends = [float(np.clip(rows[COMPANY][end], 0.0, 1.0)) for end in ("low", "high")]
    axis.plot(ends, [row + 0.3] * 2, color=style.INK, linewidth=1.5)


def morris_figure(found: Findings, response: Response, speak: Language = ENGLISH) -> Figure:
    """Mean absolute effect against its spread; numbers lead to the names beside it."""
    own = of(found.morris, response)
    table = own.pivot_table("value", ["parameter", "label", "sourced"], "index", sort=False)
    table = table.reset_index().sort_values("mu_star", ascending=False, kind="stable")
    figure = style.new_figure(
        speak.say("sensitivity.morris_title", outcome=response.label(speak)),
        speak.say("sensitivity.morris_sub"),
    )
    axis = figure.add_axes((0.07, 0.11, 0.44, 0.73))
    drawn = table["parameter"].isin(found.kept).to_numpy()
    for chosen, colour in ((~drawn, PALE), (drawn, BLUE)):
        axis.plot(table["mu_star"][chosen], table["sigma"][chosen], "o", color=colour,
                  markeredgecolor="white", markersize=9)  # fmt: skip
    for key, colour in ((STRATEGY, ORANGE), (LUCK, "black")):
        one = table[table["parameter"] == key]
        axis.plot(one["mu_star"], one["sigma"], "D", color=colour, markersize=9)
    highest = 1.15 * float(max(table["mu_star"].max(), table["sigma"].max()))
    axis.plot([0.0, highest], [0.0, highest], color=style.GREY, linewidth=0.8, linestyle=":")
    axis.set_xlim(0.0, 1.12 * float(table["mu_star"].max()))
    axis.set_ylim(0.0, 1.15 * float(table["sigma"].max()))
    style.decimals(axis.xaxis, speak)
    style.decimals(axis.yaxis, speak)
    unit = speak.say(f"units.{response.outcome.unit}")
    axis.set_xlabel(speak.say("sensitivity.morris_x", unit=unit))
    axis.set_ylabel(speak.say("sensitivity.morris_y"))
    first = table.head(LISTED)
    _numbered(figure, axis, first[["mu_star", "sigma"]].to_numpy(float))
    _listed(figure, [dict(row) for row in first.to_dict("records")], speak)
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


def _listed(figure: Figure, rows: Sequence[dict[Any, Any]], speak: Language) -> None:
    top, step = 0.8, 0.05
    figure.text(0.55, top + step, speak.say("sensitivity.morris_list"), color=style.GREY)
    for place, row in enumerate(rows):
        y = top - place * step
        figure.text(0.565, y, f"{place + 1}", ha="right", color=style.INK)
        figure.text(0.575, y, _short(str(row["label"])) + _mark(row), color=style.INK)
        figure.text(0.97, y, speak.separated(f"{row['mu_star']:.3g}"), ha="right", color=style.INK)
    for x, mark, key, colour in (
        (0.55, "●", "sensitivity.kept", BLUE), (0.64, "●", "sensitivity.morris_out", PALE),
        (0.76, "◆", "sensitivity.strategy", ORANGE), (0.87, "◆", "sensitivity.luck", "black"),
    ):  # fmt: skip
        figure.text(x, 0.115, f"{mark} {speak.say(key)}", color=colour)
    figure.text(0.55, 0.075, f"···· {speak.say('sensitivity.morris_above')}", color=style.GREY)


def sobol_figure(found: Findings, response: Response, speak: Language = ENGLISH) -> Figure:
    """Shares of variance, first order and total, and PAWN indices in a panel of their own."""
    own, distance = of(found.sobol, response), of(found.pawn, response).set_index("parameter")
    total = own[(own["index"] == "total") & (own["kind"] != COMPANY)].set_index("parameter")
    first = own[own["index"] == "first"].set_index("parameter")
    single = total[total["kind"] != OTHERS].sort_values("value", ascending=False, kind="stable")
    order = [*single.index, *total.index[total["kind"] == OTHERS]]
    figure = style.new_figure(
        speak.say("sensitivity.sobol_title", outcome=response.label(speak)),
        speak.say("sensitivity.sobol_sub"),
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
    left.set_xlabel(speak.say("sensitivity.share"))
    right.set_yticks([])
    right.set_xlabel(speak.say("sensitivity.sobol_x"))
    right.set_xlim(left=0.0)
    for axis in (left, right):
        style.decimals(axis.xaxis, speak)
        axis.set_ylim(max(len(order), 6) - 0.4, -0.6)
        axis.grid(axis="x", color=style.GRID, linewidth=0.8)
        axis.tick_params(axis="y", length=0)
    for x, mark, key, colour in (
        (0.34, "■", "sensitivity.sobol_total", BLUE),
        (0.52, "■", "sensitivity.sobol_first", ORANGE),
        (0.75, "●", "sensitivity.sobol_index", GREEN),
        (0.82, "│", "sensitivity.sobol_noise", style.GREY),
    ):  # fmt: skip
        figure.text(x, 0.825, f"{mark} {speak.say(key)}", color=colour)
    figure.text(0.04, 0.035, speak.say("sensitivity.unsourced"), color=style.GREY)
    return figure


def _bar(axis: Axes, row: float, one: Any, colour: str) -> None:
    axis.barh(row, max(0.0, float(one["value"])), height=0.36, color=colour)
    axis.plot([one["low"], one["high"]], [row, row], color=style.INK, linewidth=1.2)


def _distance(axis: Axes, row: int, one: Any) -> None:
    axis.plot([one["low"], one["high"]], [row, row], color=GREEN, linewidth=2)
    axis.plot(one["value"], row, "o", color=GREEN, markersize=7)
    axis.plot([one["noise"]] * 2, [row - 0.35, row + 0.35], color=style.GREY, linewidth=1.2)


def convergence_figure(found: Findings, response: Response, speak: Language = ENGLISH) -> Figure:
    """Total indices at growing numbers of rows: leading assumptions, strategy, luck, the rest."""
    own = of(found.convergence, response)
    final = own[own["rows"] == own["rows"].max()]
    keys = [row["parameter"] for row in ranked(final, "total")[: 2 * TOP]]
    keys += [key for key in (STRATEGY, LUCK, OTHERS) if key in set(final["parameter"])]
    figure = style.new_figure(
        speak.say("sensitivity.convergence_title", outcome=response.label(speak)),
        speak.say("sensitivity.convergence_sub"),
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
    style.decimals(axes[0].yaxis, speak)
    style.axis_titles(
        figure, speak.say("sensitivity.convergence_x"), speak.say("sensitivity.convergence_y")
    )
    return figure


def _mark(row: Any) -> str:
    return MARK if row["sourced"] == "no" else ""


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"


def _wrapped(text: str, width: int) -> str:
    """At most two lines."""
    import textwrap

    return "\n".join(textwrap.wrap(text, width, max_lines=2, placeholder="…"))
