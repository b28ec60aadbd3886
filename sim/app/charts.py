"""Numbers as SVG for pages: lines with bands over weeks, bars, interval rows.

Every picture says in words what it shows (`title`, `desc`), is as wide as the page lets it be, and
has no inline style, which the pages' policy forbids. What a page moves has a class: `cursor` is
the line of the week that is looked at.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

from markupsafe import Markup, escape

INK, SOFT, LINE, BLUE, ORANGE = "#222222", "#5a5a5a", "#d9d6cf", "#0072b2", "#d55e00"
WIDE = 400
"""Width of every picture in its own units; letters are 12 of them tall."""
LEFT, RIGHT, TOP, BOTTOM = 52, 10, 10, 26
PART = 0.18
"""How much of its colour a band has."""
DASHES = {"solid": "", "dashed": "6 4", "dotted": "1.5 3.5"}
Say = Callable[[float], str]


class Line(NamedTuple):
    """A line over weeks, of one of `DASHES`."""

    values: Sequence[float]
    kind: str = "solid"
    colour: str = BLUE


class Band(NamedTuple):
    """What lies between two lines over weeks."""

    low: Sequence[float]
    high: Sequence[float]
    colour: str = BLUE


class Axis(NamedTuple):
    """Numbers from one end to the other, and what some of them are called."""

    low: float
    high: float
    ticks: Sequence[tuple[float, str]]


class Row(NamedTuple):
    """A row of intervals: a point, filled where it is decided, and what is said beside it."""

    label: str
    at: float
    low: float
    high: float
    said: str
    filled: bool = True
    colour: str = BLUE


class Bar(NamedTuple):
    """A bar of parts, one after the other; what is said beside it; where it was before."""

    label: str
    parts: Sequence[float]
    said: str
    colours: Sequence[str]
    before: float = math.nan


def axis(values: Sequence[float], say: Say, least: float = 1.0) -> Axis:
    """An axis with round ticks on which 0 and all values lie.

    Args:
        values: What must find room; what is no number is left out.
        say: How a tick is written.
        least: The axis is at least so long, for values that are all alike.
    """
    finite = [0.0, *(float(each) for each in values if math.isfinite(each))]
    low, high = min(finite), max(finite)
    if high - low < least:
        low, high = (low, low + least) if low >= 0.0 else (low - least / 2, high + least / 2)
    step = _step((high - low) / 4)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    ticks = [step * place for place in range(first, last + 1)]
    return Axis(ticks[0], ticks[-1], [(each, say(each)) for each in ticks])


def over_weeks(
    key: str, title: str, desc: str, lines: Sequence[Line], up: Axis, weeks: int,
    across: Sequence[tuple[float, str]], band: Band | None = None, withdrawn: int | None = None,
    at: int | None = None, high: int = 190,
) -> Markup:  # fmt: skip
    """Lines over weeks, a band behind them, and where the levers go.

    Args:
        key: Names the picture on its page.
        title: What it is.
        desc: What it shows, in a sentence.
        lines: One value per week each.
        up: What stands at its left.
        weeks: Horizon.
        across: Weeks that are named below, and how.
        band: What lies behind the lines.
        withdrawn: Last week with levers, if it is within the horizon.
        at: The week that is looked at; None for no such line.
        high: Height.
    """
    foot, right = high - BOTTOM, WIDE - RIGHT

    def x(week: float) -> float:
        return LEFT + (right - LEFT) * (week - 1) / max(1, weeks - 1)

    def y(value: float) -> float:
        return foot - (foot - TOP) * (value - up.low) / (up.high - up.low)

    drawn = []
    for value, said in up.ticks:
        strong = value == 0.0
        drawn.append(line(LEFT, y(value), right, y(value), SOFT if strong else LINE))
        drawn.append(text(LEFT - 6, y(value) + 4, said, "end"))
    for week, said in across:
        near = "start" if week <= 1 else "end" if week >= weeks else "middle"
        drawn.append(text(x(week), high - 8, said, near))
    if withdrawn is not None and withdrawn < weeks:
        drawn.append(line(x(withdrawn), TOP, x(withdrawn), foot, SOFT, "3 4"))
    if band is not None:
        there = [(x(k + 1), y(v)) for k, v in enumerate(band.low)]
        back = [(x(k + 1), y(v)) for k, v in enumerate(band.high)][::-1]
        drawn.append(f'<path d="{_path([*there, *back])}Z" fill="{band.colour}" '
                     f'fill-opacity="{PART}"/>')  # fmt: skip
    for each in lines:
        way = _path([(x(k + 1), y(v)) for k, v in enumerate(each.values)])
        dash = f' stroke-dasharray="{DASHES[each.kind]}"' if DASHES[each.kind] else ""
        width = 2.4 if each.kind == "solid" else 1.6
        drawn.append(f'<path d="{way}" fill="none" stroke="{each.colour}" stroke-width="{width}" '
                     f'stroke-linejoin="round"{dash}/>')  # fmt: skip
    if at is not None:
        drawn.append(
            f'<line class="cursor" data-from="{x(1):.1f}" data-to="{x(weeks):.1f}" '
            f'x1="{x(at):.1f}" x2="{x(at):.1f}" y1="{TOP}" y2="{foot}" stroke="{ORANGE}" '
            'stroke-width="2"/>'
        )
    return svg(key, title, desc, drawn, high)


def bars(key: str, title: str, desc: str, rows: Sequence[Bar], most: float) -> Markup:
    """Bars of parts, one under the other; a mark shows where each was before.

    Args:
        key: Names the picture on its page.
        title: What it is.
        desc: What it shows, in a sentence.
        rows: One bar each; the same bars may be drawn again with other parts.
        most: What the longest bar may be.
    """
    drawn, tall, right, names = [], 30, WIDE - 48, 150

    def x(value: float) -> float:
        return names + (right - names) * min(1.0, max(0.0, value / most if most > 0 else 0.0))

    for place, row in enumerate(rows):
        top, start = 4 + place * tall, 0.0
        drawn.append(text(names - 8, top + 15, row.label, "end", INK))
        parts = []
        for part, colour in zip(row.parts, row.colours, strict=True):
            wide = x(start + part) - x(start)
            parts.append(f'<rect x="{x(start):.2f}" y="{top + 3}" width="{wide:.2f}" height="16" '
                         f'fill="{colour}"/>')  # fmt: skip
            start += part
        if math.isfinite(row.before):
            at = f"{x(row.before):.2f}"
            parts.append(
                f'<line class="before" x1="{at}" x2="{at}" y1="{top}" y2="{top + 22}" '
                f'stroke="{INK}" stroke-width="2"/>'
            )
        drawn.append(f'<g class="bar" data-from="{names}" data-to="{right}">{"".join(parts)}</g>')
        drawn.append(text(WIDE - 2, top + 15, row.said, "end", INK, "said", bold=True))
    more = f' data-most="{most:.6g}"'
    return svg(key, title, desc, drawn, 6 + tall * len(rows), more=more)


def intervals(
    key: str, title: str, desc: str, rows: Sequence[Row], say: Say, unit: str, least: float = 1.0
) -> Markup:  # fmt: skip
    """Rows of intervals on one scale, each below its label, with what is said at its right.

    Args:
        key: Names the picture on its page.
        title: What it is.
        desc: What it shows, in a sentence.
        rows: From top to bottom.
        say: How a tick of the scale is written.
        unit: Of the scale.
        least: The scale is at least so long.
    """
    left, right, tall = 12, WIDE - 12, 46
    foot = 6 + tall * len(rows)
    scale = axis([end for row in rows for end in (row.low, row.high, row.at)], say, least)

    def x(value: float) -> float:
        share = (value - scale.low) / (scale.high - scale.low)
        return left + (right - left) * min(1.0, max(0.0, share))

    drawn = []
    for value, said in scale.ticks:
        for place in range(len(rows)):  # beside the points, not through the labels
            top = 6 + place * tall + 19
            drawn.append(line(x(value), top, x(value), top + 20, SOFT if value == 0.0 else LINE))
        near = "start" if x(value) < 40 else "end" if x(value) > WIDE - 40 else "middle"
        drawn.append(text(x(value), foot + 13, said, near))
    drawn.append(text(WIDE / 2, foot + 32, unit, "middle"))
    for place, row in enumerate(rows):
        top = 6 + place * tall
        drawn.append(text(4, top + 13, row.label, "start", INK))
        drawn.append(text(WIDE - 4, top + 13, row.said, "end", INK, bold=True))
        if not math.isfinite(row.at):
            continue
        if math.isfinite(row.low):
            drawn.append(f'<line x1="{x(row.low):.1f}" x2="{x(row.high):.1f}" y1="{top + 29}" '
                         f'y2="{top + 29}" stroke="{row.colour}" stroke-width="8" '
                         'stroke-opacity="0.35"/>')  # fmt: skip
        inside = row.colour if row.filled else "#ffffff"
        drawn.append(f'<circle cx="{x(row.at):.1f}" cy="{top + 29}" r="5.5" fill="{inside}" '
                     f'stroke="{row.colour}" stroke-width="2.5"/>')  # fmt: skip
    return svg(key, title, desc, drawn, foot + 38)


def weeks_named(weeks: int, say: Callable[[int], str]) -> list[tuple[float, str]]:
    """Weeks that an axis names: the first in words, then quarters of a year, and the last."""
    step = 26 if weeks > 52 else 13 if weeks > 20 else 4
    inner = [week for week in range(step, weeks, step) if weeks - week > step / 3]
    return [(1, say(1)), *((week, str(week)) for week in inner), (weeks, str(weeks))]


def _step(rough: float) -> float:
    """The next of 1, 2, 5 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(rough))
    return next(each * power for each in (1.0, 2.0, 5.0, 10.0) if each * power >= rough * 0.999)


def svg(
    key: str, title: str, desc: str, drawn: Sequence[str], high: float, wide: float = WIDE,
    kind: str = "chart", letters: int = 12, more: str = "",
) -> Markup:  # fmt: skip
    """What was drawn as a picture that says what it is.

    Args:
        key: Names the picture on its page.
        title: What it is.
        desc: What it shows, in a sentence.
        drawn: Its parts.
        high: Height in its own units.
        wide: Width in its own units.
        kind: Its class.
        letters: How tall letters are.
        more: Further attributes.
    """
    return Markup(
        f'<svg id="{key}" class="{kind}" viewBox="0 0 {wide:g} {high:g}" role="img" '
        f'aria-labelledby="{key}-title {key}-desc" font-size="{letters}"{more}>'
        f'<title id="{key}-title">{escape(title)}</title>'
        f'<desc id="{key}-desc">{escape(desc)}</desc>'
        f"{''.join(drawn)}</svg>"
    )  # fmt: skip


def line(
    x1: float, y1: float, x2: float, y2: float, colour: str, dash: str = "", width: float = 1
) -> str:
    """A straight line in a picture."""
    more = f' stroke-dasharray="{dash}"' if dash else ""
    more += f' stroke-width="{width:g}"' if width != 1 else ""
    return (f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}"'
            f"{more}/>")  # fmt: skip


def text(
    x: float, y: float, said: str, anchor: str = "start", colour: str = SOFT, kind: str = "",
    bold: bool = False,
) -> str:  # fmt: skip
    """Letters in a picture."""
    more = (f' class="{kind}"' if kind else "") + (' font-weight="700"' if bold else "")
    return (f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}"{more}>'
            f"{escape(said)}</text>")  # fmt: skip


def _path(points: Sequence[tuple[float, float]]) -> str:
    """A path through points; gaps where one is no number."""
    way, pen = "", "M"
    for x, y in points:
        there = math.isfinite(y)
        way += f"{pen}{x:.1f} {y:.1f}" if there else ""
        pen = "L" if there else "M"
    return way
