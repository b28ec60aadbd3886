"""Functions whose indices are known, run through the same designs and the same analysis."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from sim.analysis.designs import Listed, Spread
from sim.studies.sensitivity.analysis import Sample
from sim.studies.sensitivity.design import sobol_design
from sim.studies.sensitivity.factors import Factor
from sim.studies.sensitivity.indices import Shares, shares
from sim.studies.sensitivity.question import Question

Planted = Callable[..., np.ndarray]
"""From one column per factor (shares in [0, 1)) to outcomes."""


def number(name: str) -> Factor:
    return Factor(name, name, Spread("uniform", {"low": 0.0, "high": 1.0}), False, "assumed")


def numbers(count: int) -> list[Factor]:
    return [number(f"work.x{place}") for place in range(count)]


def category(name: str, count: int) -> Factor:
    return Factor(name, name, Listed(tuple(f"v{place}" for place in range(count))))


def planted(function: Planted, factors: Sequence[Factor], rows: int, seed: int = 0) -> Shares:
    """Shares of every factor for itself."""
    unit = sobol_design(factors, {each.key: (each.key,) for each in factors}, rows, seed)
    return shares(function(*np.moveaxis(unit, 2, 0)), seed)


def question(company: Sequence[Factor], strategies: Sequence[str] = ("a",)) -> Question:
    return Question(("genuine_use_final",), tuple(strategies), tuple(company))


def sample(asked: Question, function: Planted, rows: int, kept: Sequence[str]) -> Sample:
    """A variance design in which the only response is a planted function of all factors."""
    unit = sobol_design(asked.factors, asked.blocks(tuple(kept)), rows, asked.seed)
    values = function(*np.moveaxis(unit, 2, 0))[:, :, None]
    return Sample(asked, unit, values, tuple(kept))


def ishigami(x: np.ndarray, y: np.ndarray, z: np.ndarray) -> np.ndarray:
    """Ishigami and Homma (1990), a = 7, b = 0.1."""
    x, y, z = ((2.0 * each - 1.0) * np.pi for each in (x, y, z))
    return np.sin(x) + 7.0 * np.sin(y) ** 2 + 0.1 * z**4 * np.sin(x)


def g_function(weights: Sequence[float]) -> Planted:
    """Sobol's g-function; a small weight matters much."""

    def value(*columns: np.ndarray) -> np.ndarray:
        parts = [
            (np.abs(4.0 * u - 2.0) + a) / (1.0 + a) for u, a in zip(columns, weights, strict=True)
        ]
        return np.prod(parts, axis=0)

    return value


def normal(share: np.ndarray) -> np.ndarray:
    """Luck: a standard normal that looks like noise along the seed."""
    from scipy.special import ndtri

    seeds = np.asarray(share * 2**14, np.int64)
    return np.asarray(ndtri((np.random.default_rng(5).permutation(2**14) + 0.5) / 2**14)[seeds])
