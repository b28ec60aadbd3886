"""A discovery as a page in any language, and a few lines for the terminal."""

from __future__ import annotations

from functools import partial
from typing import Any

from sim.analysis.inference import SEEDS_TO_DECIDE
from sim.report.language import Language
from sim.report.page import render
from sim.studies.discovery.features import FIRST_WEEKS
from sim.studies.discovery.report import Report, View
from sim.studies.discovery.words import found, knowledge, of, overall, value, words_of

SHOWN = 30
"""Longer lists of features are cut."""


def document(report: Report, command_line: str, language: str | Language = "en") -> str:
    """The whole page."""
    speak, question = Language.of(language), report.question
    return render(
        "discovery.md.j2", speak, command=command_line or "rollout discover", question=question,
        kind="varied" if question.vary else question.kind,
        keys=[f"`{key}`" for key in question.vary], companies=len(report.sample.places),
        overall=overall(report, speak),
        by=speak.separated(f"{question.by:g}"), least=SEEDS_TO_DECIDE, weeks=FIRST_WEEKS,
        views=[_view(report, view, speak) for view in report.views],
    )  # fmt: skip


def spoken(report: Report, language: str | Language = "en") -> str:
    """What was found, for a terminal."""
    speak, question = Language.of(language), report.question
    lines = _wrapped(overall(report, speak), "", "")
    for view in report.views:
        lines += ["", speak.say("discovery.by", knowledge=knowledge(view, speak)) + ":"]
        for line in found(report, view, speak):
            lines += _wrapped(line, "  ", "    ")
    other = f"better={question.than} than={question.better}"
    than = speak.strategy(question.than)
    return "\n".join([*lines, "", speak.say("discovery.other_way", than=than, words=other)])


def _wrapped(text: str, first: str, next_: str) -> list[str]:
    """Lines of a terminal's width; a percent sign stays with its number."""
    import textwrap

    kept = text.replace(" %", "\N{NO-BREAK SPACE}%")
    lines = textwrap.wrap(kept, 100, initial_indent=first, subsequent_indent=next_)
    return [line.replace("\N{NO-BREAK SPACE}", " ") for line in lines]


def _view(report: Report, view: View, speak: Language) -> dict[str, Any]:
    """Sentences and tables of one set of features."""
    names = [f"`{each.name}`" for each in view.features]
    if len(names) > SHOWN:
        names[5:] = [speak.say("discovery.features_cut", count=len(names))]
    return {
        "name": view.name,
        "knowledge": knowledge(view, speak),
        "count": len(view.features),
        "names": ", ".join(names),
        "found": found(report, view, speak),
        "limits": _limits(view, speak),
        "test": _test(view, speak),
        "tree": view.tree.text.rstrip() if view.tree else "",
    }


def _limits(view: View, speak: Language) -> list[list[str]]:
    """One row per limit of the chosen box."""
    rows = []
    for limit, p in view.finding.quasi:
        assert view.finding.chosen is not None
        box, feature = view.finding.chosen.box, view.features[limit.column]
        values = view.data.values[:, limit.column]
        told = partial(value, feature, speak=speak)
        rows.append([
            speak.say("discovery.limit_cell", words=words_of(feature, speak), name=feature.name),
            speak.say("discovery.at_most", high=told(box.high[limit.column])) if limit.upper
            else speak.say("discovery.at_least", low=told(box.low[limit.column])),
            f"{told(values.min())} … {told(values.max())}",
            speak.separated(f"{p:.2g}"),
        ])  # fmt: skip
    return rows


def _test(view: View, speak: Language) -> list[list[str]]:
    """What the chosen box holds where it was searched, and of those held back."""
    chosen, test = view.finding.chosen, view.finding.confirmation
    if chosen is None or test is None:
        return []
    return [
        [name, of(counts.wins_inside, counts.inside, speak),
         of(counts.wins_inside, counts.wins, speak), of(counts.wins, counts.companies, speak)]
        for name, counts in ((speak.say("discovery.searched"), chosen.counts),
                             (speak.say("discovery.held_back"), test.counts))
    ]  # fmt: skip
