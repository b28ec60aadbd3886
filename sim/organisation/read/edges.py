"""Ties from a file or a graph: who, with whom, how strongly."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np

from sim.base.arrays import Floats, Rows
from sim.base.params import ConfigError
from sim.organisation.read.columns import (
    SMALLEST_TABLE,
    WEIGHTS,
    columns_of,
    looks_like_time,
    matrix_of,
)
from sim.organisation.read.graph import graph_from_text, matrix_market
from sim.organisation.read.table import Table, is_number, listed, parse, plain

#: Sums of stronger ties would be no numbers any more.
STRONGEST = 1e100
A_WEIGHT = f"a weight is a number from 0 to {STRONGEST:g}"
THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+$")


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
    """Read an edge list, a matrix, or a graph in one of the formats of `graph.py`."""
    graph = graph_from_text(path, text)
    if graph is not None:
        return arcs_from_graph(graph, path)
    text, rows = matrix_market(path, text)
    table = parse(path, text)
    if len(table.columns) < 2:
        table.refuse(
            0, "one column; a tie needs two people on a line, separated by , ; tab or space"
        )
    matrix = matrix_of(table)
    if matrix is not None:
        people = table.columns[0][1:]
        a, b = _indices(matrix.columns[:2], people)
        return Arcs(people, a, b, _weights(matrix, 2), True)
    header, source, target, notes = columns_of(table)
    table = table.without_header() if header else table
    if not table.columns[0]:
        raise ConfigError(f"{path}: no ties, only a header")
    ends = [_names(table, source), _names(table, target)]
    ends, row = _one_by_one(ends)
    if len(row) > len(table.lines):
        several = len(row) - len(np.unique(row))
        notes.append(f"Rows that name several people are a tie with each: {several:,} ties more.")
    if len(ends[0]) >= SMALLEST_TABLE and set(ends[0]).isdisjoint(ends[1]):
        notes.append(
            f"Nobody stands in both columns of {Path(path).name}: if one of them names projects or "
            "teams, these are people here, too."
        )
    # All people of a Matrix Market file have a row, whether they have ties or not.
    people = list(dict.fromkeys(chain(*ends, map(str, range(1, rows + 1)))))
    a, b = _indices(ends, people)
    column, more = _weight_column(table, header, (source, target), a, b)
    weight = np.ones(len(a)) if column is None else _weights(table, column)[row]
    notes += [*more, *_spellings(people)]
    unused = [n for i, n in enumerate(header) if n and i not in (source, target, column)]
    if unused:
        notes.append(f"Columns of {Path(path).name} that were not used: {listed(unused, 8)}.")
    return Arcs(people, a, b, weight, column is not None, notes=notes)


def _indices(ends: Sequence[list[str]], people: list[str]) -> list[Rows]:
    index = {name: row for row, name in enumerate(people)}
    return [np.fromiter(map(index.__getitem__, end), np.int32, len(end)) for end in ends]


def _one_by_one(ends: list[list[str]]) -> tuple[list[list[str]], Rows]:
    """Ends of ties with one person each, and the row that each tie stands on.

    Mail programs write all recipients into one cell. A comma parts people only where the
    parts are addresses or stand alone elsewhere: "Doe, Jane" is one person.
    """
    rows = np.arange(len(ends[0]), dtype=np.int32)
    lists = {cell for cell in chain(*ends) if ";" in cell or "," in cell}
    if not lists:
        return ends, rows
    alone = set(chain(*ends)) - lists
    people = {cell: _people_of(cell, alone) for cell in lists}
    found = [
        (a, b, row)
        for row, (one, two) in enumerate(zip(*ends, strict=True))
        for a in people.get(one, [one])
        for b in people.get(two, [two])
    ]
    source, target, row = (list(each) for each in zip(*found, strict=True))
    return [source, target], np.array(row, np.int32)


def _people_of(cell: str, alone: set[str]) -> list[str]:
    """The people whom a cell with semicolons or commas names."""
    separator = ";" if ";" in cell else ","
    parts = [part for part in map(str.strip, cell.split(separator)) if part]
    sure = separator == ";" or all("@" in part or part in alone for part in parts)
    return parts if parts and sure else [cell]


def _spellings(people: list[str]) -> list[str]:
    """A note on names that are written in two ways."""
    alike: dict[str, str] = {}
    pairs = [(alike.setdefault(name.casefold(), name), name) for name in people]
    twice = [f"{one} / {other}" for one, other in pairs if one != other]
    if not twice:
        return []
    return [f"Names that differ in capitals only are different people here: {listed(twice, 3)}."]


def _names(table: Table, column: int) -> list[str]:
    names = table.columns[column]
    if "" in names:
        table.refuse(names.index(""), f"nobody named in column {column + 1}; a tie has two ends")
    return names


def _weight_column(
    table: Table, header: list[str], ends: tuple[int, int], a: Rows, b: Rows
) -> tuple[int | None, list[str]]:
    if header:
        named = [plain(name) for name in header]
        known = [named.index(name) for name in WEIGHTS if name in named]
        return next((i for i in known if i not in ends), None), []
    if ends != (0, 1) or len(table.columns) < 3 or not is_number(table.columns[2][0]):
        return None, []
    repeats = len(np.unique(a.astype(np.int64) * (b.max() + 1) + b)) < len(a)
    if repeats and looks_like_time(_weights(table, 2)):
        note = (
            f"The third column of {Path(table.path).name} is taken for time, not for weight: pairs "
            "repeat, and it rises from line to line or counts seconds (a header would decide)."
        )
        return None, [note]
    return 2, []


def _weights(table: Table, column: int) -> Floats:
    cells = table.columns[column]
    # A comma is a decimal comma, unless it may part thousands in a file full of commas.
    if table.separator != "," or not any(map(THOUSANDS.match, cells)):
        cells = [cell.replace(",", ".") for cell in cells]
    try:
        weight = np.array(list(map(float, cells)))
    except ValueError:
        weight = np.array(
            [float(cell) if is_number(cell) and "," not in cell else math.nan for cell in cells]
        )
    wrong = ~((weight >= 0) & (weight <= STRONGEST))
    if wrong.any():
        row = int(wrong.argmax())
        table.refuse(row, f"weight {table.columns[column][row]!r}; {A_WEIGHT}")
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
        if not 0 <= weight[row] <= STRONGEST:
            raise ConfigError(f"{origin}: tie {a} - {b} has weight {value!r}; {A_WEIGHT}")
    return weight
