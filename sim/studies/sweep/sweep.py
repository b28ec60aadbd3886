"""A sweep: every point of a design, every strategy, every seed, into two tables.

    from sim import sweep

    result = sweep({"workforce.reactance.mean": [0.2, 0.5, 0.8]}, strategies=["mandate"], seeds=20)
    result.runs.groupby("workforce.reactance.mean")["genuine_use_final"].mean()

The same call continues where it was stopped, by whatever means it was stopped.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from sim.base.params import unknown
from sim.config.settings import STORE
from sim.runs.enough import check_half_width, rounds, undecided
from sim.runs.store import Store
from sim.runs.units import Failure
from sim.runs.wants import Batch, Finished, drive
from sim.runs.work import Work
from sim.studies.sweep.plan import Planned, Sweep, plan

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from sim.runs.tables import Tables


@dataclass(frozen=True, repr=False)
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

    def plot(self, figure: str = "adoption", cell: int = 0, language: str = "en") -> Figure:
        """Draw a figure as `RunResult.plot`, for one point of the design.

        Args:
            figure: Its name.
            cell: Number of the point, as in `runs`.
            language: What it is labelled in.

        Raises:
            ConfigError: There is no such figure or point.
        """
        from sim.report import notebook

        runs, weekly = self.runs, self.weekly()
        if "cell" in runs:  # several points
            if cell not in set(runs["cell"]):
                raise unknown("cell", str(cell), map(str, runs["cell"]))
            runs, weekly = runs[runs["cell"] == cell], weekly[weekly["cell"] == cell]
        return notebook.figure(figure, runs, weekly, language)

    def __repr__(self) -> str:
        from sim.report import notebook

        return notebook.counted(self.runs)

    def _repr_html_(self) -> str:
        from sim.report import notebook

        return notebook.html(notebook.counted(self.runs), self.runs)


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
            `config_dir`, `given`, `companies`, see `Sweep`.
    """
    planned = plan(
        Sweep(
            vary=dict(vary or {}),
            overrides=tuple(overrides),
            strategies=tuple(strategies),
            seeds=tuple(range(seeds)) if isinstance(seeds, int) else tuple(seeds),
            **study,
        )
    )
    folder = None if out is None else Path(out)
    return result(planned, Work(Store(store), engine, workers, scheduler, fail_fast), folder)


def result(planned: Planned, work: Work, out: Path | None = None) -> SweepResult:
    """Do what is left, and make the tables (as files if there is a folder for them)."""
    from sim.base.files import results_folder
    from sim.runs.tables import joined

    with work.going_on(), nullcontext() if out is None else results_folder(out, "sweep"):
        found = drive(swept(planned), work)
        if out is not None:
            write_tables(out, found, planned)
            frame = partial(_read, out)
        else:
            tables = found.done.read(lambda: list(found.parts(planned)))
            frame = partial(joined, tables)
    return SweepResult(
        frame("runs"), tuple(work.failures), found.undecided, lambda: frame("weekly")
    )


def write_tables(out: Path, found: Swept, planned: Planned) -> None:
    """Write `runs.parquet` and `weekly.parquet`, each whole or not at all."""
    from sim.runs.tables import write

    found.done.read(lambda: write(out, found.parts(planned)))


def _read(folder: Path, name: str) -> Any:
    import pandas as pd

    path = folder / f"{name}.parquet"
    return pd.read_parquet(path) if path.is_file() else pd.DataFrame()


class Swept(NamedTuple):
    """What came of the rounds of a sweep.

    Attributes:
        done: All runs that were wanted in the end; reads their tables.
        undecided: Points that did not reach the requested half-width with all seeds.
        left: Runs that a failure has kept from being done.
    """

    done: Finished
    undecided: int
    left: int

    def parts(self, planned: Planned) -> Iterator[Tables]:
        """The tables, block by block."""
        from sim.runs.tables import blocks

        study = planned.study
        points = planned.points if study.vary or study.given else ()
        return blocks(self.done.store, self.done.batch.runs, points, study.outputs)


def swept(planned: Planned) -> Generator[Batch, Finished, Swept]:
    """All runs of a sweep: with `half_width` round by round, until differences are known."""
    study = planned.study
    sizes = check_half_width(study.half_width)
    looks = list(rounds(len(study.seeds))) if sizes else [len(study.seeds)]
    active, used, failed = list(planned.tasks), dict[int, int](), set[str]()
    for count in looks:
        seeds = study.seeds[:count]
        runs = [(task, seed) for task in active for seed in seeds]
        done = yield Batch([run for run in runs if run[0].run_key(run[1]) not in failed])
        failed |= {failure.key for failure in done.failures}
        used.update({task.cell: count for task in active})
        if sizes:
            active = done.read(
                lambda: undecided(active, seeds, sizes, study.baseline, done.store)  # noqa: B023
            )
        if not active or done.stopped:
            break
    runs = [(task, seed) for task in planned.tasks for seed in study.seeds[: used[task.cell]]]
    there = [run for run in runs if run[0].run_key(run[1]) in done.store]
    cells = {task.cell for task in active} if sizes else set[int]()
    everything = yield Batch(there, label="")
    return Swept(everything, len(cells), len(runs) - len(there) - len(failed))
