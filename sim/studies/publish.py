"""Everything that a study leaves in its folder: all of it, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.base.hands import done
from sim.studies.answer import Answer, Place

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sim.report.language import Language


def publish(
    answer: Answer,
    out: Path,
    languages: Sequence[Language],
    started: float,
    how: Mapping[str, Any],
    workers: int = 1,
) -> None:
    """Write all files of an answer; those of an earlier one in the same folder go, or none does.

    Args:
        answer: What came of a study.
        out: Folder of the results.
        languages: Of pages and figures; the first one's have the plain names.
        started: When the work began, in seconds since 1970.
        how: Command line and what else belongs into the provenance.
        workers: How many processes may draw.
    """
    from sim.base.files import together
    from sim.runs.measured import FILE as MEASURED
    from sim.runs.provenance import write_provenance

    with together(out, kept=(MEASURED,)) as new:
        for name, content in answer.files.items():
            write(new / name, content)
        answer.folder(new)
        figures = {
            speak: new / "figures" / ("" if speak == languages[0] else speak.code)
            for speak in languages
        }
        jobs = [job for speak in languages for job in _drawings(answer, figures[speak], speak)]
        done(jobs, workers)
        for speak in languages:
            for name, text in answer.pages.items():
                write(new / in_language(name, speak.code), text(speak, Place(out, figures[speak])))
        _write_reports(answer, new, languages[0])
        write_provenance(new, started, answer.seeds, {**how, **answer.how})


def _write_reports(answer: Answer, folder: Path, first: Language) -> None:
    """Pages without figures of their own: always in every language."""
    from sim.report.language import LANGUAGES, Language

    for code in LANGUAGES if answer.reports else ():
        other = next(each for each in LANGUAGES if each != code)
        for name, page in answer.reports.items():
            speak = Language(code, first.presets)
            write(folder / in_language(name, code), page(speak, in_language(name, other)))


def in_language(page: str, code: str) -> str:
    """The file of a page: the English one has the plain name, others their code before the end."""
    from sim.report.language import LANGUAGES

    stem, _, suffix = page.rpartition(".")
    return page if code == LANGUAGES[0] else f"{stem}.{code}.{suffix}"


def write(path: Path, content: Any) -> None:
    """Write one file: text, a table as its ending says, or whatever writes itself."""
    from sim.base.files import atomic_write, write_csv, write_text

    if isinstance(content, str):
        write_text(path, content)
    elif callable(content):
        content(path)
    elif path.suffix == ".csv":
        write_csv(content, path)
    else:
        with atomic_write(path) as temporary:
            content.to_parquet(temporary, index=False)


def _drawings(answer: Answer, folder: Path, speak: Language) -> list[Callable[[], object]]:
    """A job per figure, of which none needs another."""
    if not answer.figures:
        return []
    from sim.report.plots import style

    style.load()
    context = answer.context(speak)
    figures = answer.figures.items()
    return [partial(draw, {name: figure}, folder, speak, context) for name, figure in figures]


def draw(
    figures: Mapping[str, Callable[[Language], Figure]],
    folder: Path,
    language: Language,
    context: str = "",
) -> None:
    """Draw figures as PNG and SVG, each with what it is about at its lower edge."""
    from sim.report.plots import style
    from sim.report.plots.sheet import footnote

    with style.look():
        for name, figure in figures.items():
            drawn = figure(language)
            footnote(drawn, context)
            style.save(drawn, folder, name)
