"""Simulations for pages: a few processes, the urgent first, nothing done twice.

A job is a function of the package and its arguments; it returns what JSON can hold. What has a
key is kept, in memory and in the store, so the same plan in the same company is computed once,
whoever asks and however often the server is started.
"""

from __future__ import annotations

import asyncio
import heapq
import itertools
import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Any, Protocol

from sim.runs.workers import Lost, Workers

NOW, SOON, LATER, AHEAD = 0, 1, 2, 3
"""A team's own run; what somebody looks at outside a game; scores over many companies; what nobody
has asked for yet."""
REMEMBERED = 2_000
"""Results that stay in memory."""
WAITING = 5_000
"""Jobs that may wait; more are refused."""


class Busy(Exception):
    """More jobs wait than the app takes."""


class Failed(Exception):
    """A job raised an error, or no process survived it."""


class Keeper(Protocol):
    """Keeps results beyond the life of the server."""

    def kept(self, key: str) -> Any:
        """The result with a key, or None."""
        ...

    def keep(self, key: str, body: Any) -> None:
        """Keep one."""
        ...


class Jobs:
    """Simulations in a few processes.

    Example:
        jobs = Jobs(2)
        jobs.start()
        answer = await jobs.do(play_in, plan, seed, key=key)

    Args:
        count: Processes.
        keeper: What keeps results with a key; None for memory only.
        warm: What each process does before its first job.
    """

    def __init__(
        self, count: int = 2, keeper: Keeper | None = None, warm: Callable[[], Any] | None = None
    ) -> None:
        self.count, self.keeper, self.warm = count, keeper, warm
        self._heaps: list[list[tuple[int, int, _Task | None]]] = [[] for _ in range(count + 1)]
        """Of each process what only it does; the last one is of whoever is free."""
        self._order = itertools.count()
        self._there = threading.Condition()
        self._under_way: dict[str, asyncio.Future[Any]] = {}
        self._results: OrderedDict[str, Any] = OrderedDict()
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
            task.tell(None, Failed("the server stops"))
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
        if not key:
            return await self._queued(function, arguments, when, where)
        known = self.known(key)
        if known is not None:
            return known
        if key not in self._under_way:
            asked = asyncio.ensure_future(self._kept(function, arguments, key, when, where))
            self._under_way[key] = asked
            asked.add_done_callback(lambda done: self._forget(key, done))
        return await asyncio.shield(self._under_way[key])

    def known(self, key: str) -> Any:
        """A result that is there already, or None."""
        if key in self._results:
            self._results.move_to_end(key)
            return self._results[key]
        found = None if self.keeper is None else self.keeper.kept(key)
        if found is not None:
            self._remember(key, found)
        return found

    @property
    def waiting(self) -> int:
        """How many jobs wait."""
        return sum(map(len, self._heaps))

    def _forget(self, key: str, done: asyncio.Future[Any]) -> None:
        self._under_way.pop(key, None)
        if not done.cancelled():
            done.exception()  # whoever waited was told

    def _remember(self, key: str, result: Any) -> None:
        self._results[key] = result
        while len(self._results) > REMEMBERED:
            self._results.popitem(last=False)

    async def _kept(
        self, function: Callable[..., Any], arguments: tuple[Any, ...], key: str, when: int,
        where: int | None,
    ) -> Any:  # fmt: skip
        result = await self._queued(function, arguments, when, where)
        self._remember(key, result)
        if self.keeper is not None:
            self.keeper.keep(key, result)
        return result

    async def _queued(
        self, function: Callable[..., Any], arguments: tuple[Any, ...], when: int,
        where: int | None,
    ) -> Any:  # fmt: skip
        if self.waiting >= WAITING:
            raise Busy
        task = _Task(function, arguments, asyncio.get_running_loop())
        heap = self._heaps[-1 if where is None else where % self.count]
        with self._there:
            heapq.heappush(heap, (when, next(self._order), task))
            self._there.notify_all()
        return await task.future

    # In a thread per process

    def _serve(self, place: int) -> None:
        with Workers(1) as crew:
            self._warm(place, crew)
            while (task := self._next(place)) is not None:
                task.carry_out(crew)

    def _warm(self, place: int, crew: Workers) -> None:
        """The first process compiles what is missing; the others would only do the same."""
        if self.warm is not None:
            if place > 0 and not _compiled():
                self._first_is_warm.wait()
            for _ in crew.each(_quietly, [(self.warm,)]):
                pass
        self._first_is_warm.set()

    def _next(self, place: int) -> _Task | None:
        """The most urgent job that a process may do."""
        with self._there:
            while True:
                open_ones = [heap for heap in (self._heaps[place], self._heaps[-1]) if heap]
                if open_ones:
                    return heapq.heappop(min(open_ones, key=lambda heap: heap[0][:2]))[2]
                self._there.wait()


class _Task:
    """A call, and who waits for it."""

    def __init__(
        self, function: Callable[..., Any], arguments: tuple[Any, ...],
        loop: asyncio.AbstractEventLoop,
    ) -> None:  # fmt: skip
        self.function, self.arguments, self.loop = function, arguments, loop
        self.future: asyncio.Future[Any] = loop.create_future()

    def carry_out(self, crew: Workers) -> None:
        try:
            for _, result in crew.each(self.function, [self.arguments]):
                if isinstance(result, Lost):
                    self.tell(None, Failed(result.reason))
                else:
                    self.tell(result, None)
        except Exception as error:
            self.tell(None, error)

    def tell(self, result: Any, error: Exception | None) -> None:
        """Hand over to the loop of whoever waits; it may be gone."""

        def done() -> None:
            if self.future.done():
                return
            if error is not None:
                self.future.set_exception(error)
            else:
                self.future.set_result(result)

        try:
            self.loop.call_soon_threadsafe(done)
        except RuntimeError:
            return


def _compiled() -> bool:
    from sim.base.kernel_cache import folder

    kept = folder()
    return kept is not None and (kept / "complete").exists()


def _quietly(warm: Callable[[], Any]) -> None:
    """Warming that fails is told by the first job that needs what is missing."""
    import contextlib

    with contextlib.suppress(Exception):
        warm()


def ready() -> None:
    """Compile what is missing, and do one small run, so that the next one is fast."""
    from sim.config.load import load
    from sim.runs.run import run
    from sim.runs.warm import compile_all

    compile_all(quiet=True)
    run(load(["organisation.headcount=30", "weeks=5", "strategy=playbook"]))
