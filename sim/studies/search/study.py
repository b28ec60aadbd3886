"""`rollout search`: look for better strategies, and check them where the search never was."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from sim.analysis.companies import require_kind
from sim.base.params import Checked, ConfigError, param, require_library
from sim.report.language import Language
from sim.studies.context import kind_told
from sim.studies.search.genes import check_levers, searchable
from sim.studies.search.left import front_table, scores_table, strategy_files, trials_table
from sim.studies.search.play import Wanted, search
from sim.studies.study import Answer, Line, Study, Wants, small
from sim.studies.tournament.entry import MOST_DRAWS, Entry, enter
from sim.studies.tournament.entry import REFUSED as COMMON


@dataclass(frozen=True)
class Options(Checked):
    """Own keys of a search."""

    levers: tuple[str, ...] = ()
    trials: int = param(400, 2, 1_000_000, "strategies", doc="strategies to try")
    draws: int = param(20, 2, MOST_DRAWS, "companies", doc="companies that the search sees")
    fresh: int = param(100, 2, MOST_DRAWS, "companies", doc="companies of the check afterwards")
    seeds: int = param(2, 1, 1000, "seeds", doc="seeds per company, each company its own")
    caution: float = param(0.5, 0.0, 1.0, doc="weight of the worst tenth of companies")
    companies: tuple[str, ...] = ("matched",)

    def __post_init__(self) -> None:
        super().__post_init__()
        for kind in self.companies:
            require_kind(kind)
        if len(self.companies) > 1:
            raise ConfigError("a search looks in one kind of companies: plausible or matched")
        check_levers(self.levers or searchable())


class Question(NamedTuple):
    """What is asked: strategies and companies, how much is searched, the line as typed."""

    entry: Entry
    wanted: Wanted
    command: str


def ask(line: Line[Options]) -> Question:
    """A checked question; see `Study.ask`."""
    own = line.own
    levers = own.levers or tuple(searchable())
    require_library("rollout search", "optuna")
    entry = enter(line)
    if not entry.base.equal_budget or min(entry.base.weeks, entry.base.withdraw_week) < 1:
        raise ConfigError("a search needs an equal budget and a week with levers")
    wanted = Wanted(own.companies[0], levers, own.trials, own.draws, own.fresh, own.seeds,
                    own.caution)  # fmt: skip
    return Question(entry, wanted, line.arguments.line)


def answer(question: Question) -> Wants:
    """Look, pick, check, and what came of it; see `Study.answer`."""
    from sim.studies.search.figures import check_figure, front_figure
    from sim.studies.search.report import behind, document, spoken

    entry, wanted, command = question
    found = yield from search(entry, wanted)

    def context(speak: Language) -> str:
        kind = kind_told(wanted.kind, speak)
        return entry.context(wanted.draws + wanted.fresh, kind, wanted.seeds, speak)

    return Answer(
        files={
            **strategy_files(found, command),
            "trials.csv": trials_table(found),
            "front.csv": front_table(found),
            "shipped.csv": scores_table(found.shipped, found.reference),
            "check.csv": found.check,
        },
        figures={
            "search_front": lambda language: front_figure(found, language),
            "search_check": lambda language: check_figure(found, language),
        },
        pages={
            "summary.md": lambda language, place: document(
                found, place.out, command, context(language), language
            )
        },
        context=context,
        told=lambda language, out: spoken(found, out, language),
        details=lambda language, out: behind(found, language),
        seeds=[entry.base.seed],
    )


REFUSED = {**COMMON, "equal_budget": "strategies are searched at equal budget"}
STUDY = Study("search", Options, ask, answer, refuses=REFUSED, defaults=small)
