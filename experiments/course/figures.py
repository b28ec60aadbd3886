"""The figures of the course: few lines or points, drawn large, in every language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.course.observations import Measured
from experiments.course.words import COURSE, LANGUAGES, data
from sim.analysis.paired import certain
from sim.report.language import Language
from sim.report.plots import style, svg
from sim.report.plots.panels import dots, zero

LARGE = {"font.size": 15, "legend.fontsize": 15, "axes.linewidth": 1.0, "lines.linewidth": 3.0}
SIZE = (8.4, 3.9)
"""Inches, if nothing else is said; a slide is shown some metres wide."""
DRAWN = COURSE / "figures"


def write_figures(measured: Measured) -> Iterator[Path]:
    """Draw every figure in every language."""
    DRAWN.mkdir(exist_ok=True)
    for name, asked in data("figures").items():
        for code in LANGUAGES:
            path = DRAWN / f"{name}.{code}.svg"
            path.write_text(drawn(name, asked, code, measured), encoding="utf-8")
            yield path


def drawn(name: str, asked: Mapping[str, Any], code: str, measured: Measured) -> str:
    """A figure as SVG."""
    speak = Language(code)
    with svg.look(), rc_context(LARGE):
        figure = Figure(asked.get("size", SIZE), layout="constrained")
        axis = figure.subplots()
        KINDS[asked["kind"]](axis, asked, code, measured)
        axis.xaxis.set_major_formatter(speak.tick)
        axis.tick_params(length=0)
        return svg.inline(figure, f"{name}-{code}", asked["title"][code], asked["alt"][code])


def _empty(axis: Axes, asked: Mapping[str, Any], code: str, measured: Measured) -> None:
    """Only the frame: what people draw their own lines into."""
    _weeks(axis, asked, code)
    axis.grid(color=style.FAINT)


def _weeks(axis: Axes, asked: Mapping[str, Any], code: str) -> None:
    axis.axvline(asked["ends"], color=style.GREY, linewidth=1.4, linestyle=":")
    axis.set_xlim(0, asked["weeks"])
    axis.set_xticks(range(0, asked["weeks"] + 1, 13))
    if asked["scale"] == 100:
        axis.set_ylim(0, 100)
    axis.set_xlabel(data("words")[code]["week_axis"])
    axis.set_ylabel(asked["axis"][code])
    axis.yaxis.set_major_formatter(Language(code).tick)


def _lines(axis: Axes, asked: Mapping[str, Any], code: str, measured: Measured) -> None:
    weekly = measured.line(asked["command"])["weekly"]
    colours = style.colours(list(dict.fromkeys(line["strategy"] for line in asked["lines"])))
    for line in asked["lines"]:
        own = weekly[weekly["strategy"] == line["strategy"]]
        mean = asked["scale"] * own.groupby("week")[line["column"]].mean()
        axis.plot(mean.index, mean, color=line.get("colour", colours[line["strategy"]]),
                  label=line["name"][code],
                  linestyle=(0, (3, 1.5)) if line.get("dashed") else "-")  # fmt: skip
    _weeks(axis, asked, code)
    axis.legend(loc="center left", bbox_to_anchor=(1.0, 0.5), frameon=False)


def _dots(axis: Axes, asked: Mapping[str, Any], code: str, measured: Measured) -> None:
    rows = [_pair(measured, asked, row) for row in asked["rows"]]
    places = range(len(rows))
    ends = [[asked["scale"] * row[end].iloc[0] for row in rows]
            for end in ("estimate", "low", "high")]  # fmt: skip
    colours = [style.colours([row["strategy"]])[row["strategy"]] for row in asked["rows"]]
    zero(axis)
    dots(axis, places, ends, colours, [bool(certain(row).iloc[0]) for row in rows])
    for drawn in axis.collections:
        drawn.set_linewidth(3.5)
    axis.collections[-1].set_sizes([150])
    axis.set_yticks(places, [row["name"][code] for row in asked["rows"]])
    axis.set_ylim(len(rows) - 0.4, -0.6)
    if "limits" in asked:
        axis.set_xlim(*asked["limits"])
    axis.set_xlabel(asked["axis"][code])


def _pair(measured: Measured, asked: Mapping[str, Any], row: Mapping[str, Any]) -> Any:
    pairs = measured.line(row.get("command", asked.get("command")))["pairwise"]
    baseline = pairs["baseline"].iloc[0]
    return pairs[(pairs["strategy"] == row["strategy"]) & (pairs["baseline"] == baseline)
                 & (pairs["outcome"] == asked["outcome"])]  # fmt: skip


KINDS = {"lines": _lines, "dots": _dots, "empty": _empty}
