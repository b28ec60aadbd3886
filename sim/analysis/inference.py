"""What luck alone explains: intervals, paired tests, and corrections for their number.

* Intervals are 95 % Student t intervals of a mean. With the 10-50 seeds of a comparison they
  need no random numbers and stay honestly wide for few seeds, where a percentile bootstrap is
  too narrow. For 0/1 outcomes the interval of a share is Wilson's, because "0 of 10" does not
  mean "never".
* A difference is decided if the paired t test says so at 5 %, two-sided: just where its
  interval excludes zero.
* Companies that share a draw of the fitted parameters are no independent cases. Where groups are
  given, the error of a mean is that of the sums of groups (cluster-robust, with the number of
  groups less one as degrees of freedom: Cameron and Miller, Journal of Human Resources 2015),
  and an interval of a share counts as many cases as would give the same error.
* A difference that is the same in every pair has no spread to judge it by. A sign test stands
  in: it is decided from `SEEDS_TO_DECIDE` pairs on.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.base.arrays import Flags, Floats, Ints

Signs = NDArray[np.int8]

LEVEL = 0.05
"""Probability at which a difference counts as decided."""
SEEDS_TO_DECIDE = 6
"""Smallest number of seeds all pointing one way that a two-sided sign test calls decided."""
BETTER, WORSE, OPEN = "better", "worse", "not decided"
SMALL, SLIGHT = "too small", "perhaps too small"
EQUAL = 1e-9
"""Relative difference below which two values are equal: rounding, not effect."""


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
    pairs: Ints

    def signs(self, p: Floats | None = None, least: float = 0.0) -> Signs:
        """+1 where the mean is above zero and decided, −1 below, else 0.

        Args:
            p: Corrected probabilities.
            least: Smallest mean that matters; smaller ones count as 0.
        """
        decided = ((self.p if p is None else p) <= LEVEL) & (np.abs(self.mean) >= least)
        return np.asarray(np.where(decided, np.sign(self.mean), 0), np.int8)

    def verdicts(self, p: Floats | None = None, least: float = 0.0) -> list[str]:
        """What the intervals support, and no more, of differences in the wanted direction.

        `BETTER` or `WORSE` where one is decided and its mean matters, `SMALL` where the whole
        interval lies below what matters, `SLIGHT` where it is decided and the mean lies below,
        else `OPEN`. Arguments as in `signs`.
        """
        signs, far = self.signs(p), np.maximum(np.abs(self.low), np.abs(self.high))
        # A few differences that are all the same, but not 0, have no interval.
        wide = self.spread > EQUAL * np.abs(self.mean)
        known = wide | (signs != 0) | (self.mean == 0.0)
        small, slight = known & (far < least), np.abs(self.mean) < least
        named = np.where(signs > 0, BETTER, np.where(signs < 0, WORSE, OPEN))
        told = np.where(small, SMALL, np.where(slight & (signs != 0), SLIGHT, named))
        return [str(each) for each in np.atleast_1d(told)]


def difference(left: Floats, right: Floats) -> Floats:
    """Left minus right, exactly zero where they differ by rounding only."""
    equal = np.isclose(left, right, rtol=EQUAL, atol=EQUAL)
    return np.asarray(np.where(equal, 0.0, left - right))


def t_test(differences: Floats, groups: Ints | None = None) -> Tested:
    """Test paired differences along the last axis; NaN is a missing pair.

    Args:
        differences: Shape (..., pairs).
        groups: Pairs with the same number depend on each other, shape (pairs,); none do if None.
    """
    from scipy.special import stdtr, stdtrit

    known = ~np.isnan(differences)
    pairs = known.sum(axis=-1)
    with np.errstate(all="ignore"):
        mean = np.where(known, differences, 0.0).sum(axis=-1) / pairs
        apart = np.where(known, differences - mean[..., None], 0.0)
        spread = np.sqrt((apart**2).sum(axis=-1) / (pairs - 1))
        many = (_sums(known, groups) > 0).sum(axis=-1)
        error = _error(apart, groups, many, pairs)
        p = 2.0 * stdtr(many - 1, -np.abs(mean) / error)
        half = stdtrit(many - 1, 1.0 - LEVEL / 2.0) * error
    flat = (many > 1) & (spread <= EQUAL * np.abs(mean))
    p = np.where(flat, np.where(mean == 0.0, 1.0, 2.0 * 0.5**many), p)
    p = np.where(many > 1, p, 1.0)
    half = np.where(many > 1, half, np.nan)
    return Tested(mean, mean - half, mean + half, p, spread, pairs)


def _sums(values: Any, groups: Ints | None) -> Any:
    """Sums over each group along the last axis."""
    if groups is None or not len(groups):
        return values
    order = np.argsort(groups, kind="stable")
    first = np.unique(groups[order], return_index=True)[1]
    return np.add.reduceat(values[..., order], first, axis=-1)


def _error(apart: Any, groups: Ints | None, many: Any, pairs: Any) -> Any:
    """Standard error of a mean, from the deviations of its pairs, which form `many` groups."""
    return np.sqrt(many / (many - 1) * (_sums(apart, groups) ** 2).sum(axis=-1)) / pairs


def interval(values: Floats, groups: Ints | None = None) -> tuple[float, float]:
    """95 % t interval of the mean of some values without NaN; NaN for fewer than two."""
    found = t_test(values, groups)
    return float(found.low), float(found.high)


def ends_of(row: Floats) -> tuple[float, float]:
    """95 % interval of a company's mean over seeds; one that never varies is known exactly."""
    if never_varies(row):
        return float(row.mean()), float(row.mean())
    return interval(row)


def never_varies(row: Floats) -> bool:
    """Whether some values differ by rounding only."""
    return bool(np.ptp(row) <= EQUAL * max(1.0, float(np.abs(row).max())))


def holm(p: Floats) -> Floats:
    """Holm's adjusted probabilities along the last axis: decided where still <= 5 %."""
    order = np.argsort(p, axis=-1, kind="stable")
    ordered = np.take_along_axis(p, order, axis=-1)
    count = p.shape[-1]
    adjusted = np.maximum.accumulate(ordered * (count - np.arange(count)), axis=-1)
    out = np.empty_like(adjusted)
    np.put_along_axis(out, order, np.minimum(adjusted, 1.0), axis=-1)
    return out


def cases(marks: Flags, groups: Ints) -> float:
    """Number of independent cases in which a share would be as uncertain as it is here.

    Args:
        marks: In which companies something is so.
        groups: Companies with the same number depend on each other.

    Returns:
        A number of cases, not always whole, between 1 and the number of companies.
    """
    count, many = len(marks), len(np.unique(groups))
    share = float(np.mean(marks)) if count else 0.0
    if many == count or many < 2 or not 0.0 < share < 1.0:
        return float(many)
    variance = float(_error(marks - share, groups, many, count)) ** 2
    return min(float(count), share * (1.0 - share) / variance) if variance > 0.0 else float(count)


def wilson(share: float, count: float) -> tuple[float, float]:
    """95 % Wilson interval of a share seen in `count` runs."""
    if not count:
        return float("nan"), float("nan")
    z = 1.959963984540054
    centre = (share + z * z / (2 * count)) / (1 + z * z / count)
    spread = np.sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    half = float(z / (1 + z * z / count) * spread)
    return max(0.0, centre - half), min(1.0, centre + half)
