"""The fan: what was, what is forecast, and what one would say without a model."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.studies.fit.page import day

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sim.report.language import Language
    from sim.studies.fit.found import Found

HELD = "#f0efe9"


def fan(fit: Found, speak: Language) -> Figure:
    """Own data as points, the forecast with its 80 % interval, no change, Bass; hold-out shaded."""
    from sim.report.plots.panels import BLUE, GREEN, ORANGE, band
    from sim.report.plots.sheet import arrange, sheet
    from sim.report.plots.style import GREY, GRID, INK

    own, held = fit.series, fit.judged.held
    low, middle, high = (100 * each for each in fit.paths["model"])
    ends = tuple(100 * each for each in fit.at("model", fit.target))
    figure, (axis,) = sheet(
        speak.say("fit.figure", week=fit.target, middle=ends[1], low=ends[0], high=ends[2]),
        speak.say("fit.figure_sub", day=day(own.start, speak), fitted=len(own),
                  last=day(own.as_of, speak)),
        5.6,
    )  # fmt: skip
    axis.axvspan(held.weeks[0] - 0.5, held.weeks[-1] + 0.5, color=HELD, zorder=0,
                 label=speak.say("fit.figure_held"))  # fmt: skip
    band(axis, fit.ahead, (low, high), middle, BLUE, speak.say("fit.method_model"),
         speak.say("fit.figure_band"))  # fmt: skip
    judged = fit.judged.paths["model"]
    ends_then = 100 * np.array([*judged.low, np.nan, *judged.high])
    axis.plot([*held.weeks, np.nan, *held.weeks], ends_then, color=BLUE, linewidth=1.4,
              linestyle=(0, (2, 2)), label=speak.say("fit.figure_judged"))  # fmt: skip
    later = fit.ahead[fit.ahead >= own.last]
    still, bass = (100 * fit.paths[method].middle[later - 1] for method in ("no_change", "bass"))
    axis.plot(later, still, color=GREY, linewidth=1.6, linestyle=(0, (6, 2)),
              label=speak.say("fit.method_no_change"))  # fmt: skip
    axis.plot(later, bass, color=ORANGE, linewidth=1.6, linestyle=(0, (5, 1, 1, 1)),
              label=speak.say("fit.method_bass"))  # fmt: skip
    before = fit.data.series.before
    if len(before):
        axis.scatter(before.weeks, 100 * before.share, 20, c="white", edgecolors=GREY, zorder=3,
                     label=speak.say("fit.figure_before"))  # fmt: skip
    axis.scatter(own.weeks, 100 * own.share, 26, c=INK, zorder=4, label=speak.say("fit.figure_own"))
    if fit.target > own.last:
        axis.axvline(fit.target, color=GREEN, linewidth=1, linestyle=":",
                     label=speak.say("fit.figure_target", week=fit.target))  # fmt: skip
    first = min(0, int(before.weeks[0]) - 1) if len(before) else 0
    axis.set_xlim(first, fit.config.weeks)
    axis.set_xticks(range(-(-first // 13) * 13, fit.config.weeks + 1, 13))
    axis.set_ylim(0, 100)
    axis.set_yticks(range(0, 101, 25))
    axis.grid(axis="y", color=GRID, linewidth=0.8)
    axis.xaxis.set_major_formatter(speak.tick)
    axis.set_xlabel(speak.say("fit.figure_week"))
    axis.set_ylabel(speak.say("fit.figure_all" if own.of_all else "fit.figure_access",
                              days=own.window))  # fmt: skip
    return arrange(figure)
