"""`rollout store` and `rollout rerun`."""

from __future__ import annotations

import errno
import importlib
import json
import os
import shlex
import shutil
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sim.cli.main import main
from sim.config.command_of import command, words
from sim.config.load import load
from sim.runs.store import Store
from sim.runs.version import digest
from tests.small_sweeps import TINY, study, swept


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a store in the usual place and the tables of a sweep."""
    folder = tmp_path_factory.mktemp("commands")
    swept(folder / "out", folder / "results/store")
    return folder


@pytest.fixture
def folder(finished: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it to work in."""
    monkeypatch.chdir(shutil.copytree(finished, tmp_path / "copy"))
    return tmp_path / "copy"


@pytest.fixture
def run_id(folder: Path) -> str:
    """Some run."""
    return str(pd.read_parquet(folder / "out/runs.parquet")["run_id"][1])


def test_list(folder: Path, capsys: pytest.CaptureFixture[str], run_id: str) -> None:
    assert main(["store", "list"]) == 0
    assert "(this one)" in capsys.readouterr().out
    assert main(["store", "list", "runs", "mandate"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 6
    assert any(line.startswith(run_id) for line in lines)


def test_list_goes_on_after_a_damaged_chunk(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chunk = next((folder / "results/store").rglob("*.parquet"))
    chunk.write_bytes(chunk.read_bytes()[:-9])
    assert main(["store", "list", "runs"]) == 0
    assert "damaged, left out" in capsys.readouterr().err


def test_show(folder: Path, capsys: pytest.CaptureFixture[str], run_id: str) -> None:
    assert main(["store", "show", run_id]) == 0
    shown = capsys.readouterr().out
    assert f"run_id: {run_id}" in shown
    assert "command: rollout run strategy=mandate" in shown
    assert "headcount: 20" in shown


def test_verify(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["store", "verify"]) == 0
    assert "all sound" in capsys.readouterr().out
    path = Store(folder / "results/store").chunks[0]
    path.write_bytes(path.read_bytes()[:-1])
    assert main(["store", "verify"]) == 3
    said = capsys.readouterr().out
    assert path.name in said
    assert "1 problems" in said


def test_prune_keeps_this_version_and_what_is_not_ours(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root, name = folder / "results/store", "0123456789abcdef0123456789abcdef"
    this = Store(root).folder
    shutil.copytree(this, root / "0.0-0123456789ab")
    shutil.copytree(this, root / "0.0-old")
    for mine in ("notes.txt", "runs.parquet", "mine.damaged", ".mine.part"):
        (root / "0.0-0123456789ab" / mine).write_text("mine")
    (this / f"{name}.damaged").write_text("x")
    (this / f".{name}.HOST.1.part").write_text("somebody is writing")
    before = Store(root).chunks
    assert main(["store", "prune"]) == 0
    assert "confirm=true" in capsys.readouterr().out
    assert (this / f"{name}.damaged").exists()
    assert main(["store", "prune", "confirm=true"]) == 0
    assert sorted(path.name for path in (root / "0.0-0123456789ab").iterdir()) == [
        ".mine.part", "mine.damaged", "notes.txt", "runs.parquet",
    ]  # fmt: skip
    assert len(list((root / "0.0-old").glob("*.parquet"))) == len(before)
    assert Store(root).chunks == before
    assert (this / f".{name}.HOST.1.part").exists()
    assert not (this / f"{name}.damaged").exists()


@pytest.mark.parametrize("action", ["list", "list runs", "verify", "prune", "prune confirm=true"])
@pytest.mark.parametrize("place", ["results", "out", "empty", ""])
def test_what_is_no_store_is_refused(
    folder: Path, capsys: pytest.CaptureFixture[str], action: str, place: str
) -> None:
    (folder / "results/mine/old-version").mkdir(parents=True)
    (folder / "results/mine/runs.parquet").write_text("mine")
    (folder / "empty").mkdir()
    before = sorted(folder.rglob("*"))
    assert main(["store", *action.split(), f"store={place}"]) == 2
    said = capsys.readouterr().err
    assert len(said.splitlines()) == 1
    assert ("no store in" if place else "store must be text that is not empty") in said
    assert sorted(folder.rglob("*")) == before


def test_prune_says_what_it_cannot_remove(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(Store("results/store").folder, folder / "results/store/0.0-0123456789ab")

    def refuse(path: Path, **_: bool) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))

    monkeypatch.setattr(Path, "unlink", refuse)
    assert main(["store", "prune", "confirm=true"]) == 2
    said = capsys.readouterr().err
    assert len(said.splitlines()) == 1
    assert "cannot remove results/store/0.0-0123456789ab/" in said
    assert "Permission denied" in said


def test_verify_compares_the_index_with_the_chunks(
    folder: Path, capsys: pytest.CaptureFixture[str], run_id: str
) -> None:
    falsify(folder / "results/store")
    assert main(["store", "verify"]) == 3
    assert "index.json: " in capsys.readouterr().out
    assert main(["store", "verify"]) == 0
    falsify(folder / "results/store")
    assert main(["store", "show", run_id]) in (0, 2)  # never another run under this name
    shown = capsys.readouterr()
    assert f"run_id: {run_id}" in shown.out or "no run" in shown.err or "wrong" in shown.err


def falsify(store: Path) -> None:
    """Let the index say, with a right digest, that the runs of a chunk stand in another order."""
    path = next(store.glob("*/index.json"))
    known = json.loads(path.read_text().partition("\n")[2])
    for labels in known.values():
        for each in labels:
            each.reverse()
    text = json.dumps(known, separators=(",", ":"))
    path.write_text(f"{digest(text)}\n{text}")


@pytest.mark.parametrize("what", ["format", "column", "pipe"])
def test_a_chunk_of_another_kind(
    folder: Path, capsys: pytest.CaptureFixture[str], what: str
) -> None:
    """Its bytes fit its name, but it is no chunk of this format."""
    this = Store("results/store").folder
    if what == "pipe":
        os.mkfifo(this / "0123456789abcdef0123456789abcdef.parquet")
        assert main(["store", "verify"]) == 0
        return
    table = pa.table({"key": ["00"]}) if what == "column" else pq.read_table(next(
        this.glob("*.parquet")))  # fmt: skip
    written = {"column": "1", "format": "99"}[what]
    sink = pa.BufferOutputStream()
    pq.write_table(table.replace_schema_metadata({"rollout": written}), sink)
    data = sink.getvalue().to_pybytes()
    (this / f"{digest(data)}.parquet").write_bytes(data)
    assert main(["store", "verify"]) == 3
    said = capsys.readouterr().out
    assert ("format 1 is expected, found '99'" if what == "format" else "column strategy") in said
    assert (this / f"{digest(data)}.damaged").exists()


def test_rerun(folder: Path, capsys: pytest.CaptureFixture[str], run_id: str) -> None:
    assert main(["rerun", run_id, "out=again"]) == 0
    assert "the same as stored" in capsys.readouterr().out
    again = pd.read_parquet(folder / "again/runs.parquet")
    stored = pd.read_parquet(folder / "out/runs.parquet").set_index("run_id")
    for name in again.columns.intersection(stored.columns):
        pd.testing.assert_series_equal(
            again.set_index("run_id")[name], stored.loc[[run_id], name], check_exact=True
        )
    assert main(["rerun", run_id[-16:][:8]]) == 0


def test_rerun_tells_a_difference(
    folder: Path, capsys: pytest.CaptureFixture[str], run_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.import_module("sim.runs.run"), "gini", lambda _: 0.123)
    assert main(["rerun", run_id]) == 3
    assert "use_gini_teams" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("line", "part"),
    [
        ("store", "list"),
        ("store lst", "'list'"),
        ("store show", "RUN_ID"),
        ("store show mandate-0-0123456789abcdef", "no run"),
        ("store show xyz", "6 digits"),
        ("store list store=nowhere", "no store in nowhere: it does not exist"),
        ("store verify fast", "does not take"),
        ("rerun", "RUN_ID"),
        ("rerun 0123456789abcdef", "no run"),
    ],
)
def test_bad_words(folder: Path, capsys: pytest.CaptureFixture[str], line: str, part: str) -> None:
    assert main(line.split()) == 2
    said = capsys.readouterr().err
    assert len(said.splitlines()) == 1
    assert part in said


def test_the_command_of_a_row_does_the_run_again(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    row = pd.read_parquet(folder / "out/runs.parquet").iloc[-1]
    assert main([*shlex.split(row["command"])[1:], "out=own", "quiet=true"]) == 0
    own = pd.read_parquet(folder / "own/runs.parquet").iloc[0]
    same = [name for name in own.index if name != "run_id"]
    pd.testing.assert_series_equal(own[same], row[same], check_names=False, check_exact=True)


@pytest.mark.parametrize(
    "changes",
    [
        [],
        ["study=quick"],
        ["workforce=sceptical", "technology=immature", "organisation=mid", "strategy.name=mine"],
        ["ablate=[talk]", "weeks=30", "workforce.reactance.mean=0.31", "equal_budget=false"],
        ["+lever/training@strategy.levers.extra=default", "strategy.levers.extra.start=3"],
    ],
)
def test_commands_say_everything(changes: list[str]) -> None:
    config = load(changes, "mandate_with_training")
    found = words(config)
    assert found is not None
    assert load(found) == config
    assert shlex.split(command(config))[2:] == found
    assert study().overrides == TINY
