"""A sweep that is done, and a folder for others."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.small_sweeps import swept


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An ordinary sweep: its store and its tables."""
    folder = tmp_path_factory.mktemp("whole")
    swept(folder / "out", folder / "store")
    return folder


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path
