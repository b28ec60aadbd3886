"""Jobs of pages: the urgent first, what belongs together in one process."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import pytest

from sim.app import debrief
from sim.app.jobs import AHEAD, NOW, Failed, Jobs
from sim.app.once import Once
from sim.app.scenario import _GROUNDS
from tests.app.games import game

Answer = TypeVar("Answer")


def in_a_loop(ask: Callable[[], Coroutine[Any, Any, Answer]]) -> Answer:
    """Asked in a thread of its own: a browser of another test may hold a loop here."""
    with ThreadPoolExecutor() as elsewhere:
        return elsewhere.submit(lambda: asyncio.run(ask())).result()


@pytest.fixture(scope="module")
def jobs() -> Iterator[Jobs]:
    made = Jobs(2)
    made.start()
    yield made
    made.stop()


def test_what_belongs_together_is_done_by_the_same_process(jobs: Jobs) -> None:
    async def ask() -> list[int]:
        return list(await asyncio.gather(*(jobs.do(os.getpid, where=k % 4) for k in range(12))))

    pids = in_a_loop(ask)
    assert len(set(pids[0::2])) == len(set(pids[1::2])) == 1
    assert pids[0] != pids[1]


def test_the_urgent_overtakes_what_waits_for_its_process(jobs: Jobs) -> None:
    """One process has much in hand; what is pinned to it comes in order of urgency."""
    done: list[str] = []

    async def ask() -> None:
        async def one(name: str, when: int, where: int | None) -> None:
            await jobs.do(sum, (1, 2), when=when, where=where)
            done.append(name)

        # All are queued before the process has finished the first.
        first = asyncio.ensure_future(jobs.do(sum, range(20_000_000), where=0))
        await asyncio.gather(one("ahead", AHEAD, 0), one("now", NOW, 0), one("anywhere", NOW, None))
        await first

    in_a_loop(ask)
    assert [each for each in done if each != "anywhere"] == ["now", "ahead"]


def test_jobs_that_wait_are_given_up_when_the_server_stops() -> None:
    made = Jobs(1)  # never started

    async def ask() -> None:
        waiting = asyncio.ensure_future(made.do(os.getpid, where=0))
        await asyncio.sleep(0)
        made.stop()
        with pytest.raises(Failed, match="the server stops"):
            await waiting

    in_a_loop(ask)


def test_what_several_ask_is_worked_out_once_and_the_latest_stay() -> None:
    made: list[str] = []

    async def ask() -> None:
        once = Once(2)

        async def make(key: str) -> str:
            made.append(key)
            await asyncio.sleep(0)
            if key == "wrong":
                raise ValueError(key)
            return key.upper()

        def of(key: str) -> Coroutine[Any, Any, Any]:
            return once.of(key, lambda: make(key))

        assert await asyncio.gather(of("a"), of("a"), of("b")) == ["A", "A", "B"]
        gone = asyncio.ensure_future(of("c"))
        await asyncio.sleep(0)
        gone.cancel()  # whoever asked goes away: the answer comes all the same
        assert await of("c") == "C"
        assert (once.known("a"), once.known("b")) == (None, "B")
        for _ in range(2):
            with pytest.raises(ValueError, match="wrong"):
                await of("wrong")

    in_a_loop(ask)
    assert made == ["a", "b", "c", "wrong", "wrong"]


def test_a_job_that_nobody_waits_for_any_more_is_not_done() -> None:
    made = Jobs(1)

    async def ask() -> None:
        gone = asyncio.ensure_future(made.do(os.getpid))
        await asyncio.sleep(0)
        gone.cancel()
        last = asyncio.ensure_future(made.do(os.getpid, key="kept"))
        await asyncio.sleep(0)
        made.start()
        assert await last != os.getpid()
        assert made.known("kept") == await last
        with pytest.raises(asyncio.CancelledError):
            await gone
        made.stop()

    in_a_loop(ask)


def test_prepared_companies_are_those_that_a_score_uses() -> None:
    scenario = game("seeds=2")
    plain = debrief.scores(scenario, (), scenario.seeds)
    _GROUNDS.clear()
    debrief.prepare(scenario, scenario.seeds)
    made = dict(_GROUNDS)
    assert debrief.scores(scenario, (), scenario.seeds) == plain
    assert dict(_GROUNDS) == made, "nothing had to be made again"
    assert all(ground._references for ground in made.values())
