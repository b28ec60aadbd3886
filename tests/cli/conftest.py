"""Calling the command line in this process, from an empty folder."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from sim.cli.main import main
from tests.cli.command_line import ROOT, Outcome, Rollout


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in."""
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    return work


@pytest.fixture
def rollout(folder: Path, capsys: pytest.CaptureFixture[str]) -> Rollout:
    """Run one command line in this process."""

    def call(*words: str) -> Outcome:
        capsys.readouterr()
        code = main(words)
        text = capsys.readouterr()
        return Outcome(code, text.out, text.err)

    return call


@pytest.fixture
def shell(folder: Path) -> Rollout:
    """Run one command line in a process of its own."""

    def call(*words: str) -> Outcome:
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        done = subprocess.run(
            [sys.executable, "-m", "sim", *words],
            capture_output=True,
            text=True,
            env=environment,
            timeout=120,
            check=False,
            stdin=subprocess.DEVNULL,
        )
        return Outcome(done.returncode, done.stdout, done.stderr)

    return call
