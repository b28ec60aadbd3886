"""What a comparison leaves behind: tables, figures, its page, and what a terminal is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from sim.analysis.companies import ONE
from sim.base.files import write_csv
from sim.base.presets import REFERENCE
from sim.report.language import ENGLISH, Language
from sim.report.listing import bullets, wrapped
from sim.report.tables import comparison_table
from sim.studies.answer import Answer
from sim.studies.compare.question import CompareResult, Question
from sim.studies.compare.unknowns import Unknowns, table
from sim.studies.context import kind_told
from sim.studies.lever_words import Made

if TYPE_CHECKING:
    from sim.analysis.companies import Draw


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


def report(question: Question, result: CompareResult, speak: Language) -> str:
    """The headline, the table and what is needed to read it, as text for a terminal."""
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
