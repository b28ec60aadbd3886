"""A sweep: every point of a design, every strategy, every seed, into two tables.

    from sim import sweep

    result = sweep({"workforce.reactance.mean": [0.2, 0.5, 0.8]}, strategies=["mandate"], seeds=20)
    result.runs.groupby("workforce.reactance.mean")["genuine_use_final"].mean()

The same call continues where it was stopped, by whatever means it was stopped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.analysis.designs import Point, axes_of, points
from sim.base.errors import unknown
from sim.base.params import ConfigError
from sim.base.progress import Progress
from sim.config.settings import STORE
from sim.model.outcomes import BY_NAME
from sim.runs.cells import cells
from sim.runs.engines import Engine, engine
from sim.runs.enough import check_half_width, rounds, undecided
from sim.runs.execute import complete, until_sound, what_is_left
from sim.runs.plan import Estimate, Run, Task, estimate, tasks_of
from sim.runs.store import Store
from sim.runs.units import Failure

if TYPE_CHECKING:
    import pandas as pd


MOST_RUNS = 1_000_000
"""Runs of one sweep: keys of all of them are held in memory."""


@dataclass(frozen=True)
class Study:
    """What is asked: nothing here says how or where it is computed.

    Attributes:
        vary: What is varied, per key (`designs.axes_of`).
        overrides: Words such as `weeks=52` that all points share.
        strategies: Strategies at every point.
        seeds: Seeds of every run; with `half_width` as many of them as it takes.
        design: `grid`, `latin` or `sobol`.
        points: Points of a Latin hypercube or a Sobol sequence.
        design_seed: Seed of those two.
        given: Points made elsewhere, each a value by key, instead of `vary` and `design`.
        half_width: Outcome -> size of the paired 95 % half-width that is enough.
        baseline: Strategy that pairs refer to; the reference without levers if None.
        outputs: Outcomes and weekly columns to keep in the tables; all if empty.
        config_dir: A folder of further presets.
    """

    vary: Mapping[str, Any] = field(default_factory=dict)
    overrides: tuple[str, ...] = ()
    strategies: tuple[str, ...] = ("playbook",)
    seeds: tuple[int, ...] = tuple(range(20))
    design: str = "grid"
    points: int | None = None
    design_seed: int = 0
    given: tuple[Point, ...] = ()
    half_width: Mapping[str, float] = field(default_factory=dict)
    baseline: str | None = None
    outputs: tuple[str, ...] = ()
    config_dir: str | None = None


@dataclass(frozen=True)
class Planned:
    """A study with every configuration loaded and checked."""

    study: Study
    points: list[Point]
    tasks: list[Task]

    @property
    def runs(self) -> list[Run]:
        """All runs, in the order of tables: points, strategies, seeds."""
        return [(task, seed) for task in self.tasks for seed in self.study.seeds]


@dataclass(frozen=True)
class SweepResult:
    """What a sweep found.

    Attributes:
        runs: One row per run: `run_id, strategy, seed, cell`, varied values, outcomes, and the
            command that does the run again.
        failures: Runs that raised errors, with their tracebacks.
        undecided: Points that did not reach the requested half-width with all seeds.
        weekly: Reads one row per run and week.
    """

    runs: pd.DataFrame
    failures: tuple[Failure, ...]
    undecided: int
    weekly: Callable[[], pd.DataFrame]


def plan(study: Study) -> Planned:
    """Load and check every point of a study.

    Raises:
        ConfigError: A key, value or range is not valid.
    """
    from sim.config.load import load_strategies

    check_half_width(study.half_width)
    _check_outputs(study.outputs)
    if "seed" in study.vary or "seeds" in study.vary:
        raise ConfigError("seeds are not varied, they repeat every point: seeds=20")
    words, names, folder = study.overrides, study.strategies, study.config_dir
    varied = study.vary.get("strategy", names)
    names = tuple(varied) if isinstance(varied, list | tuple) else names
    if study.given and study.vary:
        raise ConfigError("points are given one by one or made from vary, not both")
    first = _declaring(load_strategies(words, names, folder), study.vary)
    design = list(study.given) or points(
        axes_of(study.vary, first), study.design, study.points, study.design_seed
    )
    runs = len(design) * len(study.seeds) * (1 if "strategy" in study.vary else len(names))
    if runs > MOST_RUNS:
        raise ConfigError(
            f"{len(design):,} points x {len(study.seeds):,} seeds make {runs:,} runs; "
            f"at most {MOST_RUNS:,} at a time"
        )
    return Planned(study, design, tasks_of(cells(design, words, names, folder)))


def _declaring(configs: Mapping[str, Any], vary: Mapping[str, Any]) -> Any:
    """A configuration that has the levers whose parameters are varied."""
    levers = {key.split(".")[2] for key in vary if key.startswith("strategy.levers.")}
    ranked = sorted(configs.values(), key=lambda each: -len(levers & set(each.strategy.levers)))
    return ranked[0]


def _check_outputs(outputs: Sequence[str]) -> None:
    from sim.model.log import COLUMNS

    for name in outputs:
        if name not in BY_NAME and name not in COLUMNS:
            raise unknown("name in outputs", name, [*BY_NAME, *COLUMNS])


def sweep(
    vary: Mapping[str, Any] | None = None,
    overrides: Sequence[str] = (),
    strategies: Sequence[str] = ("playbook",),
    seeds: int | Sequence[int] = 20,
    out: Path | str | None = None,
    store: Path | str = STORE,
    workers: int = 1,
    engine: str = "processes",
    scheduler: str | None = None,
    fail_fast: bool = False,
    **study: Any,
) -> SweepResult:
    """Run every point of a design with every strategy and seed.

    Args:
        vary: Per key a list, a range `{"low": 0, "high": 1, "count": 5}`, a distribution, or
            "declared" for the range that the parameter declares.
        overrides: What all points share, as on the command line: `["weeks=52"]`.
        strategies: Strategies at every point.
        seeds: How many seeds, or which.
        out: Folder for `runs.parquet` and `weekly.parquet`; none are written if None.
        store: Folder of the run store.
        workers: Processes on this machine.
        engine: `processes`, or `dask` with a scheduler.
        scheduler: Address of a Dask scheduler, or its scheduler file.
        fail_fast: Stop at the first run that fails.
        **study: `design`, `points`, `design_seed`, `half_width`, `baseline`, `outputs`,
            `config_dir`, `given`, see `Study`.
    """
    planned = plan(
        Study(
            vary=dict(vary or {}),
            overrides=tuple(overrides),
            strategies=tuple(strategies),
            seeds=tuple(range(seeds)) if isinstance(seeds, int) else tuple(seeds),
            **study,
        )
    )
    folder = None if out is None else Path(out)
    work = Sweep(planned, Store(store), workers, engine, scheduler, fail_fast)
    return work.result(folder)


class Sweep:
    """A planned study on its way through a store and an engine.

    Args:
        planned: The study.
        store: Where finished runs are.
        workers: Processes on this machine.
        engine: Name of the engine.
        scheduler: Of a cluster.
        fail_fast: Stop at the first run that fails.
        quiet: No progress.
    """

    def __init__(
        self,
        planned: Planned,
        store: Store,
        workers: int = 1,
        engine: str = "processes",
        scheduler: str | None = None,
        fail_fast: bool = False,
        quiet: bool = True,
    ) -> None:
        self.planned, self.store, self.workers = planned, store, workers
        self.fail_fast, self.quiet = fail_fast, quiet
        self._where = (engine, workers, scheduler)
        self.failures: list[Failure] = []
        self.undecided: list[Task] = []
        self.runs: list[Run] = []

    def left(self) -> Estimate:
        """What is left to do, at most."""
        return what_is_left(self.planned.runs, self.store)

    def result(self, out: Path | None = None) -> SweepResult:
        """Do what is left, and make the tables (as files if there is a folder for them)."""
        from sim.base.files import require_writable

        if out is not None:
            require_writable(out)
        with self.store.writable():
            self.finish()
            return self._tables(out)

    def _tables(self, out: Path | None) -> SweepResult:
        from sim.runs.tables import Tables, blocks, write

        study = self.planned.study
        points = self.planned.points if study.vary or study.given else ()

        def parts() -> Iterator[Tables]:
            return blocks(self.store, self.runs, points, study.outputs)

        if out is not None:
            until_sound(lambda: write(out, parts()), self.finish)
            return self._result(lambda name: _read(out / f"{name}.parquet"))
        tables = until_sound(lambda: list(parts()), self.finish)
        return self._result(lambda name: _joined([getattr(part, name) for part in tables]))

    def finish(self) -> None:
        """Do all runs that are not stored: with `half_width` round by round."""
        study = self.planned.study
        looks = list(rounds(len(study.seeds))) if study.half_width else [len(study.seeds)]
        active, used = list(self.planned.tasks), dict[int, int]()
        self.failures = []
        with engine(*self._where) as work:
            for count in looks:
                self._round(active, study.seeds[:count], work)
                used.update({task.cell: count for task in active})
                if study.half_width:
                    active = self._undecided(active, study.seeds[:count], work)
                if not active or (self.failures and self.fail_fast):
                    break
        self.undecided = active if study.half_width else []
        self.runs = [
            (task, seed) for task in self.planned.tasks for seed in study.seeds[: used[task.cell]]
        ]

    def _round(self, tasks: Sequence[Task], seeds: Sequence[int], work: Engine) -> None:
        failed = {failure.key for failure in self.failures}
        runs = [(task, seed) for task in tasks for seed in seeds]
        runs = [run for run in runs if run[0].run_key(run[1]) not in failed]
        left = estimate(runs, self.store)
        with Progress(left.runs, "runs", self.quiet) as progress:
            self.failures += complete(
                runs, self.store, work, left, self.workers, progress.advance, self.fail_fast
            )

    def _undecided(self, tasks: Sequence[Task], seeds: Sequence[int], work: Engine) -> list[Task]:
        study = self.planned.study
        sizes = check_half_width(study.half_width)
        return until_sound(
            lambda: undecided(tasks, seeds, sizes, study.baseline, self.store),
            lambda: self._round(tasks, seeds, work),
        )

    def _result(self, frame: Callable[[str], Any]) -> SweepResult:
        cells = {task.cell for task in self.undecided}
        return SweepResult(frame("runs"), tuple(self.failures), len(cells), lambda: frame("weekly"))


def _read(path: Path) -> Any:
    import pandas as pd

    return pd.read_parquet(path) if path.is_file() else pd.DataFrame()


def _joined(tables: Sequence[Any]) -> Any:
    import pandas as pd
    import pyarrow as pa

    return pa.concat_tables(tables).to_pandas() if tables else pd.DataFrame()
