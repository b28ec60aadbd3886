"""`rollout validate`: patterns, diffusions and blind numbers, none fitted to; fitted networks."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from sim.base.params import Checked, ConfigError, param
from sim.config.words import key_of
from sim.runs.wants import Said
from sim.studies.evidence.table import Row, with_file
from sim.studies.study import Answer, Line, Study, Wants


@dataclass(frozen=True)
class Options(Checked):
    """Own keys of a validation."""

    data: str | None = None
    evidence: str | None = None
    companies: int = param(8, 1, 1000, doc="companies per blind number")


class Question(NamedTuple):
    """What is asked: evidence, real diffusions, what holds in every run, companies."""

    rows: list[Row]
    data: Path | None
    fixed: tuple[str, ...]
    companies: int


def ask(line: Line[Options]) -> Question:
    """A checked question; see `Study.ask`."""
    own = line.own
    data = None if own.data is None else Path(own.data)
    if data is not None and not data.is_dir():
        raise ConfigError(f"data={data} is no folder")
    fixed = tuple(word for word in line.words if key_of(word) not in ("out", "quiet", "language"))
    return Question(with_file(own.evidence), data, fixed, own.companies)


def answer(question: Question) -> Wants:
    """Every check; see `Study.answer`."""
    from sim.report.listing import listing
    from sim.report.markdown import framed, markdown
    from sim.studies.validate.validate import HEADER, cells, summary, validate

    yield Said("patterns, networks, diffusions, blind numbers")
    findings = validate(question.rows, question.data, question.fixed, question.companies)
    rows, count = cells(findings), summary(findings)
    command = " ".join(("rollout validate", *question.fixed))
    text = PAGE.format(command=command, count=count, table=markdown((HEADER, rows)))
    shown = listing(HEADER, [_short(row) for row in rows])
    return Answer(
        files={"validation.csv": framed((HEADER, rows))},
        pages={"validation.md": lambda language, place: text},
        told=lambda language, out: f"{shown}\n\n{count}",
    )


#: Widest cells on a terminal; the files have everything in full.
WIDTHS = (14, 60, 44, 44, 7)


def _short(row: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(
        cell if len(cell) <= width else f"{cell[: width - 1]}…"
        for cell, width in zip(row, WIDTHS, strict=True)
    )


PAGE = """\
# Validation

Made by `{command}` (with `data=DIR` for the two real diffusions). Failures stay in the table.
Rows of kind *fitted network* are no test of the model: the generator of organisations was fitted
to these ranges, and the rows only check that what it draws still lies within them. No parameter
was fitted to any other row.

{count}.

Some of the blind rows prove less than the others. Two rules were changed after a first look:
waits without integration must not fall (at first: not change by 1 % either way; they rise by
more, from errors that escape), and the queue behind a faster station is looked at where stations
are nearly full (at usual loads nothing piles up there). Novices and experts, and use with and
without manager support, are the two ends of gaps that `rollout calibrate` fits: they are no
independent test. Defaults were set with the spread between companies and teams, unchanged waits
and the dip in view (`docs/behaviour.md`), and `technology.escaping_share` with the number for
rework (`docs/decisions.md`, D11), which the model misses all the same. Sources of all numbers:
`docs/evidence.md`.

{table}
How to read it: a pattern that holds shows that the mechanism can produce it, not that the
strength is right. Published numbers come from surveys and experiments in other places than
the model's companies; the situations they are compared in are `rollout evidence scenarios`.
No published study compares rollout strategies, so nothing here validates their ranking.
"""

SEVERAL = "companies=N says how many companies"
STUDY = Study(
    "validate", Options, ask, answer, stored="",
    refuses={"seeds": SEVERAL, "strategy": "it has its own", "strategies": "it has its own"},
)  # fmt: skip
