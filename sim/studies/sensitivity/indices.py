"""From points and outcomes to indices: nothing here knows what was simulated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.base.arrays import Floats, Ints
from sim.base.streams import Streams
from sim.studies.sensitivity.design import LEVELS, library_seed, problem
from sim.studies.sensitivity.factors import Factor

RESAMPLES = 500
Z = 1.959963984540054
TWO_PEAKS = 5.0 / 9.0
"""Bimodality coefficient of a uniform distribution; above it, two peaks or a pile at one end."""


@dataclass(frozen=True)
class Screened:
    """Elementary effects per factor, each a change of the outcome at one step.

    Attributes:
        mu_star: Mean absolute effect.
        half: Half of its 95 % bootstrap interval.
        mu: Mean effect; NaN for factors without an order, whose sign means nothing.
        sigma: Standard deviation of effects: large where a factor acts otherwise elsewhere.
    """

    mu_star: Floats
    half: Floats
    mu: Floats
    sigma: Floats


def screen(factors: Sequence[Factor], grid: Floats, outcome: Floats, seed: int) -> Screened:
    """Elementary effects (Morris 1991; mu* of Campolongo et al. 2007).

    Args:
        factors: In the order of columns.
        grid: As `morris_design` gives it.
        outcome: Shape (trajectories, points).
        seed: Of the bootstrap.
    """
    from SALib.analyze.morris import analyze

    step = LEVELS / (2.0 * (LEVELS - 1.0))  # SALib divides by it; a change per step says more
    random = Streams(seed).generator("sensitivity: bootstrap morris")
    found = analyze(problem(factors), grid, outcome.ravel() * step, num_resamples=RESAMPLES,
                    num_levels=LEVELS, seed=library_seed(random))  # fmt: skip
    unordered = [factor.unordered > 0 for factor in factors]
    return Screened(
        np.asarray(found["mu_star"], float),
        np.asarray(found["mu_star_conf"], float),
        np.where(unordered, np.nan, np.asarray(found["mu"], float)),
        np.asarray(found["sigma"], float),
    )


@dataclass(frozen=True)
class Shares:
    """Shares of variance per block.

    Attributes:
        first: What the block explains by itself (Sobol 2001).
        total: What it has a part in, with all that it does together with others.
        first_half, total_half: Halves of their 95 % bootstrap intervals.
        drawn: Totals of bootstrap resamples, shape (resamples, blocks).
    """

    first: Floats
    first_half: Floats
    total: Floats
    total_half: Floats
    drawn: Floats


def shares(outcome: Floats, seed: int) -> Shares:
    """First-order and total indices by the estimators of Saltelli et al. (2010).

    Args:
        outcome: Shape (rows, blocks + 2), in the order of `sobol_design`; it varies.
        seed: Of the bootstrap.
    """
    from SALib.analyze.sobol import analyze

    names = [str(block) for block in range(outcome.shape[1] - 2)]
    random = Streams(seed).generator("sensitivity: bootstrap sobol")
    found = analyze({"num_vars": len(names), "names": names, "groups": None}, outcome.ravel(),
                    calc_second_order=False, num_resamples=RESAMPLES, keep_resamples=True,
                    seed=library_seed(random))  # fmt: skip
    kept = ("S1", "S1_conf", "ST", "ST_conf", "ST_conf_all")
    return Shares(*[np.asarray(found[name], float) for name in kept])


@dataclass(frozen=True)
class Parts:
    """Parts of the variance that add up to one, each with half of its 95 % bootstrap interval.

    Attributes:
        company: What the company explains, whatever the strategy and the luck.
        strategy: What the strategy explains on top, by itself and in how it suits the company.
        luck: What stays open when company and strategy are known.
    """

    company: tuple[float, float]
    strategy: tuple[float, float]
    luck: tuple[float, float]


def parts(corners: Floats, ends: Floats, seed: int) -> Parts:
    """The three parts, from two strategies crossed with two lucks in every company.

    Half the mean squared difference between two lucks is the variance that luck leaves. The two
    lucks show the same difference between strategies, each with noise of its own, so half the
    mean product is the variance between strategies within companies, without that noise.

    Args:
        corners: Outcomes, shape (rows, strategies, lucks): one or two of the former, two of the
            latter.
        ends: Independent outcomes for the variance, shape (rows, 2).
        seed: Of the bootstrap.
    """
    chance = ((corners[:, :, 0] - corners[:, :, 1]) ** 2).mean(axis=1) / 2.0
    gaps = corners[:, 0] - corners[:, -1]
    choice = gaps[:, 0] * gaps[:, 1] / 2.0
    random = Streams(seed).generator("sensitivity: bootstrap parts")
    drawn = random.integers(len(ends), size=(RESAMPLES, len(ends)))

    def shared(rows: Ints) -> Floats:
        variance = np.maximum(ends[rows].var(axis=(-2, -1)), 1e-300)
        strategy, luck = (each[rows].mean(axis=-1) / variance for each in (choice, chance))
        return np.stack([1.0 - strategy - luck, strategy, luck])

    values = shared(np.arange(len(ends)))
    halves = Z * shared(drawn).std(axis=1)
    return Parts(*[(float(one), float(half)) for one, half in zip(values, halves, strict=True)])


@dataclass(frozen=True)
class Distances:
    """How far fixing a factor moves the distribution of the outcome.

    Attributes:
        index: Mean Kolmogorov-Smirnov distance over slices of the factor, 0 to 1.
        half: Half of its 95 % bootstrap interval.
        noise: What a factor without effect reaches in one of twenty cases.
    """

    index: float
    half: float
    noise: float


def distances(factor: Factor, unit: Floats, outcome: Floats, seed: int) -> Distances:
    """PAWN index (Pianosi and Wagener 2015) from a generic sample (their 2018 paper).

    The mean over slices instead of their median, because only one of many strategies may differ.
    Numbers are cut into slices of equal size; factors without an order have a slice per value.

    Args:
        factor: For its values without an order.
        unit: Shares of the factor, shape (points,).
        outcome: Shape (points,).
        seed: Of bootstrap and permutations.
    """
    slices = _slices(factor, unit)
    random = Streams(seed).generator(f"sensitivity: pawn {factor.key}")
    size = len(outcome)
    again = [_mean_distance(slices[rows], outcome[rows])
             for rows in random.integers(size, size=(RESAMPLES, size))]  # fmt: skip
    mixed = [_mean_distance(random.permutation(slices), outcome) for _ in range(RESAMPLES)]
    return Distances(
        _mean_distance(slices, outcome), Z * float(np.std(again)), float(np.quantile(mixed, 0.95))
    )


def _slices(factor: Factor, unit: Floats) -> Ints:
    """Slice of every point: fifty points or so in each, three to ten of them."""
    if factor.unordered and factor.unordered <= len(unit) // 10:
        return np.asarray(unit * factor.unordered, np.int64)
    count = int(np.clip(len(unit) // 50, 3, 10))
    ranks = np.argsort(np.argsort(unit, kind="stable"), kind="stable")
    return np.asarray(ranks * count // len(unit), np.int64)


def _mean_distance(slices: Ints, outcome: Floats) -> float:
    """Mean over slices of the largest gap between its distribution and that of all points."""
    order = np.argsort(outcome, kind="stable")
    last = np.append(np.diff(outcome[order]) > 0.0, True)  # equal values step together
    member = slices[order, None] == np.unique(slices)[None, :]
    below = np.cumsum(member, axis=0)[last]
    everyone = np.flatnonzero(last) + 1.0
    gaps = np.abs(below / below[-1] - everyone[:, None] / len(outcome))
    return float(gaps.max(axis=0).mean())


def bimodality(values: Floats) -> float:
    """Bimodality coefficient: (skewness squared + 1) / kurtosis, corrected for few values.

    5/9 for a uniform distribution, 1/3 for a normal one, 1 for two points. Values that pile up at
    one end raise it as well, and they, too, are badly described by a variance.
    """
    from scipy.stats import kurtosis, skew

    count = len(values)
    excess = float(kurtosis(values, bias=False))
    correction = 3.0 * (count - 1) ** 2 / ((count - 2) * (count - 3))
    return float((skew(values, bias=False) ** 2 + 1.0) / (excess + correction))
