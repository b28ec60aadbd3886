"""Nothing that a user reads changes unnoticed: tables, pages, terminal and refusals."""

from __future__ import annotations

from difflib import unified_diff

import pytest

from tests.record.commands import LINES, Record
from tests.record.update import SAID

MOST = 200
"""Lines of differences that a failure shows."""


def differences(before: str, now: str) -> list[str]:
    """Lines that differ, each part under the file or command line it belongs to."""
    old, new = before.split("\n=== "), now.split("\n=== ")
    parts = [{part.partition("\n")[0].removeprefix("=== "): part for part in each}
             for each in (old, new)]  # fmt: skip
    lines = list[str]()
    for name in dict.fromkeys([*parts[0], *parts[1]]):
        was, is_now = (each.get(name, "").splitlines() for each in parts)
        lines += unified_diff(was, is_now, f"{name}, recorded", f"{name}, now", n=1, lineterm="")
    return lines


@pytest.mark.parametrize("name", LINES)
def test_nothing_changes_unnoticed(record: Record, name: str) -> None:
    before, now = (SAID / f"{name}.txt").read_text(encoding="utf-8"), record.text(name)
    found = differences(before, now)
    shown = "\n".join(found[:MOST])
    assert not found, f"If this is meant: python -m tests.record.update\n{shown}"


def test_a_difference_is_told_with_its_file() -> None:
    before = "=== rollout run\nsame\n=== out/runs.csv\na: 1\nb: 2\n"
    lines = differences(before, before.replace("b: 2", "b: 3"))
    assert lines[0] == "--- out/runs.csv, recorded"
    assert {"-b: 2", "+b: 3"} <= set(lines)
    assert differences(before, before + "=== out/new.csv\nc: 1\n")
    assert not differences(before, before)
