"""The commands themselves: help, lists, runs, files, exit codes."""

from __future__ import annotations

import importlib
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from unittest import mock

import pandas as pd
import pytest

from sim.cli.list import KINDS
from sim.cli.main import COMMANDS
from sim.config.compose import options
from sim.config.load import load, load_settings
from sim.config.options import own_keys
from sim.report.language import Language
from sim.report.listing import fitted
from sim.studies import run
from tests.cli.command_line import ROOT, TINY, Rollout

# The package also offers a function `run`, which hides the module of that name.
ENGINE = importlib.import_module("sim.runs.run")


def test_help_is_fast_and_light() -> None:
    code = (
        "import sys; from sim.cli.main import main; main(['--help']);"
        "heavy = {'numpy', 'hydra', 'numba', 'pandas', 'mesa'} & set(sys.modules);"
        "own = [each for each in sys.modules if each.startswith('sim.')];"
        "sys.exit(f'imports {heavy}' if heavy else f'imports {own}' if len(own) > 40 else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr


def test_help_names_every_command(rollout: Rollout) -> None:
    bare, asked = rollout(), rollout("--help")
    assert (bare.code, bare.out) == (0, asked.out)
    for command in COMMANDS:
        assert re.search(rf"^  {command} ", asked.out, re.MULTILINE)
        own = rollout(command, "--help")
        assert own.code == 0
        assert "examples:" in own.out


@pytest.mark.parametrize("command", ["compare", "run"])
def test_examples_in_help_are_valid(rollout: Rollout, command: str) -> None:
    examples = re.findall(rf"^  rollout {command} (.*)$", rollout(command, "--help").out, re.M)
    assert examples
    for example in examples:
        if "-m" not in example:
            _, typed = own_keys(run.Options, example.split())
            load_settings(typed)
            words = [word for word in typed if not word.startswith("strategy.")]
            assert load(words)


def test_version(rollout: Rollout) -> None:
    result = rollout("--version")
    assert result.code == 0
    assert result.out.startswith("rollout ")


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("strategies", "playbook"),
        ("organisations", "from_files"),
        ("parameters", "workforce.reactance.mean"),
        ("outcomes", "genuine_use_final"),
        ("levers", "champions"),
        ("mechanisms", "talk"),
    ],
)
def test_lists(rollout: Rollout, kind: str, name: str) -> None:
    result = rollout("list", kind)
    assert result.code == 0
    assert name in [line.split()[0] for line in result.out.splitlines()]
    narrowed = rollout("list", kind, name).out.splitlines()
    assert 2 <= len(narrowed) < len(result.out.splitlines())


@pytest.mark.parametrize("width", [80, 100])
@pytest.mark.parametrize("kind", list(KINDS))
def test_lists_fit_on_a_screen_and_lose_no_word(kind: str, width: int) -> None:
    header, rows = KINDS[kind](None)
    lines = fitted(header, rows, width).splitlines()
    assert max(map(len, lines)) <= width
    shown = "".join("".join(lines).split())
    for row in rows:
        for cell in row:
            assert "".join(cell.split()).rstrip(".") in shown


def test_list_shows_every_strategy_with_a_description(rollout: Rollout) -> None:
    lines = rollout("list", "strategies").out.splitlines()[1:]
    assert [line.split()[0] for line in lines] == list(options("strategy"))
    assert all(len(line.split()) > 3 for line in lines)


def test_run_writes_one_row_and_one_run(rollout: Rollout, folder: Path) -> None:
    result = rollout("run", *TINY, "strategy=champions", "seed=3", "out=one")
    assert (result.code, result.err) == (0, "")
    runs = pd.read_parquet(folder / "one/runs.parquet")
    assert runs[["strategy", "seed"]].to_numpy().tolist() == [["champions", 3]]
    weekly = pd.read_parquet(folder / "one/weekly.parquet")
    assert list(weekly["week"]) == [1, 2, 3, 4]
    assert list((folder / "one/figures").glob("*.png"))
    assert "strategy" in (folder / "one/config.yaml").read_text(encoding="utf-8")
    assert [path.name for path in folder.rglob(".*")] == []


@pytest.mark.parametrize(
    "words", [["run"], ["run", "-m"], ["compare", "strategies=[champions]", "seeds=1"]]
)
def test_german_when_asked(
    rollout: Rollout, folder: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    """Words on the terminal, and the language that figures are drawn in."""
    asked: set[str] = set()

    def draw(figures: object, folder: object, language: Language, about: str) -> None:
        asked.add(language.code)

    monkeypatch.setattr("sim.studies.publish.draw", draw)
    strategy = [] if "compare" in words else ["strategy=champions"]
    result = rollout(*words, *TINY, *strategy, "language=de", "workers=1")
    assert (result.code, asked) == (0, {"de"}), result.err
    assert "Multiplikatoren" in result.out
    assert "Ergebnisse in " in result.out
    without_keys = result.out.replace("champions.hours", "")
    assert not re.search("results in|against|champions|hours|seeds", without_keys)


def test_run_draws_and_says_german(rollout: Rollout, folder: Path) -> None:
    result = rollout("run", *TINY, "strategy=champions", "seed=3", "language=de", "out=eins")
    assert (result.code, result.err) == (0, "")
    assert "\n\nStrategie „Multiplikatoren“, Seed 3, gegenüber" in result.out
    assert re.search(r"^  echte Nutzung am Ende +\d+,\d %$", result.out, re.M)
    assert len(list((folder / "eins/figures").glob("*.svg"))) == 5


@pytest.mark.usefixtures("undrawn")
def test_default_folder(rollout: Rollout, folder: Path) -> None:
    assert rollout("run", *TINY, "quiet=true").out == ""
    assert (folder / "results/run/runs.parquet").is_file()


def test_multirun_through_hydra(
    rollout: Rollout, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sim.studies.publish.draw", lambda *_: None)
    words = ["strategy=mandate,training_first", "seed=0,1", "workforce.reactance.mean=0.7"]
    result = rollout("run", "-m", *TINY, *words, "out=many")
    assert (result.code, result.err) == (0, "")
    found = [pd.read_parquet(folder / f"many/{job}/runs.parquet") for job in range(4)]
    rows = pd.concat(found)[["strategy", "seed"]].to_numpy().tolist()
    names = ("mandate", "training_first")
    assert rows == [[name, seed] for name in names for seed in (0, 1)]
    assert "mean: 0.7" in (folder / "many/3/config.yaml").read_text(encoding="utf-8")
    alone = rollout("run", *TINY, *words[2:], "strategy=training_first", "seed=1", "out=alone")
    assert alone.code == 0
    pd.testing.assert_frame_equal(
        pd.read_parquet(folder / "alone/weekly.parquet"),
        pd.read_parquet(folder / "many/3/weekly.parquet"),
    )


def test_multirun_sweeps_levers_and_globs(
    rollout: Rollout, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    configs = []

    def fake(config: object, *_: object) -> None:
        configs.append(config)
        raise KeyboardInterrupt if len(configs) == 3 else _Stop

    class _Stop(Exception):
        pass

    monkeypatch.setattr(ENGINE, "watched", fake)
    words = ["strategy=glob(mandate*)", "strategy.levers.mandate.freedom=0.1,0.9"]
    assert rollout("run", "-m", *words, *TINY).code == 1
    assert len(configs) == 1
    first = configs[0]
    assert first.strategy.name == "mandate"  # type: ignore[attr-defined]
    assert first.strategy.levers["mandate"].freedom == 0.1  # type: ignore[attr-defined]


@pytest.mark.usefixtures("undrawn")
def test_compare_writes_its_files(rollout: Rollout, folder: Path) -> None:
    words = ["strategies=[organic,champions]", "seeds=2", "workers=1", "out=two", "quiet=true"]
    result = rollout("compare", *TINY, *words)
    assert (result.code, result.out, result.err) == (0, "", "")
    for name in ("runs.parquet", "weekly.parquet", "summary.csv", "pairwise.csv", "config.yaml"):
        assert (folder / "two" / name).is_file(), name
    runs = pd.read_parquet(folder / "two/runs.parquet")
    judged = runs[runs["strategy"] != "none"]
    assert sorted(judged["seed"]) == [0, 0, 1, 1]


def test_internal_error_is_one_line_with_the_traceback_kept(
    rollout: Rollout, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(config: object, *_: object) -> None:
        raise RuntimeError("this is\nours")

    monkeypatch.setattr(ENGINE, "watched", broken)
    result = rollout("run", *TINY)
    assert result.code == 1
    assert len(result.lines) == 1
    assert "RuntimeError: this is ours" in result.err
    kept = re.search(r"traceback in (\S+);", result.err)
    assert kept is not None
    path = Path(kept.group(1))
    assert "Traceback" in path.read_text(encoding="utf-8")
    path.unlink()
    assert "Traceback" in rollout("run", "--debug", *TINY).err


def test_interrupt(rollout: Rollout, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(config: object, *_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(ENGINE, "watched", stopped)
    result = rollout("run", *TINY)
    assert result.code == 130
    assert len(result.lines) == 1


def test_an_interrupt_before_the_first_run_looks_for_nothing(
    rollout: Rollout, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    asked = mock.Mock()
    monkeypatch.setattr("sim.runs.work.what_is_left", stopped)
    monkeypatch.setattr("sim.runs.wants.frames", asked)
    assert rollout("compare", *TINY, "seeds=2").code == 130
    asked.assert_not_called()


def test_interrupt_from_outside(folder: Path) -> None:
    words = [sys.executable, "-m", "sim", "compare", "weeks=400", "seeds=400", "workers=1"]
    process = subprocess.Popen(
        words,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        # Somebody's background job ignores interrupts, and hands that down.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    time.sleep(1.5)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert len(err.splitlines()) == 1, err


LOSE_ONE = """
import signal
from sim.cli import main as cli

class Finalized:
    def __del__(self):
        signal.raise_signal(signal.NAME)

def dispatch(arguments, usual=cli.dispatch):
    Finalized()
    return usual(arguments)

cli.dispatch = dispatch
cli.entry()
"""
HIDE_ONE = """
import signal
from sim.cli import main as cli

def dispatch(arguments):
    try:
        signal.raise_signal(signal.SIGINT)
    except KeyboardInterrupt as error:
        raise SystemError("C code has put this in its place") from None

cli.dispatch = dispatch
cli.entry()
"""


def ends_with(code: int, script: str, workers: int = 1) -> str:
    """Run a script in place of the command; returns its only line on standard error."""
    result = subprocess.run(
        [sys.executable, "-c", script, "compare", "weeks=400", "seeds=400", f"workers={workers}"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    assert result.returncode == code
    assert len(result.stderr.splitlines()) == 1, result.stderr
    return result.stderr


@pytest.mark.parametrize("workers", [1, 2])
def test_interrupt_where_nobody_can_catch_it(folder: Path, workers: int) -> None:
    line = ends_with(130, LOSE_ONE.replace("NAME", "SIGINT"), workers)
    assert line.startswith("rollout: interrupted; ")


def test_termination_is_told(folder: Path) -> None:
    """Batch systems and containers end a process so; what is finished is kept as with Ctrl-C."""
    line = ends_with(143, LOSE_ONE.replace("NAME", "SIGTERM"))
    assert line.startswith("rollout: terminated; ")


def test_interrupt_behind_another_error(folder: Path) -> None:
    assert ends_with(130, HIDE_ONE).startswith("rollout: interrupted; ")


def test_closed_and_poor_output(folder: Path) -> None:
    """Nobody listens, or the terminal has no euro sign: the work is done all the same."""
    words = f"{sys.executable} -m sim sweep {' '.join(TINY)} seeds=1 strategies=[mandate]"
    words += " vary.workforce.reactance.mean=0.2,0.7 workers=1"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    closed = subprocess.run(f"{words} out=closed >&- 2>&-", shell=True, env=environment)
    assert closed.returncode == 0
    assert (folder / "closed/provenance.json").is_file()
    poor = {**environment, "PYTHONIOENCODING": "ascii"}
    german = f"{words} language=de out=poor"
    result = subprocess.run(german, shell=True, env=poor, capture_output=True)
    assert (result.returncode, result.stderr.count(b"Error")) == (0, 0)
    assert re.search(rb"2 L\S+ufe", result.stdout)
    assert (folder / "poor/provenance.json").is_file()


def test_reader_that_has_seen_enough(folder: Path) -> None:
    line = f"'{sys.executable}' -m sim list parameters | head -1"
    done = subprocess.run(
        ["bash", "-c", line],
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
    )
    assert done.stderr == ""
    assert len(done.stdout.splitlines()) == 1
