"""`rollout open`: the page of a result, or its folder, in what the system opens them with."""

from __future__ import annotations

from pathlib import Path

from sim.base.opening import opened
from sim.base.params import ConfigError
from sim.config.words import Arguments

RESULTS = Path("results")
PAGES = ("index.html", "report.html", "summary.html", "summary.md")


def main(arguments: Arguments) -> int:
    """Run the command."""
    words = arguments.take_words(0, 1)
    folder = Path(words[0]) if words else last_result(RESULTS)
    if not folder.exists():
        raise ConfigError(f"there is no {folder}")
    pages = [folder / name for name in PAGES if (folder / name).is_file()]
    target = (pages[0] if pages else folder).resolve()
    print(target)
    opened(target)
    return 0


def last_result(below: Path) -> Path:
    """The folder of the last finished command.

    Raises:
        ConfigError: There is none.
    """
    finished = list(below.glob("*/provenance.json"))
    if not finished:
        raise ConfigError(f"no result below ./{below} yet: type rollout compare study=quick")
    return max(finished, key=lambda path: path.stat().st_mtime).parent
