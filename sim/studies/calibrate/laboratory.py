"""Where particles are run: every one once, also when a calibration is interrupted and resumed."""

from __future__ import annotations

import inspect
from dataclasses import dataclass, field
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from sim.analysis.priors import Range
from sim.base.files import atomic_write
from sim.model.people import Floats
from sim.runs.version import digest, model_version
from sim.runs.workers import Workers, numbered
from sim.studies.evidence.measure import measure, typical_seeds
from sim.studies.evidence.table import Row

FILE = "measured.npz"
#: Particles between two writes: some seconds of work, which is all that a kill can lose.
CHUNK = 64


@dataclass
class Laboratory:
    """Shows what the model shows at points of the unit cube.

    Attributes:
        rows: The targets.
        ranges: Prior range by parameter; a point of the cube lies within them.
        companies: Companies per particle.
        words: Other parameters held fixed.
        workers: Processes, or how many; the values do not depend on it.
        folder: Where finished particles are kept; None keeps none.
    """

    rows: list[Row]
    ranges: dict[str, Range]
    companies: int
    words: tuple[str, ...]
    workers: Workers | int
    folder: Path | None = None
    known: dict[bytes, list[float]] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        asked = (self.rows, self.ranges, self.companies, self.words)
        how = Path(inspect.getfile(measure)).read_bytes()
        self._mark = digest(model_version(), repr(asked), how)
        if self.folder is not None:
            self._remember(self.folder / FILE)

    def values(self, points: Floats) -> Floats:
        """Points of the unit cube as values of parameters."""
        low, high = np.array(list(self.ranges.values())).T
        return np.asarray(low + (high - low) * points)

    def simulate(self, points: Floats) -> Floats:
        """Targets of every point, shape (points, targets)."""
        values = self.values(points)
        left = [each for each in values if each.tobytes() not in self.known]
        for first in range(0, len(left), CHUNK):
            chunk = left[first : first + CHUNK]
            for each, shown in zip(chunk, self._run(chunk), strict=True):
                self.known[each.tobytes()] = shown
            self._keep()
        return np.array([self.known[each.tobytes()] for each in values])

    def _run(self, values: list[Floats]) -> list[list[float]]:
        seeds = typical_seeds(self.companies)
        asked = (dict(zip(self.ranges, each.tolist(), strict=True)) for each in values)
        jobs = [(self.rows, each, seeds, self.words) for each in asked]
        found = dict(numbered(_particle, jobs, self.workers))
        return [found[number] for number in range(len(jobs))]

    def _keep(self) -> None:
        if self.folder is None:
            return
        values = np.array([np.frombuffer(key) for key in self.known])
        with atomic_write(self.folder / FILE) as temporary:
            np.savez_compressed(
                temporary, mark=np.array(self._mark), values=values,
                shown=np.array(list(self.known.values())),
            )  # fmt: skip

    def _remember(self, path: Path) -> None:
        """Take what an earlier run of the same question and the same model has finished."""
        try:
            with np.load(path) as kept:
                if str(kept["mark"]) == self._mark:
                    pairs = zip(kept["values"], kept["shown"].tolist(), strict=True)
                    self.known = {each.tobytes(): shown for each, shown in pairs}
        except (OSError, ValueError, KeyError, EOFError, BadZipFile):
            return  # a missing or damaged file is as good as none


def _particle(
    rows: list[Row], values: dict[str, float], seeds: tuple[int, ...], words: tuple[str, ...]
) -> list[float]:
    return list(measure(rows, values, seeds, words).values())
