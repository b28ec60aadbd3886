"""Jobs that write files, done by several processes that share all that is in memory.

For the end of a command: what is to be drawn lies in functions that no other interpreter could be
sent, and a fresh one would need a second to import what drawing needs. So the process is copied
(`fork`), which is safe on Linux only; elsewhere, or with one worker, jobs are done one after the
other. A copy ends with its last job, or with the process that it was copied from.

One that is made at the beginning of a command (`ahead`) loads what the end needs, while this
process does what comes before.
"""

from __future__ import annotations

import ctypes
import os
import pickle
import signal
import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from typing import IO, Any, Never

from sim.base.trouble import sendable

Job = Callable[[], object]
Failure = tuple[int, Exception]
"""The number of a job, and what it raised."""
Copy = tuple[int, IO[bytes]]
"""The number of a process, and where it says what failed."""
Call = Callable[..., None]
"""Calls a function with arguments, in one process or another."""

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
    hands = min(_most(workers), len(jobs))
    if hands < 2 or len(jobs) > MOST:
        for job in jobs:
            job()
        return
    numbers, copies = _tickets(len(jobs)), list[Copy]()
    try:
        for _ in range(hands - 1):
            copies.append(_copy(partial(_first_failure, jobs, numbers)))
        own = _first_failure(jobs, numbers)
        found = [own, *(_heard(failed) for _, failed in copies)]
        if failures := [each for each in found if each is not None]:
            raise min(failures, key=lambda each: each[0])[1]
    finally:
        os.close(numbers)
        for copy in copies:
            _end(copy, signal.SIGKILL)  # which has ended, unless a job here failed


def here(function: Callable[..., object], *arguments: Any) -> None:
    """Call a function in this process: what `ahead` yields where there is no copy."""
    function(*arguments)


@contextmanager
def ahead(load: Job, workers: int) -> Iterator[Call]:
    """A copy of this process gets ready for the end of a command, while this one works.

    Args:
        load: What it does at once, such as to import libraries.
        workers: How many processes may work, this one included.

    Yields:
        What calls a function there, once, with arguments that can be pickled, and comes back
        when it is done; it raises what the function raised.
    """
    if _most(workers) < 2:
        yield here
        return
    reading, writing = os.pipe()
    copy = _copy(partial(_called, load, reading, writing))
    os.close(reading)
    ends = signal.SIGKILL  # nothing to tidy up, as long as it only loads

    def call(function: Callable[..., object], *arguments: Any) -> None:
        nonlocal ends
        ends = signal.SIGTERM
        with suppress(BrokenPipeError), line:  # if it has died, that is told below
            pickle.dump((function, arguments), line)
        failure = _heard(copy[1])
        if failure is not None:
            raise failure[1]

    with open(writing, "wb") as line:
        try:
            yield call
        finally:
            _end(copy, ends)


def _most(workers: int) -> int:
    """How many processes can work here, of so many that may."""
    return min(workers, len(os.sched_getaffinity(0))) if sys.platform == "linux" else 1


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


def _called(load: Job, reading: int, writing: int) -> Failure | None:
    """What a copy does that was made ahead: loads, waits for what to call, and calls it."""
    os.close(writing)
    try:
        load()
        with open(reading, "rb") as line:
            function, arguments = pickle.load(line)
        function(*arguments)
    except Exception as error:
        return 0, error
    return None


def _copy(work: Callable[[], Failure | None]) -> Copy:
    """A copy of this process that does some work and says what failed."""
    reading, writing = os.pipe()
    sys.stdout.flush()
    sys.stderr.flush()
    with warnings.catch_warnings():  # of threads: none of ours runs, and libraries' are idle
        warnings.simplefilter("ignore", DeprecationWarning)
        process = os.fork()
    if not process:
        _work(work, writing)
    os.close(writing)
    return process, open(reading, "rb")


def _work(work: Callable[[], Failure | None], says: int) -> Never:
    """What a copy does: its work, then nothing any more, whatever would run at Python's end."""
    answer = b"?"
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.default_int_handler)  # it tidies up
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        failure = work()
        if failure is not None:
            number, error = failure
            failure = number, sendable(error, "in a copy of this process", pickle.dumps)
        answer = pickle.dumps(failure)
    finally:
        os.write(says, answer)
        os._exit(0)


def _end(copy: Copy, by: signal.Signals) -> None:
    process, failed = copy
    os.kill(process, by)
    os.waitpid(process, 0)
    failed.close()


def _heard(failed: IO[bytes]) -> Failure | None:
    """Wait for a copy's last word: what failed there, if anything did.

    Raises:
        RuntimeError: The copy is gone without a word (killed, or out of memory).
    """
    try:
        said: Failure | None = pickle.loads(failed.read())
    except (EOFError, pickle.UnpicklingError):
        raise RuntimeError("a process that wrote results died") from None
    return said
