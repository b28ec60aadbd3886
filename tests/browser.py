"""A real browser for pages: what they say to the console, ask of the network, and look like.

`opened(browser, address)` is a page that notes every line on the console, every error and every
request that leaves the machine; `faults(page)` is what a picky reader would say of it.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
NAMES = ("chromium", "chromium-browser", "google-chrome")
OWN = ("127.0.0.1", "localhost", "::1")
"""Hosts that are this machine."""
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa")
CHECK = """async tags => {
  const color = axe.commons.color.Color, own = color.prototype.parseString, known = new Map();
  color.prototype.parseString = function (text) {
    if (!known.has(text)) known.set(text, own.call(new color(0, 0, 0), text));
    const {r, g, b, alpha} = known.get(text);
    return Object.assign(this, {r, g, b, alpha});
  };
  const what = {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']};
  const found = await axe.run(what).finally(() => { color.prototype.parseString = own; });
  return found.violations.map(each => `${each.id}: ${each.nodes[0].html.slice(0, 120)}`);
}"""
"""Axe, told to take every colour apart once only, and to hand back what is wrong and no more."""


def executable() -> str:
    """The browser of the system, or a skipped test where there is none."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip(f"no browser is installed (looked for {', '.join(NAMES)})")
    return found


@contextmanager
def started() -> Iterator[Any]:
    """A browser without a history; skips where Playwright or the browser is missing."""
    playwright = pytest.importorskip("playwright.sync_api")
    path = executable()
    with tempfile.TemporaryDirectory() as profile, playwright.sync_playwright() as driver:
        context = driver.chromium.launch(
            executable_path=path, args=[*FLAGS, f"--disk-cache-dir={profile}"]
        )
        try:
            yield context
        finally:
            context.close()


@dataclass
class Seen:
    """A page, and what it did that nobody sees."""

    page: Any
    console: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)


@contextmanager
def opened(
    browser: Any, address: str | Path, width: int = 1280, height: int = 900, **context: Any
) -> Iterator[Seen]:
    """A page at an address or of a file.

    Args:
        browser: Of the fixture `browser`.
        address: An address on this machine, or a file.
        width: Of the window, in pixels.
        height: Of the window, in pixels.
        context: For Playwright's `new_context`, such as `locale="de-DE"`.
    """
    opening = browser.new_context(viewport={"width": width, "height": height}, **context)
    page = opening.new_page()
    seen = Seen(page)
    page.on("console", lambda line: seen.console.append(line.text))
    page.on("pageerror", lambda error: seen.console.append(str(error)))
    page.on("request", lambda request: _note(seen, request.url))
    try:
        page.goto(address.resolve().as_uri() if isinstance(address, Path) else address)
        yield seen
    finally:
        opening.close()


def faults(seen: Seen) -> list[str]:
    """Lines on the console, requests that leave the machine, scrolling sideways, broken rules."""
    return [
        *(f"console: {line}" for line in seen.console),
        *(f"asks outside: {address}" for address in seen.outside),
        *(["scrolls sideways"] if _wide(seen.page) else []),
        *(f"axe: {each}" for each in violations(seen.page)),
    ]


def violations(page: Any) -> list[str]:
    """Rules of WCAG A and AA that a page breaks, each with the first place that does."""
    axe = pytest.importorskip("axe_playwright_python.base")
    page.evaluate(axe.AXE_SCRIPT)
    return list(page.evaluate(CHECK, RULES))


def _note(seen: Seen, address: str) -> None:
    parts = urlsplit(address)
    if parts.scheme not in ("file", "data", "blob", "about") and parts.hostname not in OWN:
        seen.outside.append(address)


def _wide(page: Any) -> bool:
    inner = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    return bool(page.evaluate(inner))
