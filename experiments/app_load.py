"""A class of phones at once: how long until a team sees what it decided, and how much memory.

    python -m experiments.app_load          # about two minutes; prints
    python -m experiments.app_load write    # and puts the table into docs/app.md

Starts `rollout app port=0` in an empty folder, on this machine only, and lets a hundred phones in
25 teams (`experiments/app_phones.py`) join, listen and look. Every team has another plan; all
decide at the same moment, so every result is computed then. After that somebody who plays alone
asks what a decision was worth, in companies that nobody has asked about; and where a browser is
installed it plays a year of a company of 300 (`experiments/app_frames.py`). Prints what was
measured beside what is wanted, and what else the machine had to do.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import httpx

from experiments.app_frames import frames
from experiments.app_phones import SIZE, TEAMS, WAIT, Class, Phone

FIRST = 10
"""How many teams are there before memory is measured."""
WHOLE = 60.0
"""Seconds for the class, and for what somebody asks alone."""
ALONE = "rhenania"
"""Scenario of whoever plays alone: another one than the class's."""
PAGE = Path(__file__).parents[1] / "docs" / "app.md"
BEGIN, END = "<!-- generated: speed -->", "<!-- end: speed -->"
WANTED = {
    "start to first page, s": 4.0, "page to join, kB": 120.0, "page to join, requests": 10.0,
    "decision to shared result, p95, s": 0.5, "a further session, kB": 100.0,
    "server and workers, MB": 700.0, "what if, 200 companies, s": 1.5,
    "a frame, p95 on the main thread, ms": 16.7, "a frame, mean over all threads, ms": 16.7,
}  # fmt: skip
ROWS = (
    ("decision to shared result, half of the phones",
     "{decision to shared result, p50, s:.2f} s", ""),
    ("the same, 95 in 100", "{decision to shared result, p95, s:.2f} s", "0.5 s"),
    ("time of the processor meanwhile: server, two workers",
     "{time of the processor meanwhile: server, s:.2f} s, "
     "{time of the processor meanwhile: workers, s:.2f} s", ""),
    ("what a decision was worth, the first time, 200 companies",
     "{what if, 200 companies, s:.1f} s", "1.5 s"),
    ("time of the processor meanwhile: two workers", "{what if, workers, s:.1f} s", ""),
    ("page to join, packed; requests", "{page to join, kB:.0f} kB; {page to join, requests:.0f}",
     "120 kB; 10"),
    ("a further session, with all that a round leaves in memory", "{a further session, kB:.0f} kB",
     "100 kB"),
    ("server and workers (PSS)", "{server and workers, MB:.0f} MB", "700 MB"),
    ("start to first page", "{start to first page, s:.1f} s", "4 s"),
    ("a frame of a company of 300, time of the processor: main thread, half and 95 in 100 of them",
     "{a frame, p50 on the main thread, ms:.1f} ms, {a frame, p95 on the main thread, ms:.1f} ms",
     "16.7 ms"),
    ("the same over all threads of the browser, mean",
     "{a frame, mean over all threads, ms:.1f} ms", "16.7 ms"),
)  # fmt: skip
"""The table of the page: what it is, how it is written, what is wanted on two quiet cores."""


def children(process: int) -> list[int]:
    """Processes that a process has started."""
    return [int(each) for task in Path(f"/proc/{process}/task").iterdir()
            for each in (task / "children").read_text().split()]  # fmt: skip


OWN, SHARED = r"Private_\w+", "Pss"
"""Lines of `smaps_rollup`: what is a process's own (USS), and with its share of the rest (PSS)."""


def memory(process: int, kinds: str) -> float:
    """Memory of one process in kB, `OWN` or `SHARED`."""
    text = Path(f"/proc/{process}/smaps_rollup").read_text()
    return float(sum(map(int, re.findall(rf"^{kinds}:\s+(\d+)", text, re.M))))


def seconds(process: int) -> float:
    """Time of the processor that a process has used."""
    words = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


def first_page(address: str, path: str) -> tuple[float, int]:
    """kB on the wire and requests that a fresh phone needs for a page."""
    with httpx.Client(base_url=address, timeout=WAIT) as http:
        page = http.get(path)
        linked = re.findall(r'(?:src|href)="(/static/[^"]+)"', page.text)
        answers = [page, *map(http.get, dict.fromkeys(linked))]
    return sum(each.num_bytes_downloaded for each in answers) / 1000, len(answers)


async def measured(address: str, key: str, server: int) -> dict[str, float]:
    """Let a class in, and measure."""
    async with asyncio.timeout(WHOLE):
        room = Class(address, key)
        await room.open()
        size, requests = await asyncio.to_thread(first_page, address, f"/j/{room.code}")
        await room.enter(FIRST)
        await room.listen()
        before = memory(server, OWN)
        await room.enter(TEAMS - FIRST)
        await room.listen()
        await room.prepare()
        await room.settle()
        busy, working = seconds(server), sum(map(seconds, children(server)))
        took = sorted(await room.decide())
        busy, working = seconds(server) - busy, sum(map(seconds, children(server))) - working
        each = (memory(server, OWN) - before) / (SIZE * (TEAMS - FIRST))
        crew = [server, *children(server)]
        await room.close()
    return {
        "page to join, kB": size, "page to join, requests": requests, "phones": len(took),
        "decision to shared result, p50, s": statistics.median(took),
        "decision to shared result, p95, s": took[round(0.95 * len(took)) - 1],
        "decision to shared result, the last, s": took[-1],
        "time of the processor meanwhile: server, s": busy,
        "time of the processor meanwhile: workers, s": working,
        "a further session, kB": each,
        "server alone (USS), MB": memory(server, OWN) / 1024,
        "server and workers (USS), MB": sum(memory(one, OWN) for one in crew) / 1024,
        "server and workers, MB": sum(memory(one, SHARED) for one in crew) / 1024,
    }  # fmt: skip


@contextlib.contextmanager
def started(folder: Path) -> Iterator[tuple[subprocess.Popen[str], str, str]]:
    """The app as a process of its own: it, its address, the lecturer's key."""
    command = [sys.executable, "-m", "sim", "app", "port=0", f"data={folder / 'load.sqlite'}"]
    root = str(Path(__file__).parents[1])
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True,
                          env={**os.environ, "PYTHONPATH": root}) as server:  # fmt: skip
        try:
            assert server.stdout
            told = server.stdout.readline() + server.stdout.readline()
            address, key = re.search(r"at (http://\S+)", told), re.search(r"key=(\S+)", told)
            assert address, told
            assert key, told
            yield server, address[1], key[1]
        finally:
            server.send_signal(signal.SIGINT)
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                server.kill()


async def what_if(address: str, server: int) -> dict[str, float]:
    """Play alone, and ask what the first decision was worth: nobody has asked before."""
    async with asyncio.timeout(WHOLE):
        phone = Phone(address)
        await phone.ask("/play/alone", scenario=ALONE)
        await phone.ask("/team/draft", card="training", do="play", f_hours=1.0, number="draft")
        await phone.look()
        await asyncio.to_thread(quiet, address)  # companies are made ready while nobody asks
        rounds = int(re.findall(r"Round 1 of (\d+)", phone.page)[0])
        for round_ in range(rounds):
            await phone.ask("/team/bet", low=1, high=90, number=f"bet{round_}")
            await phone.ask("/team/commit", number=f"commit{round_}")
        began, working = time.perf_counter(), sum(map(seconds, children(server)))
        while "data-poll" in (await phone.ask("/team/whatif/0")).text:
            await asyncio.sleep(0.1)
        took = time.perf_counter() - began
        await phone.close()
    return {
        "what if, 200 companies, s": took,
        "what if, workers, s": sum(map(seconds, children(server))) - working,
    }


def quiet(address: str) -> None:
    """Wait until no job waits."""
    while httpx.get(f"{address}/health", timeout=WAIT).json()["waiting"]:
        time.sleep(0.2)


def table(found: Mapping[str, float], load: float) -> str:
    """What was measured as the table of the page."""
    rows = [(what, written(how, found), wanted) for what, how, wanted in ROWS]
    head = f"measured (load average before: {load:.1f})"
    lines = [f"| | {head} | wanted, on two quiet cores |", "|---|---|---|"]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows if row[1])])


def written(how: str, found: Mapping[str, float]) -> str:
    """A cell; "" where something of it was not measured."""
    names = re.findall(r"\{(.+?):(\.\df)\}", how)
    if not all(name in found for name, _ in names):
        return ""
    return re.sub(r"\{(.+?):(\.\df)\}", lambda part: format(found[part[1]], part[2]), how)


def main() -> None:
    """Print what was measured beside what is wanted; `write` puts it into the page."""
    load, began = os.getloadavg()[0], time.perf_counter()
    with tempfile.TemporaryDirectory() as folder, started(Path(folder)) as (server, address, key):
        httpx.get(address, timeout=WAIT)
        found = {"start to first page, s": time.perf_counter() - began}
        found |= asyncio.run(measured(address, key, server.pid))
        found |= asyncio.run(what_if(address, server.pid))
        found |= frames(address)
    print(f"load average before: {load:.1f}; processors: {os.cpu_count()}")
    for name, value in found.items():
        wanted = f"  (wanted: at most {WANTED[name]:g})" if name in WANTED else ""
        print(f"{name}: {value:.3g}{wanted}")
    if sys.argv[1:] == ["write"]:
        before, _, after = PAGE.read_text(encoding="utf-8").partition(BEGIN)
        after = after.partition(END)[2]
        PAGE.write_text(
            f"{before}{BEGIN}\n\n{table(found, load)}\n\n{END}{after}", encoding="utf-8"
        )


if __name__ == "__main__":
    main()
