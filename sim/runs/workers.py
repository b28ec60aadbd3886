"""A function called once per job, in processes of this machine.

A worker is a fresh interpreter at the other end of a socket. It has a session of its own, so
Ctrl-C never reaches it; it ends when the socket does, that is, with the process that started
it, however that ended; and it prints nothing. A worker that dies is replaced, and the job that it
had in hand is tried again.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import queue
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, Pipe, wait
from typing import Any, NamedTuple, Self, TypeVar

from sim.base.params import ConfigError
from sim.base.trouble import sendable

Result = TypeVar("Result")
Arguments = tuple[Any, ...]

#: The kernels are serial, and threads of BLAS would only compete.
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
#: How many workers in a row may die of a job before it is given up.
TRIES = 3
DIED = "its worker process died (killed, or out of memory)"
#: What a worker runs before it can be told anything: it loads what nearly every job needs.
START = (
    "import signal, sys; signal.signal(signal.SIGINT, signal.SIG_IGN); "
    "sys.path[:] = {path!r}; from sim.runs.workers import serve; import sim.runs.units; "
    "serve({socket})"
)


class Lost(NamedTuple):
    """What becomes of a job that no worker survives."""

    reason: str


@dataclass
class _Job:
    """A call on its way to a worker."""

    number: int
    data: bytes
    tries: int = 0


class _Worker:
    """One process, and the job that it has in hand."""

    def __init__(self) -> None:
        self.job: _Job | None = None
        self.socket, theirs = Pipe()
        with theirs:
            code = START.format(path=sys.path, socket=theirs.fileno())
            self.process = subprocess.Popen(
                [sys.executable, "-c", code],
                pass_fds=[theirs.fileno()],
                start_new_session=True,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env={**os.environ, **ONE_THREAD},
            )

    def give(self, job: _Job) -> None:
        """Hand over a job; whether the process still lives shows when its result is read."""
        self.job = job
        with contextlib.suppress(OSError):
            self.socket.send_bytes(job.data)

    def end(self) -> None:
        """End the process, whatever it does."""
        self.socket.close()
        self.process.kill()
        self.process.wait()


class Workers:
    """Processes that do jobs; each starts when it is first needed.

    Example:
        with Workers(2) as workers:
            for number, result in workers.each(pow, [(2, 3), (3, 2)]):
                print(number, result)

    Args:
        count: How many at the same time.
    """

    def __init__(self, count: int) -> None:
        self.count = count
        self.crew: list[_Worker] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def start(self, most: int) -> None:
        """Start processes before there are jobs, so many at most: they load the model meanwhile."""
        while len(self.crew) < min(self.count, most):
            self.crew.append(_Worker())

    def end(self) -> None:
        """End all processes; the next job starts new ones."""
        while self.crew:
            self.crew.pop().end()

    def each(
        self, function: Callable[..., Result], jobs: Iterable[Arguments]
    ) -> Iterator[tuple[int, Result | Lost]]:
        """Call a function once per job.

        Args:
            function: What to call.
            jobs: Arguments of each call, taken when a worker is free.

        Yields:
            The number of a job and what became of it, as soon as it is known.

        Raises:
            Exception: What the function raised; the other jobs in hand are given up.
        """
        coming, again = enumerate(jobs), deque[_Job]()

        def following() -> _Job | None:
            if again:
                return again.popleft()
            number, job = next(coming, (0, None))
            return None if job is None else _Job(number, _packed((function, job)))

        try:
            self._start(following)
            while busy := {each.socket: each for each in self.crew if each.job is not None}:
                ready = set(wait(list(busy)))
                for worker in (each for socket, each in busy.items() if socket in ready):
                    done = self._heard_of(worker, following, again)
                    if done is not None:
                        yield done
                self._start(following)
        finally:
            if any(each.job is not None for each in self.crew):
                self.end()

    def _start(self, following: Callable[[], _Job | None]) -> None:
        """Give every worker a job that has none, as long as there are jobs."""
        for place in range(self.count):
            if place < len(self.crew) and self.crew[place].job is not None:
                continue
            job = following()
            if job is None:
                return
            if place == len(self.crew):
                self.crew.append(_Worker())
            self.crew[place].give(job)

    def _heard_of(
        self, worker: _Worker, following: Callable[[], _Job | None], again: deque[_Job]
    ) -> tuple[int, Any] | None:
        """What a worker answers: a result, or nothing any more."""
        job = worker.job
        assert job is not None
        try:
            answer = worker.socket.recv_bytes()
        except (EOFError, OSError):
            self.crew.remove(worker)
            worker.end()
            job.tries += 1
            if job.tries >= TRIES:
                return job.number, Lost(DIED)
            again.append(job)
            return None
        fine, value = pickle.loads(answer)
        worker.job = None
        if not fine:
            raise value
        more = following()  # so that it does not wait until this result is stored
        if more is not None:
            worker.give(more)
        return job.number, value


def numbered(
    function: Callable[..., Result], jobs: Sequence[Arguments], workers: Workers | int
) -> Iterator[tuple[int, Result]]:
    """Call a function once per job; results come as they are ready, with the job's number.

    Args:
        function: What to call; it must be importable by the processes.
        jobs: Arguments of each call.
        workers: Processes, or how many of them; one means this process, in the order of the jobs.

    Raises:
        ConfigError: A job's processes died again and again.
    """
    if isinstance(workers, int):
        with Workers(min(workers, len(jobs))) as crew:
            yield from numbered(function, jobs, crew)
        return
    if workers.count <= 1:
        yield from ((number, function(*job)) for number, job in enumerate(jobs))
        return
    from sim.runs.warm import compile_all

    compile_all()
    for number, result in workers.each(function, jobs):
        if isinstance(result, Lost):
            raise ConfigError(
                f"a job was given up after {TRIES} tries: {result.reason}; "
                "fewer processes need less memory (workers=N)"
            )
        yield number, result


def side_by_side(
    function: Callable[..., Result], jobs: Sequence[Arguments], workers: int
) -> Iterator[Result]:
    """As `numbered`, without the numbers."""
    return (result for _, result in numbered(function, jobs, workers))


def _packed(what: Any) -> bytes:
    """An object as bytes; what was defined in a script or notebook goes along in full."""
    try:
        data = pickle.dumps(what)
        if b"__main__" not in data:
            return data
    except (pickle.PicklingError, AttributeError, TypeError):
        pass
    import cloudpickle

    whole: bytes = cloudpickle.dumps(what)
    return whole


# In the worker


def serve(socket: int) -> None:
    """Do jobs until the other end of the socket is closed."""
    connection = Connection(socket)
    jobs = queue.SimpleQueue[bytes]()

    def receive() -> None:
        try:
            while True:
                jobs.put(connection.recv_bytes())
        except (EOFError, OSError):
            os._exit(1)

    threading.Thread(target=receive, daemon=True).start()
    while True:
        connection.send_bytes(_answer(jobs.get()))


def _answer(data: bytes) -> bytes:
    """Whether a call went well, and its result or its error."""
    try:
        function, arguments = pickle.loads(data)
        return _packed((True, function(*arguments)))
    except Exception as error:
        return _packed((False, sendable(error, "in a worker process", _packed)))
