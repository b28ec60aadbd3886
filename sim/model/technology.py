"""The tool: what it can do, how often it is right, how fast it improves."""

from __future__ import annotations

from dataclasses import dataclass

from sim.base.params import FITTED, Checked, fitted, param


@dataclass(frozen=True)
class Technology(Checked):
    """The jagged frontier: useful for most tasks, harmful for some, reliable in part."""

    fit: float = param(
        0.17,
        -1.0,
        1.0,
        unit="saving",
        source=fitted("12-31 % gains inside the frontier (Dell'Acqua et al. 2023)", loosely=True),
        doc="mean saving of a useful use case",
        sweep=(0.0, 0.4),
    )
    fit_spread: float = param(
        0.13,
        0.0,
        1.0,
        unit="saving",
        source=fitted(loosely=True),
        doc="sd between use cases",
        sweep=(0.05, 0.25),
    )
    harmful_share: float = param(
        0.35,
        0.0,
        1.0,
        unit="share",
        source=fitted(loosely=True),
        doc="tasks outside the frontier",
        sweep=(0.1, 0.6),
    )
    harm: float = param(
        0.20, 0.0, 1.0, "saving", "-19 points outside the frontier (Dell'Acqua et al. 2023)",
        "loss on a task outside the frontier", (0.05, 0.3),
    )  # fmt: skip
    reliability: float = param(
        0.75,
        0.0,
        1.0,
        unit="share",
        source=fitted(loosely=True),
        doc="outputs that are right",
        sweep=(0.6, 0.95),
    )
    eligible_share: float = param(
        0.66,
        0.0,
        1.0,
        unit="share",
        source=FITTED,
        doc="touch time that the tool can help with",
        sweep=(0.2, 0.8),
    )
    escaping_share: float = param(
        0.4, 0.0, 1.0, "share", "37 % of time saved is lost to rework (Workday)",
        "wrong outputs that trust lets through into the shared work", (0.1, 1),
    )  # fmt: skip
    base_error: float = param(
        0.05, 0.0, 0.5, unit="share", doc="items that come back without the tool", sweep=(0, 0.1)
    )
    improvement: float = param(
        0.0, -0.5, 0.5, "per quarter", doc="growth of the tool's savings", sweep=(0, 0.1)
    )
