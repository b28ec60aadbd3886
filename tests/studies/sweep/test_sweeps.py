"""Sweeps: the same bytes however they are done; seeds as needed."""

from __future__ import annotations

import importlib
import json
from pathlib import Path

import pandas as pd
import pytest

import sim.runs.plan
from sim import sweep
from sim.cli.main import main
from sim.config.load import load_strategies
from sim.runs.enough import rounds
from sim.runs.run import run_many
from sim.runs.store import Store
from sim.studies.sweep.plan import plan
from tests.small_sweeps import LINE, TINY, VARY, fingerprint, study, swept

ROOT = Path(__file__).parents[3]
ENGINE = importlib.import_module("sim.runs.run")


def test_values_are_those_of_single_runs(whole: Path) -> None:
    runs = pd.read_parquet(whole / "out/runs.parquet")
    weekly = pd.read_parquet(whole / "out/weekly.parquet")
    for value in VARY["workforce.reactance.mean"]:
        words = [*TINY, f"workforce.reactance.mean={value}"]
        alone = run_many(load_strategies(words, ["mandate", "champions"]), [0, 1, 2])
        for frame, own in ((runs, alone.runs), (weekly, alone.weekly)):
            mine = frame[frame["workforce.reactance.mean"] == value]
            other = own[own["strategy"] != "none"].drop(columns="run_id")
            order = ["strategy", "seed"] + (["week"] if "week" in other else [])
            left, right = (each.sort_values(order).reset_index(drop=True)[other.columns]
                           for each in (mine, other))  # fmt: skip
            pd.testing.assert_frame_equal(left, right, check_exact=True)


def test_tables_are_tidy_and_in_order(whole: Path) -> None:
    runs = pd.read_parquet(whole / "out/runs.parquet")
    assert runs["run_id"].is_unique
    key = ["cell", "workforce.reactance.mean", "strategy", "seed"]
    assert runs[key].to_numpy().tolist() == [
        [cell, value, strategy, seed]
        for cell, value in enumerate(VARY["workforce.reactance.mean"])
        for strategy in ("mandate", "champions")
        for seed in (0, 1, 2)
    ]
    weekly = pd.read_parquet(whole / "out/weekly.parquet")
    assert (
        weekly.groupby("run_id", sort=False)["week"].apply(list).tolist() == [[1, 2, 3, 4, 5]] * 12
    )
    assert list(weekly["run_id"].unique()) == list(runs["run_id"])


@pytest.mark.parametrize("longest", [0.0, 0.02, 1000.0])
def test_the_size_of_units_does_not_matter(
    whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, longest: float
) -> None:
    monkeypatch.setattr(sim.runs.plan, "SHORTEST", longest)
    monkeypatch.setattr(sim.runs.plan, "LONGEST", longest)
    swept(tmp_path / "out", tmp_path / "store")
    assert fingerprint(tmp_path / "out") == fingerprint(whole / "out")


def test_blocks_do_not_matter_to_values(
    whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sim.runs.tables.BLOCK", 5)
    swept(tmp_path / "out", whole / "store")
    for name in ("runs", "weekly"):
        once, again = (pd.read_parquet(each / f"out/{name}.parquet") for each in (whole, tmp_path))
        pd.testing.assert_frame_equal(once, again, check_exact=True)


def test_a_finished_sweep_simulates_nothing(
    whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ENGINE, "Engine", None)
    monkeypatch.setattr("sim.model.engine.Engine", None)
    swept(tmp_path / "out", whole / "store")
    assert fingerprint(tmp_path / "out") == fingerprint(whole / "out")


def test_a_larger_sweep_does_what_is_new_only(whole: Path) -> None:
    store = Store(whole / "store")
    more = study(seeds=(0, 1, 2, 3), vary={"workforce.reactance.mean": [0.2, 0.5, 0.7]})
    left = sim.runs.plan.estimate(plan(more).runs, store)
    assert (left.runs, left.references) == (24 - 12, 12 - 6)


def test_python_api_without_a_folder(whole: Path) -> None:
    result = sweep(
        VARY, TINY, ["mandate", "champions"], 3, store=whole / "store", outputs=["use_auc", "skill"]
    )
    runs = pd.read_parquet(whole / "out/runs.parquet")
    assert list(result.runs["use_auc"]) == list(runs["use_auc"])
    assert "trust_final" not in result.runs
    assert list(result.weekly().columns)[-2:] == ["week", "skill"]
    assert result.failures == ()


# On the command line


def test_the_command_line_gives_the_same_bytes(
    whole: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*LINE, "out=DIR"]) == 0
    shown = capsys.readouterr().out
    assert "2 points x 2 strategies x 3 seeds = 12 runs: 0 stored, 12 to do" in shown
    assert "done 12   failed 0   left 0" in shown
    assert fingerprint(folder / "DIR") == fingerprint(whole / "out")
    assert json.loads((folder / "DIR/provenance.json").read_text())["seeds"] == [0, 1, 2]
    assert "workforce.reactance.mean" in (folder / "DIR/sweep.yaml").read_text()
    assert main([*LINE, "out=DIR", "quiet=true"]) == 0
    assert capsys.readouterr().out == ""


def test_dry_run_does_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*LINE, "dry_run=true"]) == 0
    assert "12 to do" in capsys.readouterr().out
    assert list(folder.iterdir()) == []


def test_an_axis_that_decides_nothing_is_told(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    vary = ["vary.organisation=small,mid", "vary.organisation.headcount=20,30", "vary.weeks=2,3"]
    for words, idle in ((vary, "organisation:"), (vary[1:], "")):
        assert main(["sweep", *words, "seeds=1", "dry_run=true", f"out={folder / 'idle'}"]) == 0
        found = [line for line in capsys.readouterr().out.splitlines() if "same runs" in line]
        assert [line.split()[0] for line in found] == [idle] * bool(idle)


def test_a_study_file_says_it_all(whole: Path, folder: Path) -> None:
    (folder / "conf/study").mkdir(parents=True)
    text = """# @package _global_
organisation: {headcount: 20}
weeks: 5
withdraw_week: 4
strategies: [mandate, champions]
seeds: 3
vary:
  workforce.reactance.mean: [0.2, 0.7]
"""
    (folder / "conf/study/mine.yaml").write_text(text, encoding="utf-8")
    words = ["--config-dir", "conf", "study=mine", "quiet=true", "workers=1"]
    assert main(["sweep", *words, "out=one"]) == 0
    assert fingerprint(folder / "one") == fingerprint(whole / "out")
    assert main(["sweep", *words, "vary={workforce.reactance.mean:[0.2]}", "out=two"]) == 0
    assert len(pd.read_parquet(folder / "two/runs.parquet")) == 6
    assert main(["compare", *words]) == 2


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (["vary=[1]"], "mapping"),
        (["vary={workforce.reactance.mean:[0.2"], "vary"),
        (["store=none"], "store=DIR"),
        (["engine=ray"], "processes, dask"),
        (["engine=dask"], "scheduler=tcp://"),
        (["scheduler=tcp://localhost:1"], "engine=dask"),
        (["points=0"], "points"),
        (["strategy=mandate"], "not both"),
        (["out=file/below"], "file/below"),
        (["store=file"], "store=file"),
    ],
)
def test_bad_words(
    folder: Path, capsys: pytest.CaptureFixture[str], words: list[str], part: str
) -> None:
    (folder / "file").write_text("x")
    assert main([*LINE, "quiet=true", *words]) == 2
    said = capsys.readouterr().err
    assert len(said.splitlines()) == 1, said
    assert part in said
    assert [path.name for path in folder.iterdir()] == ["file"]


# Seeds as needed


def test_rounds_of_seeds() -> None:
    assert list(rounds(30)) == [6, 9, 14, 21, 30]
    assert list(rounds(3)) == [3]


def test_a_point_stops_when_its_difference_is_known(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = [*LINE, "seeds=12", "baseline=mandate"]
    assert main([*words, "half_width={genuine_use_final:1.0}", "out=easy"]) == 0
    easy = pd.read_parquet(folder / "easy/runs.parquet")
    assert set(easy.groupby(["cell", "strategy"]).size()) == {6}
    capsys.readouterr()
    assert main([*words, "half_width={hours_per_item_change:1.0e-9}", "out=hard"]) == 0
    assert "2 points did not reach" in capsys.readouterr().out
    hard = pd.read_parquet(folder / "hard/runs.parquet")
    assert set(hard.groupby(["cell", "strategy"]).size()) == {12}
    shared = hard[hard["seed"] < 6].reset_index(drop=True)
    pd.testing.assert_frame_equal(shared, easy, check_exact=True)


def test_without_a_baseline_pairs_are_with_the_reference(tmp_path: Path) -> None:
    result = sweep(
        VARY, TINY, ["mandate"], 12, store=tmp_path, half_width={"genuine_use_final": 1.0}
    )
    assert result.undecided == 0
    assert set(result.runs.groupby("cell").size()) == {6}
