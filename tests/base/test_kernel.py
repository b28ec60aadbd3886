"""What kernels are built with: the logistic function, and rows asked for ahead of time."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from sim.base.kernel import fetch_ahead, kernel, logistic
from sim.config.load import load
from sim.model.firm import Firm
from sim.model.people import rows_of_four


@kernel
def _logistic(x: Any, out: Any) -> None:
    for i in range(x.shape[0]):
        out[i] = logistic(x[i])


@kernel
def _sums(table: Any, wanted: Any, ahead: int, out: Any) -> None:
    for k in range(wanted.shape[0]):
        fetch_ahead(table, wanted[min(k + ahead, wanted.shape[0] - 1)])
        out[k] = table[wanted[k]].sum()


def several(x: Any) -> Any:
    out = np.empty(len(x))
    _logistic(x, out)
    return out


def test_logistic_has_all_its_digits() -> None:
    """Next to the library's exponential, over everything that an appeal can be."""
    x = np.concatenate([np.linspace(-700, 700, 20_001), np.linspace(-8, 8, 20_001)])
    np.testing.assert_allclose(several(x), 1 / (1 + np.exp(-x)), rtol=4e-15)


def test_logistic_at_the_edges() -> None:
    """Half at zero, never outside 0 and 1, never falling; what is no number stays none."""
    assert several(np.array([0.0]))[0] == 0.5
    edges = several(np.array([-np.inf, -1e9, -700.0, 700.0, 1e9, np.inf]))
    assert (np.diff(edges) >= 0).all()
    assert 0.0 <= edges[0] < 1e-300
    assert edges[-1] == 1.0
    assert math.isnan(several(np.array([np.nan]))[0])


def test_one_and_many_are_the_same() -> None:
    """A loop that works on several people at once gives the digits of one alone."""
    x = np.random.default_rng(1).normal(0, 4, 1001)
    assert np.array_equal(several(x), [several(x[i : i + 1])[0] for i in range(1001)])


def test_asking_ahead_changes_nothing() -> None:
    """A table, its transpose and a single column are read as if nobody had asked."""
    table = np.random.default_rng(2).random((50, 4))
    wanted = np.random.default_rng(3).integers(0, 50, 200).astype(np.int32)
    for rows in (table, np.asfortranarray(table), table[:, :1], table[::2]):
        row = wanted % len(rows)
        out = np.empty(200)
        _sums(rows, row, 16, out)
        np.testing.assert_allclose(out, rows[row].sum(axis=1), rtol=1e-14)


def test_rows_of_four_lie_in_one_cache_line() -> None:
    """Rows of 32 bytes begin at multiples of 32, whatever NumPy gave; and a twin's do too."""
    for count in (1, 7, 1000):
        rows = [rows_of_four(count) for _ in range(20)]
        assert all(row.ctypes.data % 32 == 0 for row in rows)
        assert all(row.shape == (count, 4) and not row.any() for row in rows)
    firm = Firm(load(["organisation.headcount=30"], "organic"))
    assert firm.people.copy().shown.ctypes.data % 32 == 0
