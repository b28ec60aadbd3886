"""Sheets: titles on top, a legend of what is drawn, panels around their texts, context below."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.report.plots.style import DPI, GREY, GRID, INK, PALETTE, look

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH = 13.33
"""Of every sheet, in inches: a 16:9 slide. The height follows from what is on it."""
LEFT, GAP, FOOT = 0.45, 0.12, 0.42
"""Margin at the left, space between parts and room for the context at the bottom, in inches."""
HEADS = ((16.0, "bold", INK, 96), (11.0, "normal", GREY, 165))
"""Title and the line below it: points, weight, colour and characters that may fit on a line."""
LINE = 1.35 / 72
"""Height of a line of text per point of its font, in inches."""


def sheet(
    title: str,
    subtitle: str,
    body: float,
    rows: int = 1,
    columns: int = 1,
    mosaic: Sequence[Sequence[str]] = (),
    **how: Any,
) -> tuple[Figure, list[Axes]]:
    """An empty sheet and its panels, row by row.

    Args:
        title: What was found.
        subtitle: What is shown, in which unit and statistic.
        body: Height of panels and legend, in inches.
        rows: Rows of panels.
        columns: Panels side by side.
        mosaic: Names of panels by place, where some are larger than others.
        how: What else `Figure.subplots` takes.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDTH, body), dpi=DPI, facecolor="white")
    FigureCanvasAgg(figure)  # measures texts; without it a new one is made for every single text
    down = GAP
    for words, (size, weight, colour, most) in zip((title, subtitle), HEADS, strict=True):
        told = figure.text(LEFT / WIDTH, down, "", fontsize=size, fontweight=weight, color=colour,
                           va="top")  # fmt: skip
        for width in range(most, most // 2, -4):
            told.set_text(folded(words, width))
            if told.get_window_extent().x1 < figure.bbox.x1 - LEFT * DPI / 2:
                break
        down += LINE * size * (1 + told.get_text().count("\n"))
    height = GAP + down + body + FOOT
    figure.set_size_inches(WIDTH, height)
    for told in figure.texts:
        told.set_y(1 - told.get_position()[1] / height)
    if mosaic:
        return figure, list(figure.subplot_mosaic([list(each) for each in mosaic], **how).values())
    return figure, list(figure.subplots(rows, columns, squeeze=False, **how).flat)


def warm() -> None:
    """Draw a sheet for nobody, so that fonts are found and shapes of letters kept."""
    from io import BytesIO

    with look():
        figure, axes = sheet("Ag 0", "Ag 0", 1.5)
        axes[0].plot([0.0, 1.0], [0.0, 1.0], label="Ag 0")
        arrange(figure)
        for kind in ("png", "svg"):
            figure.savefig(BytesIO(), format=kind)


def multiples(
    title: str, subtitle: str, names: Sequence[str], across: str, up: str
) -> tuple[Figure, list[Axes]]:
    """Small panels with shared axes, one per name, with one title for all axes each way."""
    count = len(names)
    columns = count if count <= 3 else min(5, -(-count // 2))
    rows = -(-count // columns)
    heads = [folded(name, 112 // columns) for name in names]
    lines = 1 + max(head.count("\n") for head in heads)
    body = 0.8 + rows * ((4.2, 2.2, 1.5)[min(rows, 3) - 1] + 0.4 + 0.17 * lines)
    figure, axes = sheet(title, subtitle, body, rows, columns, sharex=True, sharey=True)
    for empty in axes[count:]:
        empty.remove()
    for place, (axis, head) in enumerate(zip(axes, heads, strict=False)):
        axis.set_title(head, fontsize=11, linespacing=1.0)
        axis.grid(axis="y", color=GRID, linewidth=0.8)
        # The lowest panel of a column is ticked, also above a gap in the last row.
        axis.tick_params(labelbottom=place + columns >= count)
    figure.text(0.53, FOOT / figure.get_figheight(), across, ha="center", va="bottom")
    figure.text(LEFT / WIDTH, 0.45, up, va="center", rotation="vertical")
    return figure, axes[:count]


def rows_sheet(
    title: str, subtitle: str, names: Sequence[str], heads: Sequence[str],
    ratios: Sequence[float] | None = None, room: int = 36,
) -> tuple[Figure, list[Axes]]:  # fmt: skip
    """Panels with a head each that share rows, named at the left, the first row on top.

    Args:
        title: As of `sheet`.
        subtitle: As of `sheet`.
        names: Of the rows.
        heads: Of the panels.
        ratios: Widths of the panels.
        room: Characters on a line of a name.
    """
    labels = [folded(name, room) for name in names]
    lines = 1 + max(label.count("\n") for label in labels)
    body = 1.6 + 0.2 * max(head.count("\n") for head in heads) + len(names) * (0.2 + 0.16 * lines)
    figure, axes = sheet(title, subtitle, body, 1, len(heads), sharey=True, width_ratios=ratios)
    axes[0].set_yticks(range(len(names)), labels, fontsize=11 if lines == 1 else 9.5)
    axes[0].set_ylim(len(names) - 0.4, -0.6)
    for axis, head in zip(axes, heads, strict=True):
        axis.set_title(head, fontweight="bold", fontsize=11)
        axis.grid(axis="x", color=GRID, linewidth=0.8)
        axis.tick_params(axis="y", length=0)
    return figure, axes


def arrange(figure: Figure, ink: bool = False) -> Figure:
    """Add a legend of everything that has a label, and place the panels around their texts.

    Args:
        figure: A sheet whose panels are drawn.
        ink: Whether the legend is without colours of strategies, as every panel has its own.
    """
    from matplotlib.layout_engine import ConstrainedLayoutEngine
    from matplotlib.transforms import Bbox

    top = figure.texts[1].get_window_extent().y0 - GAP * figure.dpi
    shared = [axis for axis in figure.axes if axis.get_legend() is None]
    handles: dict[str, Any] = {}
    for axis in shared:
        for handle, label in zip(*axis.get_legend_handles_labels(), strict=True):
            handles.setdefault(label, handle)
    if handles:
        top = _legend(figure, handles, top, ink) - GAP * figure.dpi
    left, foot = LEFT * figure.dpi, FOOT * figure.dpi
    if len(figure.texts) > 2:  # titles of all axes
        foot, left = figure.texts[2].get_window_extent().y1, figure.texts[3].get_window_extent().x1
    area = Bbox.from_extents(left, foot, figure.bbox.x1 - LEFT * figure.dpi / 2, top)
    rect = area.transformed(figure.transFigure.inverted()).bounds
    ConstrainedLayoutEngine(rect=rect, w_pad=0.06, h_pad=0.06).execute(figure)
    for axis in figure.axes:
        # The solver's last digits differ from time to time, and a figure's bytes with them.
        axis.set_position(tuple(np.round(axis.get_position(original=True).bounds, 5)))
        _thin(axis)
    return figure


def _legend(figure: Figure, handles: dict[str, Any], top: float, ink: bool) -> float:
    """A legend on as few lines as fit; returns its lower edge in pixels."""
    from matplotlib.colors import to_hex
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    place = (LEFT / WIDTH, top / figure.bbox.height)
    for columns in range(len(handles), 0, -1):
        legend = figure.legend(
            list(handles.values()), list(handles), ncols=columns, loc="upper left",
            bbox_to_anchor=place, borderaxespad=0, borderpad=0, fontsize=10, columnspacing=1.6,
        )  # fmt: skip
        if legend.get_window_extent().x1 <= figure.bbox.x1 or columns == 1:
            break
        legend.remove()
    for drawn in legend.legend_handles if ink else ():
        if isinstance(drawn, Patch) and to_hex(drawn.get_facecolor()) in PALETTE:
            drawn.set(color=INK, alpha=0.2)
        elif isinstance(drawn, Line2D) and to_hex(drawn.get_color()) in PALETTE:
            drawn.set_color(INK)
    return float(legend.get_window_extent().y0)


def own_legend(axis: Axes, head: str) -> None:
    """A legend of one panel's own, above it, under its head."""
    axis.legend(
        title=head, title_fontproperties={"weight": "bold", "size": 11}, alignment="left", ncols=3,
        loc="lower left", bbox_to_anchor=(0, 1), borderaxespad=0, borderpad=0.3, fontsize=10,
        handlelength=1.2,
    )  # fmt: skip


def _thin(axis: Axes) -> None:
    """Fewer ticks where the labels of neighbours would touch."""
    from matplotlib.ticker import MaxNLocator

    for bins in (5, 4, 3, 2):
        labels = [each for each in axis.get_xticklabels() if each.get_visible()]
        boxes = [each.get_window_extent() for each in labels if each.get_text()]
        apart = all(left.x1 + 4 < right.x0 for left, right in pairwise(boxes))
        if apart or not isinstance(axis.xaxis.get_major_locator(), MaxNLocator):
            break
        axis.xaxis.set_major_locator(MaxNLocator(nbins=bins))


def folded(text: str, width: int) -> str:
    """Each line of a text on as many lines as it takes."""
    return "\n".join(textwrap.fill(line, width) for line in text.split("\n"))


def footnote(figure: Figure, text: str) -> None:
    """What a figure is about, at its lower edge."""
    figure.text(LEFT / WIDTH, 0.06 / figure.get_figheight(), textwrap.fill(text, 215), fontsize=8,
                color=GREY, va="bottom", linespacing=1.0)  # fmt: skip
