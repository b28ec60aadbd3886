"""A folder of results: files of this program are replaced, those of anybody else never."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from sim.base.files import (
    PROVENANCE,
    atomic_write,
    remove_ours,
    results_folder,
    together,
    write_text,
)
from sim.base.params import ConfigError
from sim.cli.main import main

TINY = ("organisation.headcount=20", "weeks=5", "withdraw_week=4")


def finish(out: Path, command: str, *names: str) -> None:
    """What a command does that writes its files one by one."""
    with results_folder(out, command):
        for name in names:
            write_text(out / name, command)
        write_text(out / PROVENANCE, json.dumps({"command_line": f"rollout {command}"}))


def all_at_once(out: Path, *names: str) -> None:
    """The same of one whose files appear together."""
    with together(out) as new:
        for name in names:
            write_text(new / name, "x")


def listed(out: Path) -> list[str]:
    """The files that the provenance says are ours."""
    return list(json.loads((out / PROVENANCE).read_text())["files"])


def test_the_provenance_lists_what_was_written(tmp_path: Path) -> None:
    finish(tmp_path, "claims", "a.csv", "figures/a.png")
    assert listed(tmp_path) == ["a.csv", "figures/a.png", PROVENANCE]
    finish(tmp_path, "claims", "b.csv")
    assert listed(tmp_path) == ["a.csv", "b.csv", "figures/a.png", PROVENANCE]


def test_a_killed_command_leaves_only_files_that_are_known(tmp_path: Path) -> None:
    code = (
        "import os; from pathlib import Path; from sim.base.files import *\n"
        "with results_folder(Path('out'), 'claims'):\n"
        "    write_text(Path('out/runs/a.csv'), 'x')\n"
        "    with together(Path('out')) as new:\n"
        "        write_text(new / 'b.csv', 'x')\n"
        "        os.kill(os.getpid(), 9)\n"
    )
    root = Path(__file__).parents[2]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=environment, check=False)
    out = tmp_path / "out"
    assert listed(out) == [PROVENANCE, "runs/a.csv"]
    assert len(list(out.glob(".new.*"))) == 1
    finish(out, "claims", "runs/a.csv")
    assert (out / "runs/a.csv").read_text() == "claims"
    assert not list(out.glob(".*"))


def test_what_another_living_process_is_writing_stays(tmp_path: Path) -> None:
    (tmp_path / f".new.{socket.gethostname()}.{os.getppid()}").mkdir()
    (tmp_path / f".mine.{os.getpid()}.part").write_text("mine")
    finish(tmp_path, "claims")
    assert len(list(tmp_path.glob(".*"))) == 2


@pytest.mark.parametrize("name", ["config.yaml", "a.csv", "figures/a.png"])
def test_a_file_of_somebody_else_stays(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("mine")
    with pytest.raises(ConfigError, match=f"{name} is no file of this program"):
        finish(tmp_path, "claims", name)
    assert path.read_text() == "mine"
    with pytest.raises(ConfigError, match=f"{name} is no file of this program"):
        all_at_once(tmp_path, "other.csv", name)
    assert path.read_text() == "mine"
    assert not (tmp_path / "other.csv").exists()
    assert not list(tmp_path.glob(".*"))


def test_a_result_takes_away_only_its_own_earlier_files(tmp_path: Path) -> None:
    with together(tmp_path) as new:
        write_text(new / "figures/old.png", "x")
        write_text(new / "measured.npz", "x")
    (tmp_path / "figures/paper.tex").write_text("mine")
    with together(tmp_path, kept=["measured.npz"]) as new:
        write_text(new / "figures/new.png", "x")
    assert sorted(path.name for path in (tmp_path / "figures").iterdir()) == [
        "new.png", "paper.tex",
    ]  # fmt: skip
    assert listed(tmp_path) == ["figures/new.png", "measured.npz", PROVENANCE]


def test_remove_ours(tmp_path: Path) -> None:
    with results_folder(tmp_path, "sweep"):
        write_text(tmp_path / "failed/a.txt", "x")
        (tmp_path / "failed/notes.txt").write_text("mine")
        remove_ours(tmp_path / "failed")
    assert [path.name for path in (tmp_path / "failed").iterdir()] == ["notes.txt"]
    assert not (tmp_path / PROVENANCE).exists()


def test_a_result_of_another_command_is_refused(tmp_path: Path) -> None:
    finish(tmp_path, "claims", "a.csv")
    with pytest.raises(ConfigError, match=r"holds a result of rollout claims; give rollout sweep"):
        finish(tmp_path, "sweep", "b.csv")
    assert not (tmp_path / "b.csv").exists()


@pytest.mark.parametrize(
    "text", ["", "[]", "nonsense", '{"files": 1}', '{"command_line": "rollout run"}', "[" * 100_000]
)
def test_a_provenance_that_is_not_ours_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / PROVENANCE).write_text(text)
    with pytest.raises(ConfigError, match=r"provenance\.json does not say which files"):
        finish(tmp_path, "claims")
    assert (tmp_path / PROVENANCE).read_text() == text


def test_a_provenance_cannot_name_files_elsewhere(tmp_path: Path) -> None:
    out, other = tmp_path / "out", tmp_path / "other.csv"
    out.mkdir()
    other.write_text("mine")
    names = ["../other.csv", str(other), "", 3, "."]
    (out / PROVENANCE).write_text(json.dumps({"files": names}))
    with together(out) as new:
        write_text(new / "a.csv", "x")
    assert other.read_text() == "mine"
    assert listed(out) == ["a.csv", PROVENANCE]


def test_a_planted_link_is_not_followed(tmp_path: Path) -> None:
    mark = f"{socket.gethostname()}.{os.getpid()}"
    for name in (f".probe.{mark}", f".a.{mark}.part.csv"):
        (tmp_path / name).symlink_to(tmp_path / "elsewhere")
    with results_folder(tmp_path):
        pass
    with atomic_write(tmp_path / "a.csv") as path:
        path.write_text("x")
    assert not (tmp_path / "elsewhere").exists()


# Commands


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("undrawn")
def test_run_keeps_what_is_not_its_own(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "p/figures").mkdir(parents=True)
    (folder / "p/figures/paper.tex").write_text("mine")
    assert main(["run", *TINY, "out=p"]) == 0
    assert "replaced" not in capsys.readouterr().err
    assert main(["run", *TINY, "out=p", "seed=1"]) == 0
    said = capsys.readouterr().err
    assert said.startswith("rollout: replaced the result of rollout run")
    assert len(said.splitlines()) == 1
    assert (folder / "p/figures/paper.tex").read_text() == "mine"
    assert main(["compare", *TINY, "seeds=2", "out=p", "store=none"]) == 2
    said = capsys.readouterr().err
    assert "holds a result of rollout run" in said
    assert len(said.splitlines()) == 1


def test_a_configuration_of_somebody_else_is_refused_before_any_work(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sim.runs.run.run", None)  # would fail if it were called
    (folder / "p").mkdir()
    (folder / "p/config.yaml").write_text("mine")
    assert main(["run", *TINY, "out=p"]) == 2
    assert "config.yaml is no file of this program" in capsys.readouterr().err
    assert [path.name for path in (folder / "p").iterdir()] == ["config.yaml"]
    assert (folder / "p/config.yaml").read_text() == "mine"


@pytest.mark.usefixtures("undrawn")
@pytest.mark.parametrize("key", ["out", "store"])
def test_names_too_long_and_home_folders(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    monkeypatch.setenv("HOME", str(folder / "home"))
    line = ["compare", *TINY, "seeds=1", "strategies=[organic]", "workers=1", "quiet=true"]
    assert main([*line, f"{key}={'x' * 260}"]) == 2
    assert f"{key}: the name is too long" in capsys.readouterr().err
    assert main([*line, f"{key}=~nobody-of-this-name/x"]) == 2
    assert "no such home folder" in capsys.readouterr().err
    assert main([*line, f"{key}=~/x"]) == 0
    assert (folder / "home/x").is_dir()
    assert not (folder / "~").exists()
