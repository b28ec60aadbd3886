"""Figures of a discovery: all companies, and per set of features the box that was chosen."""

from __future__ import annotations

import math
import textwrap
from typing import TYPE_CHECKING

import numpy as np

from sim.analysis.inference import wilson
from sim.base.arrays import Flags
from sim.report.language import ENGLISH, SCALES, Language
from sim.report.plots.style import FAINT, GREY, INK, decimals, new_figure, strategy_name
from sim.studies.discovery.boxes import Box
from sim.studies.discovery.features import Feature
from sim.studies.discovery.report import Report, View
from sim.studies.discovery.rule import Finding
from sim.studies.discovery.sample import BETTER, NOT, OPEN
from sim.studies.discovery.words import asked, knowledge, unit_of, value, words_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.figure import Figure

BLUE, ORANGE = "#0072b2", "#d55e00"
LOOKS = {
    NOT: ("X", ORANGE, ORANGE, "discovery.label_not"),
    OPEN: ("o", "white", GREY, "discovery.label_open"),
    BETTER: ("o", BLUE, BLUE, "discovery.label_better"),
}
"""Label -> marker, face, edge, word."""


def companies_figure(report: Report, speak: Language = ENGLISH) -> Figure:
    """Every company's mean difference with its interval, in order of size."""
    judged, question = report.judged, report.question
    figure = new_figure(
        speak.say(
            "discovery.companies_figure",
            better=strategy_name(question.better, speak),
            than=speak.strategy(question.than),
            companies=len(judged.label),
        ),
        speak.say("discovery.companies_sub", seeds=len(question.seeds)),
    )
    axis = figure.add_axes((0.085, 0.07, 0.89, 0.78))
    factor = _factor(report)
    order = np.argsort(judged.mean, kind="stable")
    place = np.arange(len(order))
    mean, low, high = (factor * ends[order] for ends in (judged.mean, judged.low, judged.high))
    for kind, (marker, face, edge, word) in LOOKS.items():
        own = judged.label[order] == kind
        axis.vlines(place[own], low[own], high[own], color=edge, linewidth=1, alpha=0.6)
        axis.scatter(place[own], mean[own], s=16, marker=marker, c=face, edgecolors=edge,
                     linewidth=0.8, zorder=3, label=_counted(word, own, speak))  # fmt: skip
    # A few very wide intervals must not squeeze all others.
    ends = float(np.nanquantile(low, 0.02)), float(np.nanquantile(high, 0.98))
    bottom, top = min(ends[0], mean.min()), max(ends[1], mean.max())
    room = 0.06 * max(top - bottom, 1e-9)
    axis.set_ylim(bottom - room, top + room)
    axis.axhline(factor * question.by, color=INK, linewidth=1, linestyle=":")
    axis.set_xlim(-1, len(order))
    axis.set_xticks([])
    axis.set_xlabel(speak.say("discovery.companies_axis"))
    decimals(axis.yaxis, speak)
    axis.set_ylabel(_advantage(report, speak))
    axis.legend(loc="upper left", fontsize=10)
    return figure


def box_figure(report: Report, view: View, speak: Language = ENGLISH) -> Figure:
    """Coverage and density, the box's limits, and the box in its two tightest features."""
    finding = view.finding
    figure = new_figure(
        speak.say(
            "discovery.box_figure_refused" if finding.reason else "discovery.box_figure",
            better=speak.strategy(report.question.better),
            knowledge=knowledge(view, speak),
        ),
        textwrap.shorten(
            speak.say("discovery.box_sub", beats=asked(report, speak)), 120, placeholder=" …"
        ),
    )
    _curve(figure.add_axes((0.07, 0.555, 0.36, 0.255)), finding, speak)
    _limits(figure.add_axes((0.07, 0.03, 0.36, 0.37)), view, speak)
    _scatter(figure.add_axes((0.55, 0.12, 0.42, 0.69)), report, view, speak)
    return figure


def _curve(axis: Axes, finding: Finding, speak: Language) -> None:
    assert finding.chosen is not None
    assert finding.confirmation is not None
    for each in finding.candidates:
        axis.plot(each.counts.coverage, each.counts.density, "o", color=FAINT, markersize=7,
                  markeredgecolor=GREY, zorder=2)  # fmt: skip
        axis.annotate(str(len(each.box.limits)), (each.counts.coverage, each.counts.density),
                      fontsize=6, ha="center", va="center", zorder=3)  # fmt: skip
    axis.plot(finding.chosen.counts.coverage, finding.chosen.counts.density, "o", markersize=12,
              markerfacecolor="none", markeredgecolor=INK, zorder=4,
              label=speak.say("discovery.curve_chosen"))  # fmt: skip
    counts = finding.confirmation.counts
    if counts.inside and counts.wins:
        ends = wilson(counts.density, counts.inside)
        axis.errorbar(
            counts.coverage, counts.density, fmt="D", color=BLUE, markersize=7, capsize=4,
            yerr=[[counts.density - ends[0]], [ends[1] - counts.density]], zorder=5,
            label=speak.say("discovery.curve_held"),
        )  # fmt: skip
    axis.axhline(
        counts.base, color=GREY, linewidth=1, linestyle=":", label=speak.say("discovery.curve_all")
    )
    axis.set_xlim(-0.03, 1.05)
    axis.set_ylim(-0.03, 1.05)
    _percent_ticks(axis, speak)
    axis.set_xlabel(speak.say("discovery.curve_x"))
    axis.set_ylabel(speak.say("discovery.curve_y"), fontsize=9.5)
    axis.set_title(speak.say("discovery.curve_title"), fontsize=10.5,
                   fontweight="bold", y=1.13)  # fmt: skip
    axis.legend(fontsize=8, ncols=3, loc="lower left", bbox_to_anchor=(-0.02, 0.98),
                columnspacing=1.2, handletextpad=0.4)  # fmt: skip


def _percent_ticks(axis: Axes, speak: Language) -> None:
    ticks = (0.0, 0.25, 0.5, 0.75, 1.0)
    words = [speak.percent(tick) for tick in ticks]
    axis.set_xticks(ticks, words)
    axis.set_yticks(ticks, words)


def _limits(axis: Axes, view: View, speak: Language) -> None:
    """The box as bars over the ranges in which companies lie."""
    box = _box(view.finding)
    rows = _restricted(view)
    for row, column in enumerate(rows):
        feature, values = view.features[column], view.data.values[:, column]
        ends = float(values.min()), float(values.max())
        low, high = max(box.low[column], ends[0]), min(box.high[column], ends[1])
        left, right = ((end - ends[0]) / (ends[1] - ends[0]) for end in (low, high))
        axis.barh(row, 1.0, height=0.3, color=FAINT, alpha=0.6)
        axis.barh(row, right - left, left=left, height=0.3, color=BLUE)
        axis.text(0, row - 0.2, textwrap.shorten(_with_unit(feature, speak), 75, placeholder=" …"),
                  fontsize=9, va="bottom")  # fmt: skip
        axis.text(0.5, row + 0.2, _limit_words(view, column, speak), fontsize=8.5, va="top",
                  ha="center", color=BLUE, fontweight="bold")  # fmt: skip
        for end, place, side in ((ends[0], 0.0, "left"), (ends[1], 1.0, "right")):
            axis.text(place, row + 0.2, value(feature, end, speak, True), fontsize=7, va="top",
                      ha=side, color=GREY)  # fmt: skip
    axis.set_xlim(0, 1)
    axis.set_ylim(max(len(rows), 4) - 0.35, -0.75)
    axis.axis("off")
    axis.set_title(speak.say("discovery.ranges"),
                   fontsize=10.5, fontweight="bold")  # fmt: skip


def _limit_words(view: View, column: int, speak: Language) -> str:
    box, feature = _box(view.finding), view.features[column]
    parts = [
        f"{'≤' if limit.upper else '≥'} "
        f"{value(feature, (box.high if limit.upper else box.low)[column], speak, True)} "
        f"(q = {speak.separated(format(p, '.1g'))})"
        for limit, p in view.finding.quasi
        if limit.column == column
    ]
    return ", ".join(parts)


def _scatter(axis: Axes, report: Report, view: View, speak: Language) -> None:
    """Companies in the two tightest features; a single one is set against the difference."""
    box, rows = _box(view.finding), _restricted(view)
    across = rows[0]
    x = view.data.values[:, across]
    single = len(rows) == 1
    y = _factor(report) * report.judged.mean if single else view.data.values[:, rows[1]]
    for kind, (marker, face, edge, word) in LOOKS.items():
        own = report.judged.label == kind
        axis.scatter(x[own], y[own], s=34, marker=marker, c=face, edgecolors=edge, linewidth=1,
                     label=_counted(word, own, speak), zorder=3)  # fmt: skip
    axis.margins(0.04)
    frame = (*axis.get_xlim(), *axis.get_ylim())
    up = (-math.inf, math.inf) if single else (box.low[rows[1]], box.high[rows[1]])
    _frame(axis, (box.low[across], box.high[across]), up, frame)
    _name(axis.xaxis, view.features[across], speak)
    if single:
        axis.set_ylabel(_advantage(report, speak))
        decimals(axis.yaxis, speak)
    else:
        _name(axis.yaxis, view.features[rows[1]], speak)
    axis.legend(
        fontsize=9, ncols=3, loc="lower left", bbox_to_anchor=(-0.02, 1.0), columnspacing=1.4
    )
    more = len(rows) - 2
    if more > 0:
        also = speak.say(
            "discovery.not_shown_one" if more == 1 else "discovery.not_shown_many", count=more
        )
        axis.text(1, 1.06, also, transform=axis.transAxes, ha="right", fontsize=9, color=GREY)


def _frame(
    axis: Axes, across: tuple[float, float], up: tuple[float, float], frame: tuple[float, ...]
) -> None:
    """Draw the box; sides without a limit lie at the frame."""
    from matplotlib.patches import Rectangle

    left, right = max(across[0], frame[0]), min(across[1], frame[1])
    bottom, top = max(up[0], frame[2]), min(up[1], frame[3])
    size = right - left, top - bottom
    axis.add_patch(Rectangle((left, bottom), *size, facecolor=BLUE, alpha=0.1, zorder=1))
    axis.add_patch(Rectangle((left, bottom), *size, fill=False, edgecolor=INK, linewidth=1.6,
                             zorder=4))  # fmt: skip
    axis.set_xlim(frame[0], frame[1])
    axis.set_ylim(frame[2], frame[3])


def _box(finding: Finding) -> Box:
    assert finding.chosen is not None
    return finding.chosen.box


def _restricted(view: View) -> list[int]:
    """Columns that the box limits, the tightest (smallest quasi-p-value) first."""
    ordered = sorted(view.finding.quasi, key=lambda each: each[1])
    return list(dict.fromkeys(limit.column for limit, _ in ordered))


def _name(axis: Axis, feature: Feature, speak: Language) -> None:
    """Name an axis; shares are ticked in percent."""
    axis.set_label_text(textwrap.fill(_with_unit(feature, speak), 60))
    if feature.unit == "share":
        axis.set_major_formatter(lambda x, _: f"{speak.tick(100 * x)} %")
    else:
        decimals(axis, speak)


def _counted(word: str, own: Flags, speak: Language) -> str:
    """A label with its number of companies."""
    return speak.say("discovery.counted_label", label=speak.say(word), count=own.sum())


def _with_unit(feature: Feature, speak: Language) -> str:
    """A feature in words with its unit; shares are in percent and need none."""
    words, unit = words_of(feature, speak), unit_of(feature, speak)
    return f"{words} ({unit})" if unit else words


def _factor(report: Report) -> float:
    """Differences are drawn in the unit in which they are told, shares in points."""
    return SCALES.get(report.question.outcome.unit, (1.0, 2, ""))[0]


def _advantage(report: Report, speak: Language) -> str:
    question = report.question
    unit = speak.unit(question.outcome.unit) or speak.say(f"units.{question.outcome.unit}")
    words = speak.say(
        "discovery.advantage", better=speak.strategy(question.better),
        outcome=speak.outcome(question.outcome.name),
    )  # fmt: skip
    return f"{textwrap.fill(words, 60)}\n({unit})"
