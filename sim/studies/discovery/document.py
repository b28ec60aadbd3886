"""A discovery as a page in any language, and a few lines for the terminal."""

from __future__ import annotations

from functools import partial
from typing import Any

from sim.analysis.inference import SEEDS_TO_DECIDE
from sim.report.language import Language
from sim.report.listing import bullets, wrapped
from sim.report.page import render
from sim.studies.context import drawn_context, kind_told
from sim.studies.discovery.features import FIRST_WEEKS
from sim.studies.discovery.report import Report, View
from sim.studies.discovery.words import found, knowledge, of, overall, value, words_of

SHOWN = 30
"""Longer lists of features are cut."""


def about(report: Report, speak: Language) -> str:
    """Whose companies it is about."""
    from sim.config.load import load_strategies

    question, kept = report.question, report.sample.places
    configs = load_strategies(
        question.overrides, (question.better, question.than), question.config_dir
    )
    kind = kind_told("varied" if question.vary else question.kind, speak)
    keys = dict.fromkeys(question.points[0])
    drawn, varied = ((), keys) if question.vary else (keys, ())
    return drawn_context(list(configs.values()), speak, len(kept), kind, len(question.seeds),
                         drawn, varied)  # fmt: skip


def document(report: Report, command_line: str, speak: Language) -> str:
    """The whole page."""
    question = report.question
    return render(
        "discovery.md.j2", speak, command=command_line or "rollout discover", question=question,
        about=about(report, speak), headline=headline(report, speak),
        kind="varied" if question.vary else question.kind,
        keys=[f"`{key}`" for key in question.vary], companies=len(report.sample.places),
        overall=overall(report, speak),
        by=speak.separated(f"{question.by:g}"), least=SEEDS_TO_DECIDE, weeks=FIRST_WEEKS,
        views=[_view(report, view, speak) for view in report.views],
    )  # fmt: skip


def headline(report: Report, speak: Language) -> list[str]:
    """In how many companies the first is better, and where, by what can be known and assumed."""
    return [
        overall(report, speak), *(f"{_by(view, speak)}: {found(report, view, speak)[0]}"
                                  for view in report.views)
    ]  # fmt: skip


def _by(view: View, speak: Language) -> str:
    return speak.say("discovery.by", knowledge=knowledge(view, speak))


def spoken(report: Report, speak: Language) -> str:
    """What was found, for a terminal."""
    question = report.question
    other = f"better={question.than} than={question.better}"
    than = speak.strategy(question.than)
    line = speak.say("discovery.other_way", than=than, words=other)
    return wrapped([*headline(report, speak), line])


def behind(report: Report, speak: Language) -> str:
    """How sure that is, for a terminal."""
    return "\n\n".join(
        f"{_by(view, speak)}:\n{bullets(found(report, view, speak))}" for view in report.views
    )


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
