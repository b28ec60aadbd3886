"""Notes about an organisation in words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sim.organisation.notes import Note
from sim.report.language import Language, catalogue


def told(notes: Iterable[Note], language: Language) -> list[str]:
    """One sentence for each note."""
    return [_say(each, language) for each in notes]


def _say(note: Note, language: Language) -> str:
    values = dict(note.values)
    key = f"{note.key}_one" if values.get("count") == 1 else note.key
    sentences = catalogue(language.code, "organisation")
    sentence = sentences.get(key) or sentences[note.key]
    return sentence.format(**{name: _value(each, language) for name, each in values.items()})


def _value(value: Any, language: Language) -> str:
    """A value as text; several are parted by commas, but for what begins with a blank."""
    if isinstance(value, tuple):
        said = [_value(each, language) for each in value]
        return "".join(said[:1] + [each if each[:1] == " " else f", {each}" for each in said[1:]])
    if isinstance(value, Note):
        return _say(value, language)
    if isinstance(value, str):
        return value
    return language.separated(f"{value:,}" if isinstance(value, int) else f"{value:,.1f}")
