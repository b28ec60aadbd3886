"""`rollout search` from end to end, at a tiny size."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pandas as pd
import pytest

from sim.cli.main import main
from tests.record.commands import LINES, Record

TINY = tuple(
    word for word in LINES["search"][0].split()[1:] if not word.startswith(("out=", "store="))
)
ENGINE = importlib.import_module("sim.runs.run")


@pytest.fixture(scope="module")
def whole(record: Record) -> Path:
    """A finished search: its results and its store."""
    return record.folder("search")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_files_fit_together(whole: Path) -> None:
    trials = pd.read_csv(whole / "out/trials.csv", keep_default_na=False)
    front = pd.read_csv(whole / "out/front.csv")
    check = pd.read_csv(whole / "out/check.csv")
    files = {path.stem for path in (whole / "out/strategy").iterdir()}
    assert len(trials) == 5
    assert files == set(front["name"]) == set(trials["name"]) - {""}
    assert front["cost_score"].is_monotonic_increasing
    assert set(check["found"]) <= files
    assert "found_knee" in files
    assert set(check["rival"]) <= {"organic", "champions"}
    page = (whole / "out/summary.md").read_text(encoding="utf-8")
    assert page.index("## Limits first") < page.index("## Verdict")
    assert all((whole / "out" / each).is_file()
               for each in re.findall(r"\]\((figures/[^)]+)\)", page))  # fmt: skip
    assert "nan" not in page


def test_what_was_found_runs_at_once(
    whole: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sim.studies.publish.draw", lambda *_: None)
    words = ["organisation.headcount=20", "weeks=6", "seeds=1", "quiet=true", "workers=1"]
    line = ["compare", "--config-dir", str(whole / "out"), "strategies=[found_knee,organic]"]
    assert main([*line, *words, "store=none", "out=DIR"]) == 0
    runs = pd.read_parquet(folder / "DIR/runs.parquet")
    assert set(runs["strategy"]) == {"none", "found_knee", "organic"}


def test_the_same_command_replays_without_a_run(
    whole: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(ENGINE, "Engine", None)
    monkeypatch.setattr("sim.studies.publish.draw", lambda *_: None)
    (folder / "again/strategy").mkdir(parents=True)
    (folder / "again/strategy/found_99.yaml").write_text("old")
    assert main(["search", *TINY, f"store={whole / 'store'}", "out=again"]) == 0
    for name in ("trials", "front", "shipped", "check"):
        once, again = (each / f"{name}.csv" for each in (whole / "out", folder / "again"))
        assert once.read_bytes() == again.read_bytes()
    assert (folder / "again/strategy/found_99.yaml").read_text() == "old"  # nobody knows whose
    shown = capsys.readouterr().out
    assert "found_knee against" in shown
    assert "rollout compare --config-dir again" in shown


def test_a_killed_search_keeps_what_it_tried(
    whole: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, count = ENGINE.SharedRuns.run, []

    def run(self: object, name: str, config: object) -> object:
        count.append(name)
        if len(count) == 9:
            raise KeyboardInterrupt
        return real(self, name, config)

    monkeypatch.setattr("sim.studies.publish.draw", lambda *_: None)
    with monkeypatch.context() as patch:
        patch.setattr(ENGINE.SharedRuns, "run", run)
        assert main(["search", *TINY, "quiet=true", "out=out"]) == 130
    before = len(count)
    monkeypatch.setattr(ENGINE.SharedRuns, "run",
                        lambda *given: (count.append("again"), real(*given))[1])  # fmt: skip
    assert main(["search", *TINY, "quiet=true", "out=out"]) == 0
    assert (folder / "out/check.csv").read_bytes() == (whole / "out/check.csv").read_bytes()
    trials, fresh = 2 * 5 + 2 * 2, 2 * 5
    assert len(count) - before <= trials + fresh - 8


@pytest.mark.parametrize(
    ("word", "part"),
    [
        ("trials=1", "trials must be in [2,"),
        ("draws=1", "draws must be in [2,"),
        ("fresh=0", "fresh must be in [2,"),
        ("caution=2", "caution must be"),
        ("caution=much", "caution must be"),
        ("levers=[champions,champoins]", "did you mean 'champions'"),
        ("levers=[licences]", "lever to search"),
        ("levers=[champions,champions]", "once"),
        ("companies=[plausible,matched]", "one kind"),
        ("equal_budget=false", "equal budget"),
        ("withdraw_week=0", "a week with levers"),
        ("store=none", "store=DIR"),
        ("out=file/below", "file/below"),
    ],
)
def test_bad_words(folder: Path, capsys: pytest.CaptureFixture[str], word: str, part: str) -> None:
    (folder / "file").write_text("x")
    kept = [each for each in TINY if each.partition("=")[0] != word.partition("=")[0]]
    assert main(["search", *kept, word, "quiet=true"]) == 2
    said = capsys.readouterr().err
    assert len(said.splitlines()) == 1, said
    assert part in said
    assert [path.name for path in folder.iterdir()] == ["file"]


def test_without_optuna_one_line_says_what_to_install(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "optuna", None)
    assert main(["search", *TINY]) == 2
    assert "pip install 'rollout-lab[analysis]'" in capsys.readouterr().err
    assert list(folder.iterdir()) == []
