"""What a frame of the moving network costs: a year of a company of 300 in a real browser.

Counted is time of the processor, as the browser's own trace has it, so it does not depend on what
else the machine does: per frame on the page's main thread, where it is worked out and painted (in
software), and over all threads of the browser together, divided by the frames.
"""

from __future__ import annotations

import contextlib
import json
import statistics
from collections.abc import Sequence
from typing import Any

YEAR = "/explore?organisation.headcount=300&weeks=52&withdraw_week=40&week=1"
CATEGORIES = ("toplevel", "devtools.timeline")
TASK = "ThreadControllerImpl::RunTask"
"""A task that is part of no other one, in a trace."""
LONG = 120_000
"""Milliseconds for the page, and for a year that goes by."""


def frames(address: str) -> dict[str, float]:
    """Time of the processor of a frame, in ms; nothing where there is no browser."""
    with contextlib.suppress(ImportError):
        from playwright.sync_api import sync_playwright

        from tests.browser import FLAGS, executable

        with sync_playwright() as driver:
            browser = driver.chromium.launch(executable_path=executable(), args=list(FLAGS))
            page = browser.new_page(viewport={"width": 1920, "height": 1080})
            page.goto(f"{address}{YEAR}", timeout=LONG)
            page.wait_for_selector("#pending", state="detached", timeout=LONG)
            browser.start_tracing(page=page, categories=list(CATEGORIES))
            page.click("#play")
            page.wait_for_selector("#play[aria-pressed=false]", timeout=LONG)
            trace = json.loads(browser.stop_tracing())["traceEvents"]
            browser.close()
            return counted(trace)
    return {}


def counted(trace: Sequence[dict[str, Any]]) -> dict[str, float]:
    """The same from a trace: tasks of the thread that draws frames, and of all others."""
    fired = sorted((each["ts"], each["pid"], each["tid"]) for each in trace
                   if each.get("name") == "FireAnimationFrame")  # fmt: skip
    starts, (_, process, thread) = [each[0] for each in fired], fired[0]
    tasks = [each for each in trace if each.get("name") == TASK and "tdur" in each
             and starts[0] <= each["ts"] <= starts[-1]]  # fmt: skip
    own = [0.0] * len(starts)
    place = 0
    main = [each for each in tasks if (each["pid"], each["tid"]) == (process, thread)]
    for each in sorted(main, key=lambda task: task["ts"]):
        while place + 1 < len(starts) and each["ts"] + each["dur"] > starts[place + 1]:
            place += 1
        own[place] += each["tdur"] / 1000
    every = sum(each["tdur"] for each in tasks) / 1000 / max(1, len(starts) - 1)
    cuts = statistics.quantiles(own[:-1], n=20)
    return {
        "frames of a year": float(len(starts)),
        "a frame, p50 on the main thread, ms": statistics.median(own[:-1]),
        "a frame, p95 on the main thread, ms": cuts[-1],
        "a frame, mean over all threads, ms": every,
    }
