"""Pareto fronts: strategies that no other one beats in all goals at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from sim.analysis.inference import cases, holm, wilson
from sim.base.arrays import Flags, Floats, Ints
from sim.studies.tournament.arena import Table
from sim.studies.tournament.rule import over_companies, pairs_of

if TYPE_CHECKING:
    import pandas as pd


def on_front(scores: Floats) -> Flags:
    """Who is not dominated: nobody is at least as good in every goal and better in one.

    Args:
        scores: Higher is better, shape (members, goals).
    """
    at_least = (scores[:, None] >= scores[None, :]).all(axis=2)
    better = (scores[:, None] > scores[None, :]).any(axis=2)
    return np.asarray(~(at_least & better).any(axis=0))


def scaled(scores: Floats, among: Floats) -> Floats:
    """Scores on [0, 1] between the worst and the best of some members; 1 where they are equal.

    Args:
        scores: Shape (..., goals).
        among: Who sets the scale, shape (members, goals).
    """
    low, high = among.min(axis=0), among.max(axis=0)
    width = np.where(high > low, high - low, 1.0)
    return np.asarray(np.where(high > low, (scores - low) / width, 1.0))


def knee(scores: Floats, among: Floats) -> int:
    """The member nearest to having the best of everything.

    The distance is Euclidean, with every goal scaled to its range (Yu 1973 calls this
    compromise programming); of equal ones the first.

    Args:
        scores: Higher is better, shape (members, goals).
        among: Members whose range scales the goals, shape (others, goals).
    """
    return int(np.argmin(np.round(np.sum((1.0 - scaled(scores, among)) ** 2, axis=1), 12)))


def fronts(tables: Sequence[Table]) -> pd.DataFrame:
    """How often every strategy is on the front, and whether it is on average.

    Args:
        tables: One per goal, with the same strategies and companies.

    Returns:
        One row per strategy: `strategy, on_front, low, high, average_front, beaten_by`. The
        share of companies in which its means are on the front, with Wilson's 95 % interval;
        whether its means over companies are; and who is at least as good there in every goal
        and decidedly better in one (`rule.over_companies`, Holm over all pairs and goals), the
        first of them if several.
    """
    import pandas as pd

    strategies = tables[0].strategies
    sign = np.array([each.outcome.sign for each in tables])
    cube = np.stack([each.values.mean(axis=2) for each in tables], axis=2) * sign
    there = ~np.isnan(cube).any(axis=(0, 2))
    cube, groups = cube[:, there], tables[0].families[there]
    each_company = np.stack([on_front(cube[:, c]) for c in range(cube.shape[1])], axis=1)
    average = on_front(cube.mean(axis=1))
    beaten = _beaten(cube, groups)
    rows = []
    for place, strategy in enumerate(strategies):
        share = float(each_company[place].mean())
        low, high = wilson(share, cases(each_company[place], groups))
        by = next((strategies[i] for i in np.flatnonzero(beaten[:, place])), "")
        rows.append((strategy, share, low, high, bool(average[place]), by))
    return pd.DataFrame(
        rows, columns=["strategy", "on_front", "low", "high", "average_front", "beaten_by"]
    )


def _beaten(cube: Floats, groups: Ints) -> Flags:
    """Whether the row beats the column on average; cube is (strategies, companies, goals)."""
    found = [over_companies(cube[:, :, goal], groups)[0] for goal in range(cube.shape[2])]
    corrected = holm(np.concatenate([each.p for each in found])).reshape(len(found), -1)
    better = np.zeros((len(cube), len(cube)), np.bool_)
    first, second = pairs_of(len(cube))
    for each, p in zip(found, corrected, strict=True):
        signs = each.signs(p)
        better[first, second] |= signs > 0
        better[second, first] |= signs < 0
    means = cube.mean(axis=1)
    return np.asarray(better & (means[:, None] >= means[None, :]).all(axis=2))
