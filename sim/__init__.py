"""Rollout Lab: how an organisation rolls out AI, simulated.

from sim import load, run, compare

result = run(load(strategy="champions", overrides=["weeks=52"]))
weekly = result.weekly[result.weekly["strategy"] == "champions"]  # the reference is there, too
weekly.plot(x="week", y="genuine_use")
"""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

# First: files that change after this moment are not what this process runs.
from sim.runs.version import LOADED_AT as LOADED_AT

if TYPE_CHECKING:
    from sim.config.extensions import register
    from sim.config.load import load, load_strategies
    from sim.model.config import RunConfig
    from sim.organisation.build import from_networkx
    from sim.report.notebook import show
    from sim.runs.firm import Firm
    from sim.runs.run import run, run_many
    from sim.studies.compare.compare import compare
    from sim.studies.discovery.discover import discover
    from sim.studies.sweep.sweep import sweep

__all__ = [
    "Firm",
    "RunConfig",
    "compare",
    "discover",
    "from_networkx",
    "load",
    "load_strategies",
    "register",
    "run",
    "run_many",
    "show",
    "sweep",
]

# Imported when first used: `rollout --help` must not wait for NumPy or Numba.
_HOME = {
    "Firm": "sim.runs.firm",
    "RunConfig": "sim.model.config",
    "compare": "sim.studies.compare.compare",
    "discover": "sim.studies.discovery.discover",
    "from_networkx": "sim.organisation.build",
    "load": "sim.config.load",
    "load_strategies": "sim.config.load",
    "register": "sim.config.extensions",
    "run": "sim.runs.run",
    "run_many": "sim.runs.run",
    "show": "sim.report.notebook",
    "sweep": "sim.studies.sweep.sweep",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'sim' has no attribute {name!r}")
    value = getattr(importlib.import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


class _Package(ModuleType):
    """This package, in which the file `sim/runs/run.py` does not hide the function `run`."""

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in _HOME and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
