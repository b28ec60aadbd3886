"""Several tools in one import: counts of different tools are not put into one curve."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sim.base.arrays import Floats
from sim.organisation.exports.refused import Refused
from sim.organisation.exports.weekly import Series

APART = 0.1
"""Part of a count by which a later export of the same tool hardly ever corrects it."""


@dataclass(frozen=True)
class Overlap:
    """A series that is left out, as another tool has the same weeks with the same window.

    Attributes:
        kept: Format that counts.
        left: Format that is left out.
        window: Days that "active" looks back.
        weeks: Weeks that are left out.
    """

    kept: str
    left: str
    window: int
    weeks: int


def refuse_two_of_a_kind(found: Sequence[tuple[str, str, Series]]) -> None:
    """Refuse two files of one export that say quite different things of the same weeks.

    They are of two tools, or of other people, and nothing in them tells which of them is meant.

    Args:
        found: File, format and series of every file.

    Raises:
        Refused: There are two such files.
    """
    for place, (path, name, mine) in enumerate(found):
        for other, again, theirs in found[:place]:
            alike = (name, mine.source, mine.window) == (again, theirs.source, theirs.window)
            weeks, here, there = np.intersect1d(mine.weeks, theirs.weeks, return_indices=True)
            if alike and path != other and differ(mine.active[here], theirs.active[there]):
                raise Refused("E03", "tools", path, other=Path(other).name, weeks=len(weeks))


def differ(one: Floats, two: Floats) -> bool:
    """Whether two counts of the same weeks are mostly farther apart than late corrections."""
    known = ~np.isnan(one) & ~np.isnan(two)
    largest = np.maximum(np.maximum(one, two)[known], 1.0)
    return bool(known.any() and np.median(np.abs(one - two)[known] / largest) > APART)


def one_tool(found: Sequence[tuple[str, Series]]) -> tuple[list[Series], list[Overlap]]:
    """Series that do not overlap with those of another tool, in the order they came in.

    Of two tools with the same source, window and some of the same weeks, the one with more weeks
    stays, of as many the one with more people active. Taken week by week, the larger count would
    be a curve that neither tool has. Series of one format are left alone: there the later file
    counts (`rows.usage_rows`), unless they contradict each other (`refuse_two_of_a_kind`).

    Args:
        found: Format and series of every file.
    """
    order = sorted(range(len(found)), key=lambda place: _size(found[place][1]), reverse=True)
    kept: list[int] = []
    overlaps = list[Overlap]()
    for place in order:
        name, series = found[place]
        other = next((found[k][0] for k in kept if _same(found[k], found[place])), None)
        if other is None:
            kept.append(place)
        else:
            overlaps.append(Overlap(other, name, series.window, len(series.weeks)))
    return [found[place][1] for place in sorted(kept)], overlaps


def _size(series: Series) -> tuple[int, float]:
    return int((~np.isnan(series.active)).sum()), float(np.nansum(series.active))


def _same(one: tuple[str, Series], two: tuple[str, Series]) -> bool:
    """Whether two tools say something of the same weeks."""
    (first, mine), (second, theirs) = one, two
    alike = (mine.source, mine.window) == (theirs.source, theirs.window)
    return first != second and alike and bool(np.isin(mine.weeks, theirs.weeks).any())
