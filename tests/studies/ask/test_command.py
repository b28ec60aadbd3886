"""`rollout ask`: what it prints and writes."""

from __future__ import annotations

import pandas as pd
import pytest

from sim.cli.main import main
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
