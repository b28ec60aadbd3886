"""Worker processes: tried again when killed, gone with their parent, silent."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sim.base.params import ConfigError
from sim.runs.workers import TRIES, Lost, Workers, numbered, side_by_side

ROOT = Path(__file__).parents[3]


def double(number: int) -> int:
    """Twice a number."""
    return 2 * number


def who(_: int) -> tuple[int, int, int]:
    """This process, its session, and the session of the one that started it."""
    return os.getpid(), os.getsid(0), os.getsid(os.getppid())


def noisy(number: int) -> int:
    """Print to everything that there is."""
    print("out")
    os.write(1, b"out\n")
    os.write(2, b"err\n")
    return number


def interrupted(number: int) -> int:
    """Survive what Ctrl-C sends."""
    os.kill(os.getpid(), signal.SIGINT)
    return number


def once_deadly(mark: str, number: int) -> int:
    """Kill the process, but only the first one."""
    if number == 1 and not Path(mark).exists():
        Path(mark).write_text("x")
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def deadly(mark: str, number: int) -> int:
    """Kill every process that takes up 1, and count them."""
    if number == 1:
        with Path(mark).open("a") as file:
            file.write("x")
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def failing(number: int) -> int:
    """Raise an error."""
    raise ValueError(f"no {number}")


class Unwilling(Exception):
    """An error that cannot be sent as it is."""

    def __init__(self, one: int, two: int) -> None:
        super().__init__(f"{one} {two}")


def unwilling(number: int) -> int:
    """Raise it."""
    raise Unwilling(number, number)


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_every_job_once(workers: int) -> None:
    jobs = [(number,) for number in range(7)]
    assert dict(numbered(double, jobs, workers)) == {n: 2 * n for n in range(7)}
    assert sorted(side_by_side(double, jobs, workers)) == [2 * n for n in range(7)]
    assert list(side_by_side(double, [], workers)) == []


def test_processes_are_kept_for_the_next_jobs() -> None:
    with Workers(2) as crew:
        found = [{result[0] for _, result in numbered(who, [(0,)] * 4, crew)} for _ in range(2)]
        assert found[0] == found[1]
    assert os.getpid() not in found[0]


def test_they_have_a_session_of_their_own_and_survive_an_interrupt() -> None:
    ((_, (_, own, ours)),) = Workers(2).each(who, [(0,)])
    assert own != ours
    assert list(Workers(2).each(interrupted, [(3,)])) == [(0, 3)]


def test_they_print_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    assert list(side_by_side(noisy, [(1,), (2,)], 2))
    assert capfd.readouterr() == ("", "")


def test_a_job_whose_process_was_killed_is_tried_again(tmp_path: Path) -> None:
    jobs = [(str(tmp_path / "mark"), number) for number in range(4)]
    assert dict(numbered(once_deadly, jobs, 2)) == {n: n for n in range(4)}
    assert (tmp_path / "mark").exists()


def test_a_job_that_kills_every_process_is_given_up(tmp_path: Path) -> None:
    jobs = [(str(tmp_path / "mark"), number) for number in range(4)]
    with Workers(2) as crew:
        found = dict(crew.each(deadly, jobs))
    assert isinstance(found.pop(1), Lost)
    assert found == {0: 0, 2: 2, 3: 3}
    assert (tmp_path / "mark").read_text() == "x" * TRIES
    with pytest.raises(ConfigError, match=r"given up after 3 tries.*killed, or out of memory"):
        list(side_by_side(deadly, jobs, 2))


def test_an_error_comes_back_with_its_traceback() -> None:
    with pytest.raises(ValueError, match="no 1") as raised:
        list(side_by_side(failing, [(1,), (1,)], 2))
    assert "in failing" in raised.value.__notes__[0]
    with pytest.raises(RuntimeError, match="Unwilling: 1 1"):
        list(side_by_side(unwilling, [(1,), (1,)], 2))


def test_those_who_stop_listening_leave_nobody_behind() -> None:
    crew = Workers(2)
    results = crew.each(double, ((number,) for number in range(100)))
    next(results)
    processes = [each.process for each in crew.crew]
    assert len(processes) == 2
    results.close()
    assert all(each.returncode is not None for each in processes)  # ended, and waited for


SCRIPT = """
import os, sys
from sim.runs.workers import Workers

class Mine:
    def __init__(self, number):
        self.number = number

def endless(mine):
    import pathlib, time
    pathlib.Path(f"{mine.number}.pid").write_text(str(os.getpid()))
    while True:
        time.sleep(0.01)

for _ in Workers(2).each(endless, [(Mine(1),), (Mine(2),)]):
    pass
"""


def test_they_go_with_a_killed_parent_even_from_a_script_without_a_guard(tmp_path: Path) -> None:
    (tmp_path / "script.py").write_text(SCRIPT)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    parent = subprocess.Popen([sys.executable, "script.py"], cwd=tmp_path, env=environment)
    while sum(path.stat().st_size > 0 for path in tmp_path.glob("*.pid")) < 2:
        assert parent.poll() is None
        time.sleep(0.01)
    parent.kill()
    parent.wait()
    left = [int(path.read_text()) for path in tmp_path.glob("*.pid")]
    while any(Path(f"/proc/{pid}").exists() for pid in left):
        time.sleep(0.01)


def test_started_before_there_are_jobs_they_do_them() -> None:
    with Workers(3) as workers:
        workers.start(2)
        early = {each.process.pid for each in workers.crew}
        done = dict(workers.each(who, [(1,), (2,)]))
        assert len(early) == 2
        assert {pid for pid, _, _ in done.values()} <= early  # type: ignore[misc]
        assert len(workers.crew) == 2
