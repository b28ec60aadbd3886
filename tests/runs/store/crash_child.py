"""What the processes of the crash tests do."""

from __future__ import annotations

import signal
from pathlib import Path
from typing import Any

import sim.runs.chunks
import sim.runs.plan
from sim.runs.store import Store
from sim.runs.work import Work
from sim.studies.sweep.plan import plan
from sim.studies.sweep.sweep import result
from tests.small_sweeps import study


def small_units() -> None:
    """One run per chunk, so that a sweep of seconds has many moments to die at."""
    sim.runs.plan.SHORTEST = sim.runs.plan.LONGEST = 0.0


def sweep(out: str, store: str, ready: Any = None) -> None:
    """The sweep, in this process alone."""
    small_units()
    planned, work = plan(study()), Work(Store(Path(store)))
    if ready is not None:
        ready.set()
    result(planned, work, Path(out))


def sweep_until(out: str, store: str, step: int, after: bool) -> None:
    """The sweep, killed right before or after the given file operation of the store."""
    real, count = sim.runs.chunks.os, 0

    class Deadly:
        """`os`, which kills at the chosen call."""

        def __getattr__(self, name: str) -> Any:
            value = getattr(real, name)
            if name not in ("fsync", "replace"):
                return value

            def call(*arguments: Any) -> Any:
                nonlocal count
                count += 1
                if count == step and not after:
                    real.kill(real.getpid(), signal.SIGKILL)
                result = value(*arguments)
                if count == step and after:
                    real.kill(real.getpid(), signal.SIGKILL)
                return result

            return call

    sim.runs.chunks.os = Deadly()  # type: ignore[assignment]
    sweep(out, store)
