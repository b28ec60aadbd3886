"""Generated organisations against ranges measured in up to eight real ones.

The generator was fitted to these ranges, so this is a check and no blind test.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from sim.studies.validate.findings import FITTED, Finding, judged

if TYPE_CHECKING:
    from sim.organisation.network import Ties
    from sim.organisation.structure import Structure
    from sim.report.language import Language

#: Quantity -> measured range of the contact layer and of the working layer; None: not measured.
Limits = tuple[float, float] | None
RANGES: dict[str, tuple[Limits, Limits]] = {
    "degree": ((20, 40), (5, 12)),
    "degree_variation": ((0.4, 1.2), (0.5, 1.3)),
    "clustering": ((0.38, 0.59), (0.29, 0.42)),
    "path": ((1.9, 2.6), (2.3, 3.4)),
    "largest_component": (None, (0.89, 1.0)),
    "degree_assortativity": ((-0.30, 0.05), (-0.12, 0.11)),
    "modularity": ((0.13, 0.41), (0.28, 0.65)),
    "across": ((0.58, 0.66), (0.27, 0.54)),
    "department_assortativity": ((0.30, 0.32), (0.33, 0.68)),
    "without_across": ((0.02, 0.10), (0.11, 0.26)),
    "top_across": (None, (0.32, 0.46)),
    "top_betweenness": ((0.17, 0.50), (0.22, 0.55)),
}
FORMAL: dict[str, tuple[float, float]] = {
    "span": (4, 5),
    "managers": (0.20, 0.24),
}
HEADCOUNT = 300
SEEDS = (0, 1, 2)
#: Sources that betweenness is counted from; all of them take a hundred times as long.
PIVOTS = 60


def networks(words: tuple[str, ...] = ()) -> list[Finding]:
    """Compare generated organisations of 300 people with the measured ranges."""
    from sim.base.streams import Streams
    from sim.config.load import load
    from sim.organisation.build import build

    config = load((*words, "organisation=generated", f"organisation.headcount={HEADCOUNT}"))
    drawn = [build(config.organisation, Streams(seed)) for seed in SEEDS]
    layers = {
        "contact": [_measured(each.network.contact, each.structure) for each in drawn],
        "working": [_measured(each.network.working, each.structure) for each in drawn],
    }
    found = []
    for quantity, both in RANGES.items():
        for (layer, samples), limits in zip(layers.items(), both, strict=True):
            if limits is not None:
                value = float(np.mean([each[quantity] for each in samples]))
                found.append(_finding(quantity, limits, value, layer))
    formal = [_formal(each.structure) for each in drawn]
    for quantity, limits in FORMAL.items():
        value = float(np.mean([each[quantity] for each in formal]))
        found.append(_finding(quantity, limits, value))
    return found


def _finding(
    quantity: str, limits: tuple[float, float], value: float, layer: str | None = None
) -> Finding:
    def told(speak: Language) -> str:
        name = speak.say(f"validate.quantity_{quantity}")
        return name if layer is None else speak.say(f"validate.layer_{layer}", quantity=name)

    low, high = limits
    # Ranges are printed with two digits, and judged so.
    holds = low <= round(value, 2) <= high
    return judged(FITTED, "network", holds, quantity=told, low=low, high=high, value=value)


def _formal(structure: Structure) -> dict[str, float]:
    reports = np.bincount(structure.manager[structure.manager >= 0], minlength=structure.people)
    return {
        "span": float(reports[reports > 0].mean()),
        "managers": float(structure.is_manager.mean()),
    }


def _measured(ties: Ties, structure: Structure) -> dict[str, float]:
    """Every quantity of `RANGES` for one layer."""
    import networkx as nx

    a, b, _ = ties.pairs()
    graph: Any = nx.Graph()
    graph.add_nodes_from(range(ties.people))
    graph.add_edges_from(zip(a.tolist(), b.tolist(), strict=True))
    nx.set_node_attributes(graph, dict(enumerate(structure.department.tolist())), "department")
    core = graph.subgraph(max(nx.connected_components(graph), key=len))
    groups = nx.community.louvain_communities(graph, seed=0)
    degree = ties.degree.astype(float)
    far = structure.department[ties.owner] != structure.department[ties.neighbour]
    outward = np.bincount(ties.owner, far, ties.people)
    between = np.array(list(nx.betweenness_centrality(graph, k=PIVOTS, seed=0).values()))
    return {
        "degree": float(degree.mean()),
        "degree_variation": float(degree.std() / degree.mean()),
        "clustering": float(nx.average_clustering(graph)),
        "path": float(nx.average_shortest_path_length(core)),
        "largest_component": len(core) / ties.people,
        "degree_assortativity": float(nx.degree_assortativity_coefficient(graph)),
        "modularity": float(nx.community.modularity(graph, groups)),
        "across": float(far.mean()),
        "department_assortativity": float(
            nx.attribute_assortativity_coefficient(graph, "department")
        ),
        "without_across": float((outward == 0).mean()),
        "top_across": _top(outward, 0.10),
        "top_betweenness": _top(between, 0.05),
    }


def _top(values: Any, share: float) -> float:
    """What the largest values hold of the sum."""
    ordered = np.sort(values)[::-1]
    return float(ordered[: max(1, round(share * len(values)))].sum() / ordered.sum())
