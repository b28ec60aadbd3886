"""What comes of a study, whatever it asks: files, figures, pages, and what is said of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sim.report.language import Language


class Place(NamedTuple):
    """Where a page will stand, and where the figures of its language are while it is written."""

    out: Path
    figures: Path


@dataclass(frozen=True)
class Answer:
    """What came of a study.

    Attributes:
        files: Name -> its text, a table (written by the file's ending), or what writes it.
        figures: Name without ending -> what draws it in a language.
        pages: Name -> its text in a language; other languages put their code into the name.
        context: One line on what the result is about; above what is told, below every figure.
        reports: Name -> its text in a language, given the file of the other language, where a page
            needs no figure of its own; written in every language, as pages are.
        opens: The page that `open=true` opens, named in the last line; "" for none.
        folder: Writes further files into a folder, where they are too large to be held.
        told: What a terminal is told in a language, given the folder of results: what was found.
        details: What it is told besides if somebody wants details.
        seeds: Seeds of the runs, or the first one.
        how: What else belongs into the provenance.
    """

    files: Mapping[str, Any] = field(default_factory=dict)
    figures: Mapping[str, Callable[[Language], Figure]] = field(default_factory=dict)
    pages: Mapping[str, Callable[[Language, Place], str]] = field(default_factory=dict)
    context: Callable[[Language], str] = lambda language: ""
    reports: Mapping[str, Callable[[Language, str], str]] = field(default_factory=dict)
    opens: str = ""
    folder: Callable[[Path], None] = lambda folder: None
    told: Callable[[Language, Path], str] = lambda language, out: ""
    details: Callable[[Language, Path], str] | None = None
    seeds: Sequence[int] = ()
    how: Mapping[str, Any] = field(default_factory=dict)
