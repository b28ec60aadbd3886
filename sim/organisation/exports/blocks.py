"""How much groups have to do with each other: all that many companies can release."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from sim.base.arrays import Floats, Ints
from sim.organisation.exports.columns import counts
from sim.organisation.exports.dropped import Dropped
from sim.organisation.exports.formats import Recognised
from sim.organisation.exports.groups import group_name, merged
from sim.organisation.exports.sheet import Sheet
from sim.organisation.read.headings import plain

WITHIN = "withingroup"


@dataclass
class Blocks:
    """Groups and the weight between them.

    Attributes:
        names: Name of each group.
        sizes: People of each.
        weight: Weight between two groups, both directions added up; within on the diagonal.
        dropped: Reason -> rows left out.
        merged: Groups too small to stand alone, now part of another.
    """

    names: list[str]
    sizes: Ints
    weight: Floats
    dropped: Dropped = field(default_factory=Dropped)
    merged: int = 0


def blocks_of(sheet: Sheet, found: Recognised) -> Blocks:
    """Groups of a group-to-group export.

    Sizes that differ between dates are the largest seen; rows of no group go. A pair that is only
    missing from the file has nothing to do with each other.
    """
    one, two, size = (found.first(name) for name in ("group", "other", "size"))
    assert one is not None
    assert two is not None
    assert size is not None
    groups, others = sheet.cells(one), sheet.cells(two)
    people = counts(sheet, size)
    place = found.first("other_size")
    other_people = np.full(sheet.rows, np.nan) if place is None else counts(sheet, place)
    columns = [counts(sheet, place, whole=False) for place in found.columns.get("weight", ())]
    weights = np.nansum(columns, axis=0) if columns else np.ones(sheet.rows)
    index, sizes = dict[str, int](), dict[int, float]()
    cells, dropped = dict[tuple[int, int], float](), Dropped()
    for row, (left, right) in enumerate(zip(groups, others, strict=True)):
        mine = group_name(left)
        theirs = mine if plain(right) == WITHIN else group_name(right)
        if not mine or not theirs:
            dropped.leave_out("no_group", sheet, [row])
            continue
        a, b = (index.setdefault(each, len(index)) for each in (mine, theirs))
        for group, count in ((a, people[row]), (b, other_people[row] if a != b else people[row])):
            if not np.isnan(count):
                sizes[group] = max(sizes.get(group, 0.0), count)
        cells[a, b] = cells.get((a, b), 0.0) + float(weights[row])
    whole = np.zeros((len(index), len(index)))
    for (a, b), value in cells.items():
        whole[a, b] += value
        if a != b:
            whole[b, a] += value
    known = np.array([sizes.get(group, 0.0) for group in range(len(index))])
    return _settled(list(index), known.astype(np.int64), whole, dropped)


def _settled(names: list[str], sizes: Ints, weight: Floats, dropped: Dropped) -> Blocks:
    """Without groups that nobody belongs to."""
    kept = np.flatnonzero(sizes > 0)
    dropped["no_group"] += len(sizes) - len(kept)
    return Blocks([names[k] for k in kept], sizes[kept], weight[np.ix_(kept, kept)], dropped)


def large_enough(blocks: Blocks, least: int) -> Blocks:
    """The same with groups that are too small made part of the closest."""
    into = merged(blocks.sizes, blocks.weight, least)
    stays = np.flatnonzero(into == np.arange(len(into)))
    place = {int(group): number for number, group in enumerate(stays.tolist())}
    number = np.array([place[int(group)] for group in into], np.int64)
    sizes = np.bincount(number, blocks.sizes, len(stays)).astype(np.int64)
    weight = np.zeros((len(stays), len(stays)))
    np.add.at(weight, (number[:, None], number[None, :]), blocks.weight)
    names = [blocks.names[group] for group in stays.tolist()]
    return Blocks(names, sizes, weight, blocks.dropped, len(into) - len(stays))
