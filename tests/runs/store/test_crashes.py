"""Killed at any moment and resumed: the same bytes, nothing lost, nothing doubled."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import time
from collections.abc import Iterator
from multiprocessing.context import ForkServerContext
from pathlib import Path

import pytest

import sim.runs.plan
from sim.runs.plan import estimate
from sim.runs.store import Store
from sim.studies.sweep.plan import plan
from tests.runs.store.crash_child import small_units, sweep, sweep_until
from tests.small_sweeps import fingerprint, study, swept

RUNS, REFERENCES = 12, 6


@pytest.fixture(scope="module")
def server() -> Iterator[ForkServerContext]:
    """Processes fork from one that has imported everything, so that starting takes no time."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.runs.store.crash_server"])
    tests = Path(__file__).parents[2]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", os.pathsep.join([str(tests), str(tests.parent)]))
        first = context.Process(target=print)
        first.start()
        first.join()
        yield context


@pytest.fixture(scope="module")
def uninterrupted(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, float]:
    """Hash of the tables of a sweep that nobody disturbs, and the seconds it takes."""
    folder = tmp_path_factory.mktemp("uninterrupted")
    shortest, longest = sim.runs.plan.SHORTEST, sim.runs.plan.LONGEST
    small_units()
    swept(folder / "first", folder / "first_store")
    began = time.perf_counter()
    swept(folder / "out", folder / "store")
    seconds = time.perf_counter() - began
    sim.runs.plan.SHORTEST, sim.runs.plan.LONGEST = shortest, longest
    return fingerprint(folder / "out"), seconds


def resumed(folder: Path) -> str:
    """Finish what is in the folder, check that the store is sound, and hash the tables."""
    swept(folder / "out", folder / "store")
    store = Store(folder / "store")
    runs = plan(study()).runs
    store.verify(store.keys())
    assert store.damaged == []
    assert estimate(runs, store).runs == 0
    assert len(store) == RUNS + REFERENCES
    return fingerprint(folder / "out")


def test_killed_at_random_moments(
    server: ForkServerContext, uninterrupted: tuple[str, float], tmp_path: Path
) -> None:
    """Twenty kills, five of them of the same sweep, at moments spread over its course."""
    whole, seconds = uninterrupted
    moments, interrupted = random.Random(1), 0
    for sweep_number in range(4):
        folder = tmp_path / str(sweep_number)
        for _ in range(5):
            ready = server.Event()
            child = server.Process(
                target=sweep, args=(str(folder / "out"), str(folder / "store"), ready)
            )
            child.start()
            assert ready.wait(60)
            time.sleep(moments.uniform(0.0, 1.2 * seconds))
            child.kill()
            child.join()
            interrupted += child.exitcode == -signal.SIGKILL
        assert resumed(folder) == whole
    assert interrupted > 0


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("step", [1, 2, 7, 12])
def test_killed_at_a_file_operation(
    server: ForkServerContext,
    uninterrupted: tuple[str, float],
    tmp_path: Path,
    step: int,
    after: bool,
) -> None:
    """A chunk is written, synchronised, renamed: only the last step makes it count."""
    child = server.Process(
        target=sweep_until, args=(str(tmp_path / "out"), str(tmp_path / "store"), step, after)
    )
    child.start()
    child.join(120)
    assert child.exitcode == -signal.SIGKILL
    finished = (step if after else step - 1) // 2
    assert len(Store(tmp_path / "store").chunks) == finished
    assert resumed(tmp_path) == uninterrupted[0]
