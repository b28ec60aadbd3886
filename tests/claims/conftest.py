"""A tiny sample of every claim, shared by the tests."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from sim.analysis.companies import Draw
from sim.studies.claims.assess import Assessed
from sim.studies.claims.experiment import Sample, Size
from sim.studies.claims.publish import publish, run
from sim.studies.claims.registry import REGISTRY


class Tiny(NamedTuple):
    """What a tiny run left behind."""

    sample: Sample
    drawn: list[Draw]
    assessed: list[Assessed]
    out: Path


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Tiny:
    """Every claim in three companies of 24 people over 32 weeks, without figures."""
    out = tmp_path_factory.mktemp("claims")
    claims = tuple(REGISTRY.values())
    sample, drawn = run(claims, Size(3, 2, headcount=24, weeks=32), 1, True, out)
    return Tiny(sample, drawn, publish(claims, sample, drawn, out, figures=False), out)
