"""The run store: finished runs, found by what they depend on, never computed twice.

A folder with one folder per model version and in it chunks (`store_files.py`). There is no
file that several writers share: the listing of the folder is the index, `index.json` only
saves opening every chunk again. Processes and machines may use one store at the same time;
what two of them happen to compute twice is stored twice with the same values, and read once.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sim.base.files import results_folder, this_process
from sim.base.params import ConfigError
from sim.runs.chunks import WEEKLY, Columns, Damaged, check, keys_in, read, write
from sim.runs.keys import SHORT
from sim.runs.version import digest, model_version

if TYPE_CHECKING:
    import pyarrow as pa

INDEX = "index.json"
SHORTEST_KEY = 6
#: Memory for chunks that are likely to be asked for again.
KEPT_BYTES = 400_000_000


class Place(NamedTuple):
    """Where a run is stored."""

    version: str
    chunk: Path
    key: str


class Store:
    """Finished runs of one model version in a folder.

    Args:
        folder: The store; made when the first run is stored.
        version: Model version to read and write; this one's unless given.

    Attributes:
        damaged: Chunks that turned out damaged and were set aside, as messages.
    """

    def __init__(self, folder: Path | str, version: str | None = None) -> None:
        self.root = Path(folder)
        self.folder = self.root / (version or model_version())
        self.damaged: list[str] = []
        self._chunk: dict[str, Path] = {}
        self._known: dict[str, list[str]] = {}
        self._read: dict[Path, pa.Table] = {}
        self._load_index()
        self.refresh()

    def __contains__(self, key: object) -> bool:
        return key in self._chunk

    def __len__(self) -> int:
        return len(self._chunk)

    def keys(self) -> list[str]:
        """Keys of all stored runs."""
        return list(self._chunk)

    def stored_twice(self) -> dict[str, list[Path]]:
        """Runs that several chunks hold, because several processes did them, by key."""
        places: dict[str, list[Path]] = {}
        for name, keys in self._known.items():
            for key in keys:
                places.setdefault(key, []).append(self.folder / f"{name}.parquet")
        return {key: paths for key, paths in places.items() if len(paths) > 1}

    @property
    def chunks(self) -> list[Path]:
        """Every chunk of this model version."""
        return _chunks(self.folder)

    @contextmanager
    def writable(self) -> Iterator[None]:
        """Prove that runs can be stored, before any work starts; leave no empty folder behind."""
        with ExitStack() as stack:
            try:
                stack.enter_context(results_folder(self.folder))
            except ConfigError as error:
                told = str(error).replace(f"out={self.folder}", f"store={self.root}", 1)
                raise ConfigError(f"{told}; store=none runs without one") from error
            yield

    def refresh(self) -> None:
        """Take in chunks that others have written meanwhile."""
        for path in self.chunks:
            if path.stem not in self._known:
                try:
                    self._take_in(path, keys_in(path))
                except Damaged as damage:
                    self._set_aside(damage)

    def add(self, data: bytes, keys: Sequence[str]) -> None:
        """Store a chunk (`store_files.encode`); when this returns, it survives any crash."""
        name = write(self.folder, data)
        self._take_in(self.folder / f"{name}.parquet", list(keys))

    def verify(self, keys: Iterable[str]) -> None:
        """Check the chunks that hold these runs; what is damaged is set aside and forgotten."""
        for path in sorted({self._chunk[key] for key in keys if key in self._chunk}):
            try:
                check(path)
            except Damaged as damage:
                self._set_aside(damage)

    def rows(self, keys: Sequence[str], columns: Sequence[str] | None = None) -> pa.Table:
        """Stored runs as a table, one row per key, in the order of the keys.

        Raises:
            Damaged: A chunk is damaged; it has been set aside, its runs must be done again.
        """
        import pyarrow as pa

        wanted: dict[Path, list[str]] = {}
        for key in dict.fromkeys(keys):
            wanted.setdefault(self._chunk[key], []).append(key)
        parts, place = [], dict[str, int]()
        for path in sorted(wanted):
            table = self._table(path)
            table = table if columns is None else table.select(columns)
            row_of = {key: row for row, key in enumerate(self._known[path.stem])}
            parts.append(table.take([row_of[key] for key in wanted[path]]))
            for key in wanted[path]:
                place[key] = len(place)
        return pa.concat_tables(parts).take([place[key] for key in keys])

    def weekly(self, keys: Sequence[str]) -> dict[str, Columns]:
        """Weekly columns of stored runs by key, without their labels."""
        found = {}
        for key in dict.fromkeys(keys):
            row = self.rows([key])
            names = [name for name in row.column_names if name.startswith(WEEKLY)]
            found[key] = {
                name.removeprefix(WEEKLY): row[name].combine_chunks().flatten().to_numpy()
                for name in names
            }
        return found

    def save_index(self) -> None:
        """Leave the index behind, so that the next command need not open every chunk."""
        if not self._known:
            return
        text = json.dumps(self._known, separators=(",", ":"))
        temporary = self.folder / f".{INDEX}.{this_process()}.part"
        try:
            temporary.write_text(f"{digest(text)}\n{text}", encoding="utf-8")
            os.replace(temporary, self.folder / INDEX)
        except OSError:  # a convenience, no result: do without
            with contextlib.suppress(OSError):
                temporary.unlink()

    def _load_index(self) -> None:
        try:
            text = (self.folder / INDEX).read_text(encoding="utf-8")
            mark, _, content = text.partition("\n")
            known = json.loads(content) if mark == digest(content) else {}
        except (OSError, ValueError):
            return
        for path in self.chunks:
            if path.stem in known:
                self._take_in(path, known[path.stem])

    def _take_in(self, path: Path, keys: list[str]) -> None:
        self._known[path.stem] = keys
        for key in keys:
            self._chunk.setdefault(key, path)

    def _table(self, path: Path) -> pa.Table:
        """A checked chunk; those read last are kept, because neighbours are asked for in turn."""
        table = self._read.pop(path, None)
        if table is None:
            try:
                table = read(path)
            except Damaged as damage:
                self._set_aside(damage)
                raise
        self._read[path] = table
        while len(self._read) > 1 and sum(each.nbytes for each in self._read.values()) > KEPT_BYTES:
            del self._read[next(iter(self._read))]
        return table

    def _set_aside(self, damage: Damaged) -> None:
        """Forget a damaged chunk and rename it, so that its runs are done again."""
        keys = self._known.pop(damage.path.stem, [])
        for key in keys:
            if self._chunk.get(key) == damage.path:
                del self._chunk[key]
        for name, others in self._known.items():
            for key in set(keys) & set(others):
                self._chunk.setdefault(key, self.folder / f"{name}.parquet")
        self.damaged.append(str(damage))
        with contextlib.suppress(OSError):  # another was faster, or the store can only be read
            os.replace(damage.path, damage.path.with_suffix(".damaged"))


def versions(folder: Path | str) -> list[str]:
    """Model versions that a store holds runs of, this one first."""
    root = Path(folder)
    names = sorted(each.name for each in root.iterdir() if each.is_dir()) if root.is_dir() else []
    return sorted(names, key=lambda name: name != model_version())


def find(folder: Path | str, name: str) -> Place:
    """Find one run in a store by its run_id or the beginning of its key.

    Raises:
        ConfigError: There is none, or several.
    """
    start = name.rpartition("-")[2].lower()
    if len(start) < SHORTEST_KEY or set(start) - set("0123456789abcdef"):
        raise ConfigError(
            f"a run is named by its run_id or at least {SHORTEST_KEY} digits of its key, "
            f"got {name!r}"
        )
    found = list(_starting(folder, start))
    if not found:
        raise ConfigError(f"no run {name!r} in the store {folder} (choose another: store=DIR)")
    if len({place.key for place in found}) > 1:
        raise ConfigError(f"{name!r} fits {len(found)} runs; give {SHORT} digits of the key")
    return found[0]


def _starting(folder: Path | str, start: str) -> Iterator[Place]:
    for version in versions(folder):
        store = Store(folder, version)
        for key, path in store._chunk.items():
            if key.startswith(start):
                yield Place(version, path, key)


def _chunks(folder: Path) -> list[Path]:
    names = os.listdir(folder) if folder.is_dir() else []
    return sorted(folder / name for name in names if name.endswith(".parquet") and name[0] != ".")
