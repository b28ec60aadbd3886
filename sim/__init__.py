"""Rollout Lab: how an organisation rolls out AI, simulated.

from sim import load, run, compare

result = run(load(strategy="champions", overrides=["weeks=52"]))
weekly = result.weekly[result.weekly["strategy"] == "champions"]  # the reference is there, too
weekly.plot(x="week", y="genuine_use")
"""

from __future__ import annotations

import importlib
import sys
import time
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.compare import compare
    from sim.config import RunConfig
    from sim.firm import Firm
    from sim.load import load, load_strategies
    from sim.read import from_networkx
    from sim.run import run, run_many
    from sim.sweep import sweep

__all__ = [
    "Firm",
    "RunConfig",
    "compare",
    "from_networkx",
    "load",
    "load_strategies",
    "run",
    "run_many",
    "sweep",
]

#: Source files that change later are not what this process runs (`keys.model_version`).
LOADED_AT = time.time()

# Imported when first used: `rollout --help` must not wait for NumPy or Numba.
_HOME = {
    "Firm": "sim.firm",
    "RunConfig": "sim.config",
    "compare": "sim.compare",
    "from_networkx": "sim.read",
    "load": "sim.load",
    "load_strategies": "sim.load",
    "run": "sim.run",
    "run_many": "sim.run",
    "sweep": "sim.sweep",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'sim' has no attribute {name!r}")
    value = getattr(importlib.import_module(_HOME[name]), name)
    globals()[name] = value
    return value


class _Package(ModuleType):
    """This package, in which the file `sim/run.py` does not hide the function `run`."""

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in _HOME and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
