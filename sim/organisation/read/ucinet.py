"""UCINET DL and GDF: tables below a header that says what they are."""

from __future__ import annotations

import csv
import re
from typing import Any

from sim.base.params import ConfigError
from sim.organisation.notes import note
from sim.organisation.read.limits import PEOPLE, check
from sim.organisation.read.numbers import is_zero
from sim.organisation.read.shape import NotRead

_SETTING = re.compile(r"\b(nm|nr|nc|n|format|diagonal)\s*=\s*([\w.]+)", re.IGNORECASE)
_DATA = re.compile(r"^[ \t]*data[ \t]*:", re.IGNORECASE | re.MULTILINE)
_LABELS = re.compile(r"\b(?:(\w+)[ \t]+)?labels[ \t]*:", re.IGNORECASE)
_EMBEDDED = re.compile(r"labels[ \t]+embedded", re.IGNORECASE)
_CELL = re.compile(r'"[^"]*"|[^\s,]+')


def ucinet(text: str) -> Any:
    """A DL file in the formats fullmatrix, edgelist1 and nodelist1; several matrices add up.

    Raises:
        ConfigError: Another format, two kinds of nodes, or a number of cells that does not fit.
    """
    import networkx as nx

    start = _DATA.search(text)
    if start is None:
        raise ConfigError("no line 'data:'")
    head, body = text[: start.start()], text[start.end() :]
    said = {key.lower(): value.lower() for key, value in _SETTING.findall(head)}
    kind = said.get("format", "fullmatrix")
    if {"nr", "nc"} & said.keys() and said.get("nr") != said.get("nc"):
        raise NotRead("rows and columns are not the same people (two-mode)")
    if kind not in ("fullmatrix", "edgelist1", "nodelist1"):
        raise NotRead("valid formats: fullmatrix, edgelist1, nodelist1")
    size = said.get("n", said.get("nr", ""))
    if not size.isdecimal() or len(size) > 17:
        raise ConfigError("n= has to say how many people there are")
    people = int(size)
    check("n=", people, PEOPLE, "people")
    embedded = bool(_EMBEDDED.search(head))
    graph: nx.MultiDiGraph[Any] = nx.MultiDiGraph()
    names = [] if embedded else _names(head, people)
    graph.add_nodes_from(names)
    if kind == "fullmatrix":
        matrices = int(said["nm"]) if said.get("nm", "").isdecimal() else 1
        if matrices > 1:
            graph.graph["notes"] = [note("relations", count=matrices)]
        absent = said.get("diagonal") == "absent"
        _matrices(graph, _CELL.findall(body), names, people, embedded, absent)
    else:
        _lists(graph, body, names, people, kind == "nodelist1")
    return graph


def _names(head: str, people: int) -> list[str]:
    found = list(_LABELS.finditer(head))
    ends = [*(each.start() for each in found[1:]), len(head)]
    sides = {
        (each[1] or "").lower()[:3]: [c.strip('"') for c in _CELL.findall(head[each.end() : end])]
        for each, end in zip(found, ends, strict=True)
    }
    sides.pop("mat", None)  # names of relations
    if not sides:
        return [str(number) for number in range(1, people + 1)]
    names = next(iter(sides.values()))
    if any(side != names for side in sides.values()):
        raise NotRead("rows and columns are not the same people (two-mode)")
    if len(names) != people or len({*names}) < people:
        raise ConfigError(f"{len({*names}):,} different labels for {people:,} people")
    return names


def _matrices(
    graph: Any, cells: list[str], names: list[str], people: int, embedded: bool, absent: bool
) -> None:
    """Add the ties of one matrix after the other."""
    if embedded:
        names, cells = [cell.strip('"') for cell in cells[:people]], cells[people:]
        if any(cell.strip('"') != name for cell, name in zip(cells[:: people + 1], names,
                                                             strict=False)):  # fmt: skip
            raise NotRead("rows and columns have other names (two-mode?)")
        cells = [cell for i, cell in enumerate(cells) if i % (people + 1)]
        graph.add_nodes_from(names)
    columns = people - absent
    if not cells or len(cells) % (people * columns or 1):
        raise ConfigError(f"{len(cells):,} cells are no matrices of {people:,} people")
    for at, cell in enumerate(cells):
        row, column = divmod(at % (people * columns), columns)
        column += absent and column >= row
        if not is_zero(cell):
            graph.add_edge(names[row], names[column], weight=cell)


def _lists(graph: Any, body: str, names: list[str], people: int, many: bool) -> None:
    """Add the ties of a list: two people and a weight, or one and all that he names."""
    for number, line in enumerate(filter(str.strip, body.splitlines()), 1):
        cells = [cell.strip('"') for cell in _CELL.findall(line)]
        # Numbers stand for the labels, unless the labels are in the list.
        ends = [
            names[int(c) - 1] if names and c.isdecimal() and 0 < int(c[:9]) <= people else c
            for c in (cells if many else cells[:2])
        ]
        if len(ends) < 2 or (names and not {*ends} <= {*names}):
            raise ConfigError(f"tie {number} is not of two people who are known")
        weight = {} if many or len(cells) < 3 else {"weight": cells[2]}
        graph.add_edges_from((ends[0], other, weight) for other in ends[1:])
    if len(graph) > people:
        raise ConfigError(f"{len(graph):,} people in the ties where n= says {people:,}")


def gdf(text: str) -> Any:
    """A GDF file of GUESS: a table of nodes, then one of edges, each below its header.

    Raises:
        ConfigError: A line has another number of cells than its header.
    """
    import networkx as nx

    graph: nx.MultiDiGraph[Any] = nx.MultiDiGraph()
    header, ties = list[str](), False
    for number, cells in enumerate(csv.reader(text.splitlines()), 1):
        first = cells[0].lstrip() if cells else ""
        if first.lower().startswith(("nodedef>", "edgedef>")):
            ties = first.lower().startswith("edgedef>")
            cells[0] = first.split(">", 1)[1]
            header = [cell.split()[0].lower() if cell.split() else "" for cell in cells]
            continue
        if not first or first.startswith("#"):
            continue
        known = dict(zip(header, (cell.strip() for cell in cells), strict=False))
        if len(cells) != len(header):
            raise ConfigError(f"line {number}: {len(cells)} cells where the header has "
                              f"{len(header)}")  # fmt: skip
        if ties and {"node1", "node2"} <= known.keys():
            graph.add_edge(known.pop("node1"), known.pop("node2"), **known)
        elif not ties:
            graph.add_node(known.pop("name", first), **known)
    return graph
