"""Figures of the gallery: one small picture per question, its title what was found."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from experiments.gallery.entries import OUTCOMES, Entry
from experiments.gallery.facts import OUT, Fact
from experiments.gallery.words import Words, scaled
from sim.report.plots import style
from sim.report.plots.panels import BLUE, GREEN, ORANGE, PALE, band, bars, dots, zero
from sim.report.plots.style import GREY, GRID

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH, DPI = 7.6, 130
"""Inches and dots per inch: legible on a page, and still on a phone."""
COLOURS = {"better": BLUE, "worse": ORANGE, "pays": BLUE}
LINE = 70
"""Characters of a title that fit on a line."""


def draw(entry: Entry, facts: Sequence[Fact], place: Path, language: str, folder: Path) -> None:
    """Write the figure of an entry in one language.

    Args:
        entry: What is drawn.
        facts: Its numbers.
        place: Where its command was done.
        language: Of all words.
        folder: Where the figure goes.
    """
    words = Words(language, entry, facts)
    with style.look():
        figure = KINDS.get(entry.name, KINDS.get(entry.command, differences))(words, place / OUT)
        told = textwrap.fill(words.say("title"), LINE)
        figure.suptitle(told, x=0.012, ha="left", fontsize=12, fontweight="bold")
        figure.supxlabel(textwrap.fill(words.say("under"), 116), x=0.012, ha="left", fontsize=8.5,
                         color=GREY)  # fmt: skip
        shot = io.BytesIO()
        figure.savefig(shot, dpi=DPI, metadata={"Software": None})
    folder.mkdir(parents=True, exist_ok=True)
    _small(shot, folder / f"{entry.name}.{language}.png")


def _small(shot: io.BytesIO, path: Path) -> None:
    """With a palette: a third of the bytes, and the same to the eye."""
    from PIL import Image

    with Image.open(shot) as full:
        small = full.convert("RGB").quantize(256, Image.Quantize.MAXCOVERAGE,
                                             dither=Image.Dither.NONE)  # fmt: skip
    small.save(path, optimize=True)


def _empty(height: float, panels: int = 1, **how: Any) -> tuple[Figure, list[Axes]]:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDTH, height), layout="constrained", facecolor="white")
    engine = figure.get_layout_engine()
    assert engine is not None
    engine.set(w_pad=0.1, h_pad=0.08)
    axes = list(figure.subplots(1, panels, squeeze=False, **how).flat)
    for axis in axes:
        axis.grid(axis="x", color=GRID, linewidth=0.8)
        axis.tick_params(labelsize=9.5)
    return figure, axes


def differences(words: Words, _: Path) -> Figure:
    """A panel per outcome, a row per difference; hollow where nothing is decided."""
    entry = words.entry
    rows = entry.shown or tuple(entry.rows)
    figure, axes = _empty(1.75 + 0.42 * len(rows), len(entry.drawn), sharey=True)
    for axis, short in zip(axes, entry.drawn, strict=True):
        zero(axis)
        _points(axis, words, [f"{row}.{short}" for row in rows])
        axis.set_xlabel(words.axis(OUTCOMES[short]), fontsize=9.5)
    axes[0].set_yticks(range(len(rows)), [words.row(row) for row in rows], fontsize=10)
    axes[0].set_ylim(len(rows) - 0.5, -0.7)
    return figure


def _points(axis: Axes, words: Words, names: Sequence[str]) -> None:
    """Points with intervals and their numbers, one row each."""
    facts = [words.facts[name] for name in names]
    ends = np.array([[scaled(fact.unit, each) for each in fact[3:6]] for fact in facts]).T
    colours = [COLOURS.get(fact.verdict, GREY) for fact in facts]
    filled = [fact.verdict in COLOURS for fact in facts]
    rows = np.arange(len(facts))
    dots(axis, rows, ends, colours, filled)
    behind = {"facecolor": "white", "edgecolor": "none", "pad": 0.6}
    for row, fact, value in zip(rows, facts, ends[0], strict=True):
        axis.annotate(words.number(fact), (value, row), (0, 7), textcoords="offset points",
                      ha="center", fontsize=9, bbox=behind, zorder=2)  # fmt: skip
    axis.margins(x=0.14)
    axis.locator_params(axis="x", nbins=5)
    axis.spines["left"].set_visible(False)
    axis.tick_params(axis="y", length=0)
    axis.xaxis.set_major_formatter(words.speak.tick)


def curves(words: Words, folder: Path) -> Figure:
    """Use over the weeks, genuine and reported, with the week in which the order ends."""
    weekly = pd.read_parquet(folder / "weekly.parquet")
    figure, (axis,) = _empty(3.9)
    lines = (("mandate", "reported_use", ORANGE, "--"), ("mandate", "genuine_use", ORANGE, "-"),
             ("organic", "genuine_use", BLUE, "-"))  # fmt: skip
    for strategy, column, colour, dash in lines:
        own = weekly[weekly["strategy"] == strategy]
        table = 100 * own.pivot_table(index="seed", columns="week", values=column).to_numpy(float)
        weeks = np.sort(own["week"].unique())
        low, middle, high = np.quantile(table, (0.1, 0.5, 0.9), axis=0)
        named = words.row(f"{strategy}.{column}")
        if dash == "-":
            band(axis, weeks, (low, high), middle, colour, named)
        else:
            axis.plot(weeks, middle, color=colour, linestyle=dash, linewidth=2.0, label=named)
    axis.axvline(52, color=GREY, linewidth=1, linestyle=":")
    axis.annotate(words.row("end"), (52, 0), (4, 4), textcoords="offset points", fontsize=9,
                  color=GREY)  # fmt: skip
    axis.set(xlim=(0, 104), ylim=(0, None), xticks=range(0, 105, 13))
    axis.set_xlabel(words.row("week"), fontsize=9.5)
    axis.set_ylabel(words.row("use"), fontsize=9.5)
    axis.grid(axis="y", color=GRID, linewidth=0.8)
    _legend(axis)
    return figure


def luck(words: Words, _: Path) -> Figure:
    """Every seed's own difference, and their mean with its interval."""
    entry = words.entry
    (row,) = entry.rows
    figure, axes = _empty(2.6, len(entry.outcomes), sharey=True)
    for axis, short in zip(axes, entry.outcomes, strict=True):
        zero(axis)
        name = f"{row}.{short}"
        unit = words.facts[name].unit
        runs = [fact.value for each, fact in words.facts.items()
                if each.startswith(f"{name}.") and each.rpartition(".")[2].isdigit()]  # fmt: skip
        values = np.array([scaled(unit, each) for each in runs])
        axis.scatter(values, np.linspace(0.82, 1.18, len(values)), 30, color=GREEN, zorder=3)
        _points(axis, words, [name])
        axis.set_xlabel(words.axis(OUTCOMES[short]), fontsize=9.5)
    axes[0].set_yticks((0, 1), [words.row("mean"), words.row("each")], fontsize=10)
    axes[0].set_ylim(1.45, -0.6)
    return figure


def claim(words: Words, _: Path) -> Figure:
    """Shares of companies in which a claim holds, is open, or fails."""
    figure, (axis,) = _empty(2.4)
    parts = [(words.row(name), [words.facts[f"claim.{name}"].value], colour)
             for name, colour in (("holds", BLUE), ("open", PALE), ("fails", ORANGE))]  # fmt: skip
    _stack(axis, words, parts, [words.row("claim")])
    return figure


def wins(words: Words, _: Path) -> Figure:
    """Shares of companies that one of two strategies wins, by outcome."""
    figure, (axis,) = _empty(2.9)
    shorts, pair = ("hours", "benefit", "lead"), "phased_pilot-phased_pilot_random"
    sides = (("wins", BLUE), ("undecided", PALE), ("losses", ORANGE))
    parts = [
        (words.row(side), [words.facts[f"{pair}.{short}.{side}"].value for short in shorts], colour)
        for side, colour in sides
    ]
    _stack(axis, words, parts, [words.row(short) for short in shorts])
    return figure


def _stack(axis: Axes, words: Words, parts: Any, names: Sequence[str]) -> None:
    rows = np.arange(len(names))
    bars(axis, rows, parts, words=words.speak.percent, least=0.045)
    axis.set_yticks(rows, names, fontsize=10)
    axis.set(xlim=(0, 1), ylim=(len(names) - 0.4, -0.6))
    ticks = np.linspace(0, 1, 5)
    axis.set_xticks(ticks, [words.speak.percent(float(each)) for each in ticks])
    axis.set_xlabel(words.row("share"), fontsize=9.5)
    _legend(axis)


def _legend(axis: Axes) -> None:
    """Above the panel, on one line."""
    axis.legend(loc="lower left", bbox_to_anchor=(-0.01, 1.0), ncols=3, fontsize=9, borderpad=0.1)


def questions(words: Words, _: Path) -> Figure:
    """What the answer to every question is worth, with the luck of the companies at hand."""
    names = [name for name in words.facts if name.startswith("question.")]
    figure, (axis,) = _empty(1.5 + 0.3 * len(names))
    zero(axis)
    _points(axis, words, names)
    for told in axis.texts:
        told.set_fontsize(8)
    axis.set_yticks(range(len(names)), [words.question(name) for name in names], fontsize=9.5)
    axis.set_ylim(len(names) - 0.4, -0.8)
    axis.set_xlabel(words.row("worth"), fontsize=9.5)
    return figure


KINDS = {"order_ends": curves, "run": luck, "claims": claim, "tournament": wins, "ask": questions}
"""By the name of an entry, or by its command."""
