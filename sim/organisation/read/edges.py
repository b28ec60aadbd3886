"""Ties from a file or a graph: who, with whom, how strongly."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from sim.base.arrays import Floats, Rows
from sim.base.params import ConfigError
from sim.organisation.notes import Note, note
from sim.organisation.read.columns import (
    COMPARED,
    SMALLEST_TABLE,
    Columns,
    columns_of,
    looks_like_time,
    unused,
)
from sim.organisation.read.graph import graph_from_text, matrix_market
from sim.organisation.read.headings import WEIGHTS, plain, stem, weight_of
from sim.organisation.read.identity import People, key_of, people_of
from sim.organisation.read.limits import PEOPLE, TIES, check
from sim.organisation.read.matrix import Matrix, matrix_of
from sim.organisation.read.memberships import tied
from sim.organisation.read.nominations import NOBODY
from sim.organisation.read.numbers import is_number, numbers
from sim.organisation.read.recipients import one_by_one
from sim.organisation.read.shape import told
from sim.organisation.read.table import EMPTY, Table, parse

#: Sums of stronger ties would be no numbers any more.
STRONGEST = 1e100
#: Ties per name on either side, from which two sides without a common name are no people both.
OFTEN = 2
A_WEIGHT = f"a weight is a number from 0 to {STRONGEST:g}"


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
        index: The person that each way of writing a name stands for (`key_of`).
        show_names: Whether messages may name people.
        rows: Rows of the file, where they are no ties themselves.
    """

    names: list[str]
    sender: Rows
    recipient: Rows
    weight: Floats
    weighted: bool
    attributes: list[dict[str, Any]] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    index: dict[str, int] = field(default_factory=dict)
    show_names: bool = False
    rows: int = 0


def arcs_from_text(path: str, text: str, show_names: bool = False) -> Arcs:
    """Read an edge list, a matrix, or a graph in one of the formats of `graph.py`."""
    graph = graph_from_text(path, text, show_names)
    if graph is not None:
        return arcs_from_graph(graph, path, show_names)
    text, rows = matrix_market(path, text)
    table = parse(path, text, show_names)
    if len(table.columns) < 2:
        table.refuse(
            0, "one column; a tie needs two people on a line, separated by , ; tab or space"
        )
    matrix = matrix_of(table)
    return _from_list(table, rows) if matrix is None else _from_matrix(matrix)


def _from_matrix(matrix: Matrix) -> Arcs:
    people = People(matrix.people)
    a, b = (people.rows(end) for end in matrix.ties.columns[:2])
    weight, notes = _weights(matrix.ties, 2)
    notes = matrix.notes + notes
    return Arcs(people.names, a, b, weight, True, notes=notes, index=people.index,
                show_names=matrix.ties.show_names)  # fmt: skip


def _from_list(table: Table, rows: int) -> Arcs:
    """Ties of a table with two people, or more, on a row; `rows` people have a number."""
    file = Path(table.path).name
    found = columns_of(table)
    table, header, notes = found.table, found.header, found.notes
    if not table.columns[0]:
        raise ConfigError(f"{table.path}: no ties, only a header")
    if found.things:
        return _from_memberships(found)
    ends, row = _ends(table, found.source, found.targets)
    if len(found.targets) > 1:
        notes.append(note("nominations", file=file, columns=len(found.targets), ties=len(row)))
    ends, row, several = one_by_one(table, ends, row)
    if several:
        notes.append(note("several_people", several=several))
    # All people of a Matrix Market file have a row, whether they have ties or not.
    people = people_of([*ends, [str(number) for number in range(1, rows + 1)]])
    check(table.path, len(people.names), PEOPLE, "people")
    a, b = (people.rows(end) for end in ends)
    sends = np.zeros(len(people.names), np.bool_)
    sends[a] = True
    if len(a) >= SMALLEST_TABLE and not sends[b].any():
        if not found.named and len(a) >= OFTEN * max(len(np.unique(a)), len(np.unique(b))):
            table.refuse(
                0, "looks like people and what they take part in (two-mode): nobody stands in both "
                "columns; call the columns person and group to tie people who share one, or source "
                "and target if both are people",
            )  # fmt: skip
        notes.append(note("two_sides", file=file))
    column, more = _weight_column(table, header, (found.source, *found.targets), a, b)
    weight = np.ones(len(a))
    if column is not None:
        weights, said = _weights(table, column)
        weight, more = weights[row], more + said
    notes += more
    if people.merged:
        notes.append(note("spellings", count=people.merged))
    used = {found.source, *found.targets, *([] if column is None else [column])}
    notes += unused(table.path, header, used)
    return Arcs(people.names, a, b, weight, column is not None, notes=notes, index=people.index,
                show_names=table.show_names)  # fmt: skip


def _from_memberships(found: Columns) -> Arcs:
    """Ties of people who take part in the same, from a list with one of both on a row."""
    table, notes = found.table, found.notes
    who, what = (_names(table, column) for column in (found.source, found.targets[0]))
    numbers = [str(row) for row in range(len(who))]
    (who, _), row, several = one_by_one(table, [who, numbers], np.arange(len(who), dtype=np.int32))
    if several:
        notes.append(note("several_people", several=several))
    people = people_of([who])
    check(table.path, len(people.names), PEOPLE, "people")
    shared = tied(table.path, people, who, [what[each] for each in row])
    notes += shared.notes
    if people.merged:
        notes.append(note("spellings", count=people.merged))
    notes += unused(table.path, found.header, {found.source, *found.targets})
    return Arcs(people.names, shared.a, shared.b, shared.weight, True, notes=notes,
                index=people.index, show_names=table.show_names, rows=len(table.lines))  # fmt: skip


def _ends(table: Table, source: int, targets: list[int]) -> tuple[list[list[str]], Rows]:
    """Both ends of each tie, and the row that it stands on."""
    one = _names(table, source)
    if len(targets) == 1:
        return [one, _names(table, targets[0])], np.arange(len(one), dtype=np.int32)
    check(table.path, len(one) * len(targets), TIES, "ties")
    found = [
        (one[row], cell, row)
        for target in targets
        for row, cell in enumerate(table.columns[target])
        if cell.casefold() not in NOBODY
    ]
    ends = [[each[0] for each in found], [each[1] for each in found]]
    return ends, np.array([each[2] for each in found], np.int32)


def _names(table: Table, column: int) -> list[str]:
    names = table.columns[column]
    nobody = next((name for name in {*names} if name.casefold() in EMPTY), None)
    if nobody is not None:
        row = names.index(nobody)
        table.refuse(row, f"nobody named in column {column + 1}; a tie has two ends")
    return names


def _weight_column(
    table: Table, header: list[str], ends: tuple[int, ...], a: Rows, b: Rows
) -> tuple[int | None, list[Note]]:
    if header:
        # Enough to tell; that all are numbers is checked as they are read.
        numeric = [all(map(is_number, filter(None, column[:COMPARED]))) for column in table.columns]
        found = weight_of(header, ends, numeric)
        # "strength1, strength2" are of one nomination each, and not of the row.
        several = len(ends) > 2 and found is not None and bool(stem(header[found]))
        return None if several else found, []
    if ends != (0, 1) or len(table.columns) < 3 or not is_number(table.columns[2][0]):
        return None, []
    repeats = len(np.unique(a.astype(np.int64) * (b.max() + 1) + b)) < len(a)
    if repeats and looks_like_time(_weights(table, 2)[0]):
        return None, [note("third_column_is_time", file=Path(table.path).name)]
    return 2, []


def _weights(table: Table, column: int) -> tuple[Floats, list[Note]]:
    cells = table.columns[column]
    weight, thousands = numbers(cells)
    wrong = ~((weight >= 0) & (weight <= STRONGEST))
    if wrong.any():
        row = int(wrong.argmax())
        cell = cells[row]
        said = repr(cell) if is_number(cell) or not cell else table.told(cell)
        table.refuse(row, f"weight {said}; {A_WEIGHT}")
    file = Path(table.path).name
    return weight, [note("thousands", file=file, column=column + 1)] if thousands == "." else []


def arcs_from_graph(graph: Any, origin: str = "the graph", show_names: bool = False) -> Arcs:
    """Ties of a networkx graph of any kind; edge attribute `weight` where there is one."""
    nodes = {node: row for row, node in enumerate(graph.nodes)}
    names = [str(node).strip() for node in nodes]
    if any(name.casefold() in EMPTY for name in names):
        raise ConfigError(f"{origin}: a node has no name")
    if len(set(names)) < len(names):
        twice = Counter(names).most_common(1)[0][0]
        said = told(twice, show_names)
        raise ConfigError(f"{origin}: two nodes have one name ({said}); names must differ")
    edges = list(graph.edges(data=True))
    check(origin, len(nodes), PEOPLE, "people")
    check(origin, len(edges), TIES, "ties")
    found = {plain(str(key)) for _, _, data in edges for key in data}
    key = next((name for name in WEIGHTS if name in found), None)
    weight = _edge_weights(edges, key, origin, show_names) if key else np.ones(len(edges))
    a, b = (np.array([nodes[edge[end]] for edge in edges], np.int32) for end in (0, 1))
    attributes = [dict(data) for _, data in graph.nodes(data=True)]
    index = {key_of(name): row for row, name in reversed(list(enumerate(names)))}
    notes = list(graph.graph.get("notes", ()))
    return Arcs(names, a, b, weight, key is not None, attributes, notes, index, show_names)


def _edge_weights(
    edges: list[tuple[Any, Any, dict[str, Any]]], key: str, origin: str, show_names: bool
) -> Floats:
    given = [
        next((data[name] for name in data if plain(str(name)) == key), 1.0) for _, _, data in edges
    ]
    weight = np.array(list(map(_number, given)))
    wrong = ~((weight >= 0) & (weight <= STRONGEST))
    if wrong.any():
        row = int(wrong.argmax())
        a, b, _ = edges[row]
        value = str(given[row])
        said = repr(given[row]) if is_number(value) else told(value, show_names)
        whose = f"{a} - {b}" if show_names else f"{row + 1:,}"
        raise ConfigError(f"{origin}: tie {whose} has weight {said}; {A_WEIGHT}")
    return weight


def _number(value: Any) -> float:
    """A weight that a program wrote: no thousands are parted there."""
    try:
        return float(value)
    except (TypeError, ValueError, OverflowError):
        return math.nan
