"""How much groups have to do with each other: all that many companies can release."""

from __future__ import annotations

from collections import Counter
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
    groups, others = (sheet.cells(found.place(end)) for end in ("group", "other"))
    people = counts(sheet, found.place("size"))
    other_people = counts(sheet, found.first("other_size"))
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
    size = np.array([sizes.get(group, 0.0) for group in range(len(index))]).astype(np.int64)
    kept = np.flatnonzero(size > 0)  # without groups that nobody belongs to
    dropped["no_group"] += len(size) - len(kept)
    names = list(index)
    return Blocks([names[k] for k in kept], size[kept], whole[np.ix_(kept, kept)], dropped)


def sizes_of(sheet: Sheet, found: Recognised) -> Blocks:
    """Groups of a table that says how many people each has, and nothing else."""
    people = np.nan_to_num(counts(sheet, found.place("size")))
    sizes = Counter[str]()
    for cell, number in zip(sheet.cells(found.place("group")), people.tolist(), strict=True):
        sizes[group_name(cell)] += int(number)
    known = {name: size for name, size in sizes.items() if name and size}
    return Blocks(list(known), np.array(list(known.values())), np.zeros((len(known),) * 2))


def large_enough(blocks: Blocks, least: int) -> Blocks:
    """The same with groups that are too small made part of the closest."""
    into = merged(blocks.sizes, blocks.weight, least)
    stays, number = np.unique(into, return_inverse=True)
    sizes = np.bincount(number, blocks.sizes, len(stays)).astype(np.int64)
    weight = np.zeros((len(stays), len(stays)))
    np.add.at(weight, (number[:, None], number[None, :]), blocks.weight)
    names = [blocks.names[group] for group in stays.tolist()]
    return Blocks(names, sizes, weight, blocks.dropped, len(into) - len(stays))
