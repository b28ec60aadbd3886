"""The store: never a stale result, never a wrong one, and a clear word when it cannot be used."""

from __future__ import annotations

import dataclasses
import errno
import json
import os
import shutil
import threading
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import sim.runs.chunks
import sim.runs.plan
import sim.runs.version
from sim.base.params import ConfigError
from sim.config.load import load, load_strategies
from sim.model.strategy import Strategy
from sim.runs.keys import run_key
from sim.runs.plan import estimate
from sim.runs.store import Store, find
from sim.studies.compare.compare import compare
from sim.studies.sweep.plan import plan
from tests.small_sweeps import TINY, fingerprint, study, swept


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished sweep: its store, in several chunks, and its tables."""
    folder = tmp_path_factory.mktemp("finished")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sim.runs.plan, "LONGEST", 0.0)
        patch.setattr(sim.runs.plan, "SHORTEST", 0.0)
        swept(folder / "out", folder / "store")
    return folder


@pytest.fixture
def copy(finished: Path, tmp_path: Path) -> Path:
    """The same, to be damaged."""
    return Path(shutil.copytree(finished, tmp_path / "copy"))


def test_another_model_version_reuses_nothing(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    runs = plan(study()).runs
    assert estimate(runs, Store(copy / "store")).runs == 0
    for module in ("sim.runs.keys", "sim.runs.store", "sim.runs.plan", "sim.runs.units"):
        monkeypatch.setattr(f"{module}.model_version", lambda: "9-new")
    assert estimate(plan(study()).runs, Store(copy / "store")).runs == len(runs)


# Damage


def chunk(folder: Path) -> Path:
    """A chunk that holds a run of the tables."""
    store, (task, seed) = Store(folder / "store"), plan(study()).runs[0]
    return find(folder / "store", task.run_id(seed)).chunk if len(store) else folder


@pytest.mark.parametrize("how", ["one bit", "truncated", "emptied", "gone"])
@pytest.mark.parametrize("index", [True, False], ids=["index", "no index"])
def test_damage_is_found_reported_and_repaired(
    finished: Path, copy: Path, capsys: pytest.CaptureFixture[str], how: str, index: bool
) -> None:
    path = chunk(copy)
    data = path.read_bytes()
    if how == "gone":
        path.unlink()
    else:
        changed = bytes([data[len(data) // 2] ^ 1])
        broken = {
            "one bit": data[: len(data) // 2] + changed + data[len(data) // 2 + 1 :],
            "truncated": data[: len(data) // 2],
            "emptied": b"",
        }
        path.write_bytes(broken[how])
    if not index:
        next((copy / "store").glob("*/index.json")).unlink()
    swept(copy / "again", copy / "store")
    assert fingerprint(copy / "again") == fingerprint(finished / "out")
    said = capsys.readouterr().err.splitlines()
    assert len(said) == (how != "gone")
    assert all("damaged" in line and path.name in line for line in said)
    assert (path.with_suffix(".damaged")).is_file() == (how != "gone")


def test_damage_while_reading_is_repaired_as_well(
    finished: Path, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, real, times = chunk(copy), sim.runs.chunks.read, []

    def damaging(place: Path, columns: Any = None) -> Any:
        if place == path and not times:
            times.append(1)
            path.write_bytes(path.read_bytes()[:-7])
        return real(place, columns)

    monkeypatch.setattr("sim.runs.store.read", damaging)
    swept(copy / "again", copy / "store")
    assert times
    assert fingerprint(copy / "again") == fingerprint(finished / "out")


@pytest.mark.parametrize("what", ["nothing", "nonsense", "a wrong mark", "a list", "other types"])
def test_a_broken_index_is_made_anew(finished: Path, copy: Path, what: str) -> None:
    index = next((copy / "store").glob("*/index.json"))
    known = json.loads(index.read_text().partition("\n")[2])
    others = {name: [[1], [2], ["x"], [None]] for name in known}
    text = {"nothing": "", "nonsense": "nonsense", "a wrong mark": "0123\n{}"}.get(what)
    if text is None:
        content = json.dumps([1] if what == "a list" else others)
        text = f"{sim.runs.version.digest(content)}\n{content}"
    index.write_text(text, encoding="utf-8")
    assert estimate(plan(study()).runs, Store(copy / "store")).runs == 0
    swept(copy / "again", copy / "store")
    assert fingerprint(copy / "again") == fingerprint(finished / "out")


# Disks


def test_a_full_disk_is_told_and_loses_nothing(
    finished: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sim.runs.plan, "LONGEST", 0.0)
    real, count = os.fsync, []

    def full(descriptor: int) -> None:
        count.append(descriptor)
        if len(count) > 3:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        real(descriptor)

    with monkeypatch.context() as patch:
        patch.setattr("sim.runs.chunks.os.fsync", full)
        with pytest.raises(ConfigError, match=r"cannot write to the store .*No space left"):
            swept(tmp_path / "out", tmp_path / "store")
    store = Store(tmp_path / "store")
    assert len(store.chunks) == 3
    assert [path for path in store.folder.iterdir() if path.suffix == ".part"] == []
    swept(tmp_path / "out", tmp_path / "store")
    assert fingerprint(tmp_path / "out") == fingerprint(finished / "out")


@pytest.mark.parametrize("place", ["file", "file/below", "/proc/nowhere"])
def test_a_store_that_cannot_be_written(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(ConfigError, match="store="):
        swept(tmp_path / "out", tmp_path / place)


def read_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """No new file in a store, as on a disk that can only be read; also for the superuser."""
    real = Path.open

    def refuse(path: Path, mode: str = "r", *arguments: Any, **named: Any) -> Any:
        if "store" in path.parts and set(mode) & set("wx"):
            raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(path))
        return real(path, mode, *arguments, **named)

    monkeypatch.setattr(Path, "open", refuse)


def test_a_store_that_can_only_be_read(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It will do where everything is in it, and is told where it is not."""
    read_only(monkeypatch)
    swept(copy / "again", copy / "store")
    assert fingerprint(copy / "again") == fingerprint(copy / "out")
    with pytest.raises(ConfigError, match=r"store=.*store: Read-only file system"):
        swept(copy / "more", copy / "store", seeds=(0, 1, 2, 3))
    assert not (copy / "more").exists()
    with pytest.raises(ConfigError, match="Read-only file system"):
        swept(copy / "more", copy / "empty/store")


def test_files_of_others_that_vanish(finished: Path, copy: Path) -> None:
    """Another process set a chunk aside, or removed it, after this one had listed the folder."""
    store = Store(copy / "store")
    index = next((copy / "store").glob("*/index.json"))
    index.unlink()
    for path in store.chunks:
        path.unlink()
    store.verify(store.keys())
    assert len(store) == 0
    swept(copy / "again", copy / "store")
    assert fingerprint(copy / "again") == fingerprint(finished / "out")


# Several at once


def test_two_sweeps_at_once_on_one_store(
    finished: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sim.runs.plan, "LONGEST", 0.0)
    errors: list[BaseException] = []

    def work(name: str) -> None:
        try:
            swept(tmp_path / name, tmp_path / "store")
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=work, args=(name,)) for name in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    for name in ("one", "two"):
        assert fingerprint(tmp_path / name) == fingerprint(finished / "out")
        runs = pd.read_parquet(tmp_path / name / "runs.parquet")
        assert runs["run_id"].is_unique


def test_what_others_have_stored_meanwhile_is_found(finished: Path, tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    assert len(store) == 0
    shutil.copytree(finished / "store", tmp_path / "store")
    store.refresh()
    assert len(store) == len(Store(finished / "store"))


# Comparisons


def test_compare_with_and_without_a_store_agree(tmp_path: Path) -> None:
    configs = load_strategies(TINY, ["organic", "mandate"])
    plain = compare(configs, seeds=(0, 1))
    stored = compare(configs, seeds=(0, 1), store=tmp_path)
    again = compare(configs, seeds=(0, 1), store=tmp_path)
    for one in (stored, again):
        for frame, other in ((one.runs, plain.runs), (one.weekly, plain.weekly)):
            same = frame.drop(columns=["run_id", "command"], errors="ignore")
            pd.testing.assert_frame_equal(same, other.drop(columns="run_id"), check_exact=True)
        pd.testing.assert_frame_equal(one.pairwise, plain.pairwise)


def test_a_further_strategy_does_not_repeat_the_reference(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compare(load_strategies(TINY, ["mandate"]), seeds=(0, 1), store=tmp_path)
    both = load_strategies(TINY, ["mandate", "champions"])
    plain = compare(both, seeds=(0, 1))
    monkeypatch.setattr("sim.runs.run.SharedRuns.reference", None)  # would fail if called
    stored = compare(both, seeds=(0, 1), store=tmp_path)
    pd.testing.assert_frame_equal(
        stored.weekly.drop(columns="run_id"), plain.weekly.drop(columns="run_id"), check_exact=True
    )


def test_a_renamed_strategy_is_found_under_its_new_name(tmp_path: Path) -> None:
    config = load(TINY, "mandate")
    compare({"mandate": config}, seeds=(0,), store=tmp_path)
    mine = dataclasses.replace(config, strategy=Strategy("mine", "", config.strategy.levers))
    assert run_key(mine, 0) in Store(tmp_path)
    again = compare({"mine": mine}, seeds=(0,), store=tmp_path)
    assert list(again.runs["strategy"]) == ["none", "mine"]
