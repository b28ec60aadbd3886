"""The value of information: what knowing something is worth for the choice between strategies.

Perfect information on everything lets one choose in every company what is best there; on a few
parameters, what is best on average given these (Strong, Oakley and Brennan, "Estimating
multiparameter partial expected value of perfect information from a probabilistic sensitivity
analysis sample", Medical Decision Making 34, 2014); a survey tells them with its error (Strong,
Oakley, Brennan and Breeze, Medical Decision Making 35, 2015). The average given something known is
a penalised polynomial. A value that is found in the sample it was fitted to flatters, so the choice
that the polynomial makes is also tried in companies that it has not seen.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.analysis.inference import EQUAL
from sim.base.arrays import Floats, Ints

FOLDS = 10
DEGREE_OF_ONE, DEGREE_OF_MANY = 4, 2
"""Powers of a parameter alone, and of each of several."""
MOST_PRODUCTS = 6
"""Parameters up to which products of two are looked at."""
PENALTIES = 10.0 ** np.arange(-3.0, 5.0)
SHUFFLES = 20
BEYOND = 2.0
"""Standard errors that a held-out value must be above zero."""


class Perfect(NamedTuple):
    """What knowing everything is worth: luck of few seeds lies between the two bounds.

    Attributes:
        best: Number of the strategy that is best on average.
        mean: Its mean.
        low, high: The best of each company chosen by other seeds, and by all.
        error: Standard error of `high`.
    """

    best: int
    mean: float
    low: float
    high: float
    error: float


class Worth(NamedTuple):
    """What knowing some parameters is worth.

    Attributes:
        inside: In the companies that the choice was learnt in.
        outside: In companies held back.
        error: Standard error of that.
    """

    inside: float
    outside: float
    error: float

    @property
    def changes(self) -> bool:
        """Whether anything would be chosen differently at all."""
        return self.inside > 0.0


def perfect(values: Floats) -> Perfect:
    """What knowing everything is worth.

    Args:
        values: Shape (strategies, companies, seeds), in money.
    """
    means = values.mean(axis=2)
    best = int(np.argmax(means.mean(axis=1)))
    gains = means.max(axis=0) - means[best]
    companies, seeds = np.arange(values.shape[1]), values.shape[2]
    others = []
    for seed in range(seeds if seeds > 1 else 0):
        chosen = np.argmax(np.delete(values, seed, axis=2).mean(axis=2), axis=0)
        others.append((values[chosen, companies, seed] - values[best, :, seed]).mean())
    low = float(np.mean(others)) if others else float("nan")
    error = float(gains.std(ddof=1) / np.sqrt(len(gains)))
    return Perfect(best, float(means[best].mean()), low, float(gains.mean()), error)


def pays(worth: Worth, luck: float) -> bool:
    """Whether something is worth more than luck would make of it, and beyond its error."""
    return worth.inside > luck and worth.outside > BEYOND * worth.error


def worth(means: Floats, features: Floats, lot: Ints) -> Worth:
    """What knowing some parameters is worth.

    Args:
        means: Mean over seeds, shape (strategies, companies), in money.
        features: What is known of each company, shape (companies, parameters).
        lot: In which of `FOLDS` lots each company is held back; companies that share draws
            stand in the same.
    """
    design = _design(features)
    gains = np.full(means.shape[1], np.nan)
    for fold in range(FOLDS):
        out = lot == fold
        if not out.any():
            continue
        usual = int(np.argmax(means[:, ~out].mean(axis=1)))
        fit = _coefficients(design[~out], means[:, ~out])
        chosen = np.argmax(design[out] @ fit, axis=1)
        there = means[:, out]
        gains[out] = there[chosen, np.arange(out.sum())] - there[usual]
    error = float(gains.std(ddof=1) / np.sqrt(len(gains)))
    return Worth(inside(means, design), float(gains.mean()), error)


def inside(means: Floats, design: Floats) -> float:
    """The same where it was learnt: mean of the best fitted line, less the best mean of a line."""
    fitted = design @ _coefficients(design, means)
    gained = float(fitted.max(axis=1).mean() - fitted.mean(axis=0).max())
    return gained if gained > EQUAL else 0.0  # rounding is no information


def floor(means: Floats, groups: list[Floats], draw: np.random.Generator) -> float:
    """What luck alone would make the most of: 95 % of the largest of all groups, shuffled."""
    found = []
    designs = [_design(features) for features in groups]
    for _ in range(SHUFFLES):
        order = draw.permutation(means.shape[1])
        found.append(max(inside(means, design[order]) for design in designs))
    return float(np.quantile(found, 0.95))


def lots(families: Ints, draw: np.random.Generator) -> Ints:
    """A lot in [0, FOLDS) for every company, the same for those of one family."""
    names, place = np.unique(families, return_inverse=True)
    return np.asarray((draw.permutation(len(names)) % FOLDS)[place], np.int64)


def _design(features: Floats) -> Floats:
    """Powers of ranks in [-1, 1], and products of two where there are few; the first is 1."""
    from scipy.stats import rankdata

    ranks = 2.0 * (rankdata(features, axis=0) - 0.5) / len(features) - 1.0
    count = ranks.shape[1]
    degree = DEGREE_OF_ONE if count == 1 else DEGREE_OF_MANY
    columns = [ranks**power for power in range(1, degree + 1)]
    if 1 < count <= MOST_PRODUCTS:
        left, right = np.triu_indices(count, 1)
        columns.append(ranks[:, left] * ranks[:, right])
    return np.hstack([np.ones((len(ranks), 1)), *columns])


def _coefficients(design: Floats, means: Floats) -> Floats:
    """Ridge regression of every strategy, its penalty by generalised cross-validation.

    Returns:
        Shape (columns, strategies).
    """
    centre, wanted = design[:, 1:].mean(axis=0), means.T
    left, size, right = np.linalg.svd(design[:, 1:] - centre, full_matrices=False)
    middle = wanted.mean(axis=0)
    seen = left.T @ (wanted - middle)
    shrunk = size[:, None] ** 2 / (size[:, None] ** 2 + PENALTIES)
    scores = []
    for column in range(shrunk.shape[1]):
        rest = wanted - middle - left @ (shrunk[:, column, None] * seen)
        free = 1.0 - (1.0 + shrunk[:, column].sum()) / len(wanted)
        scores.append((rest**2).mean(axis=0) / max(free, 1e-3) ** 2)
    chosen = np.argmin(scores, axis=0)
    pull = shrunk[:, chosen] / np.maximum(size[:, None], 1e-12)
    slopes = right.T @ (pull * seen)
    return np.vstack([middle - centre @ slopes, slopes])
