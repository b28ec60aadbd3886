"""What was found, in sentences."""

from __future__ import annotations

import math

from sim.analysis.inference import wilson
from sim.report.language import Language
from sim.studies.discovery.boxes import Box
from sim.studies.discovery.features import Feature
from sim.studies.discovery.report import Report, View
from sim.studies.discovery.rule import Confirmation
from sim.studies.discovery.sample import BETTER, NOT, OPEN

SPEAK = Language("en")


def value(feature: Feature, number: float) -> str:
    """A feature's value with its unit, for example "93 %" or "1.2 weeks"."""
    scaled, unit = (100 * number, "%") if feature.unit == "share" else (number, feature.unit)
    digits = f"{scaled:,.0f}" if abs(scaled) >= 1000 else f"{scaled:.3g}"
    digits = digits.replace("-", "−")
    return f"{digits} {unit}".strip()


def restrictions(features: tuple[Feature, ...], box: Box) -> list[str]:
    """Every feature that a box limits, in words."""
    found = []
    for feature, low, high in zip(features, box.low, box.high, strict=True):
        if math.isfinite(low) and math.isfinite(high):
            ends = f"is between {value(feature, low)} and {value(feature, high)}"
        elif math.isfinite(low):
            ends = f"is at least {value(feature, low)}"
        elif math.isfinite(high):
            ends = f"is at most {value(feature, high)}"
        else:
            continue
        found.append(f"`{feature.name}` ({feature.words}) {ends}")
    return found


def of(part: int, whole: int) -> str:
    """A share with its Wilson interval, for example "80 % (8 of 10; 49–94 %)"."""
    if not whole:
        return "– (0 of 0)"
    low, high = wilson(part / whole, whole)
    ends = f"{100 * low:.0f}–{SPEAK.percent(high)}"
    return f"{SPEAK.percent(part / whole)} ({part} of {whole}; {ends})"


def asked(report: Report) -> str:
    """The question as a clause, for example "playbook beats mandate in genuine use at the end"."""
    question = report.question
    least = ""
    if question.by:
        amount = SPEAK.difference(question.outcome.unit, question.by).lstrip("+")
        least = f" by more than {amount} {SPEAK.unit(question.outcome.unit)}".rstrip()
    return (
        f"{SPEAK.strategy(question.better)} beats {SPEAK.strategy(question.than)} "
        f"in {SPEAK.outcome(question.outcome.name)}{least}"
    )


def overall(report: Report) -> str:
    """In how many companies the first strategy is better, open, or not."""
    label = report.judged.label
    counts = [int((label == kind).sum()) for kind in (BETTER, OPEN, NOT)]
    text = (
        f"Of {len(label)} companies {asked(report)} in {of(counts[0], len(label))}, "
        f"does not in {counts[2]}, and {counts[1]} are left open by {_seeds(report)} seeds."
    )
    missing = report.sample.without_value
    return text + (f" {missing} more have no value of the outcome, or failed." if missing else "")


def found(report: Report, view: View) -> list[str]:
    """What a set of features tells, one sentence each."""
    finding = view.finding
    lines = [_headline(report, view)]
    if finding.chosen is not None and finding.confirmation is not None:
        stands = finding.confirmation.stands
        lines += _confirmed(report, finding.confirmation) if stands else _refused(view)
    if view.tree is not None:
        lines.append(_tree(view))
    return lines


def _headline(report: Report, view: View) -> str:
    finding = view.finding
    if finding.reason:
        return f"No rule found: {_reason(report, finding.reason)}."
    assert finding.chosen is not None
    limits = ", and where ".join(restrictions(view.features, finding.chosen.box))
    return f"{SPEAK.strategy(report.question.better).capitalize()} is better where {limits}."


def _reason(report: Report, reason: str) -> str:
    wins = int((report.judged.label == BETTER).sum())
    many = len(report.judged.label)
    first = SPEAK.strategy(report.question.better)
    if wins == many:
        return f"{first} is better in all {many} companies, so there is nothing to tell apart"
    if not wins:
        return f"{first} is certainly better in none of {many} companies"
    return reason


def _confirmed(report: Report, test: Confirmation) -> list[str]:
    counts = test.counts
    return [
        f"Among companies that were held back from the search, it is better in "
        f"{of(counts.wins_inside, counts.inside)} of those inside (density), against "
        f"{of(counts.wins, counts.companies)} of all of them.",
        f"{of(counts.wins_inside, counts.wins)} of the held-back companies where it is better "
        f"lie inside (coverage).",
        f"Mean advantage, held back: inside {_advantage(report, test.gain_inside)}, "
        f"outside {_advantage(report, test.gain_outside)}.",
    ]


def _refused(view: View) -> list[str]:
    chosen, test = view.finding.chosen, view.finding.confirmation
    assert chosen is not None
    assert test is not None
    limits = "; ".join(restrictions(view.features, chosen.box))
    return [
        f"The best box ({limits}) held {SPEAK.percent(chosen.counts.density)} better companies "
        f"where it was "
        f"searched, but {of(test.counts.wins_inside, test.counts.inside)} among those held back, "
        f"where {of(test.counts.wins, test.counts.companies)} of all are (p = "
        f"{test.p_value:.2g}, needed: below {test.level:.3g})."
    ]


def _advantage(report: Report, gain: tuple[float, float, float]) -> str:
    unit = report.question.outcome.unit
    return f"{SPEAK.difference(unit, *gain)} {SPEAK.unit(unit)}".rstrip()


def _tree(view: View) -> str:
    tree, chosen = view.tree, view.finding.chosen
    assert tree is not None
    limited = {view.features[each.column].name for each in chosen.box.limits} if chosen else set()
    shared = [name for name in tree.splits if name in limited]
    split = SPEAK.listing([f"`{name}`" for name in tree.splits]) or "nothing"
    agree = f", {len(shared)} of them limited by the box" if limited and tree.splits else ""
    return (
        f"Cross-check: a small decision tree splits on {split}{agree}; it is right in {tree.right} "
        f"of {tree.companies} held-back companies, always giving the commoner answer in "
        f"{tree.commoner}."
    )


def _seeds(report: Report) -> int:
    return len(report.question.seeds)
