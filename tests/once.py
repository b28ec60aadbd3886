"""What several test files look at is done once in a session, whichever process wants it first."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable
from pathlib import Path

import pytest

BESIDE = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
"""Processes that do tests at the same time."""


def shared(factory: pytest.TempPathFactory) -> Path:
    """The folder that all processes of a session see."""
    own = factory.getbasetemp()
    return own if BESIDE == 1 else own.parent


def once(root: Path, name: str, make: Callable[[Path], None]) -> Path:
    """A folder that `make` has filled; whoever comes meanwhile waits until it is whole."""
    folder, whole = root / name, root / f"{name}.whole"
    with (root / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not whole.exists():
            folder.mkdir()
            make(folder)
            whole.touch()
    return folder
