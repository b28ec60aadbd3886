"""Phones that speak HTTP as pages do, and a class of them with its lecturer.

A stream says that there is a new version, the page is fetched again. Everything has an end: each
wait, and each phone's number of requests.
"""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import re
import time
from collections.abc import Awaitable, Sequence
from typing import NamedTuple, TypeVar
from urllib.parse import urlencode, urlsplit

Answer = TypeVar("Answer")
Line = tuple[asyncio.StreamReader, asyncio.StreamWriter]
TEAMS, SIZE, FIRST = 25, 4, 10
"""Teams, phones in each, and how many teams are there before memory is measured."""
WAIT = 20.0
"""Seconds for one answer."""
MOST = 60
"""Requests of one phone."""


class Reply(NamedTuple):
    """An answer: its status, where it leads, its text."""

    status: int
    location: str
    text: str


async def soon(what: Awaitable[Answer]) -> Answer:
    """Wait, but not for ever."""
    return await asyncio.wait_for(what, WAIT)


class Phone:
    """Somebody's browser: a connection for pages, one for the stream, and cookies.

    Args:
        address: Of the app.
    """

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self.host, self.port, self.origin = parts.hostname, parts.port, address
        self.cookies: dict[str, str] = {}
        self.page = self.version = ""
        self.asked = 0
        self.result = asyncio.Event()
        self.result_at = 0.0
        self._lock = asyncio.Lock()
        self._line: Line | None = None
        self._listening: asyncio.Task[None] | None = None

    async def ask(self, path: str, **fields: object) -> Reply:
        """Ask for a page, or send a form."""
        async with self._lock:
            self.asked += 1
            assert self.asked <= MOST, "a phone asks again and again"
            body = urlencode(fields).encode()
            sent = self._head(path, "gzip", len(body) if fields else None) + body
            if self._line is not None:
                with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
                    return await self._said(self._line, sent)
                self._line[1].close()  # it had been quiet for so long that the server hung up
            self._line = await soon(asyncio.open_connection(self.host, self.port))
            return await self._said(self._line, sent)

    async def _said(self, line: Line, sent: bytes) -> Reply:
        line[1].write(sent)
        return await soon(self._reply(line[0]))

    async def look(self) -> None:
        """The team's page as it is now, when its numbers are there."""
        for _ in range(10):
            reply = await self.ask("/team")
            if "data-poll" not in reply.text:
                break
            await asyncio.sleep(1.0)  # as the page does
        found = re.search(r'data-version="([\d.]+)"', reply.text)
        assert found, f"no page: {reply.status}"
        self.version, self.page = found[1], reply.text
        if 'id="result"' in reply.text and not self.result.is_set():
            self.result_at = time.perf_counter()
            self.result.set()

    async def listen(self) -> None:
        """Begin to listen: the page is fetched again whenever there is another version."""
        if self._listening is not None:
            return
        reader, writer = await soon(asyncio.open_connection(self.host, self.port))
        writer.write(self._head("/events", "identity", None))
        self._listening = asyncio.create_task(self._hear(reader, writer))

    async def _hear(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while line := (await soon(reader.readline())).decode().strip():
                pass  # the head of the answer
            while self.asked < MOST:
                line = (await soon(reader.readline())).decode().strip()
                told = line.removeprefix("data: ")
                if line.startswith("data: ") and told != self.version:
                    await self.look()
        finally:
            writer.close()

    async def close(self) -> None:
        """Hang up; tell what went wrong while it listened.

        Raises:
            Exception: The stream ended, or a page could not be read.
        """
        if self._line is not None:
            self._line[1].close()
        if self._listening is not None:
            self._listening.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._listening

    def _head(self, path: str, encoding: str, length: int | None) -> bytes:
        lines = [
            f"{'GET' if length is None else 'POST'} {path} HTTP/1.1",
            f"host: {self.host}:{self.port}", f"origin: {self.origin}",
            f"accept-encoding: {encoding}", "accept-language: en",
            "cookie: " + "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        ]  # fmt: skip
        if length is not None:
            lines += [
                "content-type: application/x-www-form-urlencoded",
                f"content-length: {length}",
            ]
        return "\r\n".join([*lines, "", ""]).encode()

    async def _reply(self, reader: asyncio.StreamReader) -> Reply:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        told = {"content-length": "0", "location": "", "content-encoding": ""}
        for line in head[1:-2]:
            name, _, value = line.partition(": ")
            if name == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
            told[name] = value
        body = await reader.readexactly(int(told["content-length"]))
        if told["content-encoding"] == "gzip":
            body = gzip.decompress(body)
        return Reply(int(head[0].split()[1]), told["location"], body.decode())


class Class:
    """A lecturer and teams of phones.

    Args:
        address: Of the app.
        key: The lecturer's.
    """

    def __init__(self, address: str, key: str) -> None:
        self.address, self.key = address, key
        self.lecturer = Phone(address)
        self.teams: list[list[Phone]] = []
        self.code = ""

    @property
    def phones(self) -> list[Phone]:
        """All of them."""
        return [phone for team in self.teams for phone in team]

    async def open(self) -> None:
        """The lecturer comes in."""
        await self.lecturer.ask(f"/lecturer?key={self.key}")
        found = re.search(
            r'class="bigcode">([A-Z-]+)<', (await self.lecturer.ask("/lecturer")).text
        )
        assert found
        self.code = found[1].replace("-", "")

    async def enter(self, count: int) -> None:
        """So many further teams join, and look."""
        firsts = [Phone(self.address) for _ in range(count)]
        for phone in firsts:
            await phone.ask("/join", code=self.code, team="new", name="", consent="yes")
        door = await Phone(self.address).ask(f"/j/{self.code}")
        numbers = re.findall(r'name="team" value="(\d+)"', door.text)[-count:]
        fresh = [[first, *(Phone(self.address) for _ in range(SIZE - 1))] for first in firsts]
        await asyncio.gather(*(
            phone.ask("/join", code=self.code, team=number, name="", consent="yes")
            for number, team in zip(numbers, fresh, strict=True) for phone in team[1:]
        ))  # fmt: skip
        self.teams += fresh
        await asyncio.gather(*(phone.look() for team in fresh for phone in team))

    async def listen(self) -> None:
        """Whoever does not listen yet begins to."""
        await asyncio.gather(*(phone.listen() for phone in self.phones))

    async def prepare(self) -> None:
        """Begin the first round; every team drafts a plan of its own, bets and agrees."""
        await self.lecturer.ask("/lecturer/next", phase="lobby", round=0)
        await asyncio.gather(*(self._draft(place, team) for place, team in enumerate(self.teams)))

    async def settle(self) -> None:
        """Until nobody is still looking at what came before."""
        for phone in self.phones:
            await phone.look()

    async def _draft(self, place: int, team: Sequence[Phone]) -> None:
        hours, target = 0.25 * (1 + place % 16), ("everyone", "managers")[place // 16 % 2]
        steps = (
            (team[1], "draft", {"card": "training", "do": "play",
                                "f_hours": hours, "f_target": target}),
            (team[0], "bet", {"low": 1, "high": 90}),
            *((phone, "agree", {}) for phone in team[1:]),
        )  # fmt: skip
        for step, (phone, name, fields) in enumerate(steps):
            reply = await phone.ask(f"/team/{name}", number=f"n{step}", **fields)
            assert (reply.status, "say=" in reply.location) == (303, False), (name, reply)

    async def decide(self) -> list[float]:
        """All teams decide at once.

        Returns:
            For each phone, seconds from its team's decision until it showed the result.
        """

        async def decided(team: Sequence[Phone]) -> None:
            reply = await team[0].ask("/team/commit", number="decide")
            assert (reply.status, reply.location) == (303, "/team"), reply
            await team[0].look()

        began = time.perf_counter()
        await asyncio.gather(*map(decided, self.teams))
        await soon(asyncio.gather(*(phone.result.wait() for phone in self.phones)))
        return [phone.result_at - began for phone in self.phones]

    async def close(self) -> None:
        """Everybody hangs up."""
        for phone in (self.lecturer, *self.phones):
            await phone.close()
