"""Opening a page or a folder in what the system opens them with."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path


def opened(path: Path) -> bool:
    """Open it; returns whether there was a program to do so."""
    program = opener()
    if program is None:
        return False
    subprocess.run([program, str(path.resolve())], check=False, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)  # fmt: skip
    return True


def opener() -> str | None:
    """The program that opens files here; None on a machine without a screen."""
    if sys.platform == "darwin":
        return shutil.which("open")
    if sys.platform == "win32":
        return shutil.which("explorer")
    screen = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return shutil.which("xdg-open") if screen else None
