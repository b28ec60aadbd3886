"""`rollout sweep`: every point of a design, every strategy, every seed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from sim.analysis.companies import ONE
from sim.base.params import Checked, ConfigError
from sim.config.words import TELLING, key_of
from sim.studies.study import Answer, Line, Study, Wants
from sim.studies.sweep.plan import Planned, Sweep, plan
from sim.studies.sweep.sweep import swept, write_tables

if TYPE_CHECKING:
    from sim.report.language import Language
    from sim.runs.wants import Want
    from sim.runs.work import Work


@dataclass(frozen=True)
class Options(Checked):
    """Own keys of a sweep; what they hold is no key of the configuration itself."""

    vary: Mapping[str, Any] = field(default_factory=dict)
    half_width: Mapping[str, Any] = field(default_factory=dict)
    companies: str = "one"


class Question(NamedTuple):
    """What is asked, every point of it loaded and checked, and what all points share."""

    planned: Planned
    shared: tuple[str, ...]


#: Where and how a sweep was done, which changes nothing in its tables: `provenance.json` has it.
HERE = ("workers", "store", "engine", "scheduler", *TELLING)


def ask(line: Line[Options]) -> Question:
    """A checked question; see `Study.ask`."""
    from sim.config.load import load, load_settings
    from sim.config.saved import saved

    words, settings = line.words, line.settings
    given = saved(words, line.config_dir)
    usual = load_settings((), line.config_dir).strategies
    one, many = line.names("strategy"), line.names("strategies")
    many_given = settings.strategies != usual or (given is not None and given.several)
    several = many or (many_given and not one)
    if one and many:
        raise ConfigError("give strategy=NAME or strategies=a,b, not both")
    first = load(_own(words), config_dir=line.config_dir)
    sweep = Sweep(
        vary=_by_key("vary", line.own.vary or settings.vary),
        overrides=words,
        strategies=settings.strategies if several else (_strategy(line),),
        seeds=tuple(settings.seed_list(first.seed)),
        design=settings.design,
        points=settings.points,
        design_seed=settings.design_seed,
        half_width=_by_key("half_width", line.own.half_width or settings.half_width),
        baseline=settings.baseline_strategy() if several else None,
        outputs=settings.outputs,
        config_dir=line.config_dir,
        companies=line.own.companies,
    )
    return Question(plan(sweep), tuple(word for word in words if key_of(word) not in HERE))


def _by_key(key: str, value: Any) -> dict[str, Any]:
    """What a key or a study file says per key; nothing if it says nothing."""
    if value and not isinstance(value, Mapping):
        raise ConfigError(f"{key} must hold keys and values, such as {key}.KEY=VALUE, got {value}")
    return dict(value or {})


def _own(words: tuple[str, ...]) -> list[str]:
    return [word for word in words if not word.startswith("strategy.")]


def _strategy(line: Line[Options]) -> str:
    """The one strategy that the words, a study file or the defaults choose, as a group choice."""
    from sim.config.load import load

    for word in line.words:
        if word.startswith("strategy="):
            return word.removeprefix("strategy=")
    return load(_own(line.words), config_dir=line.config_dir).strategy.name


def answer(question: Question) -> Wants:
    """All runs, and their tables; see `Study.answer`."""
    from sim.report.listing import bullets
    from sim.studies.context import context as context_of
    from sim.studies.context import people_of
    from sim.studies.lever_words import Made, all_doses, parts, told_doses

    planned = question.planned
    study = planned.study
    found = yield from swept(planned)
    failed = len({failure.key for failure in found.done.work.failures})
    first = [task.config for task in planned.tasks if task.cell == planned.tasks[0].cell]

    def context(speak: Language) -> str:
        varied = [key for key in study.vary if key != "strategy"]
        about = context_of(first, speak, study.seeds, people_of(first[0]), varied=varied)
        return speak.say("sweep.context", points=len(planned.points), about=about)

    @cache
    def doses() -> list[Made]:
        return all_doses(first, study.seeds[0])

    def told(speak: Language, out: Path) -> str:
        done = len(found.done.batch.runs)
        lines = [speak.say("sweep.done", done=done, failed=failed, left=found.left)]
        if found.undecided:
            lines.append(speak.say("sweep.undecided", count=found.undecided))
        budget = parts(speak, doses())
        return "\n".join([*lines, *([speak.say("sweep.first", doses=budget)] if budget else [])])

    return Answer(
        files={"sweep.yaml": _asked(question)},
        folder=lambda out: write_tables(out, found, planned),
        context=context,
        told=told,
        details=lambda speak, out: bullets(told_doses(speak, doses())),
        seeds=study.seeds,
    )


def _asked(question: Question) -> str:
    """What was asked, as YAML."""
    from omegaconf import OmegaConf

    from sim.runs.version import model_version

    study = question.planned.study
    content = {
        "model_version": model_version(),
        "strategies": list(study.strategies),
        "overrides": list(question.shared),
        "vary": dict(study.vary),
        "design": study.design,
        "points": len(question.planned.points),
        "design_seed": study.design_seed,
        "half_width": dict(study.half_width),
        "seeds": list(study.seeds),
        **({"companies": study.companies} if study.companies != ONE else {}),
    }
    return str(OmegaConf.to_yaml(OmegaConf.create(content)))


def _announcement(question: Question, work: Work, first: Want, speak: Language) -> str:
    """What will be done, before it is done."""
    from sim.report.progress import spoken_time

    planned = question.planned
    study, runs, points = planned.study, len(planned.runs), len(planned.points)
    left = work.ahead(planned.runs)

    def most(what: object) -> object:
        return speak.say("sweep.at_most", what=what) if study.half_width else what

    plan = speak.say(
        "sweep.plan",
        points=points,
        strategies=len(planned.tasks) // max(points, 1),
        seeds=most(len(study.seeds)),
        runs=runs,
        stored=runs - left.runs,
        left=speak.say(
            "sweep.left_with_references" if left.references else "sweep.left",
            runs=left.runs, references=left.references,
        ),
    )  # fmt: skip
    idle = planned.idle()
    if idle:
        plan += "\n" + speak.say("sweep.idle", keys=", ".join(idle))
    if not left.runs:
        return plan
    here = work.engine == "processes"
    time = speak.separated(spoken_time(left.seconds / (work.workers if here else 1)))
    cost = speak.say(
        "sweep.cost",
        time=most(speak.say("sweep.about", time=time)),
        where=speak.say("sweep.processes" if here else "sweep.cluster", workers=work.workers),
        megabytes=left.megabytes,
        store=work.kept.root,
    )
    return f"{plan}\n{cost}"


STUDY = Study(
    "sweep", Options, ask, answer, announced=True, announce=_announcement, varies=True,
)  # fmt: skip
