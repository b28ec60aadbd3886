"""A page that exists in both languages says the same in both: what one gains, the other must."""

from __future__ import annotations

import os
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from docs.conf import SHOWN
from experiments.two_languages import twins

ROOT = Path(__file__).parents[1]
FILES = {shown: file for file, shown in SHOWN.items()}
SHOWN_AS = {f"docs/{english}.md": f"docs/{german}.md" for english, german in twins().items()}
TWINS = {FILES.get(english, english): FILES.get(german, german)
         for english, german in SHOWN_AS.items()}  # fmt: skip
TO_GERMAN = SHOWN_AS | TWINS
TO_ENGLISH = {german: english for english, german in TO_GERMAN.items()}
BLOCK = re.compile(r"^```(\S[^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LANGUAGE = re.compile(r"(?<=/figures/)de/|[._](de|en)(?=\.\w+$)")
GENERATED = re.compile(r"^<!-- generated: (\w+) -->$.*?^<!-- end: \1 -->$", re.M | re.DOTALL)


class Shape:
    """What must be the same on both pages, whatever the words."""

    def __init__(self, file: str, text: str) -> None:
        text = GENERATED.sub("", text)
        found = [(kind, code) for kind, code in BLOCK.findall(text) if not kind.startswith("{")]
        prose = BLOCK.sub("", text)
        self.headings = re.findall(r"^#+(?= )", prose, re.MULTILINE)
        self.points = re.findall(r"^ *(?:[*-]|\d+\.)(?= )", prose, re.MULTILINE)
        self.rows = [row.count(" | ") for row in re.findall(r"^\|.*\|$", prose, re.MULTILINE)]
        self.code = [(kind, "" if kind == "text" else _plain(code)) for kind, code in found]
        self.commands = {_plain(each) for each in re.findall(r"`(rollout \w+\s[^`…]+)`", prose)}
        self.numbers = _numbers(re.sub(r"\]\([^)]*\)|`[^`]*`", "", prose))
        links = re.findall(r"\]\(([^)\s]+)\)", prose)
        self.links = Counter(each for link in links if (each := _place(file, link)))


def _plain(code: str) -> str:
    """Code without comments, breaks of lines, and the word for German."""
    lines = [re.sub(r"(^|\s)# .*", "", line) for line in code.splitlines()]
    return " ".join(" ".join(lines).replace(" language=de", "").split())


def _numbers(prose: str) -> set[str]:
    """Digits of numbers that have two and more; few are a word in one language at times."""
    found = re.findall(r"\d(?:[.,]?\d)+", prose)
    return {re.sub("[.,]", "", each) for each in found}


def _place(file: str, link: str) -> str | None:
    """Where a link leads, by the English page; none if it leads to the other language."""
    path, _, anchor = link.partition("#")
    if ":" in link:
        return link
    target = os.path.normpath(os.path.join(os.path.dirname(file), path)) if path else file
    own, other = TO_GERMAN, TO_ENGLISH
    if file in TO_ENGLISH:
        own, other = other, own
    if target in other:
        return None
    if target in own:  # to a page that both have; headings are called differently
        return f"{TO_ENGLISH.get(target, target)}{'#' if anchor else ''}"
    return LANGUAGE.sub("", f"{target}#{anchor}" if anchor else target)


def differences(english: str, german: str) -> list[str]:
    """What only one of two pages has."""
    one, two = (Shape(file, (ROOT / file).read_text("utf-8")) for file in (english, german))
    return [
        f"{name}: {_less(mine, other)} against {_less(other, mine)}"
        for name, mine in vars(one).items()
        if mine != (other := getattr(two, name))
    ]


def _less(one: Any, two: Any) -> Any:
    return one if isinstance(one, list) else sorted(one - two)


@pytest.mark.parametrize("english", TWINS)
def test_both_pages_have_the_same_parts(english: str) -> None:
    assert differences(english, TWINS[english]) == []
