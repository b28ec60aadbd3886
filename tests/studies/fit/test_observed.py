"""Reading one's own use: weeks, windows, groups, and what is refused."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.base.params import ConfigError
from sim.organisation.exports.folder import ABOUT, SURVEY_FILE, USAGE_FILE, About, survey, usage
from sim.studies.fit.observed import monday, read
from sim.studies.fit.table import employees

START = monday("2026-06-01", "start")


def table(folder: Path, *lines: str) -> str:
    path = folder / "use.csv"
    path.write_text("\n".join(["date,enabled,active,window", *lines]) + "\n", encoding="utf-8")
    return str(path)


def imported(folder: Path, rows: list[tuple[Any, ...]], answers: Any = ()) -> str:
    usage(rows).to_parquet(folder / USAGE_FILE, index=False)
    survey(answers).to_parquet(folder / SURVEY_FILE, index=False)
    (folder / ABOUT).write_text(About(80).text(), encoding="utf-8")
    return str(folder)


def test_weeks_count_from_the_start(tmp_path: Path) -> None:
    place = table(tmp_path, "2026-05-31,50,5,7", "2026-06-07,50,10,7", "2026-06-21,50,20,7",
                  "2026-06-19,50,19,7", "2026-06-14,50,,7")  # fmt: skip
    series = read(place, START).series
    assert series.weeks.tolist() == [0, 1, 3]  # a week without a count is no week without use
    assert series.share.tolist() == [0.1, 0.2, 0.4]  # the last day of a week says it
    assert series.before.weeks.tolist() == [0]
    assert series.as_of == datetime.date(2026, 6, 21)
    assert employees(place) == 50
    assert read(place, monday("2026-06-04", "start")).series.start == START


def test_days_are_averaged_over_working_days(tmp_path: Path) -> None:
    days = [f"2026-06-{day:02d},100,{active},1" for day, active in
            zip(range(1, 8), (10, 20, 30, 20, 20, 0, 0), strict=True)]  # fmt: skip
    assert read(table(tmp_path, *days), START).series.share.tolist() == [0.2]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("2026-06-07,50,51,7", "active exceeds enabled"),
        ("7 June,50,5,7", "line 2: date must be a day"),
        ("2026-06-07,50,5,14", "window must be one of 1, 7, 28, 30, 90, 180"),
        ("2026-06-07,50,-5,7", "active must be a whole number"),
        ("2026-06-07,50,,7", "no count of active people"),
    ],
)
def test_what_makes_no_sense_is_refused(tmp_path: Path, line: str, told: str) -> None:
    with pytest.raises(ConfigError, match=told):
        read(table(tmp_path, line), START)


def test_a_table_needs_its_columns(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("date,active\n2026-06-07,5\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="no 'enabled'"):
        read(str(path), START)
    with pytest.raises(ConfigError, match="no such file"):
        read(str(tmp_path / "gone.csv"), START)
    with pytest.raises(ConfigError, match="does not exist"):
        read(str(tmp_path / "gone"), START)


def test_groups_stand_for_the_whole_where_all_of_them_are_known(tmp_path: Path) -> None:
    rows = [
        ("2026-06-01", "A", "panel", 7, 20, 5, ""), ("2026-06-01", "B", "panel", 7, 30, 10, ""),
        ("2026-06-08", "A", "panel", 7, 20, 6, ""), ("2026-06-08", "B", "panel", 7, None, None,
                                                     "suppressed"),
        ("2026-06-15", "", "panel", 7, 50, 30, ""), ("2026-06-15", "A", "panel", 7, 20, 9, ""),
    ]  # fmt: skip
    series = read(imported(tmp_path, rows), START).series
    assert series.weeks.tolist() == [1, 3]
    assert series.share.tolist() == [0.3, 0.6]


def test_the_window_that_tells_most_is_taken_or_the_one_that_is_asked_for(tmp_path: Path) -> None:
    mondays = [str(START + datetime.timedelta(weeks=week)) for week in range(9)]
    rows = [(day, "", "trend", 28, 40, 20, "") for day in mondays]
    rows += [(day, "", "trend", 7, 40, 10, "") for day in mondays[:8]]
    rows += [(day, "", "last", 180, 40, 40, "") for day in mondays]
    place = imported(tmp_path, rows)
    assert read(place, START).series.window == 7
    assert read(place, START, 28).series.share.tolist() == [0.5] * 9
    with pytest.raises(ConfigError, match="unknown window"):
        read(place, START, 90)


def test_without_access_the_share_is_of_all_people(tmp_path: Path) -> None:
    data = read(imported(tmp_path, [("2026-06-01", "", "trend", 7, None, 20, "")]), START)
    assert data.series.of_all
    assert data.series.share.tolist() == [0.25]


def test_answers_come_with_their_sampling_error(tmp_path: Path) -> None:
    answers = [("2026-06-10", "", "trust", 100, 0.6, 0.2), ("2026-06-10", "A", "trust", 9, 0.1, 0)]
    place = imported(tmp_path, [("2026-06-01", "", "trend", 7, 40, 20, "")], answers)
    (said,) = read(place, START).said
    assert (said.item, said.week, said.mean, said.answers) == ("trust", 2, 0.6, 100)
    assert said.error == pytest.approx(0.02)


def test_errors_are_those_of_so_many_people_and_of_unlike_weeks(tmp_path: Path) -> None:
    series = read(table(tmp_path, "2026-06-07,25,5,7", "2026-06-14,20000,4000,7"), START).series
    assert series.error == pytest.approx(
        [np.hypot(0.015, np.sqrt(0.16 / 25)), np.hypot(0.015, np.sqrt(0.16 / 20000))]
    )
