"""The single page of a comparison or a tournament: doing nothing in it, and how far it carries."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sim.report.language import Language
from sim.report.onepage import Group, cases_of, one_page
from sim.report.plots.style import SHIPPED
from tests.browser import faults, opened
from tests.pages import BOXES


def runs(level: float, names: tuple[str, ...] = SHIPPED) -> pd.DataFrame:
    """Two seeds of five companies; every strategy brings a little more than the one before."""
    rows = [
        {"strategy": name, "company": company, "seed": seed, "payback_week": np.nan,
         "net_benefit_eur": 100 * (level + 900 * place + 300 * company + seed),
         "genuine_use_final": 0.4, "hours_saved_per_employee_week": 0.5}
        for place, name in enumerate(names) for company in range(5) for seed in range(2)
    ]  # fmt: skip
    return pd.DataFrame(rows)


def page(level: float, kind: str, code: str = "en", count: int = 2, names: Any = SHIPPED) -> str:
    cases = cases_of(runs(level, names), "company", 100)
    groups = [Group(lambda speak: f"Companies {speak.code}", cases)] * count
    return one_page(groups, lambda speak: "About.", "rollout x", "1-ab", kind, "o.html",
                    Language(code))  # fmt: skip


def test_cases_are_means_over_seeds_and_per_head() -> None:
    cases = cases_of(runs(0.0), "company", 100)
    assert len(cases) == len(SHIPPED) * 5
    assert list(cases[cases["strategy"] == SHIPPED[0]]["benefit"]) == [
        0.5,
        300.5,
        600.5,
        900.5,
        1200.5,
    ]


def test_doing_nothing_wins_where_nothing_pays() -> None:
    text = page(-20_000.0, "single")
    assert "On average no rollout earns money here" in text
    nothing = text[text.index("Doing nothing") :][:80]
    assert "0\N{NO-BREAK SPACE}€" in nothing
    assert '<tr class="marked"><td>Doing nothing' in text
    paying = page(500.0, "single")
    assert "has the highest mean net benefit" in paying
    assert '<tr class="marked"><td>Playbook' in paying


def test_it_says_how_far_it_carries() -> None:
    assert "One company." in page(0.0, "one")
    assert "do not decide from it" in page(0.0, "one")
    assert "One kind of companies." in page(0.0, "single")
    assert "not how likely it is" in page(0.0, "both")


@pytest.mark.parametrize("code", ["en", "de"])
def test_it_fits_on_a_page_and_breaks_no_rule(browser: Any, tmp_path: Path, code: str) -> None:
    path = tmp_path / "report.html"
    path.write_text(page(-5_000.0, "both", code), encoding="utf-8")
    with opened(browser, path, width=900, height=1200) as seen:
        assert faults(seen) == []
        seen.page.emulate_media(media="print")
        (found,) = seen.page.evaluate(BOXES)
    assert found["wrong"] == []
    assert found["height"] < 297 / 25.4 * 96 + 1


def test_many_strategies_make_it_longer_and_cut_nothing(browser: Any, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    names = tuple(f"found_{number}" for number in range(60))
    path.write_text(page(0.0, "both", names=names), encoding="utf-8")
    with opened(browser, path, width=900, height=1200) as seen:
        seen.page.emulate_media(media="print")
        (found,) = seen.page.evaluate(BOXES)
    assert found["wrong"] == []
    assert found["height"] > 297 / 25.4 * 96
