"""Sweeps of tiny firms, and a hash of what they leave behind."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from sim.runs.store import Store
from sim.runs.work import Work
from sim.studies.sweep.plan import Sweep, plan
from sim.studies.sweep.sweep import SweepResult, result

TINY = ("organisation.headcount=20", "weeks=5", "withdraw_week=4")
VARY: dict[str, Any] = {"workforce.reactance.mean": [0.2, 0.7]}
LINE = [
    "sweep", *TINY, "strategies=[mandate,champions]", "seeds=3",
    "vary={workforce.reactance.mean:[0.2,0.7]}", "workers=1",
]  # fmt: skip
"""The same sweep as `study` on the command line."""


def study(**changes: Any) -> Sweep:
    """Two points, two strategies, three seeds: twelve runs and six references."""
    usual: dict[str, Any] = {
        "vary": VARY,
        "overrides": TINY,
        "strategies": ("mandate", "champions"),
        "seeds": (0, 1, 2),
    }
    return Sweep(**{**usual, **changes})


def swept(out: Path, store: Path, how: dict[str, Any] | None = None, **changes: Any) -> SweepResult:
    """Run the sweep into a folder."""
    return result(plan(study(**changes)), Work(Store(store), **(how or {})), out)


def fingerprint(out: Path) -> str:
    """A hash of the bytes of both tables."""
    total = hashlib.sha256()
    for name in ("runs", "weekly"):
        total.update((out / f"{name}.parquet").read_bytes())
    return total.hexdigest()
