"""Figures of a report, drawn at the size of an A4 page; the tables are `findings`."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.analysis.decision import World
from sim.analysis.money import HIGH, LOW
from sim.analysis.paths import WAITS
from sim.base.presets import REFERENCE
from sim.report.language import Language, capitalised
from sim.report.plots.svg import BLUE, GREEN, ORANGE
from sim.studies.report.findings import Findings, of_kind
from sim.studies.report.material import DEFAULT, FITTED, Material
from sim.studies.report.panels import (
    GREY,
    band,
    grid,
    legend_above,
    named_rows,
    sheet,
    sheets,
    weeks,
)

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INK = "#15181d"
COLOUR = {FITTED: "#7a2f7d", "matched": BLUE, "plausible": ORANGE, DEFAULT: INK}
PARTS = {
    "wait_queue": "#74808c",
    "wait_approval": "#0b4f8a",
    "wait_prioritisation": "#5b92c2",
    "wait_hand_over": "#c4520a",
    "wait_status_query": "#e8a66d",
    "wait_service": "#d7dce1",
}
PAID = ("#1f7a5c", "#7bb39d", "#c2dcd2", "#e9ecef")
MOST_BARS = 8
"""Assumptions in the figure of what decides."""
LABEL = 36
"""Letters of an assumption on a line."""
WORLD = 0.14
"""Height of one world of a strategy, in inches."""


def name_of(strategy: str, speak: Language) -> str:
    """A strategy in a table or a figure, with a capital letter; doing nothing in words."""
    if strategy == REFERENCE:
        return speak.say("report.nothing")
    return capitalised(speak.name(strategy))


def worlds(material: Material, strategies: Sequence[str], speak: Language) -> Figure:
    """Net benefit of strategies in all worlds: mean, middle half, middle 80 % of companies."""
    order, count = material.strategies, len(material.worlds)
    figure, axis = sheet(0.55 + WORLD * max(count, 3) * len(strategies))
    for row, name in enumerate(strategies):
        for place, world in enumerate(material.worlds.values()):
            own, colour = world.benefit[order.index(name)], COLOUR[world.kind]
            y = row + 0.78 / max(count, 3) * (place - (count - 1) / 2)
            low, q1, q3, high = np.quantile(own, (LOW, 0.25, 0.75, HIGH))
            axis.plot([low, high], [y, y], color=colour, linewidth=0.9, alpha=0.8)
            if world.kind == DEFAULT:
                axis.plot(own.mean(), y, "D", color=colour, markersize=3)
            else:
                axis.plot([q1, q3], [y, y], color=colour, linewidth=3.2, solid_capstyle="butt")
                axis.plot(own.mean(), y, "o", color="white", markeredgecolor=colour, markersize=3.4)
    axis.axvline(0.0, color=INK, linewidth=0.8)
    named_rows(axis, [name_of(each, speak) for each in strategies])
    axis.set_xlabel(speak.say("report.axis_benefit", currency=material.prices.currency))
    grid(axis, "x", speak)
    return figure


def adoption(material: Material, strategy: str, rule: Any, speak: Language) -> Figure:
    """Any use over time, in each kind of companies: a rollout and doing nothing, own data."""
    figure, axes = sheets(len(material.kinds), 3.1)
    week, order = np.arange(1, material.weeks + 1), material.strategies
    for axis, world in zip(axes, material.kinds, strict=True):
        of = material.paths[world.kind].values
        for name, colour in ((REFERENCE, GREY), (strategy, COLOUR[world.kind])):
            band(axis, week, 100.0 * of["any_use"][order.index(name)], colour)
            regular = 100.0 * of["regular_use"][order.index(name)].mean(axis=0)
            axis.plot(week, regular, color=colour, linestyle=(0, (3, 2)), linewidth=1.0)
        _own_points(axis, material)
        if rule is not None and rule["threshold"] == rule["threshold"]:
            axis.axvline(rule["week"], color=GREEN, linewidth=0.8, linestyle=":")
            axis.plot(rule["week"], 100.0 * rule["threshold"], "D", color=GREEN, markersize=4)
        axis.set_title(speak.say(f"report.panel_{world.kind}"))
        axis.set_ylim(0, 100)
        weeks(axis, material.weeks, speak)
    axes[0].set_ylabel(speak.say("report.axis_use"))
    return figure


def _own_points(axis: Axes, material: Material) -> None:
    """The organisation's own weeks, as points."""
    if material.own is None or material.own.points.empty:
        return
    points = material.own.points
    axis.plot(points["week"], 100.0 * points["share"], "o", color=INK, markersize=2.2)


def lead_time(
    means: pd.DataFrame, strategies: Sequence[str], label: str, speak: Language
) -> Figure:
    """What an item's time is made of, `Telling.waits`: doing nothing and rollouts."""
    figure, axis = sheet(0.8 + 0.3 * len(strategies))
    rows, left = np.arange(len(strategies)), np.zeros(len(strategies))
    for part in WAITS:
        width = means.loc[list(strategies), part].to_numpy()
        axis.barh(
            rows, width, 0.62, left=left, color=PARTS[part], label=speak.say(f"figures.part_{part}")
        )
        left = left + width
    for row, total in enumerate(left):
        axis.text(float(total + 0.01 * left.max()), row, speak.number(float(total), 2), va="center")
    named_rows(axis, [name_of(each, speak) for each in strategies])
    axis.set_xlim(0, 1.1 * left.max())
    axis.set_xlabel(label)
    grid(axis, "x", speak)
    legend_above(figure, axis, 3)
    return figure


def money_path(material: Material, strategy: str, speak: Language) -> Figure:
    """Net hours a week, and what has come together in money; every kind of companies."""
    figure, axes = sheets(2, 2.8)
    week, place = np.arange(1, material.weeks + 1), material.strategies.index(strategy)
    for world in material.kinds:
        hours = world.account.net_hours[place]
        total = np.cumsum(world.account.benefit()[place], axis=1)
        for axis, values in zip(axes, (hours, total), strict=True):
            band(axis, week, values, COLOUR[world.kind], speak.say(f"report.kind_{world.kind}"))
    for axis, key in zip(axes, ("hours", "total"), strict=True):
        axis.axhline(0.0, color=INK, linewidth=0.8)
        axis.set_title(speak.say(f"report.path_{key}", currency=material.prices.currency))
        weeks(axis, material.weeks, speak)
    legend_above(figure, axes[0], len(material.kinds))
    return figure


def payback(
    findings: Findings, strategies: Sequence[str], kinds: Sequence[str], ends: Sequence[int],
    speak: Language,
) -> Figure:  # fmt: skip
    """How many companies have their money back by the end of some weeks."""
    rows = [(name, kind) for name in strategies for kind in kinds]
    figure, axis = sheet(0.62 + 0.2 * len(rows))
    shares = {kind: of_kind(findings.payback, kind) for kind in kinds}
    *paid, never = PAID
    colours = [*(paid[min(place, len(paid) - 1)] for place in range(len(ends))), never]
    for row, (strategy, kind) in enumerate(rows):
        left = 0.0
        reached = [*(shares[kind][strategy][f"by_{week}"] for week in ends), 1.0]
        for place, (end, colour) in enumerate(zip(reached, colours, strict=True)):
            width = 100.0 * (end - left)
            axis.barh(row, width, 0.66, left=100.0 * left, color=colour)
            if width >= 4.0:
                ink = "white" if place == 0 and len(ends) > 1 else INK
                axis.text(100.0 * left + width / 2, row, speak.number(width, 0), color=ink,
                          ha="center", va="center")  # fmt: skip
            left = end
    short = {kind: speak.say(f"report.short_{kind}") for kind in kinds}
    named_rows(axis, [f"{name_of(name, speak)}, {short[kind]}" for name, kind in rows])
    axis.set_xlim(0, 100)
    told = [*(speak.say("report.paid_by", week=week) for week in ends),
            speak.say("report.paid_never")]  # fmt: skip
    for label, colour in zip(told, colours, strict=True):
        axis.barh(0, 0, color=colour, label=label)
    axis.set_xlabel(speak.say("report.axis_companies"))
    grid(axis, "x", speak)
    legend_above(figure, axis, 4)
    return figure


def tornado(
    findings: Findings, labels: Sequence[str], kinds: Sequence[str], speak: Language
) -> Figure:
    """Rank correlation of assumptions with the net benefit of the rollout, in every kind."""
    table, high = findings.assumptions.head(len(labels)), 0.76 / len(kinds)
    figure, axis = sheet(0.6 + 0.34 * len(labels))
    for place, kind in enumerate(kinds):
        offset = high * (place - (len(kinds) - 1) / 2)
        for row, (value, p) in enumerate(
            zip(table[f"correlation_{kind}"], table[f"p_holm_{kind}"], strict=True)
        ):
            colour, shown = COLOUR[kind], 1.0 if p < 0.05 else 0.3
            axis.barh(row + offset, value, 0.9 * high, color=colour, alpha=shown)
    axis.axvline(0.0, color=INK, linewidth=0.8)
    named_rows(axis, [""] * len(labels))
    for row, label in enumerate(labels):
        _beside(axis, row, textwrap.wrap(label, LABEL))
    columns = [f"correlation_{kind}" for kind in kinds]
    most = max(0.5, 1.08 * float(table[columns].abs().max().max()))
    axis.set_xlim(-most, most)
    axis.set_xlabel(speak.say("report.axis_correlation"))
    grid(axis, "x", speak)
    return figure


def _beside(axis: Axes, row: int, lines: Sequence[str]) -> None:
    """Lines beside a row, each a text of its own: in any font they end at the axis."""
    for place, line in enumerate(lines):
        down = 4.4 * (len(lines) - 1) - 8.8 * place
        axis.annotate(
            line, (0.0, row), (-4.0, down), ("axes fraction", "data"), "offset points",
            ha="right", va="center", annotation_clip=False,
        )  # fmt: skip


def forecast(material: Material, speak: Language) -> Figure:
    """The organisation's own weeks as points, and how use may go on."""
    figure, axis = sheet(1.9)
    own, ahead = material.own.points, material.own.forecast
    axis.fill_between(
        ahead["week"],
        100.0 * ahead["low"],
        100.0 * ahead["high"],
        color=BLUE,
        alpha=0.18,
        linewidth=0,
        label=speak.say("report.fan"),
    )
    axis.plot(ahead["week"], 100.0 * ahead["median"], color=BLUE, label=speak.say("report.median"))
    axis.plot(
        own["week"],
        100.0 * own["share"],
        "o",
        color=INK,
        markersize=2.4,
        label=speak.say("report.observed"),
    )
    axis.set_ylim(0, 100)
    axis.set_ylabel(speak.say("report.axis_active"))
    weeks(axis, int(max(ahead["week"].max(), own["week"].max())), speak)
    axis.legend(loc="lower right")
    return figure


def described(world: World, strategies: Sequence[str], speak: Language, currency: str) -> str:
    """Means of strategies in one kind of companies, in words."""
    order = world.account.strategies
    parts = [
        f"{name_of(name, speak)} {speak.number(float(world.benefit[order.index(name)].mean()), 0)}"
        f" {currency}"
        for name in strategies
    ]
    return f"{speak.say(f'report.kind_{world.kind}')}: {', '.join(parts)}"
