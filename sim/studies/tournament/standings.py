"""Standings: chance of being best, regret, ranks, and every pair, for one outcome at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from sim.analysis.decision import regrets, worst_tenth
from sim.analysis.inference import EQUAL, Signs, cases, interval, wilson
from sim.base.arrays import Flags, Floats, Ints
from sim.base.presets import REFERENCE
from sim.base.streams import Streams
from sim.studies.tournament.arena import Table
from sim.studies.tournament.rule import beats, over_companies, pairs_of

if TYPE_CHECKING:
    import pandas as pd

RESAMPLES = 500


class Best(NamedTuple):
    """Who is best in each company; both have the shape (strategies, companies).

    Attributes:
        decided: Better than every other strategy.
        possible: Not worse than any other strategy, as far as the seeds decide.
    """

    decided: Flags
    possible: Flags


def best(signs: Signs) -> Best:
    """Who is best, from who is better than whom (`rule.beats`)."""
    others = ~np.eye(len(signs), dtype=np.bool_)[:, :, None]
    decided, possible = ((each | ~others).all(axis=1) for each in (signs > 0, signs >= 0))
    return Best(np.asarray(decided), np.asarray(possible))


def standings(table: Table, seed: int = 0) -> pd.DataFrame:
    """How every strategy does in one outcome.

    Args:
        table: Values of the outcome.
        seed: Of the resamples of companies behind the interval of the worst decile.

    Returns:
        One row per strategy: `outcome, unit, better, strategy, companies, unreached, mean, low,
        high, best_decided, best_low, best_high, best_possible, best_mean, undecided, rank,
        rank_low, rank_high, regret, regret_low, regret_high, regret_worst, regret_worst_low,
        regret_worst_high`. `best_decided` is the share of companies in which it is best and
        decided, `best_possible` that in which it may be; `best_low` is Wilson's lower end of
        the first, `best_high` his upper end of the second. `best_mean` goes by means alone,
        ties shared. A lead that is too small to matter is none. Intervals are 95 %, over
        companies.
    """
    import pandas as pd
    from scipy.stats import rankdata

    scores, groups = table.scores, table.groups
    means = scores.mean(axis=2)
    found = best(beats(scores, table.least))
    undecided = 1.0 - _share(found.decided.any(axis=0))
    equal = np.isclose(means, means.max(axis=0), rtol=EQUAL, atol=EQUAL) if means.size else means
    top = equal / np.maximum(equal.sum(axis=0), 1)
    ranks = rankdata(-np.round(means, 12), axis=0) if means.size else means
    regret = regrets(means) if means.size else means
    ends = _resampled(regret, seed)
    sign = table.outcome.sign
    rows: list[dict[str, Any]] = []
    for place, strategy in enumerate(table.strategies):
        sure, maybe = found.decided[place], found.possible[place]
        rows.append({
            "outcome": table.outcome.name, "unit": table.outcome.unit,
            "better": table.outcome.better, "strategy": strategy, "companies": means.shape[1],
            "unreached": table.unreached[place],
            **_spread("", sign * means[place], groups),
            "best_decided": _share(sure), "best_low": wilson(_share(sure), cases(sure, groups))[0],
            "best_possible": _share(maybe),
            "best_high": wilson(_share(maybe), cases(maybe, groups))[1],
            "best_mean": _share(top[place]), "undecided": undecided,
            **_spread("rank", ranks[place], groups, 1.0),
            **_spread("regret", regret[place], groups, 0.0),
            "regret_worst": worst_tenth(regret[place]) if regret.size else np.nan,
            "regret_worst_low": ends[0, place], "regret_worst_high": ends[1, place],
        })  # fmt: skip
    return pd.DataFrame(rows)


def nothing(table: Table, seed: int = 0) -> pd.DataFrame:
    """How doing nothing would stand if it were an option: the row of `standings` it would have.

    For outcomes that are counted against the same company without any lever, where it is 0.
    """
    values = np.concatenate([table.values, np.zeros_like(table.values[:1])])
    joined = table._replace(strategies=(*table.strategies, REFERENCE), values=values,
                            unreached=np.append(table.unreached, 0.0))  # fmt: skip
    return standings(joined, seed).tail(1)


def pairwise(table: Table) -> pd.DataFrame:
    """Every pair of strategies in one outcome.

    Returns:
        One row per pair: `outcome, strategy, other, companies, difference, low, high, p_holm,
        verdict, wins, losses, undecided`. `difference` is strategy minus other in the
        outcome's unit, mean over companies, with its 95 % interval; `verdict`
        (`Tested.verdicts`) goes by Holm's corrected probability. `wins` and `losses` are shares
        of companies in which the seeds decide for the strategy, or for the other, by as much as
        matters.
    """
    import pandas as pd

    scores = table.scores
    first, second = pairs_of(len(table.strategies))
    found, corrected = over_companies(scores.mean(axis=2), table.groups)
    verdicts, each = found.verdicts(corrected, table.least), beats(scores, table.least)
    sign = table.outcome.sign
    ends = np.sort(np.stack([sign * found.low, sign * found.high]), axis=0)
    return pd.DataFrame([
        {
            "outcome": table.outcome.name, "strategy": table.strategies[i],
            "other": table.strategies[j], "companies": int(found.pairs[k]),
            "difference": sign * found.mean[k], "low": ends[0, k], "high": ends[1, k],
            "p_holm": corrected[k], "verdict": verdicts[k],
            "wins": _share(each[i, j] > 0), "losses": _share(each[i, j] < 0),
            "undecided": _share(each[i, j] == 0),
        }
        for k, (i, j) in enumerate(zip(first, second, strict=True))
    ])  # fmt: skip


def leaders(table: Table) -> tuple[str, tuple[str, ...]]:
    """The best on average, and those not decidedly worse than it by as much as matters."""
    means = table.scores.mean(axis=2)
    order = [int(place) for place in np.argsort(-means.mean(axis=1), kind="stable")]
    found, corrected = over_companies(means, table.groups)
    signs = found.signs(corrected, table.least)
    behind = set()
    for k, (i, j) in enumerate(zip(*pairs_of(len(means)), strict=True)):
        if order[0] in (i, j) and signs[k] != 0:
            behind.add(int(i + j - order[0]))
    level = [table.strategies[place] for place in order[1:] if place not in behind]
    return table.strategies[order[0]], tuple(level)


def _share(marks: Any) -> float:
    return float(np.mean(marks)) if np.size(marks) else float("nan")


def _spread(name: str, values: Floats, groups: Ints, least: float = -np.inf) -> dict[str, float]:
    """Mean and 95 % interval over companies, as columns; nothing below what is possible."""
    low, high = interval(values, groups)
    prefix = f"{name}_" if name else ""
    return {name or "mean": _share(values), f"{prefix}low": max(low, least), f"{prefix}high": high}


def _resampled(regret: Floats, seed: int) -> Floats:
    """95 % interval of the worst decile of regret, shape (2, strategies): companies resampled."""
    count = regret.shape[1]
    if count < 2:
        return np.full((2, len(regret)), np.nan)
    draw = Streams(seed).generator("regret").integers(0, count, (RESAMPLES, count))
    return np.asarray(np.quantile(worst_tenth(regret[:, draw]), (0.025, 0.975), axis=1))
