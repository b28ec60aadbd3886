"""Where the shipped presets are, what configurations are written in, and in which languages."""

from __future__ import annotations

from pathlib import Path


def conf_folder() -> Path:
    """The shipped `conf/`: inside the installed package, or beside it in a source checkout."""
    package = Path(__file__).parents[1]
    installed = package / "conf"
    return installed if installed.is_dir() else package.parent / "conf"


TEXTS = Path(__file__).parents[1] / "report" / "text"
"""A folder of text files per language, called by its code."""
REFERENCE = "none"
"""Name of the strategy without levers that every comparison also runs."""
RULES = ("when", "until", "then")
"""Fields of levers that hold rules (`sim/model/rules.py`); no file names those that are none."""
LANGUAGES = ("en", *sorted({each.parent.name for each in TEXTS.glob("*/common.yaml")} - {"en"}))
"""Codes of all languages that have one, English first."""
