"""The course pack in docs/course: what is measured in it, and what is shown and printed.

    python -m experiments.course write     # figures, and what guides expect; half a minute
    python -m experiments.course build     # slides, handouts and guides, in build/course

`build` needs no model and no network; every file it writes is whole by itself.
"""

from __future__ import annotations

import sys

from experiments.course.pages import ROOT, build
from experiments.course.words import LANGUAGES

BUILT = ROOT / "build" / "course"


def main(words: list[str]) -> None:
    """Do what was asked for."""
    if words == ["build"]:
        build(BUILT)
        for code in LANGUAGES:
            print((BUILT / f"index.{code}.html").relative_to(ROOT))
    elif words == ["write"]:
        from experiments.course.figures import write_figures
        from experiments.course.observations import Measured, write_guides

        measured = Measured()
        for path in [*write_guides(measured), *write_figures(measured)]:
            print(path.relative_to(ROOT))
    else:
        sys.exit("usage: python -m experiments.course write|build")


if __name__ == "__main__":
    main(sys.argv[1:])
