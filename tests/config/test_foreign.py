"""Configuration files of others: nothing runs, nothing is read, nothing grows without bound."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from sim.base.params import ConfigError
from sim.cli.main import main
from sim.config.load import load, load_settings

HEAD = "# @package _global_\n"
CALLBACK = "callbacks: {x: {_target_: pathlib.Path.touch, self: planted}}"


def folder(tmp_path: Path, text: str | bytes, name: str = "study/s.yaml") -> str:
    """A folder of presets with one file."""
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return str(tmp_path)


@pytest.mark.parametrize(
    "text",
    [
        f"{HEAD}hydra: {{{CALLBACK}}}\n",
        f"{HEAD}hydra: {{output_subdir: ../../..}}\n",
        f"{HEAD}hydra: {{run: {{dir: /tmp/elsewhere}}}}\n",
        f"{HEAD}hydra: {{searchpath: [file:///tmp]}}\n",
        f"{HEAD}hydra.callbacks.x: {{_target_: joblib.load, filename: e.pkl}}\n",
        f"{HEAD}hydra: {{hydra_logging: {{handlers: {{f: {{class: logging.FileHandler}}}}}}}}\n",
        f"# @package hydra\n{CALLBACK}\n",
        f"# @package hydra.callbacks\n{CALLBACK}\n",
        f"\n  #@package  hydra\n{CALLBACK}\n",
        f"{HEAD}# @package hydra\n{CALLBACK}\n",
        f"{HEAD}defaults:\n  - override /hydra/job_logging: stdout\n",
        f"{HEAD}defaults:\n  - /hydra/callbacks: other\n",
        f"{HEAD}defaults:\n  - other@hydra: x\n",
        f"{HEAD}defaults:\n  - /study/other@_global_.hydra.callbacks\n",
        f"{HEAD}defaults:\n  - other@hydra.callbacks: x\n",
    ],
)
def test_a_file_cannot_steer_hydra(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    mine = folder(tmp_path / "mine", text)
    folder(tmp_path / "mine", "x: {_target_: pathlib.Path.touch, self: planted}\n", "study/x.yaml")
    folder(tmp_path / "mine", CALLBACK, "study/other.yaml")
    monkeypatch.chdir(tmp_path)
    for words in (["-m", "seed=0,1"], []):
        assert main(["run", "--config-dir", mine, "study=s", "out=out", *words]) == 2
        said = capsys.readouterr().err.splitlines()
        assert len(said) == 1
        assert "s.yaml" in said[0]
    assert [each.name for each in tmp_path.iterdir()] == ["mine"]


@pytest.mark.parametrize(
    "word",
    [
        "hydra.callbacks.x._target_=os.getcwd",
        "+hydra.callbacks.x._target_=os.getcwd",
        "hydra.searchpath=[/]",
        "hydra.output_subdir=../..",
        "hydra/job_logging=stdout",
        "hydra.launcher.backend=loky",
        "hydra.launcher.n_jobs=${oc.env:HOME}",
        "hydra.sweep.dir=/tmp/elsewhere",
        "hydra={output_subdir: x}",
        "~hydra.sweeper",
    ],
)
def test_the_command_line_says_only_who_does_the_jobs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], word: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["run", "-m", "seed=0,1", word]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "value",
    [
        "${oc.env:HOME}", "${oc.env:HOME,x}", "a ${oc.env:HOME}", "${${study}:HOME}",
        "${oc.decode:1}", "${oc.create:{a: 1}}", "${hydra:runtime.cwd}", "${now:%Y}", "${weeks",
        "${oc.select:weeks}", "${.weeks}",
    ],
)  # fmt: skip
def test_nothing_of_the_machine_is_read(tmp_path: Path, value: str) -> None:
    mine = folder(tmp_path, f'{HEAD}strategy: {{description: "{value}"}}\n')
    with pytest.raises(ConfigError, match="is not read; only"):
        load(["study=s"], config_dir=mine)
    with pytest.raises(ConfigError, match="is not read; only"):
        load([f"strategy.description='{value}'"])


def test_the_value_of_another_key_can_be_taken_over(tmp_path: Path) -> None:
    text = 'weeks: 60\nwithdraw_week: ${weeks}\nstrategy: {description: "${weeks} weeks"}\n'
    config = load(["study=s"], config_dir=folder(tmp_path, HEAD + text))
    assert (config.withdraw_week, config.strategy.description) == (60, "60 weeks")


@pytest.mark.parametrize("text", ["seed: ${seed}\n", "seed: ${weeks}\nweeks: ${seed}\n"])
def test_references_cannot_go_round(tmp_path: Path, text: str) -> None:
    with pytest.raises(ConfigError, match="single value of its own"):
        load(["study=s"], config_dir=folder(tmp_path, HEAD + text))


BOMB = "a0: &a0 [1, 1]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12)
)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (BOMB, "more than 20,000 values"),
        ("seeds: " + "[" * 30_000 + "]" * 30_000 + "\n", "30 levels"),
        ("seeds: [" + "1," * 30_000 + "1]\n", "more than 20,000 values"),
        ("seeds: &x [*x]\n", "holds itself"),
        ("#" * 1_000_001, "bytes"),
        ("weeks: !!python/object/apply:os.getcwd []\n", "tags"),
        ("weeks: !!python/object/apply:pathlib.Path [x]\n", "tags"),
        ("weeks: !mine 4\n", "tags"),
        ("weeks: 4\nweeks: 5\n", "duplicate key weeks"),
        ("weeks: {seeds: 1, seeds: 2}\n", "duplicate key seeds"),
        ("- weeks\n", "keys and values"),
        ("weeks: 4\n---\nweeks: 5\n", "single document"),
        ("weeks: 2020-13-45\n", "weeks"),
        ("? [weeks]\n: 4\n", "s.yaml"),
        ("defaults:\n  - s\n", "circle"),
        ("defaults:\n  - ../../other\n", "defaults cannot name"),
        ("defaults:\n  - /../other\n", "defaults cannot name"),
        ("defaults:\n  - /etc/passwd\n", "etc"),
        ("defaults:\n  - file:///etc/passwd\n", "defaults cannot name"),
        ("defaults:\n  - /strategy: ../../other\n", "defaults cannot name"),
        ("defaults:\n  - /strategy: ${oc.env:HOME}\n", "defaults cannot name"),
        ("defaults: mandate\n", "must be a list"),
        ("defaults:\n  - [a]\n", "cannot hold"),
    ],
)
def test_yaml_stays_within_bounds(tmp_path: Path, text: str, said: str) -> None:
    mine = folder(tmp_path, HEAD + text)
    started = time.process_time()
    with pytest.raises(ConfigError) as caught:
        load(["study=s"], config_dir=mine)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)
    assert time.process_time() - started < 5.0


def test_defaults_that_multiply(tmp_path: Path) -> None:
    for n in range(30):
        inner = f"defaults:\n  - p{n + 1}@a\n  - p{n + 1}@b\n"
        folder(tmp_path, inner, f"study/p{n}.yaml")
    mine = folder(tmp_path, "weeks: 4\n", "study/p30.yaml")
    with pytest.raises(ConfigError, match="more than 100 files"):
        load(["study=p0"], config_dir=mine)


def test_a_file_of_a_windows_editor(tmp_path: Path) -> None:
    text = f"{HEAD}defaults:\n  - override /organisation: small\nweeks: 8\n".replace("\n", "\r\n")
    config = load(["study=s"], config_dir=folder(tmp_path, b"\xef\xbb\xbf" + text.encode()))
    assert (config.weeks, config.organisation.headcount) == (8, 150)  # type: ignore[union-attr]
    with pytest.raises(ConfigError, match="UTF-8"):
        load(["study=s", "seed=1"], config_dir=folder(tmp_path / "b", text.encode("utf-16")))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "study").mkdir()
    os.mkfifo(tmp_path / "study/s.yaml")
    with pytest.raises(ConfigError):
        load(["study=s"], config_dir=str(tmp_path))


@pytest.mark.parametrize("name", ["it's", "a b", "a,b", "back\\slash", "umlaut ü", "[x]{y}"])
def test_any_path_can_hold_presets(tmp_path: Path, name: str) -> None:
    mine = folder(tmp_path / name, HEAD + "weeks: 8\n")
    assert load(["study=s"], config_dir=mine).weeks == 8


@pytest.mark.parametrize("name", ["+cmd", "-2+3", "=1", "@x", "a b", "a\tb"])
def test_names_that_a_table_would_execute_cannot_be_chosen(tmp_path: Path, name: str) -> None:
    mine = folder(tmp_path, f"_target_: sim.strategy.Strategy\nname: '{name}'\n",
                  f"strategy/{name}.yaml")  # fmt: skip
    with pytest.raises(ConfigError, match="call the file by letters"):
        load([], name, mine)
    with pytest.raises(ConfigError, match="call the file by letters"):
        load_settings([f"strategies=['{name}']"], mine)


@pytest.mark.parametrize("path", ["a\\", "a\\b", "it's", "\\'", "a\\\\'b", "'", "[x],{y}"])
def test_a_path_is_read_back_as_it_was(path: str) -> None:
    assert load_settings([f"out={path}"]).out == path
    assert load(["organisation=from_files", f"organisation.edges=x{path}"]).organisation.edges == (  # type: ignore[union-attr]
        f"x{path}"
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("engine: dask\nscheduler: 'tcp://127.0.0.1:9'\n", "names a cluster"),
        ("null: 3\n", "a key must be a word, got None"),
        ("vary: 3\n", "vary must hold keys and values"),
        ("half_width: [3]\n", "half_width must hold keys and values"),
    ],
)
def test_a_study_file_that_asks_for_nothing_or_too_much(
    tmp_path: Path, text: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    mine = folder(tmp_path, HEAD + text)
    words = ["sweep", "study=s", "--config-dir", mine, "dry_run=true", f"out={tmp_path / 'o'}"]
    assert main(words) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert said in line
