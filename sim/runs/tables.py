"""Tables of stored runs: always the same bytes, however and wherever the runs were done.

Rows stand in the order in which runs were asked for. Tables are read and written in blocks,
so that the largest sweep fits into memory.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from sim.base.files import atomic_write, remove_ours
from sim.runs.chunks import HEAD, WEEKLY
from sim.runs.plan import Run

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

    from sim.analysis.designs import Point
    from sim.runs.run import RunResult
    from sim.runs.store import Store

#: Runs in a block; part of the format, because blocks become row groups.
BLOCK = 1000
HOUR = 3600.0


class Tables(NamedTuple):
    """One row per run, and one row per run and week."""

    runs: pa.Table
    weekly: pa.Table


def blocks(
    store: Store, runs: Sequence[Run], points: Sequence[Point] = (), outputs: Sequence[str] = ()
) -> Iterator[Tables]:
    """Stored runs, block by block; those that are not stored are left out.

    Args:
        store: Where they are.
        runs: Tasks and seeds in the order of rows.
        points: Varied values by cell; they become columns, and so does the cell.
        outputs: Outcomes and weekly columns to keep; all if empty.
    """
    stored = [run for run in runs if run[0].run_key(run[1]) in store]
    commands = dict[str, str]()
    varied = _varied(points)
    for start in range(0, max(len(stored), 1), BLOCK):
        part = stored[start : start + BLOCK]
        if part:
            stored_rows = store.rows([task.run_key(seed) for task, seed in part])
            yield rows(stored_rows, part, varied, outputs, commands)


def write(out: Path, parts: Iterator[Tables]) -> None:
    """Write `runs.parquet` and `weekly.parquet`, each whole or not at all; none without runs."""
    import pyarrow.parquet as pq

    for left in out.glob(".*.part.parquet"):  # of a process that was killed while writing
        with suppress(OSError):  # another process may have been faster
            if time.time() - left.stat().st_mtime > HOUR:
                left.unlink()
    first = next(parts, None)
    if first is None:  # every run failed
        for name in Tables._fields:
            remove_ours(out, f"{name}.parquet")
        return
    with ExitStack() as stack:
        paths = [stack.enter_context(atomic_write(out / f"{name}.parquet"))
                 for name in Tables._fields]  # fmt: skip
        writers: list[Any] = []
        for part in chain([first], parts):
            for number, table in enumerate(part):
                if len(writers) <= number:
                    writer = pq.ParquetWriter(
                        paths[number],
                        table.schema,
                        compression="zstd",
                        use_dictionary=["run_id", "strategy", "command"],
                    )
                    writers.append(stack.enter_context(writer))
                writers[number].write_table(table)


def frames(store: Store, runs: Sequence[Run]) -> RunResult:
    """Stored runs as frames, those that are not stored left out; see `blocks`."""
    from sim.runs.run import RunResult

    parts = list(blocks(store, runs))
    return RunResult(*(joined(parts, name) for name in Tables._fields))


def joined(parts: Sequence[Tables], name: str) -> pd.DataFrame:
    """One of the two tables over all blocks, as a frame; empty without a block."""
    import pandas as pd
    import pyarrow as pa

    own = [getattr(part, name) for part in parts]
    return pa.concat_tables(own).to_pandas() if own else pd.DataFrame()


def _varied(points: Sequence[Point]) -> Mapping[str, Any]:
    """Varied values as columns by cell, each with one type."""
    import pyarrow as pa

    columns = {}
    for key in points[0] if points else ():
        values = [point[key] for point in points]
        if key == "strategy":
            continue
        kinds = {type(value) for value in values}
        if not (kinds <= {int, float} or kinds in ({bool}, {str})):
            values = [str(value) for value in values]
        columns[key] = pa.array([float(v) for v in values] if float in kinds else values)
    return columns


def rows(
    stored: pa.Table,
    runs: Sequence[Run],
    varied: Mapping[str, Any] | None = None,
    outputs: Sequence[str] = (),
    commands: dict[str, str] | None = None,
) -> Tables:
    """Rows of a store (one per run, in the same order) as the two tables."""
    import pyarrow as pa

    cell = pa.array([task.cell for task, _ in runs])
    known = {} if commands is None else commands
    labels = {
        "run_id": pa.array([task.run_id(seed) for task, seed in runs]),
        "strategy": pa.array([task.name for task, _ in runs]),
        "seed": pa.array([seed for _, seed in runs], pa.int64()),
        **({"cell": cell} if varied else {}),
        **{key: values.take(cell) for key, values in (varied or {}).items()},
    }
    outcomes = {
        name: stored[name]
        for name in stored.column_names
        if name not in HEAD and not name.startswith(WEEKLY) and _kept(name, outputs)
    }
    command = pa.array([_command(run, known) for run in runs])
    lengths = stored[f"{WEEKLY}week"].combine_chunks().value_lengths().to_numpy()
    row = pa.array(np.repeat(np.arange(len(runs)), lengths))
    weekly = {
        name.removeprefix(WEEKLY): stored[name].combine_chunks().flatten()
        for name in stored.column_names
        if name.startswith(WEEKLY) and _kept(name.removeprefix(WEEKLY), outputs)
    }
    return Tables(
        pa.table({**labels, **outcomes, "command": command}),
        pa.table({**{name: values.take(row) for name, values in labels.items()}, **weekly}),
    )


def _kept(name: str, outputs: Sequence[str]) -> bool:
    return not outputs or name == "week" or name in outputs


def _command(run: Run, known: dict[str, str]) -> str:
    """The command that does a run again; the same for all seeds but for the seed."""
    from sim.config.command_of import command

    task, seed = run[0].at(run[1]), run[1]
    if task.key not in known:
        known[task.key] = command(task.config)
    return f"{known[task.key]} seed={seed}" if known[task.key] else ""
