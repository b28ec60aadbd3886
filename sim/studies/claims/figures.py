"""Figures of the claims report: an overview, and one per claim with its regime map."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.analysis.companies import Dimension, dimensions
from sim.analysis.inference import wilson
from sim.report.language import Language
from sim.report.parameters import label as called
from sim.report.plots.panels import BLUE, ORANGE, PALE, band, bars, classes, ordered, percent
from sim.report.plots.sheet import arrange, own_legend, rows_sheet, sheet
from sim.report.plots.style import INK, decimals
from sim.studies.claims.metrics import METRICS
from sim.studies.claims.verdict import MET, MISSED, UNSURE, Judged, Verdict
from sim.studies.claims.words import short, tally

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.studies.claims.assess import Assessed
    from sim.studies.claims.experiment import Sample, Size

KINDS = {MET: ("met", BLUE), UNSURE: ("open", PALE), MISSED: ("missed", ORANGE)}


def overview_figure(assessed: Sequence[Assessed], size: Size, speak: Language) -> Figure:
    """Every claim as one bar: holds, not decided, fails, with the interval of the share."""
    figure, (axis,) = rows_sheet(
        speak.say("claims.of_claims", claims=len(assessed),
                  tally=tally([each.verdict.verdict for each in assessed], speak)),
        speak.say("claims.overview_sub", draws=size.draws, seeds=size.seeds,
                  people=size.headcount, weeks=size.weeks),
        [textwrap.shorten(f"{each.claim.id}  {each.claim.statement.within(speak.code)}", 150,
                          placeholder=" …") for each in assessed],
        [""], room=78,
    )  # fmt: skip
    _shares(axis, [each.verdict.classes for each in assessed], speak)
    rows = np.arange(len(assessed))
    ends = np.array([(each.verdict.low, each.verdict.high) for each in assessed])
    axis.hlines(rows, *ends.T, color=INK, linewidth=1.6, label=speak.say("claims.interval"))
    for third in (1 / 3, 2 / 3):
        axis.axvline(third, color=INK, linewidth=0.9, linestyle=":")
    assumed = speak.say("claims.assumed")
    marks = {"no": f" ({assumed})", "partly": f" (({assumed}))"}
    for row, each in zip(rows, assessed, strict=True):
        told = speak.say(f"claims.verdict_{each.verdict.verdict}") + marks.get(each.sourced, "")
        axis.annotate(told, (1, row), (8, 0), textcoords="offset points", va="center", fontsize=10)
    return arrange(figure)


def _shares(
    axis: Axes, judged: Sequence[NDArray[np.int8]], speak: Language,
    words: Callable[[float], str] | None = None,
) -> None:  # fmt: skip
    """A bar per row: the parts of the companies in which something holds, is open, or fails."""
    bars(axis, range(len(judged)),
         [(speak.say(f"claims.class_{word}"), [(own == kind).mean() for own in judged], colour)
          for kind, (word, colour) in KINDS.items()], 0.72, words, 0.1)  # fmt: skip
    percent(axis.xaxis, speak)
    axis.set_xlabel(speak.say("claims.share_axis"))


def claim_figure(each: Assessed, sample: Sample, speak: Language) -> Figure:
    """Conditions, companies (or dose) and the regime map of one claim."""
    verdict = each.verdict
    rows = 1 + len(verdict.conditions) + len(verdict.asides)
    figure, (conditions, regime, lower) = sheet(
        f"{each.claim.id}: {speak.say(f'claims.verdict_{verdict.verdict}')}",
        each.claim.statement.within(speak.code), 4.4 + 0.5 * rows,
        mosaic=(("conditions", "regime"), ("lower", "regime")),
        height_ratios=(0.4 + 0.55 * rows, 2.5), width_ratios=(1.0, 1.15),
    )  # fmt: skip
    _conditions(conditions, verdict, speak)
    if each.claim.dose is not None:
        _dose(lower, each, sample, speak)
    else:
        _companies(lower, verdict.conditions[0], speak)
    _regime(figure, regime, each, speak)
    return arrange(figure)


def _conditions(axis: Axes, verdict: Verdict, speak: Language) -> None:
    judged = (*verdict.conditions, *verdict.asides)
    names = [speak.say("claims.claim_row"),
             *(one.condition.text.within(speak.code) for one in judged)]  # fmt: skip
    _shares(axis, [verdict.classes, *(one.classes for one in judged)], speak, speak.percent)
    axis.set_yticks(range(len(names)), [textwrap.fill(name, 44) for name in names], fontsize=8.5)
    labels = axis.get_yticklabels()
    labels[0].set_fontweight("bold")
    for label in labels[1 + len(verdict.conditions) :]:
        label.set_fontstyle("italic")
    axis.set_ylim(len(names) - 0.4, -0.6)
    axis.set_title(textwrap.fill(speak.say("claims.conditions"), 36), fontsize=10.5,
                   fontweight="bold")  # fmt: skip


def _companies(axis: Axes, judged: Judged, speak: Language) -> None:
    metric = METRICS[judged.condition.metric]
    ends = [metric.factor * each for each in (judged.mean, judged.low, judged.high)]
    ordered(axis, ends, judged.classes, None, metric.factor * judged.threshold, 8)
    axis.set_ylabel(textwrap.fill(speak.say(f"units.{metric.unit}"), 30), fontsize=9.5)
    axis.set_xlabel(speak.say("claims.companies"))
    decimals(axis.yaxis, speak)
    text = speak.say("claims.caterpillar", text=judged.condition.text.within(speak.code))
    axis.set_title(textwrap.fill(text, 36), fontsize=10.5, fontweight="bold")


def _dose(axis: Axes, each: Assessed, sample: Sample, speak: Language) -> None:
    dose = each.claim.dose
    assert dose is not None
    metric = METRICS[dose.metric]
    doses = sorted(dose.arms)
    values = np.array([sample.of(each.claim.arms[dose.arms[x]], dose.metric) for x in doses])
    change = metric.factor * (values - values[0]).mean(axis=2)
    low, middle, high = np.quantile(change, (0.1, 0.5, 0.9), axis=1)
    band(axis, doses, (low, high), middle, BLUE, marker="o")
    axis.axhline(0, color=INK, linewidth=0.8)
    axis.set_xticks(doses, [speak.number(x, 0 if x == int(x) else 1) for x in doses])
    axis.set_xlabel(dose.text.within(speak.code))
    decimals(axis.yaxis, speak)
    words = speak.say("claims.against_least", metric=speak.say(f"metrics.{dose.metric}"),
                      unit=speak.say(f"units.{metric.unit}"))  # fmt: skip
    axis.set_ylabel(textwrap.fill(words, 34), fontsize=8.5)
    title = textwrap.fill(speak.say("claims.dose", text=dose.text.within(speak.code)), 36)
    axis.set_title(title, fontsize=10.5, fontweight="bold")


def axes_of(each: Assessed) -> tuple[Dimension, Dimension]:
    """The two parameters of the regime map: registered, or the two that tell most."""
    if each.claim.axes is not None:
        by_key = {dimension.key: dimension for dimension in dimensions()}
        return by_key[each.claim.axes[0]], by_key[each.claim.axes[1]]
    return each.ranked[0].dimension, each.ranked[1].dimension


def cells(count: int) -> int:
    """Cells per side of a regime map, so that a cell holds about ten companies."""
    return 2 if count < 40 else 3 if count < 140 else 4


def undecided(own: NDArray[np.int8]) -> bool:
    """Whether a cell's companies leave open if the claim holds in more or less than half."""
    kinds = np.asarray(own)
    if not len(kinds):
        return True
    low, high = ((kinds == MET).mean(), (kinds != MISSED).mean())
    return wilson(float(low), len(kinds))[0] <= 0.5 <= wilson(float(high), len(kinds))[1]


def _regime(figure: Figure, axis: Axes, each: Assessed, speak: Language) -> None:
    from matplotlib.colors import LinearSegmentedColormap
    from scipy.stats import binned_statistic_2d

    both, kinds = axes_of(each), each.verdict.classes.astype(float)
    x, y = (np.array([draw[one.key] for draw in each.drawn], float) for one in both)
    edges = [np.linspace(one.low, one.high, cells(len(each.drawn)) + 1) for one in both]

    inside = (np.clip(x, both[0].low, both[0].high), np.clip(y, both[1].low, both[1].high))

    def mapped(statistic: Any) -> NDArray[np.float64]:
        """A statistic of the companies of each cell, rows upwards."""
        return np.asarray(binned_statistic_2d(*inside, kinds, statistic, edges).statistic.T)

    scale = LinearSegmentedColormap.from_list("holds", ["#e8925c", "#f7f7f7", "#62a7d3"])
    mesh = axis.pcolormesh(*edges, mapped("mean"), cmap=scale, vmin=-1, vmax=1)
    hatched = np.ma.masked_equal(mapped(undecided), 0.0)
    axis.pcolor(*edges, hatched, hatch="////", facecolor="none", edgecolor="#9a9a9a", linewidth=0)
    classes(axis, x, y, kinds, {kind: speak.say(f"claims.class_{word}")
                                for kind, (word, _) in KINDS.items()}, 22, INK)  # fmt: skip
    told = {one.dimension.key: one for one in each.ranked}
    for one, side in zip(both, (axis.xaxis, axis.yaxis), strict=True):
        source = speak.say("claims.sourced" if one.sourced else "claims.assumed")
        rank = speak.number(told[one.key].correlation, 2, signed=True)
        words = f"{short(one)} ({one.unit}; {source}; ρ = {rank})".replace("(; ", "(")
        meaning = textwrap.shorten(called(one.key, one.doc, speak), 56, placeholder=" …")
        side.set_label_text(f"{words}\n{meaning}", fontsize=9)
    bar = figure.colorbar(mesh, ax=axis, fraction=0.05, use_gridspec=False)
    bar.set_label(speak.say("claims.regime_scale"), fontsize=9)
    for ticked in (axis.xaxis, axis.yaxis, bar.ax.yaxis):
        decimals(ticked, speak)
    own_legend(axis, speak.say("claims.regime"))
