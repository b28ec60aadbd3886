"""What the server of the crash tests imports, once, so that its children need not."""

from __future__ import annotations

from sim.config.load import load
from sim.runs.run import SharedRuns
from tests.runs.store import crash_child as crash_child
from tests.small_sweeps import TINY

# Kernels are loaded as well.
for _strategy in ("mandate", "champions"):
    SharedRuns(0).run(_strategy, load(TINY, _strategy))
