"""Statistics of a comparison: how well each strategy does, and which differences are real.

Choices, and why:

* Strategies are compared seed by seed: same people, same luck.
* A time that is not reached counts as the horizon in means and differences (the
  restricted mean), and as later than any other in quantiles, ranks and counts of
  seeds. How many were not reached is always told beside the number.
* Equal is equal: a seed without a difference is neither better nor worse. Whoever is as good as
  the best, but for less than what matters (`matters.py`), shares the chance of being best.
* A difference has a verdict (`Tested.verdicts`), or is *the same* if no seed differs.
* What luck alone explains is told by `inference.py`.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.analysis.inference import BETTER, EQUAL, LEVEL, WORSE, interval, t_test, wilson
from sim.base.arrays import Flags, Floats
from sim.model.outcomes import BY_NAME, Outcome

if TYPE_CHECKING:
    import pandas as pd


Least = Mapping[str, float]
"""The smallest difference that matters, by outcome; what is not named matters however small."""
ALL: Least = {}
"""However small, all of it matters."""
SAME = "the same"
READ: Mapping[str | None, Mapping[str, str]] = {
    "higher": {}, "lower": {BETTER: WORSE, WORSE: BETTER}, None: {BETTER: "", WORSE: ""},
}  # fmt: skip
"""What a verdict on higher values says, by the direction in which an outcome is wanted."""


def certain(differences: pd.DataFrame) -> pd.Series[bool]:
    """Which rows of `pairwise` are decided, and by enough to matter."""
    large: pd.Series[bool] = differences["estimate"].abs() >= differences["matters"]
    return large & (differences["decided"] == "yes")


def summarise(runs: pd.DataFrame, weeks: int, least: Least = ALL) -> pd.DataFrame:
    """Describe every outcome of every strategy.

    Args:
        runs: One row per strategy and seed, with outcome columns.
        weeks: Horizon, for times that were not reached.
        least: What matters; smaller leads are shared.

    Returns:
        One row per strategy and outcome: `strategy, outcome, unit, better, runs, missing,
        median, mean, low, high, p10, p90, chance_best, regret`. `low` and `high` are the 95 %
        interval of the mean, `missing` counts the runs without a value, `chance_best` is the
        share of seeds in which the strategy is best and `regret` the mean distance to the
        best strategy of the same seed, in the outcome's unit.
    """
    import pandas as pd

    strategies, known = _strategies(runs), _outcomes(runs)
    seeds = {strategy: _seeds(runs, strategy) for strategy in strategies}
    common = sorted(set.intersection(*map(set, seeds.values())))
    cube = np.stack([_matrix(runs, strategy, common, known) for strategy in strategies])
    ranking = [_ranking(cube[:, :, column], each, weeks, least.get(each.name, 0.0))
               for column, each in enumerate(known)]  # fmt: skip
    rows: list[dict[str, Any]] = []
    for row, strategy in enumerate(strategies):
        own = _matrix(runs, strategy, seeds[strategy], known)
        for column, outcome in enumerate(known):
            best, regret = ranking[column]
            described = describe(own[:, column], outcome, weeks)
            ranked = {"chance_best": best[row], "regret": regret[row]}
            rows.append({"strategy": strategy, **_head(outcome), **described, **ranked})
    return pd.DataFrame(rows)


def pairwise(
    runs: pd.DataFrame, baseline: str, weeks: int, least: Least = ALL, every: int = 0
) -> pd.DataFrame:  # fmt: skip
    """Compare every strategy with a baseline, seed by seed.

    Args:
        runs: One row per strategy and seed, with outcome columns.
        baseline: The strategy that the others are compared with.
        weeks: Horizon, for times that were not reached.
        least: What matters.
        every: Up to so many strategies, the others are compared with one another as well.

    Returns:
        One row per strategy and outcome, as `paired` gives them; those of the baseline first.
    """
    import pandas as pd

    others = [strategy for strategy in _strategies(runs) if strategy != baseline]
    pairs = [(strategy, baseline) for strategy in others]
    if len(others) < every:
        pairs += [(second, first) for first, second in combinations(others, 2)]
    frames = [paired(runs, *pair, weeks, least) for pair in pairs]
    if not frames:
        return paired(runs, baseline, baseline, weeks)[:0]
    return pd.concat(frames, ignore_index=True)


def paired(
    runs: pd.DataFrame, strategy: str, baseline: str, weeks: int, least: Least = ALL
) -> pd.DataFrame:  # fmt: skip
    """Differences of one strategy to another, seed by seed.

    Returns:
        One row per outcome: `strategy, baseline, outcome, unit, better, pairs, estimate, low,
        high, p, share_better, seeds_better, seeds_equal, seeds_worse, censored, decided, matters,
        verdict`.
        `estimate` is the mean of strategy minus baseline with its 95 % interval `low, high`,
        `p` the probability of such a mean by luck alone;
        `censored` counts the pairs in which a time was not reached and stands as the horizon.
        Where no direction is wanted, the better and worse columns are empty, and so is a verdict
        that would say either.
    """
    import pandas as pd

    known = _outcomes(runs)
    seeds = sorted(set(_seeds(runs, strategy)) & set(_seeds(runs, baseline)))
    left = _matrix(runs, strategy, seeds, known)
    right = _matrix(runs, baseline, seeds, known)
    head = {"strategy": strategy, "baseline": baseline}
    rows = [
        {**head, **_head(outcome), **judged(left[:, column], right[:, column], outcome, weeks,
                                            least.get(outcome.name, 0.0))}
        for column, outcome in enumerate(known)
    ]  # fmt: skip
    return pd.DataFrame(rows)


def _strategies(runs: pd.DataFrame) -> list[str]:
    """Strategies in the order in which they appear."""
    return [str(strategy) for strategy in runs["strategy"].unique()]


def _seeds(runs: pd.DataFrame, strategy: str) -> list[int]:
    return [int(seed) for seed in runs.loc[runs["strategy"] == strategy, "seed"]]


def _outcomes(runs: pd.DataFrame) -> list[Outcome]:
    return [outcome for name, outcome in BY_NAME.items() if name in runs.columns]


def _head(outcome: Outcome) -> dict[str, str]:
    return {"outcome": outcome.name, "unit": outcome.unit, "better": outcome.better or ""}


def _matrix(
    runs: pd.DataFrame, strategy: str, seeds: Sequence[int], known: Sequence[Outcome]
) -> Floats:
    """Outcomes of one strategy, shape (seeds, outcomes)."""
    own = runs[runs["strategy"] == strategy].set_index("seed")
    columns = [outcome.name for outcome in known]
    return np.asarray(own.loc[list(seeds), columns].to_numpy(float))


def _restricted(values: Floats, outcome: Outcome, weeks: int) -> Floats:
    """Times not reached stand as the horizon; other outcomes stay as they are."""
    return np.where(np.isnan(values), float(weeks), values) if outcome.censored else values


def describe(values: Floats, outcome: Outcome, weeks: int) -> dict[str, float]:
    """An outcome of one strategy over its runs, as `summarise` has it."""
    missing = int(np.isnan(values).sum())
    kept = _restricted(values, outcome, weeks)
    kept = kept[~np.isnan(kept)]
    mean = float(kept.mean()) if kept.size else float("nan")
    low, high = wilson(mean, kept.size) if outcome.unit == "0/1" else interval(kept)
    # A quantile that falls among times not reached is itself not reached: NaN, not the horizon.
    ranked = _late(values) if outcome.censored else kept
    p10, median, p90 = (_quantile(ranked, q) for q in (0.1, 0.5, 0.9))
    return {
        "runs": len(values),
        "missing": missing,
        "median": median,
        "mean": mean,
        "low": low,
        "high": high,
        "p10": p10,
        "p90": p90,
    }


def _quantile(values: Floats, q: float) -> float:
    """Linear quantile; NaN if it touches a value that is not finite or there is none."""
    if not values.size:
        return float("nan")
    ordered = np.sort(values)
    place = q * (len(ordered) - 1)
    below, above = ordered[int(np.floor(place))], ordered[int(np.ceil(place))]
    if not np.isfinite(above):
        return float("nan")
    return float(below + (above - below) * (place - np.floor(place)))


def _ranking(
    values: Floats, outcome: Outcome, weeks: int, least: float
) -> tuple[Floats, Floats]:  # fmt: skip
    """Chance of being best and mean regret of each strategy; values (strategies, seeds)."""
    count = len(values)
    nothing = np.full(count, np.nan)
    if outcome.better is None:
        return nothing, nothing
    sign = outcome.sign
    worst_first = sign * (_late(values) if outcome.censored else values)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        best = np.nanmax(np.where(np.isinf(worst_first), np.nan, worst_first), axis=0)
        scored = sign * _restricted(values, outcome, weeks)
        regret = np.nanmean(np.nanmax(scored, axis=0) - scored, axis=1)
        is_best = _equal(worst_first, np.broadcast_to(best, values.shape))
        is_best |= best - worst_first < least
    ties = is_best.sum(axis=0)
    seeds = int((ties > 0).sum())
    if not seeds:
        return nothing, regret
    return (is_best / np.maximum(ties, 1)).sum(axis=1) / seeds, regret


def _equal(left: Floats, right: Floats) -> Flags:
    return np.isclose(left, right, rtol=EQUAL, atol=EQUAL)


def judged(
    left: Floats, right: Floats, outcome: Outcome, weeks: int, least: float
) -> dict[str, Any]:  # fmt: skip
    """Statistics of left minus right, two columns in the same order of seeds, as in `paired`."""
    missing = np.isnan(left) | np.isnan(right)
    censored = int(missing.sum()) if outcome.censored else 0
    if not outcome.censored:
        left, right = left[~missing], right[~missing]
    # Never is later than the last week, which the restricted mean cannot tell apart.
    left_late, right_late = _late(left), _late(right)
    equal = _equal(left_late, right_late)
    higher = int((~equal & (left_late > right_late)).sum())
    lower = int((~equal & (left_late < right_late)).sum())
    left, right = _restricted(left, outcome, weeks), _restricted(right, outcome, weeks)
    found = t_test(np.where(equal, 0.0, left - right))
    said = found.verdicts(least=least)[0]
    verdict = READ[outcome.better].get(said, said)
    pairs = int(found.pairs)
    better, worse = (higher, lower) if outcome.better == "higher" else (lower, higher)
    wanted = outcome.better is not None and pairs > 0
    return {
        "pairs": pairs,
        "estimate": float(found.mean),
        "low": float(found.low),
        "high": float(found.high),
        "p": float(found.p),
        "share_better": better / pairs if wanted else float("nan"),
        "seeds_better": better if wanted else float("nan"),
        "seeds_equal": pairs - higher - lower,
        "seeds_worse": worse if wanted else float("nan"),
        "censored": censored,
        "decided": "yes" if found.p <= LEVEL else "no",
        "matters": least,
        "verdict": SAME if pairs and int(equal.sum()) == pairs else verdict,
    }


def _late(values: Floats) -> Floats:
    """Values in which a time that is not reached is later than any other."""
    return np.where(np.isnan(values), np.inf, values)
