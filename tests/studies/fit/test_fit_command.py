"""`rollout fit`: what it writes, in both languages, and what it refuses."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sim.analysis.companies import company, dimensions
from sim.cli.main import main
from sim.organisation.exports.folder import ABOUT, USAGE_FILE, About, usage
from tests.studies.fit.conftest import SMALL, START, rising, use


def imported(folder: Path, shares: list[float]) -> Path:
    """A folder as an import leaves it."""
    folder.mkdir(exist_ok=True)
    rows = [(str(START + pd.Timedelta(weeks=week).to_pytimedelta()), "", "trend", 7, 400,
             round(400 * share), "") for week, share in enumerate(shares)]  # fmt: skip
    usage(rows).to_parquet(folder / USAGE_FILE, index=False)
    (folder / ABOUT).write_text(About(24).text(), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def fit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which `mine` was fitted twice, the second time with four more weeks."""
    root = tmp_path_factory.mktemp("fit")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        imported(root / "mine", rising(12))
        assert main(["fit", *SMALL, "quiet=true", "out=first"]) == 0
        imported(root / "mine", rising(16))
        assert main(["fit", *SMALL, "quiet=true", "out=second"]) == 0
    return root


def test_it_leaves_companies_tables_and_pages(fit: Path) -> None:
    firms = pd.read_parquet(fit / "first/companies.parquet")
    assert len(firms) == 200
    assert {each.key for each in dimensions() if "organisation" not in each.key} <= set(firms)
    weights = pd.read_parquet(fit / "first/weights.parquet")
    assert weights["weight"].sum() == pytest.approx(1.0)
    assert 1.0 / (weights["weight"] ** 2).sum() == pytest.approx(60.0, abs=5.0)
    forecast = pd.read_csv(fit / "first/forecast.csv")
    assert forecast["week"].tolist() == list(range(1, 31))
    assert forecast["observed"].notna().sum() == 12
    assert forecast["held_out"].sum() == 4
    assert (forecast["model_low"] <= forecast["model_high"]).all()
    assert set(pd.read_csv(fit / "first/holdout.csv")["method"]) == {"model", "no_change", "bass"}
    assert "detection" in set(pd.read_csv(fit / "first/identified.csv")["parameter"])
    assert set(pd.read_csv(fit / "first/promise.csv")["with"]) >= {"now", "survey"}
    assert (fit / "first/figures/fit.png").is_file()
    assert (fit / "first/figures/de/fit.svg").is_file()


def test_pages_say_what_is_not_known_in_both_languages(fit: Path) -> None:
    english = (fit / "second/fit.md").read_text(encoding="utf-8")
    german = (fit / "second/fit.de.md").read_text(encoding="utf-8")
    assert german.startswith("# Was die eigene Nutzung verrät und wie es weitergeht")
    for page, never in (english, "does not say\nwhich"), (german, "Welche Strategie"):
        assert "{" not in page
        assert never.split("\n")[0] in page
        assert "`workforce.start.trust`" in page
    assert "It does not say which strategy is better" in english
    assert "**Nicht identifiziert**" in german
    numbers = [re.findall(r"\d+", page.split("##")[2]) for page in (english, german)]
    assert len(numbers[0]) == len(numbers[1])


def test_the_next_month_says_what_was_forecast_and_what_came(fit: Path) -> None:
    assert "What was forecast earlier" not in (fit / "first/fit.md").read_text(encoding="utf-8")
    page = (fit / "second/fit.md").read_text(encoding="utf-8")
    assert re.search(r"\| 2026-08-23 \| 2026-09-14 \| \d+ \| \d+ to \d+ \| \d+ \| \d of 4 \|", page)
    history = pd.read_csv(fit / "mine/history.csv")
    assert history["as_of"].unique().tolist() == ["2026-08-23", "2026-09-20"]
    assert (history.groupby("as_of")["week"].min() > history["as_of"].unique()).all()


def test_companies_mine_are_the_last_fit(fit: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(fit)
    monkeypatch.setattr("sim.studies.publish.draw", lambda *_: None)
    last = (fit / "second/companies.parquet").read_bytes()
    assert (fit / "mine/companies.parquet").read_bytes() == last
    words = ["compare", "companies=mine", "organisation=small", "organisation.headcount=24",
             "weeks=4", "seeds=2", "strategies=organic,mandate", "store=none",
             "quiet=true"]  # fmt: skip
    assert main([*words, "out=compared"]) == 0
    key = "workforce.start.trust"
    own = set(pd.read_parquet(fit / "mine/companies.parquet")[key])
    assert {company("mine", seed)[key] for seed in range(4)} <= own
    drawn = pd.read_csv(fit / "compared/companies.csv")[key]
    assert all(np.isclose(list(own), each, rtol=1e-4).any() for each in drawn)
    assert company(str(fit / "mine"), 1) == company("mine", 1)


def test_without_a_fit_there_are_no_companies_of_ones_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["compare", "companies=mine", "seeds=2"]) == 2
    assert "rollout fit data=mine" in capsys.readouterr().err


def test_bytes_do_not_depend_on_the_number_of_workers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sim.studies.publish.draw", lambda *_: None)
    place = use(tmp_path, rising(10))
    words = [each for each in SMALL if not each.startswith(("workers", "draws"))]
    for workers in (1, 2):
        out = [f"data={place}", "draws=100", f"workers={workers}", f"out=w{workers}", "quiet=true"]
        assert main(["fit", *words, *out]) == 0
    for name in ("companies.parquet", "weights.parquet", "forecast.csv", "promise.csv"):
        assert (tmp_path / "w1" / name).read_bytes() == (tmp_path / "w2" / name).read_bytes()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("strategy=none",), "start=2026-06-01"),
        (("start=2026-06-01",), "strategy=NAME"),
        (("strategy=organic", "start=soon"), "start must be a day"),
        (("strategy=orgnic", "start=2026-06-01"), "organic"),
        (("strategies=organic", "start=2026-06-01"), "strategy=NAME"),
        (("strategy=organic", "start=2026-06-01", "draws=3"), "draws must be"),
        (("strategy=organic", "start=2026-06-01", "window=28"), "unknown window"),
        (("strategy=organic", "start=2026-06-01", "weeks=10"), "weeks=36, or more"),
        (("strategy=organic", "start=2026-08-03"), "E10 too short: 1 weeks"),
    ],
)
def test_bad_input_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], told: str
) -> None:
    place = use(tmp_path, rising(10), enabled=24)
    assert main(["fit", f"data={place}", f"out={tmp_path / 'out'}", *words]) == 2
    said = capsys.readouterr().err
    assert told in said
    assert said.count("\n") == 1


@pytest.mark.parametrize(("language", "told"), [("en", "E12 outside the model"),
                                                ("de", "E12 außerhalb des Modells")])  # fmt: skip
def test_data_outside_the_model_are_not_fitted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], language: str, told: str
) -> None:
    out = tmp_path / "out"
    shares = [0.05, 0.95] * 6
    words = ["fit", *SMALL, f"data={use(tmp_path, shares)}", f"out={out}", "quiet=true"]
    assert main([*words, f"language={language}"]) == 2
    said: Any = capsys.readouterr().err
    assert told in said
    assert "events=" in said
    assert not (out / "fit.md").exists()


def test_short_data_are_refused_in_german_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["fit", *SMALL, f"data={use(tmp_path, rising(7))}", "language=de"]
    assert main(words) == 2
    assert "E10 zu kurz: 7 Wochen" in capsys.readouterr().err


def test_a_file_of_somebody_else_is_not_replaced(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = imported(tmp_path / "mine", rising(12))
    (folder / "companies.parquet").write_text("my own", encoding="utf-8")
    assert main(["fit", *SMALL, f"data={folder}", f"out={tmp_path / 'out'}"]) == 2
    assert "was not written by rollout fit" in capsys.readouterr().err
    assert (folder / "companies.parquet").read_text(encoding="utf-8") == "my own"


def test_to_forget_an_import_is_to_forget_its_fit(
    fit: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    use(tmp_path, rising(9))
    assert main(["import", "use.csv", "headcount=400", "quiet=true"]) == 0
    for name in ("companies.parquet", "history.csv", "identified.csv"):
        (tmp_path / "mine" / name).write_bytes((fit / "mine" / name).read_bytes())
    assert main(["import", "forget=mine", "quiet=true"]) == 0
    assert not (tmp_path / "mine").exists()
