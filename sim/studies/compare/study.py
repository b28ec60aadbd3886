"""`rollout compare`: many strategies, the same seeds, paired differences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from sim.base.params import Checked
from sim.cli.help import SHARED_KEYS
from sim.config.words import SWEEP_ONLY
from sim.studies.study import Answer, Line, Study, Wants

if TYPE_CHECKING:
    from sim.report.language import Language
    from sim.studies.compare.compare import Question

HELP = f"""\
usage: rollout compare [key=value ...]

Runs every strategy with the same seeds and compares them pairwise: who gets how fast
how far, what lasts, what it costs. Results go to ./results/compare unless out= says
otherwise: runs.parquet, weekly.parquet, summary.csv, pairwise.csv, figures/.

keys:
  strategies=[a,b]         strategies to compare (rollout list strategies)
  baseline=NAME            the one the others are compared with (default: organic, or the first)
  seeds=N                  repetitions per strategy, or a list of seeds: seeds=[3,4,9]
  workers=N                processes at the same time (default: one per processor)
  store=DIR                finished runs are kept here and never done again (default:
                           ./results/store); store=none runs without
  language=de              table, sentences and figures in German
  engine=dask scheduler=ADDRESS   run on a cluster
{SHARED_KEYS}

A key below strategy.levers applies to those strategies that have the lever.

examples:
  rollout compare study=quick
  rollout compare strategies=[organic,mandate,champions] seeds=50 weeks=156
  rollout compare organisation=from_files organisation.edges=ties.csv organisation.people=staff.csv
  rollout compare strategies=[mandate,training_first] strategy.levers.training.hours=2 out=two
"""


@dataclass(frozen=True)
class Options(Checked):
    """A comparison has no keys of its own."""


class Asked(NamedTuple):
    """What is compared, and the language that sentences are in."""

    question: Question
    language: Language


def ask(line: Line[Options]) -> Asked:
    """A checked question; see `Study.ask`."""
    from sim.config.load import load_strategies
    from sim.organisation.spec import check_files
    from sim.report.language import Language
    from sim.studies.compare.compare import Question

    settings = line.settings
    configs = load_strategies(line.words, settings.strategies, line.config_dir)
    first = next(iter(configs.values()))
    check_files(first.organisation)
    seeds = settings.seed_list(first.seed)
    question = Question(configs, seeds, settings.baseline_strategy())
    return Asked(question, Language(settings.language))


def answer(asked: Asked) -> Wants:
    """Every strategy with every seed, and what they differ in; see `Study.answer`."""
    from sim.studies.compare.compare import answer_of, compared

    result = yield from compared(asked.question, asked.language)
    left: Answer = answer_of(asked.question, result)
    return left


STUDY = Study(
    "compare", Options, ask, answer, stored="wanted", languages=("en", "de"),
    refuses={"strategy": "name the strategies as strategies=[a,b]", **SWEEP_ONLY},
)  # fmt: skip
