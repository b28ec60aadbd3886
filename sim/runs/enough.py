"""Adaptive seeds: a point gets more seeds until its differences are known well enough."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.analysis.inference import SEEDS_TO_DECIDE, interval
from sim.base.params import ConfigError, is_number, require_known
from sim.model.outcomes import BY_NAME
from sim.runs.plan import Task

if TYPE_CHECKING:
    from sim.runs.store import Store

GROWTH = 1.5


def check_half_width(half_width: Mapping[str, Any]) -> dict[str, float]:
    """Outcome -> requested size of the paired 95 % half-width, checked."""
    for name, size in half_width.items():
        require_known("outcome in half_width", name, BY_NAME)
        if not is_number(size) or not size > 0:
            raise ConfigError(f"half_width of {name} must be a number above 0, got {size!r}")
    return {name: float(size) for name, size in half_width.items()}


def rounds(most: int) -> Iterator[int]:
    """Numbers of seeds after which to look: 6, 9, 14, 21, … up to `most`."""
    count = SEEDS_TO_DECIDE
    while count < most:
        yield count
        count = int(np.ceil(count * GROWTH))
    yield most


def undecided(
    tasks: Sequence[Task], seeds: Sequence[int], half_width: Mapping[str, float],
    baseline: str | None, store: Store,
) -> list[Task]:  # fmt: skip
    """Tasks of the points at which some difference is not yet known well enough.

    Differences are those to the baseline strategy of the same point and seed, or to the
    reference without levers where the point has no (other) baseline.
    """
    cells: dict[int, list[Task]] = {}
    for task in tasks:
        cells.setdefault(task.cell, []).append(task)
    return [
        task
        for cell in cells.values()
        if any(_wide(pair, seeds, half_width, store) for pair in _pairs(cell, baseline))
        for task in cell
    ]


def _pairs(cell: Sequence[Task], baseline: str | None) -> list[tuple[Task, Task]]:
    base = next((task for task in cell if task.name == baseline), None)
    others = [task for task in cell if task is not base]
    if base is None or not others:
        return [(task, task.bare()) for task in cell if task.key != task.reference]
    return [(task, base) for task in others]


def _wide(
    pair: tuple[Task, Task], seeds: Sequence[int], half_width: Mapping[str, float], store: Store
) -> bool:
    one, other = pair
    both = [s for s in seeds if one.run_key(s) in store and other.run_key(s) in store]
    if len(both) < 2:
        return False  # its runs fail: more seeds would not help
    return any(_half_width(name, pair, both, store) > size for name, size in half_width.items())


def _half_width(name: str, pair: tuple[Task, Task], seeds: Sequence[int], store: Store) -> float:
    """Half of the 95 % interval of the mean difference; 0 where there is nothing to tell."""
    left, right = (_values(name, task, seeds, store) for task in pair)
    known = ~np.isnan(left - right)
    low, high = interval((left - right)[known])
    return 0.0 if np.isnan(high - low) else (high - low) / 2


def _values(name: str, task: Task, seeds: Sequence[int], store: Store) -> Any:
    """An outcome by seed; a time that was not reached counts as the horizon."""
    column = store.rows([task.run_key(seed) for seed in seeds], [name])[name]
    values = np.asarray(column.to_numpy(), np.float64)
    if BY_NAME[name].censored:
        return np.where(np.isnan(values), float(task.config.weeks), values)
    return values
