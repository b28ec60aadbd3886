"""What the evidence says of each parameter, and of which it says next to nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.report.language import ENGLISH, Language
from sim.report.markdown import Table
from sim.report.page import heads

if TYPE_CHECKING:
    from sim.studies.calibrate.calibrate import Calibration

#: Above this share of the prior's width a parameter counts as not identified.
NOT_IDENTIFIED = 0.75


def identification(found: Calibration, speak: Language = ENGLISH) -> Table:
    """Posterior against prior, the best identified parameter first."""
    from sim.analysis.priors import defaults

    bands, widths, now = found.bands(), found.widths(), defaults()
    body: list[tuple[str, ...]] = []
    for key in sorted(widths, key=lambda each: widths[each]):
        low, high = found.ranges[key]
        hit = found.recovered.get(key)
        body.append((
            key, speak.say("evidence.span", low=low, high=high), speak.written(now[key], "g"),
            *(speak.written(each, ".3g") for each in bands[key]),
            speak.written(widths[key], ".2f"),
            "" if hit is None else speak.say("calibrate.share", share=100.0 * hit),
            speak.say("calibrate.free") if widths[key] > NOT_IDENTIFIED else "",
        ))  # fmt: skip
    return tuple(heads(speak, "calibrate.identified_head")), body


def unidentified(found: Calibration) -> list[str]:
    """Fitted parameters about which the evidence says next to nothing."""
    return [key for key, width in found.widths().items() if width > NOT_IDENTIFIED]
