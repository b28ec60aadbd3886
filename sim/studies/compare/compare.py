"""Comparing strategies: the same seeds for all, paired differences, one folder of results."""

from __future__ import annotations

import time
from collections.abc import Generator, Mapping, Sequence
from functools import partial
from operator import index
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from sim.analysis.companies import ONE, by_seed, held, require_kind
from sim.analysis.matters import matters
from sim.analysis.paired import pairwise, summarise
from sim.base.files import write_csv
from sim.base.params import ConfigError
from sim.base.presets import REFERENCE
from sim.base.values import with_values
from sim.config.settings import seed_numbers
from sim.model.config import require_configs
from sim.report.language import ENGLISH, Language
from sim.report.listing import bullets, wrapped
from sim.report.notes import told
from sim.report.tables import DECIDED, comparison_table
from sim.runs.plan import NO_DRAWS
from sim.runs.wants import Comparison, drive
from sim.runs.work import Work
from sim.studies.answer import Answer
from sim.studies.compare.unknowns import Unknowns, table, unknowns
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


def compare(
    config_by_strategy: Mapping[str, RunConfig],
    seeds: int | Sequence[int] = 20,
    baseline: str | None = None,
    workers: int = 1,
    out: Path | None = None,
    quiet: bool = True,
    command_line: str = "",
    store: Path | None = None,
    engine: str = "processes",
    scheduler: str | None = None,
    language: str | Language = "en",
    organisation: Organisation | None = None,
    matters: Mapping[str, float] | None = None,
    details: bool = False,
    companies: str = ONE,
) -> CompareResult:
    """Run every strategy with every seed and compare them pairwise.

    Args:
        config_by_strategy: Configurations by strategy name, in the order of tables and figures.
        seeds: Seeds, the same for all strategies: a list, or how many, from 0 on.
        baseline: Strategy that the others are compared with; the first one if None.
        workers: Processes; the results do not depend on it.
        out: Folder for the result files; nothing is written if None.
        quiet: No progress, no table on the terminal.
        command_line: As the user typed it, for `provenance.json`.
        store: Folder of the run store: finished runs are read from it, others are kept in it.
        engine: Where runs are done when there is a store: `processes` or `dask`.
        scheduler: Address of a Dask scheduler.
        language: Sentences, notes, table and figures in English (`en`) or German (`de`); or a
            language that knows the titles of further presets.
        organisation: Replaces those of the configurations, for example `from_networkx(graph)`.
        matters: Outcome -> the smallest difference that matters (`sim.analysis.matters`).
        details: Print all sentences.
        companies: Another company with every seed, as on the command line (`matched`,
            `plausible`, a file); `one`: that of the configurations.

    Raises:
        ConfigError: No strategy or seed is named, or a seed twice; the configurations are no
            dict by name; or there is both an organisation and a store, whose runs are found by
            their configuration.
    """
    from sim.runs.store import Store
    from sim.studies.publish import publish

    require_configs(config_by_strategy)
    listed = range(seeds) if isinstance(seeds, int) else map(index, seeds)
    if not config_by_strategy:
        raise ConfigError("strategies must name at least one, got none")
    require_kind(companies, ONE)
    numbers, first = seed_numbers(tuple(listed)), next(iter(config_by_strategy))
    drawn = by_seed(companies, numbers, held(config_by_strategy[first], ()))
    question = Question(
        config_by_strategy, numbers, baseline or first, organisation, drawn, matters=matters,
        kind=companies, command=command_line,
    )  # fmt: skip
    if store is not None and organisation is not None:
        raise ConfigError("an organisation from Python cannot be stored: leave the store out")
    started, speak = time.time(), Language.of(language)
    kept = None if store is None else Store(store)
    work = Work(kept, engine, workers, scheduler, quiet=quiet, folder=out, speak=speak)
    with work.going_on():
        result = drive(compared(question, speak), work)
        if out is not None:
            how = {"command_line": command_line, "workers": workers}
            publish(answer_of(question, result), out, [speak], started, how, workers)
    if not quiet:
        about = wrapped([question.context(result.people, speak)])
        more = [bullets(result.sentences)] if details else []
        print("\n\n".join([about, report(question, result, speak), *more]))
    return result


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


def answer_of(question: Question, result: CompareResult) -> Answer:
    """What a comparison leaves behind."""
    import pandas as pd

    from sim.report.plots import figures

    configs = question.configs
    withdrawn = {config.withdraw_week for config in configs.values()}
    return Answer(
        files={
            "runs.parquet": result.runs,
            "weekly.parquet": result.weekly,
            "summary.csv": partial(write_csv, result.summary, digits=None),
            "pairwise.csv": partial(write_csv, result.pairwise, digits=None),
            "doses.csv": pd.DataFrame(result.doses, columns=Made._fields),
            "config.yaml": _config_yaml(question),
            **_companies(question.drawn, result.unknowns),
        },
        figures=figures(
            result.weekly,
            result.runs,
            pairwise=result.against(question.baseline),
            withdraw_week=withdrawn.pop() if len(withdrawn) == 1 else None,
            hidden=[] if REFERENCE in configs else [REFERENCE],
        ),
        context=partial(question.context, result.people),
        told=lambda language, out: report(question, result, language),
        details=lambda language, out: bullets(result.sentences),
        reports={"report.html": partial(_one_page, question, result)},
        opens="report.html",
        seeds=question.seeds,
        how={"baseline": question.baseline, "organisation": question.organised(ENGLISH)},
    )


def _one_page(question: Question, result: CompareResult, speak: Language, other: str) -> str:
    """The page for who has a minute; it says that one kind of companies decides nothing."""
    from sim.report.onepage import Group, cases_of, one_page
    from sim.runs.version import model_version

    def name(told: Language) -> str:
        key = "one" if question.kind == ONE or not question.drawn else "many"
        return told.say(f"compare.page_{key}", count=len(question.seeds),
                        kind=kind_told(question.kind, told) if key == "many" else "")  # fmt: skip

    cases = cases_of(result.runs, "seed", result.people)
    return one_page(
        [Group(name, cases)], partial(question.context, result.people), question.command,
        model_version(), "single" if question.drawn else "one", other, speak,
    )  # fmt: skip


def _companies(drawn: Mapping[int, Draw], found: Sequence[Unknowns]) -> dict[str, Any]:
    """The company of each seed as a table, and what turns the order; where they differ."""
    import pandas as pd

    if not drawn:
        return {}
    companies = pd.DataFrame([{"seed": seed, **draw} for seed, draw in drawn.items()])
    tables = {"companies.csv": companies, "unknowns.csv": table(found)}
    return {name: partial(write_csv, frame, digits=None) for name, frame in tables.items()}


def report(question: Question, result: CompareResult, language: str | Language = "en") -> str:
    """The headline, the table and what is needed to read it, as text for a terminal."""
    speak = Language.of(language)
    weeks = int(result.weekly["week"].max())
    table = comparison_table(
        result.summary, result.against(question.baseline), weeks, result.people, speak
    )
    return "\n\n".join([wrapped(result.headline), table, wrapped(result.notes)])


def _config_yaml(question: Question) -> str:
    """What the strategies share, once, and below it the strategies; all in full if they differ.

    With what else was asked, it can be given back: `study=FOLDER/config.yaml`.
    """
    from omegaconf import OmegaConf

    from sim.config.check import resolved
    from sim.config.saved import ASKED

    configs, seeds = question.configs, list(question.seeds)
    first = next(iter(configs.values())).seed
    in_a_row = seeds == list(range(first, first + len(seeds)))
    asked: dict[str, Any] = {
        "seeds": len(seeds) if in_a_row else seeds,
        "baseline": question.baseline,
        "companies": question.kind,
        **({"matters": dict(question.matters)} if question.matters else {}),
    }
    trees = {name: resolved(config) for name, config in configs.items()}
    levers = {name: tree.pop("strategy") for name, tree in trees.items()}
    shared, *others = trees.values()
    if all(other == shared for other in others):
        content: dict[str, Any] = {**shared, "strategies": levers}
    else:
        content = {name: {**tree, "strategy": levers[name]} for name, tree in trees.items()}
    return str(OmegaConf.to_yaml(OmegaConf.create({ASKED: asked, **content})))
