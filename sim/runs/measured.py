"""Numbers measured on finished firms, kept by key: a study of hours goes on where it was stopped.

Only some numbers a firm are kept. Weekly columns of a full study would be gigabytes that
nobody reads, and every firm can be made again from its key.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

import numpy as np

from sim.base.files import atomic_write
from sim.runs.plan import Estimate

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.runs.work import Work

FILE = "measured.npz"
#: Seconds between two saves: what a kill can lose at most.
SAVE_EVERY = 10.0

Numbers = dict[str, list[float]]
Job = tuple[tuple[str, ...], tuple[Any, ...]]
"""Keys that one call measures together, and its further arguments."""


class Kept:
    """What is measured already.

    Args:
        folder: Where it is kept; None keeps nothing.
        mark: What all numbers depend on; a file with another mark, or a damaged one, is none.
    """

    def __init__(self, folder: Path | None, mark: str) -> None:
        self.path = None if folder is None else folder / FILE
        self.mark = mark
        self.numbers: Numbers = {}
        self._saved = time.monotonic()
        if self.path is not None:
            self._restore(self.path)

    def _restore(self, path: Path) -> None:
        try:
            with np.load(path) as kept:
                if str(kept["mark"]) == self.mark:
                    pairs = zip(kept["keys"].tolist(), kept["values"].tolist(), strict=True)
                    self.numbers = dict(pairs)
        except (OSError, ValueError, KeyError, EOFError, BadZipFile):
            return  # a missing or damaged file is as good as none

    def add(self, numbers: Numbers) -> None:
        """Take something in, and save it from time to time."""
        self.numbers.update(numbers)
        if time.monotonic() - self._saved > SAVE_EVERY:
            self.save()

    def save(self) -> None:
        """Write everything."""
        self._saved = time.monotonic()
        if self.path is None or not self.numbers:
            return
        with atomic_write(self.path) as temporary:
            np.savez_compressed(
                temporary, mark=np.array(self.mark), keys=np.array(list(self.numbers)),
                values=np.array(list(self.numbers.values())),
            )  # fmt: skip


@dataclass(frozen=True)
class Measurements:
    """Numbers that are wanted of finished firms.

    Attributes:
        measure: Called with the keys that are missing and a job's further arguments; returns
            numbers by key. Importable, so that worker processes find it.
        jobs: Keys that are measured together, and the further arguments.
        mark: What all numbers of the study depend on besides their key (`digest`).
        label: What a piece is called while it is measured.
    """

    measure: Callable[..., Numbers]
    jobs: Sequence[Job]
    mark: str
    label: str = "runs"

    def ahead(self, work: Work) -> Estimate:
        """What is left to do; how long it takes is not known beforehand."""
        return Estimate(sum(len(keys) for keys, _ in self._left(work)), 0, 0.0, 0.0)

    def _left(self, work: Work) -> list[Job]:
        known = work.measured(self.mark).numbers
        left = [(tuple(key for key in keys if key not in known), more) for keys, more in self.jobs]
        return [(keys, more) for keys, more in left if keys]

    def do(self, work: Work) -> Mapping[str, NDArray[np.float64]]:
        """Numbers by key, those that were measured before among them."""
        from sim.runs.run import side_by_side

        kept, left = work.measured(self.mark), self._left(work)
        progress = work.progress(self.label, sum(len(keys) for keys, _ in left))
        jobs = [(self.measure, keys, more) for keys, more in left]
        try:
            for numbers in side_by_side(_call, jobs, work.workers):
                kept.add(numbers)
                progress.advance(len(numbers))
        finally:
            if left:
                kept.save()
        wanted = [key for keys, _ in self.jobs for key in keys]
        return {key: np.array(kept.numbers[key]) for key in wanted}


def _call(measure: Callable[..., Numbers], keys: tuple[str, ...], more: tuple[Any, ...]) -> Numbers:
    return measure(keys, *more)
