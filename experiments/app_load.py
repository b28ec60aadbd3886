"""A class of phones at once: how fast, how large, how much memory.

    python -m experiments.app_load [PHONES] [SIZE]

Starts `rollout app` with the scenario rhenania, lets PHONES (100) protocol clients join in teams of
SIZE (4; 1 means everybody alone), has all decide at the same moment, and prints what it measured
beside what is wanted. Nothing is measured on a machine that does other work as well: what else it
had to do (load average) is printed, too.
"""

from __future__ import annotations

import asyncio
import gzip
import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import httpx

WANTED = {
    "decision to shared result, p95, s": 0.5, "first page, kB gzipped": 120.0,
    "first page, requests": 10.0, "memory for a further session, kB": 100.0,
    "server and workers, MB": 700.0, "start to first page, s": 4.0,
}  # fmt: skip
PAGE = 1 << 20


def memory(process: int) -> float:
    """Memory of a process and its children, MB; what they share counts once each (PSS)."""
    total = 0.0
    for each in (process, *children(process)):
        try:
            text = Path(f"/proc/{each}/smaps_rollup").read_text()
        except OSError:
            continue
        total += sum(map(float, re.findall(r"^Pss:\s+(\d+)", text, re.M))) / 1024
    return total


def children(process: int) -> list[int]:
    """Processes that a process has started."""
    found = []
    for task in Path(f"/proc/{process}/task").iterdir():
        found += [int(each) for each in (task / "children").read_text().split()]
    return found


def first_page(address: str) -> tuple[float, int]:
    """Bytes (kB, packed) and requests that a fresh phone needs for the page to join."""
    with httpx.Client(base_url=address, headers={"accept-encoding": "gzip"}) as http:
        size, requests = 0, 1
        page = http.get("/play")
        size += len(gzip.compress(page.content))
        for path in dict.fromkeys(re.findall(r'(?:src|href)="(/static/[^"]+)"', page.text)):
            requests += 1
            size += len(gzip.compress(http.get(path).content))
    return size / 1000, requests


class Phone:
    """A player who speaks HTTP."""

    def __init__(self, address: str) -> None:
        self.http = httpx.AsyncClient(base_url=address, headers={"origin": address},
                                      follow_redirects=True, timeout=120)  # fmt: skip
        self.version = self.text = ""
        self.drawn = asyncio.Event()

    async def page(self) -> str:
        """The team's page, when its numbers are there."""
        while True:
            answer = await self.http.get("/team")
            text = answer.text
            if "data-poll" in text or answer.status_code == 429:
                await asyncio.sleep(0.5)
            else:
                found = re.search(r'data-version="([\d.]+)"', text)
                self.version, self.text = found[1] if found else "", text
                self.drawn.set()
                return text

    async def listen(self) -> None:
        """Hear of versions, as a page does; look again at each new one."""
        async with self.http.stream("GET", "/events") as answer:
            async for line in answer.aiter_lines():
                if line.startswith("data: ") and line[6:] != self.version:
                    await self.page()


async def decides(phone: Phone, team: list[Phone]) -> float:
    """One decides for a team; seconds until all of it see what came of it."""
    text = await phone.page()
    number = re.search(r'name="number" value="(\w+)"', text)
    assert number
    await phone.http.post("/team/bet", data={"low": 1, "high": 90, "number": number[1]})
    for other in team[1:]:
        await other.http.post("/team/agree", data={"number": f"{id(other)}"})
    began = time.perf_counter()
    await phone.http.post("/team/commit", data={"number": number[1]})

    async def sees(one: Phone) -> None:
        while 'id="result"' not in one.text:  # until its stream has led it there
            one.drawn.clear()
            await one.drawn.wait()

    await asyncio.gather(*map(sees, team))
    return time.perf_counter() - began


async def play(address: str, key: str, phones: int, size: int, process: int) -> dict[str, float]:
    """Let them join, decide once to warm up, then all at once."""
    lecturer = httpx.AsyncClient(base_url=address, headers={"origin": address},
                                 follow_redirects=True, timeout=120)  # fmt: skip
    page = (await lecturer.get(f"/lecturer?key={key}")).text
    code = re.search(r'class="bigcode">([A-Z-]+)<', page)
    assert code
    first = Phone(address)  # until the processes have the company ready
    await first.http.post("/play/alone", data={"scenario": "rhenania"})
    await first.page()
    before = memory(process)
    everybody = [Phone(address) for _ in range(phones)]
    teams: list[list[Phone]] = []
    for place, phone in enumerate(everybody):
        choice = "new" if place % size == 0 else ""
        await phone.http.post("/join", data={"code": code[1], "team": choice, "name": ""})
        if place % size == 0:
            teams.append([])
        teams[-1].append(phone)
    streams = [asyncio.ensure_future(each.listen()) for each in everybody]
    await lecturer.post("/lecturer/next", data={"phase": "lobby", "round": 0})
    await asyncio.gather(*(each.page() for each in everybody))
    each_kb = (memory(process) - before) * 1024 / phones  # with results that are remembered
    cards = ("training", "announcement", "champions", "redesign", "lead_by_example")
    for place, team in enumerate(teams):
        for phone in team:
            text = await phone.page()
            number = re.search(r'name="number" value="(\w+)"', text)
            if number:
                fields = {"card": cards[place % len(cards)], "do": "play", "number": number[1]}
                if place % len(cards) == 0:  # training, in doses that differ
                    fields["f_hours"] = f"{1 + 0.25 * (place % 4)}"
                await phone.http.post("/team/draft", data=fields)
    took = await asyncio.gather(*(decides(team[0], team) for team in teams))
    for stream in streams:
        stream.cancel()
    took = sorted(took)
    return {
        "teams": len(teams), "phones": phones,
        "decision to shared result, p50, s": statistics.median(took),
        "decision to shared result, p95, s": took[max(0, round(0.95 * len(took)) - 1)],
        "memory for a further session, kB": each_kb,
        "server and workers, MB": memory(process),
    }  # fmt: skip


def measured(phones: int, size: int, folder: Path) -> dict[str, float]:
    """Start the app, and measure."""
    command = [sys.executable, "-m", "sim", "app", "scenario=rhenania", "port=0"]
    began = time.perf_counter()
    root = str(Path(__file__).parents[1])
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True,
                          env={**os.environ, "PYTHONPATH": root}) as server:  # fmt: skip
        assert server.stdout
        told = server.stdout.readline() + server.stdout.readline()
        address, key = re.search(r"at (\S+)\n", told), re.search(r"key=(\S+)", told)
        assert address
        assert key
        httpx.get(address[1], timeout=60)
        found: dict[str, Any] = {"start to first page, s": time.perf_counter() - began}
        size_kb, requests = first_page(address[1])
        found |= {"first page, kB gzipped": size_kb, "first page, requests": requests}
        found |= asyncio.run(play(address[1], key[1], phones, size, server.pid))
        server.send_signal(signal.SIGINT)
    return found


def main() -> None:
    """Print what was measured beside what is wanted."""
    words = [int(word) for word in sys.argv[1:]]
    phones, size = (words + [100, 4][len(words) :])[:2]
    with tempfile.TemporaryDirectory() as folder:
        found = measured(phones, size, Path(folder))
    print(f"load average {os.getloadavg()[0]:.1f}, {os.cpu_count()} processors")
    for name, value in found.items():
        wanted = f"  (wanted: at most {WANTED[name]:g})" if name in WANTED else ""
        print(f"{name}: {value:.3g}{wanted}")


if __name__ == "__main__":
    main()
