"""Files as they are opened: which export each is, or a refusal that says what it is instead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sim.base.params import ConfigError
from sim.organisation.exports.formats import Format, Recognised, recognise
from sim.organisation.exports.mapping import Said, looks_like_data, mapped, proposal, read_mapping
from sim.organisation.exports.records import is_graph, is_json, sheet_of_json
from sim.organisation.exports.refused import Refused
from sim.organisation.exports.sheet import Sheet, sheet_from, sheet_of, text_of
from sim.organisation.exports.ties import Pairs, pairs_of_graph
from sim.organisation.exports.workbook import is_workbook, sheet_of_workbook
from sim.organisation.read.edges import Arcs
from sim.organisation.read.people import POSITIONS
from sim.organisation.read.table import parse

GRAPHS = ("<", "graph [", "graph[", "*vertices", "*network", "%%matrixmarket", "nodedef>", "dl ")
USAGE = ("trend", "panel", "last")
SAYS = {"people": ("people",), "ties": ("ties",), "groups": ("groups", "sizes"), "usage": USAGE,
        "survey": ("survey",), "costs": ("costs",)}  # fmt: skip
"""Key of a command line -> kinds of tables that can follow it."""


@dataclass
class Opened:
    """A file that is understood.

    Attributes:
        path: As the user wrote it.
        format: Its format.
        sheet: Its cells; None for a graph.
        found: Where the columns are; None for a graph.
        pairs: Ties of a graph.
        arcs: The same with what is said of nodes.
        told: Column -> meaning, from a mapping file.
    """

    path: str
    format: Format
    sheet: Sheet | None = None
    found: Recognised | None = None
    pairs: Pairs | None = None
    arcs: Arcs | None = None
    told: Mapping[int, str] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """What it is."""
        return self.format.kind

    @property
    def table(self) -> tuple[Sheet, Recognised]:
        """Its cells and where columns are; only a graph has none."""
        assert self.sheet is not None
        assert self.found is not None
        return self.sheet, self.found


class Unknown(Refused):
    """A table that no format fits; has a mapping to edit.

    Args:
        path: The file.
        line: Line of the names of its columns.
        text: The mapping.
        near: Key of the nearest format, "" if none is near.
        lacks: Columns that it lacks to be that.
    """

    def __init__(self, path: str, line: int, text: str, near: str, lacks: list[str]) -> None:
        key = "unknown_near" if near else "unknown"
        super().__init__("E02", key, path, line, near=near, lacks=", ".join(lacks[:6]))
        self.text = text


def opened(path: str, wanted: str = "", map_path: str = "", allow_audit: bool = False,
           book_sheet: str = "") -> Opened:  # fmt: skip
    """Read a file and say what it is.

    Args:
        path: The file.
        wanted: Key that it was given with, "" if none: `people`, `ties`, `groups`, `usage`,
            `survey` or `costs`.
        map_path: A mapping file, "" if there is none.
        allow_audit: Whether logs of single events may be read.
        book_sheet: Sheet of a workbook.

    Raises:
        Refused: It is none of the tables that are known, not clear, or of no use here.
        ConfigError: There is no such file.
    """
    said = read_mapping(map_path) if map_path else None
    if is_workbook(path):
        return _known(path, sheet_of_workbook(path, book_sheet), said, wanted, allow_audit)
    text = text_of(path)
    head = text.lstrip()[:4000].lower()
    if (is_json(text) and is_graph(text)) or head.startswith(GRAPHS) or "edgedef>" in head:
        return _checked(_graph(path, text), wanted)
    if is_json(text):
        return _known(path, sheet_of_json(path, text), said, wanted, allow_audit)
    try:
        sheet = sheet_of(path, text)
    except Refused as error:
        bare = error.key in ("one_column", "ragged") and wanted in ("", "ties", "people")
        found = _without_header(path, text, wanted) if bare else None
        if found is None:
            raise
        return found
    return _known(path, sheet, said, wanted, allow_audit, text)


def _known(
    path: str, sheet: Sheet, said: Said | None, wanted: str, allow_audit: bool, text: str = ""
) -> Opened:
    if said is not None:
        own = mapped(sheet, said)
        if own is not None:
            found, told = own
            return _checked(Opened(path, found.format, sheet, found, told=told), wanted)
    recognised = recognise(path, sheet.header)
    if recognised is None:
        bare = text and looks_like_data(sheet)
        other = _without_header(path, text, wanted) if bare else None
        if other is not None:
            return other
        raise Unknown(path, sheet.above, *proposal(sheet))
    if recognised.format.get("audit") and not allow_audit:
        raise Refused("E04", "audit", path, sheet.above)
    if recognised.format.kind == "refused":
        raise Refused("E04", recognised.format.name, path, sheet.above)
    return _checked(Opened(path, recognised.format, sheet, recognised), wanted)


def _checked(found: Opened, wanted: str) -> Opened:
    """Refuse a table that was given as another kind."""
    if wanted and found.kind not in SAYS[wanted]:
        key = next((each for each, kinds in SAYS.items() if found.kind in kinds), "usage")
        line = found.sheet.above if found.sheet else 0
        raise Refused("E04", "kind", found.path, line, format=found.format, given=wanted, right=key)
    return found


def _graph(path: str, text: str) -> Opened:
    pairs, arcs = pairs_of_graph(path, text)
    return Opened(path, Format("graph", "ties"), pairs=pairs, arcs=arcs)


def _without_header(path: str, text: str, wanted: str) -> Opened | None:
    """A list without names of columns, or a matrix: told by its cells; None if it is neither."""
    try:
        table = parse(path, text)
    except ConfigError:
        return None
    width, rows = len(table.columns), len(table.lines)
    if wanted == "people" and 2 <= width <= len(POSITIONS):
        header = ["id", "department", "manager", "role"][:width]
        body = [list(row) for row in zip(*table.columns, strict=True)]
        sheet = sheet_from(path, header, body, list(table.lines))
        found = recognise(path, header)
        assert found is not None
        return Opened(path, found.format, sheet, found)
    once = len(set(table.columns[0])) == rows > 8
    square = abs(width - rows) <= 1
    if wanted != "ties" and (width > 3 or once) and not square:
        if width == 2 and once:
            raise Refused("E03", "two_columns", path, 1)
        return None
    if width < 2:
        return None
    try:
        return _graph(path, text)
    except Refused:
        return None
