"""One chunk of finished runs as one Parquet file that vouches for itself.

A chunk has one row per run: key, strategy, seed, seconds, the whole configuration as JSON,
every outcome, and every weekly column as a list (`weekly.genuine_use`, …). Its file name is
the digest of its bytes. So a chunk can be checked without anything else, never changes,
and appears in one step: it is written under another name and renamed.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from sim.base.ours import this_process
from sim.base.params import ConfigError, one_line
from sim.runs.version import digest

if TYPE_CHECKING:
    import pyarrow as pa

FORMAT = "1"
WEEKLY = "weekly."
HEAD = ("key", "strategy", "seed", "seconds", "config")
#: What a chunk is called: the digest of its bytes.
NAME = re.compile(r"[0-9a-f]{32}")
#: What `run` puts before the outcomes and the weekly values; tables add them again.
LABELS = ("run_id", "strategy", "seed")
#: Types of the columns that every chunk has, where they are not text.
KINDS = {
    "seed": ("int64",),
    "seconds": ("double",),
    f"{WEEKLY}week": ("list<element: double>", "list<item: double>"),
}

Columns = dict[str, Any]


class Damaged(ConfigError):
    """A chunk whose bytes are not those that were written."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path, self.reason = path, reason


class Finished(NamedTuple):
    """A finished run on its way into a chunk.

    Attributes:
        key: What it is found by (`keys.run_key`).
        config: The whole configuration as JSON.
        seconds: Time it took.
        row: Outcomes, with `run_id`, `strategy` and `seed` before them.
        weekly: Weekly columns, the same before them.
    """

    key: str
    config: str
    seconds: float
    row: Columns
    weekly: Columns


def encode(runs: Sequence[Finished]) -> bytes:
    """Some finished runs as the bytes of a chunk."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns: Columns = {
        "key": [run.key for run in runs],
        "strategy": [run.row["strategy"] for run in runs],
        "seed": [run.row["seed"] for run in runs],
        "seconds": [run.seconds for run in runs],
        "config": [run.config for run in runs],
    }
    for name in runs[0].row:
        if name not in LABELS:
            columns[name] = np.array([run.row[name] for run in runs], np.float64)
    lengths = [len(run.weekly["week"]) for run in runs]
    ends = pa.array(np.cumsum([0, *lengths], dtype=np.int32))
    for name in runs[0].weekly:
        if name not in LABELS:
            values = pa.array(np.concatenate([run.weekly[name] for run in runs]))
            columns[WEEKLY + name] = pa.ListArray.from_arrays(ends, values)
    sink = pa.BufferOutputStream()
    table = pa.table(columns).replace_schema_metadata({"rollout": FORMAT})
    pq.write_table(table, sink, compression="zstd", use_dictionary=False)
    data: bytes = sink.getvalue().to_pybytes()
    return data


def write(folder: Path, data: bytes) -> str:
    """Add a chunk to a folder, whole or not at all, and return its name.

    Raises:
        ConfigError: The disk is full, or the folder cannot be written.
    """
    name = digest(data)
    path = folder / f"{name}.parquet"
    temporary = folder / f".{name}.{this_process()}.part"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except OSError as error:
        raise ConfigError(
            f"cannot write to the store {folder.parent}: {error.strerror or error}; "
            "runs that were stored before are kept"
        ) from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink()
    return name


def check(path: Path) -> bytes:
    """The bytes of a chunk, if they are those that were written.

    Raises:
        Damaged: They are not, or cannot be read.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise Damaged(path, error.strerror or str(error)) from error
    if digest(data) != path.stem:
        raise Damaged(path, "its bytes do not fit its name (truncated or changed)")
    return data


def read(path: Path, columns: Sequence[str] | None = None) -> pa.Table:
    """A chunk as a table, checked.

    Raises:
        Damaged: Its bytes are not those that were written.
    """
    import pyarrow as pa

    return _table(path, pa.BufferReader(check(path)), columns)


def labels(path: Path, columns: Sequence[str] = ("key",)) -> pa.Table:
    """Some columns of a chunk, read without checking the rest of it.

    Raises:
        Damaged: The file cannot be read.
    """
    return _table(path, path, columns)


def _table(path: Path, source: Any, columns: Sequence[str] | None) -> pa.Table:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(source) as file:
            _require_format(file.schema_arrow)
            table = file.read(columns=columns, use_threads=False)
            return table.replace_schema_metadata(None)
    except (OSError, ValueError, KeyError, pa.ArrowException) as error:
        raise Damaged(path, f"no chunk of runs ({one_line(error)})") from error


def _require_format(schema: pa.Schema) -> None:
    """Refuse what no version of `encode` that this one can read has written."""
    written = (schema.metadata or {}).get(b"rollout")
    if written != FORMAT.encode():
        told = "none" if written is None else repr(written.decode(errors="replace"))
        raise ValueError(f"format {FORMAT} is expected, found {told}")
    kinds = dict(zip(schema.names, map(str, schema.types), strict=True))
    for name in (*HEAD, f"{WEEKLY}week"):
        if kinds.get(name) not in KINDS.get(name, ("string",)):
            raise ValueError(f"column {name} is {kinds.get(name, 'missing')}")
