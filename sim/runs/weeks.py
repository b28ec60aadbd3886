"""Weekly columns of finished runs, each beside its reference, read from the store in blocks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from sim.base.arrays import Floats
from sim.runs.chunks import WEEKLY
from sim.runs.plan import Run

if TYPE_CHECKING:
    from sim.runs.store import Store


def weeks_of(
    store: Store, runs: Sequence[Run], names: Sequence[str]
) -> tuple[dict[str, Floats], dict[str, Floats]]:
    """Weekly columns of stored runs and of the same seeds without any lever.

    Args:
        store: Where they are.
        runs: Tasks with the same horizon, and seeds.
        names: Columns of `sim.model.log`.

    Returns:
        Columns by name, of the runs and of their references, shapes (runs, weeks); NaN where a
        run is not stored because it failed.

    Raises:
        Damaged: A chunk is damaged; its runs must be done again.
    """
    weeks = runs[0][0].config.weeks
    own = [task.run_key(seed) for task, seed in runs]
    bare = [task.reference_key(seed) for task, seed in runs]
    return _columns(store, own, names, weeks), _columns(store, bare, names, weeks)


def _columns(
    store: Store, keys: Sequence[str], names: Sequence[str], weeks: int
) -> dict[str, Floats]:
    there = np.array([key in store for key in keys], np.bool_)
    columns = {name: np.full((len(keys), weeks), np.nan) for name in names}
    if there.any():
        found = [key for key, known in zip(keys, there, strict=True) if known]
        table = store.rows(found, [f"{WEEKLY}{name}" for name in names])
        for name in names:
            values = table[f"{WEEKLY}{name}"].combine_chunks().flatten().to_numpy()
            columns[name][there] = values.reshape(-1, weeks)
    return columns
