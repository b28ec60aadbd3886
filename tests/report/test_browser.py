"""The browser that looks at pages sees what it must."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.browser import faults, opened

GOOD = "<!doctype html><html lang='en'><title>Fine</title><main><h1>Fine</h1></main></html>"
BAD = """<!doctype html><html><title>Bad</title><h1 style="width:5000px">Bad</h1>
<img src="https://example.invalid/x.png"><p>Black</p><p style="color:#ccc">Pale</p>
<script>console.error("oh")</script></html>"""


def test_a_page_without_fault(browser: Any, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(GOOD)
    with opened(browser, page) as seen:
        assert faults(seen) == []


def test_every_kind_of_fault_is_seen(browser: Any, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(BAD)
    with opened(browser, page) as seen:
        found = " ".join(faults(seen))
    for word in ("console: oh", "asks outside: https://example.invalid", "sideways", "image-alt",
                 "color-contrast"):  # fmt: skip
        assert word in found
