"""Answers by key: each is worked out once, whoever asks meanwhile waits for the same."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Any


class Once:
    """Answers that are there or on their way.

    Args:
        most: How many stay in memory, those that were asked for last.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self._known: OrderedDict[str, Any] = OrderedDict()
        self._coming: dict[str, asyncio.Future[Any]] = {}

    def known(self, key: str) -> Any:
        """An answer that is there, or None."""
        if key in self._known:
            self._known.move_to_end(key)
        return self._known.get(key)

    def keep(self, key: str, answer: Any) -> None:
        """Keep an answer, and forget the oldest."""
        self._known[key] = answer
        if len(self._known) > self.most:
            self._known.popitem(last=False)

    async def of(self, key: str, make: Callable[[], Awaitable[Any]]) -> Any:
        """The answer with a key; it goes on being made when whoever asked goes away."""
        known = self.known(key)
        if known is not None:
            return known
        if key not in self._coming:
            self._coming[key] = asyncio.ensure_future(self._made(key, make))
            self._coming[key].add_done_callback(lambda done: self._arrived(key, done))
        return await asyncio.shield(self._coming[key])

    async def _made(self, key: str, make: Callable[[], Awaitable[Any]]) -> Any:
        answer = await make()
        self.keep(key, answer)
        return answer

    def _arrived(self, key: str, done: asyncio.Future[Any]) -> None:
        del self._coming[key]
        if not done.cancelled():
            done.exception()  # whoever waited was told
