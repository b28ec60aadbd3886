"""What claims say; the sentences are in `report/text/*/{claims,arms,metrics}.yaml`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sim.studies.claims.metrics import METRICS
from sim.studies.claims.verdict import MET, MISSED, UNSURE, VERDICTS

if TYPE_CHECKING:
    from sim.analysis.companies import Dimension
    from sim.report.language import Language
    from sim.studies.claims.design import Claim, Condition
    from sim.studies.claims.experiment import Size
    from sim.studies.claims.verdict import Judged, Verdict


def tally(verdicts: Sequence[str], speak: Language) -> str:
    """How many claims got which verdict, in one sentence."""
    holds, depends, fails, undecided, built_in = (verdicts.count(each) for each in VERDICTS)
    return speak.say(
        "claims.count", holds=holds, depends=depends, fails=fails, open=undecided,
        built_in=built_in,
    )  # fmt: skip


def follows(found: Sequence[tuple[Claim, str]], speak: Language) -> list[str]:
    """What follows for a manager: a line per verdict that occurs, with the claims in words."""
    lines = []
    for verdict in VERDICTS:
        own = [claim for claim, word in found if word == verdict]
        if own:
            names = [speak.say("claims.named", id=claim.id,
                               statement=claim.statement.within(speak.code).rstrip("."))
                     for claim in own]  # fmt: skip
            lines.append(speak.say(f"claims.follows_{verdict}", claims="; ".join(names)))
    return lines


def limits(size: Size, speak: Language) -> list[str]:
    """What the report cannot say; it is said first."""
    from sim.analysis.companies import dimensions
    from sim.analysis.inference import wilson
    from sim.analysis.posterior import FITTED
    from sim.studies.claims.registry import REGISTRY

    low, high = wilson(0.5, size.draws)
    known = dimensions()
    return speak.say(
        "claims.limits",
        no_study=speak.say("_limits.no_study"),
        assumed=sum(not each.sourced for each in known),
        all=len(known),
        kind=speak.say(f"claims.kind_{size.companies}", fitted=len(FITTED)),
        people=size.headcount,
        weeks=size.weeks,
        draws=size.draws,
        width=round(100 * (high - low)),
        claims=len(REGISTRY),
    ).splitlines()


def arm_name(name: str, speak: Language) -> str:
    """What an arm is called; names made of parts are told part by part."""
    return " + ".join(
        ", ".join(speak.say(f"arms.{part}") for part in side.split(", "))
        for side in name.split(" + ")
    )


def arms(claim: Claim, speak: Language) -> str:
    """What all arms of a claim are called."""
    return ", ".join(arm_name(arm, speak) for arm in claim.arms)


def rule(condition: Condition, speak: Language) -> str:
    """The decision rule of a condition as a formula over its arms."""
    metric = METRICS[condition.metric]
    threshold = metric.matters if condition.threshold is None else condition.threshold
    terms = []
    for arm, weight in sorted(condition.weights.items(), key=lambda item: item[1] < 0):
        sign = "−" if weight < 0 else "+"
        size = "" if abs(weight) == 1 else f"{speak.number(abs(weight), 2)} · "
        terms.append(f"{sign} {size}[{arm_name(arm, speak)}]")
    formula = " ".join(terms).removeprefix("+ ")
    digits = metric.decimals
    while digits < 4 and round(metric.factor * threshold, digits) != metric.factor * threshold:
        digits += 1
    least = speak.number(metric.factor * threshold, min(digits, 2))
    named = f"{speak.say(f'metrics.{condition.metric}')}: {formula}"
    return f"{named} > {least} {speak.say(f'units.{metric.unit}')}"


def sentence(verdict: Verdict, size: Size, speak: Language) -> str:
    """In how many companies a claim holds, fails and stays open."""
    met, unsure, missed = (int((verdict.classes == kind).sum()) for kind in (MET, UNSURE, MISSED))
    return speak.say(
        "claims.sentence", met=met, unsure=unsure, missed=missed, draws=size.draws,
        seeds=size.seeds, opposite=round(verdict.share_reversed * size.draws),
        low=speak.percent(verdict.low), high=speak.percent(verdict.high),
    )  # fmt: skip


def effect(one: Judged, speak: Language) -> tuple[str, str, str, str]:
    """What a condition comes to in the median company, between which ends, and the unit."""
    import numpy as np

    metric = METRICS[one.condition.metric]
    ends = (float(x) for x in metric.factor * np.quantile(one.mean, (0.1, 0.5, 0.9)))
    low, middle, high = (speak.number(end, metric.decimals, signed=True) for end in ends)
    return middle, low, high, speak.say(f"units.{metric.unit}")


def short(dimension: Dimension) -> str:
    """A parameter's name without the group that most of them share."""
    return dimension.key.removeprefix("workforce.").removeprefix("work.")
