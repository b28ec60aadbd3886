"""Cost against effect: what a strategy spends, and what it saves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.plots import style

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

GAP = 0.055
"""Height of a label with the space around it, as a fraction of the axes."""
CHARACTER = 0.0132
"""Width of one character of a label, on the wide side, as a fraction of the axes."""
OFFSET, RISE = 0.016, 0.03
"""Where a label beside its point starts, right of it and above it."""


Box = tuple[float, float, float, float]


def cost_figure(runs: pd.DataFrame) -> Figure:
    """Draw cost against net hours saved over the horizon, one point per strategy.

    Args:
        runs: One row per run: `strategy, seed, cost_eur, net_hours_per_employee,
            net_benefit_eur`.
    """
    names = ["cost_eur", "net_hours_per_employee", "net_benefit_eur"]
    grouped = runs.groupby("strategy", sort=False, observed=True)[names]
    middle, low, high = grouped.median(), grouped.quantile(0.1), grouped.quantile(0.9)
    strategies = [str(each) for each in middle.index]
    colours = style.colours(strategies)
    figure = style.new_figure(
        "What it costs and what it brings",
        f"{style.spread_in_words(runs, 'Point', 'lines').capitalize()}; "
        "in brackets: net benefit (net hours priced, minus licences and externals)",
    )
    axis = figure.subplots()
    figure.subplots_adjust(left=0.075, right=0.66, top=0.86, bottom=0.11)
    axis.axhline(0, color=style.GREY, linewidth=1)
    for place, strategy in enumerate(strategies):
        x, y = middle["cost_eur"][strategy] / 1e3, middle["net_hours_per_employee"][strategy]
        spans = [
            [[x - low["cost_eur"][strategy] / 1e3], [high["cost_eur"][strategy] / 1e3 - x]],
            [
                [y - low["net_hours_per_employee"][strategy]],
                [high["net_hours_per_employee"][strategy] - y],
            ],
        ]
        axis.errorbar(
            x,
            y,
            xerr=spans[0],
            yerr=spans[1],
            fmt=style.MARKERS[place % len(style.MARKERS)],
            color=colours[strategy],
            markersize=10,
            markeredgecolor="white",
            elinewidth=1.4,
        )
    axis.set_xlabel("Cost over the horizon (1,000 €)")
    axis.xaxis.set_major_formatter(style.thousands)
    axis.set_ylabel("Net hours saved over the horizon (hours per employee)")
    axis.grid(color="#e8e8e8", linewidth=0.8)
    axis.set_xlim(left=min(0.0, axis.get_xlim()[0]))
    benefit = {each: float(middle["net_benefit_eur"][each]) for each in strategies}
    points = {
        each: (middle["cost_eur"][each] / 1e3, middle["net_hours_per_employee"][each])
        for each in strategies
    }
    _label(axis, points, benefit, colours)
    return figure


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


def _label(
    axis: Axes,
    points: dict[str, tuple[float, float]],
    benefit: dict[str, float],
    colours: dict[str, str],
) -> None:
    """Name each point beside it where there is room, else in a column at the right."""
    texts = {
        each: f"{style.strategy_name(each)}  ({benefit[each] / 1e3:+,.0f} k€)".replace("-", "−")
        for each in points
    }
    (left, right), (bottom, top) = axis.get_xlim(), axis.get_ylim()
    places = {
        each: ((x - left) / (right - left), (y - bottom) / (top - bottom))
        for each, (x, y) in points.items()
    }
    target = _beside(places, texts)
    column = [each for each in points if each not in target]
    heights = spread(np.array([places[each][1] for each in column]), GAP)
    line = {"arrowstyle": "-", "linewidth": 0.7, "alpha": 0.7, "relpos": (0, 0.5), "shrinkB": 6}
    for each in points:
        led = each in column
        axis.annotate(
            texts[each],
            places[each],
            (1.04, float(heights[column.index(each)])) if led else target[each],
            xycoords="axes fraction",
            textcoords="axes fraction",
            va="center",
            annotation_clip=False,
            color=colours[each],
            fontsize=12,
            arrowprops={**line, "color": colours[each]} if led else None,
        )


def _beside(
    places: dict[str, tuple[float, float]], texts: dict[str, str]
) -> dict[str, tuple[float, float]]:
    """Where a label fits right or left of its point, clear of other points and labels."""
    taken = [(x - 0.015, x + 0.015, y - 0.06, y + 0.06) for x, y in places.values()]
    found: dict[str, tuple[float, float]] = {}
    for each, (x, y) in places.items():
        width = CHARACTER * len(texts[each])
        for start in (x + OFFSET, x - OFFSET - width):
            for height in (y + RISE, y - RISE):
                box = (start, start + width, height - GAP / 2, height + GAP / 2)
                inside = box[0] > 0 and box[1] < 1 and box[2] > 0 and box[3] < 1
                if each not in found and inside and not any(_meet(box, other) for other in taken):
                    found[each] = (start, height)
                    taken.append(box)
    return found


def _meet(box: Box, other: Box) -> bool:
    """Whether two boxes (left, right, bottom, top) overlap."""
    apart = box[1] < other[0] or other[1] < box[0] or box[3] < other[2] or other[3] < box[2]
    return not apart
