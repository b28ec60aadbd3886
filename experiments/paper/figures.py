"""Figures of the page, drawn from its tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from experiments.paper.design import WHOLE
from experiments.paper.tables import BASELINE, OUTCOMES
from sim.report.language import ENGLISH
from sim.report.plots import style
from sim.report.plots.panels import BLUE, ORANGE, PALE, bars, dots, zero
from sim.report.plots.sheet import arrange, rows_sheet, sheet

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Words = Mapping[str, Any]
DPI = 80
MATTER = ("better", "worse")


def draw(tables: Mapping[str, pd.DataFrame], words: Words, folder: Path) -> None:
    """Every figure as `paper_NAME.png`."""
    made: Mapping[str, Callable[[], Figure]] = {
        "differences": lambda: differences(tables["strategies"], words),
        "best": lambda: best(tables["strategies"], words),
        "claims": lambda: claims(tables["claims"], words),
        "deciders": lambda: deciders(tables["deciders"], words),
        "robustness": lambda: robustness(tables["robustness"], words),
    }
    folder.mkdir(parents=True, exist_ok=True)
    with style.look():
        for name, make in made.items():
            make().savefig(folder / f"paper_{name}.png", dpi=DPI, metadata={"Software": None})


def _rows(name: str, words: Words, rows: list[str], heads: list[str], **how: Any) -> Any:
    own = words["figures"][name]
    return rows_sheet(own["title"], own["sub"], rows, heads, **how)


def differences(table: pd.DataFrame, words: Words) -> Figure:
    """Paired differences, matched and plausible companies beside each other."""
    shown = table[table["strategy"] != BASELINE]
    names = list(dict.fromkeys(shown["strategy"]))
    figure, axes = _rows("differences", words, [ENGLISH.name(each) for each in names],
                         [words["outcomes"][each]["head"].replace(", ", "\n", 1)
                          for each in OUTCOMES])  # fmt: skip
    looks = (("matched", BLUE, "o", -0.14), ("plausible", ORANGE, "s", 0.14))
    for axis, (outcome, how) in zip(axes, OUTCOMES.items(), strict=True):
        zero(axis)
        for kind, colour, marker, shift in looks:
            own = shown[(shown["kind"] == kind) & (shown["outcome"] == outcome)]
            ends = [how.factor * own[each] for each in ("estimate", "low", "high")]
            dots(axis, np.arange(len(own)) + shift, ends, colour, own["verdict"].isin(MATTER),
                 marker, words["kinds"][kind])  # fmt: skip
    return arrange(figure)


def best(table: pd.DataFrame, words: Words) -> Figure:
    """Shares of matched companies in which each strategy is best."""
    own = table[table["kind"] == "matched"]
    names = list(dict.fromkeys(own["strategy"]))
    figure, axes = _rows("best", words, [ENGLISH.name(each) for each in names],
                         [words["outcomes"][each]["name"] for each in OUTCOMES])  # fmt: skip
    for axis, outcome in zip(axes, OUTCOMES, strict=True):
        one = own[own["outcome"] == outcome]
        sure, maybe = one["best_decided"], one["best_possible"]
        bars(axis, np.arange(len(one)), [("", sure, BLUE), ("", maybe - sure, PALE)], 0.6)
        axis.set_xlim(0, 1)
        axis.set_xticks((0, 0.5, 1))
        axis.xaxis.set_major_formatter(lambda share, _: ENGLISH.percent(share))
    return arrange(figure)


def claims(table: pd.DataFrame, words: Words) -> Figure:
    """Shares of companies in which each claim holds, is open, fails."""
    said, rows = words["figures"]["claims"], np.arange(len(table))
    figure, (axis,) = _rows("claims", words, [f"{each.id}  {each.verdict}"
                                              for each in table.itertuples()], [""])  # fmt: skip
    parts = [(said["holds"], table["share_holds"], BLUE), (said["open"], table["share_open"], PALE),
             (said["fails"], table["share_fails"], ORANGE)]  # fmt: skip
    bars(axis, rows, parts)
    axis.hlines(rows, table["low"], table["high"], color=style.INK, linewidth=1.6)
    for third in (1 / 3, 2 / 3):
        axis.axvline(third, color=style.INK, linewidth=0.9, linestyle=":")
    axis.xaxis.set_major_formatter(lambda share, _: ENGLISH.percent(share))
    return arrange(figure)


def deciders(table: pd.DataFrame, words: Words) -> Figure:
    """Total shares of variance, one panel per outcome that was asked about."""
    total = table[table["index"] == "total"]
    names = list(dict.fromkeys(total["parameter"]))
    outcomes = list(dict.fromkeys(total["outcome"]))
    figure, axes = _rows("deciders", words, names,
                         [words["outcomes"][each]["name"] for each in outcomes],
                         room=44)  # fmt: skip
    for axis, outcome in zip(axes, outcomes, strict=True):
        zero(axis)
        own = total[total["outcome"] == outcome]
        rows = [names.index(each) for each in own["parameter"]]
        dots(axis, rows, [own[each] for each in ("value", "low", "high")], BLUE)
        axis.xaxis.set_major_formatter(lambda share, _: ENGLISH.percent(share))
    return arrange(figure)


def robustness(table: pd.DataFrame, words: Words) -> Figure:
    """Net hours against licences only, as a map: a row per mechanism that is switched off."""
    from matplotlib.colors import LinearSegmentedColormap

    own = table[(table["outcome"] == "hours_saved_per_employee_week")
                & (table["strategy"] != BASELINE)]  # fmt: skip
    values = own.pivot_table(index="without", columns="strategy", values="estimate", sort=False)
    said, most = words["figures"]["robustness"], float(np.abs(values.to_numpy()).max())
    figure, (axis,) = sheet(said["title"], said["sub"], 0.8 + 0.34 * (len(values) + 2))
    shades = LinearSegmentedColormap.from_list("shades", (ORANGE, "white", BLUE))
    axis.imshow(values.to_numpy(), cmap=shades, vmin=-most, vmax=most, aspect="auto")
    for (row, column), value in np.ndenumerate(values.to_numpy()):
        axis.text(column, row, ENGLISH.number(float(value), 2, True), ha="center", va="center",
                  fontsize=10, color="white" if abs(value) > 0.6 * most else style.INK)  # fmt: skip
    axis.set_xticks(range(values.shape[1]),
                    [ENGLISH.name(str(each)).replace(" ", "\n") for each in values.columns],
                    fontsize=9.5)  # fmt: skip
    axis.set_yticks(range(len(values)), [words["whole"] if each == WHOLE else str(each)
                                         for each in values.index])  # fmt: skip
    axis.xaxis.tick_top()
    axis.tick_params(length=0)
    axis.spines[:].set_visible(False)
    return arrange(figure)
