"""`rollout ask`: what to find out first, what that is worth, and when it is not worth asking."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from sim.analysis.companies import require_kind
from sim.base.params import Checked, ConfigError, param
from sim.studies.context import kind_told
from sim.studies.study import Answer, Line, Study, Wants, small
from sim.studies.tournament.entry import MOST_DRAWS, REFUSED, Entry, enter


@dataclass(frozen=True)
class Options(Checked):
    """Own keys."""

    companies: str = "matched"
    draws: int = param(1000, 30, MOST_DRAWS, "companies", doc="companies")
    seeds: int = param(2, 1, 1000, "seeds", doc="seeds per company, each company its own")
    survey: int = param(100, 1, 1_000_000, "people", doc="people that a survey asks")


class Question(NamedTuple):
    """What is asked: strategies, and what all companies share; sizes; the line as typed."""

    entry: Entry
    own: Options
    command: str


def ask(line: Line[Options]) -> Question:
    """A checked question; see `Study.ask`."""
    require_kind(line.own.companies)
    entry = enter(line)
    if len(entry.configs) < 2:
        raise ConfigError("nothing to choose between: strategies=organic,playbook")
    return Question(entry, line.own, line.arguments.line)


def answer(question: Question) -> Wants:
    """All strategies in all companies, and what knowing more is worth; see `Study.answer`."""
    from sim.studies.ask.report import document, figure, found_of, keep, spoken, table
    from sim.studies.tournament.arena import Arena

    entry, own, command = question
    drawn = entry.draw(own.companies, own.draws)
    if not drawn[0]:
        raise ConfigError("nothing is unknown: every parameter is set")
    played, _ = yield from Arena(entry.base, drawn, own.seeds).play(entry.strategies)
    found = found_of(played, drawn, entry, own.companies, own.survey)
    return Answer(
        files={"ask.csv": table(found)},
        figures={"ask": lambda language: figure(found, language)},
        pages={"summary.md": lambda language, place: document(found, command, language)},
        context=lambda language: entry.context(
            found.companies, kind_told(found.kind, language), found.seeds, language
        ),
        told=lambda language, out: spoken(found, language),
        folder=lambda new: keep(found, entry.base.organisation, command),
        seeds=sorted({seed for _, seed in played.runs}),
    )


STUDY = Study("ask", Options, ask, answer, refuses=REFUSED, defaults=small)
