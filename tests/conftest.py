"""Settings shared by all tests."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from unittest import mock

import pytest
from hypothesis import HealthCheck, settings

from tests.once import BESIDE, shared

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

#: Files that take longest, in the order in which they are begun: none of them runs alone at the
#: end, while the other process has nothing left to do.
LONG = (
    "test_first_hour", "studies/report/test_command", "test_notebooks", "record/test_record",
    "runs/engines/test_engines", "test_site", "report/test_figures", "test_paper",
    "app/test_pages", "app/test_session_pages", "studies/test_nobody", "sweep/test_failures",
    "sweep/test_sweep_docs", "report/test_plots", "exports/test_privacy", "base/test_kernel_cache",
    "studies/report/test_pages", "studies/compare/test_companies", "course/test_shown",
    "studies/sensitivity/test_command", "studies/fit/test_fit_command", "test_recipes",
    "studies/test_one_answer", "studies/evidence/test_commands", "app/test_load",
)  # fmt: skip


def pytest_configure(config: pytest.Config) -> None:
    config.option.loadscopereorder = False


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    def place(item: pytest.Item) -> int:
        return next((at for at, part in enumerate(LONG) if part in item.nodeid), len(LONG))

    items.sort(key=place)


def pytest_collection_finish() -> None:
    # Modules and thousands of tests stay to the end: nobody need look through them for what can go.
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


if TYPE_CHECKING:
    from tests.record.commands import Record


@pytest.fixture(scope="session", autouse=True)
def compiled() -> None:
    """Kernels are there: what a command writes is the same on the first day as on any other."""
    from sim.runs.warm import compile_all

    compile_all(quiet=True)


@pytest.fixture(scope="session", autouse=True)
def share(compiled: None) -> Iterator[None]:
    """Commands count the processors that are theirs while other tests use the others."""
    own = max(1, (os.cpu_count() or 1) // BESIDE)
    with mock.patch("os.cpu_count", return_value=own):
        yield


@pytest.fixture(scope="session")
def record(share: None, tmp_path_factory: pytest.TempPathFactory) -> Record:
    """Every command at a tiny size, done once for all tests that look at what it leaves."""
    from tests.record.commands import Record

    root = shared(tmp_path_factory) / "record"
    root.mkdir(exist_ok=True)
    return Record(root)


@pytest.fixture
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without figures, which take longer than so few runs."""
    monkeypatch.setattr("sim.studies.publish.draw", lambda *_: None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """The system's browser, started once; tests that need it are skipped where there is none."""
    from tests.browser import started

    with started() as running:
        yield running
