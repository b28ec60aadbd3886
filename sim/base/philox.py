"""Random words inside kernels: Philox 4x32-10, and uniforms and normals from its words.

Kernels ask for a `BLOCK` of rows at a time (`fill`), so that words never leave the cache. A NumPy
generator costs about 10 µs to create and 12-15 ns a number, which alone would take the time of a
week of 1,000 people; this costs 1 ns a number. The algorithm: Salmon, Moraes, Dror and Shaw,
"Parallel random numbers: as easy as 1, 2, 3", SC'11, whose published test vectors the tests check.
Only `streams.py` makes keys for it.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numba import uint32, uint64, uintp

from sim.base.arrays import Floats, Key, Whole, Word, Words
from sim.base.kernel import inlined, kernel

#: Rows whose words a kernel draws in one go.
BLOCK = 256

Four = tuple[float, float, float, float]

_MULTIPLIER_0 = uint64(0xD2511F53)
_MULTIPLIER_1 = uint64(0xCD9E8D57)
_STEP_0 = uint32(0x9E3779B9)
_STEP_1 = uint32(0xBB67AE85)
_LOW = uint64(0xFFFFFFFF)
_HALF_WORD = 0.5
_WORD = 2.0**-32
#: How far from the median a normal is a simple fraction of its rank; beyond are the tails.
MIDDLE = 0.425


@inlined
def philox(c0: Any, c1: Any, c2: Any, c3: Any, k0: Any, k1: Any) -> Any:
    """Ten rounds of Philox 4x32: four random words from a counter and a key."""
    for _ in range(10):
        product_0 = _MULTIPLIER_0 * uint64(c0)
        product_1 = _MULTIPLIER_1 * uint64(c2)
        c0 = uint32(product_1 >> uint64(32)) ^ c1 ^ k0
        c1 = uint32(product_1 & _LOW)
        c2 = uint32(product_0 >> uint64(32)) ^ c3 ^ k1
        c3 = uint32(product_0 & _LOW)
        k0 = uint32(k0 + _STEP_0)
        k1 = uint32(k1 + _STEP_1)
    return c0, c1, c2, c3


@inlined
def unit(word: int) -> float:
    """A uniform in (0, 1) from a random word."""
    return (word + _HALF_WORD) * _WORD


@inlined
def units(words: Words, row: int) -> Four:
    """Four independent uniforms in (0, 1) from the words of a row."""
    return unit(words[0, row]), unit(words[1, row]), unit(words[2, row]), unit(words[3, row])


@inlined
def uniforms(k0: Any, k1: Any, week: int, row: int) -> Four:
    """Four independent uniforms in (0, 1) for one row in one week, for decisions few rows take."""
    w0, w1, w2, w3 = philox(
        uint32(row), uint32(uint64(row) >> uint64(32)), uint32(week), uint32(0), k0, k1
    )
    return unit(w0), unit(w1), unit(w2), unit(w3)


@kernel
def fill(k0: Word, k1: Word, week: Whole, first: Whole, words: Words) -> None:
    """Four words for every row from `first` on, six times as fast as one by one.

    Keys come as scalars so that LLVM vectorises the loop.
    """
    for row in range(words.shape[1]):
        words[0, row], words[1, row], words[2, row], words[3, row] = philox(
            uint32(first + row), uint32(0), uint32(week), uint32(0), k0, k1
        )


@inlined
def standard_normal(u: float) -> float:
    """A standard normal from one uniform, by inversion to 7 digits (Wichura 1988, AS 241)."""
    return _middle(u) if abs(u - 0.5) <= MIDDLE else _tail(u)


@inlined
def _middle(u: float) -> float:
    q = u - 0.5
    r = 0.180625 - q * q
    above = ((59.109374720 * r + 159.29113202) * r + 50.434271938) * r + 3.3871327179
    below = ((67.187563600 * r + 78.757757664) * r + 17.895169469) * r + 1.0
    return q * above / below


@inlined
def _tail(u: float) -> float:
    r = math.sqrt(-math.log(min(u, 1.0 - u))) - 1.6
    above = ((0.17023821103 * r + 1.3067284816) * r + 2.7568153900) * r + 1.4234372777
    below = (0.12021132975 * r + 0.73700164250) * r + 1.0
    return above / below if u > 0.5 else -above / below


@kernel
def normals(words: Key, out: Floats) -> None:
    """A standard normal from each word, twice as fast as one by one: tails apart."""
    tails, count = np.empty(words.shape[0], np.intp), 0
    for row in range(words.shape[0]):
        out[row] = _middle(unit(words[row]))
    for row in range(words.shape[0]):
        tails[count] = row
        count += abs(unit(words[row]) - 0.5) > MIDDLE
    for k in range(count):
        row = uintp(tails[k])
        out[row] = _tail(unit(words[row]))
