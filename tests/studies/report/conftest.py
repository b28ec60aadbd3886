"""One small report, made once, that all tests of reports look at."""

from __future__ import annotations

from contextlib import chdir
from pathlib import Path

import pytest

from sim.cli.main import main
from tests.cli.conftest import folder, rollout
from tests.once import once, shared

__all__ = ["folder", "report", "rollout"]

SMALL = ("organisation.headcount=24 weeks=40 withdraw_week=30 draws=6 seeds=2 workers=1 "
         "strategies=organic,champions,phased_pilot quiet=true")  # fmt: skip


@pytest.fixture(scope="session")
def report(compiled: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished folder of `rollout report`."""

    def make(folder: Path) -> None:
        with chdir(folder):
            assert main(f"report {SMALL} out=report store=store".split()) == 0

    return once(shared(tmp_path_factory), "report", make) / "report"
