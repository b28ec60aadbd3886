"""Random numbers as a pure function of (seed, label, week, row).

Nothing else in the project draws. Every decision has its own label, so two
strategies with one seed meet the same people and the same luck until a lever
bites, one more seat changes nobody else, and order, batches and workers
cannot matter.

Two doors lead to the same idea:

* `Streams.generator(label, week)` is a NumPy generator (Philox 4x64) for set-up
  and for small draws.
* `Streams.key(label)` is what the weekly kernels draw with (`philox.py`): four random words a
  row, each turned into a uniform by `unit(word)`. `Streams.words(label, week, rows)` shows the
  same words to tests and experiments.
"""

from __future__ import annotations

from hashlib import blake2b

import numpy as np

from sim.base.arrays import Key, Words


class Streams:
    """All random numbers of one run.

    Args:
        seed: Any non-negative integer; the seed of the run.
    """

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self._keys: dict[str, Key] = {}

    def _digest(self, label: str, size: int) -> bytes:
        return blake2b(f"{self.seed}/{label}".encode(), digest_size=size).digest()

    def generator(self, label: str, week: int = 0) -> np.random.Generator:
        """A NumPy generator that depends on seed, label and week only."""
        key = int.from_bytes(self._digest(label, 16), "little")
        return np.random.Generator(np.random.Philox(key=key, counter=week << 128))

    def key(self, label: str) -> Key:
        """The two-word key of a label, for `fill` and `uniforms` inside a kernel."""
        if label not in self._keys:
            self._keys[label] = np.frombuffer(self._digest(label, 8), np.uint32).copy()
        return self._keys[label]

    def words(self, label: str, week: int, rows: int) -> Words:
        """Four random words a row, shape (4, rows): what kernels draw, all at once."""
        from sim.base.philox import fill

        words, key = np.empty((4, rows), np.uint32), self.key(label)
        fill(key[0], key[1], week, 0, words)
        return words
