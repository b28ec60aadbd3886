"""Does the rule find what is there, and nothing that is not? Told with every tournament.

*Null*: the strategies' names are shuffled, alike in companies that share fitted values, so that no
name means anything; the spread between strategies and companies stays. The rule should then call
any of the pairs different in at most 5 % of trials.

*Power*: how likely the rule finds a difference of a given size with so many companies, if it
spreads over companies as the differences of this tournament do. From the noncentral t
distribution at the strictest step of Holm's correction, so it is a lower end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.analysis.inference import LEVEL, wilson
from sim.base.arrays import Floats, Ints
from sim.base.streams import Streams
from sim.studies.tournament.arena import Table
from sim.studies.tournament.rule import over_companies

if TYPE_CHECKING:
    import pandas as pd

TRIALS = 1000
BATCH = 50
EFFECTS = (0.1, 0.2, 0.3, 0.5, 1.0)
"""True differences, in standard deviations of the paired differences between companies."""
DRAWS = (20, 50, 100, 200, 400)


def false_alarms(means: Floats, groups: Ints, seed: int, trials: int = TRIALS) -> float:
    """Share of trials with shuffled names in which any pair is called different.

    Args:
        means: Means over seeds, shape (strategies, companies).
        groups: Companies with the same number share fitted values, shape (companies,).
        seed: Of the shuffles.
        trials: How many.
    """
    draw = Streams(seed).generator("shuffled names")
    names, place = np.unique(groups, return_inverse=True)
    count = 0
    for start in range(0, trials, BATCH):
        size = min(BATCH, trials - start)
        lots = draw.random((size, len(means), len(names)))[:, :, place]
        order = np.argsort(lots, axis=1)
        shuffled = np.take_along_axis(np.broadcast_to(means, (size, *means.shape)), order, axis=1)
        count += int((over_companies(shuffled, groups)[1] <= LEVEL).any(axis=1).sum())
    return count / trials


def power(effect: float, companies: int, comparisons: int = 1) -> float:
    """Probability that a difference is found.

    Args:
        effect: True mean difference / its standard deviation between companies.
        companies: How many are drawn.
        comparisons: How many pairs are compared; the strictest step of Holm's correction.
    """
    from scipy.special import stdtrit
    from scipy.stats import nct

    if companies < 2:
        return 0.0
    free = companies - 1
    critical = float(stdtrit(free, 1.0 - LEVEL / comparisons / 2.0))
    return float(nct.sf(critical, free, abs(effect) * np.sqrt(companies)))


def null_row(table: Table, seed: int) -> dict[str, object]:
    """The null check of one outcome, as a row."""
    share = false_alarms(table.scores.mean(axis=2), table.groups, seed)
    low, high = wilson(share, TRIALS)
    return {"outcome": table.outcome.name, "trials": TRIALS, "false_alarms": share, "low": low,
            "high": high}  # fmt: skip


def power_table(table: Table) -> pd.DataFrame:
    """Power of one outcome.

    Returns:
        One row per effect and number of companies: `outcome, unit, spread, effect_sd, effect,
        draws, comparisons, power`. `spread` is the median standard deviation of the paired
        differences between companies, `effect` = `effect_sd x spread` in the outcome's unit.
    """
    import pandas as pd

    found, _ = over_companies(table.scores.mean(axis=2), table.groups)
    spread, pairs = float(np.median(found.spread)), len(found.p)
    own = table.scores.shape[1]
    return pd.DataFrame([
        {"outcome": table.outcome.name, "unit": table.outcome.unit, "spread": spread,
         "effect_sd": effect, "effect": effect * spread, "draws": draws, "comparisons": pairs,
         "power": power(effect, draws, pairs)}
        for effect in EFFECTS for draws in sorted({*DRAWS, own})
    ])  # fmt: skip
