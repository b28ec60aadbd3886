"""Figures of a discovery: all companies, and per set of features the box that was chosen."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from sim.analysis.inference import wilson
from sim.report.language import SCALES, Language
from sim.report.plots.panels import BLUE, classes, ordered, percent
from sim.report.plots.sheet import arrange, own_legend, sheet
from sim.report.plots.style import FAINT, GREY, INK, decimals, name_in_text, strategy_name
from sim.studies.discovery.features import Feature
from sim.studies.discovery.report import Report, View
from sim.studies.discovery.rule import Candidate, Confirmation, Finding
from sim.studies.discovery.sample import BETTER, NOT, OPEN
from sim.studies.discovery.words import asked, knowledge, unit_of, value, words_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.figure import Figure


def figures(report: Report) -> dict[str, Callable[[Language], Figure]]:
    """By name: that of the companies, and one for each set of features with a box."""
    return {
        "discover_companies": partial(companies_figure, report),
        **{f"discover_{view.name}": partial(box_figure, report, view)
           for view in report.views if view.finding.chosen is not None},
    }  # fmt: skip


def companies_figure(report: Report, speak: Language) -> Figure:
    """Every company's mean difference with its interval, in order of size."""
    judged, question = report.judged, report.question
    won, unsure, lost = (int((judged.label == kind).sum()) for kind in (BETTER, OPEN, NOT))
    figure, (axis,) = sheet(
        speak.say(
            "discovery.companies_figure", better=strategy_name(question.better, speak),
            than=name_in_text(question.than, speak), all=len(judged.label), won=won, open=unsure,
            lost=lost,
        ),
        speak.say("discovery.companies_sub", seeds=len(question.seeds)), 5.0,
    )  # fmt: skip
    factor = _factor(report)
    ends = [factor * each for each in (judged.mean, judged.low, judged.high)]
    ordered(axis, ends, judged.label, _words(speak), factor * question.by)
    axis.set_xlabel(speak.say("discovery.companies_axis"))
    decimals(axis.yaxis, speak)
    axis.set_ylabel(_advantage(report, speak))
    return arrange(figure)


def _words(speak: Language) -> Mapping[int, str]:
    kinds = {BETTER: "better", OPEN: "open", NOT: "not"}
    return {kind: speak.say(f"discovery.label_{word}") for kind, word in kinds.items()}


def box_figure(report: Report, view: View, speak: Language) -> Figure:
    """Coverage and density, the box's limits, and the box in its two tightest features."""
    finding, chosen, test = view.finding, *_tested(view.finding)
    figure, (curve, scatter, limits) = sheet(
        speak.say(
            "discovery.box_figure_refused" if finding.reason else "discovery.box_figure",
            better=name_in_text(report.question.better, speak),
            inside=speak.percent(test.counts.density), all=speak.percent(test.counts.base),
            count=test.counts.inside, knowledge=knowledge(view, speak),
        ),
        speak.say("discovery.box_sub", beats=asked(report, speak)),
        4.4 + 0.5 * len(_restricted(view)),
        mosaic=(("curve", "scatter"), ("limits", "scatter")),
        height_ratios=(3.0, 0.8 + 0.5 * len(_restricted(view))), width_ratios=(1.0, 1.2),
    )  # fmt: skip
    _curve(curve, finding, chosen, test, speak)
    _limits(limits, view, speak)
    _scatter(scatter, report, view, speak)
    return arrange(figure)


def _tested(finding: Finding) -> tuple[Candidate, Confirmation]:
    assert finding.chosen is not None
    assert finding.confirmation is not None
    return finding.chosen, finding.confirmation


def _curve(
    axis: Axes, finding: Finding, chosen: Candidate, test: Confirmation, speak: Language
) -> None:
    for each in finding.candidates:
        place = each.counts.coverage, each.counts.density
        axis.plot(*place, "o", color=FAINT, markersize=9, markeredgecolor=GREY)
        axis.annotate(str(len(each.box.limits)), place, fontsize=6, ha="center", va="center")
    axis.plot(chosen.counts.coverage, chosen.counts.density, "o", markersize=13,
              markerfacecolor="none", markeredgecolor=INK,
              label=speak.say("discovery.curve_chosen"))  # fmt: skip
    counts = test.counts
    if counts.inside and counts.wins:
        low, high = wilson(counts.density, counts.inside)
        axis.errorbar(
            counts.coverage, counts.density, fmt="D", color=BLUE, markersize=7, capsize=4,
            yerr=np.maximum(0.0, [[counts.density - low], [high - counts.density]]),
            label=speak.say("discovery.curve_held"),
        )  # fmt: skip
    axis.axhline(counts.base, color=GREY, linewidth=1, linestyle=":",
                 label=speak.say("discovery.curve_all"))  # fmt: skip
    for each_axis in (axis.xaxis, axis.yaxis):
        percent(each_axis, speak)
        each_axis.set_view_interval(-0.03, 1.05, ignore=True)
    axis.set_xlabel(speak.say("discovery.curve_x"))
    axis.set_ylabel(textwrap.fill(speak.say("discovery.curve_y"), 26))
    own_legend(axis, speak.say("discovery.curve_title"))


def _limits(axis: Axes, view: View, speak: Language) -> None:
    """The box as bars over the ranges in which companies lie."""
    box, rows = _tested(view.finding)[0].box, _restricted(view)
    ends = np.array([view.data.values[:, rows].min(axis=0), view.data.values[:, rows].max(axis=0)])
    limits = np.clip([np.take(box.low, rows), np.take(box.high, rows)], *ends)
    left, right = (limits - ends[0]) / (ends[1] - ends[0])
    places = np.arange(len(rows))
    axis.barh(places, 1.0, 0.3, color=FAINT, alpha=0.6)
    axis.barh(places, right - left, 0.3, left, color=BLUE)
    names = [_with_unit(view.features[column], speak) for column in rows]
    axis.set_yticks(places, [textwrap.fill(name, 26, max_lines=3, placeholder=" …")
                             for name in names], fontsize=9)  # fmt: skip
    for place, column in enumerate(rows):
        feature = view.features[column]
        axis.text(0.5, place - 0.2, _limit_words(view, column, speak), fontsize=8.5, va="bottom",
                  ha="center", color=BLUE, fontweight="bold")  # fmt: skip
        for end, at, side in ((ends[0, place], 0, "left"), (ends[1, place], 1, "right")):
            axis.text(at, place + 0.2, value(feature, end, speak, True), fontsize=8, va="top",
                      ha=side, color=GREY)  # fmt: skip
    axis.set(xlim=(0, 1), ylim=(len(rows) - 0.35, -0.6), xticks=[])
    axis.spines[:].set_visible(False)
    axis.tick_params(length=0)
    axis.set_title(speak.say("discovery.ranges"), fontsize=11, fontweight="bold")


def _limit_words(view: View, column: int, speak: Language) -> str:
    box, feature = _tested(view.finding)[0].box, view.features[column]
    return ", ".join(
        f"{'≤' if limit.upper else '≥'} "
        f"{value(feature, (box.high if limit.upper else box.low)[column], speak, True)} "
        f"(q = {speak.separated(format(p, '.1g'))})"
        for limit, p in view.finding.quasi
        if limit.column == column
    )


def _scatter(axis: Axes, report: Report, view: View, speak: Language) -> None:
    """Companies in the two tightest features; a single one is set against the difference."""
    box, rows = _tested(view.finding)[0].box, _restricted(view)
    across, single = rows[0], len(rows) == 1
    x = view.data.values[:, across]
    y = _factor(report) * report.judged.mean if single else view.data.values[:, rows[1]]
    classes(axis, x, y, report.judged.label, _words(speak), 34)
    axis.margins(0.04)
    (left, right), (bottom, top) = axis.get_xlim(), axis.get_ylim()
    up = (-math.inf, math.inf) if single else (box.low[rows[1]], box.high[rows[1]])
    inner = np.clip([box.low[across], box.high[across]], left, right)
    # Sides without a limit lie at the frame.
    axis.fill_between(inner, *np.clip(up, bottom, top), facecolor=(BLUE, 0.1),
                      edgecolor=INK, linewidth=1.6, zorder=2)  # fmt: skip
    axis.set(xlim=(left, right), ylim=(bottom, top))
    _name(axis.xaxis, view.features[across], speak)
    if single:
        axis.set_ylabel(_advantage(report, speak))
        decimals(axis.yaxis, speak)
    else:
        _name(axis.yaxis, view.features[rows[1]], speak)
    more = len(rows) - 2
    also = "" if more < 1 else speak.say(
        "discovery.not_shown_one" if more == 1 else "discovery.not_shown_many", count=more
    )  # fmt: skip
    own_legend(axis, also)


def _restricted(view: View) -> list[int]:
    """Columns that the box limits, the tightest (smallest quasi-p-value) first."""
    tightest = sorted(view.finding.quasi, key=lambda each: each[1])
    return list(dict.fromkeys(limit.column for limit, _ in tightest))


def _name(axis: Axis, feature: Feature, speak: Language) -> None:
    """Name an axis; shares are ticked in percent."""
    axis.set_label_text(textwrap.fill(_with_unit(feature, speak), 60))
    if feature.unit == "share":
        axis.set_major_formatter(lambda x, _: f"{speak.tick(100 * x)} %")
    else:
        decimals(axis, speak)


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
        "discovery.advantage", better=name_in_text(question.better, speak),
        outcome=speak.outcome(question.outcome.name),
    )  # fmt: skip
    return f"{textwrap.fill(words, 48)}\n({unit})"
