"""Panels, axes and legends that the figures of a report share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

import numpy as np

from sim.analysis.money import HIGH, LOW
from sim.base.arrays import Floats, Ints
from sim.report.language import Language
from sim.report.plots.svg import WIDTH

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

GREY, LINE, FAINT = "#5a6472", "#c9cfd6", "#e7eaee"
PALE = 0.16
"""How much of its colour a band has."""


def sheet(height: float) -> tuple[Figure, Axes]:
    """One panel as wide as a page."""
    figure, axes = sheets(1, height)
    return figure, axes[0]


def sheets(count: int, height: float) -> tuple[Figure, list[Axes]]:
    """Several panels side by side, as wide as a page."""
    from matplotlib.figure import Figure
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    figure = Figure(figsize=(WIDTH, height), layout=ConstrainedLayoutEngine(w_pad=0.02, h_pad=0.02))
    return figure, list(figure.subplots(1, count, squeeze=False).flat)


def grid(axis: Axes, which: Literal["x", "y"], speak: Language) -> None:
    """Fine lines, and numbers as the language writes them."""
    from matplotlib.ticker import FuncFormatter

    axis.grid(axis=which, color=FAINT, linewidth=0.7)
    axis.spines[["left", "bottom"]].set_color(LINE)
    shown = axis.xaxis if which == "x" else axis.yaxis
    shown.set_major_formatter(FuncFormatter(speak.tick))


def named_rows(axis: Axes, names: Sequence[str]) -> None:
    """Names of rows at the left, the first on top."""
    axis.set_yticks(range(len(names)), list(names))
    axis.set_ylim(len(names) - 0.5, -0.5)
    axis.tick_params("y", length=0)


def band(axis: Axes, week: Ints, values: Floats, colour: str, label: str = "") -> None:
    """The mean over companies, shape (companies, weeks), and the middle 80 % around it."""
    low, high = np.quantile(values, (LOW, HIGH), axis=0)
    axis.fill_between(week, low, high, color=colour, alpha=PALE, linewidth=0)
    axis.plot(week, values.mean(axis=0), color=colour, label=label)


def weeks(axis: Axes, last: int, speak: Language) -> None:
    """The axis of weeks."""
    step = 26 if last > 52 else 13 if last > 20 else 4
    axis.set_xlim(0, last)
    axis.set_xticks(range(0, last + 1, step))
    axis.set_xlabel(speak.say("figures.week"))
    grid(axis, "y", speak)


def legend_above(figure: Figure, axis: Axes, columns: int) -> None:
    """A legend above all panels."""
    handles, labels = axis.get_legend_handles_labels()
    figure.legend(
        handles,
        labels,
        loc="outside upper left",
        ncols=columns,
        handlelength=1.2,
        columnspacing=1.4,
        borderaxespad=0.2,
    )
