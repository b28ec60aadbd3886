"""The data sheet of an import in a browser: readable, printable, and nothing from outside."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sim.organisation.exports.folder import About, Source
from sim.report.datasheet import datasheet
from tests.browser import faults, opened

ABOUT = About(
    350, "ties", {"Sales & <Service>": 40, "Logistik": 60},
    (
        Source("people", "bamboohr", 350, ("Work Email", "Reports To Email", "Department"),
               {"gone": 12}),
        Source("trend", "copilot_trend", 91, ("Report Date", "Any App Enabled Users"), {"late": 3},
               1, "2026-06-01", "2026-08-27", "2026-08-31"),
        Source("survey", "forms", 120, ("Completion time", "Ich habe Vorbehalte gegen KI."),
               {"questions": 2}, first="2026-09-01", last="2026-09-02"),
    ),
    "2026-09-02", merged_groups=3, ties=4100, notes=(("zero_days", {"count": 26}),),
)  # fmt: skip


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_page_is_sound(browser: Any, tmp_path: Path, language: str) -> None:
    path = tmp_path / "sheet.html"
    path.write_text(datasheet(ABOUT, language), encoding="utf-8")
    with opened(browser, path) as page:
        assert faults(page) == []


def test_what_is_kept_is_said_for_every_kind() -> None:
    said = {
        (kind, rejoin): datasheet(About(80, kind, rejoin=rejoin), "en")
        for kind in ("ties", "structure", "blocks", "groups", "headcount")
        for rejoin in (False, True)
    }
    assert "exchanged with" in said["ties", False]
    assert "keyed hash" in said["structure", True]
    assert "keyed hash" not in said["structure", False]
    assert "Only groups and their sizes" in said["blocks", False]
    assert "nothing but a headcount" in said["headcount", False].lower()
    assert "&lt;Service&gt;" in datasheet(ABOUT, "de")
