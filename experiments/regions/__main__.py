"""Where each lever wins and where it loses: `docs/regions.md`, its figure, and the corners.

    python -m experiments.regions write      # ten minutes on two quiet processors

Finished runs are kept in `results/store`, so that a second time takes seconds.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from experiments.regions.page import corners, document, figure
from experiments.regions.study import PRESETS, study
from sim.report.plots import style

DOCS = Path(__file__).parents[2] / "docs"
STORE = Path(__file__).parents[2] / "results" / "store"


def main(words: Sequence[str]) -> None:
    """Run what is not stored, and print the page or write everything."""
    found = study(STORE, os.cpu_count() or 1)
    if "write" not in words:
        print(document(found))
        return
    (DOCS / "regions.md").write_text(document(found), encoding="utf-8")
    corners(found).to_csv(PRESETS / "corners.csv", index=False, float_format="%.6g")
    with style.look():
        figure(found).savefig(DOCS / "figures" / "regions.png", dpi=75, metadata={"Software": None})


if __name__ == "__main__":
    main(sys.argv[1:])
