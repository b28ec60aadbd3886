"""Where units of work are done: in this process, in processes of this machine, on a cluster.

An engine is a function from units to what became of them, in any order. Results come back
to the one process that asked for them, which alone writes them: workers need no access to
the store, and one that dies takes nothing with it but the units it had in hand.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from sim.base.params import ConfigError, one_line, require_known
from sim.config.settings import needs_scheduler
from sim.runs.chunks import Finished
from sim.runs.units import Done, Failure, Unit, do, each, lost, pack
from sim.runs.workers import Lost, Workers

Engine = Callable[[Iterable[Unit]], Generator[Done, None, None]]

ENGINES = ("processes", "dask")
#: Units handed out per worker of a cluster, so that none waits for the next one.
AHEAD = 2
CONNECT_SECONDS = 10


@contextmanager
def engine(
    name: str, workers: int = 1, scheduler: str | None = None, crew: Workers | None = None
) -> Iterator[Engine]:
    """The engine that a command asks for, connected.

    Args:
        name: One of `ENGINES`.
        workers: Processes on this machine; one means this process.
        scheduler: Address of a Dask scheduler, or the file in which it left its address.
        crew: Processes that were started already; whoever did ends them.
    """
    require_known("engine", name, ENGINES)
    if name == "dask":
        with _connected(scheduler) as client:
            yield lambda units: _cluster(client, units)
    elif scheduler is not None:
        raise ConfigError(f"scheduler={scheduler} needs engine=dask")
    elif workers <= 1:
        yield _here
    else:
        with nullcontext(crew) if crew is not None else Workers(workers) as hands:
            yield lambda units: _processes(hands, units)


class Interrupted(KeyboardInterrupt):
    """Ctrl-C, with what was finished until then."""

    def __init__(self, done: Done) -> None:
        super().__init__()
        self.done = done


def _here(units: Iterable[Unit]) -> Generator[Done, None, None]:
    for unit in units:
        results: list[Finished | Failure] = []
        try:
            for result in each(unit):
                results.append(result)  # noqa: PERF402 - keeps what an interruption leaves
        except KeyboardInterrupt as interruption:
            raise Interrupted(pack(results)) from interruption
        yield pack(results)


def _processes(crew: Workers, units: Iterable[Unit]) -> Generator[Done, None, None]:
    """Hand units to processes; one that none of them survives is lost."""
    in_hand: list[Unit] = []

    def jobs() -> Iterator[tuple[Unit]]:
        for unit in units:
            in_hand.append(unit)
            yield (unit,)

    for number, done in crew.each(do, jobs()):
        yield lost(in_hand[number], done.reason) if isinstance(done, Lost) else done


@contextmanager
def _connected(scheduler: str | None) -> Iterator[Any]:
    """A client of a Dask scheduler; certificates for `tls://` come from Dask's own settings."""
    if not scheduler:
        raise needs_scheduler()
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


def _cluster(client: Any, units: Iterable[Unit]) -> Generator[Done, None, None]:
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
