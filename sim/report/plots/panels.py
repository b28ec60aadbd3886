"""What panels are made of: intervals, bars, bands, classes of points, and names beside points."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.report.language import Language
from sim.report.plots.style import GREY, INK, PALETTE

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.container import BarContainer
    from numpy.typing import ArrayLike, NDArray

BLUE, ORANGE, GREEN = (PALETTE[place] for place in (3, 1, 5))
PALE = "#d9d9d9"
LOOKS = {1: ("o", BLUE, BLUE), -1: ("X", ORANGE, ORANGE), 0: ("o", "white", GREY)}
"""Yes, no and open: marker, face and edge of a point."""
NAMES_GAP = 0.22
"""Inches from one name beside a point to the next."""


def dots(
    axis: Axes, rows: ArrayLike, ends: Any, colours: str | Sequence[str] = BLUE,
    filled: ArrayLike = True, marker: str = "o", label: str = "",
) -> None:  # fmt: skip
    """A point and its interval per row (middle, low, high); hollow where it is not filled."""
    middle, low, high = (np.broadcast_to(np.asarray(each, float), np.shape(rows)) for each in ends)
    whole = np.broadcast_to(np.asarray(filled), np.shape(rows))
    edges = [colours] * len(whole) if isinstance(colours, str) else list(colours)
    faces = [edge if own else "white" for edge, own in zip(edges, whole, strict=True)]
    axis.hlines(rows, low, high, colors=edges, linewidth=2)
    axis.scatter(middle, rows, 44, c=faces, marker=marker, edgecolors=edges, linewidths=1.6,
                 zorder=3, label=label or None)  # fmt: skip


def bars(
    axis: Axes, rows: ArrayLike, parts: Sequence[tuple[str, ArrayLike, str | Sequence[str]]],
    height: float = 0.66, words: Callable[[float], str] | None = None, least: float = 0.0,
) -> BarContainer:  # fmt: skip
    """Bars of parts one after the other; returns the last part.

    Args:
        axis: Where they are drawn.
        rows: Their middles.
        parts: What each part is called in the legend, its lengths and its colour.
        height: Of a bar, in rows.
        words: What is written inside a part of a length.
        least: Length of the shortest part that something is written in.
    """
    left = np.zeros(np.shape(rows))
    for label, lengths, colour in parts:
        own = np.asarray(lengths, float)
        drawn = axis.barh(rows, own, height, left, color=colour, label=label or "_")
        if words is not None:
            told = [words(each) if each >= least else "" for each in own]
            ink = "white" if colour not in (PALE, "white") else INK
            axis.bar_label(drawn, told, label_type="center", fontsize=9, color=ink)
        left = left + own
    return drawn


def band(
    axis: Axes, x: ArrayLike, ends: tuple[ArrayLike, ArrayLike], middle: ArrayLike, colour: str,
    label: str = "", band_label: str = "", **how: Any,
) -> None:  # fmt: skip
    """A line and what lies around it."""
    axis.plot(x, middle, color=colour, linewidth=2.2, label=label or None, **how)
    axis.fill_between(x, *ends, color=colour, alpha=0.2, linewidth=0, label=band_label or None)


def classes(
    axis: Axes, x: ArrayLike, y: ArrayLike, kinds: NDArray[Any],
    words: Mapping[int, str] | None, size: float = 26, around: str = "",
    ends: tuple[ArrayLike, ArrayLike] | None = None,
) -> None:  # fmt: skip
    """Points that stand for yes, no or open, where there are any.

    Args:
        axis: Where they are drawn.
        x: Where they are, across.
        y: The same, up.
        kinds: 1 for yes, −1 for no, 0 for open.
        words: What each kind is called in the legend, with its count; not there if None.
        size: Of a point, in square points.
        around: Colour of every edge, if not that of the kind.
        ends: Low and high ends of intervals.
    """
    x, y = np.asarray(x), np.asarray(y)
    for kind, (marker, face, edge) in LOOKS.items():
        own = kinds == kind
        if own.any():
            if ends is not None:
                axis.vlines(x[own], *(np.asarray(end)[own] for end in ends), color=edge,
                            linewidth=1, alpha=0.6)  # fmt: skip
            axis.scatter(x[own], y[own], size, c=face, marker=marker, edgecolors=around or edge,
                         linewidths=0.9, zorder=3,
                         label=f"{words[kind]} ({own.sum()})" if words else None)  # fmt: skip


def ordered(
    axis: Axes, ends: Sequence[NDArray[Any]], kinds: NDArray[Any], words: Mapping[int, str] | None,
    line: float, size: float = 16,
) -> None:  # fmt: skip
    """Many intervals (middle, low, high) in order of size, beside the line that decides."""
    middle, low, high = ends
    order = np.argsort(middle, kind="stable")
    place = np.arange(len(order))
    classes(axis, place, middle[order], kinds[order], words, size,
            ends=(low[order], high[order]))  # fmt: skip
    axis.axhline(line, color=INK, linewidth=1, linestyle=":")
    # A few very wide intervals must not squeeze all others.
    bottom = min(float(np.nanquantile(low, 0.02)), float(middle.min()), line)
    top = max(float(np.nanquantile(high, 0.98)), float(middle.max()), line)
    room = 0.07 * max(top - bottom, 1e-9)
    axis.set_ylim(bottom - room, top + room)
    axis.set_xlim(-1, len(order))
    axis.set_xticks([])


def named(
    axis: Axes, points: ArrayLike, names: Sequence[str], colours: Sequence[str], room: int = 40
) -> None:
    """Names in a column right of a panel, as high as their points where there is room.

    Args:
        axis: Where the points are drawn; its limits must be final.
        points: Shape (names, 2), in data coordinates.
        names: What stands in the column; the end of a long one is cut.
        colours: Colour of each name and of the line from its point.
        room: Characters of a name.
    """
    axis.autoscale_view()
    figure = axis.get_figure(root=True)
    assert figure is not None
    shares = axis.transAxes.inverted().transform(axis.transData.transform(np.asarray(points)))
    heights = apart(shares[:, 1], NAMES_GAP / max(1.0, figure.get_figheight() - 2.6))
    for name, share, height, colour in zip(names, shares, heights, colours, strict=False):
        axis.annotate(
            name if len(name) <= room else f"{name[: room - 1].rstrip()}…",
            tuple(share), (1.05, height), "axes fraction", "axes fraction", fontsize=10,
            va="center", annotation_clip=False, color=colour,
            arrowprops={"arrowstyle": "-", "linewidth": 0.6, "alpha": 0.7, "color": colour,
                        "relpos": (0, 0.5), "shrinkB": 5},
        )  # fmt: skip


def apart(heights: ArrayLike, gap: float) -> NDArray[np.float64]:
    """Heights in [0, 1] moved as little as it takes until neighbours have a gap between them."""
    from scipy.optimize import isotonic_regression

    given = np.asarray(heights, float)
    order = np.argsort(given, kind="stable")
    steps = gap * np.arange(len(order))
    moved = isotonic_regression(given[order] - steps).x if len(order) else steps
    placed = np.empty(len(order))
    placed[order] = np.clip(moved, 0.0, max(0.0, 1.0 - gap * (len(order) - 1))) + steps
    return placed


def percent(axis: Axis, speak: Language) -> None:
    """An axis from 0 to 1 in percent."""
    ticks = np.linspace(0.0, 1.0, 5)
    axis.set_ticks(ticks, [speak.percent(float(each)) for each in ticks])
    axis.set_view_interval(0.0, 1.0, ignore=True)


def zero(axis: Axes) -> None:
    """The line of no difference."""
    axis.axvline(0, color=GREY, linewidth=1)
