"""The rule that decides whether one strategy is better than another; there is no second one.

* *In one company* two strategies meet the same people with the same luck, seed by seed. One is
  better if the paired t test over seeds says so at 5 %, two-sided. The best strategy of a
  company counts as decided if it is better than *every* other one. This needs no further
  correction, because all tests have to agree (an intersection-union test: Berger 1982).
  Otherwise the company is undecided: equal is equal, and too few seeds are too few.
* *Over companies* a company counts once, with its mean over seeds, which carries what luck the
  seeds leave. Two strategies differ if the paired t test over companies says so at 5 % after
  Holm's correction (1979) for all comparisons of the same outcome.
* Differences without any spread have no t test. A sign test stands in: they are decided from six
  seeds (or companies) on.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.statistics import EQUAL, holm

Floats = NDArray[np.float64]
Signs = NDArray[np.int8]

LEVEL = 0.05


class Tested(NamedTuple):
    """t tests of mean differences; all arrays have the shape of the input but for its last axis.

    Attributes:
        mean: Mean difference; NaN without a pair.
        low: Lower end of its 95 % interval; NaN with fewer than two pairs.
        high: Upper end.
        p: Two-sided probability of such a mean without a true difference.
        spread: Standard deviation of the differences.
        pairs: Differences that are known.
    """

    mean: Floats
    low: Floats
    high: Floats
    p: Floats
    spread: Floats
    pairs: NDArray[np.int64]

    def signs(self, p: Floats | None = None) -> Signs:
        """+1 where the mean is above zero and decided, −1 below, else 0; `p` may be corrected."""
        decided = (self.p if p is None else p) <= LEVEL
        return np.asarray(np.where(decided, np.sign(self.mean), 0), np.int8)


def difference(left: Floats, right: Floats) -> Floats:
    """Left minus right, exactly zero where they differ by rounding only."""
    equal = np.isclose(left, right, rtol=EQUAL, atol=EQUAL)
    return np.asarray(np.where(equal, 0.0, left - right))


def t_test(differences: Floats) -> Tested:
    """Test paired differences along the last axis; NaN is a missing pair."""
    from scipy.special import stdtr, stdtrit

    known = ~np.isnan(differences)
    pairs = known.sum(axis=-1)
    with np.errstate(all="ignore"):
        mean = np.where(known, differences, 0.0).sum(axis=-1) / pairs
        squares = np.where(known, (differences - mean[..., None]) ** 2, 0.0).sum(axis=-1)
        spread = np.sqrt(squares / (pairs - 1))
        error = spread / np.sqrt(pairs)
        p = 2.0 * stdtr(pairs - 1, -np.abs(mean) / error)
        half = stdtrit(pairs - 1, 1.0 - LEVEL / 2.0) * error
    flat = (pairs > 1) & (spread <= EQUAL * np.abs(mean))
    p = np.where(flat, np.where(mean == 0.0, 1.0, 2.0 * 0.5**pairs), p)
    p = np.where(pairs > 1, p, 1.0)
    half = np.where(pairs > 1, half, np.nan)
    return Tested(mean, mean - half, mean + half, p, spread, pairs)


def beats(scores: Floats) -> Signs:
    """Who is better than whom in each company.

    Args:
        scores: Higher is better, shape (strategies, companies, seeds).

    Returns:
        Shape (strategies, strategies, companies): +1 where the row is better than the column,
        −1 where it is worse, 0 where the seeds do not decide.
    """
    return t_test(difference(scores[:, None], scores[None, :])).signs()


def pairs_of(count: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """All pairs of so many strategies: first and second of each."""
    first, second = np.triu_indices(count, 1)
    return first.astype(np.int64), second.astype(np.int64)


def over_companies(means: Floats) -> tuple[Tested, Floats]:
    """Tests of all pairs over companies, and their probabilities after Holm's correction.

    Args:
        means: Means over seeds, shape (..., strategies, companies).

    Returns:
        Shapes (..., pairs) in the order of `pairs_of`, first minus second.
    """
    first, second = pairs_of(means.shape[-2])
    found = t_test(difference(means[..., first, :], means[..., second, :]))
    return found, holm(found.p)
