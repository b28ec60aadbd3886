"""The three commands: what they print, what they write, how they refuse."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.base.values import get
from sim.cli.main import main
from sim.config.load import load
from tests.record.commands import Record

TINY = ("organisation.headcount=40",)


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def said(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(words)
    text = capsys.readouterr()
    return code, text.out, text.err


def test_evidence_lists(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = said(capsys, "evidence")
    assert code == 0
    assert "hv_time_saved" in out
    assert "Humlum" in out
    _, out, _ = said(capsys, "evidence", "scenarios", "forced")
    assert len(out.splitlines()) == 2
    _, out, _ = said(capsys, "evidence", "observables")
    assert "weeks_to_benefit" in out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("evidence", "nubers"), "numbers"),
        (("evidence", "numbers", "zebra"), "zebra"),
        (("evidence", "check", "companies=no"), "companies must be"),
        (("evidence", "check", "evidence=gone.csv"), "gone.csv"),
        (("evidence", "check", "workforce.decision.intercep=1"), "intercept"),
        (("validate", "data=gone"), "data=gone is no folder"),
        (("calibrate", "particles=5"), "particles must be"),
    ],
)
def test_bad_input_is_one_line(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...], told: str
) -> None:
    code, _, err = said(capsys, *words)
    assert code == 2
    assert told in err
    assert len(err.splitlines()) == 1


def test_own_numbers_are_checked_blindly(capsys: pytest.CaptureFixture[str]) -> None:
    Path("mine.csv").write_text(
        "id,statement,value,low,high,unit,source,observable,scenario,first_week,last_week\n"
        "mine,Nobody,1,0,2,%,Me,any_use,strategy=none workforce.start.early_users=0,2,3\n",
        encoding="utf-8",
    )
    code, out, err = said(capsys, "evidence", "check", "evidence=mine.csv", "companies=1", *TINY)
    assert (code, err) == (0, "")
    assert "mine" in out.partition("Not fitted to")[2]


def test_validate_writes_its_table(record: Record) -> None:
    folder, told = record.folder("validate"), record.text("validate")
    assert "--- exit 0" in told
    assert "2 übersprungen" in told
    assert "--- err\nMuster, Netze" in told
    assert (folder / "out/validation.csv").read_text(encoding="utf-8").startswith("kind,pattern,")
    assert "2 skipped" in (folder / "out/validation.md").read_text(encoding="utf-8")
    german = (folder / "out/validation.de.md").read_text(encoding="utf-8")
    assert "`rollout validate organisation.headcount=40`" in german
    assert "| angepasstes Netz | Mittlerer Grad, Kontakte | 20 bis 40 |" in german


def test_calibrate_leaves_draws_a_preset_and_a_page(
    record: Record, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("sklearn")
    import pandas as pd

    folder, told = record.folder("calibrate") / "out", record.text("calibrate")
    assert "--- exit 0" in told
    assert "Not identified" in told.partition("--- exit")[0]
    draws = pd.read_parquet(folder / "draws.parquet")
    assert len(draws) >= 5
    assert len(draws.drop_duplicates()) == len(draws)
    assert "workforce.decision.threat" not in draws
    page = (folder / "calibration.md").read_text(encoding="utf-8")
    assert "rollout calibrate particles=64" in page
    assert "this is no fit" in page
    assert (folder / "figures/calibration_widths.png").is_file()
    config = load(("study=calibrated",), config_dir=str(folder / "conf"))
    assert config.workforce.decision.company_spread == 0.0
    for key, values in draws.items():
        assert values.min() * 0.99 - 1e-9 <= get(config, str(key)) <= values.max() * 1.01 + 1e-9
    own = f"companies={folder / 'draws.parquet'}"
    words = (own, "strategies=organic", "seeds=2", "weeks=3", "quiet=true")
    code, _, err = said(capsys, "compare", *TINY, *words)
    assert (code, err) == (0, "")
