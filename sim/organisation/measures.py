"""Measure an organisation: every quantity that real networks were compared on.

`measure` gives one row per quantity and layer; `betweenness` is fast enough to
choose champions by in every run.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from sim.base.arrays import Floats, Ints, Rows
from sim.base.kernel import kernel
from sim.base.streams import Streams
from sim.organisation.network import Network, Ties
from sim.organisation.structure import Structure

if TYPE_CHECKING:
    import pandas as pd

PIVOTS = 500  # people from whom paths are counted; all of them in smaller organisations
TOP_BROKERS, TOP_BRIDGES = 0.05, 0.10
LAYERS = ("contact", "working")


def measure(structure: Structure, network: Network, seed: int = 0) -> pd.DataFrame:
    """Every quantity of an organisation, with columns `layer`, `quantity`, `value`.

    Args:
        structure: The formal organisation.
        network: Its ties.
        seed: Chooses the pivots in organisations of more than `PIVOTS` people, and the
            order in which Louvain's method looks at people.

    Returns:
        A tidy frame; structural quantities have the layer "formal". A quantity that is
        not defined (assortativity with one department, say) is NaN.
    """
    import pandas as pd

    rows = [("formal", name, value) for name, value in _formal(structure)]
    for layer in LAYERS:
        ties: Ties = getattr(network, layer)
        for part in (_ties(ties, seed), _departments(structure, ties), _closeness(structure, ties)):
            rows += [(layer, name, value) for name, value in part]
    return pd.DataFrame(rows, columns=["layer", "quantity", "value"])


def betweenness(ties: Ties, pivots: int, streams: Streams) -> Floats:
    """How often each person lies on shortest paths, from a sample of starting points.

    Brandes, "A faster algorithm for betweenness centrality", 2001, with the sampled
    sources of Brandes and Pich, 2007: the cost is `pivots` times the number of ties.
    With `pivots` at least the headcount the result is exact.
    """
    people = ties.people
    if pivots >= people:
        sources = np.arange(people)
    else:
        sources = streams.generator("betweenness").choice(people, pivots, replace=False)
    score, _ = _paths(ties.start, ties.neighbour, sources)
    return np.asarray(score * (people / (2.0 * len(sources))))


def recurrence(ties: Ties) -> float:
    """Expected share of the ties active in a month that are active again in the next.

    A weight is read as exchanges per month, arriving at random: a tie is active in a
    month with probability 1 - exp(-weight). Weights that count something else (a whole
    period's mails, a rating) give a number without that meaning.
    """
    active = -np.expm1(-ties.weight)
    return _share((active**2).sum(), active.sum())


def _formal(structure: Structure) -> Iterator[tuple[str, float]]:
    """Span, levels and sizes."""
    led = structure.manager[structure.manager >= 0]
    spans = np.bincount(led)[np.unique(led)] if len(led) else np.zeros(1)
    size = np.bincount(structure.department)
    size = size[size > 0]
    yield "span_mean", float(spans.mean())
    yield "span_median", float(np.median(spans))
    yield "span_p90", float(np.percentile(spans, 90))
    yield "span_max", float(spans.max())
    yield "manager_share", float(structure.is_manager.mean())
    yield "levels", float(structure.level.max()) + 1
    yield "department_median", float(np.median(size))
    yield "department_largest_ratio", float(size.max() / np.median(size))


def _ties(ties: Ties, seed: int) -> Iterator[tuple[str, float]]:
    """Quantities of a graph alone."""
    degree, people = ties.degree, ties.people
    yield "degree_mean", float(degree.mean())
    yield "degree_variation", _share(degree.std(), degree.mean())
    yield "clustering", float(_clustering(ties.start, ties.neighbour).mean())
    # Distances and brokerage of the largest component.
    part = parts_of(ties)
    inside = part == np.bincount(part).argmax()
    sources = np.flatnonzero(inside)
    if len(sources) > PIVOTS:
        sources = Streams(seed).generator("measure").choice(sources, PIVOTS, replace=False)
    score, path = _paths(ties.start, ties.neighbour, sources)
    yield "path_mean", path
    yield "connected_share", float(inside.mean())
    yield "degree_assortativity", _correlation(degree[ties.owner], degree[ties.neighbour])
    yield "modularity", _modularity(ties, seed)
    brokers = max(1, math.ceil(TOP_BROKERS * inside.sum()))
    yield "betweenness_top_share", _share(np.sort(score[inside])[-brokers:].sum(), score.sum())
    yield "month_recurrence", recurrence(ties)
    yield "density", _share(2.0 * ties.count, people * (people - 1.0))


def _departments(structure: Structure, ties: Ties) -> Iterator[tuple[str, float]]:
    """How ties go within and across departments."""
    here, there = structure.department[ties.owner], structure.department[ties.neighbour]
    across = here != there
    abroad = np.bincount(ties.owner[across], minlength=ties.people)
    ends = _share(1.0, len(here)) * np.bincount(here) if len(here) else np.ones(1)
    alike = float((ends**2).sum())
    yield "cross_share", _share(across.sum(), len(across))
    yield "department_assortativity", _share(1 - across.mean() - alike, 1 - alike)
    yield "no_cross_share", float((abroad == 0).mean())
    bridges = max(1, round(TOP_BRIDGES * ties.people))
    yield "cross_top_share", _share(float(np.sort(abroad)[-bridges:].sum()), float(abroad.sum()))


def _closeness(structure: Structure, ties: Ties) -> Iterator[tuple[str, float]]:
    """Tie probability by formal distance: boss and report, one boss, everybody else."""
    manager, people = structure.manager, ties.people
    has_boss = np.flatnonzero(manager >= 0)
    with_boss = int(ties.contains(has_boss.astype(np.int32), manager[has_boss]).sum())
    here, there = manager[ties.owner], manager[ties.neighbour]
    of_one_boss = int(((here == there) & (here >= 0)).sum()) // 2
    team = np.bincount(manager[has_boss], minlength=people).astype(np.float64)
    peers = float((team * (team - 1) / 2).sum())
    far = people * (people - 1) / 2 - len(has_boss) - peers
    yield "boss_report_tie", _share(with_boss, len(has_boss))
    yield "same_boss_tie", _share(of_one_boss, peers)
    yield "far_tie", _share(ties.count - with_boss - of_one_boss, far)


def _share(part: float, whole: float) -> float:
    return float(part) / float(whole) if whole > 0 else math.nan


def _correlation(a: Ints, b: Ints) -> float:
    if len(a) == 0 or a.min() == a.max():
        return math.nan
    return float(np.corrcoef(a, b)[0, 1])


def parts_of(ties: Ties) -> Rows:
    """Which connected part each person is in."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    ones = np.ones(len(ties.neighbour), np.int8)
    graph = csr_array((ones, ties.neighbour, ties.start), shape=(ties.people, ties.people))
    return np.asarray(connected_components(graph, directed=False)[1])


def _modularity(ties: Ties, seed: int) -> float:
    """Modularity of the best split that Louvain's method finds; weights do not count."""
    import networkx as nx

    if ties.count == 0:
        return math.nan
    graph: nx.Graph[int] = nx.Graph()
    a, b, _ = ties.pairs()
    graph.add_nodes_from(range(ties.people))
    graph.add_edges_from(zip(a.tolist(), b.tolist(), strict=True))
    groups = nx.community.louvain_communities(graph, seed=seed)
    return float(nx.community.modularity(graph, groups))


@kernel
def _clustering(start: Ints, neighbour: Rows) -> Floats:
    """Share of each person's pairs of contacts who know each other; 0 below two contacts."""
    people = len(start) - 1
    share, mine = np.zeros(people), np.zeros(people, np.bool_)
    for i in range(people):
        row = neighbour[start[i] : start[i + 1]]
        if len(row) < 2:
            continue
        mine[row] = True
        closed = 0
        for j in row:
            for k in neighbour[start[j] : start[j + 1]]:
                closed += mine[k]
        mine[row] = False
        share[i] = closed / (len(row) * (len(row) - 1))
    return share


@kernel
def _paths(start: Ints, neighbour: Rows, sources: Ints) -> tuple[Floats, float]:
    """Brandes' sums of path shares from the sources, and the mean distance from them."""
    people = len(start) - 1
    score, share = np.zeros(people), np.empty(people)
    paths, distance = np.empty(people), np.empty(people, np.int32)
    order = np.empty(people, np.int32)  # people by distance: the queue of the search
    total, reached = 0, 0
    for source in sources:
        paths[:], share[:], distance[:] = 0.0, 0.0, -1
        paths[source], distance[source], order[0] = 1.0, 0, source
        head, tail = 0, 1
        while head < tail:
            i = order[head]
            head += 1
            for e in range(start[i], start[i + 1]):
                j = neighbour[e]
                if distance[j] < 0:
                    distance[j], order[tail] = distance[i] + 1, j
                    tail += 1
                if distance[j] == distance[i] + 1:
                    paths[j] += paths[i]
        for back in range(tail - 1, 0, -1):
            j = order[back]
            total += distance[j]
            for e in range(start[j], start[j + 1]):
                i = neighbour[e]
                if distance[i] == distance[j] - 1:
                    share[i] += paths[i] / paths[j] * (1.0 + share[j])
            score[j] += share[j]
        reached += tail - 1
    return score, total / reached if reached > 0 else math.nan
