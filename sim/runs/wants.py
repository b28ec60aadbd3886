"""What a study wants done: runs through the store, or numbers measured on finished firms.

A study yields wants one after the other. Whatever was finished before, by whatever command, is
found and not done again.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator, Mapping, Sequence, Set
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import numpy as np

from sim.base.files import results_folder, together
from sim.runs.execute import RunsFailed, compared, complete, until_sound
from sim.runs.measured import Numbers
from sim.runs.plan import Estimate, Run, size
from sim.runs.tables import frames
from sim.runs.units import Failure
from sim.runs.work import Work

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.analysis.companies import Draw
    from sim.model.config import RunConfig
    from sim.organisation.build import Organisation
    from sim.runs.run import RunResult
    from sim.runs.store import Store

Found = TypeVar("Found")
Outcome = TypeVar("Outcome")
Job = tuple[tuple[str, ...], tuple[Any, ...]]
"""Keys that one call measures together, and its further arguments."""


class Want(Protocol):
    """Something to be done: runs through the store, or numbers measured on finished firms."""

    def do(self, work: Work) -> Any:
        """Do what is left of it, and return what there is then."""

    def ahead(self, work: Work) -> Estimate:
        """What is left to do."""


@dataclass(frozen=True)
class Batch:
    """Runs that are wanted, found in the store or done.

    Attributes:
        runs: Tasks with their seeds, in the order of tables.
        label: Key of what a piece is called while it is done; "" says nothing.
        share: Pieces of this batch, and of all batches with this label, where a piece is no run.
    """

    runs: Sequence[Run]
    label: str = "progress.runs"
    share: tuple[int, int] | None = None

    def ahead(self, work: Work) -> Estimate:
        """What is left to do."""
        return work.ahead(self.runs)

    def do(self, work: Work) -> Finished:
        """Do what is left."""
        return Finished(self, work)


class Finished:
    """The runs of a batch, stored; and those that failed."""

    def __init__(self, batch: Batch, work: Work) -> None:
        self.batch, self.work, self.failures = batch, work, list[Failure]()
        self.finish()
        work.runs += batch.runs
        work.failures += self.failures

    @property
    def store(self) -> Store:
        """Where the runs are."""
        return self.work.kept

    def finish(self) -> None:
        """Do what is not stored."""
        batch, work = self.batch, self.work
        left, engine = work.left(batch.runs), work.connected
        sizes = {task.run_key(seed): size(task.config) for task, seed in batch.runs}
        total, much = left.runs, sum(sizes[key] for key in sizes if key not in work.kept)
        if batch.share:
            total = much = batch.share[1]
        progress = work.progress(batch.label, total, batch.share is not None, much)

        def advance(keys: Set[str]) -> None:
            if not batch.share:
                progress.advance(len(keys), sum(sizes[key] for key in keys))

        self.failures = complete(
            batch.runs, work.kept, engine, left, work.workers, advance, work.fail_fast
        )
        progress.advance(batch.share[0] if batch.share else 0)

    @property
    def stopped(self) -> bool:
        """Whether a failure has put an end to the study."""
        return self.work.fail_fast and bool(self.failures)

    def read(self, read: Callable[[], Found]) -> Found:
        """Read what is stored; a chunk that was damaged meanwhile is done again first."""
        return until_sound(read, self.finish)

    def outcomes(self, names: Sequence[str]) -> dict[str, NDArray[np.float64]]:
        """Outcomes by name, shape (runs,), in the order of the batch; NaN where a run failed."""
        return self.read(lambda: self._columns(names))

    def _columns(self, names: Sequence[str]) -> dict[str, NDArray[np.float64]]:
        keys = [task.run_key(seed) for task, seed in self.batch.runs]
        there = np.array([key in self.store for key in keys])
        columns = {name: np.full(len(keys), np.nan) for name in names}
        found = [key for key in keys if key in self.store]
        if found:
            table = self.store.rows(found, list(names))
            for name in names:
                columns[name][there] = table[name].to_numpy()
        return columns


@dataclass(frozen=True)
class Measurements:
    """Numbers that are wanted of finished firms.

    Attributes:
        measure: Called with the keys that are missing and a job's further arguments; returns
            numbers by key. Importable, so that worker processes find it.
        jobs: Keys that are measured together, and the further arguments.
        mark: What all numbers of the study depend on besides their key (`digest`).
        label: Key of what a piece is called while it is measured.
    """

    measure: Callable[..., Numbers]
    jobs: Sequence[Job]
    mark: str
    label: str = "progress.runs"

    def ahead(self, work: Work) -> Estimate:
        """What is left to do; how long it takes is not known beforehand."""
        return Estimate(sum(len(keys) for keys, _ in self._left(work)), 0, 0.0, 0.0)

    def _left(self, work: Work) -> list[Job]:
        known = work.measured(self.mark).numbers
        left = [(tuple(key for key in keys if key not in known), more) for keys, more in self.jobs]
        return [(keys, more) for keys, more in left if keys]

    def do(self, work: Work) -> Mapping[str, NDArray[np.float64]]:
        """Numbers by key, those that were measured before among them."""
        from sim.runs.workers import side_by_side

        kept, left = work.measured(self.mark), self._left(work)
        jobs = [(keys, *more) for keys, more in left]
        if left:
            work.compiled()
        progress = work.progress(self.label, sum(len(keys) for keys, _ in left))
        try:
            for numbers in side_by_side(self.measure, jobs, work.workers):
                kept.add(numbers)
                progress.advance(len(numbers))
        finally:
            if left:
                kept.save()
        wanted = [key for keys, _ in self.jobs for key in keys]
        return {key: np.array(kept.numbers[key]) for key in wanted}


@dataclass(frozen=True)
class Comparison:
    """Strategies with the same seeds and their reference, as frames; with a store or without.

    Attributes:
        configs: Configurations by strategy.
        seeds: Seeds of all of them.
        organisation: Replaces those of the configurations; then there is no store.
        drawn: The company of each seed, as values by key; none where all are the same.
    """

    configs: Mapping[str, RunConfig]
    seeds: Sequence[int]
    organisation: Organisation | None = None
    drawn: Mapping[int, Draw] = field(default_factory=dict)

    def ahead(self, work: Work) -> Estimate:
        """What is left to do."""
        runs = compared(self.configs, self.seeds, self.drawn)
        if work.store is not None:
            return work.ahead(runs)
        return Estimate(len(runs), 0, 0.0, 0.0)

    def do(self, work: Work) -> RunResult:
        """Do what is left.

        Raises:
            RunsFailed: Some runs raised errors; the others are stored.
        """
        found = self._unstored(work) if work.store is None else self._stored(work, work.store)
        if work.folder is not None:
            with suppress(OSError):
                (work.folder / UNFINISHED).rmdir()
        return found

    def _stored(self, work: Work, store: Store) -> RunResult:
        batch = Batch(compared(self.configs, self.seeds, self.drawn))
        batch.ahead(work)  # until then nothing is done that an interruption could leave
        try:
            done = batch.do(work)
            found = done.read(lambda: frames(store, batch.runs))
        except KeyboardInterrupt:
            finished = frames(store, batch.runs)
            if len(finished.runs):
                _keep(finished, work)
            raise
        if done.failures:
            raise RunsFailed(done.failures, batch.runs)
        return found

    def _unstored(self, work: Work) -> RunResult:
        from sim.runs.run import Unfinished, run_many

        work.compiled()
        progress = work.progress("progress.runs", len(self.configs) * len(self.seeds))
        try:
            return run_many(
                self.configs, self.seeds, work.workers,
                lambda done, _: progress.advance(done - progress.done),
                self.organisation, self.drawn,
            )  # fmt: skip
        except Unfinished as interruption:
            _keep(interruption.finished, work)
            raise


UNFINISHED = "unfinished"
"""Folder for the runs that an interrupted comparison has finished."""


def _keep(finished: RunResult, work: Work) -> None:
    if work.folder is None:
        return
    with results_folder(work.folder, "compare"), together(work.folder / UNFINISHED) as new:
        for name, frame in zip(("runs", "weekly"), finished, strict=True):
            frame.to_parquet(new / f"{name}.parquet", index=False)


@dataclass(frozen=True)
class Said:
    """A line on standard error about what comes next, which is no run."""

    text: str

    def ahead(self, work: Work) -> Estimate:
        """Nothing."""
        return Estimate(0, 0, 0.0, 0.0)

    def do(self, work: Work) -> None:
        """Say it."""
        if not work.quiet:
            print(self.text, file=sys.stderr, flush=True)


def drive(wants: Generator[Any, Any, Outcome], work: Work, first: Want | None = None) -> Outcome:
    """Do whatever is wanted, one after the other, until there is an answer.

    Args:
        wants: Yields what it wants, gets what came of it.
        work: Where and how it is done.
        first: What it has asked for already, if it was asked.
    """
    try:
        want = next(wants) if first is None else first
        while True:
            want = wants.send(want.do(work))
    except StopIteration as end:
        answer: Outcome = end.value
        return answer
