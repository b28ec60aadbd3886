"""What a parameter and its source are called in a language; citations stay as they are."""

from __future__ import annotations

from sim.base.params import ASSUMED, FITTED, LOOSELY
from sim.report.language import ENGLISH, Language, catalogue

BEFORE = "; before that: "


def label(key: str, declared: str, speak: Language) -> str:
    """What a parameter is called: as it is declared in English, else by `assumptions.yaml`.

    Args:
        key: Its full key.
        declared: How it is declared, and called where a language has no word for it.
        speak: The language.
    """
    if speak.code == ENGLISH.code:
        return declared
    return catalogue(speak.code, "assumptions").get(key.replace(".", "_"), declared)


def source(text: str, speak: Language) -> str:
    """Where a value is from: its kind in words, and what is cited as it is written."""
    kind, _, first = text.partition(BEFORE)
    kinds = {"": "none", ASSUMED: "assumed", FITTED: "fitted", LOOSELY: "loosely"}
    words = speak.say(f"study.source_{kinds[kind]}") if kind in kinds else kind
    return speak.say("study.source_before", kind=words, first=first) if first else words
