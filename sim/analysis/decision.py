"""From many companies to one recommendation, by a rule that was fixed before any result.

1. Doing nothing is an option like any other. The recommended one has the smallest expected regret
   (Savage 1951) over the mixture of all kinds of companies, each kind with the same weight.
2. Where it is not decided against another one (paired t test over companies, Holm's correction, at
   least `least` apart), both are named, and the one that is cheaper to reverse comes first: the one
   that has cost less by `LOOK`, money and hours put in.
3. Where doing nothing comes first, the trial with the best balance is named: a strategy begun and,
   after some weeks, given up unless a share of people uses it (`switch_rules`).

A switch rule goes on where any use has reached a threshold, and stops otherwise. The threshold is
chosen on one half of the companies and judged on the other, many times; stopping is worth 0 from
that week on. A share of drawn companies is no probability.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sim.analysis.inference import difference, holm, t_test
from sim.analysis.money import EVEN, HIGH, LOW, Account
from sim.base.arrays import Flags, Floats, Ints
from sim.base.presets import REFERENCE
from sim.base.streams import Streams

if TYPE_CHECKING:
    import pandas as pd

LOOKS = (8, 12, 16, 26)
"""Weeks after which a rollout may be given up."""
LOOK = 12
"""By when costs count as those of reversing."""
HALVES = 200
"""Times that the companies are parted into two halves."""
LEAST = 50.0
"""Euros per employee below which a difference does not matter (`matters.SMALLEST`)."""
WORST = 0.1
"""Part of the companies that "worst tenth" means."""
BOTH = "both"
"""The mixture of all kinds, as tables call it."""


@dataclass(frozen=True)
class World:
    """One kind of companies: what strategies bring there.

    Attributes:
        kind: What companies these are.
        account: Week by week, per employee.
        groups: Companies with the same number share fitted values, shape (companies,).
    """

    kind: str
    account: Account
    groups: Ints

    @cached_property
    def weekly(self) -> Floats:
        """Net benefit of every week, shape (strategies, companies, weeks)."""
        return self.account.benefit()

    @cached_property
    def benefit(self) -> Floats:
        """Net benefit over the horizon, shape (strategies, companies)."""
        return np.asarray(self.weekly.sum(axis=2))


class Choice(NamedTuple):
    """What the rule says.

    Attributes:
        first: What is proposed.
        second: What it is not decided against; "" if it is against all.
        least_regret: What has the smallest expected regret: `first`, or else `second`.
        rollout: The rollout that pages look at: `first`, or the one of the best trial.
        undecided: All that `least_regret` is not decided against.
    """

    first: str
    second: str
    least_regret: str
    rollout: str
    undecided: tuple[str, ...]

    @property
    def is_nothing(self) -> bool:
        """Whether doing nothing is proposed."""
        return self.first == REFERENCE


def regrets(benefit: Floats) -> Floats:
    """Distance to the option that is best in the same company (Savage 1951), >= 0.

    Args:
        benefit: Higher is better, shape (options, companies).
    """
    return np.asarray(benefit.max(axis=0) - benefit)


def worst_tenth(values: Floats) -> Floats:
    """Mean of the highest tenth (at least one) along the last axis."""
    count = max(1, round(WORST * values.shape[-1]))
    return np.asarray(np.sort(values, axis=-1)[..., -count:].mean(axis=-1))


def standings(worlds: Sequence[World]) -> pd.DataFrame:
    """How every option does in net benefit per employee, in each kind and in their mixture.

    Returns:
        One row per kind (`both`: each kind with the same weight) and strategy:
        `companies_kind, strategy, companies, mean, low, high` (middle 80 % of companies),
        `beats_nothing, best` (share in which it has the highest mean, ties shared), `near_best`
        (share in which it is less than what matters behind the best), `regret, regret_worst`
        (mean in the worst tenth) and `sunk`: what it has cost by week 12.
    """
    import pandas as pd

    rows = []
    for place, name in enumerate(worlds[0].account.strategies):
        own = [_standing(each, place) for each in worlds]
        rows += [
            {"companies_kind": each.kind, "strategy": name, **row}
            for each, row in zip(worlds, own, strict=True)
        ]
        pooled = {key: float(np.mean([row[key] for row in own])) for key in own[0]}
        both = np.concatenate([each.benefit[place] for each in worlds])
        low, high = np.quantile(both, (LOW, HIGH))
        pooled |= {"companies": len(both), "low": low, "high": high}
        rows.append({"companies_kind": BOTH, "strategy": name, **pooled})
    frame = pd.DataFrame(rows)
    order = {kind: place for place, kind in enumerate([each.kind for each in worlds] + [BOTH])}
    return frame.sort_values(
        "companies_kind", key=lambda own: own.map(order), kind="stable", ignore_index=True
    )


def _standing(world: World, place: int) -> dict[str, float]:
    benefit = world.benefit
    own, regret = benefit[place], regrets(benefit)[place]
    low, high = np.quantile(own, (LOW, HIGH))
    top = np.abs(benefit - benefit.max(axis=0)) < EVEN
    return {
        "companies": len(own),
        "mean": float(own.mean()),
        "low": float(low),
        "high": float(high),
        "beats_nothing": float((own > EVEN).mean()),
        "best": float((top[place] / top.sum(axis=0)).mean()),
        "near_best": float((regret < LEAST).mean()),
        "regret": float(regret.mean()),
        "regret_worst": float(worst_tenth(regret)),
        "sunk": float(cost_until(world.account, LOOK)[place].mean()),
    }


def cost_until(account: Account, week: int) -> Floats:
    """Money out and hours put in until a week, in money, shape (strategies, companies)."""
    hours = account.hour[:, None] * account.invested
    return np.asarray((hours + account.licences + account.other)[:, :, :week].sum(axis=2))


def choose(worlds: Sequence[World], rules: pd.DataFrame) -> Choice:
    """What the rule of this module recommends.

    Args:
        worlds: Each kind of companies.
        rules: As `switch_rules` gives them.
    """
    names = worlds[0].account.strategies
    regret = np.mean([regrets(each.benefit).mean(axis=1) for each in worlds], axis=0)
    sunk = np.mean([cost_until(each.account, LOOK).mean(axis=1) for each in worlds], axis=0)
    best = int(np.argmin(np.round(regret, 6)))
    open_ = [place for place in undecided(worlds, best) if place != best]
    rival = min(open_, key=lambda place: regret[place]) if open_ else best
    first, *others = sorted({best, rival}, key=lambda place: (sunk[place], regret[place]))
    proposed, second = names[first], names[others[0]] if others else ""
    rollout = best_trial(rules)["strategy"] if proposed == REFERENCE else proposed
    named = tuple(names[place] for place in sorted(open_, key=lambda place: regret[place]))
    return Choice(proposed, second, names[best], str(rollout), named)


def undecided(worlds: Sequence[World], best: int) -> list[int]:
    """Options that one of them is not decidedly apart from, by as much as matters."""
    every = np.concatenate([each.benefit for each in worlds], axis=1)
    offsets = np.cumsum([0, *(int(each.groups.max()) + 1 for each in worlds)])
    groups = np.concatenate(
        [each.groups + start for each, start in zip(worlds, offsets[:-1], strict=True)]
    )
    others = [place for place in range(len(every)) if place != best]
    if not others:
        return []
    found = t_test(difference(every[best], every[others]), groups)
    signs = found.signs(holm(found.p), LEAST)
    return [place for place, sign in zip(others, signs, strict=True) if sign == 0]


def switch_rules(worlds: Sequence[World], seed: int) -> pd.DataFrame:
    """Thresholds on any use that say whether to go on, by strategy and week.

    Args:
        worlds: Each kind of companies; all kinds have the same weight.
        seed: Of the halves.

    Returns:
        One row per strategy and week of `LOOKS`, money per employee, means over both kinds:
        `strategy, week, threshold` (chosen on all companies; empty where stopping is better
        whatever the use), `goes_on` (share of companies), `pays_above, pays_below` (shares of
        those on each side in which going on brings money), `until` (net benefit until then),
        `always` (what going on everywhere still brings), `chosen` (the same with the rule, where
        it was chosen), `judged_always, judged` (both on the other halves) and `trial`: `until`
        plus `judged`, what beginning and then following the rule brings.
    """
    import pandas as pd

    names, weeks = worlds[0].account.strategies, worlds[0].account.weeks
    halves = _halves([each.account.hour.size for each in worlds], seed)
    rows = [
        {"strategy": name, "week": week, **_rule(worlds, place, week, halves)}
        for place, name in enumerate(names) if name != REFERENCE
        for week in LOOKS if week < weeks
    ]  # fmt: skip
    return pd.DataFrame(rows)


def best_trial(rules: pd.DataFrame) -> pd.Series:
    """The trial with the best balance: the highest `trial`, the first of equal ones."""
    return rules.iloc[int(np.argmax(rules["trial"].round(6)))]


def _rule(worlds: Sequence[World], place: int, week: int, halves: Floats) -> dict[str, float]:
    use = np.concatenate([each.account.active[place, :, week - 1] for each in worlds])
    benefit = [each.weekly[place] for each in worlds]
    rest = np.concatenate([each[:, week:].sum(axis=1) for each in benefit])
    until = np.concatenate([each[:, :week].sum(axis=1) for each in benefit])
    weight = np.concatenate([np.full(len(each), 1.0 / len(each) / len(worlds)) for each in benefit])
    cut = threshold(use, rest, weight)
    on = use >= cut
    judged, always = [], []
    for half in halves:
        first, second = half.astype(bool), ~half.astype(bool)
        own = threshold(use[first], rest[first], weight[first])
        share = weight[second] / weight[second].sum()
        judged.append(float(share @ np.where(use[second] >= own, rest[second], 0.0)))
        always.append(float(share @ rest[second]))
    start = float(weight @ until)
    return {
        "threshold": float(cut) if np.isfinite(cut) else np.nan,
        "goes_on": float(weight @ on),
        "pays_above": _share(rest[on] > EVEN),
        "pays_below": _share(rest[~on] > EVEN),
        "until": start,
        "always": float(weight @ rest),
        "chosen": float(weight @ np.where(on, rest, 0.0)),
        "judged_always": float(np.mean(always)),
        "judged": float(np.mean(judged)),
        "trial": start + float(np.mean(judged)),
    }


def threshold(use: Floats, rest: Floats, weight: Floats) -> float:
    """Where to cut so that going on at or above brings most; infinite if stopping always does.

    Args:
        use: What is looked at, shape (companies,).
        rest: What going on still brings.
        weight: Of each company.
    """
    order = np.argsort(-use, kind="stable")
    level = use[order]
    total = np.concatenate([[0.0], np.cumsum((weight * rest)[order])])
    apart = np.concatenate([[True], level[1:] < level[:-1], [True]])  # equal ones stay together
    best = int(np.argmax(np.where(apart, total, -np.inf)))
    if best == 0:
        return np.inf
    if best == len(level):
        return 0.0
    return float((level[best - 1] + level[best]) / 2.0)


def _halves(counts: Sequence[int], seed: int) -> Floats:
    """Which companies are in the first half, shape (halves, companies); half of every kind."""
    draw = Streams(seed).generator("switch halves")
    parts = [np.argsort(draw.random((HALVES, count)), axis=1) < count // 2 for count in counts]
    return np.concatenate(parts, axis=1).astype(np.float64)


def _share(marks: Flags) -> float:
    return float(np.mean(marks)) if np.size(marks) else np.nan
