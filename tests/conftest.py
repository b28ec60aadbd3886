"""Settings shared by all tests."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings

# What is said has the same lines in every terminal.
os.environ["COLUMNS"] = "100"

# The same examples on every machine and every day: a red test is always a real change.
settings.register_profile(
    "fixed",
    derandomize=True,
    deadline=None,
    database=None,
    max_examples=50,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("fixed")

if TYPE_CHECKING:
    from tests.record.commands import Record


@pytest.fixture(scope="session", autouse=True)
def compiled() -> None:
    """Kernels are there: what a command writes is the same on the first day as on any other."""
    from sim.runs.warm import compile_all

    compile_all(quiet=True)


@pytest.fixture(scope="session")
def record(compiled: None, tmp_path_factory: pytest.TempPathFactory) -> Record:
    """Every command at a tiny size, done once for all tests that look at what it leaves."""
    from tests.record.commands import Record

    return Record(tmp_path_factory.mktemp("record"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """The system's browser, started once; tests that need it are skipped where there is none."""
    from tests.browser import started

    with started() as running:
        yield running
