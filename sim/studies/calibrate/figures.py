"""Figures of a calibration: what was fitted, and what the evidence leaves open."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.analysis.companies import defaults
from sim.report.language import Language
from sim.report.plots.panels import BLUE, ORANGE, dots
from sim.report.plots.sheet import arrange, rows_sheet, sheet
from sim.report.plots.style import GREY, decimals
from sim.studies.calibrate.identified import NOT_IDENTIFIED

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sim.studies.calibrate.calibrate import Calibration

BINS, FAR, MOST_SHOWN = 16, 5.3, 20
"""Bars of a posterior, the miss in tolerances beyond which a point stands at the edge, and the
parameters that are drawn."""


def targets(found: Calibration, shown: dict[str, dict[str, float]], speak: Language) -> Figure:
    """Misses in tolerances: defaults, median, and the middle 80 % of the posterior."""
    names, rows = [row.id for row in found.rows], np.arange(len(found.rows))
    ends = [[row.miss(each) for row, each in zip(found.rows, band, strict=True)]
            for band in found.shown_bands()[[0, 2]]]  # fmt: skip
    miss = {key: np.array([row.miss(shown[key][row.id]) for row in found.rows])
            for key in ("typical", "defaults")}  # fmt: skip
    figure, (axis,) = rows_sheet(
        speak.say("calibrate.targets", all=len(rows),
                  **{key: int((np.abs(own) <= 1.0).sum()) for key, own in miss.items()}),
        speak.say("calibrate.targets_sub"), names, [""],
    )  # fmt: skip
    axis.axvspan(-1.0, 1.0, color="#ededed", label=speak.say("calibrate.targets_met"))
    axis.axvline(0.0, color=GREY, linewidth=0.8)
    dots(axis, rows, np.clip([miss["typical"], *ends], -FAR, FAR), BLUE,
         label=speak.say("calibrate.targets_typical"))  # fmt: skip
    dots(axis, rows, [np.clip(miss["defaults"], -FAR, FAR), np.nan, np.nan], ORANGE, marker="D",
         label=speak.say("calibrate.targets_defaults"))  # fmt: skip
    axis.set_xlim(-5.5, 5.5)
    axis.set_xlabel(speak.say("calibrate.targets_axis"))
    return arrange(figure)


def _ordered(found: Calibration) -> tuple[list[str], dict[str, float]]:
    """Parameters that move a target, those first that the evidence narrows down most; widths."""
    widths = found.widths()
    return sorted(found.looked_at(), key=lambda key: widths[key]), widths


def widths(found: Calibration, speak: Language) -> Figure:
    """What the evidence identifies: posterior width over prior width."""
    keys, shares = _ordered(found)
    values = np.array([shares[key] for key in keys[:MOST_SHOWN]])
    free = values > NOT_IDENTIFIED
    known = sum(shares[key] <= NOT_IDENTIFIED for key in keys)
    figure, (axis,) = rows_sheet(
        speak.say("calibrate.widths", known=known, all=len(keys)),
        speak.say("calibrate.widths_sub", most=MOST_SHOWN), keys[:MOST_SHOWN], [""],
    )  # fmt: skip
    for own, colour, key in ((~free, BLUE, "known"), (free, ORANGE, "free")):
        if own.any():
            axis.barh(np.flatnonzero(own), values[own], color=colour,
                      label=speak.say(f"calibrate.widths_{key}"))  # fmt: skip
    axis.axvline(NOT_IDENTIFIED, color=GREY, linewidth=0.8, linestyle="--")
    axis.set_xlim(0.0, max(1.1, 1.05 * values.max()))
    decimals(axis.xaxis, speak)
    axis.set_xlabel(speak.say("calibrate.widths_axis"))
    return arrange(figure)


def posteriors(found: Calibration, speak: Language) -> Figure:
    """Marginal posteriors over shares of the prior, with today's default."""
    now, bands, all_keys, columns = defaults(), found.bands(), _ordered(found)[0], 5
    inside = sum(bands[key][0] <= now[key] <= bands[key][2] for key in all_keys)
    keys = all_keys[:MOST_SHOWN]
    rows = -(-len(keys) // columns)
    figure, axes = sheet(
        speak.say("calibrate.posteriors", inside=inside, all=len(all_keys)),
        speak.say("calibrate.posteriors_sub", most=MOST_SHOWN), 0.6 + 1.25 * rows, rows, columns,
    )  # fmt: skip
    for empty in axes[len(keys) :]:
        empty.remove()
    for axis, key in zip(axes, keys, strict=False):
        place = found.keys.index(key)
        dimension = found.space[place]
        # Over shares of the prior: uniform there whatever the scale of the parameter.
        axis.hist(found.shares[:, place], BINS, range=(0, 1), density=True, color=BLUE,
                  label=speak.say("calibrate.posteriors_after"))  # fmt: skip
        axis.axhline(1.0, color=GREY, label=speak.say("calibrate.posteriors_before"))
        axis.axvline(dimension.share(now[key]), color=ORANGE, linewidth=2,
                     label=speak.say("calibrate.targets_defaults"))  # fmt: skip
        axis.set(xlim=(0, 1), yticks=[])
        ticks = (0.0, 0.5, 1.0)
        axis.set_xticks(ticks, [speak.written(dimension.at(each), ".2g") for each in ticks])
        axis.set_title(key.removeprefix("workforce."), fontsize=9)
        axis.tick_params(labelsize=8)
    return arrange(figure)
