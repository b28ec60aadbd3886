"""Ties from a file or a graph: who, with whom, how strongly."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np

from sim.network import Floats, Rows
from sim.params import ConfigError
from sim.read_graph import graph_from_text, without_size
from sim.read_table import Table, is_number, listed, parse, plain, words

SOURCES = words(
    "source sourceid from fromid sender senderid src ego u i start person1 id1 node1 "
    "fromnodeid employee1 caller"
)
TARGETS = words(
    "target targetid to toid recipient recipientid receiver receiverid dst dest alter v j end "
    "person2 id2 node2 tonodeid employee2 callee"
)
WEIGHTS = words(
    "weight w strength count n value frequency freq messages mails emails calls times number "
    "meetings gewicht anzahl"
)
SAMPLE = 50  # rows looked at to tell a header from data


@dataclass
class Arcs:
    """Ties as given, one entry per row of the file.

    Attributes:
        names: People in order of appearance.
        sender: Index into `names`.
        recipient: Index into `names`; self loops are still in.
        weight: Strength, 1 where none is given.
        weighted: Whether the weights come from the data.
        attributes: For each person what a graph says about the node.
        notes: What a reader of results has to know.
    """

    names: list[str]
    sender: Rows
    recipient: Rows
    weight: Floats
    weighted: bool
    attributes: list[dict[str, Any]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def arcs_from_text(path: str, text: str) -> Arcs:
    """Read an edge list, or a graph in one of the formats of `sim/read_graph.py`."""
    graph = graph_from_text(path, text)
    if graph is not None:
        return arcs_from_graph(graph, path)
    table = parse(path, without_size(path, text))
    if len(table.columns) < 2:
        table.refuse(
            0, "one column; a tie needs two people on a line, separated by , ; tab or space"
        )
    header = _header(table)
    table = table.without_header() if header else table
    if not table.columns[0]:
        raise ConfigError(f"{path}: no ties, only a header")
    source, target = _ends(header)
    ends = _names(table, source), _names(table, target)
    index = {name: row for row, name in enumerate(dict.fromkeys(chain(*ends)))}
    a, b = (np.fromiter(map(index.__getitem__, end), np.int32, len(end)) for end in ends)
    column, notes = _weight_column(table, header, a, b)
    weight = np.ones(len(a)) if column is None else _weights(table, column)
    unused = [n for i, n in enumerate(header) if i not in (source, target, column)]
    if unused:
        notes.append(f"Columns of {Path(path).name} that were not used: {listed(unused, 8)}.")
    return Arcs(list(index), a, b, weight, column is not None, notes=notes)


def _header(table: Table) -> list[str]:
    """The names in the first row, or nothing if it is data already."""
    first, below = table.row(0), [column[1 : 1 + SAMPLE] for column in table.columns]
    words = [plain(cell) for cell in first]
    known = any(word in SOURCES for word in words) and any(word in TARGETS for word in words)
    if known or any(word in WEIGHTS for word in words[2:]):
        return first
    if not below[0] or any(is_number(cell) for cell in first[:2]):
        return []
    numbers = [all(map(is_number, column)) for column in below]
    third = len(first) > 2 and numbers[2] and not is_number(first[2])
    return first if third or (numbers[0] and numbers[1]) else []


def _ends(header: list[str]) -> tuple[int, int]:
    words = [plain(name) for name in header]
    source = next((words.index(name) for name in SOURCES if name in words), None)
    target = next((words.index(name) for name in TARGETS if name in words), None)
    return (0, 1) if source is None or target is None else (source, target)


def _names(table: Table, column: int) -> list[str]:
    names = table.columns[column]
    if "" in names:
        table.refuse(names.index(""), f"nobody named in column {column + 1}; a tie has two ends")
    return names


def _weight_column(
    table: Table, header: list[str], a: Rows, b: Rows
) -> tuple[int | None, list[str]]:
    if header:
        words = [plain(name) for name in header]
        known = [words.index(name) for name in WEIGHTS if name in words]
        return next((i for i in known if i not in _ends(header)), None), []
    if len(table.columns) < 3 or not is_number(table.columns[2][0]):
        return None, []
    values = _weights(table, 2)
    repeats = len(np.unique(a.astype(np.int64) * (b.max() + 1) + b)) < len(a)
    if repeats and (np.diff(values) >= 0).all() and values[0] < values[-1]:
        note = (
            f"The third column of {Path(table.path).name} never falls from line to line and pairs "
            "repeat: it is taken for time, not for weight (a header would decide)."
        )
        return None, [note]
    return 2, []


def _weights(table: Table, column: int) -> Floats:
    cells = table.columns[column]
    if table.separator != ",":  # there, a comma may be a decimal comma
        cells = [cell.replace(",", ".") for cell in cells]
    try:
        weight = np.array(list(map(float, cells)))
    except ValueError:
        weight = np.array(
            [float(cell) if is_number(cell) and "," not in cell else math.nan for cell in cells]
        )
    wrong = ~(np.isfinite(weight) & (weight >= 0))
    if wrong.any():
        row = int(wrong.argmax())
        table.refuse(row, f"weight {table.columns[column][row]!r}; a weight is a number from 0 up")
    return weight


def arcs_from_graph(graph: Any, origin: str = "the graph") -> Arcs:
    """Ties of a networkx graph of any kind; edge attribute `weight` where there is one."""
    nodes = {node: row for row, node in enumerate(graph.nodes)}
    names = [str(node).strip() for node in nodes]
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise ConfigError(f"{origin}: two nodes are called {twice!r}; names must differ")
    edges = list(graph.edges(data=True))
    found = {plain(str(key)) for _, _, data in edges for key in data}
    key = next((name for name in WEIGHTS if name in found), None)
    weight = _edge_weights(edges, key, origin) if key else np.ones(len(edges))
    a, b = (np.array([nodes[edge[end]] for edge in edges], np.int32) for end in (0, 1))
    attributes = [dict(data) for _, data in graph.nodes(data=True)]
    return Arcs(names, a, b, weight, key is not None, attributes)


def _edge_weights(
    edges: Sequence[tuple[Any, Any, dict[str, Any]]], key: str, origin: str
) -> Floats:
    weight = np.ones(len(edges))
    for row, (a, b, data) in enumerate(edges):
        value = next((data[name] for name in data if plain(str(name)) == key), 1.0)
        try:
            weight[row] = float(value)
        except (TypeError, ValueError):
            weight[row] = math.nan
        if not 0 <= weight[row] < math.inf:
            raise ConfigError(
                f"{origin}: tie {a} - {b} has weight {value!r}; a weight is a number from 0 up"
            )
    return weight
