"""What the evidence says of each parameter, and of which it says next to nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.report.markdown import Table

if TYPE_CHECKING:
    from sim.studies.calibrate.calibrate import Calibration

#: Above this share of the prior's width a parameter counts as not identified.
NOT_IDENTIFIED = 0.75


def identification(found: Calibration) -> Table:
    """Posterior against prior, the best identified parameter first."""
    header = ("parameter", "prior", "default", "10 %", "median", "90 %", "width", "recovered", "")
    from sim.analysis.priors import defaults

    bands, widths, now = found.bands(), found.widths(), defaults()
    body: list[tuple[str, ...]] = []
    for key in sorted(widths, key=lambda each: widths[each]):
        low, middle, high = bands[key]
        hit = found.recovered.get(key)
        body.append((
            key, "{:g} to {:g}".format(*found.ranges[key]), f"{now[key]:g}",
            f"{low:.3g}", f"{middle:.3g}", f"{high:.3g}", f"{widths[key]:.2f}",
            "" if hit is None else f"{100 * hit:.0f} %",
            "NOT IDENTIFIED" if widths[key] > NOT_IDENTIFIED else "",
        ))  # fmt: skip
    return header, body


def unidentified(found: Calibration) -> list[str]:
    """Fitted parameters about which the evidence says next to nothing."""
    return [key for key, width in found.widths().items() if width > NOT_IDENTIFIED]
