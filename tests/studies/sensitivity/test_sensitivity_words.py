"""The sentences say what the tables say, in every language."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest

from sim.model.outcomes import BY_NAME
from sim.report.language import ENGLISH, LANGUAGES, Language
from sim.studies.sensitivity.analysis import Findings, labelled, variance_tables
from sim.studies.sensitivity.question import Response
from sim.studies.sensitivity.words import amount, sentences
from tests.studies.sensitivity.planted import Planted, numbers, question, sample


def told(
    function: Planted, kept: Sequence[str], rows: int = 128, speak: Language = ENGLISH
) -> list[str]:
    """Sentences on a planted function of luck and four assumptions without a source."""
    asked = question(numbers(4))
    tables = variance_tables(sample(asked, function, rows, kept))
    found = labelled(asked, Findings(tuple(kept), pd.DataFrame(), *tables), speak)
    return sentences(found, asked.responses[0], speak)


def test_a_settled_ranking() -> None:
    slopes = np.array([9.0, 6.0, 3.0, 0.0])
    keys = [f"work.x{place}" for place in range(4)]
    spread, split, leading, others, settled, peaks = told(
        lambda lot, *x: np.tensordot(slopes, x, 1), keys
    )
    assert spread.startswith("Genuine use at the end lies between ")
    assert "100 % [100, 100] is the company; 0 % [0, 0] luck" in split
    assert "strategy" not in split
    assert leading.index("work.x0") < leading.index("work.x1") < leading.index("work.x2")
    assert leading.endswith("None of them has a source.")
    assert others.startswith("Every assumption has its own share")
    assert settled.startswith("Which three lead is settled")
    assert "one peak" in peaks
    assert "none but these" in peaks


def test_two_peaks_and_what_the_screening_left_out() -> None:
    *_, others, settled, peaks = told(
        lambda lot, a, b, c, d: np.where(a < 0.5, 0.0, 1.0) + 0.3 * b + 0.001 * d,
        ["work.x1", "work.x3"],
    )
    assert others.startswith("The 2 other assumptions together")
    assert "more than any single one" in others
    assert settled.startswith("Which one leads is settled")
    assert "two peaks" in peaks


def test_too_few_rows_settle_nothing() -> None:
    settled = told(lambda lot, a, b, c, d: a + b + c + d, ["work.x0", "work.x1"], 32)[4]
    assert "not settled" in settled
    assert "points=" in settled


def test_the_same_everywhere() -> None:
    (only,) = told(lambda lot, a, b, c, d: 0.0 * a, ["work.x0"])
    assert "nothing to explain" in only


def test_differences_of_shares_are_percentage_points() -> None:
    use, cost = BY_NAME["genuine_use_final"], BY_NAME["cost_eur"]
    assert amount(0.123, Response(use), ENGLISH) == "12 %"
    assert amount(-0.123, Response(use, "mandate", "organic"), ENGLISH) == "−12 points"
    assert amount(123456.0, Response(cost), ENGLISH) == "123,456"


@pytest.mark.parametrize("rows", [32, 128])
def test_german_has_no_english_left(rows: int) -> None:
    lines = told(
        lambda lot, a, b, c, d: np.where(a < 0.5, 0.0, 1.0) + 0.3 * b + 0.001 * d,
        ["work.x1", "work.x3"], rows, Language("de"),
    )  # fmt: skip
    assert lines[3].startswith("Alle übrigen Annahmen zusammen (2)")
    words = set(re.findall(r"[a-z]+", " ".join(lines).lower()))
    assert not words & {"the", "of", "is", "which", "assumptions", "company", "rows"}
    assert not re.search(r"\d\.\d", " ".join(lines))  # decimals have a comma


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_pair_is_named_in_every_language(language: str) -> None:
    speak = Language(language)
    label = Response(BY_NAME["use_auc"], "mandate", "organic").label(speak)
    assert label.startswith(speak.outcome("use_auc"))
    assert speak.strategy("mandate") in label
