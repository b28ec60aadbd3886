"""`mapping.yaml`: what a user says that columns mean, and a first one to edit."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from sim.base.params import ConfigError, nearest, one_line
from sim.organisation.exports.folder import ITEMS
from sim.organisation.exports.formats import Format, Recognised
from sim.organisation.exports.formats import nearest as nearest_format
from sim.organisation.exports.refused import Refused
from sim.organisation.exports.sheet import Sheet
from sim.organisation.read.headings import plain

MOST = 1_000_000
"""Characters of a mapping file."""

MEANINGS: Mapping[str, tuple[str, ...]] = {
    "people": ("id", "name", "manager", "department", "role", "licence", "status"),
    "ties": ("from", "to", "weight"),
    "groups": ("group", "other_group", "size", "weight"),
    "trend": ("date", "licensed", "active", "window", "cumulative", "group"),
    "panel": ("person", "date", "actions", "active", "group"),
    "last": ("person", "last_date", "exported"),
    "survey": ("date", "group", *ITEMS, *(f"-{item}" for item, unit in ITEMS.items() if not unit)),
}
"""Kind of a table -> what its columns can mean, the ones that tell it first."""
IGNORE = "ignore"
NEEDED = {
    "ties": {"from", "to"},
    "groups": {"group", "other_group", "size"},
    "last": {"person", "last_date"},
    "panel": {"person", "date"},
    "trend": {"date", "active"},
    "people": {"id"},
}
INSIDE = {"id": "ids", "name": "names", "other_group": "other", "last_date": "date"}
"""Meanings that formats call by another name."""


@dataclass(frozen=True)
class Said:
    """A mapping file: column -> meaning, and which file it is from."""

    path: str
    columns: Mapping[str, str]


def read_mapping(path: str) -> Said:
    """Read a mapping file.

    Raises:
        ConfigError: There is none, it is no YAML of this kind, or it names what nothing means.
    """
    place = Path(path).expanduser()
    try:
        if place.stat().st_size > MOST:
            raise ConfigError(f"map={path}: too large for a mapping")
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        data = yaml.load(place.read_text(encoding="utf-8-sig"), loader)
    except FileNotFoundError:
        raise ConfigError(f"map: no file {path!r} (looked in {Path.cwd()})") from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"map={path}: cannot be read: {one_line(error)[:80]}") from None
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        raise Refused("E02", "map_yaml", path, mark.line + 1 if mark else 1) from None
    flat = isinstance(data, dict) and not any(isinstance(x, dict | list) for x in data.values())
    if not flat or not data:
        raise Refused("E02", "map_yaml", path, 1)
    known = {each for all_ in MEANINGS.values() for each in all_} | {IGNORE}
    columns = {str(key): str(value).strip() for key, value in data.items() if value is not None}
    for number, (_, meaning) in enumerate(columns.items(), 1):
        if meaning not in known:
            close = nearest(meaning, known)
            raise Refused("E02", "map_meaning", path, _line_of(place, number), meaning=meaning[:40],
                          valid=", ".join(close or sorted(known)))  # fmt: skip
    return Said(path, columns)


def _line_of(path: Path, number: int) -> int:
    """Line of the n-th entry."""
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    entries = [line for line, text in enumerate(lines, 1) if re.match(r"[^#\s].*:", text)]
    return entries[number - 1] if number <= len(entries) else 1


def mapped(sheet: Sheet, mapping: Said) -> tuple[Recognised, dict[int, str]] | None:
    """A table as a mapping says; None if it says nothing of its columns.

    Raises:
        Refused: It leaves open what kind of table this is (E02).
    """
    named = [plain(name) for name in sheet.header]
    found = dict[int, str]()
    for column, meaning in mapping.columns.items():
        if plain(column) in named:
            found[named.index(plain(column))] = meaning
    said = {meaning for meaning in found.values() if meaning != IGNORE}
    if not said:
        return None
    kind = _kind(said)
    if not kind:
        raise Refused("E02", "map_kind", mapping.path, 1, meanings=", ".join(sorted(said)))
    columns: dict[str, tuple[int, ...]] = {}
    for place, meaning in found.items():
        inside = INSIDE.get(meaning, meaning)
        if kind == "survey" and meaning != "date":
            continue
        columns[inside] = (*columns.get(inside, ()), place)
    says = {"kind": kind, "step": 1, "window": 7 if kind == "panel" else None, "late": 0,
            "empty": "missing", "absent": "unknown"}  # fmt: skip
    return Recognised(Format("mapping", kind, (), says), columns), found


def _kind(said: set[str]) -> str:
    """What kind of table has columns of these meanings; "" if none does."""
    if said & {each for each in MEANINGS["survey"] if each not in ("date", "group")}:
        return "survey"
    for kind, needed in NEEDED.items():
        if needed <= said and said <= set(MEANINGS[kind]):
            return kind
    return ""


def proposal(sheet: Sheet) -> tuple[str, str, list[str]]:
    """A mapping to edit for a table that no format fits, the nearest format, and what it lacks.

    Raises:
        Refused: The first line holds no names of columns, which would be repeated (E02).
    """
    if looks_like_data(sheet):
        raise Refused("E02", "no_header", sheet.path, sheet.above)
    near = nearest_format(sheet.header)
    lines = [f"{_quoted(name)}: {_guess(name)}" for name in sheet.header if name]
    kind, lacks = ("", []) if near is None else (near[0].name, near[1])
    return "\n".join(lines) + "\n", kind, lacks


def _quoted(name: str) -> str:
    return str(yaml.safe_dump(name, allow_unicode=True, default_style='"', width=10_000)).strip()


def _guess(name: str) -> str:
    """What a name that no format knows may mean."""
    from sim.organisation.exports.answers import item_of
    from sim.organisation.read.headings import DEPARTMENTS, IDS, MANAGERS, ROLES, places_of

    for meaning, known in (("manager", MANAGERS), ("department", DEPARTMENTS), ("role", ROLES),
                           ("id", IDS)):  # fmt: skip
        if places_of([name], known):
            return meaning
    bare = plain(name)
    if "date" in bare or "datum" in bare:
        return "date"
    return (item_of(name) if len(name) > 20 else "") or IGNORE


def looks_like_data(sheet: Sheet) -> bool:
    """Whether what stands where names of columns do are cells: nobody's names may be repeated."""
    for place, name in enumerate(sheet.header):
        if "@" in name or re.fullmatch(r"[\d.,:/\- ]+|[0-9a-fA-F-]{16,}", name):
            return True
        if name and sheet.table is not None:
            below = sheet.table.column(place).slice(0, 5000).to_pylist()
            if name in {cell.strip() for cell in below}:
                return True
    return False
