"""The information sheet on data protection says what the app does."""

from __future__ import annotations

import re
import sqlite3

import pytest

from experiments.course.words import COURSE, LANGUAGES
from sim.app.exports import COLUMNS
from sim.app.setup import Setup
from sim.app.store import SCHEMA
from sim.app.web import MONTH, YEAR

#: What is kept of people, and what of it the sheet says; a further column must be told, too.
OF_PEOPLE = {
    "player": {"id", "session", "team", "roles", "name", "consent", "word_hash", "word_until",
               "made"},
    "decision": {"id", "session", "team", "round", "number", "kind", "fields", "made", "player"},
    "token": {"hash", "player"},
    "lecturer": {"session", "key_hash"},
    "team": {"id", "session", "name", "version"},
    "result": {"key", "body"},
    "session": {"id", "code", "scenario", "words", "mode", "phase", "round", "seconds_left",
                "since", "ranks", "slide", "version", "made"},
}  # fmt: skip


def test_nothing_is_kept_that_the_sheet_does_not_tell() -> None:
    with sqlite3.connect(":memory:") as made:
        made.executescript(SCHEMA)
        names = [
            row[0] for row in made.execute("select name from sqlite_master where type='table'")
        ]
        found = {name: {row[1] for row in made.execute(f"pragma table_info({name})")}
                 for name in names}  # fmt: skip
    assert found == OF_PEOPLE
    assert COLUMNS == ("team", "round", "kind", "card", "content", "seconds")


@pytest.mark.parametrize("code", LANGUAGES)
def test_times_and_places_are_those_of_the_app(code: str) -> None:
    sheet = (COURSE / f"data.{code}.md").read_text(encoding="utf-8")
    days = {"en": "days", "de": "Tage"}[code]
    assert f"{MONTH // 86_400} {days}" in sheet
    assert YEAR // 86_400 == 365
    assert f"`{Setup.data.as_posix()}`" in sheet
    said = (COURSE.parents[1] / f"sim/report/text/{code}/room.yaml").read_text(encoding="utf-8")
    lecturer = (COURSE.parents[1] / f"sim/report/text/{code}/lecturer.yaml").read_text("utf-8")
    for button in ("leave", "consent_withdraw"):
        (words,) = re.findall(rf"^{button}: (.*)$", said, re.MULTILINE)
        assert f"*{words}*" in sheet
    assert "*Decisions (CSV)*" in sheet if code == "en" else "*Entscheidungen (CSV)*" in sheet
    assert re.search(r"^csv: (Decisions|Entscheidungen) \(CSV\)$", lecturer, re.MULTILINE)
