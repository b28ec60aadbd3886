"""Settings shared by all tests."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings

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


@pytest.fixture(scope="session", autouse=True)
def compiled() -> None:
    """Kernels are there: what a command writes is the same on the first day as on any other."""
    from sim.runs.warm import compile_all

    compile_all(quiet=True)
