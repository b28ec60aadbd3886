"""`rollout tournament`: which strategy one would choose, over many drawn companies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from sim.analysis.companies import require_kind
from sim.base.params import Checked, ConfigError, param
from sim.report.language import LANGUAGES, Language
from sim.studies.context import kind_told
from sim.studies.study import Answer, Line, Study, Wants, small
from sim.studies.tournament.entry import MOST_DRAWS, REFUSED, Entry, enter

COUNTED = {"plausible": "progress.in_plausible", "matched": "progress.in_matched"}
"""What runs in the companies of a kind are called while they are done."""


@dataclass(frozen=True)
class Options(Checked):
    """Own keys of a tournament."""

    companies: tuple[str, ...] = ("matched",)
    draws: int = param(100, 2, MOST_DRAWS, "companies", doc="companies of each kind")
    seeds: int = param(6, 2, 1000, "seeds", doc="seeds per company, each company its own")

    def __post_init__(self) -> None:
        super().__post_init__()
        for kind in self.companies:
            require_kind(kind)


class Question(NamedTuple):
    """What is asked.

    Attributes:
        entry: Strategies, and what all companies share.
        own: Kinds of companies, how many, and their seeds.
        command: The line as it was typed.
        words: The same in words.
    """

    entry: Entry
    own: Options
    command: str
    words: tuple[str, ...] = ()


def ask(line: Line[Options]) -> Question:
    """A checked question; see `Study.ask`."""
    if len(line.settings.strategies) < 2:
        raise ConfigError("a tournament needs two strategies: strategies=organic,playbook")
    return Question(enter(line), line.own, line.arguments.line, line.words)


def answer(question: Question) -> Wants:
    """Every strategy in every company of each kind, and what follows; see `Study.answer`."""
    from sim.studies.tournament.arena import Arena, runs_table
    from sim.studies.tournament.figures import figures
    from sim.studies.tournament.found import Found, companies_of, each_of, stack, tables_of
    from sim.studies.tournament.paths import paths_of, prices_of, ways
    from sim.studies.tournament.prices import books
    from sim.studies.tournament.report import behind, document, glance, spoken

    (entry, own, command, words), found, paths = question, [], []
    for kind in own.companies:
        drawn = entry.draw(kind, own.draws)
        arena = Arena(entry.base, drawn, own.seeds)
        label = COUNTED.get(kind, "progress.in_file")
        played, done = yield from arena.play(entry.strategies, label)
        people = entry.headcount()
        paths.append(paths_of(kind, played, done, own.seeds, people))
        told = books(played, arena.companies, entry.configs, people)
        found.append(Found(kind, drawn, played, people, entry.base.weeks, told, entry.base.seed,
                           entry.least()))  # fmt: skip
    frames = tables_of(found)
    prices = prices_of(entry.configs, words, [draw for each in found for draw in each.drawn])

    def context(speak: Language) -> str:
        kinds = speak.listing([kind_told(each.kind, speak) for each in found])
        companies = sum(int((~each.played.lost).sum()) for each in found)
        return entry.context(companies, kinds, own.seeds, speak)

    return Answer(
        files={
            **{f"{name}.csv": frame for name, frame in frames.tables().items()},
            "companies.csv": each_of(found, lambda each: companies_of(each.drawn, each.played)),
            "runs.parquet": stack([runs_table(each.kind, each.played) for each in found]),
            "prices.csv": prices.table(),
            **ways(paths, [each.drawn for each in found], prices),
        },
        figures=figures(found, frames),
        pages={
            "summary.md": lambda language, place: document(
                found, frames, command, context(language), language
            )
        },
        context=context,
        told=lambda language, out: spoken(found, frames, language),
        details=lambda language, out: behind(found, frames, language),
        seeds=sorted({seed for each in found for _, seed in each.played.runs}),
        reports=glance(found, context, command),
        opens="report.html",
        how={
            "people": found[0].headcount,
            "about": {code: context(Language(code)) for code in LANGUAGES},
        },
    )


STUDY = Study("tournament", Options, ask, answer, refuses=REFUSED, defaults=small)
