"""Strategies in companies, through the run store: whatever was run once is never run again.

Every company has seeds of its own. With common seeds, one lucky seed would be lucky in all
companies, and the spread between companies would not show it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sim.analysis.companies import Draw, families
from sim.base.arrays import Flags, Floats, Ints
from sim.base.values import with_values
from sim.model.outcomes import OUTCOMES, Outcome
from sim.runs.cells import Cell
from sim.runs.execute import RunsFailed
from sim.runs.plan import Run, tasks_of
from sim.runs.units import Failure
from sim.runs.wants import Batch, Finished

if TYPE_CHECKING:
    import pandas as pd

    from sim.model.config import RunConfig
    from sim.model.strategy import Strategy

MOST_COMPANIES = 100_000
"""Distance between the seeds of one company; more seeds later leave the first ones as they are."""


class Table(NamedTuple):
    """One outcome of every strategy.

    Attributes:
        outcome: What it is.
        strategies: Names, in the order of tables and figures.
        values: Shape (strategies, companies, seeds); times not reached stand as the horizon,
            NaN is undefined.
        unreached: Share of runs of each strategy in which a time was not reached.
        families: Companies with the same number share fitted values, shape (companies,).
        least: Smallest difference that matters, in the unit of the values.
    """

    outcome: Outcome
    strategies: tuple[str, ...]
    values: Floats
    unreached: Floats
    families: Ints
    least: float = 0.0

    @property
    def scores(self) -> Floats:
        """The values such that higher is better, in companies where all strategies have one."""
        return np.asarray(self.outcome.sign * self.values[:, self._defined])

    @property
    def groups(self) -> Ints:
        """The families of these companies."""
        return np.asarray(self.families[self._defined])

    @property
    def _defined(self) -> Flags:
        return np.asarray(~np.isnan(self.values).any(axis=(0, 2)))


@dataclass(frozen=True)
class Played:
    """What came of some strategies in all companies.

    Attributes:
        strategies: Their names.
        values: Outcome -> shape (strategies, companies, seeds); NaN as the run says it.
        failures: Runs that raised errors; their companies are all NaN.
        runs: All runs, by companies, strategies, seeds.
        lost: Companies left out because a run failed there, shape (companies,).
        families: Companies with the same number share fitted values, shape (companies,).
    """

    strategies: tuple[str, ...]
    values: Mapping[str, Floats]
    failures: tuple[Failure, ...]
    runs: tuple[Run, ...]
    lost: Flags
    families: Ints

    def table(self, outcome: Outcome, weeks: int) -> Table:
        """One outcome as a table."""
        values = self.values[outcome.name][:, ~self.lost]
        missing = np.isnan(values)
        unreached = missing.mean(axis=(1, 2)) if outcome.censored else np.zeros(len(values))
        kept = np.where(missing, float(weeks), values) if outcome.censored else values
        return Table(outcome, self.strategies, kept, unreached, self.families[~self.lost])


class Arena:
    """Companies that strategies are tried in.

    Args:
        base: What all companies share; its strategy does not matter.
        drawn: One draw per company.
        seeds: Seeds per company.
        first: Number of the first company, which its seeds follow from.
    """

    def __init__(self, base: RunConfig, drawn: Sequence[Draw], seeds: int, first: int = 0) -> None:
        self.companies = [with_values(base, draw) for draw in drawn]
        self.families = families(drawn)
        self.seeds, self.first = seeds, base.seed + first

    def seeds_of(self, company: int) -> list[int]:
        """The seeds of a company, counted from 0."""
        return [self.first + company + MOST_COMPANIES * each for each in range(self.seeds)]

    def runs(self, strategies: Mapping[str, Strategy]) -> list[Run]:
        """All runs of some strategies: companies, strategies, seeds."""
        cells = (
            Cell(number, {name: dataclasses.replace(company, strategy=each)
                              for name, each in strategies.items()})
            for number, company in enumerate(self.companies)
        )  # fmt: skip
        return [(task, seed) for task in tasks_of(cells) for seed in self.seeds_of(task.cell)]

    def play(
        self, strategies: Mapping[str, Strategy], label: str = "progress.runs",
        share: tuple[int, int] | None = None,
    ) -> Generator[Batch, Finished, tuple[Played, Finished]]:  # fmt: skip
        """All strategies in all companies, and the finished runs, of which weeks can be read.

        Label and share are those of a `Batch`.

        Raises:
            RunsFailed: A run failed in every company.
        """
        done = yield Batch(self.runs(strategies), label, share)
        played = self.played(strategies, done)
        if played.lost.all():
            raise RunsFailed(played.failures, played.runs)
        return played, done

    def played(self, strategies: Mapping[str, Strategy], done: Finished) -> Played:
        """What came of `runs(strategies)`."""
        columns = done.outcomes([outcome.name for outcome in OUTCOMES])
        shape = (len(self.companies), len(strategies), self.seeds)
        values = {name: column.reshape(shape).swapaxes(0, 1) for name, column in columns.items()}
        failed, runs = {failure.key for failure in done.failures}, done.batch.runs
        mark = np.array([task.run_key(seed) in failed for task, seed in runs]).reshape(shape)
        return Played(tuple(strategies), values, tuple(done.failures), tuple(runs),
                      np.asarray(mark.any(axis=(1, 2))), self.families)  # fmt: skip


def runs_table(kind: str, played: Played) -> pd.DataFrame:
    """One row per run: `companies_kind, company, strategy, seed, run_id`, and every outcome."""
    import pandas as pd

    head = [(kind, task.cell, task.name, seed, task.run_id(seed)) for task, seed in played.runs]
    frame = pd.DataFrame(head, columns=["companies_kind", "company", "strategy", "seed", "run_id"])
    values = {name: cube.swapaxes(0, 1).ravel() for name, cube in played.values.items()}
    return pd.concat([frame, pd.DataFrame(values)], axis=1)
