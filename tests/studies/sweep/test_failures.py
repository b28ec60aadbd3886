"""Runs that fail, and sweeps that are interrupted or killed: what is finished is kept."""

from __future__ import annotations

import importlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import sim.runs.plan
from sim.cli.main import main
from sim.runs.store import Store
from tests.small_sweeps import LINE, TINY, fingerprint

ROOT = Path(__file__).parents[3]
ENGINE = importlib.import_module("sim.runs.run")


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Champions with seed 1 raise an error at the lower point."""
    real = ENGINE.SharedRuns.run

    def run(self: Any, name: str, config: Any) -> Any:
        if name == "champions" and self.seed == 1 and config.workforce.reactance.mean == 0.2:
            raise RuntimeError("no champion\nto be found")
        return real(self, name, config)

    monkeypatch.setattr(ENGINE.SharedRuns, "run", run)


@pytest.mark.usefixtures("failing")
def test_a_failing_run_keeps_its_traceback_and_kills_nobody(
    whole: Path, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main([*LINE, "out=DIR"]) == 3
    text = capsys.readouterr()
    assert "done 11   failed 1   left 0" in text.out
    assert "champions, seed 1: RuntimeError: no champion to be found" in text.err
    assert len(pd.read_parquet(folder / "DIR/runs.parquet")) == 11
    (kept,) = (folder / "DIR/failed").iterdir()
    assert kept.read_text().startswith("rollout run strategy=champions ")
    assert "Traceback" in kept.read_text()
    monkeypatch.undo()
    monkeypatch.chdir(folder)
    assert main([*LINE, "out=DIR"]) == 0
    assert "11 stored, 1 to do" in capsys.readouterr().out
    assert fingerprint(folder / "DIR") == fingerprint(whole / "out")
    assert not (folder / "DIR/failed").exists()


def test_runs_that_all_fail_are_reported(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> None:
        raise RuntimeError("nothing works")

    monkeypatch.setattr(ENGINE.SharedRuns, "run", fail)
    monkeypatch.setattr(ENGINE.SharedRuns, "reference", fail)
    assert main([*LINE, "out=DIR"]) == 3
    text = capsys.readouterr()
    assert "done 0   failed 12   left 0" in text.out
    assert "12 runs failed; commands and tracebacks in DIR/failed" in text.err
    assert len(list((folder / "DIR/failed").iterdir())) == 12
    assert not (folder / "DIR/runs.parquet").exists()


@pytest.mark.usefixtures("failing")
def test_fail_fast(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sim.runs.plan, "LONGEST", 0.0)
    assert main([*LINE, "--fail-fast"]) == 3
    lines = capsys.readouterr().out.splitlines()
    told = next(line for line in lines if line.startswith("done "))
    done, failed, left = (int(word) for word in told.split()[1::2])
    assert failed == 1
    assert left == 12 - done - failed
    assert left > 0


@pytest.mark.usefixtures("failing")
def test_compare_tells_failed_runs(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["strategies=[mandate,champions]", "workforce.reactance.mean=0.2", "seeds=3"]
    assert main(["compare", *TINY, *words, "workers=1", "quiet=true", "out=DIR"]) == 3
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert len(list((folder / "DIR/failed").iterdir())) == 1
    assert len(Store(folder / "results/store")) == 8


@pytest.mark.usefixtures("failing")
def test_compare_stops_at_the_first_failure(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sim.runs.plan, "LONGEST", 0.0)
    words = ["strategies=[mandate,champions]", "workforce.reactance.mean=0.2", "seeds=3"]
    line = ["compare", *TINY, *words, "workers=1", "quiet=true", "--fail-fast"]
    assert main(line) == 3
    assert 0 < len(Store(folder / "results/store")) < 8


def test_interrupted_keeps_what_is_finished(
    whole: Path, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    real, count = ENGINE.SharedRuns.run, []

    def run(self: Any, name: str, config: Any) -> Any:
        count.append(name)
        if len(count) == 6:
            raise KeyboardInterrupt
        return real(self, name, config)

    with monkeypatch.context() as patch:
        patch.setattr(ENGINE.SharedRuns, "run", run)
        assert main([*LINE, "out=DIR"]) == 130
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert main([*LINE, "out=DIR"]) == 0
    assert "5 stored, 7 to do" in capsys.readouterr().out
    assert fingerprint(folder / "DIR") == fingerprint(whole / "out")


def started(*words: str) -> subprocess.Popen[str]:
    """A larger sweep with two worker processes, in a process group of its own."""
    line = [word for word in LINE if not word.startswith(("seeds", "workers", "weeks"))]
    process = subprocess.Popen(
        [sys.executable, "-m", "sim", *line, "workers=2", *words],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        # Somebody's background job ignores interrupts, and hands that down.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    assert process.stdout is not None
    assert "to do" in process.stdout.readline()
    return process


def test_ctrl_c_from_outside(folder: Path) -> None:
    process = started("seeds=400", "weeks=400")
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=120)
    assert process.returncode == 130
    assert "Traceback" not in err


def test_killed_from_outside_with_its_workers_at_work(folder: Path) -> None:
    """Its workers go as well, and the same command does the rest."""
    words = ("weeks=60", "withdraw_week=4", "seeds=40", "out=DIR")
    process = started(*words)
    while len(Store(folder / "results/store")) == 0:
        assert process.poll() is None
        time.sleep(0.05)
    process.kill()
    process.wait()
    assert not (folder / "DIR").exists() or not any((folder / "DIR").glob("*.parquet"))
    for _ in range(300):
        try:
            os.killpg(process.pid, 0)
        except ProcessLookupError:
            break
        time.sleep(0.1)
    else:
        pytest.fail("workers are still there")
    stored = len(Store(folder / "results/store"))
    assert main([*LINE, *words, "workers=2", "quiet=true"]) == 0
    assert main([*LINE, *words, "store=other", "out=whole", "quiet=true"]) == 0
    assert stored < len(Store(folder / "results/store")) == 40 * 2 * 3
    assert fingerprint(folder / "DIR") == fingerprint(folder / "whole")
