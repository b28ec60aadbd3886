"""`rollout open`: the page of a result, or its folder, in what the system opens them with."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from sim.base.params import ConfigError
from sim.config.words import Arguments

RESULTS = Path("results")
PAGES = ("index.html", "summary.html", "summary.md")


def main(arguments: Arguments) -> int:
    """Run the command."""
    words = arguments.take_words(0, 1)
    folder = Path(words[0]) if words else last_result(RESULTS)
    if not folder.exists():
        raise ConfigError(f"there is no {folder}")
    pages = [folder / name for name in PAGES if (folder / name).is_file()]
    target = (pages[0] if pages else folder).resolve()
    print(target)
    program = opener()
    if program is not None:
        subprocess.run([program, str(target)], check=False, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)  # fmt: skip
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


def opener() -> str | None:
    """The program that opens files here; None on a machine without a screen."""
    if sys.platform == "darwin":
        return shutil.which("open")
    if sys.platform == "win32":
        return shutil.which("explorer")
    screen = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return shutil.which("xdg-open") if screen else None
