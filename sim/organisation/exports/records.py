"""JSON as a table: lists of objects, one object on a line, and reports that nest their rows."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from sim.organisation.exports.refused import Refused
from sim.organisation.exports.sheet import Sheet, sheet_from, text_of_cell
from sim.organisation.read.limits import GRAPH

DEEPEST = 4  # objects within each other
WIDEST = 400  # columns


def is_json(text: str) -> bool:
    """Whether a text begins as JSON does."""
    return text.lstrip()[:1] in ("{", "[")


def is_graph(text: str) -> bool:
    """Whether JSON tells of nodes and ties, which `sim/organisation/read/graph.py` reads."""
    head = text[:20_000]
    return '"nodes"' in head or '"elements"' in head or ('"graph"' in head and '"edges"' in text)


def sheet_of_json(path: str, text: str) -> Sheet:
    """The rows of a report in JSON.

    Raises:
        Refused: It is damaged, holds no rows, or is too large (E01).
    """
    if len(text) > GRAPH * 4:
        raise Refused("E01", "large", path)
    try:
        found, lines = _parsed(path, text)
        rows, numbers = list[dict[str, str]](), list[int]()
        for line, each in zip(lines, found, strict=True):
            for row in _rows(each, 0):
                rows.append(row)
                numbers.append(line)
    except RecursionError:
        raise Refused("E01", "json", path, 1) from None
    header = list(dict.fromkeys(name for row in rows for name in row))
    if not rows or not header:
        raise Refused("E01", "no_rows", path, 1)
    if len(header) > WIDEST:
        raise Refused("E01", "large", path)
    table = [[row.get(name, "") for name in header] for row in rows]
    return sheet_from(path, header, table, numbers)


def _parsed(path: str, text: str) -> tuple[list[Any], Sequence[int]]:
    """Values of a text, and the line that each begins on."""
    try:
        whole = json.loads(text)
        return [whole], [1]
    except json.JSONDecodeError as error:
        if error.msg != "Extra data":
            raise Refused("E01", "json", path, error.lineno) from None
    found, lines = [], []
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            try:
                found.append(json.loads(line))
                lines.append(number)
            except json.JSONDecodeError:
                raise Refused("E01", "json", path, number) from None
    return found, lines


def _rows(value: Any, depth: int) -> Iterator[dict[str, str]]:
    """Rows of a value; what stands around a list of objects is repeated in each of them."""
    if depth > DEEPEST:
        return
    if isinstance(value, list):
        for each in value:
            yield from _rows(each, depth + 1)
        return
    if not isinstance(value, dict):
        return
    inner = [name for name, each in value.items()
             if isinstance(each, list) and any(isinstance(one, dict) for one in each)]  # fmt: skip
    around = dict(_flat({k: v for k, v in value.items() if k not in inner}, "", 0))
    main = max(inner, key=lambda name: len(value[name]), default=None)
    if main is None or depth == DEEPEST or _is_detail(main):
        yield around
        return
    prefix = main if main in ("events", "parameters") else ""
    for row in _rows(value[main], depth + 1):
        yield around | {f"{prefix}.{name}" if prefix else name: each for name, each in row.items()}


def _is_detail(name: str) -> bool:
    """Lists that split up what a row says already: by editor, by model, by feature."""
    return name.startswith(("totals_by", "parameters", "copilot_", "languages", "models"))


def _flat(value: dict[Any, Any], prefix: str, depth: int) -> Iterator[tuple[str, str]]:
    for name, each in value.items():
        full = f"{prefix}{name}"
        if isinstance(each, dict):
            if depth < 2:
                yield from _flat(each, f"{full}.", depth + 1)
        elif not isinstance(each, list):
            yield full, text_of_cell(each)
        elif all(isinstance(one, str) for one in each):
            yield full, json.dumps(each, ensure_ascii=False)
