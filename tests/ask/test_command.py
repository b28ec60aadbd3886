"""`rollout ask`: what it prints and writes."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from sim.cli.main import main

TINY = ("organisation=small", "organisation.headcount=24", "weeks=6", "strategies=organic,mandate")


def test_it_tells_what_to_find_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["ask", *TINY, "draws=30", "seeds=2", "workers=1", f"out={tmp_path}/a",
                 f"store={tmp_path}/s", "work.flow.latency=0.3"])  # fmt: skip
    told = capsys.readouterr()
    assert (code, "Whoever knew everything" in told.out) == (0, True)
    table = pd.read_csv(tmp_path / "a" / "ask.csv")
    assert {"question", "parameter"} == set(table["kind"])
    assert "survey" in set(table["name"])
    assert "work.flow.latency" not in set(table["name"])  # what is known is not asked
    page = (tmp_path / "a" / "summary.de.md").read_text(encoding="utf-8")
    assert page.startswith("# Was man zuerst herausfinden sollte")
    assert (tmp_path / "a" / "figures" / "ask.png").is_file()


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
