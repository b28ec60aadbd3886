"""Where units of work are done: in this process, in processes of this machine, on a cluster.

An engine is a function from units to what became of them, in any order. Results come back
to the one process that asked for them, which alone writes them: workers need no access to
the store, and one that dies takes nothing with it but the units it had in hand.
"""

from __future__ import annotations

import json
import logging
import os
import re
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from sim.base.errors import one_line, unknown
from sim.base.params import ConfigError
from sim.runs.chunks import Finished
from sim.runs.run import ONE_THREAD
from sim.runs.units import Done, Failure, Unit, do, each, lost, pack

Engine = Callable[[Iterable[Unit]], Iterator[Done]]

ENGINES = ("processes", "dask")
#: Units handed out per worker, so that none waits while results are being stored.
AHEAD = 2
CONNECT_SECONDS = 10


@contextmanager
def engine(name: str, workers: int = 1, scheduler: str | None = None) -> Iterator[Engine]:
    """The engine that a command asks for, connected.

    Args:
        name: One of `ENGINES`.
        workers: Processes on this machine; one means this process.
        scheduler: Address of a Dask scheduler, or the file in which it left its address.
    """
    if name not in ENGINES:
        raise unknown("engine", name, ENGINES)
    if name == "dask":
        with _connected(scheduler) as client:
            yield lambda units: _cluster(client, units)
    elif scheduler is not None:
        raise ConfigError(f"scheduler={scheduler} needs engine=dask")
    elif workers <= 1:
        yield _here
    else:
        with _Pool(workers) as pool:
            yield lambda units: _processes(pool, units)


class Interrupted(KeyboardInterrupt):
    """Ctrl-C, with what was finished until then."""

    def __init__(self, done: Done) -> None:
        super().__init__()
        self.done = done


def _here(units: Iterable[Unit]) -> Iterator[Done]:
    for unit in units:
        results: list[Finished | Failure] = []
        try:
            for result in each(unit):
                results.append(result)  # noqa: PERF402 - keeps what an interruption leaves
        except KeyboardInterrupt as interruption:
            raise Interrupted(pack(results)) from interruption
        yield pack(results)


def _leave_with(parent: int) -> None:
    """End this process soon after the one that started it, however that ended."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1.0)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


class _Pool:
    """Processes of this machine; new ones take over when one has died."""

    def __init__(self, workers: int) -> None:
        self.workers = workers
        self.renew()

    def renew(self) -> None:
        """Start anew (each process starts when it is first needed)."""
        from joblib.externals.loky import ProcessPoolExecutor

        self.executor: Any = ProcessPoolExecutor(
            self.workers, env=ONE_THREAD, initializer=_leave_with, initargs=(os.getpid(),)
        )

    def submit(self, unit: Unit) -> Future[Done]:
        """Hand over a unit. A pool that broke since the last one says so in the future, too."""
        try:
            handed: Future[Done] = self.executor.submit(do, unit)
        except BrokenProcessPool as error:
            handed = Future()
            handed.set_exception(error)
        return handed

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self.executor.shutdown(wait=kind is None, kill_workers=kind is not None)


def _processes(pool: _Pool, units: Iterable[Unit]) -> Iterator[Done]:
    """Hand units to processes; units that were in work when one died are done again, alone."""
    waiting, running = iter(units), dict[Any, Unit]()
    suspects: list[Unit] = []
    try:
        while True:
            while len(running) < (1 if suspects else AHEAD * pool.workers):
                unit = suspects[-1] if suspects else next(waiting, None)
                if unit is None:
                    break
                running[pool.submit(unit)] = unit
            if not running:
                return
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                unit, alone = running.pop(future), bool(suspects)
                try:
                    done = future.result()
                except BrokenProcessPool:
                    pool.renew()
                    if not alone:
                        suspects = [unit, *running.values()]
                        running.clear()
                        break
                    done = lost(unit, "its worker process died (killed, or out of memory)")
                if alone:
                    suspects.pop()
                yield done
    finally:
        if running:
            pool.executor.shutdown(wait=False, kill_workers=True)
            pool.renew()


@contextmanager
def _connected(scheduler: str | None) -> Iterator[Any]:
    """A client of a Dask scheduler; certificates for `tls://` come from Dask's own settings."""
    if not scheduler:
        raise ConfigError(
            "engine=dask needs scheduler=tcp://127.0.0.1:8786, or the file that "
            "`dask scheduler --host 127.0.0.1 --scheduler-file FILE` has written"
        )
    try:
        from distributed import Client
    except ImportError as error:
        raise ConfigError(
            "engine=dask needs dask.distributed: pip install 'rollout-lab[cluster]'"
        ) from error
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    try:
        client = Client(_address(scheduler), timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, TimeoutError) as error:
        raise ConfigError(
            f"cannot reach the scheduler at {scheduler}: {one_line(error)}; "
            "start one with `dask scheduler --host 127.0.0.1`, workers with `dask worker ADDRESS` "
            "(Dask has no passwords: see docs/sweeps.md before others can reach it)"
        ) from error
    with client:
        yield client


def _address(scheduler: str) -> str:
    """The address of a scheduler, from the file that it has written if one is given."""
    address = scheduler
    if scheduler.endswith(".json"):
        try:
            address = str(json.loads(Path(scheduler).read_text(encoding="utf-8"))["address"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ConfigError(
                f"cannot read the scheduler file {scheduler}: {one_line(error)}; "
                f"`dask scheduler --host 127.0.0.1 --scheduler-file {scheduler}` writes it"
            ) from error
    if not re.fullmatch(r"([a-z]+://)?[^:/]+:\d+", address):
        raise ConfigError(f"scheduler must look like tcp://HOST:8786, got {address!r}")
    return address


def _cluster(client: Any, units: Iterable[Unit]) -> Iterator[Done]:
    """Hand units to a cluster, which does those of a lost worker again by itself."""
    from distributed import CancelledError, KilledWorker, as_completed
    from distributed.comm import CommClosedError

    waiting, running = iter(units), dict[Any, Unit]()
    ready = as_completed(loop=client.loop)
    try:
        while True:
            while len(running) < AHEAD * max(sum(client.ncores().values()), 1):
                unit = next(waiting, None)
                if unit is None:
                    break
                future = client.submit(do, unit, pure=False)
                running[future] = unit
                ready.add(future)
            if not running:
                return
            future = next(ready)
            unit = running.pop(future)
            try:
                yield future.result()
            except KilledWorker as error:
                yield lost(unit, f"its workers died again and again: {one_line(error)}")
            future.release()
    except (CancelledError, CommClosedError, OSError) as error:
        raise ConfigError(
            f"lost the scheduler: {one_line(error)}; finished runs are stored, "
            "the same command does the rest"
        ) from error
    finally:
        for future in running:
            future.cancel()
