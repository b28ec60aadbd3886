"""Simulations for pages: a few processes, the urgent first, nothing done twice.

A job is a function of the package and its arguments; it returns what JSON can hold. What has a
key is kept, in memory and in the store, so the same plan in the same company is computed once,
whoever asks and however often the server is started.
"""

from __future__ import annotations

import asyncio
import contextlib
import heapq
import itertools
import threading
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import Future
from functools import partial
from typing import Any, NamedTuple

from sim.app.once import Once
from sim.app.store import Store
from sim.runs.warm import compile_all, compiled
from sim.runs.workers import Lost, Workers

NOW, SOON, LATER, AHEAD = 0, 1, 2, 3
"""A team's own run; what somebody looks at outside a game; scores over many companies; what nobody
has asked for yet."""
REMEMBERED = 2_000
"""Results that stay in memory."""
WAITING = 5_000
"""Jobs that may wait; more are refused."""


def pieces(seeds: Sequence[int], size: int) -> list[tuple[int, ...]]:
    """Companies in pieces of work, in order, so that nobody else waits for all of them."""
    return [tuple(seeds[at : at + size]) for at in range(0, len(seeds), size)]


class Busy(Exception):
    """More jobs wait than the app takes."""


class Failed(Exception):
    """A job raised an error, or no process survived it."""


class Jobs:
    """Simulations in a few processes.

    Example:
        jobs = Jobs(2)
        jobs.start()
        answer = await jobs.do(play_in, plan, seed, key=key)

    Args:
        count: Processes.
        store: What keeps results with a key; None for memory only.
        warm: What each process does before its first job.
    """

    def __init__(
        self, count: int = 2, store: Store | None = None, warm: Callable[[], Any] | None = None
    ) -> None:
        self.count, self.store, self.warm = count, store, warm
        self._heaps: list[list[tuple[int, int, _Task | None]]] = [[] for _ in range(count + 1)]
        """Of each process what only it does; the last one is of whoever is free."""
        self._order = itertools.count()
        self._there = threading.Condition()
        self._once = Once(REMEMBERED)
        self._threads: list[threading.Thread] = []
        self._first_is_warm = threading.Event()

    def start(self) -> None:
        """Start the processes; returns at once."""
        self._threads = [
            threading.Thread(target=self._serve, args=(place,), daemon=True)
            for place in range(self.count)
        ]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Finish what is in hand, give up the rest, end the processes."""
        with self._there:
            given_up = [task for heap in self._heaps for _, _, task in heap if task is not None]
            self._heaps = [[(-1, next(self._order), None)] for _ in self._heaps]
            self._there.notify_all()
        self._first_is_warm.set()
        for task in given_up:
            if task.answer.set_running_or_notify_cancel():
                task.answer.set_exception(Failed("the server stops"))
        for thread in self._threads:
            thread.join()
        self._threads = []

    async def do(
        self, function: Callable[..., Any], *arguments: Any, key: str = "", when: int = SOON,
        where: int | None = None,
    ) -> Any:  # fmt: skip
        """Have a function called in one of the processes.

        Args:
            function: Of this package, by name; its result is kept as JSON where there is a key.
            arguments: What it is called with.
            key: Names the result; "" for one that is not kept.
            when: `NOW`, `SOON`, `LATER` or `AHEAD`.
            where: Jobs with the same number are done by the same process, which remembers what it
                has made for the one before; None for whoever is free.

        Raises:
            Busy: Too much is waiting.
            Failed: It raised an error, or no process survived it.
        """
        queued = partial(self._queued, _Task(function, arguments, Future()), when, where)
        if not key:
            return await queued()
        known = self.known(key)
        if known is not None:
            return known
        return await self._once.of(key, partial(self._kept, key, queued))

    def known(self, key: str) -> Any:
        """A result that is there already, or None."""
        found = self._once.known(key)
        if found is None and self.store is not None:
            found = self.store.kept(key)
            if found is not None:
                self._once.keep(key, found)
        return found

    @property
    def waiting(self) -> int:
        """How many jobs wait."""
        return sum(map(len, self._heaps))

    async def _kept(self, key: str, queued: Callable[[], Awaitable[Any]]) -> Any:
        result = await queued()
        if self.store is not None:
            self.store.keep(key, result)
        return result

    async def _queued(self, task: _Task, when: int, where: int | None) -> Any:
        if self.waiting >= WAITING:
            raise Busy
        heap = self._heaps[-1 if where is None else where % self.count]
        with self._there:
            heapq.heappush(heap, (when, next(self._order), task))
            self._there.notify_all()
        return await asyncio.wrap_future(task.answer)

    # In a thread per process

    def _serve(self, place: int) -> None:
        with Workers(1) as crew:
            self._warm(place, crew)
            while (task := self._next(place)) is not None:
                task.carry_out(crew)

    def _warm(self, place: int, crew: Workers) -> None:
        """The first process compiles what is missing; the others would only do the same."""
        if self.warm is not None:
            if place > 0 and not compiled():
                self._first_is_warm.wait()
            list(crew.each(_quietly, [(self.warm,)]))
        self._first_is_warm.set()

    def _next(self, place: int) -> _Task | None:
        """The most urgent job that a process may do."""
        with self._there:
            while True:
                open_ones = [heap for heap in (self._heaps[place], self._heaps[-1]) if heap]
                if open_ones:
                    return heapq.heappop(min(open_ones, key=lambda heap: heap[0][:2]))[2]
                self._there.wait()


class _Task(NamedTuple):
    """A call, and what whoever asked for it waits for."""

    function: Callable[..., Any]
    arguments: tuple[Any, ...]
    answer: Future[Any]

    def carry_out(self, crew: Workers) -> None:
        """Have it called, unless nobody waits any more."""
        if not self.answer.set_running_or_notify_cancel():
            return
        try:
            ((_, result),) = crew.each(self.function, [self.arguments])
            if isinstance(result, Lost):
                raise Failed(result.reason)
            self.answer.set_result(result)
        except Exception as error:
            self.answer.set_exception(error)


def _quietly(warm: Callable[[], Any]) -> None:
    """Warming that fails is told by the first job that needs what is missing."""
    with contextlib.suppress(Exception):
        warm()


def ready() -> None:
    """Compile what is missing, and do one small run, so that the next one is fast."""
    from sim.config.load import load
    from sim.runs.run import run

    compile_all(quiet=True)
    run(load(["organisation.headcount=30", "weeks=5", "strategy=playbook"]))
