"""What an analysis says: a page in any language, and a few lines for the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.report.language import Language
from sim.report.listing import bullets, wrapped
from sim.report.page import heads, render
from sim.report.parameters import source
from sim.report.tables import headed, rows_of
from sim.studies.context import context, people_of
from sim.studies.sensitivity.analysis import Findings, labelled, of
from sim.studies.sensitivity.factors import EVIDENCE, LUCK, STRATEGY
from sim.studies.sensitivity.question import COMPANY, Question, Response, Size
from sim.studies.sensitivity.runs import configurations
from sim.studies.sensitivity.words import Row, headline, parts, sentences, share

if TYPE_CHECKING:
    import pandas as pd

LISTED = 15


def document(
    question: Question, size: Size, found: Findings, runs: pd.DataFrame, command_line: str,
    speak: Language,
) -> str:  # fmt: skip
    """The whole page."""
    found = labelled(question, found, speak)
    outcomes = [_outcome(found, each, speak) for each in question.responses]
    return render(
        "sensitivity.md.j2", speak, command=command_line or "rollout sensitivity", size=size,
        question=question, kept=len(found.kept), outcomes=outcomes, limits=_limits(question),
        listed=LISTED, about=about(question, runs, speak), screened=not found.morris.empty,
        assumed=sum(each.sourced is False for each in question.company),
        shared=not found.sobol.empty,
        crossed=any(each.key == STRATEGY for each in question.factors),
    )  # fmt: skip


def about(question: Question, runs: pd.DataFrame, speak: Language) -> str:
    """Whose companies it is about."""
    configs, failed = list(configurations(question).values()), int((~runs["stored"]).sum())
    people, many = people_of(configs[0]), question.seeds
    companies = speak.say(
        "sensitivity.companies", people=speak.number(people, 0),
        runs=speak.say("sensitivity.runs_failed" if failed else "sensitivity.runs",
                       runs=speak.number(len(runs), 0), failed=speak.number(failed, 0)),
        seeds=speak.say("sensitivity.seeds_one" if many == 1 else "sensitivity.seeds_many",
                        seeds=many),
    )  # fmt: skip
    keys = [each.key for each in question.company]
    return context(configs, speak, companies=companies, drawn=keys)


def spoken(question: Question, found: Findings, speak: Language) -> str:
    """The headline for a terminal, and who has which part."""
    found = labelled(question, found, speak)
    outcomes = [_outcome(found, each, speak) for each in question.responses]
    rows = [[row["label"], *row["parts"]] for row in outcomes if row["parts"]]
    lines = wrapped([row["headline"] for row in outcomes])
    table = headed(heads(speak, "sensitivity.overview_head"), rows) if rows else ""
    return f"{lines}\n\n{table}".rstrip().replace("`", "")


def behind(question: Question, found: Findings, speak: Language) -> str:
    """All that was found, for a terminal."""
    found = labelled(question, found, speak)
    blocks = [bullets(sentences(found, each, speak)) for each in question.responses]
    return "\n\n".join(blocks)


def _limits(question: Question) -> list[str]:
    """Which limits hold here."""
    from sim.analysis.posterior import FITTED

    keys = {each.key for each in question.company}
    always = ["model", "sources", "fitted"]
    if EVIDENCE in keys:
        return [*always, "evidence"]
    return [*always, "uniform", *(["beyond"] if keys & set(FITTED) else [])]


def _outcome(found: Findings, response: Response, speak: Language) -> Row:
    """Sentences and tables of one response."""
    sobol = of(found.sobol, response)
    own = parts(sobol) if not sobol.empty else {}
    return {
        "name": response.name,
        "label": response.label(speak),
        "unit": response.outcome.unit,
        "headline": headline(found, response, speak),
        "sentences": sentences(found, response, speak),
        "parts": [share(own[key], speak) if key in own else "–"
                  for key in (COMPANY, STRATEGY, LUCK)] if own else [],
        "sobol": _sobol(sobol, of(found.pawn, response), speak) if own else [],
        "morris": _morris(of(found.morris, response), found, speak),
    }  # fmt: skip


def _sobol(sobol: pd.DataFrame, pawn: pd.DataFrame, speak: Language) -> list[list[str]]:
    """Shares of variance and PAWN, the largest total first."""
    first = {row["parameter"]: row for row in rows_of(sobol[sobol["index"] == "first"])}
    distance = {
        row["parameter"]: f"{speak.number(row['value'], 2)} ({speak.number(row['noise'], 2)})"
        for row in rows_of(pawn)
    }
    return [
        [row["label"], _key(row), share(first[row["parameter"]], speak), share(row, speak),
         distance.get(row["parameter"], "–"), _source(row, speak)]
        for row in _sorted(sobol, "total")
    ]  # fmt: skip


def _morris(morris: pd.DataFrame, found: Findings, speak: Language) -> list[list[str]]:
    """Elementary effects, the largest first; empty without a screening."""
    if morris.empty:
        return []
    sigma = {row["parameter"]: row["value"] for row in rows_of(morris[morris["index"] == "sigma"])}

    def told(value: float) -> str:
        return speak.separated(f"{value:.3g}")

    return [
        [row["label"], _key(row), told(row["value"]),
         speak.say("span", low=told(row["low"]), high=told(row["high"])),
         told(sigma[row["parameter"]]),
         speak.say("yes") if row["parameter"] in found.kept else "–", _source(row, speak)]
        for row in _sorted(morris, "mu_star")
    ]  # fmt: skip


def _sorted(frame: pd.DataFrame, index: str) -> list[dict[str, Any]]:
    own = frame[frame["index"] == index]
    return rows_of(own.sort_values("value", ascending=False, kind="stable"))


def _key(row: Row) -> str:
    return f"`{row['parameter']}`" if row["kind"] == "assumption" else "–"


def _source(row: Row, speak: Language) -> str:
    if row["sourced"] == "no":
        return speak.say("sensitivity.no_source")
    return source(row["source"], speak) if row["source"] else "–"
