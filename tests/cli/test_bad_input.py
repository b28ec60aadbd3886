"""Bad input: one line on standard error, exit code 2, nothing written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.command_line import TINY, Rollout

FILES = ("organisation=from_files", "organisation.edges=edges.csv")
PEOPLE = (*FILES, "organisation.people=people.csv")
RING = "".join(f"p{i},p{(i + 1) % 9}\n" for i in range(9))


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        (["cmpare"], ["cmpare", "nearest: compare"]),
        (["compare", "--sedes"], ["--sedes", "--help"]),
        (["compare", "--config-dir", "nowhere"], ["--config-dir", "nowhere"]),
        (["compare", "-m", "seed=1,2"], ["-m", "run"]),
        (["compare", "sedes=3"], ["sedes", "seeds"]),
        (["compare", "seeds"], ["key=value", "'seeds'"]),
        (["compare", "seeds=0"], ["seeds", "[1, ", "got 0"]),
        (["compare", "seeds=many"], ["seeds", "whole number", "'many'"]),
        (["compare", "seeds=[1,1]"], ["seeds", "different"]),
        (["compare", "seeds=[]"], ["seeds"]),
        (["compare", "workers=0"], ["workers", "[1, 4096]", "got 0"]),
        (["compare", "workers=two"], ["workers", "'two'"]),
        (["compare", "quiet=maybe"], ["quiet", "true or false"]),
        (["compare", "out="], ["out must be text that is not empty, got ''"]),
        (["compare", "out=null"], ["out must be text that is not empty, got null"]),
        (["run", "++out=Null"], ["out must be text that is not empty, got null"]),
        (["sweep", "out=~"], ["out must be text that is not empty, got ~"]),
        (["run", "out= "], ["out must be text that is not empty, got ''"]),
        (["compare", "store=null"], ["store must be text that is not empty, got null"]),
        (["compare", "strategies=[]"], ["strategies", "empty"]),
        (["compare", "strategies=[organic,organic]"], ["strategies", "organic"]),
        (["compare", "strategies=[organic,chmpions]"], ["chmpions", "'champions'"]),
        (["compare", "strategies=3"], ["strategies", "list"]),
        (["compare", "strategy=organic"], ["strategies=a,b"]),
        (["compare", "strategies=[organic]", "baseline=mandate"], ["baseline", "organic"]),
        (
            ["compare", "strategies=[organic,mandate]", "strategy.levers.training.hours=2"],
            ["training", "none of the strategies"],
        ),
        (["run", "strategies=[organic]"], ["strategy=NAME"]),
        (["run", "seeds=3"], ["seed=N"]),
        (["run", "strategy=chmpions"], ["chmpions", "'champions'"]),
        (["run", "strategy=organic,mandate"], ["-m"]),
        (["run", "workforc=curious"], ["workforc", "workforce"]),
        (["run", "workforce=curius"], ["curius", "'curious'"]),
        (["run", "study=qick"], ["qick", "'quick'"]),
        (["run", "workforce.reactance.maen=0.2"], ["workforce.reactance.mean"]),
        (["run", "workforce.reactance.mean=2"], ["workforce.reactance.mean", "[0, 1]", "share"]),
        (["run", "workforce.reactance.mean=high"], ["workforce.reactance.mean", "'high'"]),
        (["run", "weeks=-1"], ["weeks", "[1, 5200]", "got -1"]),
        (["run", "weeks=10", "withdraw_week=11"], ["withdraw_week", "[0, 10]", "got 11"]),
        (["run", "seed=-1"], ["seed", "got -1"]),
        (["run", "seed=1.5"], ["seed", "whole number"]),
        (["run", "ablate=[tlk]"], ["tlk", "talk"]),
        (["run", "organisation.headcount=0"], ["organisation.headcount", "people", "got 0"]),
        (["run", "organisation.headcount=9", "organisation.departments=30"], ["departments"]),
        (["run", "organisation=from_files"], ["organisation.edges", "missing"]),
        (["run", *FILES], ["organisation.edges", "no file 'edges.csv'"]),
        (["run", "organisation=from_files", "organisation.edges=/"], ["'/'", "folder"]),
        (["run", "hydra/launcher=joblib"], ["-m"]),
        (["run", "-m", "seed=1,2", "weeks=4,-4"], ["weeks", "got -4"]),
        (["run", "-m", "strategy=organic,chmpions"], ["chmpions", "'champions'"]),
        (["run", "-m", "seed=1,2", "hydra/launcher=nothing"], ["nothing"]),
        (["run", "-m", "seed=interval(1,2)"], ["interval"]),
        (["run", "language=xx"], ["language", "'xx'"]),
        (["list"], ["strategies", "parameters"]),
        (["list", "strategis"], ["strategis", "'strategies'"]),
        (["list", "parameters", "zzz"], ["zzz"]),
    ],
    ids=lambda value: " ".join(value) if value and "=" in " ".join(value) else None,
)
def test_bad_words(rollout: Rollout, folder: Path, words: list[str], parts: list[str]) -> None:
    result = rollout(*words)
    assert result.code == 2, result.err
    assert len(result.lines) == 1, result.err
    assert result.out == ""
    for part in parts:
        assert part.lower() in result.err.lower()
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    ("edges", "people", "parts"),
    [
        ("", None, ["edges.csv", "empty"]),
        ("a,b,weight\n", None, ["edges.csv", "no ties"]),
        ("1,1\n2,2\n", None, ["edges.csv", "no tie between two"]),
        ("1,2\n2,3\n", None, ["edges.csv", "3 people", "at least 8"]),
        ("a,b,weight\n1,2,1.0\n2,3,heavy\n", None, ["edges.csv:3:", "weight 5 letters", "number"]),
        ("a,b,weight\n1,2,1.0\n\n2,3,-4\n", None, ["edges.csv:4:", "'-4'", "from 0 to"]),
        ("1,2\n2,3\n3\n", None, ["edges.csv:3:", "1 field", "2"]),
        (b"1,2\n\xff\xfe\x00,3\n", None, ["edges.csv", "binary", "utf-8"]),
        (b"1,2\n\x81,3\n", None, ["edges.csv:2:", "windows-1252"]),
        (b"PK\x03\x04\x14\0", None, ["edges.csv", "spreadsheet", "csv"]),
        (RING, "", ["people.csv", "empty"]),
        (
            RING,
            "who,department\n1,a\n2,b\n",
            ["people.csv", "names 1 digit; the ties name 1 letter and 1 digit"],
        ),
        (RING, "id,department\np1,a\np1,b\n", ["people.csv:3:", "1 letter and 1 digit", "line 2"]),
        (RING, "id,manager\np0,p1\np1,zed\n", ["people.csv:3:", "manager 3 letters", "not one of"]),
        (RING, "id,manager\np0,p1\np1,p0\n", ["people.csv", "circle", "lines 2, 3"]),
    ],
)
def test_bad_files(
    rollout: Rollout, folder: Path, edges: str | bytes, people: str | None, parts: list[str]
) -> None:
    data = edges if isinstance(edges, bytes) else edges.encode()
    (folder / "edges.csv").write_bytes(data)
    if people is not None:
        (folder / "people.csv").write_text(people, encoding="utf-8")
    before = sorted(folder.iterdir())
    result = rollout("run", *(PEOPLE if people is not None else FILES), "weeks=4")
    assert result.code == 2, result.err
    assert len(result.lines) == 1, result.err
    for part in parts:
        assert part.lower() in result.err.lower()
    assert sorted(folder.iterdir()) == before


@pytest.mark.parametrize("command", ["run", "compare"])
def test_folder_that_cannot_be_written(rollout: Rollout, folder: Path, command: str) -> None:
    (folder / "file").write_text("x")
    for out in ("file", "file/below", "/proc/nowhere"):
        result = rollout(command, *TINY, f"out={out}")
        assert result.code == 2
        assert len(result.lines) == 1
        assert out in result.err
    assert (folder / "file").read_text() == "x"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("command", ["run", "compare"])
def test_full_disk(
    rollout: Rollout, folder: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    """What was there before stays as it was, and nothing new is half there."""
    out = folder / "out"
    out.mkdir()
    (out / "runs.parquet").write_text("an earlier result")

    def draw(*_: object) -> None:
        Path("/dev/full").write_bytes(bytes(1_000_000))

    monkeypatch.setattr("sim.studies.publish.draw", draw)
    seeds = ["seeds=2", "quiet=true"] if command == "compare" else []
    result = rollout(command, *TINY, *seeds, "out=out")
    assert result.code == 2
    assert result.lines == ["rollout: cannot write to out: No space left on device"]
    assert [path.name for path in out.iterdir()] == ["runs.parquet"]
    assert (out / "runs.parquet").read_text() == "an earlier result"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize(("command", "first"), [("run", "network"), ("compare", "differences")])
def test_disk_full_of_figures(
    rollout: Rollout, folder: Path, monkeypatch: pytest.MonkeyPatch, command: str, first: str
) -> None:
    """The file named is the one that would have been there."""

    def savefig(*_: object, **__: object) -> None:
        Path("/dev/full").write_bytes(bytes(1_000_000))

    monkeypatch.setattr("sim.report.plots.sheet.warm", lambda: None)  # it writes no file
    monkeypatch.setattr("matplotlib.figure.Figure.savefig", savefig)
    seeds = ["seeds=2", "quiet=true"] if command == "compare" else []
    result = rollout(command, *TINY, *seeds, "out=out")
    assert result.code == 2
    assert result.lines == [
        f"rollout: cannot write out/figures/{first}.png: No space left on device"
    ]
    assert not (folder / "out").exists()


def test_launcher_in_a_file(rollout: Rollout, folder: Path) -> None:
    (folder / "conf/study").mkdir(parents=True)
    text = "# @package _global_\nhydra:\n  launcher:\n    n_jobs: 4\n"
    (folder / "conf/study/many.yaml").write_text(text, encoding="utf-8")
    result = rollout("compare", "--config-dir", "conf", "study=many")
    assert result.code == 2
    assert len(result.lines) == 1
    assert "hydra/launcher" in result.err


def test_bad_input_in_a_process_of_its_own(shell: Rollout, folder: Path) -> None:
    for words in (["cmpare"], ["run", "weeks=-1"], ["compare", "strategies=[chmpions]"]):
        result = shell(*words)
        assert result.code == 2
        assert len(result.lines) == 1
        assert "Traceback" not in result.err
    assert list(folder.iterdir()) == []


@pytest.mark.usefixtures("undrawn")
def test_notes_of_a_real_organisation_are_told(rollout: Rollout, folder: Path) -> None:
    (folder / "edges.csv").write_text(RING, encoding="utf-8")
    words = (*FILES, "weeks=2", "out=out", "store=none")
    result = rollout("compare", *words, "strategies=[organic,mandate]", "seeds=2", "workers=1")
    assert result.code == 0, result.err
    told = json.loads((folder / "out" / "provenance.json").read_text(encoding="utf-8"))
    assert any("Managers are not in the data" in note for note in told["organisation"])
    assert "9 people and 9 ties" in result.out
    assert "9 people and 9 ties" in rollout("run", *words[:-2], "out=own").out


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ("/lever/trainig@levers.training: default", "did you mean 'training'?"),
        ("/lever/training@levers.training: intense", "valid: default"),
        ("/strategy/champoins", "did you mean 'champions'?"),
    ],
)
def test_a_file_that_names_what_is_not_there(
    rollout: Rollout, folder: Path, named: str, said: str
) -> None:
    (folder / "mine/strategy").mkdir(parents=True)
    text = f"defaults:\n  - {named}\n  - _self_\nname: own\n"
    (folder / "mine/strategy/own.yaml").write_text(text, encoding="utf-8")
    result = rollout("run", "--config-dir", "mine", "strategy=own")
    assert result.code == 2
    assert len(result.lines) == 1
    assert "in strategy/own.yaml" in result.err
    assert said in result.err
