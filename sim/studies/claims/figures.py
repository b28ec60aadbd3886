"""Figures of the claims report: an overview, and one per claim with its regime map."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.analysis.companies import Dimension, dimensions
from sim.analysis.deciders import Decider
from sim.analysis.inference import wilson
from sim.base.arrays import Floats
from sim.report.language import Language
from sim.report.plots.style import FAINT, GREY, INK, new_figure
from sim.studies.claims.metrics import METRICS
from sim.studies.claims.verdict import MET, MISSED, UNSURE, Judged, Verdict
from sim.studies.claims.words import short

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.studies.claims.assess import Assessed
    from sim.studies.claims.experiment import Sample, Size

COLOURS = {MET: "#0072b2", UNSURE: "#d9d9d9", MISSED: "#d55e00"}
WORD = {MET: "met", UNSURE: "open", MISSED: "missed"}


def overview_figure(assessed: Sequence[Assessed], size: Size, speak: Language) -> Figure:
    """Every claim as one bar: holds, not decided, fails, with the interval of the share."""
    subtitle = speak.say("claims.overview_sub", draws=size.draws, seeds=size.seeds,
                   people=size.headcount, weeks=size.weeks)  # fmt: skip
    figure = new_figure(speak.say("claims.overview"), subtitle)
    figure.set_size_inches(13.33, max(3.5, 1.9 + 0.36 * len(assessed)))
    height = figure.get_size_inches()[1]
    for text, drop in zip(figure.texts, (0.34, 0.68), strict=True):
        text.set_y(1 - drop / height)
    axis = figure.add_axes((0.47, 0.62 / height, 0.36, 1 - 1.85 / height))
    for row, each in enumerate(assessed):
        _bar(axis, row, each.verdict.classes)
        axis.plot([each.verdict.low, each.verdict.high], [row, row], color=INK, linewidth=1.6)
        _row_words(axis, row, each, speak)
    for third in (1 / 3, 2 / 3):
        axis.axvline(third, color=INK, linewidth=0.9, linestyle=":")
    axis.set_yticks([])
    axis.set_ylim(len(assessed) - 0.45, -0.55)
    _share_axis(axis, speak)
    _key(axis, speak)
    return figure


def _row_words(axis: Axes, row: int, each: Assessed, speak: Language) -> None:
    words = each.claim.statement.within(speak.code)
    axis.text(-0.02, row, textwrap.shorten(words, 74, placeholder=" …"), ha="right", va="center",
              fontsize=10)  # fmt: skip
    axis.text(-1.24, row, each.claim.id, va="center", fontsize=10, fontweight="bold")
    axis.text(1.02, row, speak.say(f"claims.verdict_{each.verdict.verdict}"), va="center",
              fontsize=10, fontweight="bold")  # fmt: skip
    assumed = speak.say("claims.assumed")
    mark = {"no": assumed, "partly": f"({assumed})"}.get(each.sourced, "")
    axis.text(1.465, row, mark, ha="right", va="center", fontsize=8, color=GREY)


def claim_figure(each: Assessed, sample: Sample, speak: Language) -> Figure:
    """Conditions, companies (or dose) and the regime map of one claim."""
    verdict = each.verdict
    title = f"{each.claim.id}: {speak.say(f'claims.verdict_{verdict.verdict}')}"
    statement = textwrap.shorten(each.claim.statement.within(speak.code), 130, placeholder=" …")
    figure = new_figure(title, statement)
    _conditions(figure.add_axes((0.27, 0.545, 0.26, 0.27)), verdict, speak)
    lower = figure.add_axes((0.085, 0.09, 0.445, 0.29))
    if each.claim.dose is not None:
        _dose(lower, each, sample, speak)
    else:
        _caterpillar(lower, verdict.conditions[0], speak)
    _regime(figure, figure.add_axes((0.66, 0.19, 0.31, 0.6)), each, speak)
    return figure


def _localise(axis: Axes, speak: Language, across: bool = True) -> None:
    """Decimal commas on the ticks where the language has them."""
    if speak.code == "de":

        def tick(value: float, _: float) -> str:
            return f"{round(value, 10):g}".replace("-", "−").replace(".", ",")

        axis.yaxis.set_major_formatter(tick)
        if across:
            axis.xaxis.set_major_formatter(tick)


def _conditions(axis: Axes, verdict: Verdict, speak: Language) -> None:
    rows: list[tuple[str, Any, str]] = [
        (speak.say("claims.claim_row"), verdict.classes, "bold"),
        *((each.condition.text.within(speak.code), each.classes, "normal")
          for each in verdict.conditions),
        *((each.condition.text.within(speak.code), each.classes, "italic")
          for each in verdict.asides),
    ]  # fmt: skip
    for row, (text, classes, kind) in enumerate(rows):
        _bar(axis, row, classes)
        axis.text(-0.02, row, textwrap.fill(text, 46), ha="right", va="center", fontsize=8.5,
                  fontweight="bold" if kind == "bold" else "normal", linespacing=0.95,
                  fontstyle="italic" if kind == "italic" else "normal")  # fmt: skip
        _bar_words(axis, row, classes, speak)
    axis.set_yticks([])
    axis.set_ylim(len(rows) - 0.4, -0.6)
    _share_axis(axis, speak)
    axis.text(-0.98, -0.85, speak.say("claims.conditions"), fontsize=10.5, fontweight="bold",
              va="bottom")  # fmt: skip
    _key(axis, speak, below=True)


def _bar(axis: Axes, row: int, classes: NDArray[np.int8]) -> None:
    left = 0.0
    for kind in (MET, UNSURE, MISSED):
        share = float((classes == kind).mean())
        axis.barh(row, share, left=left, height=0.72, color=COLOURS[kind])
        left += share


def _bar_words(axis: Axes, row: int, classes: NDArray[np.int8], speak: Language) -> None:
    left = 0.0
    for kind in (MET, UNSURE, MISSED):
        share = float((classes == kind).mean())
        if share >= 0.1:
            axis.text(left + share / 2, row, speak.percent(share), ha="center", va="center",
                      fontsize=8, color=INK if kind == UNSURE else "white")  # fmt: skip
        left += share


def _share_axis(axis: Axes, speak: Language) -> None:
    axis.set_xlim(0, 1)
    ticks = (0.0, 0.25, 0.5, 0.75, 1.0)
    axis.set_xticks(ticks, [speak.percent(tick) for tick in ticks])
    axis.set_xlabel(speak.say("claims.share_axis"))
    axis.spines["left"].set_visible(False)


def _key(axis: Axes, speak: Language, below: bool = False) -> None:
    from matplotlib.patches import Patch

    handles = [Patch(color=COLOURS[kind], label=speak.say(f"claims.class_{WORD[kind]}"))
               for kind in (MET, UNSURE, MISSED)]  # fmt: skip
    axis.legend(
        handles=handles, ncols=3, fontsize=9, handlelength=1.2, columnspacing=1.2,
        loc="upper right" if below else "lower center",
        bbox_to_anchor=(1.0, -0.2) if below else (0.5, 1.0),
    )  # fmt: skip


def _caterpillar(axis: Axes, judged: Judged, speak: Language) -> None:
    metric = METRICS[judged.condition.metric]
    order = np.argsort(judged.mean, kind="stable")
    place = np.arange(len(order))
    mean, low, high = (metric.factor * ends[order] for ends in (judged.mean, judged.low,
                                                                judged.high))  # fmt: skip
    for kind in (UNSURE, MISSED, MET):
        own = judged.classes[order] == kind
        axis.vlines(place[own], low[own], high[own], color=COLOURS[kind], linewidth=1.3)
        axis.plot(place[own], mean[own], "o", color=GREY if kind == UNSURE else COLOURS[kind],
                  markersize=2.6)  # fmt: skip
    axis.axhline(metric.factor * judged.threshold, color=INK, linewidth=1, linestyle="--")
    # A few very wide intervals must not squeeze everybody else.
    ends = (min(np.quantile(low, 0.02), mean.min()), max(np.quantile(high, 0.98), mean.max()))
    room = 0.08 * max(float(ends[1] - ends[0]), 1e-6)
    threshold = metric.factor * judged.threshold
    axis.set_ylim(min(ends[0], threshold) - room, max(ends[1], threshold) + room)
    axis.set_ylabel(textwrap.fill(speak.say(f"units.{metric.unit}"), 22), fontsize=9.5)
    axis.set_xlabel(speak.say("claims.companies"))
    axis.set_xticks([])
    _localise(axis, speak, across=False)
    text = judged.condition.text.within(speak.code)
    axis.set_title(textwrap.fill(speak.say("claims.caterpillar", text=text), 64), fontsize=10.5,
                   fontweight="bold")  # fmt: skip


def _dose(axis: Axes, each: Assessed, sample: Sample, speak: Language) -> None:
    dose = each.claim.dose
    assert dose is not None
    metric = METRICS[dose.metric]
    doses = sorted(dose.arms)
    values = np.array([sample.of(each.claim.arms[dose.arms[x]], dose.metric) for x in doses])
    change = metric.factor * (values - values[0]).mean(axis=2)
    low, middle, high = np.quantile(change, (0.1, 0.5, 0.9), axis=1)
    axis.fill_between(doses, low, high, color=FAINT, alpha=0.6)
    axis.plot(doses, middle, "o-", color=COLOURS[MET])
    axis.axhline(0, color=INK, linewidth=0.8)
    axis.set_xticks(doses, [speak.number(x, 0 if x == int(x) else 1) for x in doses])
    axis.set_xlabel(dose.text.within(speak.code))
    _localise(axis, speak, across=False)
    words = speak.say("claims.against_least", metric=speak.say(f"metrics.{dose.metric}"),
                      unit=speak.say(f"units.{metric.unit}"))  # fmt: skip
    axis.set_ylabel(textwrap.fill(words, 34), fontsize=8.5)
    title = textwrap.fill(speak.say("claims.dose", text=dose.text.within(speak.code)), 64)
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


def undecided(classes: NDArray[np.int8]) -> bool:
    """Whether a cell's companies leave open if the claim holds in more or less than half."""
    count = len(classes)
    low = wilson(float((classes == MET).mean()), count)[0] if count else 0.0
    high = wilson(float((classes != MISSED).mean()), count)[1] if count else 1.0
    return low <= 0.5 <= high


def _regime(figure: Figure, axis: Axes, each: Assessed, speak: Language) -> None:
    across, up = axes_of(each)
    classes, side = each.verdict.classes, cells(len(each.drawn))
    x, y = (np.array([draw[d.key] for draw in each.drawn]) for d in (across, up))
    edges = [np.linspace(d.low, d.high, side + 1) for d in (across, up)]
    column = np.clip(np.digitize(x, edges[0][1:-1]), 0, side - 1)
    line = np.clip(np.digitize(y, edges[1][1:-1]), 0, side - 1)
    balance = np.full((side, side), np.nan)
    for i in range(side):
        for k in range(side):
            own = classes[(column == k) & (line == i)]
            balance[i, k] = own.mean() if len(own) else np.nan
            if undecided(own):
                _hatch(axis, edges, i, k)
    mesh = axis.pcolormesh(edges[0], edges[1], balance, cmap=_colour_map(), vmin=-1, vmax=1)
    for kind, marker in ((UNSURE, "o"), (MISSED, "x"), (MET, "o")):
        own = classes == kind
        face = "white" if kind == UNSURE else INK
        axis.scatter(x[own], y[own], s=13, marker=marker, color=INK, facecolor=face, linewidth=0.8,
                     zorder=3)  # fmt: skip
    _name_axes(axis, each.ranked, across, up, speak)
    _localise(axis, speak)
    bar = figure.colorbar(mesh, ax=axis, orientation="horizontal", pad=0.17, fraction=0.04)
    bar.set_label(speak.say("claims.regime_scale"), fontsize=9)
    _localise(bar.ax, speak)
    axis.set_title(
        f"{speak.say('claims.regime')}\n● {speak.say('claims.class_met')}   "
        f"× {speak.say('claims.class_missed')}   ○ {speak.say('claims.class_open')}",
        fontsize=10.5, fontweight="bold",
    )  # fmt: skip


def _hatch(axis: Axes, edges: list[Floats], line: int, column: int) -> None:
    from matplotlib.patches import Rectangle

    left, bottom = edges[0][column], edges[1][line]
    width, height = edges[0][column + 1] - left, edges[1][line + 1] - bottom
    axis.add_patch(Rectangle((left, bottom), width, height, fill=False, hatch="////",
                             edgecolor="#9a9a9a", linewidth=0, zorder=2))  # fmt: skip


def _colour_map() -> Any:
    from matplotlib.colors import LinearSegmentedColormap

    ends = ["#e8925c", "#f7f7f7", "#62a7d3"]
    return LinearSegmentedColormap.from_list("holds", ends)


def _name_axes(
    axis: Axes, ranked: Sequence[Decider], across: Dimension, up: Dimension, speak: Language
) -> None:
    told = {each.dimension.key: each for each in ranked}
    for dimension, label in ((across, axis.set_xlabel), (up, axis.set_ylabel)):
        source = speak.say("claims.sourced" if dimension.sourced else "claims.assumed")
        rank = speak.number(told[dimension.key].correlation, 2, signed=True)
        words = f"{short(dimension)} ({dimension.unit}; {source}; ρ = {rank})".replace("(; ", "(")
        label(f"{words}\n{textwrap.shorten(dimension.doc, 60, placeholder=' …')}", fontsize=9)
