"""Notes about an organisation are data; both languages can say every one of them."""

from __future__ import annotations

import re
import string
from pathlib import Path

import yaml

import sim.organisation
from sim.organisation.notes import listed, note
from sim.report.language import TEXTS as TEXT
from sim.report.language import Language
from sim.report.notes import told

SENTENCES = {
    code: yaml.safe_load((TEXT / code / "organisation.yaml").read_text(encoding="utf-8"))
    for code in ("en", "de")
}
CODE = Path(sim.organisation.__file__).parent


def places(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def test_both_languages_say_the_same() -> None:
    english, german = SENTENCES["en"], SENTENCES["de"]
    assert english.keys() == german.keys()
    for key, sentence in english.items():
        assert places(sentence) == places(german[key]), key


def test_every_note_has_a_sentence_and_every_sentence_a_note() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in CODE.rglob("*.py"))
    for key in set(re.findall(r'note\(\s*"(\w+)"', code)):
        assert key in SENTENCES["en"], key
    for key in SENTENCES["en"]:
        assert f'"{key.removesuffix("_one")}"' in code, key


def test_numbers_and_lists_follow_the_language() -> None:
    several = note("isolated", count=1234)
    one = note("isolated", count=1)
    names = note(
        "unused", file="a.csv", columns=listed(["x", note("column_number", number=3), "y"], 2)
    )
    assert told([several, one, names], Language("en")) == [
        "1,234 people have no tie to anybody but stay in.",
        "1 person has no tie to anybody but stays in.",
        "Columns of a.csv that were not used: x, column 3 and 1 more.",
    ]
    assert told([several, one, names], Language("de")) == [
        "1.234 Personen haben zu niemandem eine Beziehung, bleiben aber dabei.",
        "1 Person hat zu niemandem eine Beziehung, bleibt aber dabei.",
        "Nicht verwendete Spalten von a.csv: x, Spalte 3 und 1 weitere.",
    ]
    degree = note("one_layer", mean=5.667)
    assert told([degree], Language("de"))[0].endswith("(im Mittel 5,7 je Person).")
