"""Graphs in files: the formats in which network data are published and kept.

networkx reads them; here is what tells them apart, since file names often do not.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import ParseError

from sim.base.params import ConfigError, one_line

HEAD = 4096  # characters that tell the format
_TIE_AND_BRACES = re.compile(r"^\S+[ \t]+\S+[ \t]+\{[^\n]*\}[ \t]*$", re.MULTILINE)
_GML = re.compile(r"^[ \t]*graph\s*\[", re.MULTILINE)
_ENCODING = re.compile(r"""(<\?xml\b[^>]*?)\s+encoding\s*=\s*["'][^"']*["']""")
_MATRIX = re.compile(r"%%MatrixMarket\s+matrix\s+(\S+)\s+(\S+)", re.IGNORECASE)
#: The first line that is no comment: rows, columns and entries of a matrix.
_SIZE = re.compile(r"^[ \t]*(\d+)[ \t]+(\d+)[ \t]+\d+[ \t]*\r?$", re.MULTILINE)
#: What a link of a JSON file may call its weight.
_STRENGTH = ("weight", "value", "strength", "count")


def graph_from_text(path: str, text: str) -> Any:
    """The networkx graph in a text, or None if it is a table.

    Raises:
        ConfigError: The text begins like a graph, but cannot be read as one.
    """
    kind = _kind(path, text.lstrip()[:HEAD].lower())
    if kind is None:
        return None
    try:
        return READERS[kind](text)
    except ParseError as error:
        raise ConfigError(f"{path}:{error.position[0]}: broken {kind} file: {error}") from None
    except Exception as error:  # Readers of networkx fail in many ways on a damaged file.
        raise ConfigError(f"{path}: broken {kind} file: {one_line(error)}") from None


def matrix_market(path: str, text: str) -> tuple[str, int]:
    """A Matrix Market file with its line of sizes made a comment, and how many people it has.

    Other texts come back as they are, with 0.

    Raises:
        ConfigError: The matrix is dense, complex or not square.
    """
    matrix = _MATRIX.match(text)
    if matrix is None:
        return text, 0
    layout, field = matrix[1].lower(), matrix[2].lower()
    if layout != "coordinate" or field == "complex":
        raise ConfigError(
            f"{path}:1: matrix in {layout} format of {field} numbers; ties are in coordinate "
            "format: real, integer or pattern"
        )
    size = _SIZE.search(text)
    if size is None or size[1] != size[2]:
        raise ConfigError(f"{path}: a matrix of ties has as many rows as columns, told in one line")
    return text[: size.start()] + "%" + text[size.start() :], int(size[1])


def _kind(path: str, head: str) -> str | None:
    if head.startswith("<"):
        for kind in ("GEXF", "GraphML"):
            if f"<{kind.lower()}" in head:
                return kind
        raise ConfigError(f"{path}: XML, but neither GEXF nor GraphML")
    if head.startswith(("{", "[")):
        return "JSON"
    if re.match(r"(%[^\n]*\s+)*\*(network|vertices)", head):
        return "Pajek"
    if _GML.search(head):
        return "GML"
    return "edge list of networkx" if _TIE_AND_BRACES.search(head) else None


def _xml(text: str) -> BytesIO:
    """The bytes of an XML text, whose encoding is the one chosen here."""
    return BytesIO(_ENCODING.sub(r"\1", text, count=1).encode())


def _gexf(text: str) -> Any:
    import networkx as nx

    return nx.read_gexf(_xml(text))


def _graphml(text: str) -> Any:
    import networkx as nx

    return nx.read_graphml(_xml(text))


def _gml(text: str) -> Any:
    """Many published files repeat ties without saying so; not all name their nodes."""
    import networkx as nx

    if "multigraph" not in text[:HEAD]:
        text = _GML.sub("graph [ multigraph 1", text, count=1)
    lines = text.splitlines()
    try:
        return nx.parse_gml(lines)
    except nx.NetworkXError:
        return nx.parse_gml(lines, label="id")


def _pajek(text: str) -> Any:
    import networkx as nx

    lines = [line for line in text.splitlines() if not line.startswith("%")]
    kinds = {line.split()[0].lower() for line in lines if line.startswith("*")}
    if not kinds & {"*arcs", "*edges"} or kinds & {"*arcslist", "*edgeslist", "*matrix"}:
        raise ValueError("ties are lines below *Edges or *Arcs; lists and matrices are not read")
    people = next((at for at, line in enumerate(lines) if line.lower().startswith("*vert")), None)
    count = int(lines[people].split()[1]) if people is not None else 0
    if people is not None and lines[people + 1].startswith("*"):  # nobody has a name
        lines[people + 1 : people + 1] = [f'{row} "{row}"' for row in range(1, count + 1)]
    return nx.parse_pajek(lines)


def _json(text: str) -> Any:
    """Nodes and links as networkx, D3 and vis.js write them: by id, by place in the list."""
    import networkx as nx

    data = json.loads(text)
    ties = "links" if "links" in data else "edges"
    if not isinstance(data, dict) or not {"nodes", ties} <= data.keys():
        raise ValueError("no object with 'nodes' and 'links' or 'edges'")
    graph: nx.MultiDiGraph[Any] = nx.MultiDiGraph()
    names = list[Any]()
    for place, node in enumerate(data["nodes"]):
        names.append(node["id"] if "id" in node else node.get("name", place))
        graph.add_node(names[-1], **{key: each for key, each in node.items() if key != "id"})
    by_place = not any("id" in node for node in data["nodes"])
    for link in data[ties]:
        ends = [link.get("source", link.get("from")), link.get("target", link.get("to"))]
        if by_place and all(isinstance(end, int) for end in ends):
            ends = [names[end] for end in ends]
        lost = [end for end in ends if end not in graph]
        if lost:
            raise ValueError(f"a tie of {lost[0]!r}, who is not among the nodes")
        graph.add_edge(*ends, **{key: each for key, each in link.items() if key in _STRENGTH})
    return graph


def _edge_list(text: str) -> Any:
    import networkx as nx

    return nx.parse_edgelist(text.splitlines(), create_using=nx.MultiDiGraph)


READERS: dict[str, Callable[[str], Any]] = {
    "GEXF": _gexf,
    "GraphML": _graphml,
    "GML": _gml,
    "Pajek": _pajek,
    "JSON": _json,
    "edge list of networkx": _edge_list,
}
