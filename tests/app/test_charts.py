"""Pictures of pages: well formed, in words as well, without inline style, and to scale."""

from __future__ import annotations

import math
import re
from xml.etree import ElementTree

import pytest

from sim.app import charts

SVG = "{http://www.w3.org/2000/svg}"
WEEKS = 30
RISING = [week / WEEKS for week in range(WEEKS)]


def tree(picture: str) -> ElementTree.Element:
    spaced = str(picture).replace("<svg ", f'<svg xmlns="{SVG[1:-1]}" ', 1)
    return ElementTree.fromstring(spaced)


def every() -> dict[str, str]:
    up = charts.Axis(0.0, 1.0, [(0.0, "0 %"), (1.0, "100 %")])
    band = charts.Band([value / 2 for value in RISING], RISING)
    return {
        "curve": charts.over_weeks(
            "curve", "Use <b>", "It & grows", [charts.Line(RISING), charts.Line(RISING, "dotted")],
            up, WEEKS, charts.weeks_named(WEEKS, str), band, 20, 10,
        ),
        "bars": charts.bars("bars", "Use <b>", "It & grows", [
            charts.Bar("queue", [1.0, 2.0], "3", ["#000000", "#ffffff"], 2.5),
            charts.Bar("desk", [0.0, 0.0], "0", ["#000000", "#ffffff"]),
        ], 4.0),
        "intervals": charts.intervals("intervals", "Use <b>", "It & grows", [
            charts.Row("a", 1.0, 0.5, 1.5, "+1"),
            charts.Row("b", 0.2, -0.5, 1.0, "+0.2", False),
            charts.Row("c", math.nan, math.nan, math.nan, "–"),
        ], str, "points"),
    }  # fmt: skip


@pytest.mark.parametrize("name", ["curve", "bars", "intervals"])
def test_a_picture_says_what_it_shows(name: str) -> None:
    root = tree(every()[name])
    named = root.attrib["aria-labelledby"].split()
    assert [root.find(f"{SVG}{tag}").attrib["id"] for tag in ("title", "desc")] == named  # type: ignore[union-attr]
    assert root.findtext(f"{SVG}title") == "Use <b>"
    assert root.findtext(f"{SVG}desc") == "It & grows"
    assert root.attrib["role"] == "img"
    assert not re.search(r"style=|onclick|<script|nan", every()[name])


def test_the_cursor_stands_in_its_week() -> None:
    cursor = tree(every()["curve"]).find(f"{SVG}line[@class='cursor']")
    assert cursor is not None
    first, last, x = (float(cursor.attrib[name]) for name in ("data-from", "data-to", "x1"))
    assert x == pytest.approx(first + (last - first) * 9 / (WEEKS - 1), abs=0.1)


def test_bars_are_as_long_as_their_parts() -> None:
    bar = tree(every()["bars"]).find(f"{SVG}g")
    assert bar is not None
    room = float(bar.attrib["data-to"]) - float(bar.attrib["data-from"])
    widths = [float(part.attrib["width"]) for part in bar.findall(f"{SVG}rect")]
    assert widths == pytest.approx([room / 4, room / 2], abs=0.02)


def test_what_is_not_decided_is_hollow() -> None:
    points = tree(every()["intervals"]).findall(f"{SVG}circle")
    assert [point.attrib["fill"] for point in points] == [charts.BLUE, "#ffffff"]


@pytest.mark.parametrize(
    ("values", "low", "high"),
    [([0.3, 7.2], 0, 8), ([-0.31, 0.4], -0.4, 0.4), ([0, 0], 0, 1), ([math.nan, 3.0], 0, 3)],
)
def test_axes_are_round_and_hold_all(values: list[float], low: float, high: float) -> None:
    made = charts.axis(values, str, least=0.5)
    assert made.low == pytest.approx(low if low else 0, abs=0.21)
    assert made.low <= min(each for each in values if math.isfinite(each))
    assert made.high >= max(each for each in values if math.isfinite(each))
    assert made.high <= high + 1.001
    assert 3 <= len(made.ticks) <= 8


def test_a_gap_is_a_gap() -> None:
    up = charts.Axis(0.0, 1.0, [])
    drawn = charts.over_weeks("k", "t", "d", [charts.Line([0.1, math.nan, 0.3])], up, 3, [])
    (way,) = re.findall(r'd="(M[^"]+)"', drawn)
    assert way.count("M") == 2
