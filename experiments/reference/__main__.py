"""Results to look at before anything is installed: `results/reference/`.

    python -m experiments.reference          # a minute and a half

A small comparison, sweep, tournament and test of claims, with pages in two languages and small
figures. `tests/test_reference.py` makes tables and pages again, byte for byte. Times and versions
(`provenance.json`) and what is large or binary are left out.
"""

from __future__ import annotations

from pathlib import Path

from experiments.reference.make import make

FOLDER = Path(__file__).parents[2] / "results" / "reference"


if __name__ == "__main__":
    make(FOLDER)
    files = [path for path in FOLDER.rglob("*") if path.is_file()]
    print(f"{len(files)} files, {sum(path.stat().st_size for path in files) / 1e6:.2f} MB")
