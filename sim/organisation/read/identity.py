"""One person under several spellings: the address decides, then the name without its dress."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain

import numpy as np

from sim.base.arrays import Rows

_ADDRESSED = re.compile(
    r"(.*?)[<(\[]\s*(?:mailto:|smtp:)?([^<>()\[\]\s@]+@[^<>()\[\]\s]+)\s*[>)\]]"
)
_NUMBER = re.compile(r"0*(\d+)(?:\.0+)?")
_PREFIX = re.compile(r"(?:mailto|smtp|sip):", re.IGNORECASE)


def key_of(cell: str) -> str:
    """What all spellings of a person have in common: "Ann <A@x>" is "a@x", "007.0" is "7"."""
    text = parts_of(cell)[1]
    number = _NUMBER.fullmatch(text)
    return number[1] if number else " ".join(text.casefold().split())


def parts_of(cell: str) -> tuple[str, str]:
    """The name beside an address, if there is one, and the address, else the cell."""
    if "@" not in cell:
        return "", cell
    found = _ADDRESSED.match(cell)
    if found:
        return found[1].strip(" \"'"), found[2]
    return "", _PREFIX.sub("", cell.strip(" \"'<>"))


def turned(name: str) -> str:
    """Turn "brandt, ada" into "ada brandt"; other names stay."""
    last, comma, first = name.partition(",")
    return f"{first.strip()} {last.strip()}" if comma and first.strip() and last.strip() else name


class People:
    """Everybody who is named in some cells, each once.

    Attributes:
        names: One spelling of each person, the one that is found most often.
        index: Every key to the person it stands for.
        merged: Spellings that turned out to be somebody known.
    """

    def __init__(self, cells: Iterable[str]) -> None:
        found = Counter(cells)
        self.keys = {cell: key_of(cell) for cell in found}
        other = self._aliases(found)
        self.keys = {cell: other.get(key, key) for cell, key in self.keys.items()}
        usual = dict[str, str]()
        for cell, key in self.keys.items():
            if found[cell] > found.get(usual.setdefault(key, cell), 0):
                usual[key] = cell
        self.names = [
            key if "@" in key else parts_of(cell)[1].strip() for key, cell in usual.items()
        ]
        self.index = {key: person for person, key in enumerate(usual)}
        self.merged = len(found) - len(self.names)
        self.index |= {name: self.index[key] for name, key in other.items() if key in self.index}

    def _aliases(self, cells: Iterable[str]) -> dict[str, str]:
        """Keys that stand for another key: names beside an address, and last names first."""
        addresses = dict[str, set[str]]()
        for cell in cells:
            name, address = parts_of(cell)
            if name:
                addresses.setdefault(key_of(name), set()).add(key_of(address))
        other = {name: next(iter(each)) for name, each in addresses.items() if len(each) == 1}
        known = {*self.keys.values(), *other}
        for key in self.keys.values():
            if "," in key and turned(key) in known:
                other[key] = other.get(turned(key), turned(key))
        return other

    def rows(self, cells: Sequence[str]) -> Rows:
        """The person each cell stands for."""
        place = {cell: self.index[key] for cell, key in self.keys.items()}
        return np.fromiter(map(place.__getitem__, cells), np.int32, len(cells))


def people_of(ends: Iterable[Sequence[str]]) -> People:
    """Everybody at the ends of ties, in order of appearance."""
    return People(chain(*ends))
