"""Figures of a calibration: what was fitted, and what the evidence leaves open."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.analysis.priors import defaults
from sim.report.language import ENGLISH, Language
from sim.report.plots.style import GREY, INK, PALETTE, decimals, new_figure
from sim.studies.calibrate.identified import NOT_IDENTIFIED

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sim.studies.calibrate.calibrate import Calibration

FITTED, OPEN = PALETTE[3], PALETTE[1]
BINS = 16
MOST_SHOWN = 20


def targets(
    found: Calibration, shown: dict[str, dict[str, float]], speak: Language = ENGLISH
) -> Figure:
    """Misses in tolerances: defaults, median, and the middle 80 % of the posterior."""
    figure = new_figure(speak.say("calibrate.targets"), speak.say("calibrate.targets_sub"))
    axis = figure.add_axes((0.28, 0.1, 0.68, 0.74))
    axis.axvspan(-1.0, 1.0, color="#ededed")
    axis.axvline(0.0, color=GREY, linewidth=0.8)
    bands = found.shown_bands()
    for place, row in enumerate(found.rows):
        low, high = row.miss(bands[0, place]), row.miss(bands[2, place])
        axis.plot((low, high), (place, place), color=FITTED, linewidth=5, alpha=0.35)
        axis.plot(row.miss(shown["typical"][row.id]), place, "o", color=FITTED, markersize=9)
        axis.plot(_capped(row.miss(shown["defaults"][row.id])), place, "D", color=OPEN)
    axis.set_yticks(range(len(found.rows)), [row.id for row in found.rows])
    axis.invert_yaxis()
    axis.set_xlim(-5.5, 5.5)
    axis.set_xlabel(speak.say("calibrate.targets_axis"))
    for x, key, colour in ((0.28, "typical", FITTED), (0.50, "defaults", OPEN)):
        told = speak.say(f"calibrate.targets_{key}")
        figure.text(x, 0.865, told, color=colour, fontsize=12)
    return figure


def _capped(miss: float) -> float:
    return float(np.clip(miss, -5.3, 5.3))


def widths(found: Calibration, speak: Language = ENGLISH) -> Figure:
    """What the evidence identifies: posterior width over prior width."""
    figure = new_figure(speak.say("calibrate.widths"), speak.say("calibrate.widths_sub"))
    axis = figure.add_axes((0.33, 0.1, 0.6, 0.77))
    shares = found.widths()
    ordered = sorted(found.looked_at(), key=lambda key: shares[key])[:MOST_SHOWN]
    for place, key in enumerate(ordered):
        free = shares[key] > NOT_IDENTIFIED
        axis.barh(place, shares[key], color=OPEN if free else FITTED)
        if free:
            told = speak.say("calibrate.widths_free")
            axis.text(shares[key] + 0.01, place, told, va="center", color=INK)
    axis.axvline(NOT_IDENTIFIED, color=GREY, linewidth=0.8, linestyle="--")
    axis.set_yticks(range(len(ordered)), ordered)
    axis.invert_yaxis()
    axis.set_xlim(0.0, 1.25)
    decimals(axis.xaxis, speak)
    axis.set_xlabel(speak.say("calibrate.widths_axis"))
    return figure


def posteriors(found: Calibration, speak: Language = ENGLISH) -> Figure:
    """Marginal posteriors over the prior's range, with today's default."""
    figure = new_figure(speak.say("calibrate.posteriors"), speak.say("calibrate.posteriors_sub"))
    shares, now = found.widths(), defaults()
    ordered = sorted(found.looked_at(), key=lambda key: shares[key])[:MOST_SHOWN]
    columns = 5
    axes = figure.subplots(-(-len(ordered) // columns), columns, squeeze=False).flat
    figure.subplots_adjust(left=0.03, right=0.98, top=0.84, bottom=0.06, wspace=0.15, hspace=0.9)
    for key in ordered:
        axis, place = next(axes), found.keys.index(key)
        dimension = found.space[place]
        ticks = [dimension.at(share) for share in (0.0, 0.5, 1.0)]
        # Over shares of the prior: uniform there whatever the scale of the parameter.
        axis.hist(found.shares[:, place], BINS, range=(0, 1), density=True, color=FITTED)
        axis.axhline(1.0, color=GREY, linewidth=1.0)
        axis.axvline(dimension.share(now[key]), color=OPEN, linewidth=2.0)
        axis.set_xlim(0.0, 1.0)
        axis.set_yticks([])
        axis.set_xticks((0.0, 0.5, 1.0), [speak.written(each, ".2g") for each in ticks])
        axis.set_title(key.removeprefix("workforce."), fontsize=9)
        axis.tick_params(labelsize=8)
    for empty in axes:
        empty.remove()
    return figure
