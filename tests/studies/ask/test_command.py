"""`rollout ask`: what it prints and writes."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from sim.analysis.asked import asked
from sim.cli.main import main
from sim.report.language import ENGLISH
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
    page = document(found, "", ENGLISH)
    assert "- What a survey of 40 people says: `workforce.start.trust`" in page
    assert "100 people" not in page


def test_what_is_worth_asking_is_said_where_data_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The list of what to ask next had a fixed order; it is that of companies like one's own."""
    monkeypatch.chdir(tmp_path)
    assert main(["check-data", "headcount=24"]) == 0
    before = " ".join(capsys.readouterr().out.split())
    shipped = asked(Path("mine"))
    assert shipped.whose == "shipped"
    best = shipped.paying[0]
    assert f"What a redesign takes and brings: {best.worth:.0f} € per head" in before
    assert "It was not computed for you" in before
    assert "rollout ask organisation=mine" in before
    assert main(["import", "headcount=24", "quiet=true"]) == 0
    words = [word for word in TINY if not word.startswith("organisation")]
    assert main(["ask", "organisation=mine", *words, "draws=30", "seeds=1", "workers=1",
                 "quiet=true"]) == 0  # fmt: skip
    own = asked(Path("mine"))
    assert (own.whose, own.companies, own.people) == ("own", 30, 24)
    capsys.readouterr()
    assert main(["check-data", "headcount=24", "language=de"]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "in 30 Unternehmen mit Ihrer Organisation (rollout ask organisation=mine" in told
    Path("mine/asked.csv").write_text("name\nnothing\n", encoding="utf-8")
    assert main(["check-data", "headcount=24"]) == 2
    assert "asked.csv is damaged" in capsys.readouterr().err
    Path("mine/asked.csv").unlink()
    assert main(["import", "forget=mine"]) == 0


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
