"""Ties between people: compressed rows inside, networkx at the edge.

`Ties` holds an undirected graph the way the weekly kernels read it: row `i` of
the organisation knows `neighbour[start[i]:start[i + 1]]`. Every tie is stored
twice, once per end, and every row is sorted; memory is 4 bytes per end, and 8 for a weight.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numba import uintp
from numpy.typing import ArrayLike, NDArray

from sim.base.arrays import Flags, Floats, Ints, Rows
from sim.base.kernel import kernel

if TYPE_CHECKING:
    from sim.organisation.structure import Structure


@dataclass(frozen=True, eq=False)
class Ties:
    """An undirected weighted graph in compressed rows.

    Attributes:
        start: Where the row of each person begins, one more entry than people.
        neighbour: The other end of each tie, ascending within a row.
        strength: `weight`, or how to work it out for these ties when somebody asks.
    """

    start: Ints
    neighbour: Rows
    strength: Floats | Callable[[Ties], Floats]

    @cached_property
    def weight(self) -> Floats:
        """Strength of each tie, equal at both of its ends."""
        return self.strength(self) if callable(self.strength) else self.strength

    @classmethod
    def from_pairs(
        cls, n: int, a: ArrayLike, b: ArrayLike, weight: ArrayLike | None = None
    ) -> Ties:
        """Build from pairs in any order; self loops go, a pair named twice is one tie.

        Weights of a pair named twice are added; without weights every tie weighs one.
        """
        if weight is None:
            start, neighbour = adjacency(n, a, b)
            return cls(start, neighbour, np.ones(len(neighbour)))
        return cls(*_compressed(n, a, b, np.ascontiguousarray(weight, np.float64)))

    @cached_property
    def degree(self) -> Ints:
        """Number of ties of each person."""
        return np.diff(self.start)

    @property
    def count(self) -> int:
        """Number of ties, each counted once."""
        return len(self.neighbour) // 2

    @property
    def people(self) -> int:
        """Number of rows."""
        return len(self.start) - 1

    @cached_property
    def owner(self) -> Rows:
        """The person each entry of `neighbour` belongs to."""
        return np.repeat(np.arange(self.people, dtype=np.int32), self.degree)

    def pairs(self) -> tuple[Rows, Rows, Floats]:
        """Every tie once, as (smaller row, larger row, weight), sorted."""
        once = self.owner < self.neighbour
        return self.owner[once], self.neighbour[once], self.weight[once]

    def among(self, kept: Flags) -> Rows:
        """Ties between some people, once each: pairs of rows, shape (ties, 2), sorted.

        Args:
            kept: Who they are.
        """
        rows = np.flatnonzero(kept).astype(np.int32)
        count = self.degree[rows]
        owner = np.repeat(rows, count)
        place = np.arange(len(owner)) + np.repeat(
            self.start[rows] - (np.cumsum(count) - count), count
        )
        other = self.neighbour[place]
        once = kept[other] & (owner < other)
        return np.stack([owner[once], other[once]], axis=1)

    def moved(self, row: Rows) -> Ties:
        """The same ties with everybody on another row."""
        a, b, weight = self.pairs()
        return Ties.from_pairs(self.people, row[a], row[b], weight)

    def of(self, row: int) -> Rows:
        """The neighbours of one person."""
        return self.neighbour[self.start[row] : self.start[row + 1]]

    def contains(self, a: Rows, b: Rows) -> Flags:
        """For each pair, whether it is tied."""
        return np.asarray(_contains(self.start, self.neighbour, a, b))


@dataclass(frozen=True, eq=False)
class Network:
    """Who knows whom, in two layers.

    Attributes:
        contact: Anyone exchanged with over months.
        working: The strong part of it: exchanged with every month. A subset of `contact`.
        sociability: How active each person is, mean one.
    """

    contact: Ties
    working: Ties
    sociability: Floats

    def to_networkx(self, structure: Structure | None = None) -> Any:
        """The contact layer as a graph whose edges say `weight` and whether `working`."""
        import networkx as nx

        a, b, weight = self.contact.pairs()
        working = self.working.contains(a, b)
        graph: nx.Graph[int] = nx.Graph()
        graph.add_nodes_from(
            (row, {"sociability": value}) for row, value in enumerate(self.sociability.tolist())
        )
        graph.add_edges_from(
            (i, j, {"weight": w, "working": s})
            for i, j, w, s in zip(
                a.tolist(), b.tolist(), weight.tolist(), working.tolist(), strict=True
            )
        )
        if structure is not None:
            for name, column in structure.columns().items():
                nx.set_node_attributes(graph, dict(enumerate(column)), name)
        return graph


def adjacency(n: int, a: ArrayLike, b: ArrayLike) -> tuple[Ints, Rows]:
    """Who is tied to whom: `start` and `neighbour` of `Ties`, from pairs in any order."""
    start, neighbour, _ = _compressed(n, a, b, np.empty(0))
    return start, neighbour


def _compressed(n: int, a: ArrayLike, b: ArrayLike, weight: Floats) -> tuple[Ints, Rows, Floats]:
    """Compressed rows of pairs; where `weight` is empty, so is the strength of ties."""
    left, right = np.ascontiguousarray(a, np.int32), np.ascontiguousarray(b, np.int32)
    start, neighbour, strength = _compress(n, left, right, weight)
    return start, neighbour, strength


@kernel
def _compress(n: int, a: Rows, b: Rows, weight: Floats) -> tuple[Ints, Rows, Floats]:
    """Two counting sorts, by the upper end and then by the lower: rows come out sorted.

    A row holds its lower neighbours, then its upper ones. The latter are placed from lists
    of lower neighbours in any order, and the former from the latter. Linear.
    """
    given = len(weight) > 0
    start, below = np.zeros(n + 1, np.int64), np.zeros(n + 1, np.int64)
    for t in range(len(a)):
        if a[t] != b[t]:
            start[a[t] + 1] += 1
            start[b[t] + 1] += 1
            below[max(a[t], b[t]) + 1] += 1
    for i in range(n):
        start[i + 1] += start[i]
        below[i + 1] += below[i]
    ties = below[n]
    other, value = np.empty(ties, np.int32), np.empty(ties if given else 0)
    neighbour, strength = np.empty(2 * ties, np.int32), np.empty(2 * ties if given else 0)
    slot = below.copy()
    for t in range(len(a)):
        low, high = min(a[t], b[t]), max(a[t], b[t])
        if low != high:
            other[slot[high]] = low
            if given:
                value[slot[high]] = weight[t]
            slot[high] += 1
    upper = np.empty(n, np.int64)
    for i in range(n):
        upper[i] = start[i] + below[i + 1] - below[i]
        slot[i] = upper[i]
    for high in range(n):
        for e in range(below[high], below[high + 1]):
            low = other[e]
            neighbour[slot[low]] = high
            if given:
                strength[slot[low]] = value[e]
            slot[low] += 1
    for low in range(n):
        slot[low] = start[low]
    for low in range(n):
        for e in range(upper[low], start[low + 1]):
            high = neighbour[e]
            neighbour[slot[high]] = low
            if given:
                strength[slot[high]] = strength[e]
            slot[high] += 1
    return _merge_doubles(start, neighbour, strength)


@kernel
def _merge_doubles(start: Ints, neighbour: Rows, strength: Floats) -> tuple[Ints, Rows, Floats]:
    """Make neighbours that appear twice in a sorted row one entry, in place."""
    given = len(strength) > 0
    kept, row_start = 0, start[0]
    for i in range(len(start) - 1):
        first, row_end = kept, start[i + 1]
        for e in range(row_start, row_end):
            if kept > first and neighbour[kept - 1] == neighbour[e]:
                if given:
                    strength[kept - 1] += strength[e]
            else:
                neighbour[kept] = neighbour[e]
                if given:
                    strength[kept] = strength[e]
                kept += 1
        row_start = row_end
        start[i + 1] = kept
    if kept == len(neighbour):
        return start, neighbour, strength
    return start, neighbour[:kept].copy(), strength[:kept].copy()


@kernel
def tied(start: Ints, neighbour: Rows, i: int, j: int) -> bool:
    """Whether row i holds j.

    Reads the whole row, eight neighbours at a time: five times as fast as a binary search,
    whose every step is a coin toss for the processor.
    """
    wanted, found = np.int32(j), 0
    for k in range(uintp(start[i]), uintp(start[i + 1])):
        found += neighbour[k] == wanted
    return found > 0


@kernel
def _contains(start: Ints, neighbour: Rows, a: Rows, b: Rows) -> NDArray[np.bool_]:
    found = np.empty(len(a), np.bool_)
    for t in range(len(a)):
        found[t] = tied(start, neighbour, a[t], b[t])
    return found
