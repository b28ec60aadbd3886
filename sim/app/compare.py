"""Strategies side by side, as `rollout compare` does it: the same words, the same numbers.

The runs are done in pieces of a few seeds, so that nobody else waits for all of them; what is
found in them is told by the study itself.
"""

from __future__ import annotations

import dataclasses
import pickle
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from sim.app import query
from sim.app.jobs import pieces
from sim.base.files import csv_text
from sim.base.params import ConfigError, require_known, unknown
from sim.config.words import read
from sim.report.language import LANGUAGES, Language
from sim.report.plots import style
from sim.report.plots.sheet import footnote
from sim.runs.run import RunResult, run_many
from sim.studies import study
from sim.studies.compare.answer import answer_of
from sim.studies.compare.question import CompareResult, Question, compared
from sim.studies.compare.study import STUDY
from sim.studies.publish import in_language

USUAL = {
    "strategies": "organic,lead_by_example,champions,phased_pilot", "seeds": "20",
    "organisation.headcount": "200",
}  # fmt: skip
"""What the page compares unless it is told otherwise."""
OF_SCENARIO = {"seeds": USUAL["seeds"]}
"""The same of a scenario, which names its strategies and its company."""
OWN = ("strategies", "baseline", "seeds", "companies")
REPORT = "report.html"
LARGEST = 2_000
"""People of a company on this page."""
MOST = 120_000
"""People times runs that a page waits for."""
AT_ONCE = 1_500
"""People times runs of one piece."""


class Asked(NamedTuple):
    """A question, checked.

    Attributes:
        found: Keys and values.
        line: The command that asks the same.
        question: What the study takes.
        key: What questions with the same runs share.
    """

    found: Mapping[str, str]
    line: str
    question: Question
    key: str


def ask(pairs: query.Pairs, config_dir: str | None = None) -> Asked:
    """What a query asks.

    Raises:
        ConfigError: Something in it is not valid, or more than a page should be made to wait for.
    """
    found = query.read(pairs, own=OWN, several=("strategies",))
    found = {**(OF_SCENARIO if query.SCENARIO in found else USUAL), **found}
    if found.get("companies", query.COMPANIES[0]) not in query.COMPANIES:
        raise unknown("companies", found["companies"], query.COMPANIES)
    if not found["seeds"].isdecimal():
        raise ConfigError(f"seeds must be a number on this page, got {found['seeds']!r}")
    further = [] if config_dir is None else ["--config-dir", config_dir]
    arguments = read([*further, "compare", *query.words(found)])
    if int(found["seeds"]) > MOST:  # before anything is drawn for them
        raise ConfigError(f"seeds must be at most {MOST:,} on this page, got {found['seeds']}")
    question = STUDY.ask(study.read(STUDY, arguments)).question
    configs, seeds, people = question.configs, len(question.seeds), _people(question)
    query.check_size(next(iter(configs.values())), LARGEST)
    most = max(1, MOST // (people * (len(configs) + 1)))
    if seeds > most:
        raise ConfigError(
            f"{len(configs)} strategies with {seeds:,} seeds and {people:,} people are too much "
            f"for a page: at most {most:,} seeds; the command line takes more"
        )
    return Asked(found, arguments.line, question, " ".join(query.words(found, ("baseline",))))


def parts_of(question: Question) -> list[tuple[int, ...]]:
    """Seeds of the pieces that the runs are done in."""
    size = max(1, AT_ONCE // (_people(question) * (len(question.configs) + 1)))
    return pieces(question.seeds, size)


def _people(question: Question) -> int:
    first = next(iter(question.configs.values()))
    return getattr(first.organisation, "headcount", 1)


def piece(question: Question, seeds: Sequence[int]) -> bytes:
    """Every strategy with some of the seeds; packed, as the server only hands it on."""
    drawn = {seed: question.drawn[seed] for seed in seeds if seed in question.drawn}
    return pickle.dumps(run_many(question.configs, seeds, drawn=drawn))


def whole(parts: Sequence[bytes]) -> RunResult:
    """Pieces as one, in the order of their seeds."""
    results: list[RunResult] = [pickle.loads(part) for part in parts]
    frames = zip(*results, strict=True)
    return RunResult(*(pd.concat(each, ignore_index=True) for each in frames))


def judged(question: Question, runs: RunResult, speak: Language) -> CompareResult:
    """What the study finds in the runs."""
    wants = compared(question, speak)
    next(wants)
    try:
        wants.send(runs)
    except StopIteration as end:
        result: CompareResult = end.value
        return result
    raise AssertionError("a comparison wants its runs and no more")


def table(question: Question, parts: Sequence[bytes], name: str, speak: Language) -> str:
    """A table of the result as `rollout compare` writes it: `summary` or `pairwise`, as CSV."""
    frame: pd.DataFrame = getattr(judged(question, whole(parts), speak), name)
    return csv_text(frame, digits=None)


def report(question: Question, parts: Sequence[bytes], name: str, speak: Language) -> str:
    """The single page that `rollout compare` writes; its name, without `.html`, says the language.

    Raises:
        ConfigError: There is none of this name.
    """
    files, name = {in_language(REPORT, code): code for code in LANGUAGES}, f"{name}.html"
    require_known("page", name, files)
    told = dataclasses.replace(speak, code=files[name])
    other = next(each for each in files if each != name)
    answer: Any = answer_of(question, judged(question, whole(parts), told))
    page: str = answer.reports[REPORT](told, other)
    return page


def drawn(question: Question, parts: Sequence[bytes], name: str, speak: Language) -> bytes:
    """A figure as `rollout compare` draws it, as PNG.

    Raises:
        ConfigError: There is none of this name.
    """
    answer: Any = answer_of(question, judged(question, whole(parts), speak))
    require_known("figure", name, answer.figures)
    with tempfile.TemporaryDirectory() as folder, style.look():
        figure = answer.figures[name](speak)
        footnote(figure, answer.context(speak))
        style.save(figure, Path(folder), name)
        return (Path(folder) / f"{name}.png").read_bytes()
