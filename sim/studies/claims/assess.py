"""Judging all claims of a sample, and the table that comes of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.analysis.companies import Draw, families
from sim.analysis.deciders import Decider, named, ranking
from sim.report.language import ENGLISH
from sim.studies.claims.design import Claim
from sim.studies.claims.metrics import METRICS
from sim.studies.claims.verdict import Judged, Verdict, judge
from sim.studies.claims.words import rule

if TYPE_CHECKING:
    import pandas as pd

    from sim.studies.claims.experiment import Sample


@dataclass(frozen=True)
class Assessed:
    """A claim with its verdict and what decides it.

    Attributes:
        deciders: The parameters named as deciding, three at most.
        ranked: All parameters, the most telling first.
        sourced: "yes", "partly" or "no": whether the deciders have sources; "none" without any.
        drawn: The companies.
        runs: Runs that the claim rests on.
    """

    claim: Claim
    verdict: Verdict
    deciders: tuple[Decider, ...]
    ranked: tuple[Decider, ...]
    sourced: str
    drawn: Sequence[Draw]
    runs: int

    @property
    def metrics(self) -> list[str]:
        """Metrics of the conditions and asides, each once."""
        conditions = (*self.claim.conditions, *self.claim.asides)
        names = [each.metric for each in conditions]
        names += [self.claim.dose.metric] if self.claim.dose is not None else []
        return list(dict.fromkeys(names))


def assess_all(claims: Iterable[Claim], sample: Sample, drawn: Sequence[Draw]) -> list[Assessed]:
    """Verdict and deciders of every claim."""
    return [_assessed(claim, sample, drawn) for claim in claims]


def _assessed(claim: Claim, sample: Sample, drawn: Sequence[Draw]) -> Assessed:
    verdict = judge(claim, sample, families(drawn))
    ranked = ranking(drawn, verdict.margin)
    deciders = tuple(named(ranked))
    runs = len({arm.key for arm in claim.arms.values()}) * sample.size.draws * sample.size.seeds
    return Assessed(claim, verdict, deciders, tuple(ranked), sources(deciders), drawn, runs)


def sources(deciders: Sequence[Decider]) -> str:
    """Whether the deciders have sources: yes, partly, no; none if there are no deciders."""
    known = [each.sourced for each in deciders]
    if not known:
        return "none"
    return "yes" if all(known) else "partly" if any(known) else "no"


def table(assessed: Sequence[Assessed], sample: Sample) -> pd.DataFrame:
    """One row per claim."""
    import pandas as pd

    return pd.DataFrame([_row(each, sample) for each in assessed])


def _row(each: Assessed, sample: Sample) -> dict[str, object]:
    claim, verdict = each.claim, each.verdict
    main = verdict.conditions[0]
    metric = METRICS[main.condition.metric]
    unsourced = [one.dimension.key for one in each.deciders if not one.sourced]
    return {
        "id": claim.id,
        "statement": claim.statement.en,
        "verdict": verdict.verdict,
        "share_holds": verdict.share_holds,
        "low": verdict.low,
        "high": verdict.high,
        "share_open": verdict.share_open,
        "share_fails": verdict.share_fails,
        "share_reversed": verdict.share_reversed,
        "deciders": "; ".join(_told(one) for one in each.deciders),
        "sourced": each.sourced,
        "unsourced_deciders": "; ".join(unsourced),
        "strongest": "; ".join(_told(one) for one in each.ranked[:3]),
        "experiment": claim.experiment.en,
        "arms": "; ".join(claim.arms),
        "metric": "; ".join(dict.fromkeys(one.metric for one in claim.conditions)),
        "rule": " AND ".join(rule(one, ENGLISH) for one in claim.conditions),
        "median_effect": metric.factor * float(np.median(main.mean)),
        "effect_unit": metric.unit,
        "mechanism": claim.mechanism.en,
        "limits": claim.limits.en,
        "n_draws": sample.size.draws,
        "n_seeds": sample.size.seeds,
        "runs": each.runs,
        "headcount": sample.size.headcount,
        "weeks": sample.size.weeks,
        "runs_file": f"runs/{claim.id}.csv",
        "figure": f"figures/{claim.id}.png",
    }


def _told(decider: Decider) -> str:
    beside = "".join(f", moves with {each.key}" for each in decider.partners)
    return f"{decider.dimension.key} (rho {decider.correlation:+.2f}{beside})"


def condition_table(assessed: Sequence[Assessed]) -> pd.DataFrame:
    """One row per condition and contrast, over companies."""
    import pandas as pd

    rows = [
        _condition_row(each.claim.id, role, one)
        for each in assessed
        for role, group in (("decides", each.verdict.conditions), ("informs", each.verdict.asides))
        for one in group
    ]
    return pd.DataFrame(rows)


def _condition_row(claim: str, role: str, one: Judged) -> dict[str, object]:
    metric = METRICS[one.condition.metric]
    met, unsure, missed = one.shares()
    p10, median, p90 = metric.factor * np.quantile(one.mean, (0.1, 0.5, 0.9))
    return {
        "id": claim, "role": role, "condition": one.condition.text.en,
        "metric": one.condition.metric,
        "unit": metric.unit, "rule": rule(one.condition, ENGLISH),
        "threshold": metric.factor * one.threshold, "p10": p10, "median": median, "p90": p90,
        "share_holds": met, "share_open": unsure, "share_fails": missed,
        "share_reversed": float(one.reversed.mean()),
    }  # fmt: skip


def runs_table(each: Assessed, sample: Sample) -> pd.DataFrame:
    """The runs behind a claim: one row per arm, company and seed, in the metrics' own scale."""
    import pandas as pd

    size = sample.size
    draw, seed = np.divmod(np.arange(size.draws * size.seeds), size.seeds)
    parts = [
        pd.DataFrame({
            "arm": name, "draw": draw, "seed": size.first_seed + draw * size.seeds + seed,
            **{metric: sample.of(arm, metric).ravel() for metric in each.metrics},
        })
        for name, arm in each.claim.arms.items()
    ]  # fmt: skip
    return pd.concat(parts, ignore_index=True)


def draws_table(drawn: Sequence[Draw]) -> pd.DataFrame:
    """The companies: one row per draw, one column per parameter."""
    import pandas as pd

    frame = pd.DataFrame(list(drawn))
    frame.insert(0, "draw", np.arange(len(drawn)))
    return frame
