"""What the model shows at points of the unit cube, as measurements that are wanted."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.analysis.priors import Range
from sim.base.arrays import Floats
from sim.runs.version import digest, model_version
from sim.runs.wants import Measurements
from sim.studies.evidence.measure import measure, typical_seeds
from sim.studies.evidence.table import Row

Simulating = Generator[Measurements, Mapping[str, Any], Floats]


@dataclass(frozen=True)
class Laboratory:
    """Shows what the model shows at points of the unit cube.

    Attributes:
        rows: The targets.
        ranges: Prior range by parameter; a point of the cube lies within them.
        companies: Companies per particle.
        words: Other parameters held fixed.
    """

    rows: list[Row]
    ranges: dict[str, Range]
    companies: int
    words: tuple[str, ...]

    def values(self, points: Floats) -> Floats:
        """Points of the unit cube as values of parameters."""
        low, high = np.array(list(self.ranges.values())).T
        return np.asarray(low + (high - low) * points)

    def simulate(self, points: Floats) -> Simulating:
        """Targets of every point, shape (points, targets); each is run once."""
        values, seeds = self.values(points), typical_seeds(self.companies)
        keys = [each.tobytes().hex() for each in values]
        jobs = [
            ((key,), (self.rows, dict(zip(self.ranges, each, strict=True)), seeds, self.words))
            for key, each in dict(zip(keys, values.tolist(), strict=True)).items()
        ]
        asked = (self.rows, self.ranges, self.companies, self.words)
        mark = digest(model_version(), repr(asked))
        found = yield Measurements(particle, jobs, mark, "particles")
        return np.array([found[key] for key in keys])


def particle(
    keys: tuple[str, ...],
    rows: list[Row],
    values: dict[str, float],
    seeds: tuple[int, ...],
    words: tuple[str, ...],
) -> dict[str, list[float]]:
    """Targets of one particle, by its key."""
    return {keys[0]: list(measure(rows, values, seeds, words).values())}
