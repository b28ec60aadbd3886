"""Sessions in an SQLite file; nothing else touches it.

What stands in it is in `rows.py`. What is written is on the disk before
anybody is told that it is: writes that arrive together share one transaction.
"""

from __future__ import annotations

import asyncio
import json
import queue
import sqlite3
import threading
import zlib
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from sim.app.rows import SCHEMA, Reader
from sim.base.params import ConfigError

Answer = TypeVar("Answer")
Write = Callable[[sqlite3.Connection], Answer]
LAYOUT = 1
"""Version of the tables."""
APPLICATION = 0x526F6C4C
"""Marks a file as one of these."""
MOST_TOGETHER = 200
"""Writes that share a transaction."""


class Store(Reader):
    """The file.

    Args:
        path: Where; it is made if there is none.

    Raises:
        ConfigError: It cannot be opened, or is something else.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._queue: queue.SimpleQueue[_Waiting | None] = queue.SimpleQueue()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._prepare()
            super().__init__(_connected(path))
        except (OSError, sqlite3.Error) as error:
            raise ConfigError(f"cannot open {path} as a file of sessions: {error}") from error
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _prepare(self) -> None:
        if self.path.is_dir():
            raise ConfigError(f"{self.path} is a folder; name a file of sessions with data=FILE")
        if not self.path.exists() or self.path.stat().st_size == 0:
            made = _connected(self.path)
            made.executescript(f"begin; {SCHEMA} pragma application_id={APPLICATION}; "
                               f"pragma user_version={LAYOUT}; commit;")  # fmt: skip
            made.close()
        # Only looked at, so that a file of somebody else stays as it is.
        found = sqlite3.connect(f"{self.path.resolve().as_uri()}?mode=ro", uri=True)
        own = found.execute("pragma application_id").fetchone()[0]
        layout = found.execute("pragma user_version").fetchone()[0]
        found.close()
        if own != APPLICATION:
            raise ConfigError(f"{self.path} is no file of sessions; name another with data=FILE")
        if layout != LAYOUT:
            raise ConfigError(
                f"{self.path} was made by another version of the app (layout {layout}, "
                f"this one has {LAYOUT}); name another with data=FILE"
            )

    def close(self) -> None:
        """Write what waits, and close the file."""
        self._queue.put(None)
        self._thread.join()
        self.connection.close()

    # Writing

    async def write(self, change: Write[Answer]) -> Answer:
        """Do a change, and wait until it is on the disk.

        Args:
            change: Gets the connection; what it raises undoes it alone.
        """
        return await asyncio.wrap_future(self._asked(change))

    def write_now(self, change: Write[Answer]) -> Answer:
        """The same outside an event loop."""
        return self._asked(change).result()

    def _asked(self, change: Write[Answer]) -> Future[Answer]:
        waiting = _Waiting(change, Future())
        self._queue.put(waiting)
        return waiting.future

    def _serve(self) -> None:
        connection = _connected(self.path)
        while True:
            together = [self._queue.get()]
            while len(together) < MOST_TOGETHER and not self._queue.empty():
                together.append(self._queue.get())
            # From now on nobody who still waits can go away.
            _commit(connection, [each for each in together if each is not None
                                 and each.future.set_running_or_notify_cancel()])  # fmt: skip
            if None in together:
                connection.close()
                return

    def forget(self) -> None:
        """Let the log beside the file forget what was deleted, too."""
        self.connection.execute("pragma wal_checkpoint(truncate)")

    # Results

    def kept(self, key: str) -> Any:
        """A result that was kept, or None."""
        row = self.connection.execute("select body from result where key=?", (key,)).fetchone()
        return None if row is None else json.loads(zlib.decompress(row[0]))

    def keep(self, key: str, body: Any) -> None:
        """Keep a result; nobody waits for it."""
        packed = zlib.compress(json.dumps(body).encode(), 1)
        self._asked(
            lambda db: db.execute("insert or replace into result values(?, ?)", (key, packed))
        )


class _Waiting(NamedTuple):
    """A change on its way to the disk."""

    change: Write[Any]
    future: Future[Any]


def _connected(path: Path) -> sqlite3.Connection:
    made = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=10.0)
    made.row_factory = sqlite3.Row
    made.execute("pragma journal_mode=wal")
    made.execute("pragma synchronous=full")
    made.execute("pragma secure_delete=on")
    return made


def _commit(db: sqlite3.Connection, changes: list[_Waiting]) -> None:
    """Do changes in one transaction; one that fails is undone without the others."""
    done: list[tuple[_Waiting, Any]] = []
    try:
        db.execute("begin immediate")
        for each in changes:
            db.execute("savepoint one")
            try:
                done.append((each, each.change(db)))
            except Exception as error:
                db.execute("rollback to one")
                each.future.set_exception(error)
            db.execute("release one")
        db.execute("commit")
    except sqlite3.Error as error:
        if db.in_transaction:
            db.execute("rollback")
        for each in changes:
            if not each.future.done():
                each.future.set_exception(error)
        return
    for each, answer in done:
        each.future.set_result(answer)
