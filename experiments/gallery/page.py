"""The pages of the gallery, from stored numbers and texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from experiments.gallery.entries import ENTRIES, Entry
from experiments.gallery.facts import NUMBERS, Fact
from experiments.gallery.words import Words, texts

FOLDER = Path(__file__).parents[2] / "docs" / "gallery"
LANGUAGES: Mapping[str, str] = {"en": "gallery.md", "de": "galerie.md"}
"""Language -> its page."""


def pages(facts: Sequence[Fact]) -> dict[Path, str]:
    """Every page with its text."""
    return {FOLDER / name: "\n".join(_page(code, facts)) for code, name in LANGUAGES.items()}


def _page(language: str, facts: Sequence[Fact]) -> Iterator[str]:
    said = texts(language)["page"]
    yield f"# {said['title']}\n"
    yield said["introduction"].format(numbers=NUMBERS)
    for number, entry in enumerate(ENTRIES, 1):
        yield from _entry(number, Words(language, entry, facts))


def _entry(number: int, words: Words) -> Iterator[str]:
    said = texts(words.language)["page"]
    yield f"## {number}. {words.say('question')}\n"
    yield f"```bash\nrollout {words.entry.line}\n```\n"
    alt = f"{words.say('title')}. {words.say('alt')}"
    yield f"![{alt}]({words.entry.name}.{words.language}.png)\n"
    yield f"{words.say('answer')}\n"
    decides = " ".join([*_turning(words), words.say("decides")])
    yield f"**{said['decides']}** {decides}\n"
    yield f"**{said['next']}** {words.say('next')}\n"


def _turning(words: Words) -> Iterator[str]:
    entry: Entry = words.entry
    if entry.turned[0] or entry.command == "claims":
        yield words.turning()
