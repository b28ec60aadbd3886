"""Jobs that write files, shared by copies of this process."""

from __future__ import annotations

import errno
import os
import re
import signal
import sys
import threading
from functools import partial
from multiprocessing import Barrier
from pathlib import Path
from typing import Any

import pytest

from sim.base import files, hands
from sim.base.params import ConfigError

linux = pytest.mark.skipif(sys.platform != "linux", reason="processes are copied on Linux only")
two = pytest.mark.skipif((os.cpu_count() or 1) < 2, reason="needs two processors")


def note(folder: Path, name: str) -> None:
    with (folder / name).open("a") as file:
        file.write(f"{os.getpid()}\n")


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_every_job_is_done_once(tmp_path: Path, workers: int) -> None:
    names = [f"{number}" for number in range(12)]
    hands.done([partial(note, tmp_path, name) for name in names], workers)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(names)
    assert all(len(path.read_text().split()) == 1 for path in tmp_path.iterdir())


@linux
@two
def test_two_processes_share_jobs_and_the_second_one_is_gone_afterwards(tmp_path: Path) -> None:
    together = Barrier(2)

    def met(name: str) -> None:
        together.wait(60)  # of which one process alone never returns
        note(tmp_path, name)

    hands.done([partial(met, "a"), partial(met, "b")], 2)
    at = {int(path.read_text()) for path in tmp_path.iterdir()}
    assert len(at) == 2
    (other,) = at - {os.getpid()}
    with pytest.raises(ProcessLookupError):
        os.kill(other, 0)


@linux
@two
@pytest.mark.parametrize("here", [True, False])
def test_what_a_job_raises_is_raised_wherever_it_was_done(here: bool) -> None:
    mine, together = os.getpid(), Barrier(2)

    def fails() -> None:
        together.wait(60)
        if (os.getpid() == mine) == here:
            raise ValueError("no ink")

    with pytest.raises(ValueError, match="no ink"):
        hands.done([fails, fails], 2)


@linux
@two
def test_a_copy_that_is_killed_is_told() -> None:
    mine, together = os.getpid(), Barrier(2)

    def dies() -> None:
        together.wait(60)
        if os.getpid() != mine:
            os.kill(os.getpid(), signal.SIGKILL)

    with pytest.raises(RuntimeError, match="died"):
        hands.done([dies, dies], 2)


class Odd(Exception):
    """One that cannot be sent."""

    def __init__(self, what: str, where: str) -> None:
        super().__init__(f"{what} in {where}")
        self.pen = lambda: where


@linux
@two
def test_what_does_not_survive_the_way_is_told_by_what_it_says() -> None:
    mine, together = os.getpid(), Barrier(2)

    def fails() -> None:
        together.wait(60)
        if os.getpid() != mine:
            raise Odd("no ink", "the pen")

    with pytest.raises(RuntimeError, match="Odd: no ink in the pen"):
        hands.done([fails, fails], 2)


@linux
@two
def test_of_several_failures_the_first_in_order_is_raised() -> None:
    for _ in range(20):  # whoever takes the first job, and whoever fails first
        together = Barrier(2)

        def fails(number: int, together: Any = together) -> None:
            together.wait(60)
            raise ValueError(f"job {number}")

        with pytest.raises(ValueError, match="job 0"):
            hands.done([partial(fails, 0), partial(fails, 1)], 2)


# One that gets ready beforehand


def write(place: Path, text: str) -> None:
    place.write_text(f"{text} by {os.getpid()}")


@pytest.mark.parametrize("workers", [1, 2])
def test_what_is_called_has_been_loaded_and_is_done_when_the_call_returns(
    tmp_path: Path, workers: int
) -> None:
    loaded = partial(write, tmp_path / "loaded", "loaded")
    with hands.ahead(loaded, workers) as call:
        call(write, tmp_path / "done", "done")
        assert (tmp_path / "done").read_text().startswith("done by ")
    if workers == 1:
        assert not (tmp_path / "loaded").exists()


@linux
@two
def test_a_copy_made_ahead_calls_and_is_gone_afterwards(tmp_path: Path) -> None:
    with hands.ahead(partial(write, tmp_path / "loaded", ""), 2) as call:
        call(write, tmp_path / "done", "")
    at = {int((tmp_path / name).read_text().split()[-1]) for name in ("loaded", "done")}
    assert len(at) == 1
    assert os.getpid() not in at
    with pytest.raises(ProcessLookupError):
        os.kill(at.pop(), 0)


@linux
@two
def test_a_copy_that_nobody_needed_is_ended_while_it_loads(tmp_path: Path) -> None:
    reading, writing = os.pipe()

    def never() -> None:
        os.write(writing, str(os.getpid()).encode())
        signal.pause()

    with hands.ahead(never, 2):
        other = int(os.read(reading, 20))
    os.close(reading)
    os.close(writing)
    with pytest.raises(ProcessLookupError):
        os.kill(other, 0)


def fail(what: str) -> None:
    raise ValueError(what)


def vanish(mine: int) -> None:
    if os.getpid() != mine:
        os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.parametrize("workers", [1, 2])
def test_what_is_raised_ahead_is_raised_here(workers: int) -> None:
    with pytest.raises(ValueError, match="no ink"), hands.ahead(os.getpid, workers) as call:
        call(fail, "no ink")


@linux
@two
def test_a_copy_made_ahead_that_is_killed_is_told() -> None:
    with pytest.raises(RuntimeError, match="died"), hands.ahead(os.getpid, 2) as call:
        call(vanish, os.getpid())
    with (
        pytest.raises(RuntimeError, match="died"),
        hands.ahead(partial(vanish, os.getpid()), 2) as call,
    ):
        call(write, Path("never"), "x" * 1_000_000)  # more than a pipe holds


def begin(started: int, place: Path) -> None:
    try:
        place.touch()
        os.write(started, b"!")
        signal.pause()
    finally:
        place.unlink()


@linux
@two
def test_a_copy_that_is_ended_at_work_tidies_up(tmp_path: Path) -> None:
    reading, writing = os.pipe()

    def stopped(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGUSR1, stopped)
    watch = threading.Thread(target=interrupt_after, args=[reading])
    watch.start()
    try:
        with pytest.raises(KeyboardInterrupt), hands.ahead(os.getpid, 2) as call:
            call(begin, writing, tmp_path / "half")
    finally:
        signal.signal(signal.SIGUSR1, before)
        watch.join()
        os.close(reading)
        os.close(writing)
    assert not (tmp_path / "half").exists()


def interrupt_after(reading: int) -> None:
    """Stop the main thread once a byte has come."""
    os.read(reading, 1)
    os.kill(os.getpid(), signal.SIGUSR1)


def fill_the_disk(path: Path) -> None:
    """A job that writes a file and finds no room for it."""
    with files.atomic_write(path):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@linux
@two
def test_a_copy_names_the_file_that_would_have_been_there(tmp_path: Path) -> None:
    out = tmp_path / "out"
    said = re.escape(f"cannot write {out}/figures/a.png: {os.strerror(errno.ENOSPC)}")
    refused = pytest.raises(ConfigError, match=said)
    with files.together(out) as new, hands.ahead(lambda: None, 2) as call, refused:
        call(fill_the_disk, new / "figures" / "a.png")
