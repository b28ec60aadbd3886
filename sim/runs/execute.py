"""Doing runs that are not stored yet, on an engine, and storing them as they finish."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence, Set
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from sim.runs.cells import Cell
from sim.runs.chunks import Damaged
from sim.runs.engines import Engine, Interrupted
from sim.runs.plan import NO_DRAWS, Estimate, Run, estimate, tasks_of, units
from sim.runs.units import Failure

if TYPE_CHECKING:
    from sim.analysis.companies import Draw
    from sim.model.config import RunConfig
    from sim.runs.store import Store

Result = TypeVar("Result")

TRIES = 3
"""How often tables are read again after a chunk turned out damaged meanwhile."""


class RunsFailed(Exception):
    """Some runs raised errors; all others are finished and stored.

    Attributes:
        failures: The runs that failed, in the order of the tables.
        runs: All runs that were asked for.
    """

    def __init__(self, failures: Sequence[Failure], runs: Sequence[Run]) -> None:
        self.failures, self.runs = tuple(failures), tuple(runs)
        first = f"{failures[0].name}, seed {failures[0].seed}: {failures[0].error}"
        super().__init__(f"{len(failures)} of {len(runs)} runs failed; the first: {first}")


def complete(
    runs: Sequence[Run],
    store: Store,
    engine: Engine,
    left: Estimate,
    workers: int = 1,
    advance: Callable[[Set[str]], None] = lambda _: None,
    fail_fast: bool = False,
) -> list[Failure]:
    """Do all runs that are not stored, and store them.

    Args:
        runs: What is asked for.
        store: Where finished runs are found and put.
        engine: Who does them.
        left: What is left (`plan.estimate`).
        workers: How many work at the same time; sizes the units.
        advance: Called with keys of asked-for runs that are done or failed.
        fail_fast: Stop at the first failure.

    Returns:
        The runs that failed, in the order of `runs`.
    """
    _report_damage(store)
    if left.runs:
        store.require_writable()
    wanted = {task.run_key(seed) for task, seed in runs} if left.runs else set()
    failed: dict[str, Failure] = {}
    try:
        with closing(engine(units(runs, store, left, workers))) as results:
            for done in results:
                if done.chunk:
                    store.add(done.chunk)
                failed.update({failure.key: failure for failure in done.failures})
                advance(wanted & {*done.keys, *(failure.key for failure in done.failures)})
                if failed and fail_fast:
                    break
    except Interrupted as interruption:
        if interruption.done.chunk:
            store.add(interruption.done.chunk)
        raise
    finally:
        store.save_index()
    keys = dict.fromkeys(task.run_key(seed) for task, seed in runs) if failed else {}
    return [failed[key] for key in keys if key in failed]


def _report_damage(store: Store) -> None:
    """Say on standard error which chunks were damaged, once each."""
    while store.damaged:
        print(
            f"rollout: damaged and set aside, its runs are done again: {store.damaged.pop(0)}",
            file=sys.stderr,
        )


def write_failures(out: Path, failures: Sequence[Failure], runs: Sequence[Run]) -> None:
    """One text per failed run in `out`/failed: its command and its traceback."""
    from sim.base.files import atomic_write, remove_ours
    from sim.config.command_of import command

    folder = out / "failed"
    remove_ours(folder)
    by_key: dict[str, Run] = {task.run_key(seed): (task, seed) for task, seed in runs}
    for failure in failures:
        task, seed = by_key[failure.key]
        task = task.at(seed)
        line = f"{command(task.config) or '(no command)'} seed={seed}"
        with atomic_write(folder / f"{task.run_id(seed)}.txt") as path:
            path.write_text(f"{line}\n\n{failure.trace}", encoding="utf-8")


def tell_failures(failures: Sequence[Failure], out: Path) -> None:
    """Say on standard error which runs failed, and where their tracebacks are."""
    for failure in failures[:5]:
        print(f"failed: {failure.name}, seed {failure.seed}: {failure.error}", file=sys.stderr)
    print(f"rollout: {len(failures)} runs failed; commands and tracebacks in {out / 'failed'}",
          file=sys.stderr)  # fmt: skip


def what_is_left(
    runs: Sequence[Run], store: Store, ready: Callable[[], None] = lambda: None
) -> Estimate:
    """Check what is stored of some runs, and say what is left to do; see `plan.estimate`."""
    store.verify([task.run_key(seed) for task, seed in runs])
    _report_damage(store)
    return estimate(runs, store, ready)


def until_sound(read: Callable[[], Result], finish: Callable[[], None]) -> Result:
    """Read what is stored; finish again what a chunk damaged meanwhile has lost."""
    for _ in range(TRIES - 1):
        try:
            return read()
        except Damaged:
            finish()
    return read()


def compared(
    config_by_strategy: Mapping[str, RunConfig],
    seeds: Sequence[int],
    drawn: Mapping[int, Draw] = NO_DRAWS,
) -> list[Run]:
    """Every strategy with every seed: seed by seed, the reference first.

    Args:
        config_by_strategy: Configurations by strategy.
        seeds: Seeds of all of them.
        drawn: The company of each seed, as values by key; none where all are the same.
    """
    tasks = tasks_of([Cell(0, dict(config_by_strategy))], drawn)
    reference = tasks[0].bare()
    others = [task for task in tasks if task.name != reference.name]
    return [(task, seed) for seed in seeds for task in (reference, *others)]
