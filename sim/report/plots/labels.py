"""Names beside points that do not run into each other."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from matplotlib.axes import Axes

HEIGHT = 0.041
"""Height of a label of 12 points with the space around it, as a fraction of the figure."""
WIDTH = 0.0077
"""Width of one character of such a label, on the wide side, as a fraction of the figure."""
FAR = 0.6
"""Points left of this share of the axes are far from the column of names at the right."""
LONGEST = 40
"""Characters of a name beside a point; the rest of a longer one is cut."""
OFFSET, RISE = 0.016, 0.03
"""Where a label beside its point starts, right of it and above it, as fractions of the axes."""

Box = tuple[float, float, float, float]
Side = Literal["left", "right", "center"]


def spread(heights: np.ndarray, gap: float) -> np.ndarray:
    """Move heights in [0, 1] apart until neighbours are at least `gap` from each other.

    Keeps the order; each crowded group stays around its own middle.
    """
    order = np.argsort(heights, kind="stable")
    groups: list[tuple[float, list[int]]] = []
    for index in order:
        groups.append((float(heights[index]), [int(index)]))
        while len(groups) > 1 and _bottom(groups[-1], gap) - _top(groups[-2], gap) < gap:
            (upper, more), (lower, fewer) = groups.pop(), groups.pop()
            members = fewer + more
            centre = (lower * len(fewer) + upper * len(more)) / len(members)
            groups.append((min(max(centre, 0.0), 1.0), members))
    placed = np.empty(len(heights))
    for centre, members in groups:
        for step, index in enumerate(members):
            placed[index] = centre + gap * (step - (len(members) - 1) / 2)
    return placed


def _bottom(group: tuple[float, list[int]], gap: float) -> float:
    return group[0] - gap * (len(group[1]) - 1) / 2


def _top(group: tuple[float, list[int]], gap: float) -> float:
    return group[0] + gap * (len(group[1]) - 1) / 2


def label(
    axis: Axes,
    points: dict[str, tuple[float, float]],
    texts: dict[str, str],
    colours: dict[str, str],
    size: float = 12.0,
    avoid: Sequence[tuple[float, float]] = (),
) -> None:
    """Name each point beside it where there is room, else in a column at the right.

    Args:
        axis: Where the points are drawn; its limits must be final.
        points: Where they are, in data coordinates.
        texts: What stands beside them.
        colours: Colour of each text.
        size: Of the font, in points.
        avoid: Further points that no text should cover, in data coordinates.
    """
    texts = {each: textwrap.shorten(text, LONGEST, placeholder=" …") if " " in text
             else text[:LONGEST] for each, text in texts.items()}  # fmt: skip
    (left, right), (bottom, top) = axis.get_xlim(), axis.get_ylim()
    places = {
        each: ((x - left) / (right - left), (y - bottom) / (top - bottom))
        for each, (x, y) in points.items()
    }
    others = [((x - left) / (right - left), (y - bottom) / (top - bottom)) for x, y in avoid]
    box = axis.get_position()
    scale = size / 12.0 / box.width, size / 12.0 / box.height
    widths = {each: WIDTH * scale[0] * len(text) for each, text in texts.items()}
    gap = HEIGHT * scale[1]
    target = _beside(places, widths, gap, others)
    column = [each for each in points if each not in target]
    heights = spread(np.array([places[each][1] for each in column]), gap)
    line = {"arrowstyle": "-", "linewidth": 0.7, "alpha": 0.7, "relpos": (0, 0.5), "shrinkB": 6}
    for each in points:
        led = each in column
        axis.annotate(
            texts[each],
            places[each],
            (1.04, float(heights[column.index(each)])) if led else target[each][:2],
            xycoords="axes fraction",
            textcoords="axes fraction",
            va="center",
            ha="left" if led else target[each][2],
            annotation_clip=False,
            color=colours[each],
            fontsize=size,
            arrowprops={**line, "color": colours[each]} if led else None,
        )


def _beside(
    places: dict[str, tuple[float, float]],
    widths: dict[str, float],
    gap: float,
    avoid: Sequence[tuple[float, float]],
) -> dict[str, tuple[float, float, Side]]:
    """Where a label fits beside, above or below its point, clear of other points and labels.

    A point far from the column at the right may cover what is to be avoided: a line from there
    would cross the whole figure, and other labels with it.
    """
    taken = [(x - 0.015, x + 0.015, y - 0.06, y + 0.06) for x, y in places.values()]
    clear = [(x - 0.012, x + 0.012, y - 0.012, y + 0.012) for x, y in avoid]
    found: dict[str, tuple[float, float, Side]] = {}
    far = [each for each, (x, _) in places.items() if x < FAR]
    for each, near in [(each, clear) for each in places] + [(each, []) for each in far]:
        x, y = places[each]
        width = widths[each]
        centred = 0.06 + gap / 2
        options: list[tuple[float, float, Side, float]] = [
            (x + OFFSET, x + OFFSET, "left", RISE),
            (x - OFFSET - width, x - OFFSET, "right", RISE),
            (x - width / 2, x, "center", centred),
        ]
        for start, anchor, side, rise in options:
            for height in (y + rise, y - rise):
                box = (start, start + width, height - gap / 2, height + gap / 2)
                inside = box[0] > 0 and box[1] < 1 and box[2] > 0 and box[3] < 1
                free = inside and not any(_meet(box, other) for other in (*taken, *near))
                if each not in found and free:
                    found[each] = (anchor, height, side)
                    taken.append(box)
    return found


def _meet(box: Box, other: Box) -> bool:
    """Whether two boxes (left, right, bottom, top) overlap."""
    apart = box[1] < other[0] or other[1] < box[0] or box[3] < other[2] or other[3] < box[2]
    return not apart
