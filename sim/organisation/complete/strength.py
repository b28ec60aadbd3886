"""The two layers of a real network: all ties, and the strongest of them."""

from __future__ import annotations

from functools import reduce

import numpy as np

from sim.base.arrays import Floats, Ints, Rows
from sim.base.kernel import kernel
from sim.organisation.network import Ties
from sim.organisation.notes import Note, note
from sim.organisation.read.edges import Arcs


def contact_layer(arcs: Arcs, people: int) -> Ties:
    """Everybody who exchanged anything, in either direction; a weight of 0 is no tie."""
    real = arcs.weight > 0
    return Ties.from_pairs(people, arcs.sender[real], arcs.recipient[real], arcs.weight[real])


def strength(arcs: Arcs, contact: Ties) -> tuple[Floats, Note]:
    """How close each pair of `contact.pairs()` is, in (0, 1], and by what it was told.

    Ties that go both ways come first, then those with more weight, then those with the
    larger share of common contacts (Granovetter 1973: strong ties overlap). Where a
    criterion is the same for all ties it is not named.
    """
    a, b, weight = contact.pairs()
    both = _both_ways(arcs, contact.people, a, b)
    common = _overlap(contact.start, contact.neighbour, a, b)
    order = np.lexsort((common, weight, both))
    close = np.empty(len(a))
    close[order] = np.arange(1, len(a) + 1) / max(len(a), 1)
    criteria = [("both_ways", both), ("weight", weight), ("common_contacts", common)]
    told = [note(key) for key, values in criteria if len(values) and (values != values[0]).any()]
    told = told or [note("order")]
    return close, reduce(lambda before, after: note("then", before=before, after=after), told)


def _both_ways(arcs: Arcs, people: int, a: Rows, b: Rows) -> Floats:
    real = arcs.weight > 0
    arc = np.unique(arcs.sender[real].astype(np.int64) * people + arcs.recipient[real])
    there, back = a.astype(np.int64) * people + b, b.astype(np.int64) * people + a
    return (_holds(arc, there) & _holds(arc, back)).astype(np.float64)


def _holds(arc: Ints, wanted: Ints) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    at = np.minimum(np.searchsorted(arc, wanted), max(len(arc) - 1, 0))
    return np.asarray(arc[at] == wanted) if len(arc) else np.zeros(len(wanted), np.bool_)


def working_layer(contact: Ties, close: Floats, degree: float) -> Ties:
    """The closest ties, `degree` per person on average; everybody keeps the closest own one."""
    a, b, weight = contact.pairs()
    order = np.argsort(-close, kind="stable")
    ends = np.column_stack((a[order], b[order])).ravel()
    kept = np.zeros(len(a), np.bool_)
    kept[order[np.unique(ends, return_index=True)[1] // 2]] = True
    missing = round(contact.people * degree / 2) - int(kept.sum())
    if missing > 0:
        kept[order[~kept[order]][:missing]] = True
    return Ties.from_pairs(contact.people, a[kept], b[kept], weight[kept])


@kernel
def _overlap(start: Ints, neighbour: Rows, a: Rows, b: Rows) -> Floats:
    """Common contacts of each pair as a share of all contacts of either."""
    share = np.zeros(len(a))
    for t in range(len(a)):
        i, i_end, j, j_end = start[a[t]], start[a[t] + 1], start[b[t]], start[b[t] + 1]
        common, union = 0, (i_end - i) + (j_end - j) - 2
        while i < i_end and j < j_end:
            if neighbour[i] == neighbour[j]:
                common, i, j = common + 1, i + 1, j + 1
            elif neighbour[i] < neighbour[j]:
                i += 1
            else:
                j += 1
        if union > common:
            share[t] = common / (union - common)
        elif common > 0:
            share[t] = 1.0
    return share
