"""The study from nothing: it can be made, goes on, and its page says what its tables say."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

from experiments.paper.__main__ import DOCS, main
from experiments.paper.design import MECHANISMS, SIZES
from experiments.paper.page import TABLES, WORDS, compared, kept, page, top

NAME = re.compile(r"\]\(((?:figures|paper)/[^)]+)\)")


def test_the_page_says_what_its_tables_say() -> None:
    text = (DOCS / "paper.md").read_text(encoding="utf-8")
    assert text == page(DOCS / "paper"), "python -m experiments.paper write"
    assert f"size `{'full'}`" in text
    assert all((DOCS / each).is_file() for each in NAME.findall(text))
    assert len(NAME.findall(text)) == len(TABLES) + 1 + len(WORDS["figures"])


def test_it_is_made_from_nothing_and_goes_on_where_it_stopped(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("SALib")
    words = ["size=small", f"out={tmp_path}", "workers=1", "quiet=true"]
    main(words)
    first = {path.name: path.read_text("utf-8") for path in (tmp_path / "paper").glob("*.csv")}
    runs = sorted((tmp_path / "store").rglob("*.parquet"))
    assert set(first) == {f"{name}.csv" for name in TABLES}
    text = (tmp_path / "paper.md").read_text(encoding="utf-8")
    assert all((tmp_path / each).is_file() for each in NAME.findall(text))
    assert all(f"`rollout {line}`" in text for name, line in SIZES["small"].lines().items()
               if name in ("strategies", "claims", "deciders"))  # fmt: skip
    (tmp_path / "paper" / "strategies.csv").unlink()  # as if it had been stopped in between
    main(words)
    again = {path.name: path.read_text("utf-8") for path in (tmp_path / "paper").glob("*.csv")}
    assert again == first
    assert runs
    assert sorted((tmp_path / "store").rglob("*.parquet")) == runs


def test_the_full_size_switches_off_every_mechanism_that_can_be() -> None:
    assert SIZES["full"].mechanisms == MECHANISMS
    assert "talk" in MECHANISMS
    assert "work" not in MECHANISMS


def test_a_word_or_size_that_is_not_there_is_refused() -> None:
    for words in (["size=huge"], ["wirte"]):
        with pytest.raises(SystemExit, match="usage"):
            main(words)


def strategies() -> pd.DataFrame:
    return pd.read_csv(DOCS / "paper" / "strategies.csv")


def test_who_is_best_follows_from_the_table() -> None:
    table = strategies()
    own = table[(table["kind"] == "matched") & (table["outcome"] == "genuine_use_final")].copy()
    assert top(own)[0] == own.loc[own["mean"].idxmax(), "strategy"]
    last = own.loc[own["mean"].idxmin(), "strategy"]
    own.loc[own["strategy"] == last, "mean"] = 2.0
    assert top(own)[0] == last
    lower = own.assign(outcome="lead_time_change")
    assert top(lower)[0] == own.loc[own["mean"].idxmin(), "strategy"]


def test_sentences_follow_from_the_data() -> None:
    table = strategies()
    assert WORDS["verdicts"]["better"].capitalize() in compared(table)[0]
    table["verdict"] = table["verdict"].where(table["verdict"].isna(), "not decided")
    assert not re.search("better|worse", "".join(compared(table)).replace("Best", ""))
    blocks = pd.read_csv(DOCS / "paper" / "robustness.csv")
    off = blocks["without"] == "talk"
    hours = blocks["outcome"] == "hours_saved_per_employee_week"
    blocks.loc[off & hours, "mean"] *= -1.0
    blocks.loc[off & hours, "level"] = False
    assert "without `talk`" not in kept(pd.read_csv(DOCS / "paper" / "robustness.csv"))
    assert "without `talk`" in kept(blocks)
