"""Graphs in files: the formats in which network data are published and kept.

What tells them apart is here, since file names often do not; each has its reader.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any, NoReturn
from xml.etree.ElementTree import ParseError
from xml.parsers.expat import ErrorString

from sim.base.params import ConfigError, one_line
from sim.organisation.notes import note
from sim.organisation.read.jsongraph import json_graph
from sim.organisation.read.limits import GRAPH, PEOPLE, check
from sim.organisation.read.pajek import pajek
from sim.organisation.read.shape import NotRead, broken
from sim.organisation.read.ucinet import gdf, ucinet
from sim.organisation.read.xmlgraph import gexf, graphml

HEAD = 4096  # characters that tell the format
_TIE_AND_BRACES = re.compile(r"^[^\s{]+[ \t]+[^\s{]+[ \t]+\{[^\n]*$", re.MULTILINE)
_GML = re.compile(r"^[ \t]*graph\s*\[", re.MULTILINE)
_MATRIX = re.compile(r"%%MatrixMarket\s+matrix\s+(\S+)\s+(\S+)", re.IGNORECASE)
#: Nodes above a line that is empty but for its mark, ties below.
_PARTED = re.compile(r"^[^#%\n][^\n]*\r?\n#[ \t]*\r?\n(?=[^#%\n])", re.MULTILINE)
#: The first line that is no comment: rows, columns and entries of a matrix.
_SIZE = re.compile(r"^[ \t]*(\d{1,18})[ \t]+(\d{1,18})[ \t]+\d+[ \t]*\r?$", re.MULTILINE)
_AT = re.compile(r"\(?\b(?:line )?(\d+), (?:column )?\d+\)?")  # where networkx met the problem
#: Formats that are known and not read, by how they begin; all can be saved as another.
_OTHERS = {
    "Graphviz DOT": re.compile(r"(strict\s+)?(di)?graph\b[^\[\n;,]*\{"),
    "NetDraw VNA": re.compile(r"\*(node|tie) (data|properties)"),
    "LEDA": re.compile(r"leda\.graph"),
    "JavaScript or YAML": re.compile(r"(var|const|let)\s+\w+\s*=|---\s*\n"),
}


def graph_from_text(path: str, text: str, show_names: bool = False) -> Any:
    """The networkx graph in a text, or None if it is a table.

    Notes about it are in `graph.graph["notes"]`.

    Raises:
        ConfigError: The text begins like a graph, but cannot be read as one.
    """
    kind = _kind(path, text.lstrip()[:HEAD].lower())
    if kind is None and len(_PARTED.findall(text)) == 1:
        _refuse(path, "Trivial Graph Format")
    if kind is None:
        return None
    check(path, len(text), GRAPH, f"characters of {kind}")
    try:
        return READERS[kind](text)
    except NotRead as error:
        raise ConfigError(f"{path}: a {kind} file: {error}") from None
    except ConfigError as error:
        raise broken(path, kind, str(error)) from None
    except ParseError as error:
        why = ErrorString(error.code)
        raise broken(path, kind, f"no well-formed XML ({why})", error.position[0]) from None
    except json.JSONDecodeError as error:
        raise broken(path, kind, _json_problem(error), error.lineno) from None
    except RecursionError:
        raise broken(path, kind, "brackets within brackets without end") from None
    except Exception as error:  # Readers of networkx fail in many ways on a damaged file.
        at = _AT.search(str(error))
        why = one_line(error) if show_names else "it does not follow the rules of the format"
        raise broken(path, kind, why, int(at[1]) if at else None) from None


def _json_problem(error: json.JSONDecodeError) -> str:
    if error.msg == "Extra data":
        return "several values, one on a line: a log or statistics, no graph"
    return error.msg[:1].lower() + error.msg[1:]


def matrix_market(path: str, text: str) -> tuple[str, int]:
    """A Matrix Market file with its line of sizes made a comment, and how many people it has.

    Other texts come back as they are, with 0.

    Raises:
        ConfigError: The matrix is dense, complex, not square or too large.
    """
    matrix = _MATRIX.match(text)
    if matrix is None:
        return text, 0
    layout, values = matrix[1].lower(), matrix[2].lower()
    if layout != "coordinate" or values not in ("real", "integer", "pattern"):
        raise ConfigError(
            f"{path}:1: a matrix in another layout than coordinate, or of other numbers than "
            "real, integer or pattern"
        )
    size = _SIZE.search(text)
    if size is None or size[1] != size[2]:
        raise ConfigError(f"{path}: a matrix of ties has as many rows as columns, told in one line")
    check(path, int(size[1]), PEOPLE, "people")
    return text[: size.start()] + "%" + text[size.start() :], int(size[1])


def _refuse(path: str, kind: str) -> NoReturn:
    raise ConfigError(
        f"{path}: a graph in the format {kind}, which is not read; save it as GraphML, GEXF, GML "
        "or CSV"
    )


def _kind(path: str, head: str) -> str | None:
    if head.startswith("<"):
        for kind in ("GEXF", "GraphML"):
            if re.search(rf"<(?:\w+:)?{kind.lower()}\b", head):
                return kind
        raise ConfigError(f"{path}: XML, but neither GEXF nor GraphML")
    if head.startswith(("{", "[")) and not re.match(r"\[\w+\]\s", head):
        return "JSON"
    other = next((kind for kind, begin in _OTHERS.items() if begin.match(head)), None)
    if other:
        _refuse(path, other)
    lines = (line.strip() for line in head.split("\n"))
    first = next((line for line in lines if line and line[0] not in "%#"), "")
    if first.startswith(("*network", "*vertices")):
        return "Pajek"
    if re.match(r"dl\b", first) and re.search(r"\bn[rcm]?\s*=|\bformat\s*=", head):
        return "UCINET DL"
    if "nodedef>" in head or "edgedef>" in head:
        return "GDF"
    if _GML.search(head):
        return "GML"
    return "edge list of networkx" if _TIE_AND_BRACES.search(head) else None


def _gml(text: str) -> Any:
    """Many published files repeat ties without saying so; not all name their nodes."""
    import networkx as nx

    if "multigraph" not in text[:HEAD]:
        text = _GML.sub("graph [ multigraph 1", text, count=1)
    lines = text.splitlines()
    if "isGroup" in text:
        return _without_groups(nx.parse_gml(lines, label="id"))
    try:
        return nx.parse_gml(lines)
    except nx.NetworkXError:
        return nx.parse_gml(lines, label="id")


def _without_groups(graph: Any) -> Any:
    """A graph of yEd whose boxes are departments rather than people."""
    groups = {node: each.get("label") for node, each in graph.nodes(data=True)
              if each.get("isGroup")}  # fmt: skip
    for _, each in graph.nodes(data=True):
        if each.get("gid") in groups:
            each.setdefault("department", groups[each["gid"]] or str(each["gid"]))
    lost = sum(bool({one, other} & groups.keys()) for one, other in graph.edges())
    graph.remove_nodes_from(list(groups))
    graph.graph["notes"] = [note("groups", count=len(groups), ties=lost)]
    return graph


def _edge_list(text: str) -> Any:
    import networkx as nx

    return nx.parse_edgelist(text.splitlines(), create_using=nx.MultiDiGraph)


READERS: dict[str, Callable[[str], Any]] = {
    "GEXF": gexf,
    "GraphML": graphml,
    "GML": _gml,
    "Pajek": pajek,
    "UCINET DL": ucinet,
    "GDF": gdf,
    "JSON": json_graph,
    "edge list of networkx": _edge_list,
}
