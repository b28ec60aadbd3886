"""A paper's methods and results, from nothing: tables, figures and the page that shows them.

    make paper                                   # or: python -m experiments.paper
    python -m experiments.paper size=small       # seconds, to see that it works
    python -m experiments.paper write            # docs/paper.md from the tables in results/paper

Keys: `size=small|full`, `out=FOLDER` (default: results/paper), and others as for every study, such
as `workers=1`. What was interrupted goes on where it stopped.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from experiments.paper.design import SIZES
from experiments.paper.figures import draw
from experiments.paper.make import run
from experiments.paper.page import WORDS, page, read

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"


def show(kept: Path, folder: Path, docs: str) -> Path:
    """Figures and the page of some tables, in a folder; `docs` is the way to the documentation."""
    draw(read(kept), WORDS, folder / "figures")
    path = folder / "paper.md"
    path.write_text(page(kept, docs), encoding="utf-8")
    return path


def main(words: Sequence[str]) -> None:
    """Make the page, or write it into the documentation."""
    given = dict(word.split("=", 1) for word in words if "=" in word)
    size = given.pop("size", "full")
    folder = Path(given.pop("out", ROOT / "results" / "paper")).resolve()
    if size not in SIZES or {word for word in words if "=" not in word} - {"write"}:
        sizes = "|".join(SIZES)
        sys.exit(f"usage: python -m experiments.paper [write] [size={sizes}] [out=FOLDER]")
    if "write" in words:
        shutil.copytree(folder / "paper", DOCS / "paper", dirs_exist_ok=True)
        print(show(DOCS / "paper", DOCS, ""))
        return
    kept = run(size, folder, " ".join(f"{key}={value}" for key, value in given.items()))
    print(show(kept, folder, f"{DOCS.as_posix()}/"))


if __name__ == "__main__":
    main(sys.argv[1:])
