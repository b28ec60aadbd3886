"""version, help, list, show, new, open, completion."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from sim.cli import completion
from sim.cli.commands import COMMANDS
from sim.config.load import load
from tests.cli.command_line import Rollout


def test_version_and_help(rollout: Rollout) -> None:
    assert rollout("version").out == rollout("--version").out
    assert rollout("help").out == rollout("--help").out
    for command in COMMANDS:
        assert rollout("help", command).out == rollout(command, "--help").out
        assert f"rollout {command}" in rollout("help", command).out


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("help nothing", "unknown command 'nothing'"),
        ("help sweep now", "takes 1 word, got 2"),
        ("version x", "takes no words"),
        ("show", "takes 1 word"),
        ("show default", "workforce=default or"),
        ("show scepticl", "nearest: sceptical"),
        ("show wrkforce=sceptical", "'workforce'"),
        ("new strategy", "type rollout new strategy NAME"),
        ("new strategy champions", "shipped"),
        ("new strategy a/../b", "letters"),
        ("new strategy =x", "must not begin"),
        ("open", "type rollout compare"),
        ("open nowhere", "there is no nowhere"),
        ("completion tcsh", "unknown shell"),
    ],
)
def test_one_line_for_what_is_wrong(rollout: Rollout, folder: Path, line: str, said: str) -> None:
    result = rollout(*line.split())
    assert result.code == 2
    assert len(result.lines) == 1
    assert said in result.err
    assert list(folder.iterdir()) == []


def test_a_new_strategy_loads_and_is_never_overwritten(rollout: Rollout, folder: Path) -> None:
    path, line = rollout("new", "strategy", "quiet", "out=my own").out.splitlines()
    assert path == "my own/strategy/quiet.yaml"
    words = shlex.split(line)
    assert words[:4] == ["rollout", "compare", "--config-dir", "my own"]
    strategy = load([], "quiet", words[3]).strategy
    assert (strategy.name, list(strategy.levers)) == ("quiet", ["licences", "training"])
    (folder / path).write_text("mine", encoding="utf-8")
    again = rollout("new", "strategy", "quiet", "out=my own")
    assert again.code == 2
    assert (folder / path).read_text(encoding="utf-8") == "mine"


def test_show_says_values_units_and_meanings(rollout: Rollout) -> None:
    said = rollout("show", "sceptical").out
    assert "workforce.start.trust" in said
    assert "0.35 share" in said
    assert "mean trust" in said
    assert said == rollout("show", "workforce=sceptical").out
    assert "weeks" in rollout("show", "quick").out
    assert "h/week per champion" in rollout("show", "champions").out
    assert "everything at its default" in rollout("show", "work=default").out


def test_lists_of_presets(rollout: Rollout) -> None:
    assert "workforce=sceptical" in rollout("list", "presets").out
    assert "sceptical" in rollout("list", "workforce").out
    assert "A first look within seconds" in rollout("list", "studies").out


def test_open_says_where_the_last_result_is(
    rollout: Rollout, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sim.base.opening.opener", lambda: None)
    for age, name in enumerate(("new", "old")):
        (folder / "results" / name).mkdir(parents=True)
        path = folder / "results" / name / "provenance.json"
        path.write_text("{}", encoding="utf-8")
        os.utime(path, (1000 - age, 1000 - age))
    assert rollout("open").out.strip() == str(folder / "results/new")
    (folder / "results/old/summary.md").write_text("# page", encoding="utf-8")
    assert rollout("open", "results/old").out.strip() == str(folder / "results/old/summary.md")


@pytest.mark.parametrize("shell", sorted(completion.SHELLS))
def test_completion_offers_commands_keys_and_presets(rollout: Rollout, shell: str) -> None:
    script = rollout("completion", shell).out
    for word in ("sweep", "strategy=champions", "workforce.reactance.mean=", "seeds="):
        assert word in script
    if shutil.which(shell):
        check = [shell, "-n", "-c", script]
        assert subprocess.run(check, check=False, capture_output=True, timeout=60).stderr == b""


@pytest.mark.parametrize(
    ("typed", "offered"),
    [("rollout swe", "sweep"), ("rollout run strategy=cha", "champions"),
     ("rollout run seed", "seed= seeds="), ("rollout run workforce=sce", "sceptical")],
)  # fmt: skip
def test_bash_completes(typed: str, offered: str) -> None:
    ask = f'compopt() {{ :; }}; COMP_LINE="{typed}"; COMP_POINT={len(typed)}; _rollout\n'
    script = f'{completion.script("bash")}{ask}echo "${{COMPREPLY[@]}}"'
    done = subprocess.run(["bash", "-c", script], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == offered
