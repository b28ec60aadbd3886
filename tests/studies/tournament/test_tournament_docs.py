"""docs/tournament.md is what the two commands wrote, with every figure it shows."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from sim.cli.main import COMMANDS
from sim.config.words import read
from sim.report.language import ENGLISH

DOCS = Path(__file__).parents[3] / "docs"
PAGE = (DOCS / "tournament.md").read_text(encoding="utf-8")


def test_both_pages_are_there_with_limits_first() -> None:
    parts = re.split(r"^# ", PAGE, flags=re.MULTILINE)[1:]
    assert len(parts) == 2
    for part, command in zip(parts, ("tournament", "search"), strict=True):
        assert part.index("## Limits first") < part.index("## Verdict")
        (line,) = re.findall(rf"Written by `(rollout {command}[^`]*)`", part)
        assert read(shlex.split(line)[1:]).command in COMMANDS
    no_study = ENGLISH.say("_limits.no_study")
    assert ENGLISH.say("tournament.limits", no_study=no_study) in PAGE


def test_figures_and_references_are_there() -> None:
    figures = re.findall(r"\]\((figures/[^)]+)\)", PAGE)
    assert len(figures) >= 5
    assert all((DOCS / each).is_file() for each in figures)
    assert all(name in PAGE for name in ("Deb", "Savage", "Holm", "Fieller", "Berger"))
