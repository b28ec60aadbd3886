"""Which sentences a discovery says; the sentences are in `report/text/*/discovery.yaml`."""

from __future__ import annotations

import math
from collections.abc import Iterator

from sim.analysis.inference import wilson
from sim.report.language import Language, catalogue
from sim.report.parameters import label
from sim.studies.discovery.boxes import Box
from sim.studies.discovery.features import Feature
from sim.studies.discovery.report import Report, View
from sim.studies.discovery.rule import FEWEST, Confirmation
from sim.studies.discovery.sample import BETTER, NOT, OPEN


def words_of(feature: Feature, speak: Language) -> str:
    """What a feature is; parameters as they are declared."""
    if feature.words:
        return label(feature.name, feature.words, speak)
    return speak.say(f"discovery.feature_{feature.name}")


def unit_of(feature: Feature, speak: Language) -> str:
    """Its unit; "" for shares, which are in percent, and declared ones as they are."""
    own = "" if feature.unit == "share" else feature.unit
    return catalogue(speak.code, "units").get(own, own)


def value(feature: Feature, number: float, speak: Language, bare: bool = False) -> str:
    """A feature's value with its unit, for example "93 %" or "1.2 weeks"; bare without a unit."""
    share = feature.unit == "share"
    scaled = 100 * number if share else number
    digits = speak.separated(f"{scaled:,.0f}" if abs(scaled) >= 1000 else f"{scaled:.3g}")
    return f"{digits} {'%' if share else '' if bare else unit_of(feature, speak)}".strip()


def knowledge(view: View, speak: Language) -> str:
    """What kind of knowledge a set of features is."""
    return speak.say(f"discovery.knowledge_{view.name}")


def restrictions(view: View, box: Box, speak: Language) -> Iterator[str]:
    """Every feature that a box limits, in words."""
    for feature, low, high in zip(view.features, box.low, box.high, strict=True):
        from_below, from_above = math.isfinite(low), math.isfinite(high)
        if from_below or from_above:
            side = "both" if from_below and from_above else "low" if from_below else "high"
            yield speak.say(
                f"discovery.limit_{side}", name=feature.name, words=words_of(feature, speak),
                low=value(feature, low, speak) if from_below else "",
                high=value(feature, high, speak) if from_above else "",
            )  # fmt: skip


def of(part: int, whole: int, speak: Language) -> str:
    """A share with its Wilson interval, for example "80 % (8 of 10; 49–94 %)"."""
    if not whole:
        return speak.say("discovery.counted_none")
    low, high = wilson(part / whole, whole)
    return speak.say(
        "discovery.counted", share=speak.percent(part / whole), part=part, whole=whole,
        low=speak.number(100 * low, 0), high=speak.percent(high),
    )  # fmt: skip


def asked(report: Report, speak: Language) -> str:
    """The question as a clause, for example "playbook beats mandate in genuine use at the end"."""
    question = report.question
    unit = question.outcome.unit
    amount = f"{speak.difference(unit, question.by).lstrip('+')} {speak.unit(unit)}".rstrip()
    return speak.say(
        "discovery.beats_by" if question.by else "discovery.beats",
        better=speak.strategy(question.better), than=speak.strategy(question.than),
        outcome=speak.outcome(question.outcome.name), amount=amount,
    )  # fmt: skip


def overall(report: Report, speak: Language) -> str:
    """In how many companies the first strategy is better, open, or not."""
    label, missing = report.judged.label, report.sample.without_value
    won, unsure, lost = (int((label == kind).sum()) for kind in (BETTER, OPEN, NOT))
    text = speak.say(
        "discovery.overall", companies=len(label), beats=asked(report, speak),
        won=of(won, len(label), speak), lost=lost, open=unsure, seeds=len(report.question.seeds),
    )  # fmt: skip
    more = speak.say("discovery.overall_missing", count=missing)
    return f"{text} {more}" if missing else text


def found(report: Report, view: View, speak: Language) -> list[str]:
    """What a set of features tells, one sentence each."""
    finding = view.finding
    chosen, test = finding.chosen, finding.confirmation
    limits = list(restrictions(view, chosen.box, speak)) if chosen else []
    if finding.reason:
        lines = [speak.say("discovery.no_rule", reason=_reason(report, finding.reason, speak))]
    else:
        joined, better = speak.say("discovery.and_where").join(limits), report.question.better
        lines = [speak.say("discovery.better_where", better=speak.strategy(better), limits=joined)]
    if chosen is not None and test is not None:
        if test.stands:
            lines += _confirmed(report, test, speak)
        else:
            share = speak.percent(chosen.counts.density)
            lines.append(_refused("; ".join(limits), share, test, speak))
    return lines + ([_tree(view, speak)] if view.tree is not None else [])


def _reason(report: Report, reason: str, speak: Language) -> str:
    """Why there is no rule; where all companies are on one side, that is why."""
    wins, many = int((report.judged.label == BETTER).sum()), len(report.judged.label)
    if wins in (0, many):
        reason = "nowhere" if not wins else "all"
    better = speak.strategy(report.question.better)
    return speak.say(f"discovery.reason_{reason}", better=better, companies=many, fewest=FEWEST)


def _confirmed(report: Report, test: Confirmation, speak: Language) -> list[str]:
    counts, unit = test.counts, report.question.outcome.unit
    inside, outside = (
        f"{speak.difference(unit, *gain)} {speak.unit(unit)}".rstrip()
        for gain in (test.gain_inside, test.gain_outside)
    )
    return [
        speak.say("discovery.density", inside=of(counts.wins_inside, counts.inside, speak),
                  everywhere=of(counts.wins, counts.companies, speak)),
        speak.say("discovery.coverage", share=of(counts.wins_inside, counts.wins, speak)),
        speak.say("discovery.gains", inside=inside, outside=outside),
    ]  # fmt: skip


def _refused(limits: str, share: str, test: Confirmation, speak: Language) -> str:
    counts = test.counts
    return speak.say(
        "discovery.refused", limits=limits, share=share,
        inside=of(counts.wins_inside, counts.inside, speak),
        everywhere=of(counts.wins, counts.companies, speak),
        p=speak.separated(f"{test.p_value:.2g}"), level=speak.separated(f"{test.level:.3g}"),
    )  # fmt: skip


def _tree(view: View, speak: Language) -> str:
    tree, chosen = view.tree, view.finding.chosen
    assert tree is not None
    limited = {view.features[each.column].name for each in chosen.box.limits} if chosen else set()
    names = speak.listing([f"`{name}`" for name in tree.splits])
    return speak.say(
        "discovery.splits_shared" if limited and tree.splits else "discovery.splits",
        names=names or speak.say("discovery.splits_nothing"),
        shared=len(limited.intersection(tree.splits)), right=tree.right,
        companies=tree.companies, commoner=tree.commoner,
    )  # fmt: skip
