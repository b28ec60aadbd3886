"""Rollout Lab: how an organisation rolls out AI, simulated.

from sim import load, run, compare

result = run(load(strategy="champions", overrides=["weeks=52"]))
result.weekly.plot(x="week", y="genuine_use")
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.compare import compare
    from sim.config import RunConfig
    from sim.firm import Firm
    from sim.load import load, load_strategies
    from sim.run import run, run_many

__all__ = ["Firm", "RunConfig", "compare", "load", "load_strategies", "run", "run_many"]

# Imported when first used: `rollout --help` must not wait for NumPy or Numba.
_HOME = {
    "Firm": "sim.firm",
    "RunConfig": "sim.config",
    "compare": "sim.compare",
    "load": "sim.load",
    "load_strategies": "sim.load",
    "run": "sim.run",
    "run_many": "sim.run",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'sim' has no attribute {name!r}")
    value = getattr(importlib.import_module(_HOME[name]), name)
    globals()[name] = value
    return value
