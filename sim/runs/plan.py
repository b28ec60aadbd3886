"""What a sweep or a comparison has to do: which runs, which of them are left, in which units."""

from __future__ import annotations

import functools
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from sim.base.params import ConfigError
from sim.base.presets import REFERENCE
from sim.base.values import with_values
from sim.organisation.spec import GeneratedOrganisation
from sim.runs.keys import config_key, config_text, run_id, seeded
from sim.runs.units import Job, Unit
from sim.runs.version import model_version

if TYPE_CHECKING:
    from sim.analysis.companies import Draw
    from sim.model.config import RunConfig
    from sim.runs.cells import Cell
    from sim.runs.store import Store

#: Seconds of work in a unit: a crash costs at most this much per worker.
SHORTEST, LONGEST = 0.25, 20.0
UNITS_PER_WORKER = 8
MOST_PLACED = 20_000
"""Tasks in the company of a seed that are kept ready."""
NO_DRAWS: Mapping[int, Draw] = MappingProxyType({})
"""The same company for every seed."""
#: A trial beyond this headcount only takes longer.
TRIAL_PEOPLE, TRIAL_WEEKS = 3000, 4
WEEKLY_BYTES, ROW_BYTES = 4.0, 1500.0


@dataclass(frozen=True, eq=False)
class Task:
    """One strategy at one point of a design: a run per seed.

    Attributes:
        cell: Number of the point.
        name: Strategy.
        config: Configuration; its seed does not matter.
        key: Key of the configuration.
        reference: Key of the configuration without levers.
        drawn: The company of each seed, as values by key; none where all are the same.
    """

    cell: int
    name: str
    config: RunConfig
    key: str
    reference: str
    drawn: Mapping[int, Draw] = field(default_factory=lambda: NO_DRAWS)

    def at(self, seed: int) -> Task:
        """The task in the company of a seed."""
        return _placed(self, seed) if seed in self.drawn else self

    def run_key(self, seed: int) -> str:
        """Key of the run with a seed."""
        return seeded(self.at(seed).key, seed)

    def reference_key(self, seed: int) -> str:
        """Key of its reference with a seed."""
        return seeded(self.at(seed).reference, seed)

    def run_id(self, seed: int) -> str:
        """Name of the run with a seed."""
        return run_id(self.name, seed, self.run_key(seed))

    def job(self, seed: int) -> Job:
        """The run with a seed, for a worker."""
        here = self.at(seed)
        own, reference = _texts(here)
        keys = self.run_key(seed), self.reference_key(seed)
        return Job(keys[0], self.name, seed, here.config, keys[1], own, reference)

    def bare(self) -> Task:
        """The reference of this task."""
        config = self.config.without_levers()
        return Task(self.cell, REFERENCE, config, self.reference, self.reference, self.drawn)


@functools.lru_cache(maxsize=MOST_PLACED)
def _placed(task: Task, seed: int) -> Task:
    """A task in the company of a seed."""
    config = with_values(task.config, task.drawn[seed])
    bare = config.without_levers()
    key = config_key(config)
    reference = key if task.key == task.reference else config_key(bare)
    return Task(task.cell, task.name, config, key, reference)


@functools.lru_cache(maxsize=2048)
def _texts(task: Task) -> tuple[str, str]:
    """Configuration and reference as JSON; the seeds of a tile follow one another."""
    return config_text(task.config), config_text(task.config.without_levers())


Run = tuple[Task, int]
"""A task and a seed."""


def tasks_of(cells: Iterable[Cell], drawn: Mapping[int, Draw] = NO_DRAWS) -> list[Task]:
    """One task per point and strategy, in the order of tables.

    Args:
        cells: Points with their configurations.
        drawn: The company of each seed, as values by key; none where all are the same.
    """
    tasks, companies = [], dict[str, str]()
    for cell in cells:
        for name, config in cell.configs.items():
            company = config.company()
            if company not in companies:
                companies = {company: config_key(config.without_levers())}
            key = config_key(config)
            tasks.append(Task(cell.number, name, config, key, companies[company], drawn))
    return tasks


class Estimate(NamedTuple):
    """What is left to do.

    Attributes:
        runs: Runs that were asked for and are not stored.
        references: Runs without levers that they need and that are not stored.
        seconds: Work on one processor.
        megabytes: Space that they will take in the store.
    """

    runs: int
    references: int
    seconds: float
    megabytes: float


def estimate(
    runs: Sequence[Run], store: Store, ready: Callable[[], None] = lambda: None
) -> Estimate:
    """What is left of some runs, and how long it will take by a short trial.

    Args:
        runs: What is asked for.
        store: Where finished runs are.
        ready: Called before the trial: compiles the model, and says so.
    """
    left = [(task, seed) for task, seed in runs if task.run_key(seed) not in store]
    keys = {task.run_key(seed) for task, seed in left}
    needed = {task.reference_key(seed): (task, seed) for task, seed in left}
    bare = [run for key, run in needed.items() if key not in store and key not in keys]
    if not left:
        return Estimate(0, 0, 0.0, 0.0)
    ready()
    one = _trial_of(left[0][0])
    seconds = bytes_ = 0.0
    for task, _ in [*left, *bare]:
        seconds += one * size(task.config) / size(left[0][0].config)
        bytes_ += WEEKLY_BYTES * task.config.weeks * 50 + ROW_BYTES
    return Estimate(len(left), len(bare), seconds, bytes_ / 1e6)


def size(config: RunConfig) -> float:
    """What the time of a run grows with."""
    return float(getattr(config.organisation, "headcount", 1) * (config.weeks + TRIAL_PEOPLE / 100))


_TRIALS: dict[str, float] = {}


def _trial_of(task: Task) -> float:
    """Seconds that a run of a task takes; tried once per process."""
    if task.key not in _TRIALS:
        try:
            _TRIALS[task.key] = trial(task.config)
        except ConfigError:
            raise
        except Exception:  # it will fail again, and be reported, when it is really run
            _TRIALS[task.key] = SHORTEST
    return _TRIALS[task.key]


def trial(config: RunConfig) -> float:
    """Seconds that one run takes, from a few weeks of it (of a smaller firm if it is large)."""
    from sim.model.engine import Engine

    organisation, factor = config.organisation, 1.0
    if isinstance(organisation, GeneratedOrganisation) and organisation.headcount > TRIAL_PEOPLE:
        factor = organisation.headcount / TRIAL_PEOPLE
        small = replace(organisation, headcount=TRIAL_PEOPLE, departments=0)
        config = replace(config, organisation=small)
    Engine(replace(config, weeks=1)).step()  # kernels are loaded
    began = time.perf_counter()
    firm = Engine(replace(config, weeks=TRIAL_WEEKS))
    ready = time.perf_counter()
    for _ in range(TRIAL_WEEKS):
        firm.step()
    done = time.perf_counter()
    return factor * (ready - began + (done - ready) / TRIAL_WEEKS * config.weeks)


def units(runs: Sequence[Run], store: Store, left: Estimate, workers: int) -> Iterator[Unit]:
    """The runs that are not stored, in units of a fitting size.

    Runs of one company and seed stay together, so that their reference is done once. Tiles
    of neighbouring points keep what tables read together in the same chunks.
    """
    count = left.runs + left.references
    each = left.seconds / max(count, 1)
    goal = min(max(left.seconds / workers / UNITS_PER_WORKER, SHORTEST), LONGEST)
    size = max(1, round(goal / max(each, 1e-6)))
    cells = len({task.cell for task, _ in runs}) or 1
    seeds = len({seed for _, seed in runs}) or 1
    width = max(1, round(size * cells * seeds / max(count, 1)))
    waiting: list[Job] = []
    for group in _groups(runs, width, store):
        waiting += group
        if len(waiting) >= size:
            yield _unit(waiting, store)
            waiting = []
    if waiting:
        yield _unit(waiting, store)


def _unit(jobs: list[Job], store: Store) -> Unit:
    keys = {job.reference for job in jobs if job.reference != job.key}
    return Unit(model_version(), tuple(jobs), store.weekly([key for key in keys if key in store]))


def _groups(runs: Sequence[Run], width: int, store: Store) -> Iterator[list[Job]]:
    """Jobs of one company and seed, tile by tile (`width` points), seed by seed; each run once."""
    tiles: dict[int, dict[int, list[Task]]] = {}
    for task, seed in runs:
        tiles.setdefault(task.cell // width, {}).setdefault(seed, []).append(task)
    seen = set[str]()
    for tile in tiles.values():
        for seed, tasks in tile.items():
            for group in _by_company([task.at(seed) for task in tasks]):
                new = {key: task for task in group if (key := task.run_key(seed)) not in store}
                yield [task.job(seed) for key, task in new.items() if key not in seen]
                seen.update(new)


def _by_company(tasks: list[Task]) -> list[list[Task]]:
    """Tasks with the same reference together, those with the same organisation side by side."""
    companies: dict[str, list[Task]] = {}
    for task in tasks:
        companies.setdefault(task.reference, []).append(task)
    order: dict[object, int] = {}
    for group in companies.values():
        order.setdefault(group[0].config.organisation, len(order))
    return sorted(companies.values(), key=lambda group: order[group[0].config.organisation])
