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

from sim.errors import one_line
from sim.params import ConfigError

HEAD = 4096  # characters that tell the format
_TIE_AND_BRACES = re.compile(r"^\S+[ \t]+\S+[ \t]+\{[^\n]*\}[ \t]*$", re.MULTILINE)
_GML = re.compile(r"^[ \t]*graph\s*\[", re.MULTILINE)
_MATRIX = re.compile(r"%%MatrixMarket\s+matrix\s+(\S+)\s+(\S+)", re.IGNORECASE)
#: The first line that is no comment: rows, columns and entries of a matrix.
_SIZE = re.compile(r"^(?![^\S\n]*(?:%|$))", re.MULTILINE)


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


def without_size(path: str, text: str) -> str:
    """The text of a Matrix Market file with its line of sizes made a comment; others as they are.

    Raises:
        ConfigError: The matrix is dense or complex.
    """
    matrix = _MATRIX.match(text)
    if matrix is None:
        return text
    layout, field = matrix[1].lower(), matrix[2].lower()
    if layout != "coordinate" or field == "complex":
        raise ConfigError(
            f"{path}:1: matrix in {layout} format of {field} numbers; ties are in coordinate "
            "format: real, integer or pattern"
        )
    return _SIZE.sub("%", text, count=1)


def _kind(path: str, head: str) -> str | None:
    if head.startswith("<"):
        for kind in ("GEXF", "GraphML"):
            if f"<{kind.lower()}" in head:
                return kind
        raise ConfigError(f"{path}: XML, but neither GEXF nor GraphML")
    if head.startswith("{"):
        return "JSON"
    if re.match(r"(%[^\n]*\s+)*\*(network|vertices)", head):
        return "Pajek"
    if _GML.search(head):
        return "GML"
    return "edge list of networkx" if _TIE_AND_BRACES.search(head) else None


def _gexf(text: str) -> Any:
    import networkx as nx

    return nx.read_gexf(BytesIO(text.encode()))


def _graphml(text: str) -> Any:
    import networkx as nx

    return nx.read_graphml(BytesIO(text.encode()))


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

    return nx.parse_pajek(line for line in text.splitlines() if not line.startswith("%"))


def _json(text: str) -> Any:
    import networkx as nx

    data = json.loads(text)
    ties = "links" if "links" in data else "edges"
    if not isinstance(data, dict) or not {"nodes", ties} <= data.keys():
        raise ValueError("no object with 'nodes' and 'links' or 'edges'")
    return nx.node_link_graph(data, edges=ties)


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
