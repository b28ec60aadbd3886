"""`rollout discover`: in which companies does one strategy beat another?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from sim.base.params import Checked, ConfigError, choice, param, require_known, require_library
from sim.config.public import WHOLE
from sim.config.words import key_of
from sim.studies.study import Answer, Line, Study, Wants

if TYPE_CHECKING:
    from sim.model.outcomes import Outcome
    from sim.report.language import Language
    from sim.runs.plan import Task
    from sim.runs.wants import Want
    from sim.runs.work import Work
    from sim.studies.discovery.report import Report
    from sim.studies.discovery.sample import Question as Where


@dataclass(frozen=True)
class Size:
    """How much is run: companies, seeds each, people per company."""

    draws: int
    seeds: int
    headcount: int


SIZES: Mapping[str, Size] = {"small": Size(90, 4, 60), "full": Size(300, 4, 100)}
ORGANISATION = ("organisation", "organisation.headcount", *WHOLE)


@dataclass(frozen=True)
class Options(Checked):
    """Own keys of a discovery."""

    better: str = "playbook"
    than: str = "mandate"
    outcome: str = "genuine_use_final"
    by: float = param(0.0, 0.0, 1e12, doc="by how much it must be better, in the outcome's unit")
    size: str = choice("small", tuple(SIZES), doc="how much is run")
    draws: int = param(90, 30, 100_000, "companies", doc="instead of the size's")
    companies: str = "matched"
    vary: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__post_init__()
        from sim.analysis.companies import require_kind

        require_kind(self.companies)
        _outcome(self.outcome)


class Question(NamedTuple):
    """What is asked, what is run for it, and the line as it was typed."""

    where: Where
    tasks: list[Task]
    command: str


def _defaults(own: Options, words: Sequence[str]) -> tuple[str, ...]:
    """The size's seeds and people where the words say nothing else."""
    said, size = {key_of(word) for word in words}, SIZES[own.size]
    people = () if said & set(ORGANISATION) else (f"organisation.headcount={size.headcount}",)
    seeds = () if "seeds" in said else (f"seeds={size.seeds}",)
    return (*people, *seeds)


def ask(line: Line[Options]) -> Question:
    """A checked question; see `Study.ask`."""
    from sim.config.load import load

    own, words, config_dir = line.own, line.words, line.config_dir
    if line.names("vary") and line.names("companies"):
        raise ConfigError("give companies=KIND or vary.KEY=VALUES, not both")
    draws, first = line.sized(SIZES[own.size]).draws, load(words, own.better, config_dir).seed
    where = asked(own, draws, line.settings.seed_list(first), first, words, config_dir)
    return Question(where, where.tasks(), line.arguments.line)


def asked(
    own: Options,
    draws: int,
    seeds: Sequence[int],
    seed: int,
    words: Sequence[str],
    config_dir: str | None,
) -> Where:
    """What is asked, checked before any run; see `sample.Question`.

    Raises:
        ConfigError: Something is not valid, or the library is not installed.
    """
    from sim.studies.discovery.sample import Question as Where

    if len(seeds) < 2:
        raise ConfigError("seeds must be at least 2: one seed cannot tell luck from a difference")
    pair, outcome = _pair(own, words, config_dir), _outcome(own.outcome)
    require_library("discover", "ema_workbench")
    return Where(
        *pair, outcome, own.by, own.companies, own.vary, draws, tuple(seeds), seed, tuple(words),
        config_dir,
    )  # fmt: skip


def _pair(own: Options, words: Sequence[str], config_dir: str | None) -> tuple[str, str]:
    from sim.config.load import require_strategy

    for name in (own.better, own.than):
        require_strategy(name, words, config_dir)
    if own.better == own.than:
        raise ConfigError(f"better and than are both {own.better!r}: name two different strategies")
    return own.better, own.than


def _outcome(name: str) -> Outcome:
    from sim.model.outcomes import BY_NAME

    require_known("outcome", name, BY_NAME)
    outcome = BY_NAME[name]
    if outcome.better is None:
        wanted = "hours_saved_per_employee_week or genuine_use_final"
        raise ConfigError(f"more of {name} is neither better nor worse; take {wanted}, for example")
    return outcome


def answer(question: Question) -> Wants:
    """Both strategies in all companies, and where the first is better; see `Study.answer`."""
    from sim.runs.wants import Batch
    from sim.studies.discovery.report import analyse
    from sim.studies.discovery.sample import sample_of

    where, tasks, command = question
    done = yield Batch([(task, seed) for task in tasks for seed in where.seeds])
    return answer_of(analyse(where, sample_of(where, tasks, done)), command)


def answer_of(report: Report, command: str) -> Answer:
    """What a report leaves behind."""
    from sim.report.language import ENGLISH
    from sim.studies.discovery.document import about, behind, document, spoken
    from sim.studies.discovery.figures import figures
    from sim.studies.discovery.publish import boxes_table, companies_table, curve_table
    from sim.studies.discovery.words import knowledge

    trees = [f"{knowledge(view, ENGLISH)}\n{view.tree.text}" for view in report.views if view.tree]
    return Answer(
        files={
            "companies.csv": companies_table(report),
            "boxes.csv": boxes_table(report),
            "curve.csv": curve_table(report),
            "tree.txt": "\n".join(trees) or "no tree: nothing to tell apart\n",
        },
        figures=figures(report),
        pages={"summary.md": lambda language, place: document(report, command, language)},
        context=lambda language: about(report, language),
        told=lambda language, out: spoken(report, language),
        details=lambda language, out: behind(report, language),
        seeds=report.question.seeds,
    )


def _announcement(question: Question, work: Work, first: Want, speak: Language) -> str:
    from sim.report.progress import spoken_time

    where, left = question.where, first.ahead(work)
    strategies = len(question.tasks) // max(len(where.points), 1)
    runs = len(question.tasks) * len(where.seeds)
    plan = speak.say(
        "discovery.plan", companies=len(where.points), strategies=strategies,
        seeds=len(where.seeds), runs=runs, stored=runs - left.runs, left=left.runs,
    )  # fmt: skip
    if not left.runs:
        return plan
    time = speak.separated(spoken_time(left.seconds / work.workers))
    cost = speak.say("discovery.cost", time=time, workers=work.workers, store=work.kept.root)
    return f"{plan}\n{cost}"


ONE = "name the two strategies: better=A than=B"
STUDY = Study(
    "discover", Options, ask, answer, announced=True, announce=_announcement, varies=True,
    defaults=_defaults,
    refuses={
        "strategies": ONE, "strategy": ONE, "baseline": ONE, "points": "draws=N",
        "design": "draws=N", "outputs": "outcome=NAME", "half_width": "seeds=N",
    },
)  # fmt: skip
