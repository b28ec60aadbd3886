"""Names and texts of others in figures, tables, pages and messages."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from sim.base.files import write_csv
from sim.base.params import LONGEST, ConfigError, readable, unknown
from sim.config.load import load
from sim.model.strategy import Strategy
from sim.report.language import ENGLISH
from sim.report.listing import bullets, wrapped
from sim.report.markdown import markdown
from sim.report.plots.sheet import arrange, sheet
from sim.report.plots.style import look, save, strategy_name

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    "name",
    ["$$", "$x^{2$", "a\0b", "a\x1b[31mb", "a\nb", "\u202eevil", "\u2066x", "=1+1", "+cmd", "-2+3",
     "@x", "<b>x</b>", "a|b", "`x`", "x" * 81],
)  # fmt: skip
def test_names_that_break_a_figure_or_a_table_are_refused(name: str) -> None:
    with pytest.raises(ConfigError, match="name"):
        Strategy(name=name)
    with pytest.raises(ConfigError, match=r"^strategy\.name (cannot|must not|has)"):
        load(["strategy.name='" + name.replace("'", "\\'") + "'"], "champions")


def test_ordinary_names_stay() -> None:
    for name in ("Führung & Übung", "R&D, phase 2 (late)", "50 %", "Команда", "東京"):
        assert Strategy(name=name).name == name


@pytest.mark.parametrize("name", ["$$", "$x^{2$", "a\0b\x1b", "\u202eevil", "y" * 500])
def test_any_name_can_be_drawn(tmp_path: Path, name: str) -> None:
    with look():
        save(arrange(sheet(strategy_name(name, ENGLISH), "", 2.0)[0]), tmp_path, "figure")
    assert (tmp_path / "figure.svg").stat().st_size > 1000


def test_cells_that_a_spreadsheet_would_run(tmp_path: Path) -> None:
    texts = ["=1+1", "+cmd|x", "-2+3", "@SUM(A1)", "\tx", "\rx", "-1.5", "+2", "fine", "a=b"]
    write_csv(pd.DataFrame({"=head": texts, "n": range(10)}), tmp_path / "t.csv")
    found = pd.read_csv(tmp_path / "t.csv", dtype=str, keep_default_na=False)
    assert list(found.columns) == ["'=head", "n"]
    changed = [f"'{text}".replace("\r", " ") for text in texts[:6]]
    assert list(found["'=head"]) == [*changed, *texts[6:]]


def test_there_is_one_writer_of_csv() -> None:
    writers = [
        path.relative_to(ROOT).as_posix()
        for path in sorted((ROOT / "sim").rglob("*.py"))
        if any(each in path.read_text(encoding="utf-8") for each in ("to_csv(", "csv.writer("))
    ]
    assert writers == ["sim/base/files.py"]


def test_cells_of_a_page_hold_no_html() -> None:
    page = markdown((("name",), [("<script>x</script> | a < b",)]))
    assert page.splitlines()[2] == "| &lt;script>x&lt;/script> \\| a < b |"


def test_a_message_is_one_readable_line() -> None:
    said = readable("x" * 10_000 + "\x1b[2J\u202e\n")
    assert len(said) <= LONGEST
    assert said.isprintable()
    assert len(str(unknown("strategy", "y" * 10_000, ["mandate"]))) < 300


def test_sentences_fit_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    line = "a sentence of many words " * 20
    for columns, widest in (("60", 60), ("300", 100)):
        monkeypatch.setenv("COLUMNS", columns)
        for text in (wrapped([line]), bullets([line])):
            assert widest - 10 < max(map(len, text.splitlines())) <= widest
