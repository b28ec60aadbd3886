"""The frame of all studies: a question, runs that are wanted, an answer.

A study says what it asks, which runs it wants and what follows from them. Everything else is
here, once: reading keys, announcing, obeying `dry_run` and `fail_fast`, folder, store and
engine, writing files, telling failures, the exit code.
"""

from __future__ import annotations

import dataclasses
import sys
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from sim.base.params import Checked, ConfigError, unknown
from sim.config.words import Arguments, key_of

if TYPE_CHECKING:
    from _typeshed import DataclassInstance
    from matplotlib.figure import Figure

    from sim.config.settings import Settings
    from sim.report.language import Language
    from sim.runs.wants import Want
    from sim.runs.work import Work

Own = TypeVar("Own", bound=Checked)
Question = TypeVar("Question")
Size = TypeVar("Size", bound="DataclassInstance")

FAILED = 3
"""Exit code when runs failed."""


@dataclass(frozen=True)
class Line(Generic[Own]):
    """A command line, read and checked.

    Attributes:
        arguments: The line as it was typed.
        own: Values of the study's own keys.
        typed: All other words.
        words: The same, the study's defaults first.
        settings: What they say of the command: strategies, seeds, workers, folders.
    """

    arguments: Arguments
    own: Own
    typed: tuple[str, ...]
    words: tuple[str, ...]
    settings: Settings

    @property
    def config_dir(self) -> str | None:
        """A folder of further presets."""
        return self.arguments.config_dir

    @property
    def speak(self) -> Language:
        """What the terminal is told in."""
        from sim.report.language import Language

        return Language(self.settings.language, self.config_dir)

    def names(self, key: str) -> bool:
        """Whether somebody typed a key."""
        return any(key_of(word) == key for word in self.arguments.words)

    def sized(self, size: Size) -> Size:
        """A size, with those of its numbers that somebody typed instead."""
        fields = dataclasses.fields(size)
        typed = {each.name: getattr(self.own, each.name) for each in fields
                 if self.names(each.name) and hasattr(self.own, each.name)}  # fmt: skip
        return dataclasses.replace(size, **typed)


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


Wants = Generator["Want", Any, Answer]


def _announcement(question: Any, work: Work, first: Want, speak: Language) -> str:
    """How many runs there are to do and how long they take, for studies that say no more."""
    from sim.report.progress import spoken_time

    left = first.ahead(work)
    if not left.runs + left.references:
        return speak.say("study.nothing")
    told = speak.say(
        "study.runs_with_references" if left.references else "study.runs",
        runs=left.runs, references=left.references,
    )  # fmt: skip
    if not left.seconds:
        return told
    time = speak.separated(spoken_time(left.seconds / work.workers))
    return speak.say("study.time", runs=told, time=time, workers=work.workers)


@dataclass(frozen=True)
class Study(Generic[Own, Question]):
    """One kind of question.

    Attributes:
        name: Its command, and its folder below `results`.
        options: Its own keys.
        ask: From a line to a checked question; raises before anything runs.
        answer: Yields what it wants, gets what came of it, returns the answer.
        stored: Whether runs go through the store: "needed", "wanted" or "" for not at all.
        announced: Whether it says what it will do before it does it.
        announce: What it says then in a language, given the question and what it wants first.
        refuses: Keys of other commands, and what to use instead.
        takes: The only keys it takes besides its own; None takes every one there is.
        defaults: Words that hold unless the line says otherwise.
        varies: Whether a study file may vary parameters.
    """

    name: str
    options: type[Own]
    ask: Callable[[Line[Own]], Question]
    answer: Callable[[Question], Wants]
    stored: str = "needed"
    announced: bool = False
    announce: Callable[[Question, Work, Want, Language], str] = _announcement
    refuses: Mapping[str, str] = field(default_factory=dict)
    takes: tuple[str, ...] | None = None
    defaults: Callable[[Own, Sequence[str]], Sequence[str]] = lambda own, words: ()
    varies: bool = False

    @property
    def keys(self) -> tuple[str, ...]:
        """Its own keys."""
        return tuple(self.options.__dataclass_fields__)


def carry_out(study: Study[Any, Any], arguments: Arguments) -> int:
    """Do what a command line asks of a study.

    Returns:
        Exit code: 0, or 3 if runs failed.

    Raises:
        ConfigError: Something on the line is not valid; the message says what would be.
    """
    line = read(study, arguments)
    question = study.ask(line)
    work = _work(study, line)
    wants = study.answer(question)
    first = next(wants)
    settings = line.settings
    if settings.dry_run or (study.announced and not settings.quiet):
        print(study.announce(question, work, first, line.speak), flush=True)
    return 0 if settings.dry_run else _done(study, line, work, wants, first)


def read(study: Study[Own, Any], arguments: Arguments) -> Line[Own]:
    """Read and check a command line.

    Raises:
        ConfigError: A key or value is not valid.
    """
    from sim.config.load import load_settings
    from sim.config.options import own_keys
    from sim.config.saved import with_asked

    words = with_asked(study.name, arguments.words, arguments.config_dir)
    arguments = dataclasses.replace(arguments, words=words)
    own, typed = own_keys(study.options, arguments.words)
    if study.takes is not None:
        known = (*study.keys, *study.takes)
        for word in typed:
            if "=" in word and key_of(word) not in study.takes:
                raise unknown("key", key_of(word), known)
    words = (*study.defaults(own, typed), *typed)
    settings = load_settings(words, arguments.config_dir)
    if settings.matters:
        from sim.analysis.matters import matters

        matters(settings.matters)
    if settings.vary and not study.varies:
        raise ConfigError("this study varies parameters: use rollout sweep")
    return Line(arguments, own, typed, words, settings)


def _work(study: Study[Any, Any], line: Line[Any]) -> Work:
    from sim.runs.store import Store
    from sim.runs.work import Work

    settings, folder = line.settings, None
    if study.stored == "needed":
        folder = settings.needed_store(study.name)
    elif study.stored:
        folder = settings.store_folder()
    return Work(
        None if folder is None else Store(folder), settings.engine, settings.worker_count(),
        settings.scheduler, settings.fail_fast, settings.quiet, settings.folder(study.name),
        line.speak,
    )  # fmt: skip


def _done(study: Study[Any, Any], line: Line[Any], work: Work, wants: Wants, first: Want) -> int:
    from sim.base.files import results_folder
    from sim.report.language import LANGUAGES, Language
    from sim.runs.execute import RunsFailed, tell_failures, write_failures
    from sim.runs.wants import drive

    settings, started = line.settings, time.time()
    with results_folder(settings.folder(study.name), study.name, settings.quiet) as out:
        try:
            with work.going_on():
                answer = drive(wants, work, first)
                codes = LANGUAGES if answer.pages else (settings.language,)
                languages = [Language(code, line.config_dir) for code in codes]
                publish(answer, out, languages, started, _how(line, work))
        except RunsFailed as error:
            write_failures(out, error.failures, error.runs)
            print(f"rollout: {error}; tracebacks in {out / 'failed'}", file=sys.stderr)
            return FAILED
        write_failures(out, work.failures, work.runs)
    if work.failures:
        tell_failures(work.failures, out)
    if not settings.quiet:
        print(_told(answer, line.speak, out, settings.details))
    if settings.open:
        _open(answer, out, line.speak)
    return FAILED if work.failures else 0


def _told(answer: Answer, speak: Language, out: Path, details: bool) -> str:
    """What it is about, what was found, what is behind it, and where all of it is."""
    from sim.report.listing import wrapped

    more = ""
    if answer.details is not None:
        more = answer.details(speak, out) if details else speak.say("study.more")
    parts = [wrapped([answer.context(speak)]), answer.told(speak, out), more]
    where = speak.say("results", folder=out)
    if answer.opens:
        where = speak.say("results_page", folder=out, page=_first_page(answer, out, speak))
    return "\n".join([*(f"{part}\n" for part in parts if part), where])


def _first_page(answer: Answer, out: Path, speak: Language) -> Path:
    """The page to read first, in the language of the terminal."""
    return out / in_language(answer.opens, speak.code)


def _open(answer: Answer, out: Path, speak: Language) -> None:
    """Open the page in what the system opens pages with; say so where there is none."""
    from sim.base.opening import opened

    page = _first_page(answer, out, speak) if answer.opens else out
    if not opened(page):
        print(speak.say("not_opened", page=page), file=sys.stderr)


def _how(line: Line[Any], work: Work) -> dict[str, Any]:
    how: dict[str, Any] = {"command_line": line.arguments.line, "workers": work.workers}
    return how if work.store is None else {**how, "store": str(work.store.root)}


def publish(
    answer: Answer,
    out: Path,
    languages: Sequence[Language],
    started: float,
    how: Mapping[str, Any],
) -> None:
    """Write all files of an answer; those of an earlier one in the same folder go, or none does.

    Args:
        answer: What came of a study.
        out: Folder of the results.
        languages: Of pages and figures; the first one's have the plain names.
        started: When the work began, in seconds since 1970.
        how: Command line and what else belongs into the provenance.
    """
    from sim.base.files import together
    from sim.report.language import LANGUAGES, Language
    from sim.runs.measured import FILE as MEASURED
    from sim.runs.provenance import write_provenance

    with together(out, kept=(MEASURED,)) as new:
        for name, content in answer.files.items():
            write(new / name, content)
        answer.folder(new)
        for speak in languages:
            own = speak == languages[0]
            figures = new / "figures" / ("" if own else speak.code)
            draw(answer.figures, figures, speak, answer.context(speak))
            for name, text in answer.pages.items():
                stem, _, suffix = name.rpartition(".")
                path = new / (name if own else f"{stem}.{speak.code}.{suffix}")
                write(path, text(speak, Place(out, figures)))
        for code in LANGUAGES if answer.reports else ():
            other = next(each for each in LANGUAGES if each != code)
            for name, page in answer.reports.items():
                speak = Language(code, languages[0].presets)
                write(new / in_language(name, code), page(speak, in_language(name, other)))
        write_provenance(new, started, answer.seeds, {**how, **answer.how})


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


def draw(
    figures: Mapping[str, Callable[[Language], Figure]],
    folder: Path,
    language: Language,
    context: str = "",
) -> None:
    """Draw figures as PNG and SVG, each with what it is about at its lower edge."""
    if not figures:
        return
    from sim.report.plots import style
    from sim.report.plots.sheet import footnote

    with style.look():
        for name, figure in figures.items():
            drawn = figure(language)
            footnote(drawn, context)
            style.save(drawn, folder, name)
