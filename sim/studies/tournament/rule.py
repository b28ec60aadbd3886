"""The rule that decides whether one strategy is better than another; there is no second one.

In one company by the paired t test over seeds, best if better than every other one; over
companies by the paired t test after Holm's correction. The page says it in full, with what it
rests on: `rule` and `references` in `report/text/*/tournament.yaml`.
"""

from __future__ import annotations

import numpy as np

from sim.analysis.inference import Signs, Tested, difference, holm, t_test
from sim.base.arrays import Floats, Ints


def beats(scores: Floats, least: float = 0.0) -> Signs:
    """Who is better than whom in each company.

    Args:
        scores: Higher is better, shape (strategies, companies, seeds).
        least: Smallest mean difference that matters.

    Returns:
        Shape (strategies, strategies, companies): +1 where the row is better than the column,
        −1 where it is worse, 0 where the seeds do not decide or it does not matter.
    """
    return t_test(difference(scores[:, None], scores[None, :])).signs(least=least)


def pairs_of(count: int) -> tuple[Ints, Ints]:
    """All pairs of so many strategies: first and second of each."""
    first, second = np.triu_indices(count, 1)
    return first.astype(np.int64), second.astype(np.int64)


def over_companies(means: Floats, groups: Ints | None = None) -> tuple[Tested, Floats]:
    """Tests of all pairs over companies, and their probabilities after Holm's correction.

    Args:
        means: Means over seeds, shape (..., strategies, companies).
        groups: Companies with the same number share fitted values, shape (companies,); none do
            if None.

    Returns:
        Shapes (..., pairs) in the order of `pairs_of`, first minus second.
    """
    first, second = pairs_of(means.shape[-2])
    found = t_test(difference(means[..., first, :], means[..., second, :]), groups)
    return found, holm(found.p)
