"""The ten pages in a real browser: nothing outside its box, every number from a table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sim.analysis.companies import dimensions
from sim.report.language import Language
from tests.browser import faults, opened
from tests.pages import BOXES

PAGES = {"en": "report.html", "de": "report.de.html"}


@pytest.mark.parametrize("code", PAGES)
def test_pages_fit_on_a4_and_nothing_overlaps(browser: Any, report: Path, code: str) -> None:
    with opened(browser, report / PAGES[code], width=900, height=1200) as seen:
        assert faults(seen) == []
        assert seen.page.get_attribute("html", "lang") == code
        seen.page.emulate_media(media="print")
        found = seen.page.evaluate(BOXES)
    assert len(found) == 10
    for page in found:
        assert page["height"] == pytest.approx(297 / 25.4 * 96, abs=1.0)
        assert page["wrong"] == [], page["id"]


@pytest.mark.parametrize("code", PAGES)
def test_it_is_one_small_file_without_an_address(report: Path, code: str) -> None:
    text = (report / PAGES[code]).read_text(encoding="utf-8")
    assert len(text.encode()) < 1_000_000
    addresses = set(re.findall(r"(?:https?:)?//[\w.-]+", text))
    assert addresses <= {"http://www.w3.org"}  # names of formats, which nobody asks for
    assert not re.search(r"<(script|link|img|iframe)", text)
    names = re.findall(r'\bid="([^"]+)"', text)
    assert len(names) == len(set(names))
    for name in set(re.findall(r'(?:href="|url\()#([^")]+)', text)):
        assert name in names
    assert text.count('role="img"') == text.count("<svg") >= 7
    assert text.count("<details>") == text.count("<svg")


def told(values: np.ndarray[Any, Any], speak: Language) -> Iterator[str]:
    """Every way in which a page writes a number of a table."""
    for value in values[np.isfinite(values)]:
        for number, digits in ((value, 0), (-value, 0), (100 * value, 0), (value, 2), (value, 1)):
            yield speak.number(float(number), digits).lstrip("−")


@pytest.mark.parametrize("code", PAGES)
def test_every_number_on_the_first_page_is_in_a_table_of_the_folder(
    browser: Any, report: Path, code: str
) -> None:
    speak = Language(code)
    tables = [pd.read_csv(path) for path in report.glob("*.csv") if path.name != "companies.csv"]
    known = {
        text for table in tables
        for text in told(table.select_dtypes("number").to_numpy(float).ravel(), speak)
    }  # fmt: skip
    with opened(browser, report / PAGES[code]) as seen:
        page = seen.page.locator("#page-1")
        parts = ("dl", "ul", ".box", ":scope > p:not(.note):not(.eyebrow)")
        texts = [" ".join(page.locator(part).all_inner_texts()) for part in parts]
    text = re.sub(r"(page|Seite)n? \d+", "", " ".join(texts))
    numbers = [each.rstrip(".,") for each in re.findall(r"\d[\d.,]*", text)]
    assert len(numbers) > 15
    drawn = dimensions()
    settings = {"24", "40", "3"}  # people, weeks, rollouts
    settings |= {str(len(drawn)), str(sum(not each.sourced for each in drawn))}
    assert [each for each in numbers if each not in known | settings] == []


def test_pages_and_tables_agree_on_the_same_sums(report: Path) -> None:
    """Net benefit on page 2, at no interest on page 5, and in the whole account on page 6."""
    decision = pd.read_csv(report / "decision.csv").set_index(["companies_kind", "strategy"])
    account = pd.read_csv(report / "account.csv").set_index(["companies_kind", "strategy"])
    value = pd.read_csv(report / "present_value.csv")
    free = value[value["interest"] == 0.0].set_index(["companies_kind", "strategy"])
    weekly = pd.read_parquet(report / "weekly.parquet")
    weekly = weekly[weekly["measure"] == "net_benefit_so_far"]
    end = weekly[weekly["week"] == weekly["week"].max()]
    runs = pd.read_parquet(report / "runs.parquet")
    means = runs.groupby(["companies_kind", "strategy"])["net_benefit_eur"].mean() / 24
    for kind in ("matched", "plausible", "one"):
        for strategy in ("organic", "champions", "phased_pilot", "none"):
            mean = account.loc[(kind, strategy), "net_benefit"]
            assert decision.loc[(kind, strategy), "mean"] == pytest.approx(mean, rel=1e-4, abs=1e-2)
            assert free.loc[(kind, strategy), "mean"] == pytest.approx(mean, rel=1e-4, abs=1e-2)
            own = end[(end["companies_kind"] == kind) & (end["strategy"] == strategy)]["mean"]
            assert float(own.iloc[0]) == pytest.approx(mean, rel=1e-4, abs=1e-2)
            if strategy == "none":
                assert mean == 0.0
            else:
                assert means[kind, strategy] == pytest.approx(mean, rel=1e-4, abs=1e-2)


def test_doing_nothing_is_a_row_of_every_table(report: Path) -> None:
    for name in ("decision", "steady_state", "account", "present_value", "payback", "price_grid",
                 "break_even", "people", "lead_time"):  # fmt: skip
        table = pd.read_csv(report / f"{name}.csv")
        assert "none" in set(table["strategy"]), name
        assert {"matched", "plausible"} <= set(table["companies_kind"]), name


def test_what_to_ask_first_comes_from_the_runs(report: Path) -> None:
    table = pd.read_csv(report / "asking.csv")
    assert table["outside"].is_monotonic_decreasing
    assert (table["companies"] == 12).all()
    assert not ((table["pays"] == "yes") & (table["outside"] <= 2 * table["error"])).any()
    for code, name in PAGES.items():
        page = (report / name).read_text(encoding="utf-8")
        question = Language(code).say(f"ask.question_{table['question'][0]}", people=100)
        assert question in page
        assert "rollout ask" in page


def test_a_workbook_holds_every_table_with_numbers_as_numbers(report: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.load_workbook(report / "tables.xlsx", read_only=True)
    names = {path.stem for path in report.glob("*.csv")}
    assert names <= set(book.sheetnames)
    rows = list(book["account"].values)
    assert rows[0][:2] == ("companies_kind", "strategy")
    first = dict(zip(*rows[:2], strict=True))
    assert isinstance(first["net_benefit"], float)
    whole = pd.read_csv(report / "account.csv").iloc[0]
    assert first["net_benefit"] == pytest.approx(whole["net_benefit"], rel=1e-5)
