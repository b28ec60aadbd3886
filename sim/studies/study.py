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
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from sim.base.params import ConfigError
from sim.config.public import WHOLE
from sim.config.settings import needs_store
from sim.config.words import Arguments, key_of
from sim.studies.answer import Answer, Place
from sim.studies.line import Line, Own
from sim.studies.publish import in_language, publish

if TYPE_CHECKING:
    from sim.report.language import Language
    from sim.runs.wants import Want
    from sim.runs.work import Work

__all__ = [
    "FAILED", "Answer", "Line", "Place", "Study", "Wants", "answered", "carry_out", "read",
    "says_organisation", "small",
]  # fmt: skip

Question = TypeVar("Question")

FAILED = 3
"""Exit code when runs failed."""
HEADCOUNT = 200
"""People per company where many are run, unless somebody says something of the organisation."""


Wants = Generator["Want", Any, Answer]


def small(own: object, words: Sequence[str]) -> tuple[str, ...]:
    """Companies are small unless somebody says something of the organisation; for `defaults`."""
    return () if says_organisation(words) else (f"organisation.headcount={HEADCOUNT}",)


def says_organisation(words: Sequence[str]) -> bool:
    """Whether words say something of the organisation, themselves or in a file that they name."""
    return any(key_of(word).split(".")[0] in ("organisation", *WHOLE) for word in words)


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
        check: Refuses what the line shows by itself, before anything is loaded.
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
    check: Callable[[Own, Sequence[str]], None] = lambda own, words: None
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
    work = _work(study, line)
    with nullcontext() if line.settings.dry_run else work.soon():
        return _asked(study, line, work)


def answered(study: Study[Any, Any], arguments: Arguments) -> Answer:
    """What comes of a command line, in memory: only the store is written, nothing is told.

    Raises:
        ConfigError: Something on the line is not valid; the message says what would be.
        RunsFailed: Runs failed; all others are finished and stored.
    """
    from sim.runs.execute import RunsFailed
    from sim.runs.wants import drive

    line = read(study, arguments)
    work = _work(study, line)
    wants = study.answer(study.ask(line))
    with work.going_on():
        answer = drive(wants, work)
    if work.failures:
        raise RunsFailed(work.failures, work.runs)
    return answer


def _asked(study: Study[Any, Any], line: Line[Any], work: Work) -> int:
    question = study.ask(line)
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
    from sim.config.options import own_keys, refuse_others
    from sim.config.saved import with_asked

    words = with_asked(study.name, arguments.words, arguments.config_dir)
    arguments = dataclasses.replace(arguments, words=words)
    own, typed = own_keys(study.options, arguments.words)
    if study.takes is not None:
        refuse_others(typed, (*study.keys, *study.takes))
    if study.stored == "needed" and "store=none" in typed:
        raise needs_store(study.name)
    study.check(own, typed)
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
                publish(answer, out, languages, started, _how(line, work), work.workers)
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
