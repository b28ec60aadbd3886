"""`rollout tournament` from end to end, at a tiny size."""

from __future__ import annotations

import importlib
import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from sim.cli.main import main
from sim.studies.tournament.goals import GOALS, JUDGED
from tests.record.commands import LINES, Record

OPTIONS = ("companies=", "out=", "store=")
TINY = tuple(word for word in LINES["tournament"][0].split()[1:] if not word.startswith(OPTIONS))
ENGINE = importlib.import_module("sim.runs.run")
TABLES = ("standings", "pairwise", "pareto", "flip_prices", "honesty", "power", "companies")


@pytest.fixture(scope="module")
def whole(record: Record) -> Path:
    """A tournament in both kinds of companies: its results and its store."""
    return record.folder("tournament")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def read(folder: Path, name: str) -> pd.DataFrame:
    return pd.read_csv(folder / "out" / f"{name}.csv")


def test_tables_are_whole_and_tidy(whole: Path) -> None:
    kinds = {"plausible", "matched"}
    frames = {name: read(whole, name) for name in TABLES}
    assert all(set(frame["companies_kind"]) == kinds for frame in frames.values())
    standings = frames["standings"]
    assert set(standings["outcome"]) <= {each.name for each in JUDGED}
    assert {goal.outcome for goal in GOALS} <= set(standings["outcome"])
    assert not standings.duplicated(["companies_kind", "outcome", "strategy"]).any()
    speed = frames["pairwise"].query("outcome == 'use_auc' and companies_kind == 'plausible'")
    assert len(speed) == 3
    runs = pd.read_parquet(whole / "out/runs.parquet")
    assert len(runs) == 2 * 3 * 3 * 2
    own = runs.query("companies_kind == 'plausible' and strategy == 'organic'")
    assert own["seed"].is_unique  # every company has seeds of its own


def test_means_are_those_of_the_runs(whole: Path) -> None:
    runs = pd.read_parquet(whole / "out/runs.parquet").query("companies_kind == 'matched'")
    means = runs.groupby("strategy")["use_auc"].mean()
    rows = read(whole, "standings").query("outcome == 'use_auc' and companies_kind == 'matched'")
    for row in rows.itertuples():
        assert row.mean == pytest.approx(means[row.strategy], rel=1e-5)


def test_the_page_tells_both_kinds_and_its_figures_exist(whole: Path) -> None:
    page = (whole / "out/summary.md").read_text(encoding="utf-8")
    assert page.index("## Limits first") < page.index("## Verdict") < page.index("## The rule")
    assert "matched companies" in page
    figures = re.findall(r"\]\((figures/[^)]+)\)", page)
    assert len(figures) == 6
    assert all((whole / "out" / each).stat().st_size > 5000 for each in figures)
    assert "nan" not in page


def test_again_nothing_is_simulated_and_the_bytes_are_the_same(
    whole: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(ENGINE, "Engine", None)
    monkeypatch.setattr("sim.studies.publish.draw", lambda *_: None)
    words = ["companies=[plausible,matched]", f"store={whole / 'store'}", "out=again"]
    assert main(["tournament", *TINY, *words]) == 0
    for name in TABLES:
        assert (folder / f"again/{name}.csv").read_bytes() == (
            whole / f"out/{name}.csv"
        ).read_bytes()
    shown = capsys.readouterr().out
    assert "3 plausible companies x 2 seeds, 20 people\n\nBest on average: " in shown
    assert "details=true tells more" in shown
    assert "No published study" in shown


def test_what_is_set_is_not_drawn(
    whole: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sim.studies.publish.draw", lambda *_: None)
    words = ["programme.price_per_hour=80", "workforce=sceptical", "work.flow.touch_share=0.5"]
    assert main(["tournament", *TINY, *words, "quiet=true", "out=out"]) == 0
    drawn, usual = read(folder, "companies"), read(whole, "companies")
    gone = set(usual) - set(drawn)
    assert "work.flow.touch_share" in gone
    assert "programme.price_per_hour" not in usual  # a price is known, not drawn
    assert "workforce.reactance.mean" in drawn or "workforce.reactance.mean" in gone
    assert 1 < len(gone) < 12
    prices = read(folder, "flip_prices").set_index("price")
    assert prices.loc["hour", "today"] == 80


def test_a_failing_run_costs_its_company_only(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    real = ENGINE.SharedRuns.run

    def run(self: Any, name: str, config: Any) -> Any:
        if name == "mandate" and self.seed == 1:
            raise RuntimeError("no mandate")
        return real(self, name, config)

    monkeypatch.setattr(ENGINE.SharedRuns, "run", run)
    monkeypatch.setattr("sim.studies.publish.draw", lambda *_: None)
    assert main(["tournament", *TINY, "quiet=true", "out=out"]) == 3
    assert "mandate, seed 1: RuntimeError: no mandate" in capsys.readouterr().err
    assert len(list((folder / "out/failed").iterdir())) == 1
    assert read(folder, "companies")["left_out"].tolist() == [False, True, False]
    rows = read(folder, "standings").query("outcome == 'use_auc'")
    assert set(rows["companies"]) == {2}


@pytest.mark.parametrize(
    ("word", "part"),
    [
        ("draws=1", "draws must be in [2,"),
        ("seeds=1", "seeds must be in [2,"),
        ("seeds=[1,2]", "seeds must be a whole number"),
        ("companies=plausable", "did you mean 'plausible'"),
        ("strategies=[organic]", "two strategies"),
        ("strategies=[organic,champoins]", "champions"),
        ("strategy=organic", "strategies=a,b"),
        ("baseline=organic", "every strategy is compared"),
        ("vary={weeks:[1]}", "rollout sweep"),
        ("study=heat_map", "rollout sweep"),
        ("store=none", "store=DIR"),
        ("workforce.reactance.mean=7", "workforce.reactance.mean must be in"),
        ("out=file/below", "file/below"),
    ],
)
def test_bad_words(folder: Path, capsys: pytest.CaptureFixture[str], word: str, part: str) -> None:
    (folder / "file").write_text("x")
    kept = [each for each in TINY if each.partition("=")[0] != word.partition("=")[0]]
    assert main(["tournament", *kept, word, "quiet=true"]) == 2
    said = capsys.readouterr().err
    assert len(said.splitlines()) == 1, said
    assert part in said
    assert [path.name for path in folder.iterdir()] == ["file"]
