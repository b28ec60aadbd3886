"""What is asked of a comparison, and what its runs say."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from sim.analysis.companies import ONE
from sim.analysis.matters import matters
from sim.analysis.paired import pairwise, summarise
from sim.base.values import with_values
from sim.report.language import Language
from sim.report.notes import told
from sim.report.tables import DECIDED
from sim.runs.plan import NO_DRAWS
from sim.runs.wants import Comparison
from sim.studies.compare.unknowns import Unknowns, unknowns
from sim.studies.compare.unknowns import sentences as told_unknowns
from sim.studies.compare.words import EVERY, JUDGED, Told, behind, headline, pairs
from sim.studies.context import context, drawn_context, kind_told, people_of
from sim.studies.lever_words import Made, all_doses, idle, never, parts, told_doses

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from sim.analysis.companies import Draw
    from sim.model.config import RunConfig
    from sim.organisation.build import Organisation
    from sim.runs.run import RunResult


class CompareResult(NamedTuple):
    """What a comparison found.

    Attributes:
        runs: One row per strategy and seed, the reference without levers included.
        weekly: One row per run and week, the reference included.
        summary: One row per strategy and outcome (`paired.summarise`).
        pairwise: Paired differences to the baseline, and of up to four strategies those of all
            other pairs (`paired.pairwise`).
        headline: What is best here on what, what is not worth it, what is open.
        sentences: What else this supports and what not, in plain words.
        notes: What was run, and how to read the table.
        unknowns: Which unknowns turn the order; empty where all seeds are one company.
        doses: Doses that the budget has changed, in the company of the first seed.
        people: Employees.
    """

    runs: pd.DataFrame
    weekly: pd.DataFrame
    summary: pd.DataFrame
    pairwise: pd.DataFrame
    headline: list[str]
    sentences: list[str]
    notes: list[str]
    unknowns: list[Unknowns]
    doses: list[Made]
    people: int

    def against(self, baseline: str) -> pd.DataFrame:
        """Those differences that are to one strategy."""
        return self.pairwise[self.pairwise["baseline"] == baseline]

    def plot(self, figure: str = "adoption", language: str = "en") -> Figure:
        """Draw a figure as `RunResult.plot`, or `differences`: those of `pairwise`.

        Raises:
            ConfigError: There is no such figure.
        """
        from sim.report import notebook

        first = self.pairwise["baseline"].iloc[:1]  # those of the baseline stand first
        pairs = self.pairwise[self.pairwise["baseline"].isin(first)]
        return notebook.figure(figure, self.runs, self.weekly, language, pairs)

    def __repr__(self) -> str:
        return "\n".join(self.headline)

    def _repr_html_(self) -> str:
        from sim.report import notebook

        return notebook.html("\n".join(self.headline), self.runs)


class Question(NamedTuple):
    """What is asked: strategies, their seeds, who the others are compared with.

    Attributes:
        configs: Configurations by strategy, in the order of tables and figures.
        seeds: The same for all.
        baseline: Strategy that the others are compared with.
        organisation: Replaces those of the configurations.
        drawn: The company of each seed, as values by key; none where all are the same.
        kind: What companies these are, if they are drawn.
        matters: Outcome -> the smallest difference that matters, instead of the usual one.
        command: The line as somebody typed it.
    """

    configs: Mapping[str, RunConfig]
    seeds: Sequence[int]
    baseline: str
    organisation: Organisation | None = None
    drawn: Mapping[int, Draw] = NO_DRAWS
    kind: str = ONE
    matters: Mapping[str, float] | None = None
    command: str = ""

    def context(self, people: int, speak: Language) -> str:
        """What it is about."""
        configs = list(self.configs.values())
        if not self.drawn:
            return context(configs, speak, self.seeds, people=people)
        keys = next(iter(self.drawn.values()))
        return drawn_context(configs, speak, len(self.seeds),
                             kind_told(self.kind, speak), 1, keys)  # fmt: skip

    def organised(self, speak: Language) -> list[str]:
        """What was assumed about the organisations, each sentence once."""
        from sim.organisation.build import notes

        if self.organisation is not None:
            return told(self.organisation.notes, speak)
        every = (note for each in self.configs.values() for note in notes(each.organisation))
        return list(dict.fromkeys(told(every, speak)))


def compared(
    question: Question, speak: Language
) -> Generator[Comparison, RunResult, CompareResult]:
    """Every strategy with every seed, judged."""
    configs, seeds, baseline, organisation, drawn, _, given, _ = question
    first = next(iter(configs.values()))
    runs, weekly = yield Comparison(configs, seeds, organisation, drawn)
    shown = runs[runs["strategy"].isin(list(configs))]
    weeks, people = int(weekly["week"].max()), people_of(first, organisation)
    least = matters(given, people)
    summary = summarise(shown, weeks, least)
    differences = pairwise(shown, baseline, weeks, least, EVERY)
    cases = "companies" if drawn else "seeds"
    told = Told(shown, summary, differences, baseline, weeks, people, least, cases)
    here = [with_values(each, drawn.get(seeds[0], {})) for each in configs.values()]
    doses = all_doses(here, seeds[0], organisation)
    idling = [note for each in configs.values() for note in idle(speak, each)]
    silent = [note for each in configs.values()
              for note in never(speak, each, seeds, organisation, drawn)]  # fmt: skip
    turning, budget = unknowns(shown, drawn), parts(speak, doses)
    few = pairs(told, speak) if len(configs) <= EVERY else []
    notes = [*few, *([budget] if budget else []), _legend(told, speak)]
    return CompareResult(
        runs, weekly, summary, differences, headline(told, speak),
        [*told_unknowns(turning, speak), *behind(told, speak), *told_doses(speak, doses)],
        [*notes, *question.organised(speak), *idling, *silent, speak.say("compare.model")],
        turning, doses, people,
    )  # fmt: skip


def _legend(told: Told, speak: Language) -> str:
    """How to read the table, and from where on a difference matters."""
    hours, use, _, benefit, payback = (told.least[name] for name in JUDGED)
    least = speak.say(
        "compare.least", hours=speak.tick(hours), points=speak.tick(100 * use),
        week=speak.tick(payback), euros=speak.tick(benefit / told.people),
    )  # fmt: skip
    return speak.say("compare.legend", star=DECIDED, baseline=speak.strategy(told.baseline),
                     least=least)  # fmt: skip
