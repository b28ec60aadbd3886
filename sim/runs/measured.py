"""Numbers measured on finished firms, kept by key: a study of hours goes on where it was stopped.

Only some numbers a firm are kept. Weekly columns of a full study would be gigabytes that
nobody reads, and every firm can be made again from its key.
"""

from __future__ import annotations

import time
from itertools import chain
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from sim.base.files import atomic_write

FILE = "measured.npz"
#: Seconds between two saves: what a kill can lose at most.
SAVE_EVERY = 10.0

Numbers = dict[str, list[float]]


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
                    ends = np.cumsum(kept["lengths"])[:-1]
                    rows = [each.tolist() for each in np.split(kept["values"], ends)]
                    self.numbers = dict(zip(kept["keys"].tolist(), rows, strict=True))
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
        keys = sorted(self.numbers)  # the same bytes, whatever was measured first
        rows = [self.numbers[key] for key in keys]
        with atomic_write(self.path) as temporary:
            np.savez_compressed(
                temporary, mark=np.array(self.mark), keys=np.array(keys),
                values=np.array(list(chain.from_iterable(rows))),
                lengths=np.array([len(each) for each in rows]),
            )  # fmt: skip
