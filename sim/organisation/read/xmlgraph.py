"""GEXF and GraphML of any version: nodes, ties and what is said of them, by local names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

from sim.base.params import ConfigError
from sim.organisation.notes import note
from sim.organisation.read.shape import NotRead

_ENCODING = re.compile(r"""(<\?xml\b[^>]{0,200}?)\s+encoding\s*=\s*["'][^"'>]*["']""")
Element = ElementTree.Element


def _root(text: str) -> Element:
    """The root of an XML text, whose encoding is the one chosen when it was read."""
    if "<!ENTITY" in text:
        raise NotRead("entities of its own are not read")
    return ElementTree.fromstring(_ENCODING.sub(r"\1", text.lstrip(), count=1).encode())


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2].lower()


def _all(element: Element, name: str) -> Iterator[Element]:
    return (each for each in element.iter() if _local(each) == name)


def _children(element: Element, name: str) -> Iterator[Element]:
    return (each for each in element if _local(each) == name)


def _id(element: Element, number: int, *keys: str) -> list[str]:
    """Attributes that must be there."""
    found = [element.get(key, "").strip() for key in keys]
    if not all(found):
        raise ConfigError(f"{_local(element)} {number} has no {keys[found.index('')]}")
    return found


def _new_graph(text: str) -> tuple[Element, Any]:
    import networkx as nx

    graph: nx.MultiDiGraph[Any] = nx.MultiDiGraph()
    root = _root(text)
    if next(_all(root, "graph"), None) is None:
        raise ConfigError("no graph in it")
    return root, graph


def _add_ties(graph: Any, ties: list[tuple[str, str, dict[str, Any]]], groups: set[str]) -> None:
    """Add ties of people; those of groups are left out, and counted."""
    for number, (one, other, known) in enumerate(ties, 1):
        if {one, other} & groups:
            continue
        if one not in graph or other not in graph:
            raise ConfigError(f"edge {number} is of a node that is not there")
        graph.add_edge(one, other, **known)
    if groups:
        lost = sum(bool({one, other} & groups) for one, other, _ in ties)
        graph.graph["notes"] = [note("groups", count=len(groups), ties=lost)]


def gexf(text: str) -> Any:
    """A GEXF file; attributes are called by their titles, the last value of several counts."""
    root, graph = _new_graph(text)
    titles = {
        (kind.get("class", "node"), each.get("id", "")): each.get("title", each.get("id", ""))
        for kind in _all(root, "attributes") for each in _children(kind, "attribute")
    }  # fmt: skip
    groups = {each.get("pid", "") for each in _all(root, "node")} - {""}
    groups |= {
        each.get("id", "") for each in _all(root, "node")
        if any(next(_children(part, "node"), None) is not None for part in _children(each, "nodes"))
    }  # fmt: skip
    labels = {each.get("id", ""): each.get("label", "") for each in _all(root, "node")}
    above = {
        inner.get("id", ""): each.get("id", "") for each in _all(root, "node")
        for part in _children(each, "nodes") for inner in _children(part, "node")
    }  # fmt: skip
    for number, node in enumerate(_all(root, "node"), 1):
        (name,) = _id(node, number, "id")
        if name not in groups:
            known = {"label": labels[name], **_values(node, titles, "node")}
            group = node.get("pid", above.get(name, ""))
            if group:
                known.setdefault("department", labels.get(group) or group)
            graph.add_node(name, **known)
    ties = list[tuple[str, str, dict[str, Any]]]()
    for number, edge in enumerate(_all(root, "edge"), 1):
        one, other = _id(edge, number, "source", "target")
        known = _values(edge, titles, "edge")
        if edge.get("weight") is not None:
            known = {"weight": edge.get("weight")}
        ties.append((one, other, known))
        if edge.get("type") == "mutual":
            ties.append((other, one, known))
    _add_ties(graph, ties, groups)
    return graph


def _values(element: Element, titles: dict[tuple[str, str], str], kind: str) -> dict[str, Any]:
    found = dict[str, Any]()
    for part in _children(element, "attvalues"):
        for each in _children(part, "attvalue"):
            key = each.get("for", each.get("id", ""))
            found[titles.get((kind, key), key)] = each.get("value", "")
    return found


def graphml(text: str) -> Any:
    """A GraphML file; boxes around nodes, as yEd draws them, are departments."""
    root, graph = _new_graph(text)
    keys = {key.get("id", ""): key.get("attr.name", key.get("id", "")) for key in _all(root, "key")}
    groups, ties = dict[str, str](), list[tuple[str, str, dict[str, Any]]]()
    boxes = [(each, "") for each in _children(root, "graph")]
    while boxes:  # no recursion: boxes may be within boxes without end
        box, around = boxes.pop()
        directed = box.get("edgedefault", "directed") == "directed"
        for number, node in enumerate(_children(box, "node"), 1):
            (name,) = _id(node, number, "id")
            known, inner = _known(node, keys), list(_children(node, "graph"))
            if inner or any(key.endswith("foldertype") for key in node.keys()):  # noqa: SIM118 -- an element is no dict
                groups[name] = str(known.get("label", name))
                boxes.extend((each, groups[name]) for each in inner)
                continue
            if around:
                known.setdefault("department", around)
            graph.add_node(name, **known)
        for number, edge in enumerate(_children(box, "edge"), 1):
            one, other = _id(edge, number, "source", "target")
            known = _known(edge, keys)
            ties.append((one, other, known))
            if edge.get("directed", "true" if directed else "") == "both":
                ties.append((other, one, known))
    _add_ties(graph, ties, {*groups})
    return graph


def _known(element: Element, keys: dict[str, str]) -> dict[str, Any]:
    """What a node or edge says of itself; what a drawing writes beside it is its label."""
    found = dict[str, Any]()
    for data in _children(element, "data"):
        label = next(_all(data, "nodelabel"), None)
        if label is not None:
            found.setdefault("label", "".join(label.itertext()).strip())
        elif not len(data):
            name = keys.get(data.get("key", ""), data.get("key", ""))
            found[name] = (data.text or "").strip()
    return found
