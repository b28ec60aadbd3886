"""From paired differences to a verdict: holds, fails, depends - or not decided.

The rule in words is `claims.rules` in the text files; the page tells it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.analysis.inference import EQUAL, cases, ends_of, wilson
from sim.base.arrays import Flags, Floats, Ints
from sim.studies.claims.metrics import METRICS

if TYPE_CHECKING:
    from sim.studies.claims.design import Claim, Condition
    from sim.studies.claims.experiment import Sample

Classes = NDArray[np.int8]

MOST, FEW, SOME = 2.0 / 3.0, 1.0 / 3.0, 0.1
HOLDS, FAILS, DEPENDS, OPEN = "holds", "fails", "depends", "not decided"
BUILT_IN = "built in"
"""What can come out one way only is no test, whichever way it came out."""
VERDICTS = (HOLDS, DEPENDS, FAILS, OPEN, BUILT_IN)
MET, UNSURE, MISSED = 1, 0, -1


@dataclass(frozen=True)
class Judged:
    """One condition over all companies.

    Attributes:
        values: Weighted sum minus the threshold, shape (companies, seeds), metric's scale.
        mean, low, high: Paired mean and 95 % interval per company, threshold not subtracted.
        classes: MET, UNSURE or MISSED per company.
        threshold: What it is judged against.
    """

    condition: Condition
    values: Floats
    mean: Floats
    low: Floats
    high: Floats
    classes: Classes
    threshold: float

    @property
    def reversed(self) -> Flags:
        """Companies in which the opposite is decided, rather than an effect too small to matter.

        Only where arms are compared: a level has no opposite.
        """
        compared = abs(sum(self.condition.weights.values())) < EQUAL
        least = METRICS[self.condition.metric].matters
        found: Flags = (self.classes == MISSED) & (self.high < -least) & compared
        return found

    def shares(self) -> tuple[float, float, float]:
        """Shares of companies: met, open, missed."""
        return shares(self.classes)


@dataclass(frozen=True)
class Verdict:
    """What the sample says about a claim.

    Attributes:
        verdict: One of `VERDICTS`.
        share_holds, share_open, share_fails: Shares of companies.
        share_reversed: Share in which the opposite of a condition is decided (part of fails).
        low, high: 95 % interval of the share in which the claim holds.
        margin: Per company, how far the least satisfied condition is from its threshold, in
            smallest effects that matter.
        classes: MET, UNSURE or MISSED per company.
        conditions: The conditions that decide.
        asides: The ones that only inform.
    """

    verdict: str
    share_holds: float
    share_open: float
    share_fails: float
    share_reversed: float
    low: float
    high: float
    margin: Floats
    classes: Classes
    conditions: tuple[Judged, ...]
    asides: tuple[Judged, ...]


def judge(claim: Claim, sample: Sample, groups: Ints) -> Verdict:
    """Judge a claim by a sample that holds all its arms.

    Args:
        claim: The claim.
        sample: What was measured.
        groups: Companies with the same number share fitted values, shape (companies,).
    """
    conditions = tuple(judged(claim, each, sample) for each in claim.conditions)
    asides = tuple(judged(claim, each, sample) for each in claim.asides)
    verdict = combine(conditions, asides, groups)
    return replace(verdict, verdict=BUILT_IN) if claim.built_in.en else verdict


def combine(
    conditions: Sequence[Judged], asides: Sequence[Judged] = (), groups: Ints | None = None
) -> Verdict:
    """The verdict that follows from conditions, all of which must be met."""
    classes = np.min([each.classes for each in conditions], axis=0).astype(np.int8)
    margins: list[Floats] = [
        each.values.mean(axis=1) / METRICS[each.condition.metric].matters for each in conditions
    ]
    margin = np.asarray(np.min(margins, axis=0), np.float64)
    met, unsure, missed = shares(classes)
    groups = np.arange(len(classes)) if groups is None else groups
    low = wilson(met, cases(classes == MET, groups))[0]
    high = wilson(met + unsure, cases(classes != MISSED, groups))[1]
    some_miss = wilson(missed, cases(classes == MISSED, groups))[0]
    word = _verdict(low, high, some_miss)
    reverse = float(np.any([each.reversed for each in conditions], axis=0).mean())
    return Verdict(
        word, met, unsure, missed, reverse, low, high, margin, classes, tuple(conditions),
        tuple(asides),
    )  # fmt: skip


def _verdict(low: float, high: float, some_miss: float) -> str:
    if low > MOST:
        return HOLDS
    if high < FEW:
        return FAILS
    if min(low, some_miss) > SOME:
        return DEPENDS
    return OPEN


def judged(claim: Claim, condition: Condition, sample: Sample) -> Judged:
    """One condition in every company of a sample."""
    total: Any = 0.0
    for arm, weight in condition.weights.items():
        total = total + weight * sample.of(claim.arms[arm], condition.metric)
    return assess(condition, np.asarray(total, float))


def assess(condition: Condition, values: Floats) -> Judged:
    """Judge paired values, shape (companies, seeds), against a condition's threshold."""
    matters = METRICS[condition.metric].matters
    threshold = matters if condition.threshold is None else condition.threshold
    low, high = np.array([ends_of(row) for row in values]).T
    classes = np.zeros(len(values), np.int8)
    classes[low > threshold] = MET
    classes[high < threshold] = MISSED
    return Judged(condition, values - threshold, values.mean(axis=1), low, high, classes, threshold)


def shares(classes: Classes) -> tuple[float, float, float]:
    """Shares of companies: met, open, missed."""
    met, unsure, missed = (float((classes == kind).mean()) for kind in (MET, UNSURE, MISSED))
    return met, unsure, missed
