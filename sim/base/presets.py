"""Where the shipped presets are."""

from __future__ import annotations

from pathlib import Path


def conf_folder() -> Path:
    """The shipped `conf/`: inside the installed package, or beside it in a source checkout."""
    package = Path(__file__).parents[1]
    installed = package / "conf"
    return installed if installed.is_dir() else package.parent / "conf"
