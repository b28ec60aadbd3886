"""`rollout ask`: what it prints and writes."""

from __future__ import annotations

import pandas as pd
import pytest

from sim.cli.main import main
from sim.studies.ask.report import Asked, Found, document
from sim.studies.ask.value import Perfect, Worth
from tests.record.commands import Record

TINY = ("organisation=small", "organisation.headcount=24", "weeks=6", "strategies=organic,mandate")


def test_it_tells_what_to_find_out(record: Record) -> None:
    folder, told = record.folder("ask"), record.text("ask").partition("--- exit")
    assert "Whoever knew everything" in told[0]
    assert told[2].startswith(" 0\n")
    table = pd.read_csv(folder / "out/ask.csv")
    assert {"question", "parameter"} == set(table["kind"])
    assert "survey" in set(table["name"])
    assert "work.flow.latency" not in set(table["name"])  # what is known is not asked
    page = (folder / "out/summary.de.md").read_text(encoding="utf-8")
    assert page.startswith("# Was man zuerst herausfinden sollte")
    assert (folder / "out/figures/ask.png").is_file()


def test_a_page_names_the_survey_that_was_asked_for() -> None:
    asked = Asked("survey", ("workforce.start.trust",), Worth(3.0, 2.0, 0.5))
    found = Found(("organic", "mandate"), Perfect(0, 1.0, 2.0, 3.0, 0.5), [asked], [], 1.0, 1.0,
                  600, 1, 24, 40, 6, "matched")  # fmt: skip
    page = document(found, "")
    assert "- What a survey of 40 people says: `workforce.start.trust`" in page
    assert "100 people" not in page


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("draws=5",), "draws must be in"),
        (("companies=nobody",), "unknown companies"),
        (("strategies=organic",), "nothing to choose between"),
    ],
)
def test_bad_input_is_one_line(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...], told: str
) -> None:
    assert main(["ask", *TINY, *words]) == 2
    assert told in capsys.readouterr().err
