"""Every engine gives the same bytes; dying workers lose nothing and double nothing."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import sim.runs.plan
from sim.base.params import ConfigError
from sim.cli.main import main
from sim.runs.engines import engine
from sim.runs.store import Store
from sim.runs.units import Unit, do
from sim.runs.workers import Workers
from tests.small_sweeps import TINY, fingerprint, swept

pytest.importorskip("distributed", reason="needs the extra 'cluster'")
from tests.runs.engines.cluster import Cluster

#: Longer runs and more of them, so that there is a middle of a sweep to kill somebody in.
LONGER: dict[str, Any] = {
    "overrides": ("organisation.headcount=30", "weeks=60"),
    "seeds": tuple(range(8)),
}


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A scheduler with two workers."""
    running = Cluster(tmp_path_factory.mktemp("cluster"))
    try:
        running.add_worker()
        running.add_worker()
        yield running
    finally:
        running.close()


@pytest.fixture(scope="module")
def serial(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Hashes of two sweeps, done one run after the other."""
    folder = tmp_path_factory.mktemp("serial")
    swept(folder / "short", folder / "store")
    swept(folder / "longer", folder / "store", **LONGER)
    return {name: fingerprint(folder / name) for name in ("short", "longer")}


@pytest.fixture(autouse=True)
def many_units(monkeypatch: pytest.MonkeyPatch) -> None:
    """One company and seed per unit."""
    monkeypatch.setattr(sim.runs.plan, "LONGEST", 0.0)


def once_stored(store: Path, chunks: int, act: Callable[[], None]) -> threading.Thread:
    """Act as soon as some chunks are stored."""

    def watch() -> None:
        while len(list(store.glob("*/*.parquet"))) < chunks:
            time.sleep(0.005)
        act()

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    return thread


def check(folder: Path, expected: str, runs: int) -> None:
    """The same bytes as without any mishap, every run there once."""
    assert fingerprint(folder / "out") == expected
    table = pd.read_parquet(folder / "out/runs.parquet")
    assert len(table) == runs
    assert table["run_id"].is_unique
    assert Store(folder / "store").damaged == []


# Processes of this machine


def test_two_processes(serial: dict[str, str], tmp_path: Path) -> None:
    swept(tmp_path / "out", tmp_path / "store", {"workers": 2})
    check(tmp_path, serial["short"], 12)


def test_a_killed_process_loses_nothing(
    serial: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    crews: list[Workers] = []
    monkeypatch.setattr(Workers, "__enter__", lambda crew: crews.append(crew) or crew)

    def kill() -> None:
        os.kill(crews[0].crew[0].process.pid, signal.SIGKILL)

    watcher = once_stored(tmp_path / "store", 3, kill)
    result = swept(tmp_path / "out", tmp_path / "store", {"workers": 2}, **LONGER)
    watcher.join(60)
    assert not watcher.is_alive()
    assert result.failures == ()
    check(tmp_path, serial["longer"], 32)


def deadly(unit: Unit) -> Any:
    """Do a unit, but die of seed 1."""
    if unit.jobs[0].seed == 1:
        os.kill(os.getpid(), signal.SIGKILL)
    return do(unit)


def test_a_run_that_kills_its_process_fails_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sim.runs.engines.do", deadly)
    less: dict[str, Any] = {"vary": {}, "strategies": ("mandate",)}
    result = swept(tmp_path / "out", tmp_path / "store", {"workers": 2}, **less)
    (failure,) = result.failures
    assert failure.seed == 1
    assert "its worker process died" in failure.error
    assert list(result.runs["seed"]) == [0, 2]


# A cluster


def test_a_cluster_gives_the_same_bytes(
    cluster: Cluster, serial: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = {"engine": "dask", "scheduler": cluster.address}
    swept(tmp_path / "out", tmp_path / "store", where)
    check(tmp_path, serial["short"], 12)
    # By configuration only, on the command line; another engine continues the same store.
    monkeypatch.chdir(tmp_path)
    line = ["sweep", *TINY, "strategies=[mandate,champions]", "store=store2", "quiet=true"]
    vary = "vary={workforce.reactance.mean:[0.2,0.7]}"
    assert main([*line, vary, "seeds=2", "workers=1", "out=part"]) == 0
    far = ["engine=dask", f"scheduler={cluster.file}"]
    assert main([*line, vary, "seeds=3", "out=whole", *far]) == 0
    assert fingerprint(tmp_path / "whole") == serial["short"]
    monkeypatch.setattr("sim.studies.publish.draw", lambda *_: None)  # tables are compared
    compared = ["compare", *TINY, "strategies=[mandate,champions]", "seeds=2", "quiet=true"]
    assert main([*compared, "out=one", "store=here", *far]) == 0
    assert main([*compared, "out=two", "store=none", "workers=1"]) == 0
    assert (tmp_path / "one/pairwise.csv").read_bytes() == (
        tmp_path / "two/pairwise.csv"
    ).read_bytes()


def test_a_killed_worker_of_a_cluster_loses_nothing(
    cluster: Cluster, serial: dict[str, str], tmp_path: Path
) -> None:
    victim = cluster.add_worker()
    watcher = once_stored(tmp_path / "store", 2, victim.kill)
    where = {"engine": "dask", "scheduler": str(cluster.file)}
    result = swept(tmp_path / "out", tmp_path / "store", where, **LONGER)
    watcher.join(60)
    assert not watcher.is_alive()
    assert result.failures == ()
    check(tmp_path, serial["longer"], 32)


def test_workers_with_another_model_are_refused(
    cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("sim.runs.keys", "sim.runs.store", "sim.runs.plan"):
        monkeypatch.setattr(f"{module}.model_version", lambda: "9-newer")
    with pytest.raises(ConfigError, match=r"a worker has model version .*, the sweep 9-newer"):
        swept(
            tmp_path / "out", tmp_path / "store", {"engine": "dask", "scheduler": cluster.address}
        )
    assert not (tmp_path / "store").exists()


def test_a_lost_scheduler_is_told_and_the_rest_done_elsewhere(
    serial: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "own").mkdir()
    own = Cluster(tmp_path / "own")
    try:
        own.add_worker()
        watcher = once_stored(tmp_path / "store", 2, own.close)
        where = {"engine": "dask", "scheduler": own.address}
        with pytest.raises(ConfigError, match=r"lost the scheduler.*the same command"):
            swept(tmp_path / "out", tmp_path / "store", where, **LONGER)
        watcher.join(60)
    finally:
        own.close()
    assert len(Store(tmp_path / "store")) > 0
    swept(tmp_path / "out", tmp_path / "store", **LONGER)
    check(tmp_path, serial["longer"], 32)


@pytest.mark.parametrize(
    ("scheduler", "part"),
    [
        ("tcp://127.0.0.1:9", "cannot reach the scheduler at tcp://127.0.0.1:9"),
        ("nowhere", "tcp://HOST:8786"),
        ("missing.json", "cannot read the scheduler file missing.json"),
        ("", "needs scheduler="),
    ],
)
def test_a_scheduler_that_cannot_be_reached(
    scheduler: str, part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sim.runs.engines.CONNECT_SECONDS", 1)
    with pytest.raises(ConfigError, match=part), engine("dask", scheduler=scheduler):
        pass


# Launchers of Hydra


def test_a_launcher_in_a_study_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "conf/study").mkdir(parents=True)
    text = "# @package _global_\ndefaults:\n  - override /hydra/launcher: joblib\n"
    (tmp_path / "conf/study/fast.yaml").write_text(text, encoding="utf-8")
    assert main(["sweep", "--config-dir", "conf", "study=fast"]) == 2
    said = capsys.readouterr().err
    assert len(said.splitlines()) == 1
    assert "on the command line" in said
