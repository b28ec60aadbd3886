"""Redesign: the parameters of integrating the tool into shared work, and of its purposes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sim.base.arrays import Floats
from sim.base.params import Checked, choice, param

#: How the time of staff in a redesign is counted, and which gap two ways of working leave.
STAFF_TIME = ("open_weeks", "progress")
DUAL_GAP = ("integration", "effective")


@dataclass(frozen=True)
class IntegrationParameters(Checked):
    """Neutral: no support hours, and no integration happens."""

    friction_removed: float = param(
        0.5,
        0.0,
        1.0,
        "share",
        doc="part of a friction that full integration removes",
        sweep=(0.2, 0.8),
    )
    steepness: float = param(
        2.0, 0.1, 10.0, "exponent", doc="how little a half-finished redesign pays", sweep=(1, 4)
    )
    neighbour: float = param(
        0.5, 0.0, 1.0, "share", doc="weight of the next station's use in a hand-over", sweep=(0, 1)
    )
    dual_running: float = param(
        0.03,
        0.0,
        1.0,
        unit="share",
        doc="extra hours where integrated meets not integrated",
        sweep=(0.01, 0.1),
        log=True,
    )
    dual_gap: str = choice(
        "effective", DUAL_GAP,
        doc="what differs there: how far stations are redesigned, or what it changes in practice",
    )  # fmt: skip
    getting_used: float = param(
        0.063,
        0.0,
        1.0,
        unit="per week",
        doc="how fast people get used to working in two ways",
        sweep=(0.02, 0.2),
        log=True,
    )
    redesign_hours: float = param(
        125.0,
        1.0,
        5000.0,
        unit="h",
        doc="support hours to redesign the first station",
        sweep=(40, 400),
        log=True,
    )
    staff_time: str = choice(
        "progress", STAFF_TIME,
        doc="when participants give time: while a redesign is open, or where progress is made",
    )  # fmt: skip
    staff_share: float = param(
        1.0,
        0.0,
        10.0,
        unit="h per h",
        doc="staff hours per support hour (staff_time=progress)",
        sweep=(0.25, 4),
        log=True,
    )
    learning: float = param(
        0.32, 0.0, 2.0, "exponent", "learning curves: each doubling costs .70-.95 (here .80)",
        "how fast redesign gets cheaper with experience", (0.07, 0.51),
    )  # fmt: skip
    similarity: float = param(
        0.6,
        0.0,
        1.0,
        unit="share",
        doc="what experience from another phase is worth",
        sweep=(0.2, 1),
    )
    visibility: float = param(
        0.25,
        0.0,
        1.0,
        "share",
        doc="experience that becomes known without transparency",
        sweep=(0, 0.5),
    )
    travel: float = param(
        0.3,
        0.0,
        1.0,
        unit="share",
        doc="what experience from another department is worth",
        sweep=(0.1, 0.9),
        log=True,
    )
    reach: float = param(
        20.0,
        0.0,
        1e6,
        unit="stations",
        doc="stations of other departments whose experience arrives",
        sweep=(5, 80),
        log=True,
    )
    complete: float = param(
        0.9,
        0.5,
        1.0,
        unit="integration",
        doc="from here on a redesign counts as complete: its support and participants are free",
        sweep=(0.8, 0.99),
    )
    insight: float = param(
        0.35, 0.0, 1.0, "share", doc="real frictions known to one participant", sweep=(0.1, 0.6)
    )
    decay: float = param(
        0.013,
        0.0,
        1.0,
        unit="per week",
        doc="erosion of an integration nobody uses",
        sweep=(0.003, 0.06),
        log=True,
    )
    decision_delay: float = param(
        2.8,
        0.0,
        26.0,
        unit="weeks",
        doc="delay of a decision without an owner",
        sweep=(1, 8),
        log=True,
    )
    decision_delay_owner: float = param(
        1.0, 0.0, 26.0, unit="weeks", doc="delay of a decision with an owner", sweep=(0, 2)
    )
    disputes: float = param(
        0.05,
        0.0,
        1.0,
        unit="share",
        doc="hand-overs to another team with unclear responsibility",
        sweep=(0, 0.1),
    )
    disputed_returns: float = param(
        0.25, 0.0, 1.0, "share", doc="returned items with unclear responsibility", sweep=(0, 0.5)
    )
    measurement_error: float = param(
        0.3,
        0.0,
        2.0,
        unit="log sd",
        doc="error in measuring where work waits, if nothing is visible",
        sweep=(0.1, 0.9),
        log=True,
    )


@dataclass(frozen=True)
class PurposeParameters(Checked):
    """What a redesign is for. A whole one serves all four purposes, in proportion to their hours.

    Pre-structuring of requests removes hand-over friction, and rework at intake; visibility of
    where work stalls removes status queries and prioritisation, and errors of measurement;
    prepared approvals remove approval friction; drafting removes touch time. Neutral: whole
    redesigns only, `drafting_saves` and `rework_prevented` 0.
    """

    pre_structuring: float = param(
        0.25, 0.01, 1.0, unit="part", doc="part of the hours it takes", sweep=(0.1, 0.6), log=True
    )
    visibility: float = param(
        0.25, 0.01, 1.0, unit="part", doc="part of the hours it takes", sweep=(0.1, 0.6), log=True
    )
    approvals: float = param(
        0.25, 0.01, 1.0, unit="part", doc="part of the hours it takes", sweep=(0.1, 0.6), log=True
    )
    drafting: float = param(
        0.25, 0.01, 1.0, unit="part", doc="part of the hours it takes", sweep=(0.1, 0.6), log=True
    )
    drafting_saves: float = param(
        0.1,
        0.0,
        1.0,
        unit="share",
        doc="touch time that drafting built into the process removes",
        sweep=(0.03, 0.3),
        log=True,
    )
    rework_prevented: float = param(
        0.28,
        0.0,
        1.0,
        unit="share",
        doc="items returned at intake that pre-structuring prevents",
        sweep=(0.1, 0.8),
        log=True,
    )

    @cached_property
    def parts(self) -> Floats:
        """Parts of the hours of a whole redesign, in the order of `stations.PURPOSES`."""
        asked = np.array([self.pre_structuring, self.visibility, self.approvals, self.drafting])
        parts: Floats = asked / asked.sum()
        return parts
