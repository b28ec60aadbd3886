"""A hundred phones at once: nothing is lost, and whoever sits together sees the same."""

from __future__ import annotations

import asyncio
import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

pytest.importorskip("starlette")

from experiments.app_frames import TASK, counted
from experiments.app_load import BEGIN, END, PAGE, ROWS
from experiments.app_phones import SIZE, TEAMS, Class, Phone
from tests.app.conftest import School
from tests.app.phones import Lecturer


async def decided(school: School) -> tuple[list[list[Phone]], str, str]:
    """A class of teams that all decide at the same moment; the lecturer's page and table then."""
    room = Class(school.address, school.setup.key)
    await room.open()
    await room.enter(TEAMS)
    await room.prepare()
    await room.listen()
    await room.settle()
    await room.decide()
    await room.settle()
    pages = [(await room.lecturer.ask(path)).text for path in ("/lecturer", "/session.csv")]
    await room.close()
    return room.teams, pages[0], pages[1]


def result(phone: Phone) -> tuple[str, str]:
    """What a phone shows of its team's decision: the version, and the result with its curve."""
    found = re.search(r'<section class="card" id="result">.*?</section>', phone.page, re.S)
    assert found
    return phone.version, found[0]


def test_a_hundred_phones_decide_at_once(school: School) -> None:
    lecturer = Lecturer(school.address, school.setup.key)
    lecturer.anew()
    with ThreadPoolExecutor() as elsewhere:  # a browser of another test may hold a loop here
        teams, dashboard, table = elsewhere.submit(asyncio.run, decided(school)).result()
    assert [len(team) for team in teams] == [SIZE] * TEAMS
    assert f"{TEAMS} of {TEAMS} teams have decided" in dashboard
    for team in teams:
        assert len({result(phone) for phone in team}) == 1
    assert len({result(team[0])[1] for team in teams}) > TEAMS // 2  # not one result for all
    kinds = [row.split(",")[2] for row in table.splitlines()[1:]]
    wanted = {"draft": TEAMS, "bet": TEAMS, "agree": TEAMS * (SIZE - 1), "commit": TEAMS}
    assert {kind: kinds.count(kind) for kind in wanted} == wanted
    lecturer.anew()


def test_the_page_has_the_table_of_the_command() -> None:
    """Its rows, and what is wanted of each, which the command prints as well."""
    page = PAGE.read_text(encoding="utf-8").partition(BEGIN)[2].partition(END)[0]
    cells = [[cell.strip() for cell in line.strip("|").split("|")]
             for line in page.strip().splitlines()[2:]]  # fmt: skip
    assert [(row[0], row[2]) for row in cells] == [(what, wanted) for what, _, wanted in ROWS]
    assert all(row[1] for row in cells)


def test_frames_are_counted_in_time_of_the_processor() -> None:
    """Two frames: tasks of the page's thread belong to the frame that they end in."""

    def event(name: str, ts: int, tid: int = 1, tdur: int = 0) -> dict[str, Any]:
        return {"name": name, "ts": ts, "dur": 2 * tdur, "pid": 7, "tid": tid, "tdur": tdur}

    fired = [event("FireAnimationFrame", at) for at in (0, 16_000, 32_000)]
    tasks = [event(TASK, 100, tdur=3_000), event(TASK, 16_100, tdur=5_000),
             event(TASK, 200, tid=2, tdur=4_000), event("Paint", 300, tdur=9_000)]  # fmt: skip
    found = counted([*fired, *tasks])
    assert found["frames of a year"] == 3
    assert found["a frame, p50 on the main thread, ms"] == 4.0
    assert found["a frame, mean over all threads, ms"] == 6.0
