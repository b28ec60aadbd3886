"""Doing the runs of a design through the run store, and reading what came out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.analysis.designs import Point
from sim.base.arrays import Floats
from sim.base.progress import Progress
from sim.base.values import with_values
from sim.model.outcomes import BY_NAME
from sim.runs.cells import Cell
from sim.runs.engines import engine
from sim.runs.execute import complete, until_sound, what_is_left
from sim.runs.plan import Estimate, Run, tasks_of
from sim.runs.store import Store
from sim.runs.tables import BLOCK
from sim.runs.units import Failure
from sim.studies.sensitivity.factors import LUCK, STRATEGY, point
from sim.studies.sensitivity.question import Question

if TYPE_CHECKING:
    import pandas as pd

    from sim.model.config import RunConfig


@dataclass(frozen=True)
class How:
    """Where runs are done and kept.

    Attributes:
        store: Finished runs.
        workers: Processes on this machine.
        engine, scheduler: See `sim.engines`.
        fail_fast: Stop at the first run that fails.
        quiet: No progress.
    """

    store: Store
    workers: int = 1
    engine: str = "processes"
    scheduler: str | None = None
    fail_fast: bool = False
    quiet: bool = True


@dataclass(frozen=True)
class Batch:
    """All runs of a design.

    Attributes:
        unit: Its points, shape (rows, points, factors).
        points: Values by key, row by row.
        runs: Per point every strategy that it needs, and every seed.
        horizon: Weeks; the value of a time that is not reached.
    """

    unit: Floats
    points: list[Point]
    runs: list[Run]
    horizon: int

    @property
    def rows(self) -> int:
        """Rows of the design."""
        return len(self.unit)

    def left(self, store: Store) -> Estimate:
        """What is left to do."""
        return what_is_left(self.runs, store)


def configurations(question: Question) -> dict[str, RunConfig]:
    """The configuration of every strategy, before anything is varied."""
    from sim.config.load import load_strategies

    return load_strategies(question.words, question.strategies, question.config_dir)


def batch(question: Question, unit: Floats) -> Batch:
    """Check every point of a design and list its runs.

    Raises:
        ConfigError: A value is not valid at some point.
    """
    configs = configurations(question)
    points = [point(question.factors, shares) for shares in unit.reshape(-1, unit.shape[2])]
    tasks = tasks_of(_cell(number, each, question, configs) for number, each in enumerate(points))
    runs = [
        (task, question.seed + question.seeds * points[task.cell][LUCK] + repeat)
        for task in tasks
        for repeat in range(question.seeds)
    ]
    return Batch(unit, points, runs, next(iter(configs.values())).weeks)


def _cell(number: int, drawn: Point, question: Question, configs: dict[str, RunConfig]) -> Cell:
    values = {key: value for key, value in drawn.items() if key not in (STRATEGY, LUCK)}
    values = {**question.fixed, **values}
    names = [drawn[STRATEGY]] if STRATEGY in drawn else question.strategies
    return Cell(number, values, {name: with_values(configs[name], values) for name in names})


def outcomes_of(
    question: Question, batch: Batch, how: How, label: str
) -> tuple[Floats, pd.DataFrame, list[Failure]]:
    """Do what is left of a batch.

    Returns:
        Responses, shape (rows, points, responses), NaN where a run failed or the outcome is not
        defined; one row per run as a frame; and the failures.
    """
    failures: list[Failure] = []

    def finish() -> None:
        left = batch.left(how.store)
        with (
            engine(how.engine, how.workers, how.scheduler) as work,
            Progress(left.runs, label, how.quiet) as progress,
        ):
            failures[:] = complete(
                batch.runs, how.store, work, left, how.workers, progress.advance, how.fail_fast
            )

    with how.store.writable():
        finish()
        table = until_sound(lambda: _table(batch, how.store, question.outcomes), finish)
    return responses(question, batch, table), table, failures


def _table(batch: Batch, store: Store, outcomes: Sequence[str]) -> pd.DataFrame:
    """One row per run, in order, with its varied values; empty outcomes where it is not stored."""
    import pandas as pd

    keys = [task.run_key(seed) for task, seed in batch.runs]
    stored = list(dict.fromkeys(key for key in keys if key in store))
    parts = [
        store.rows(stored[start : start + BLOCK], ["key", *outcomes]).to_pandas()
        for start in range(0, len(stored), BLOCK)
    ]
    found = pd.concat(parts).set_index("key") if parts else pd.DataFrame(columns=list(outcomes))
    labels = pd.DataFrame({
        "run_id": [task.run_id(seed) for task, seed in batch.runs],
        "point": [task.cell for task, _ in batch.runs],
        "strategy": [task.name for task, _ in batch.runs],
        "seed": [seed for _, seed in batch.runs],
        "stored": [key in store for key in keys],
        **{name: found[name].reindex(keys).to_numpy(float) for name in outcomes},
    })  # fmt: skip
    values = pd.DataFrame(batch.points).drop(columns=[STRATEGY, LUCK], errors="ignore")
    return pd.concat([labels, values.iloc[labels["point"]].reset_index(drop=True)], axis=1)


def responses(question: Question, batch: Batch, table: pd.DataFrame) -> Floats:
    """Means over seeds, or their differences to the baseline; shape (rows, points, responses).

    A time that is not reached counts as the horizon.
    """
    rows, points, _ = batch.unit.shape
    missing = ~table["stored"].to_numpy(bool)
    columns = []
    for each in question.responses:
        values = table[each.outcome.name].to_numpy(float)
        if BY_NAME[each.outcome.name].censored:
            values = np.where(np.isnan(values) & ~missing, float(batch.horizon), values)
        means = values.reshape(rows, points, -1, question.seeds).mean(axis=3)
        if question.baseline is None:
            columns.append(means[:, :, 0])
        else:
            own, other = (question.strategies.index(name) for name in
                          (each.strategy, question.baseline))  # fmt: skip
            columns.append(means[:, :, own] - means[:, :, other])
    return np.stack(columns, axis=2)
