"""What made a folder of results: the model, libraries, command line, seeds, time taken."""

from __future__ import annotations

import json
import platform
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sim.base.files import write_text
from sim.base.ours import PROVENANCE

MISSING = "not installed"
LIBRARIES = ("mesa", "numba", "numpy", "scipy", "pandas", "pyarrow", "matplotlib", "networkx")


def write_provenance(
    out: Path, started: float, seeds: Sequence[int], how: Mapping[str, Any]
) -> None:
    """Write `provenance.json`.

    Args:
        out: Folder of the results.
        started: When the work began, in seconds since 1970.
        seeds: Seeds of the runs, or the first one.
        how: Command line and what else belongs to this command.
    """
    from sim.runs.version import installed, model_version

    content = {
        "model_version": model_version(),
        **how,
        "seeds": list(seeds),
        "started": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(started)),
        "seconds": round(time.time() - started, 1),
        "rollout-lab": installed("rollout-lab", MISSING),
        "python": platform.python_version(),
        "platform": f"{platform.system()} {platform.machine()}",
        "libraries": {name: installed(name, MISSING) for name in LIBRARIES},
    }
    write_text(out / PROVENANCE, json.dumps(content, indent=2, ensure_ascii=False) + "\n")
