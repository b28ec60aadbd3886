"""Counts of groups, withheld where one of them, or what is left of a total, is too small.

A count of fewer than five people is withheld, and so is its rest (people with access who are not
active). A total that stands beside would give a single one away, so more are withheld until what is
withheld together is five people as well, of at least two groups. Groups whose access is too small
in any week are withheld in all weeks: a week that shows it would tell the others.
"""

from __future__ import annotations

import numpy as np

from sim.base.arrays import Flags, Floats


def withheld_groups(licensed: Floats, least: int) -> Flags:
    """Groups of which nothing is said.

    Args:
        licensed: People with access, or seen, by week and group; NaN or 0 where nobody is.
        least: People that a group must have.
    """
    people = np.nan_to_num(licensed)
    seen = (people > 0).any(axis=0)
    small = seen & (np.where(people > 0, people, np.inf).min(axis=0, initial=np.inf) < least)
    hidden: Flags = small | ~seen
    order = np.lexsort((np.arange(people.shape[1]), people.sum(axis=0)))
    for group in order.tolist():
        if not (hidden & seen).any():
            break
        rest = np.where(hidden, people, 0.0).sum(axis=1)
        several = int((hidden & seen).sum()) > 1
        if several and (rest[rest > 0] >= least).all():
            break
        hidden[group] = True
    return hidden


def withheld_counts(active: Floats, licensed: Floats, hidden: Flags, least: int) -> Flags:
    """Groups of one week whose count is withheld, beside those of which nothing is said.

    Args:
        active: People who are active, by group.
        licensed: People with access, by group; NaN where it is not known.
        hidden: Groups of which nothing is said.
        least: People that a count must have.
    """
    rest = licensed - active
    known = ~np.isnan(active)
    small = known & ((active < least) | (rest < least))
    gone: Flags = (hidden | small) & known
    order = np.lexsort((np.arange(len(active)), np.nan_to_num(active)))
    for group in order.tolist():
        if not gone.any() or _safe(active, rest, gone, least):
            break
        gone[group] |= bool(known[group])
    return gone


def _safe(active: Floats, rest: Floats, gone: Flags, least: int) -> bool:
    """Whether what is withheld is of several groups, and large enough in both counts."""
    left = np.nan_to_num(rest[gone], nan=float(least)).sum()
    return bool(gone.sum() > 1 and active[gone].sum() >= least and left >= least)
