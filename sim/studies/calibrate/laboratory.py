"""What the model shows at points of the unit cube, as measurements that are wanted."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.analysis.companies import FIXED, Dimension
from sim.base.arrays import Floats, Ints
from sim.runs.version import digest, model_version
from sim.runs.wants import Measurements
from sim.studies.evidence.measure import measure_each
from sim.studies.evidence.table import Row

Simulating = Generator[Measurements, Mapping[str, Any], Floats]


@dataclass(frozen=True)
class Laboratory:
    """Shows what the model shows at points of the unit cube.

    Attributes:
        rows: The targets.
        space: What is uncertain; a coordinate of a point is the share of companies below it.
        words: What is held fixed, as on the command line.
    """

    rows: list[Row]
    space: Sequence[Dimension]
    words: tuple[str, ...]

    def values(self, points: Floats) -> Floats:
        """Points of the unit cube as values of parameters."""
        return np.array([[each.at(float(share)) for each, share in zip(self.space, row,
                                                                       strict=True)]
                         for row in points])  # fmt: skip

    def simulate(self, points: Floats, seeds: Ints) -> Simulating:
        """Targets of every firm; each is run once.

        Args:
            points: Particles in the unit cube, shape (particles, parameters).
            seeds: Of the firms of each, shape (particles, firms).

        Returns:
            Shape (particles, firms, targets).
        """
        values, names = self.values(points), [each.key for each in self.space]
        own = [tuple(each) for each in seeds.tolist()]
        keys = [digest(each.tobytes().hex(), repr(firms))
                for each, firms in zip(values, own, strict=True)]  # fmt: skip
        jobs = [
            ((key,), (self.rows, dict(zip(names, each, strict=True)), firms, self.words))
            for key, each, firms in zip(keys, values.tolist(), own, strict=True)
        ]
        asked = (self.rows, names, self.words)
        mark = digest(model_version(), repr(asked))
        found = yield Measurements(particle, jobs, mark, "progress.particles")
        return np.array([found[key] for key in keys]).reshape(*seeds.shape, -1)


def particle(
    keys: tuple[str, ...],
    rows: list[Row],
    values: dict[str, float],
    seeds: tuple[int, ...],
    words: tuple[str, ...],
) -> dict[str, list[float]]:
    """Targets of one particle, firm by firm, by its key."""
    return {keys[0]: measure_each(rows, {**FIXED, **values}, seeds, words).ravel().tolist()}
