"""What the evidence says of each parameter, and of which it says next to nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.report.language import Language
from sim.report.markdown import Table
from sim.report.page import heads

if TYPE_CHECKING:
    from sim.studies.calibrate.calibrate import Calibration

#: Above this share of the prior's width a parameter counts as not identified.
NOT_IDENTIFIED = 0.75


def identification(found: Calibration, speak: Language) -> Table:
    """Posterior against prior of what moves a target, the best identified parameter first."""
    from sim.analysis.companies import defaults

    bands, widths, now = found.bands(), found.widths(), defaults()
    dimensions = {each.key: each for each in found.space}
    body: list[tuple[str, ...]] = []
    for key in sorted(found.looked_at(), key=lambda each: widths[each]):
        hit = found.recovered.get(key)
        body.append((
            key, speak.say("evidence.span", low=dimensions[key].low, high=dimensions[key].high),
            speak.written(now[key], "g"), *(speak.written(each, ".3g") for each in bands[key]),
            speak.written(widths[key], ".2f"),
            "" if hit is None else speak.say("calibrate.share", share=100.0 * hit),
            speak.say("calibrate.free") if widths[key] > NOT_IDENTIFIED else "",
        ))  # fmt: skip
    return tuple(heads(speak, "calibrate.identified_head")), body


def unidentified(found: Calibration) -> list[str]:
    """Parameters that move a target, and about which the evidence says next to nothing."""
    widths = found.widths()
    return [key for key in found.looked_at() if widths[key] > NOT_IDENTIFIED]
