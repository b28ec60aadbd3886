"""`rollout compare`: many strategies, the same seeds, paired differences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from sim.base.params import Checked
from sim.config.words import SWEEP_ONLY
from sim.studies.study import Answer, Line, Study, Wants

if TYPE_CHECKING:
    from sim.report.language import Language
    from sim.studies.compare.question import Question


@dataclass(frozen=True)
class Options(Checked):
    """Own keys of a comparison."""

    companies: str = "matched"


class Asked(NamedTuple):
    """What is compared, and the language that sentences are in."""

    question: Question
    language: Language


def ask(line: Line[Options]) -> Asked:
    """A checked question; see `Study.ask`."""
    from sim.analysis.companies import ONE, by_seed, held, require_kind
    from sim.config.load import load_strategies
    from sim.organisation.build import check_files
    from sim.report.language import Language
    from sim.studies.compare.question import Question

    settings, kind = line.settings, line.own.companies
    require_kind(kind, ONE)
    configs = load_strategies(line.words, settings.strategies, line.config_dir)
    first = next(iter(configs.values()))
    check_files(first.organisation)
    seeds = settings.seed_list(first.seed)
    drawn = by_seed(kind, seeds, held(first, line.words))
    question = Question(
        configs,
        seeds,
        settings.baseline_strategy(),
        None,
        drawn,
        kind,
        settings.matters,
        line.arguments.line,
    )
    return Asked(question, Language(settings.language, line.config_dir))


def answer(asked: Asked) -> Wants:
    """Every strategy with every seed, and what they differ in; see `Study.answer`."""
    from sim.studies.compare.answer import answer_of
    from sim.studies.compare.question import compared

    result = yield from compared(asked.question, asked.language)
    left: Answer = answer_of(asked.question, result)
    return left


STUDY = Study(
    "compare", Options, ask, answer, stored="wanted",
    refuses={"strategy": "name the strategies as strategies=a,b", **SWEEP_ONLY},
)  # fmt: skip
