"""Which parameters do the published numbers speak about at all?

Every parameter is moved from one end of its range to the other, everything else at its
default; what counts is how far a target moves, in its tolerances. The parameters at the top
are candidates for `rollout calibrate`; no published number says anything about those at the
bottom.

    python -m experiments.evidence_screen > screen.csv
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator

import joblib

from sim.base.params import parameters
from sim.model.config import RunConfig
from sim.studies.evidence.measure import measure, typical_seeds
from sim.studies.evidence.table import shipped

TARGETS = [row for row in shipped() if row.use == "target"]
COMPANIES = 2


def candidates() -> Iterator[tuple[str, tuple[float, float]]]:
    """Parameters of people, tool and work, with the range a sweep would use."""
    for key, field in parameters(RunConfig):
        if key.startswith(("workforce.", "technology.", "work.")) and "sweep" in field.metadata:
            ends = field.metadata["sweep"]
            if isinstance(field.default, float) and None not in ends:
                yield key, (float(ends[0]), float(ends[1]))


def shown(key: str, value: float) -> dict[str, float]:
    """Misses of every target in tolerances, with one parameter moved."""
    ours = measure(TARGETS, {key: value}, typical_seeds(COMPANIES))
    return {row.id: row.miss(ours[row.id]) for row in TARGETS}


def main() -> None:
    """Print one row per parameter, the most telling first."""
    moved = dict(candidates())
    ends = [(key, end) for key, both in moved.items() for end in both]
    misses = joblib.Parallel(n_jobs=2)(joblib.delayed(shown)(*each) for each in ends)
    rows = []
    for place, key in enumerate(moved):
        low, high = misses[2 * place], misses[2 * place + 1]
        change = {name: abs(high[name] - low[name]) for name in low}
        name = max(change, key=lambda each: change[each])
        rows.append((key, round(change[name], 2), name))
    rows.sort(key=lambda row: -row[1])
    table = csv.writer(sys.stdout, lineterminator="\n")
    table.writerow(("parameter", "largest move in tolerances", "of"))
    table.writerows(rows)


if __name__ == "__main__":
    main()
