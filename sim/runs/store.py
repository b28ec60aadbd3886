"""The run store: finished runs, found by what they depend on, never computed twice.

A folder with one folder per model version and in it chunks (`chunks.py`). There is no
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
from typing import TYPE_CHECKING

from sim.base.ours import this_process
from sim.base.params import ConfigError
from sim.base.places import made_folder
from sim.runs.chunks import WEEKLY, Columns, Damaged, labels, read, write
from sim.runs.keys import SHORT
from sim.runs.stored import INDEX, LABELS, Labels, Place, chunks, labels_of, listed, versions
from sim.runs.version import digest, model_version

if TYPE_CHECKING:
    import pyarrow as pa

SHORTEST_KEY = 6
#: Memory for chunks that are likely to be asked for again.
KEPT_BYTES = 400_000_000


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
        self._unwritable: ConfigError | None = None
        self._chunk: dict[str, str] = {}
        self._known: dict[str, Labels] = {}
        self._read: dict[str, tuple[pa.Table, int]] = {}
        self._changed = False
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
        for name, known in self._known.items():
            for key in known.keys:
                places.setdefault(key, []).append(self._path(name))
        return {key: paths for key, paths in places.items() if len(paths) > 1}

    @property
    def chunks(self) -> list[Path]:
        """Every chunk of this model version."""
        return [self._path(name) for name in chunks(self.folder)]

    def listed(self) -> Iterator[tuple[Path, Labels]]:
        """What is stored, chunk by chunk."""
        return ((self._path(name), self._known[name]) for name in sorted(self._known))

    def place(self, key: str) -> Place:
        """Where a stored run is."""
        return Place(self.folder.name, self._path(self._chunk[key]), key)

    @contextmanager
    def writable(self) -> Iterator[None]:
        """Prove that runs can be stored, before any work starts; leave no empty folder behind.

        A store that can only be read will do as long as everything asked for is in it
        (`require_writable`).

        Raises:
            ConfigError: Nothing can be stored, and nothing is.
        """
        with ExitStack() as stack:
            try:
                stack.enter_context(made_folder(self.folder, "store"))
                self._unwritable = None
            except ConfigError as error:
                told = str(error).replace(f"store={self.folder}", f"store={self.root}", 1)
                self._unwritable = ConfigError(f"{told}; store=none runs without one")
                if not len(self):
                    raise self._unwritable from error
            yield

    def require_writable(self) -> None:
        """Refuse to do runs that `writable` found no place for.

        Raises:
            ConfigError: They could not be stored.
        """
        if self._unwritable is not None:
            raise self._unwritable

    def refresh(self) -> None:
        """Take in chunks that others have written meanwhile."""
        for name in chunks(self.folder):
            if name not in self._known:
                self._look_into(name)

    def add(self, data: bytes) -> None:
        """Store a chunk (`chunks.encode`); when this returns, it survives any crash."""
        self._look_into(write(self.folder, data))

    def verify(self, keys: Iterable[str]) -> None:
        """Check the chunks that hold these runs; what is damaged is set aside and forgotten.

        Where the index is wrong about a chunk, the chunk counts.
        """
        for name in sorted({self._chunk[key] for key in keys if key in self._chunk}):
            try:
                held = labels_of(read(self._path(name), LABELS))
            except Damaged as damage:
                self._set_aside(damage)
            else:
                self._correct(name, held)

    def verify_all(self) -> list[str]:
        """Check every chunk and the index, as `verify` does; returns what was wrong."""
        asked = dict(self._known)
        self.verify(self.keys())
        problems, self.damaged = self.damaged, []
        for name, known in asked.items():
            if self._known.get(name, known) != known:
                problems.append(f"{self.folder / INDEX}: {name}.parquet holds other runs")
        self.save_index()
        return problems

    def rows(self, keys: Sequence[str], columns: Sequence[str] | None = None) -> pa.Table:
        """Stored runs as a table, one row per key, in the order of the keys.

        Raises:
            Damaged: A chunk is damaged; it has been set aside, its runs must be done again.
        """
        import pyarrow as pa

        wanted: dict[str, list[str]] = {}
        for key in dict.fromkeys(keys):
            wanted.setdefault(self._chunk[key], []).append(key)
        parts, place = [], dict[str, int]()
        for name in sorted(wanted):
            table = self._table(name)
            table = table if columns is None else table.select(columns)
            row_of = {key: row for row, key in enumerate(self._known[name].keys)}
            parts.append(table.take([row_of[key] for key in wanted[name]]))
            for key in wanted[name]:
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
        if not self._changed:
            return
        text = json.dumps(self._known, separators=(",", ":"))
        temporary = self.folder / f".{INDEX}.{this_process()}.part"
        try:
            temporary.write_text(f"{digest(text)}\n{text}", encoding="utf-8")
            os.replace(temporary, self.folder / INDEX)
            self._changed = False
        except OSError:  # a convenience, no result: do without
            with contextlib.suppress(OSError):
                temporary.unlink()

    def _load_index(self) -> None:
        try:
            text = (self.folder / INDEX).read_text(encoding="utf-8")
            mark, _, content = text.partition("\n")
            found = json.loads(content) if mark == digest(content) else {}
        except (OSError, ValueError, RecursionError):
            return
        if isinstance(found, dict):
            for name in chunks(self.folder):
                known = listed(found.get(name))
                if known is not None:
                    self._take_in(name, known)

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}.parquet"

    def _take_in(self, name: str, known: Labels) -> None:
        self._known[name] = known
        for key in known.keys:
            self._chunk.setdefault(key, name)

    def _look_into(self, name: str) -> None:
        """Take in a chunk that the index does not know."""
        try:
            self._take_in(name, labels_of(labels(self._path(name), LABELS)))
            self._changed = True
        except Damaged as damage:
            if self._path(name).exists():  # else another has set it aside
                self._set_aside(damage)

    def _correct(self, name: str, held: Labels) -> bool:
        """Believe a chunk more than the index; returns whether the two agreed."""
        if self._known[name] == held:
            return True
        self._forget(name)
        self._take_in(name, held)
        self._changed = True
        return False

    def _table(self, name: str) -> pa.Table:
        """A checked chunk; those read last are kept, because neighbours are asked for in turn."""
        table, size = self._read.pop(name, (None, 0))
        if table is None:
            try:
                table = read(self._path(name))
            except Damaged as damage:
                self._set_aside(damage)
                raise
            if not self._correct(name, labels_of(table)):
                raise Damaged(self._path(name), f"{INDEX} was wrong about it")
            size = table.nbytes  # Arrow walks every buffer for it: once per chunk, not per run
        self._read[name] = table, size
        while len(self._read) > 1 and sum(each for _, each in self._read.values()) > KEPT_BYTES:
            del self._read[next(iter(self._read))]
        return table

    def _forget(self, name: str) -> None:
        """Leave a chunk out; what others hold as well is found there."""
        gone = set(self._known.pop(name).keys if name in self._known else ())
        for key in gone:
            if self._chunk.get(key) == name:
                del self._chunk[key]
        for other, known in self._known.items():
            for key in gone.intersection(known.keys):
                self._chunk.setdefault(key, other)

    def _set_aside(self, damage: Damaged) -> None:
        """Forget a damaged chunk and rename it, so that its runs are done again."""
        self._forget(damage.path.stem)
        self._changed = True
        self.damaged.append(str(damage))
        with contextlib.suppress(OSError):  # another was faster, or the store can only be read
            os.replace(damage.path, damage.path.with_suffix(".damaged"))


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
        yield from (store.place(key) for key in sorted(store.keys()) if key.startswith(start))
