"""Multi-objective search with NSGA-II (Deb, Pratap, Agarwal and Meyarivan 2002), by optuna.

Every generation is evaluated as a whole and told in order, so the search takes the same way
whatever the number of processes, and a longer search begins with the shorter one.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from typing import Any, NamedTuple

import numpy as np

from sim.base.arrays import Floats
from sim.base.streams import Streams
from sim.studies.search.genes import Choice, Gene, Values
from sim.studies.tournament.pareto import on_front

POPULATION = 32
"""Strategies in a generation."""


class Trials(NamedTuple):
    """What was tried, in order.

    Attributes:
        values: Per trial one value per gene.
        scores: Shape (trials, goals), higher is better.
    """

    values: list[Values]
    scores: Floats

    def front(self) -> list[int]:
        """Trials that no other one beats in all goals; the first of equal ones."""
        members = np.flatnonzero(on_front(self.scores))
        first = {tuple(self.scores[each]): int(each) for each in reversed(members)}
        return sorted(first.values())


def optimise(
    genes: Sequence[Gene], goals: int, trials: int, seed: int
) -> Generator[list[Values], Floats, Trials]:
    """Look for values that no others beat in all goals.

    Args:
        genes: What is searched.
        goals: How many scores there are.
        trials: How many values are tried.
        seed: The same seed takes the same way.

    Yields:
        The values of a generation; wants their scores, higher is better, shape (trials, goals).
    """
    study = _study(goals, seed)
    space = {gene.name: _distribution(gene) for gene in genes}
    values, scores = list[Values](), list[Floats]()
    while len(values) < trials:
        asked = [study.ask(space) for _ in range(min(POPULATION, trials - len(values)))]
        own = [dict(trial.params) for trial in asked]
        found = yield own
        for trial, row in zip(asked, found, strict=True):
            study.tell(trial, [float(score) for score in row])
        values += own
        scores.append(found)
    return Trials(values, np.concatenate(scores))


def _study(goals: int, seed: int) -> Any:
    import optuna

    optuna.logging.set_verbosity(optuna.logging.WARNING)
    draw = Streams(seed).generator("search")
    sampler = optuna.samplers.NSGAIISampler(
        population_size=POPULATION, seed=int(draw.integers(2**32))
    )
    return optuna.create_study(sampler=sampler, directions=["maximize"] * goals)


def _distribution(gene: Gene) -> Any:
    from optuna import distributions

    if isinstance(gene, Choice):
        return distributions.CategoricalDistribution(gene.options)
    if gene.whole:
        return distributions.IntDistribution(int(gene.low), int(gene.high), log=gene.log)
    return distributions.FloatDistribution(gene.low, gene.high, log=gene.log)
