"""The gallery: twelve questions, a command and a figure each; `docs/gallery`.

python -m experiments.gallery write [NAME ...]    # all of it: some minutes
python -m experiments.gallery pages               # the pages again, from the stored numbers
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from contextlib import chdir
from pathlib import Path

from experiments.gallery.entries import BY_NAME, ENTRIES
from experiments.gallery.facts import Fact, done, stored, written
from experiments.gallery.figures import draw
from experiments.gallery.page import FOLDER, LANGUAGES, pages


def write(names: Sequence[str]) -> None:
    """Run the commands of some entries, and write numbers, figures and pages."""
    kept = [fact for fact in stored(FOLDER) if fact.entry not in names]
    found: list[Fact] = []
    for name in names:
        entry = BY_NAME[name]
        with tempfile.TemporaryDirectory() as place, chdir(place):
            own = done(entry, Path(place))
            found += own
            for language in LANGUAGES:
                draw(entry, own, Path(place), language, FOLDER)
        print(name)
    order = [entry.name for entry in ENTRIES]
    facts = sorted([*kept, *found], key=lambda fact: order.index(fact.entry))
    written(facts, FOLDER)


def main(words: Sequence[str]) -> None:
    """Do what the first word says."""
    if not words or words[0] not in ("write", "pages") or not set(words[1:]) <= set(BY_NAME):
        sys.exit("usage: python -m experiments.gallery write [NAME ...] | pages")
    if words[0] == "write":
        write(words[1:] or list(BY_NAME))
    for path, text in pages(stored(FOLDER)).items():
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
