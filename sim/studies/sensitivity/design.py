"""Where to run: trajectories of a Morris design, rows of a Sobol design.

Both are points of the unit cube, shape (rows, points, factors). All points of a row share their
luck unless the step between two of them is luck itself, so a difference within a row is what
the factor did and not chance; other rows have other luck.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from sim.base.arrays import Floats
from sim.base.streams import Streams
from sim.studies.sensitivity.factors import Factor

LEVELS = 4
"""Levels of a Morris design; a step goes two of them up or down."""


def morris_design(factors: Sequence[Factor], trajectories: int, seed: int) -> tuple[Floats, Floats]:
    """Trajectories in which one factor after the other moves (Morris 1991).

    Levels stand in the middle of four equally likely parts, so a step is half a range and never
    touches the ends. A factor without an order moves to another value drawn at random.

    Args:
        factors: What moves, in the order of columns.
        trajectories: How many.
        seed: Another seed gives others.

    Returns:
        The grid that SALib analyses (0 to 1), shape (trajectories x (factors + 1), factors), and
        the points, shape (trajectories, factors + 1, factors).
    """
    from SALib.sample.morris import sample

    random = Streams(seed).generator("sensitivity: morris")
    found = sample(problem(factors), trajectories, num_levels=LEVELS, seed=library_seed(random))
    grid = np.asarray(found, float)
    unit = (0.5 + grid * (LEVELS - 1)) / LEVELS
    unit = unit.reshape(trajectories, -1, len(factors))
    for column, factor in enumerate(factors):
        if factor.unordered:
            unit[:, :, column] = _moved(unit[:, :, column], factor.unordered, random)
    return grid, unit


def _moved(levels: Floats, count: int, random: np.random.Generator) -> Floats:
    """Two different values per trajectory instead of the lower and the upper level."""
    first = random.integers(count, size=len(levels))
    other = (first + random.integers(1, max(count, 2), size=len(levels))) % count
    high = levels > levels.min(axis=1, keepdims=True)
    return np.asarray((np.where(high, other[:, None], first[:, None]) + 0.5) / count)


def library_seed(random: np.random.Generator) -> int:
    """A seed for a library that makes generators of its own."""
    return int(random.integers(1, 2**31))


def problem(factors: Sequence[Factor]) -> dict[str, object]:
    """Factors the way SALib wants them."""
    names = [factor.key for factor in factors]
    return {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}


def sobol_design(factors: Sequence[Factor], blocks: Mapping[str, Sequence[str]], rows: int,
                 seed: int) -> Floats:  # fmt: skip
    """Rows of A, A with one block of columns taken from B for every block, and B.

    This is the radial design of Saltelli et al. (2010), with blocks that may hold several factors
    and may overlap. A longer design begins with the shorter one, and other blocks leave A and B
    as they are, so neither does a run twice.

    Args:
        factors: What is varied, in the order of columns.
        blocks: Keys of the factors that move together, by name of the block.
        rows: A power of two.
        seed: Another seed gives others.

    Returns:
        Points, shape (rows, blocks + 2, factors).
    """
    from scipy.stats import qmc

    count = len(factors)
    random = Streams(seed).generator("sensitivity: sobol")
    both = qmc.Sobol(2 * count, rng=library_seed(random)).random_base2(rows.bit_length() - 1)
    both = np.minimum(both, 1.0 - 2.0**-53)
    a, b = both[:, :count], both[:, count:]
    place = {factor.key: column for column, factor in enumerate(factors)}
    unit = np.repeat(a[:, None, :], len(blocks) + 2, axis=1)
    unit[:, -1] = b
    for step, keys in enumerate(blocks.values(), start=1):
        columns = [place[key] for key in keys]
        unit[:, step, columns] = b[:, columns]
    return np.asarray(unit)
