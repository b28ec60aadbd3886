"""Jobs that write files, done by several processes that share all that is in memory.

For the end of a command: what is to be drawn lies in functions that no other interpreter could be
sent, and a fresh one would need a second to import what drawing needs. So the process is copied
(`fork`), which is safe on Linux only; elsewhere, or with one worker, jobs are done one after the
other. A copy ends with its last job, or with the process that it was copied from.
"""

from __future__ import annotations

import ctypes
import os
import pickle
import signal
import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from typing import IO, Never

from sim.base.trouble import sendable

Job = Callable[[], object]
Failure = tuple[int, Exception]
"""The number of a job, and what it raised."""

MOST = 200
"""Jobs that are shared: their numbers lie as single bytes in a pipe."""
PR_SET_PDEATHSIG = 1
"""Of Linux, `prctl(2)`: the signal that a process gets when its parent has ended."""


def done(jobs: Sequence[Job], workers: int = 1) -> None:
    """Do every job once, in no order; results are what jobs write.

    Args:
        jobs: None may need what another one leaves.
        workers: How many processes may take part, this one included.

    Raises:
        Exception: What the first job raised that failed, first in their order. Jobs that nobody
            has begun by then are left.
    """
    hands = min(workers, len(jobs), len(os.sched_getaffinity(0)) if _copies() else 1)
    if hands < 2 or len(jobs) > MOST:
        for job in jobs:
            job()
        return
    numbers, copies = _tickets(len(jobs)), list[tuple[int, IO[bytes]]]()
    try:
        for _ in range(hands - 1):
            copies.append(_copy(jobs, numbers))
        own = _first_failure(jobs, numbers)
        found = [own, *(_heard(failed) for _, failed in copies)]
        if failures := [each for each in found if each is not None]:
            raise min(failures, key=lambda each: each[0])[1]
    finally:
        os.close(numbers)
        for process, failed in copies:
            os.kill(process, signal.SIGKILL)  # which has ended, unless a job here failed
            os.waitpid(process, 0)
            failed.close()


def _copies() -> bool:
    return sys.platform == "linux"


def _tickets(count: int) -> int:
    """The reading end of a pipe that holds the numbers of all jobs, and then ends."""
    reading, writing = os.pipe()
    os.write(writing, bytes(range(count)))
    os.close(writing)
    return reading


def _taken(numbers: int) -> Iterator[int]:
    """The next job that nobody has taken, until there are none."""
    while ticket := os.read(numbers, 1):
        yield ticket[0]


def _first_failure(jobs: Sequence[Job], numbers: int) -> Failure | None:
    """Do jobs until there are none; one that fails is the last, here and elsewhere."""
    for number in _taken(numbers):
        try:
            jobs[number]()
        except Exception as error:
            os.read(numbers, MOST)  # whoever is still at work ends with the job in hand
            return number, error
    return None


def _copy(jobs: Sequence[Job], numbers: int) -> tuple[int, IO[bytes]]:
    """A copy of this process that does jobs; its number, and where it says what failed."""
    reading, writing = os.pipe()
    sys.stdout.flush()
    sys.stderr.flush()
    with warnings.catch_warnings():  # of threads: none of ours runs, and libraries' are idle
        warnings.simplefilter("ignore", DeprecationWarning)
        process = os.fork()
    if not process:
        _work(jobs, numbers, writing)
    os.close(writing)
    return process, open(reading, "rb")


def _work(jobs: Sequence[Job], numbers: int, says: int) -> Never:
    """What a copy does: jobs, then nothing any more, whatever would run at the end of Python."""
    answer = b"?"
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        failure = _first_failure(jobs, numbers)
        if failure is not None:
            number, error = failure
            failure = number, sendable(error, "in a copy of this process", pickle.dumps)
        answer = pickle.dumps(failure)
    finally:
        os.write(says, answer)
        os._exit(0)


def _heard(failed: IO[bytes]) -> Failure | None:
    """Wait for a copy's last word: what failed there, if anything did.

    Raises:
        RuntimeError: The copy is gone without a word (killed, or out of memory).
    """
    try:
        said: Failure | None = pickle.loads(failed.read())
    except (EOFError, pickle.UnpicklingError):
        raise RuntimeError("a process that wrote figures died") from None
    return said
