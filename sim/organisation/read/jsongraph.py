"""Graphs in JSON, as networkx, D3, vis.js, graphology, Cytoscape and JSON Graph write them."""

from __future__ import annotations

import json
from typing import Any

from sim.base.params import ConfigError
from sim.organisation.read.headings import WEIGHTS, plain

#: Keys below which a node or tie keeps what else is known about it.
_INNER = ("data", "attributes", "metadata")


def json_graph(text: str) -> Any:
    """Nodes and ties: by id, by key, or by place in the list.

    Raises:
        ConfigError: Something else, or a tie of somebody who is no node.
    """
    import networkx as nx

    nodes, ties = _parts(json.loads(text))
    graph: nx.MultiDiGraph[Any] = nx.MultiDiGraph()
    names = [_name(_flat(node)) for node in nodes]
    if None in names:
        if any(name is not None for name in names):
            raise ConfigError(f"node {names.index(None) + 1} has no id, others have")
        names = list(range(len(nodes)))
    for place, (name, node) in enumerate(zip(names, nodes, strict=True)):
        _require_name(name, place)
        if name in graph:
            raise ConfigError(f"node {place + 1} has the name of another one")
        known = {str(key): each for key, each in _flat(node).items() if key != "id"}
        graph.add_node(name, **known)
    by_place = not any({"id", "key"} & _flat(node).keys() for node in nodes)
    for number, tie in enumerate(ties, 1):
        known = _flat(tie)
        ends: list[Any] = [
            known.get("source", known.get("from")),
            known.get("target", known.get("to")),
        ]
        if by_place and all(isinstance(end, int) and 0 <= end < len(names) for end in ends):
            ends = [names[end] for end in ends]
        for end in ends:
            _require_name(end, number)
            if end not in graph:
                raise ConfigError(f"tie {number} is of somebody who is not among the nodes")
        graph.add_edge(*ends, **{key: each for key, each in known.items() if plain(key) in WEIGHTS})
    return graph


def _parts(data: Any) -> tuple[list[Any], list[Any]]:
    """The list of nodes and the list of ties."""
    if isinstance(data, dict):
        inner = data.get("elements", data.get("graph"))
        if isinstance(inner, dict) and "nodes" in inner:
            data = inner
        nodes, ties = data.get("nodes"), data.get("links", data.get("edges"))
        if isinstance(nodes, dict):
            nodes = [{"id": name, **_flat(node)} for name, node in nodes.items()]
        if isinstance(nodes, list) and isinstance(data.get("adjacency"), list):
            return nodes, _adjacent(nodes, data["adjacency"])
        if isinstance(nodes, list) and isinstance(ties, list):
            return nodes, ties
    raise ConfigError("no object with 'nodes' and 'links' or 'edges'")


def _adjacent(nodes: list[Any], rows: list[Any]) -> list[Any]:
    """Ties of a list of neighbours per node."""
    if len(rows) != len(nodes):
        raise ConfigError("as many nodes as lists of neighbours are needed")
    return [
        {**_flat(each), "source": _flat(node).get("id"), "target": _flat(each).get("id")}
        for node, row in zip(nodes, rows, strict=True)
        for each in (row if isinstance(row, list) else [])
    ]


def _flat(item: Any) -> dict[str, Any]:
    """What is known about a node or a tie; a node may be its name alone."""
    if not isinstance(item, dict):
        return {"id": item}
    inner = [item[key] for key in _INNER if isinstance(item.get(key), dict)]
    return {key: each for part in (*inner, item) for key, each in part.items() if key not in _INNER}


def _name(node: dict[str, Any]) -> Any:
    return next((node[key] for key in ("id", "key", "name") if key in node), None)


def _require_name(name: Any, number: int) -> None:
    if not isinstance(name, str | int | float) or name == "":
        raise ConfigError(f"node or tie {number} names nobody")
