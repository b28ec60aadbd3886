"""Telling pages that something changed; and who is there.

A stream carries "version n" and nothing else: the page then fetches itself again.
"""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterable

from starlette.requests import Request
from starlette.responses import StreamingResponse

from sim.app.room import IDLE
from sim.app.rows import Player

BEAT = 10.0
"""Seconds between signs of life."""
MOST_STREAMS = 1_000
Place = tuple[int, int | None]
"""A session and a team in it; None for those who see all teams."""


class Hub:
    """Wakes the streams of a session, or of one team in it."""

    def __init__(self) -> None:
        self.waiting: defaultdict[Place, set[asyncio.Event]] = defaultdict(set)
        self.count = 0
        self.closing = False

    def tell(self, session: int, team: int | None = None) -> None:
        """Something changed in a team, or for everybody."""
        for place in list(self.waiting):
            if place[0] == session and (team is None or place[1] in (None, team)):
                for each in self.waiting[place]:
                    each.set()

    def close(self) -> None:
        """End all streams."""
        self.closing = True
        for waiting in self.waiting.values():
            for each in waiting:
                each.set()

    def stream(
        self, request: Request, place: Place, version: Callable[[], str],
        seen: Callable[[], None] = lambda: None,
    ) -> StreamingResponse:  # fmt: skip
        """The answer to `GET /events`.

        Args:
            request: Whose.
            place: What it should hear of.
            version: Of its page; "" when there is none any more, which ends the stream.
            seen: Called as long as somebody listens.
        """

        async def lines() -> AsyncIterator[bytes]:
            told, wake = "", asyncio.Event()
            self.waiting[place].add(wake)
            self.count += 1
            try:
                yield b"retry: 2000\n\n"
                while not self.closing and not await request.is_disconnected():
                    wake.clear()
                    seen()
                    now = version()
                    if now != told:
                        told = now
                        yield f"event: version\ndata: {now or 'gone'}\n\n".encode()
                        if not now:
                            return
                    else:
                        yield b"event: beat\ndata:\n\n"
                    try:
                        await asyncio.wait_for(wake.wait(), BEAT)
                    except TimeoutError:
                        continue
            finally:
                self.count -= 1
                self.waiting[place].discard(wake)
                if not self.waiting[place]:
                    del self.waiting[place]

        if self.count >= MOST_STREAMS:
            return StreamingResponse(iter(()), 503)
        return StreamingResponse(lines(), media_type="text/event-stream")


class Presence:
    """When somebody was last heard of; forgotten with the server, as nobody is there then."""

    def __init__(self) -> None:
        self.last: dict[int, float] = {}
        self.started = time.monotonic()

    def seen(self, player: int) -> None:
        """A sign of life."""
        self.last[player] = time.monotonic()

    def quiet(self, player: int) -> float:
        """Seconds since the last sign; after a restart everybody counts as there."""
        return time.monotonic() - self.last.get(player, self.started)

    def there(self, players: Iterable[Player]) -> list[Player]:
        """Those who are there."""
        return [each for each in players if self.quiet(each.id) < IDLE]
