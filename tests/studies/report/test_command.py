"""`rollout report`: from a finished folder, with own prices and data, and what it refuses."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.analysis.companies import dimensions
from sim.organisation.exports.folder import ABOUT, USAGE_FILE, About, Source, usage
from sim.report.language import catalogue
from sim.studies.report.telling import Telling
from tests.cli.command_line import Rollout

TABLES = ("decision.csv", "account.csv", "switch_rules.csv", "assumptions.csv", "not_known.csv")


def test_a_finished_folder_gives_the_same_report(
    rollout: Rollout, report: Path, tmp_path: Path
) -> None:
    again = tmp_path / "again"
    done = rollout("report", f"of={report}", f"out={again}", "language=de")
    assert done.code == 0, done.err
    assert str(again / "report.de.html") in done.out.splitlines()[-1]
    for name in TABLES:
        assert (again / name).read_bytes() == (report / name).read_bytes(), name
    german = (again / "report.de.html").read_text(encoding="utf-8")
    assert '<html lang="de">' in german
    assert 'href="report.html"' in german
    third = tmp_path / "third"
    assert rollout("report", f"of={again}", f"out={third}").code == 0
    assert (third / "tables.xlsx").read_bytes() == (again / "tables.xlsx").read_bytes()


def test_own_prices_are_yours_and_change_the_money(
    rollout: Rollout, report: Path, tmp_path: Path
) -> None:
    costs = tmp_path / "costs.yaml"
    costs.write_text("hour: {value: 80, source: payroll of May}\nseat_month: 14\n"
                     "realised_share: 1\n", encoding="utf-8")  # fmt: skip
    out = tmp_path / "priced"
    done = rollout("report", f"of={report}", f"out={out}", f"costs={costs}")
    assert done.code == 0, done.err
    prices = pd.read_csv(out / "prices.csv").set_index("price")
    assert prices["origin"].to_dict() == {"hour": "yours", "seat_month": "yours",
                                          "programme": "assumed", "realised_share": "yours",
                                          "interest": "assumed"}  # fmt: skip
    keys = ["companies_kind", "strategy"]
    old, new = (pd.read_csv(each / "account.csv").set_index(keys) for each in (report, out))
    assert np.allclose(new["cash_licences"], old["cash_licences"] / 2, atol=1e-2)
    assert np.allclose(new["value_put_in"], old["value_put_in"] * 80 / 50, atol=1e-2)
    assert (new["not_realised"].abs() < 1e-6).all()
    page = (out / "report.html").read_text(encoding="utf-8")
    assert "payroll of May" in page


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """An import with twelve weeks, and two forecasts that `rollout fit` has left beside it."""
    folder = tmp_path / "mine"
    folder.mkdir()
    mondays = [f"{day:%Y-%m-%d}" for day in pd.date_range("2026-06-01", periods=12, freq="7D")]
    rows = [(day, "", "trend", 28, 24, 6 + week, "") for week, day in enumerate(mondays)]
    usage(rows).to_parquet(folder / USAGE_FILE, index=False)
    source = Source("trend", "copilot_trend", 12, ("Report Date", "Any App Active Users"))
    about = About(24, sources=(source,), as_of="2026-08-23")
    (folder / ABOUT).write_text(about.text(), encoding="utf-8")
    ahead = [f"{day:%Y-%m-%d}" for day in pd.date_range("2026-08-10", periods=30, freq="7D")]
    history = pd.concat([
        pd.DataFrame({"as_of": as_of, "start": "2026-06-01", "strategy": "organic",
                      "window_days": 28, "week": ahead, "low": low, "median": low + 0.1,
                      "high": low + 0.2})
        for as_of, low in (("2026-08-09", 0.1), ("2026-08-23", 0.5))
    ])  # fmt: skip
    history.to_csv(folder / "history.csv", index=False)
    keys = [each.key for each in dimensions()]
    pd.DataFrame({"parameter": keys, "low": 0.0, "median": 0.5, "high": 1.0, "width": 0.9,
                  "identified": ["no", "yes"] * (len(keys) // 2) + ["no"] * (len(keys) % 2),
                  }).to_csv(folder / "identified.csv", index=False)  # fmt: skip
    (folder / "costs.yaml").write_text("hour: {value: 61, source: yours}\n", encoding="utf-8")
    return folder


def test_own_data_give_points_forecast_and_follow_up(
    rollout: Rollout, report: Path, mine: Path, tmp_path: Path
) -> None:
    out = tmp_path / "with_data"
    done = rollout("report", f"of={report}", f"out={out}", f"data={mine}")
    assert done.code == 0, done.err
    page = (out / "report.html").read_text(encoding="utf-8")
    assert "What was forecast, and what came" in page
    # Week 11 came in at 16 of 24; the forecast of 9 August said 10 to 30 %.
    assert "<td>11</td><td>2026-08-09</td>" in page
    assert "10 % … 30 %" in page.replace("\N{NO-BREAK SPACE}", " ")
    assert "<td>67\N{NO-BREAK SPACE}%</td><td>outside</td>" in page
    assert "Switch rule of week" in page
    assert "hardly; vary it" in page or "yes, narrowed down" in page
    assert "rollout fit says" not in page
    assert "not reached yet" not in page  # data of 12 weeks, a look in week 8 or 12
    assert 'aria-labelledby="fan-title' in page
    assert "61\N{NO-BREAK SPACE}€" in page
    assert "Microsoft 365 Copilot, user counts by day, 12 rows" in page
    german = (out / "report.de.html").read_text(encoding="utf-8")
    assert "fitted to published numbers" not in german
    assert pd.read_csv(out / "prices.csv").set_index("price").loc["hour", "value"] == 61.0


@pytest.fixture
def with_fitted(report: Path, tmp_path: Path) -> Path:
    """The same runs, the plausible companies once more in the part of fitted ones."""
    folder = tmp_path / "with_fitted"
    shutil.copytree(report, folder)
    for name in ("paths.parquet", "runs.parquet", "companies.csv", "lead_time.csv"):
        read = pd.read_parquet if name.endswith("parquet") else pd.read_csv
        frame = read(folder / name)
        own = frame[frame["companies_kind"] == "plausible"].assign(companies_kind="mine")
        every = pd.concat([frame.astype({"companies_kind": str}), own], ignore_index=True)
        if name.endswith("parquet"):
            every.to_parquet(folder / name, index=False)
        else:
            every.to_csv(folder / name, index=False)
    return folder


def test_fitted_companies_decide_and_the_others_stand_beside(
    rollout: Rollout, with_fitted: Path, mine: Path, tmp_path: Path
) -> None:
    out = tmp_path / "third"
    done = rollout("report", f"of={with_fitted}", f"out={out}", f"data={mine}")
    assert done.code == 0, done.err
    table = pd.read_csv(out / "decision.csv").set_index(["companies_kind", "strategy"])
    assert list(dict.fromkeys(table.index.get_level_values(0))) == [
        "fitted", "matched", "plausible", "both", "one",
    ]  # fmt: skip
    shown = ["mean", "regret", "best", "sunk"]
    assert np.allclose(table.loc["fitted", shown], table.loc["plausible", shown], atol=1e-3)
    page = (out / "report.html").read_text(encoding="utf-8")
    least = table.loc["fitted", "regret"].idxmin()
    assert ("Doing nothing has the smallest" in page) == (least == "none")
    assert "companies fitted to your own use earn money" in page
    assert "Without your own weeks the same rule" in page
    assert {"company", "company_without"} <= set(pd.read_csv(out / "not_known.csv")["what"])
    for name in ("steady_state", "account", "payback", "price_grid", "break_even", "people"):
        own = pd.read_csv(out / f"{name}.csv")
        assert "none" in set(own[own["companies_kind"] == "fitted"]["strategy"]), name
    again = rollout("report", f"of={out}", f"out={tmp_path / 'again'}", f"data={mine}")
    assert again.code == 0, again.err
    assert (tmp_path / "again" / "decision.csv").read_bytes() == (out / "decision.csv").read_bytes()


def test_fitted_companies_that_are_not_in_the_runs_are_missed(
    rollout: Rollout, report: Path, mine: Path, tmp_path: Path
) -> None:
    pd.DataFrame({"technology.fit": [0.2]}).to_parquet(mine / "companies.parquet")
    done = rollout("report", f"of={report}", f"out={tmp_path / 'out'}", f"data={mine}")
    assert f"rollout report data={mine}" in done.out.replace("\n", " ")


def _without(report: Path, folder: Path, keep: str) -> Path:
    """The same folder with one kind of companies only."""
    shutil.copytree(report, folder)
    for name in ("paths.parquet", "runs.parquet"):
        frame = pd.read_parquet(folder / name)
        frame[frame["companies_kind"] == keep].to_parquet(folder / name, index=False)
    return folder


def test_one_kind_of_companies_is_refused_with_the_line_to_type(
    rollout: Rollout, report: Path, tmp_path: Path
) -> None:
    for kind, lacking in (("matched", "plausible"), ("one", "plausible and no matched")):
        folder = _without(report, tmp_path / kind, kind)
        done = rollout("report", f"of={folder}", f"out={tmp_path / 'out'}")
        assert done.code == 2
        assert f"has no {lacking} companies" in done.err
        assert "rollout tournament companies=plausible,matched" in done.err
        assert not (tmp_path / "out").exists()


def test_a_comparison_is_refused(rollout: Rollout, tmp_path: Path) -> None:
    folder = tmp_path / "compared"
    folder.mkdir()
    told = json.dumps({"command": "compare", "files": []})
    (folder / "provenance.json").write_text(told, encoding="utf-8")
    done = rollout("report", f"of={folder}")
    assert done.code == 2
    assert "never rests on one comparison" in done.err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("of=nowhere",), "no such folder"),
        (("costs=gone.yaml",), "no such file"),
        (("data=gone",), "does not exist"),
        (("strategies=organic",), "2 to 12 strategies"),
        (("draws=1",), "draws must be"),
        (("coosts=a.yaml",), "nearest: costs"),
    ],
)
def test_what_cannot_be_is_refused(rollout: Rollout, words: tuple[str, ...], told: str) -> None:
    done = rollout("report", *words)
    assert done.code == 2
    assert told in done.err
    assert len(done.err.strip().splitlines()) == 1


def test_keys_of_runs_do_not_go_with_finished_runs(rollout: Rollout, report: Path) -> None:
    done = rollout("report", f"of={report}", "draws=20")
    assert done.code == 2
    assert "draws changes the runs" in done.err


def test_damaged_folders_are_refused(rollout: Rollout, report: Path, tmp_path: Path) -> None:
    folder = tmp_path / "damaged"
    shutil.copytree(report, folder)
    frame = pd.read_parquet(folder / "paths.parquet")
    frame.iloc[:-1].to_parquet(folder / "paths.parquet", index=False)
    done = rollout("report", f"of={folder}", f"out={tmp_path / 'out'}")
    assert done.code == 2
    assert "damaged" in done.err
    (folder / "paths.parquet").write_bytes(b"no table")
    assert "cannot read" in rollout("report", f"of={folder}").err


def test_without_openpyxl_the_line_to_type_is_said(
    rollout: Rollout, report: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "openpyxl", None)
    out = tmp_path / "plain"
    done = rollout("report", f"of={report}", f"out={out}")
    assert done.code == 0
    assert "pip install 'rollout-lab[import]'" in done.out
    assert (out / "report.html").is_file()
    assert not (out / "tables.xlsx").exists()


def test_a_pdf_needs_a_browser(
    rollout: Rollout, report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sim.studies.report.pdf.shutil.which", lambda name: None)
    done = rollout("report", f"of={report}", "pdf=true")
    assert done.code == 2
    assert "pdf=true needs a browser" in done.err


def test_a_pdf_has_ten_pages(rollout: Rollout, report: Path, tmp_path: Path) -> None:
    from tests.browser import executable

    executable()
    out = tmp_path / "printed"
    done = rollout("report", f"of={report}", f"out={out}", "pdf=true")
    assert done.code == 0, done.err
    for name in ("report.pdf", "report.de.pdf"):
        data = (out / name).read_bytes()
        assert data.startswith(b"%PDF")
        assert data.count(b"/Type /Page\n") == 10


@pytest.mark.parametrize(
    ("threshold", "kind"), [(0.0, "always"), (0.4, "rule"), (float("nan"), "none")]
)
def test_going_on_at_any_use_is_not_told_as_stopping(threshold: float, kind: str) -> None:
    """A threshold of 0 was told as "stop whatever it is"."""
    told = Telling.__new__(Telling)
    vars(told)["rule"] = {"threshold": threshold}
    assert told.rule_kind == kind
    assert told.has_rule == (kind == "rule")
    for topic in ("then", "title_7"):
        assert f"{topic}_{kind}" in catalogue("en", "report")
