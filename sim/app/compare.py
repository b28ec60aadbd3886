"""Strategies side by side, as `rollout compare` does it: the same words, the same numbers.

The runs are done in pieces of a few seeds, so that nobody else waits for all of them; what is
found in them is told by the study itself.
"""

from __future__ import annotations

import pickle
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from sim.app import query
from sim.base.params import ConfigError, unknown

if TYPE_CHECKING:
    import pandas as pd

    from sim.report.language import Language
    from sim.runs.run import RunResult
    from sim.studies.compare.question import CompareResult, Question

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
    from sim.config.words import read
    from sim.studies import study
    from sim.studies.compare.study import STUDY

    found = query.read(pairs, own=OWN, several=("strategies",))
    found = {**(OF_SCENARIO if query.SCENARIO in found else USUAL), **found}
    if found.get("companies", query.COMPANIES[0]) not in query.COMPANIES:
        raise unknown("companies", found["companies"], query.COMPANIES)
    if not found["seeds"].isdecimal():
        raise ConfigError(f"seeds must be a number on this page, got {found['seeds']!r}")
    further = [] if config_dir is None else ["--config-dir", config_dir]
    arguments = read([*further, "compare", *query.words(found)])
    _check_count(found)
    question = STUDY.ask(study.read(STUDY, arguments)).question
    _check_size(question)
    return Asked(found, arguments.line, question, " ".join(query.words(found, ("baseline",))))


def pieces(question: Question) -> list[list[int]]:
    """Seeds of the pieces that the runs are done in."""
    people = getattr(next(iter(question.configs.values())).organisation, "headcount", 1)
    each = max(1, AT_ONCE // (people * (len(question.configs) + 1)))
    seeds = list(question.seeds)
    return [seeds[at : at + each] for at in range(0, len(seeds), each)]


def piece(question: Question, seeds: Sequence[int]) -> bytes:
    """Every strategy with some of the seeds; packed, as the server only hands it on."""
    from sim.runs.run import run_many

    drawn = {seed: question.drawn[seed] for seed in seeds if seed in question.drawn}
    return pickle.dumps(run_many(question.configs, seeds, drawn=drawn))


def whole(parts: Sequence[bytes]) -> RunResult:
    """Pieces as one, in the order of their seeds."""
    import pandas as pd

    from sim.runs.run import RunResult

    results: list[RunResult] = [pickle.loads(part) for part in parts]
    frames = zip(*results, strict=True)
    return RunResult(*(pd.concat(each, ignore_index=True) for each in frames))


def judged(question: Question, runs: RunResult, speak: Language) -> CompareResult:
    """What the study finds in the runs."""
    from sim.studies.compare.question import compared

    wants = compared(question, speak)
    next(wants)
    try:
        wants.send(runs)
    except StopIteration as end:
        result: CompareResult = end.value
        return result
    raise AssertionError("a comparison wants its runs and no more")


def table(question: Question, parts: Sequence[bytes], name: str) -> str:
    """A table of the result as `rollout compare` writes it: `summary` or `pairwise`, as CSV."""
    from sim.report.language import ENGLISH

    return as_csv(getattr(judged(question, whole(parts), ENGLISH), name))


def report(question: Question, parts: Sequence[bytes], name: str, speak: Language) -> str:
    """The single page that `rollout compare` writes; the name of its file says the language.

    Raises:
        ConfigError: There is none of this name.
    """
    import dataclasses

    from sim.report.language import LANGUAGES
    from sim.studies.compare.answer import answer_of
    from sim.studies.publish import in_language

    files = {in_language(REPORT, code): code for code in LANGUAGES}
    if name not in files:
        raise unknown("page", name, files)
    told = dataclasses.replace(speak, code=files[name])
    other = next(each for each in files if each != name)
    answer: Any = answer_of(question, judged(question, whole(parts), told))
    page: str = answer.reports[REPORT](told, other)
    return page


def as_csv(frame: pd.DataFrame) -> str:
    """A table with all its digits."""
    from sim.base.files import write_csv

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.csv"
        write_csv(frame, path, digits=None)
        return path.read_text(encoding="utf-8")


def drawn(question: Question, parts: Sequence[bytes], name: str, speak: Language) -> bytes:
    """A figure as `rollout compare` draws it, as PNG.

    Raises:
        ConfigError: There is none of this name.
    """
    from sim.report.plots import style
    from sim.report.plots.sheet import footnote
    from sim.studies.compare.answer import answer_of

    answer: Any = answer_of(question, judged(question, whole(parts), speak))
    if name not in answer.figures:
        raise unknown("figure", name, answer.figures)
    with tempfile.TemporaryDirectory() as folder, style.look():
        figure = answer.figures[name](speak)
        footnote(figure, answer.context(speak))
        style.save(figure, Path(folder), name)
        return (Path(folder) / f"{name}.png").read_bytes()


def _check_count(found: Mapping[str, str]) -> None:
    """Refuse too many runs before anything is drawn for them."""
    if int(found["seeds"]) > MOST:
        raise ConfigError(f"seeds must be at most {MOST:,} on this page, got {found['seeds']}")


def _check_size(question: Question) -> None:
    configs, seeds = question.configs, len(question.seeds)
    first = next(iter(configs.values()))
    query.check_size(first, LARGEST)
    people = getattr(first.organisation, "headcount", 1)
    runs = (len(configs) + 1) * seeds
    if runs * people > MOST:
        most = max(1, MOST // (people * (len(configs) + 1)))
        raise ConfigError(
            f"{len(configs)} strategies with {seeds:,} seeds and {people:,} people are too much "
            f"for a page: at most {most:,} seeds; the command line takes more"
        )
