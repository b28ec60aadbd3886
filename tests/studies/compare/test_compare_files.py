"""A comparison writes every file, whole and the same again; runs come from a stand-in."""

from __future__ import annotations

import importlib
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from sim.base.files import together
from sim.base.params import ConfigError
from sim.model.config import RunConfig
from sim.model.strategy import Strategy
from sim.organisation.spec import GeneratedOrganisation
from sim.report.language import LANGUAGES
from sim.runs.run import Unfinished
from sim.studies.compare.compare import compare
from sim.studies.compare.question import CompareResult
from sim.studies.publish import in_language
from tests.fake_results import fake_results

FILES = {
    "runs.parquet",
    "weekly.parquet",
    "summary.csv",
    "pairwise.csv",
    "doses.csv",
    "config.yaml",
    "provenance.json",
    *(in_language("report.html", code) for code in LANGUAGES),
}
SEEDS = (3, 4, 9)
SMALL = GeneratedOrganisation(headcount=200)


def configs(*names: str) -> dict[str, RunConfig]:
    return {name: RunConfig(SMALL, strategy=Strategy(name=name)) for name in names}


@pytest.fixture
def fake_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Replace the simulation by invented results, and the figures by an empty file."""

    def run_many(
        config_by_strategy: Mapping[str, RunConfig],
        seeds: Sequence[int],
        workers: int = 1,
        progress: Callable[[int, int], None] | None = None,
        organisation: object = None,
        drawn: object = None,
    ) -> tuple[pd.DataFrame, pd.DataFrame]:
        total = len(seeds) * len(config_by_strategy)
        if progress is not None:
            progress(total, total)
        return fake_results(list(config_by_strategy), seeds)

    monkeypatch.setattr(importlib.import_module("sim.runs.run"), "run_many", run_many)
    monkeypatch.setattr("sim.studies.publish.draw", lambda *_: None)


def go(out: Path | None, *names: str, **changes: Any) -> CompareResult:
    return compare(configs(*names), SEEDS, names[0], out=out, **changes)


@pytest.mark.usefixtures("fake_runs")
def test_every_file_is_there_and_nothing_else(tmp_path: Path) -> None:
    result = go(tmp_path, "organic", "champions", command_line="rollout compare seeds=3")
    assert {path.name for path in tmp_path.iterdir()} == FILES
    runs = pd.read_parquet(tmp_path / "runs.parquet")
    assert len(runs) == 3 * len(SEEDS)
    assert len(pd.read_parquet(tmp_path / "weekly.parquet")) == 3 * len(SEEDS) * 104
    assert set(pd.read_csv(tmp_path / "summary.csv")["strategy"]) == {"organic", "champions"}
    assert set(pd.read_csv(tmp_path / "pairwise.csv")["baseline"]) == {"organic"}
    provenance = json.loads((tmp_path / "provenance.json").read_text(encoding="utf-8"))
    assert provenance["seeds"] == list(SEEDS)
    assert provenance["command_line"] == "rollout compare seeds=3"
    assert provenance["libraries"]["numpy"]
    assert result.sentences


@pytest.mark.usefixtures("fake_runs")
def test_results_are_the_same_bytes_again(tmp_path: Path) -> None:
    for folder in ("once", "again"):
        go(tmp_path / folder, "organic", "mandate")
    for name in FILES - {"provenance.json"}:
        once, again = ((tmp_path / folder / name).read_bytes() for folder in ("once", "again"))
        assert once == again, name


@pytest.mark.usefixtures("fake_runs")
def test_the_configuration_says_what_is_shared_once(tmp_path: Path) -> None:
    from omegaconf import OmegaConf

    go(tmp_path, "organic", "mandate")
    content = OmegaConf.load(tmp_path / "config.yaml")
    assert list(content.strategies) == ["organic", "mandate"]
    assert content.weeks == 104
    assert "strategy" not in content


@pytest.mark.usefixtures("fake_runs")
def test_configurations_that_differ_are_written_in_full(tmp_path: Path) -> None:
    from omegaconf import OmegaConf

    both = {
        **configs("organic"),
        "longer": RunConfig(SMALL, weeks=156, strategy=Strategy("longer")),
    }
    import tests.fake_results as invented

    invented.SHAPES["longer"] = invented.SHAPES["champions"]
    compare(both, SEEDS, "organic", out=tmp_path)
    del invented.SHAPES["longer"]
    content = OmegaConf.load(tmp_path / "config.yaml")
    assert content.longer.weeks == 156
    assert content.longer.strategy.name == "longer"


@pytest.mark.usefixtures("fake_runs")
def test_the_reference_is_hidden_unless_asked_for() -> None:
    hidden = go(None, "organic", "mandate")
    assert set(hidden.summary["strategy"]) == {"organic", "mandate"}
    assert set(hidden.runs["strategy"]) == {"none", "organic", "mandate"}
    asked = go(None, "none", "organic")
    assert list(asked.summary["strategy"].unique()) == ["none", "organic"]


@pytest.mark.usefixtures("fake_runs")
def test_the_terminal_shows_table_and_sentences(capsys: pytest.CaptureFixture[str]) -> None:
    result = go(None, "organic", "mandate_with_training", quiet=False)
    shown = capsys.readouterr().out
    about, best, *_ = shown.split("\n\n")
    assert about.startswith("Generated company of 200 people, 104 weeks")
    assert best.startswith("Best here (in how many of 3 seeds): mandate with training on")
    lines = shown.splitlines()
    head = next(place for place, line in enumerate(lines) if line.startswith("strategy"))
    assert max(map(len, lines[head - 2 : head + 5])) <= 92
    assert "mandate with training" in shown
    assert "Mandate with training against organic: " in shown
    assert "- Net hours" not in shown
    assert max(map(len, lines)) <= 100
    go(None, "organic", "mandate", quiet=True)
    assert capsys.readouterr().out == ""
    assert result.notes[0].startswith("Mandate with training against organic: ")
    go(None, "organic", "mandate", quiet=False, details=True)
    assert "- Not paid back within 104 weeks" in capsys.readouterr().out


@pytest.mark.usefixtures("fake_runs")
def test_one_strategy_alone_is_no_error(tmp_path: Path) -> None:
    result = go(tmp_path, "organic", quiet=False)
    assert result.pairwise.empty
    assert list(result.pairwise.columns)[:3] == ["strategy", "baseline", "outcome"]


def test_an_interruption_keeps_finished_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run_many(*_: Any) -> None:
        raise Unfinished(fake_results(["organic"], [3]))

    monkeypatch.setattr(importlib.import_module("sim.runs.run"), "run_many", run_many)
    with pytest.raises(KeyboardInterrupt):
        go(tmp_path, "organic")
    kept = {path.name for path in (tmp_path / "unfinished").iterdir()}
    assert kept == {"runs.parquet", "weekly.parquet"}


@pytest.mark.usefixtures("fake_runs")
def test_a_result_replaces_the_one_before_it(tmp_path: Path) -> None:
    """Figures of another comparison, and what an interrupted one left, do not stay."""
    go(tmp_path, "organic", "mandate")
    (tmp_path / "unfinished").mkdir()
    (tmp_path / "notes.txt").write_text("mine")
    go(tmp_path, "organic")
    assert "mandate" not in (tmp_path / "summary.csv").read_text()
    assert not (tmp_path / "unfinished").exists()
    assert (tmp_path / "notes.txt").is_file()
    assert not list(tmp_path.glob(".*"))


def test_nothing_appears_before_all_of_it_is_there(tmp_path: Path) -> None:
    def write(text: str, *figures: str) -> None:
        with together(tmp_path) as new:
            (new / "a.txt").write_text(text)
            (new / "figures").mkdir()
            for figure in figures:
                (new / "figures" / figure).write_text(text)
            if not figures:
                raise ValueError("half way")

    write("old", "one.png", "two.png")
    with pytest.raises(ValueError, match="half"):
        write("broken")
    assert (tmp_path / "a.txt").read_text() == "old"
    assert len(list((tmp_path / "figures").iterdir())) == 2
    write("new", "one.png")
    assert (tmp_path / "a.txt").read_text() == "new"
    assert [path.name for path in (tmp_path / "figures").iterdir()] == ["one.png"]
    assert not list(tmp_path.glob(".*"))


@pytest.mark.parametrize("seeds", [[], [1, 1], 0, [-1], [2**63]])
def test_seeds_that_are_none(seeds: Any) -> None:
    with pytest.raises(ConfigError, match="seeds must be"):
        compare(configs("organic"), seeds)
    with pytest.raises(ConfigError, match="strategies must name at least one"):
        compare({}, [1])


def test_a_number_of_seeds() -> None:
    assert set(compare(configs("organic"), 2).runs["seed"]) == {0, 1}
