"""`rollout claims`: 23 claims, each with an experiment that can refute it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from sim.analysis.companies import require_kind
from sim.base.params import Checked, ConfigError, choice, param, require_known
from sim.studies.claims.experiment import SIZES, Sample, Size, sampled
from sim.studies.study import Answer, Line, Place, Study, Wants

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sim.analysis.companies import Draw
    from sim.report.language import Language
    from sim.studies.claims.assess import Assessed
    from sim.studies.claims.design import Claim


@dataclass(frozen=True)
class Options(Checked):
    """Own keys of the claims; numbers stand instead of the size's."""

    size: str = choice("small", tuple(SIZES), doc="how much is run")
    claims: tuple[str, ...] = ()
    companies: str = "matched"
    draws: int = param(8, 2, 100_000, "companies", doc="companies")
    seeds: int = param(3, 2, 10_000, "seeds", doc="seeds per company")
    headcount: int = param(60, 20, 100_000, "people", doc="people per company")
    figures: bool = param(True, doc="also draw figures and write the pages")

    def __post_init__(self) -> None:
        super().__post_init__()
        require_kind(self.companies)
        _claims(self.claims)


class Question(NamedTuple):
    """What is asked: claims, how much is run, whether it is drawn, the line as it was typed."""

    claims: tuple[Claim, ...]
    size: Size
    figures: bool
    command: str


def ask(line: Line[Options]) -> Question:
    """A checked question; see `Study.ask`."""
    import dataclasses

    from sim.config.load import load

    if line.config_dir is not None:
        raise ConfigError("claims has no presets of its own; leave --config-dir out")
    own = line.own
    seed = load(line.words).seed
    size = dataclasses.replace(SIZES[own.size], first_seed=seed, companies=own.companies)
    return Question(_claims(own.claims), line.sized(size), own.figures, line.arguments.line)


def _claims(names: Sequence[str]) -> tuple[Claim, ...]:
    from sim.studies.claims.registry import REGISTRY

    for name in names:
        require_known("claim", name, REGISTRY)
    return tuple(claim for name, claim in REGISTRY.items() if not names or name in names)


def answer(question: Question) -> Wants:
    """Every experiment in every company, and the verdicts; see `Study.answer`."""
    sample, drawn = yield from sampled(question.claims, question.size)
    return answer_of(question, sample, drawn)


def answer_of(question: Question, sample: Sample, drawn: Sequence[Draw]) -> Answer:
    """What measurements leave behind."""
    from sim.studies.claims import assess
    from sim.studies.claims.report import about, behind, document, page, spoken

    size, command = sample.size, question.command
    assessed = assess.assess_all(question.claims, sample, drawn)
    pages: dict[str, Callable[[Language, Place], str]] = {
        "summary.md": lambda language, place: document(assessed, size, command, language)
    }
    if question.figures:
        pages["claims.html"] = lambda language, place: page(
            assessed, size, command, place.figures, language
        )
    return Answer(
        files={
            "claims.csv": assess.table(assessed, sample),
            "conditions.csv": assess.condition_table(assessed),
            "draws.csv": assess.draws_table(drawn),
            **{f"runs/{each.claim.id}.csv": assess.runs_table(each, sample) for each in assessed},
        },
        figures=_figures(assessed, sample) if question.figures else {},
        pages=pages,
        context=partial(about, size),
        told=lambda language, out: spoken(assessed, language),
        details=lambda language, out: behind(assessed, size, language),
        seeds=[size.first_seed],
        how={
            "companies": size.draws, "drawn_from": size.companies,
            "seeds_per_company": size.seeds, "headcount": size.headcount, "weeks": size.weeks,
            "withdraw_week": size.withdraw_week,
            "seeds_are": "counted from the first one; runs/ has them all",
        },
    )  # fmt: skip


def _figures(
    assessed: Sequence[Assessed], sample: Sample
) -> dict[str, Callable[[Language], Figure]]:
    from sim.studies.claims.figures import claim_figure, overview_figure

    return {
        "overview": partial(overview_figure, assessed, sample.size),
        **{each.claim.id: partial(claim_figure, each, sample) for each in assessed},
    }


STUDY = Study(
    "claims", Options, ask, answer, stored="",
    takes=("seed", "workers", "out", "quiet", "language", "details", "dry_run"),
)  # fmt: skip
