"""`rollout sensitivity`: which assumptions decide an outcome.

The screening (Morris) comes first, then shares of variance (Sobol) of what it keeps.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from sim.analysis.companies import KINDS
from sim.base.params import Checked, ConfigError, choice, param, require_known, require_library
from sim.config.words import key_of
from sim.model.outcomes import BY_NAME
from sim.runs.wants import Batch
from sim.studies.sensitivity import analysis
from sim.studies.sensitivity.analysis import Findings
from sim.studies.sensitivity.design import morris_design, sobol_design
from sim.studies.sensitivity.question import SIZES, Question, Size
from sim.studies.sensitivity.runs import Design, design, responses, runs_table
from sim.studies.study import Answer, Line, Study, Wants, small

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from sim.report.language import Language
    from sim.runs.plan import Estimate
    from sim.runs.wants import Want
    from sim.runs.work import Work

METHODS = ("both", "morris", "sobol")


@dataclass(frozen=True)
class Options(Checked):
    """Own keys of a sensitivity analysis."""

    outcomes: tuple[str, ...] = ("genuine_use_final", "hours_saved_per_employee_week")
    vary: tuple[str, ...] | Mapping[str, Any] = ()
    companies: str = "plausible"
    method: str = choice("both", METHODS, doc="what is run")
    size: str = choice("small", tuple(SIZES), doc="how much is run")
    trajectories: int = param(8, 2, 100_000, "trajectories", doc="of the screening")
    points: int = param(128, 16, 2**20, "rows", doc="of the variance design, a power of two")
    keep: int = param(12, 1, 1000, "assumptions", doc="that survive the screening")

    def __post_init__(self) -> None:
        super().__post_init__()
        require_known("companies", self.companies, KINDS)
        for name in self.outcomes:
            require_known("outcome", name, BY_NAME)


class Asked(NamedTuple):
    """A question, how much is run for it by which method, and the line as it was typed."""

    question: Question
    size: Size
    method: str
    command: str


def ask(line: Line[Options]) -> Asked:
    """A checked question; see `Study.ask`."""
    require_library("sensitivity", "SALib")
    own = line.own
    question = question_of(line)
    size = line.sized(SIZES[own.size])
    power = 2 ** (size.points.bit_length() - 1)
    if size.points != power:
        raise ConfigError(f"points must be a power of two, for example {power} or {2 * power}, "
                          f"got {size.points}")  # fmt: skip
    if own.method == "sobol" and len(question.company) > size.keep:
        count = len(question.company)
        raise ConfigError(
            f"{count} assumptions with a share of their own are many: give vary=KEY,..., "
            f"keep={count}, or let the screening choose (method=both)"
        )
    return Asked(question, size, own.method, line.arguments.line)


def question_of(line: Line[Options]) -> Question:
    """What a line asks.

    Raises:
        ConfigError: A key or value is not valid; the message says what is.
    """
    from sim.config.load import load, load_settings
    from sim.studies.sensitivity.factors import company

    own, settings = line.own, line.settings
    named = {key_of(word) for word in line.typed}
    bare = [word for word in line.typed if not word.lstrip("+~").startswith("strategy.")]
    base = load(bare, settings.strategies[0], line.config_dir)
    varied, fixed = company(base, named, own.vary or None, own.companies)
    if settings.baseline is not None and len(settings.strategies) < 2:
        raise ConfigError(f"nothing to compare with baseline={settings.baseline}: strategies=a,b")
    usual = load_settings((), line.config_dir).seeds
    seeds = settings.seeds if "seeds" in named or settings.seeds != usual else 1
    if not isinstance(seeds, int):
        raise ConfigError("seeds must be a number here: every row of a design has its own seeds")
    return Question(
        own.outcomes, settings.strategies, varied, settings.baseline, fixed, line.words, base.seed,
        seeds, line.config_dir,
    )  # fmt: skip


def answer(asked: Asked) -> Wants:
    """Screen, keep what matters, share out the variance; see `Study.answer`."""
    import pandas as pd

    question, size, method, _ = asked
    nothing, tables = pd.DataFrame(), list[pd.DataFrame]()
    kept, morris, failed = tuple(each.key for each in question.company), nothing, False
    if method != "sobol":
        grid, unit = morris_design(question.factors, size.trajectories, question.seed)
        screening = design(question, unit)
        done = yield Batch(screening.runs, "progress.morris")
        failed = done.stopped
        tables.append(runs_table("morris", screening, done, question.outcomes))
        morris = analysis.morris_table(question, grid, responses(question, screening, tables[-1]))
        kept = analysis.survivors(morris, question.responses, size.keep)
    found = Findings(kept, morris, nothing, nothing, nothing, nothing)
    if kept and not failed and method != "morris":
        variance = _variance(asked, kept)
        done = yield Batch(variance.runs, "progress.sobol")
        tables.append(runs_table("sobol", variance, done, question.outcomes))
        values = responses(question, variance, tables[-1])
        sample = analysis.Sample(question, variance.unit, values, kept)
        found = Findings(kept, morris, *analysis.variance_tables(sample))
    return _answer(asked, found, pd.concat(tables, ignore_index=True))


def _variance(asked: Asked, kept: tuple[str, ...]) -> Design:
    question = asked.question
    unit = sobol_design(question.factors, question.blocks(kept), asked.size.points, question.seed)
    return design(question, unit)


def _answer(asked: Asked, found: Findings, runs: pd.DataFrame) -> Answer:
    from sim.studies.sensitivity.report import about, behind, document, spoken

    question, size, _, command = asked
    tables = {name: getattr(found, name)
              for name in ("morris", "sobol", "pawn", "convergence", "outcomes")}  # fmt: skip
    return Answer(
        files={
            **{f"{name}.csv": table for name, table in tables.items() if not table.empty},
            "runs.parquet": runs,
        },
        figures={f"sensitivity_{name}": draw for name, draw in _figures(question, found).items()},
        pages={"summary.md": lambda language, place: document(
            question, size, found, runs, command, language
        )},
        context=lambda language: about(question, runs, language),
        told=lambda language, out: spoken(question, found, language),
        details=lambda language, out: behind(question, found, language),
        seeds=[question.seed],
        how={"runs": len(runs),
             "seeds_are": "counted from the first one; runs.parquet has them all"},
    )  # fmt: skip


def _figures(question: Question, found: Findings) -> dict[str, Callable[[Language], Figure]]:
    from sim.studies.sensitivity import figures

    def drawn(draw: Callable[..., Figure], *what: Any) -> Callable[[Language], Figure]:
        return lambda speak: draw(analysis.labelled(question, found, speak), *what, speak)

    explained = [each for each in question.responses if not analysis.of(found.sobol, each).empty]
    every = {"parts": drawn(figures.parts_figure, explained)} if explained else {}
    for each in explained:
        every[f"sobol_{each.name}"] = drawn(figures.sobol_figure, each)
        every[f"convergence_{each.name}"] = drawn(figures.convergence_figure, each)
    for each in question.responses:
        if not analysis.of(found.morris, each).empty:
            every[f"morris_{each.name}"] = drawn(figures.morris_figure, each)
    return every


def _announcement(asked: Asked, work: Work, first: Want, speak: Language) -> str:
    """What will be done, before it is done."""
    from sim.report.progress import spoken_time

    question, size, method, _ = asked
    designs = {
        "morris": speak.say(
            "sensitivity.plan_morris", trajectories=size.trajectories,
            factors=len(question.factors),
        ),
        "sobol": speak.say(
            "sensitivity.plan_sobol", points=size.points,
            kept=min(size.keep, len(question.company)), of=len(question.company),
        ),
    }  # fmt: skip
    told = speak.say("sensitivity.plan_then").join(
        text for name, text in designs.items() if method in (name, "both")
    )
    runs, steps = _ahead(asked, work, first)
    begin = speak.say("sensitivity.plan", designs=told, runs=runs)
    left = sum(each.runs + each.references for each in steps)
    if not left:
        return speak.say("sensitivity.plan_stored", plan=begin)
    here = work.engine == "processes"
    seconds = sum(each.seconds for each in steps) / (work.workers if here else 1)
    return speak.say(
        "sensitivity.plan_here" if here else "sensitivity.plan_cluster", plan=begin, left=left,
        time=speak.separated(spoken_time(seconds)), workers=work.workers,
    )  # fmt: skip


def _ahead(asked: Asked, work: Work, first: Want) -> tuple[int, list[Estimate]]:
    """Runs of both designs, and what is left of each."""
    assert isinstance(first, Batch)
    left = first.ahead(work)
    if asked.method != "both":
        return len(first.runs), [left]
    # Before the screening nobody knows what it keeps; any choice needs about as many runs.
    kept = tuple(each.key for each in asked.question.company)[: asked.size.keep]
    if not left.runs:
        wants, quiet = answer(asked), dataclasses.replace(work, quiet=True, failures=[], runs=[])
        next(wants)
        with quiet.going_on():
            try:
                second = wants.send(first.do(quiet))
            except StopIteration:
                return len(first.runs), [left]
        assert isinstance(second, Batch)
    else:
        second = Batch(_variance(asked, kept).runs)
    return len(first.runs) + len(second.runs), [left, second.ahead(work)]


STUDY = Study(
    "sensitivity", Options, ask, answer, announced=True, announce=_announcement,
    defaults=small, varies=True,
    refuses={
        "strategy": "give strategies=NAME", "design": "it has its own: method=both|morris|sobol",
        "half_width": "give points=N", "outputs": "give outcomes=a,b",
        "design_seed": "give seed=N",
    },
)  # fmt: skip
