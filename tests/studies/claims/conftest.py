"""A tiny sample of every claim, shared by the tests."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from sim.analysis.companies import Draw
from sim.report.language import Language
from sim.runs.wants import drive
from sim.runs.work import Work
from sim.studies.claims.assess import Assessed, assess_all
from sim.studies.claims.design import Claim
from sim.studies.claims.experiment import Sample, Size, sampled
from sim.studies.claims.registry import REGISTRY
from sim.studies.claims.study import Question, answer_of
from sim.studies.publish import publish


def run(
    claims: Sequence[Claim], size: Size, workers: int = 1, out: Path | None = None
) -> tuple[Sample, list[Draw]]:
    """Measure whatever `out` does not hold already."""
    work = Work(workers=workers, folder=out)
    with work.going_on():
        return drive(sampled(claims, size), work)


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
    size = Size(3, 2, headcount=24, weeks=32)
    sample, drawn = run(claims, size, 1, out)
    left = answer_of(Question(claims, size, False, ""), sample, drawn)
    publish(left, out, [Language("en")], 0.0, {})
    return Tiny(sample, drawn, assess_all(claims, sample, drawn), out)
