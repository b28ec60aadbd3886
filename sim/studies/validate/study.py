"""`rollout validate`: patterns, diffusions and blind numbers, none fitted to; fitted networks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sim.base.params import Checked, ConfigError, param
from sim.config.words import TELLING, key_of
from sim.report.language import ENGLISH, Language
from sim.report.listing import listing
from sim.report.markdown import Table
from sim.report.page import heads, render
from sim.runs.wants import Said
from sim.studies.context import some
from sim.studies.evidence.table import Row, with_file
from sim.studies.study import Answer, Line, Study, Wants
from sim.studies.validate.findings import FAILS, Finding, judged, summary

if TYPE_CHECKING:
    from sim.runs.wants import Want
    from sim.runs.work import Work

#: Keys that change what is told, or whether anything is done, and no finding.
STEERING = (*TELLING, "dry_run", "workers")


@dataclass(frozen=True)
class Options(Checked):
    """Own keys of a validation."""

    data: str | None = None
    evidence: str | None = None
    companies: int = param(8, 1, 1000, doc="companies per blind number")

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.data is not None and not Path(self.data).is_dir():
            raise ConfigError(f"data={self.data} is no folder")


class Question(NamedTuple):
    """What is asked: evidence, real diffusions, what holds in every run, companies, a language."""

    rows: list[Row]
    data: Path | None
    fixed: tuple[str, ...]
    companies: int
    speak: Language


def ask(line: Line[Options]) -> Question:
    """A checked question; see `Study.ask`."""
    from sim.config.load import load

    own = line.own
    data = None if own.data is None else Path(own.data)
    fixed = tuple(word for word in line.words if key_of(word) not in STEERING)
    load(fixed, config_dir=line.config_dir)  # what is wrong is told before anything runs
    return Question(with_file(own.evidence), data, fixed, own.companies, line.speak)


def _announcement(question: Question, work: Work, first: Want, speak: Language) -> str:
    """What would be checked."""
    absent = "" if question.data else "_absent"
    return speak.say(
        "validate.plan", diffusions=speak.say(f"validate.plan_diffusions{absent}"),
        blind=sum(row.use == "blind" for row in question.rows), companies=question.companies,
    )  # fmt: skip


def answer(question: Question) -> Wants:
    """Every check; see `Study.answer`."""
    from sim.report.markdown import framed

    yield Said(question.speak.say("validate.checks"))
    findings = _checked(question)
    command = " ".join(("rollout validate", *question.fixed))
    return Answer(
        files={"validation.csv": framed(_table(findings, ENGLISH))},
        pages={
            "validation.md": lambda language, place: _page(
                findings, command, _about(question, language), language
            )
        },
        context=lambda language: _about(question, language),
        told=lambda language, out: _told(findings, language),
        details=lambda language, out: _whole(findings, language),
    )


def _checked(question: Question) -> list[Finding]:
    """Patterns, spread, networks, real diffusions and blind numbers."""
    from sim.studies.validate.diffusion import diffusions
    from sim.studies.validate.networks import networks
    from sim.studies.validate.patterns import patterns

    return [
        *patterns(question.fixed),
        *networks(question.fixed),
        *diffusions(question.data),
        *blind_numbers(question.rows, question.fixed, question.companies),
    ]


def blind_numbers(rows: Sequence[Row], words: tuple[str, ...], companies: int) -> list[Finding]:
    """Published numbers that no parameter was fitted to."""
    from sim.studies.evidence.measure import measure, typical_seeds

    blind = [row for row in rows if row.use == "blind"]
    # Other companies than the calibration has seen.
    shown = measure(blind, seeds=typical_seeds(companies, first=10_000), words=words)
    return [
        judged(
            "blind", "number", abs(row.miss(shown[row.id])) <= 1.0,
            id=row.id, statement=row.statement, published=row.published,
            low=row.low, high=row.high, shown=shown[row.id],
        )
        for row in blind
    ]  # fmt: skip


def _table(findings: Sequence[Finding], speak: Language) -> Table:
    return tuple(heads(speak, "validate.head")), [each.cells(speak) for each in findings]


def _about(question: Question, speak: Language) -> str:
    """In which companies; patterns, networks and numbers have situations of their own."""
    words = some(list(question.fixed), speak) if question.fixed else speak.say("context.defaults")
    return speak.say("validate.context", companies=question.companies, words=words)


def _page(findings: Sequence[Finding], command: str, about: str, speak: Language) -> str:
    return render(
        "validate.md.j2", speak, command=command, count=summary(findings, speak), about=about,
        rows=_table(findings, speak)[1],
    )  # fmt: skip


def _told(findings: Sequence[Finding], speak: Language) -> str:
    """What it comes to, and what fails, for a terminal."""
    failing = [each for each in findings if each.verdict == FAILS]
    table = f"\n\n{_whole(failing, speak)}" if failing else ""
    return f"{summary(findings, speak)}.{table}"


def _whole(findings: Sequence[Finding], speak: Language) -> str:
    """The table for a terminal."""
    header, rows = _table(findings, speak)
    return listing(header, [_short(row) for row in rows])


#: Widest cells on a terminal; the files have everything in full.
WIDTHS = (16, 60, 44, 44, 12)


def _short(row: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(
        cell if len(cell) <= width else f"{cell[: width - 1]}…"
        for cell, width in zip(row, WIDTHS, strict=True)
    )


SEVERAL = "companies=N says how many companies"
STUDY = Study(
    "validate", Options, ask, answer, stored="",
    refuses={
        "seeds": SEVERAL, "strategy": "it has its own", "strategies": "it has its own",
    },
    announce=_announcement,
)  # fmt: skip
