"""What lies in docs/course: its languages, its units, its files."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

COURSE = Path(__file__).parents[2] / "docs" / "course"
LANGUAGES = ("en", "de")


@cache
def data(name: str) -> Any:
    """One of its YAML files."""
    return yaml.safe_load((COURSE / f"{name}.yaml").read_text(encoding="utf-8"))


def pages(kind: str = "*") -> list[Path]:
    """Its Markdown files of one kind: guide, slides, handout, data, index."""
    return sorted(path for code in LANGUAGES for path in COURSE.rglob(f"{kind}.{code}.md"))


def code_of(path: Path) -> str:
    """The language of a file, which stands before its ending."""
    return path.name.split(".")[-2]
