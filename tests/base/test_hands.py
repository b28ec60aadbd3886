"""Jobs that write files, shared by copies of this process."""

from __future__ import annotations

import os
import signal
import sys
from functools import partial
from multiprocessing import Barrier
from pathlib import Path
from typing import Any

import pytest

from sim.base import hands

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
