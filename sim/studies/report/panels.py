"""Panels, axes and legends that the figures of a report share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.report.language import Language
from sim.report.plots.svg import WIDTH

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

GREY, LINE, FAINT = "#5a6472", "#c9cfd6", "#e7eaee"


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


def grid(axis: Axes, which: str, speak: Language) -> None:
    """Fine lines, and numbers as the language writes them."""
    from matplotlib.ticker import FuncFormatter

    axis.grid(axis=which, color=FAINT, linewidth=0.7)  # type: ignore[arg-type]
    axis.spines[["left", "bottom"]].set_color(LINE)
    shown = axis.xaxis if which == "x" else axis.yaxis
    shown.set_major_formatter(FuncFormatter(speak.tick))


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
