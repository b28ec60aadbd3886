"""Which export a table is: told by the names of its columns, as `formats/*.yaml` has them."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from sim.organisation.exports.refused import Refused
from sim.organisation.read.headings import (
    DEPARTMENTS,
    FIRST_NAMES,
    IDS,
    KNOWN,
    LAST_NAMES,
    MANAGERS,
    PLACES,
    ROLES,
    WEIGHTS,
    pair_of,
    places_of,
    plain,
)

FOLDER = Path(__file__).parent / "formats"
KINDS = ("trend", "panel", "last", "ties", "groups", "people", "survey", "costs", "sizes")
"""What a table can be, besides `refused`: known, and of no use here."""


@dataclass(frozen=True)
class Format:
    """One export.

    Attributes:
        name: Its key.
        kind: One of `KINDS`, or "refused".
        needs: Columns that tell it; each is a tuple of spellings.
        says: Everything else its entry says.
    """

    name: str
    kind: str
    needs: tuple[tuple[str, ...], ...] = ()
    says: Mapping[str, Any] = field(default_factory=dict)

    @property
    def guessed(self) -> bool:
        """Whether it is known by hearsay only."""
        return bool(self.says.get("guessed"))

    def get(self, name: str, default: Any = None) -> Any:
        """What its entry says of something."""
        return self.says.get(name, default)


@dataclass(frozen=True)
class Recognised:
    """A format, and where its columns are in a table.

    Attributes:
        format: The format.
        columns: Meaning -> places of its columns, the surest first; meanings without are absent.
    """

    format: Format
    columns: Mapping[str, tuple[int, ...]]

    def first(self, meaning: str) -> int | None:
        """The surest column of a meaning."""
        found = self.columns.get(meaning, ())
        return found[0] if found else None

    def place(self, meaning: str) -> int:
        """The same of a meaning that the format cannot be without."""
        return self.columns[meaning][0]


@functools.cache
def formats() -> tuple[Format, ...]:
    """All formats that are known."""
    found = []
    for path in sorted(FOLDER.glob("*.yaml")):
        for name, says in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            needs = tuple(spellings(each) for each in says.get("needs", ()))
            found.append(Format(name, says["kind"], needs, says))
    return tuple(found)


def spellings(text: str) -> tuple[str, ...]:
    """Spellings of one column, parted by bars, as `plain` would write them: ß is ss."""
    return tuple(each.strip().casefold() for each in text.split("|"))


def place_of(header: Sequence[str], names: Sequence[str]) -> int | None:
    """Where the first of some spellings stands in a header of plain names; None if nowhere."""
    for name in names:
        if name.startswith("~"):
            pattern = re.compile(name[1:])
            for place, cell in enumerate(header):
                if pattern.fullmatch(cell):
                    return place
        elif name in header:
            return header.index(name)
    return None


def candidates(header: Sequence[str]) -> list[Format]:
    """Formats that a header fits, those with most columns first; equal ones all come first."""
    named = [plain(name) for name in header]
    fitting = [each for each in formats() if each.needs and _fits(each, named)]
    strong = [each for each in fitting if not each.get("weak")]
    if not strong:
        strong = generic(header)
    return sorted(strong or fitting, key=lambda each: -len(each.needs))


def recognise(path: str, header: Sequence[str]) -> Recognised | None:
    """The format of a table, or None if no format is known.

    Raises:
        Refused: Two formats fit alike (E03).
    """
    found = candidates(header)
    if not found:
        return None
    best = [each for each in found if len(each.needs) == len(found[0].needs)]
    if len(best) > 1:
        first, second = best[0], best[1]
        raise Refused("E03", "formats", path, 1, one=first, other=second)
    return Recognised(best[0], columns_of(best[0], header))


def known_names(header: Sequence[str]) -> int:
    """How many names of a header some format, or a list of people or ties, knows."""
    named = [plain(name) for name in header]
    known = _vocabulary()
    return sum(name in known for name in named if name)


def generic(header: Sequence[str]) -> list[Format]:
    """A list of ties or of people by the everyday names of its columns."""
    by_name = {each.name: each for each in formats()}
    if pair_of(header) is not None:
        return [by_name["tie_list"]]
    ids = places_of(header, IDS)
    rest = (*MANAGERS, *DEPARTMENTS, *PLACES, *ROLES, "haslicense", "licence", "license", "lizenz")
    if ids and set(places_of(header, rest)) - {ids[0]}:
        return [by_name["staff_list"]]
    return []


def nearest(header: Sequence[str]) -> tuple[Format, list[str]] | None:
    """The format with the largest share of its columns in a header, and those it lacks."""
    named = [plain(name) for name in header]
    best, most = None, 0.0
    for each in formats():
        lacks = [names[0] for names in each.needs if place_of(named, names) is None]
        share = 1 - len(lacks) / len(each.needs) if each.needs else 0.0
        if share > most and each.kind in KINDS:
            best, most = (each, lacks), share
    return best


def _fits(each: Format, named: Sequence[str]) -> bool:
    places = [place_of(named, names) for names in each.needs]
    lacks = any(place_of(named, spellings(name)) is not None for name in each.get("without", ()))
    return None not in places and len(set(places)) == len(places) and not lacks


@functools.cache
def _vocabulary() -> frozenset[str]:
    said = {name for each in formats() for names in each.needs for name in names}
    for each in formats():
        for value in each.get("columns", {}).values():
            for text in [value] if isinstance(value, str) else value:
                said |= {name for part in text.split() for name in spellings(part)}
    return frozenset(said | KNOWN)


def columns_of(found: Format, header: Sequence[str]) -> dict[str, tuple[int, ...]]:
    """Where the columns of a format are."""
    if found.get("generic"):
        return _generic_columns(found.name, header)
    named = [plain(name) for name in header]
    columns: dict[str, tuple[int, ...]] = {}
    for meaning, value in found.get("columns", {}).items():
        said = [value] if isinstance(value, str) else value
        if meaning == "names":
            places = [tuple(place_of(named, spellings(part)) for part in text.split())
                      for text in said]  # fmt: skip
            whole = [each for each in places if None not in each]
            if whole:
                columns["names"] = tuple(place for place in whole[0] if place is not None)
            continue
        found_at = [place_of(named, spellings(text)) for text in said]
        kept = tuple(dict.fromkeys(place for place in found_at if place is not None))
        if kept:
            columns[meaning] = kept
    return columns


def _generic_columns(name: str, header: Sequence[str]) -> dict[str, tuple[int, ...]]:
    if name == "tie_list":
        pair = pair_of(header)
        assert pair is not None
        weight = [place for place in places_of(header, WEIGHTS) if place not in pair]
        found = {"from": (pair[0],), "to": (pair[1],), "weight": tuple(weight[:1])}
        return {meaning: places for meaning, places in found.items() if places}
    manager = places_of(header, MANAGERS)
    ids = [place for place in places_of(header, IDS) if place not in manager]
    first, last = places_of(header, FIRST_NAMES), places_of(header, LAST_NAMES)
    dressed = {*first, *last}
    licence = places_of(header, ("haslicense", "licence", "license", "lizenz", "licensed"))
    found = {
        "ids": tuple(place for place in ids if place not in dressed) or tuple(ids[:1]),
        "names": (first[0], last[0]) if first and last else (),
        "manager": tuple(manager),
        "department": tuple(places_of(header, DEPARTMENTS)[:1]),
        "place": tuple(places_of(header, PLACES)[:1]),
        "role": tuple(places_of(header, ROLES)[:1]),
        "licence": tuple(licence[:1]),
    }
    return {meaning: places for meaning, places in found.items() if places}
