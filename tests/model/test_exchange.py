"""What people see and hear, one by one, where some have no ties: first, last and in a row."""

from __future__ import annotations

import numpy as np
import pytest

from sim.model.mechanisms.exchange import SPEAKS, _meet
from sim.organisation.network import Ties

PAIRS = {
    "nobody alone": ([0, 1, 2, 3, 4], [1, 2, 3, 4, 0]),
    "first and last alone": ([1, 2, 2], [2, 3, 1]),
    "several in a row alone": ([0, 0, 1], [1, 4, 4]),
    "one tie": ([2], [3]),
    "no ties": ([], []),
}


@pytest.mark.parametrize("pairs", PAIRS.values(), ids=list(PAIRS))
def test_everybody_gets_the_means_of_the_own_ties(pairs: tuple[list[int], list[int]]) -> None:
    """Weighted means over own ties, as one person after the other would work them out."""
    draw, people = np.random.default_rng(4), 5
    ties = Ties.from_pairs(people, *pairs, draw.uniform(0.1, 3.0, len(pairs[0])))
    expectation, shown = draw.normal(0, 0.3, people), draw.random((people, 4))
    shown[2, 0] = SPEAKS / 2
    got = np.full((4, people), np.nan)
    _meet(ties.start, ties.neighbour, ties.weight, expectation, shown, *got)
    for i in range(people):
        row = slice(ties.start[i], ties.start[i + 1])
        use, word, skill, voice = shown[ties.neighbour[row]].T
        gap = (word - expectation[i]) * (use >= SPEAKS)
        weights = [ties.weight[row]] * 2 + [ties.weight[row] * voice] * 2
        values = use, np.maximum(skill - shown[i, 2], 0), np.maximum(gap, 0), np.minimum(gap, 0)
        for k in range(4):
            mean = np.average(values[k], weights=weights[k]) if len(use) else 0.0
            assert got[k, i] == pytest.approx(mean, abs=1e-14)
