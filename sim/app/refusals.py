"""Refusals in the language of a page: the model's own sentence, found in the catalogue.

Refusals are made wherever something is checked, in English, for every command. A page looks up
which sentence of `refusals.yaml` it is, and says the same one in its own language.
"""

from __future__ import annotations

import functools
import re
import string

from sim.report.language import ENGLISH, Language, catalogue

TOPIC = "refusals"
WHAT, UNIT = "what_", "unit_"
"""Keys that are no sentences: what there is none of, and units."""
NUMBERS = ("low", "high", "count", "people", "seeds", "letters", "got")
"""Places that are numbers where they look like one."""
NUMBER = re.compile(r"-?[\d,]+(\.\d+)?")
WORDS = {"None": "null", "True": "true", "False": "false"}
"""Values as an address has them."""


def told(refusal: str, speak: Language) -> str | None:
    """A refusal in a language; None for one that no catalogue has.

    Args:
        refusal: As the model says it.
        speak: Language.
    """
    if speak.code == ENGLISH.code:
        return refusal
    for key, pattern in _sentences():
        found = pattern.fullmatch(refusal)
        if found:
            places = {name: _place(name, text, speak) for name, text in found.groupdict().items()}
            return speak.say(f"refusals.{key}", **places)
    return None


@functools.cache
def _sentences() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Sentences as the model says them, with what may stand in their places."""
    return tuple(
        (key, re.compile("".join(_parts(text))))
        for key, text in catalogue(ENGLISH.code, TOPIC).items()
        if not key.startswith((WHAT, UNIT))
    )


def _parts(text: str) -> list[str]:
    parts = []
    for plain, place, _, _ in string.Formatter().parse(text):
        parts.append(re.escape(plain))
        if place == "where":
            parts.append(r"(?P<where>\S+)")
        elif place:
            parts.append(f"(?P<{place}>.+?)")
    return parts


def _place(name: str, text: str, speak: Language) -> str:
    """What stands in a place, in a language."""
    if name in ("what", "unit"):
        key = f"{name}_{text}"
        return speak.say(f"refusals.{key}") if key in catalogue(speak.code, TOPIC) else text
    if name in NUMBERS and NUMBER.fullmatch(text):
        return speak.separated(text)
    if name == "got":
        plain = text.strip("'\"")
        return WORDS.get(text, plain if plain == text else speak.say("explore.quoted", text=plain))
    return text
