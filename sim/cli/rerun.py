"""`rollout rerun`: do a stored run, or a whole command, again and check that it is the same."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.base.params import ConfigError
from sim.base.places import typed
from sim.config.settings import STORE
from sim.config.words import Arguments

if TYPE_CHECKING:
    import pyarrow as pa

    from sim.model.config import RunConfig
    from sim.runs.plan import Task


def main(arguments: Arguments) -> int:
    """Run the command."""
    names = [word for word in arguments.words if "=" not in word]
    keys = dict(word.split("=", 1) for word in arguments.words if "=" in word)
    if len(names) != 1 or set(keys) - {"store", "out"}:
        raise ConfigError("expected rollout rerun RUN_ID|FOLDER [store=DIR] [out=DIR]")
    if Path(names[0]).is_dir():
        from sim.cli.again import again

        if "store" in keys:
            raise ConfigError("a folder of results is done again without a store")
        return again(Path(names[0]), typed(keys["out"]) if "out" in keys else None)
    if "/" in names[0]:
        raise ConfigError(f"there is no folder {names[0]}")
    root = typed(keys.get("store", str(STORE)), "store")

    from sim.runs.store import Store, find
    from sim.runs.version import model_version

    place = find(root, names[0])
    stored = Store(root, place.version).rows([place.key])
    config = _config(stored)
    if place.version != model_version():
        print(f"rollout: the run is of model version {place.version}, this is {model_version()}: "
              "it may well differ", file=sys.stderr)  # fmt: skip
    again = _again(config, stored["strategy"][0].as_py(), place.key, place.version)
    if "out" in keys:
        _write(typed(keys["out"]), config, again)
    different = _differences(stored, again)
    if different:
        print(f"rollout: differs from the stored run in {', '.join(different)}", file=sys.stderr)
        return 3
    print(f"{names[0]}: the same as stored, bit for bit")
    return 0


def _config(stored: pa.Table) -> RunConfig:
    from sim.config.check import build

    try:
        config: RunConfig = build(json.loads(stored["config"][0].as_py()))
    except ConfigError as error:
        raise ConfigError(f"this version of the model cannot do the run again: {error}") from error
    return config


def _again(config: RunConfig, name: str, key: str, version: str) -> pa.Table:
    """The run as a stored one looks, done now."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    from sim.runs.units import Unit, each, pack
    from sim.runs.version import model_version

    job = _task(config, name).job(config.seed)
    if job.key != key and version == model_version():
        raise ConfigError("the files of its organisation have changed since the run was stored")
    done = pack(each(Unit(version, (job,), {})))
    if done.failures:
        raise RuntimeError(done.failures[0].trace)
    table = pq.read_table(pa.BufferReader(done.chunk))
    return table.slice(done.keys.index(job.key), 1)


def _task(config: RunConfig, name: str) -> Task:
    from sim.runs.cells import Cell
    from sim.runs.plan import tasks_of

    return tasks_of([Cell(0, {name: config})])[0]


def _differences(stored: pa.Table, again: pa.Table) -> list[str]:
    """Columns that are not the same, bit for bit."""
    from sim.runs.chunks import HEAD

    names = [name for name in stored.column_names if name not in HEAD]
    return [
        name
        for name in names
        if name not in again.column_names or _bits(stored[name]) != _bits(again[name])
    ]


def _bits(column: Any) -> bytes:
    import numpy as np
    import pyarrow as pa

    values = column.combine_chunks()
    while pa.types.is_list(values.type):
        values = values.flatten()
    return np.asarray(values.to_numpy(zero_copy_only=False), np.float64).tobytes()


def _write(out: Path, config: RunConfig, again: pa.Table) -> None:
    from sim.base.files import results_folder
    from sim.runs.tables import rows, write

    task = _task(config, again["strategy"][0].as_py())
    with results_folder(out, "rerun"):
        write(out, iter([rows(again, [(task, config.seed)])]))
