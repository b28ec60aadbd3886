"""The command from end to end in tiny companies."""

from __future__ import annotations

import hashlib
import importlib
import re
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sim.cli.main import main
from sim.report.language import ENGLISH
from tests.record.commands import Record
from tests.studies.sensitivity.asking import LINE, RECORDED, asked

ROOT = Path(__file__).parents[3]
ENGINE = importlib.import_module("sim.runs.run")
TABLES = ("morris", "sobol", "pawn", "convergence", "outcomes")


@pytest.fixture(scope="module")
def done(record: Record) -> Path:
    """What the command leaves behind, made once."""
    return record.folder("sensitivity")


def fingerprint(out: Path) -> dict[str, str]:
    """A hash per file, but for figures and the file that tells the time."""
    return {
        str(path.relative_to(out)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(out.rglob("*"))
        if path.is_file() and path.name != "provenance.json" and path.suffix not in (".png", ".svg")
    }


def test_files_are_complete_and_tidy(done: Path) -> None:
    out = done / "out"
    for name in TABLES:
        table = pd.read_csv(out / f"{name}.csv")
        assert list(table.columns[:3]) == ["outcome", "strategy", "baseline"]
        assert set(table["outcome"]) == {"genuine_use_final"}
    sobol = pd.read_csv(out / "sobol.csv")
    columns = ["parameter", "label", "kind", "sourced", "source", "index", "value", "low", "high"]
    assert list(sobol.columns[3:]) == columns
    parts = sobol[sobol["index"] == "part"]
    assert list(parts["parameter"]) == ["company", "strategy", "luck"]
    assert parts["value"].sum() == pytest.approx(1.0, abs=1e-4)
    assert (sobol["low"] <= sobol["value"]).all()
    assert sobol[sobol["kind"] == "assumption"]["parameter"].nunique() == 2
    convergence = pd.read_csv(out / "convergence.csv")
    assert sorted(convergence["rows"].unique()) == [8, 16]


def test_every_figure_that_the_page_shows_is_there_and_the_other_way_round(done: Path) -> None:
    text = (done / "out/summary.md").read_text(encoding="utf-8")
    shown = set(re.findall(r"\]\((figures/[^)]+)\)", text))
    there = {f"figures/{path.name}" for path in (done / "out/figures").glob("*.png")}
    assert shown == there
    assert len(shown) == 4


def test_the_german_page_says_the_same(done: Path) -> None:
    pages = [(done / f"out/summary{end}.md").read_text(encoding="utf-8") for end in ("", ".de")]
    english, german = pages
    assert english.count("\n|") == german.count("\n|")
    assert english.count("\n#") == german.count("\n#")
    assert english.count("](figures/") == german.count("](figures/")
    assert not re.search(r"\bnan\b|[{}]|Undefined|\bNone\b", german.partition("\n## ")[2])
    prose = re.sub(r"`[^`]*`|\n\|.*|\n## Literatur(.|\n)*|\n- (Am meisten|Den Auss).*", "", german)
    assert not {"the", "and", "of", "strategy", "company"} & set(re.findall(r"\w+", prose))


def test_limits_come_first_and_shares_in_the_text_are_those_of_the_table(done: Path) -> None:
    text = (done / "out/summary.md").read_text(encoding="utf-8")
    assert text.index("No published study compares") < text.index("## What was found")
    sobol = pd.read_csv(done / "out/sobol.csv")
    part = sobol[(sobol["index"] == "part") & (sobol["parameter"] == "company")].iloc[0]
    assert f"{100 * part['value']:.0f} % [" in text
    assert "None" not in text
    assert " nan" not in text


def test_runs_can_be_analysed_again(done: Path) -> None:
    """The table of runs holds the design: the total of luck follows from it by hand."""
    runs = pd.read_parquet(done / "out/runs.parquet")
    own = runs[runs["design"] == "sobol"]
    values = own.pivot_table("genuine_use_final", "row", "step", sort=False).to_numpy()
    seeds = own.pivot_table("seed", "row", "step", sort=False).to_numpy()
    sobol = pd.read_csv(done / "out/sobol.csv")
    total = sobol[(sobol["parameter"] == "luck") & (sobol["index"] == "total")]["value"].iloc[0]
    (step,) = [
        place for place in range(1, values.shape[1] - 1)
        if (seeds[:, place] != seeds[:, 0]).all()
        and (own[own["step"] == place]["strategy"].to_numpy()
             == own[own["step"] == 0]["strategy"].to_numpy()).all()
    ]  # fmt: skip
    by_hand = 0.5 * np.mean((values[:, step] - values[:, 0]) ** 2)
    assert total == pytest.approx(by_hand / np.var(values[:, [0, -1]]), rel=1e-3)


def test_the_same_command_does_nothing_twice(done: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def run(*_: Any) -> Any:
        pytest.fail("a stored run was done again")

    monkeypatch.chdir(done)
    figures = sorted((done / "out/figures").rglob("*.*"))
    before = [path.read_bytes() for path in figures], fingerprint(done / "out")
    monkeypatch.setattr(ENGINE.SharedRuns, "run", run)
    assert main(RECORDED) == 0
    assert ([path.read_bytes() for path in figures], fingerprint(done / "out")) == before


def test_what_is_stored_is_said(
    done: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(done)
    assert main([*LINE, "dry_run=true"]) == 0
    assert "about 146 runs, all of them stored" in capsys.readouterr().out


@pytest.mark.usefixtures("undrawn")
def test_interrupted_and_resumed_is_the_same(
    done: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, count = ENGINE.SharedRuns.run, []

    def run(self: Any, name: str, config: Any) -> Any:
        count.append(name)
        if len(count) == 40:
            raise KeyboardInterrupt
        return real(self, name, config)

    words = RECORDED
    with monkeypatch.context() as patch:
        patch.setattr(ENGINE.SharedRuns, "run", run)
        assert main(words) == 130
    assert not (folder / "out").exists()
    assert main(words) == 0
    assert fingerprint(folder / "out") == fingerprint(done / "out")


@pytest.mark.usefixtures("undrawn")
def test_failed_runs_are_told_and_their_rows_left_out(
    done: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    runs = pd.read_parquet(done / "out/runs.parquet")
    victim = runs[runs["design"] == "sobol"].iloc[-1]
    real = ENGINE.SharedRuns.run

    def run(self: Any, name: str, config: Any) -> Any:
        if (name, self.seed) == (victim["strategy"], victim["seed"]):
            raise RuntimeError("no luck")
        return real(self, name, config)

    monkeypatch.setattr(ENGINE.SharedRuns, "run", run)
    assert main([*LINE, "out=out"]) == 3
    told = capsys.readouterr()
    assert "runs failed" in told.err
    assert list((folder / "out/failed").glob("*.txt"))
    row = pd.read_csv(folder / "out/outcomes.csv").iloc[0]
    assert row["rows"] + row["rows_left_out"] == 16
    assert row["rows_left_out"] >= 1
    assert "failed" in (folder / "out/summary.md").read_text(encoding="utf-8")


@pytest.mark.usefixtures("undrawn")
def test_paired_differences(folder: Path) -> None:
    words = [word for word in LINE if not word.startswith(("strategies", "outcomes"))]
    words += ["strategies=[organic,mandate,champions]", "baseline=organic", "method=sobol"]
    words += ["keep=3", "outcomes=reported_use_final", "out=out", "quiet=true"]
    assert main(words) == 0
    sobol = pd.read_csv(folder / "out/sobol.csv")
    assert set(sobol["strategy"]) == {"mandate", "champions"}
    assert set(sobol["baseline"]) == {"organic"}
    assert set(sobol["kind"]) == {"assumption", "company", "luck"}
    assert not (folder / "out/morris.csv").exists()
    assert "mandate minus organic" in (folder / "out/summary.md").read_text(encoding="utf-8")


@pytest.mark.usefixtures("undrawn")
def test_screening_only_and_nothing_to_explain(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = [word for word in LINE if not word.startswith("outcomes")]
    words += ["method=morris", "out=out", "outcomes=[genuine_use_final,weeks_to_80_genuine]"]
    assert main(words) == 0
    told = capsys.readouterr().out
    assert "what moves it most" in told
    assert "the same everywhere" in told
    assert {path.name for path in (folder / "out").iterdir()} == {
        "morris.csv", "runs.parquet", "summary.md", "summary.de.md", "provenance.json",
    }  # fmt: skip


def test_dry_run_says_what_it_would_do(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*LINE, "dry_run=true"]) == 0
    told = capsys.readouterr().out
    assert "3 trajectories over 5 factors" in told  # 3 x 6 points + 16 x 8 points
    assert "16 rows" in told
    assert "about 146 runs" in told
    assert list(folder.iterdir()) == []


def test_labels_of_the_screening_do_not_overlap(done: Path) -> None:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.text import Text

    from sim.model.outcomes import BY_NAME
    from sim.report.plots import style
    from sim.studies.sensitivity.analysis import Findings
    from sim.studies.sensitivity.figures import morris_figure
    from sim.studies.sensitivity.question import Response

    question = asked()
    rows = [
        {"outcome": "use_auc", "strategy": "", "parameter": each.key,
         "label": each.label or each.key, "sourced": "no", "index": index,
         "value": 0.5 + spread * (place % 7), "low": 0.4, "high": 0.6}
        for place, each in enumerate(question.factors)
        for index, spread in (("mu_star", 0.004), ("sigma", 0.003))
    ]  # fmt: skip
    with style.look():
        found = Findings((), pd.DataFrame(rows), *[pd.DataFrame()] * 4)
        figure = morris_figure(found, Response(BY_NAME["use_auc"]), ENGLISH)
        canvas = FigureCanvasAgg(figure)
        canvas.draw()
    (axis,) = figure.axes
    boxes = [Text.get_window_extent(text) for text in axis.texts]  # without their lines
    assert len(boxes) == 12
    for place, one in enumerate(boxes):
        assert not any(one.overlaps(other) for other in boxes[place + 1 :])
