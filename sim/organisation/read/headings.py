"""What columns may be called: the tables are in `headings.yaml`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import yaml


def _words(value: Any) -> tuple[str, ...]:
    return tuple(value.split()) if isinstance(value, str) else tuple(map(str, value))


_DATA: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parent / "headings.yaml").read_text(encoding="utf-8")
)
WEIGHTS, WEIGHT_WORDS, NO_WEIGHT, IDS, FIRST_NAMES, LAST_NAMES, DEPARTMENTS, PLACES = (
    _words(_DATA[key])
    for key in ("weights", "weight_words", "no_weight", "ids", "first_names", "last_names",
                "departments", "places")
)  # fmt: skip
MANAGERS, ROLES, NO_MANAGER, NO_MANAGERS, TOTALS, TYPES, HARMLESS, _NOISE = (
    _words(_DATA[key])
    for key in (
        "managers",
        "roles",
        "no_manager",
        "no_managers",
        "totals",
        "types",
        "harmless",
        "noise",
    )
)
#: Pairs of columns that name the two people of a tie, the surest first.
ENDS = tuple(
    tuple(end + added for end in pair.split(":"))
    for added in ("", *_DATA["added"])
    for pair in _words(_DATA["ends"])
)
#: Headings of columns that tell who is not there, and the words that do; none for yes and no.
AWAY = tuple(
    (frozenset(_words(each["columns"])), frozenset(_words(each["words"]))) for each in _DATA["away"]
)
LEAVING, NO_REFERENCE, STATUS_NOISE = (
    frozenset(_words(_DATA[key])) for key in ("leaving", "no_reference", "status_noise")
)
MEMBERS, MEMBERSHIPS = _words(_DATA["members"]) + IDS, _words(_DATA["memberships"])
#: What else a table may be: its name, columns that tell, what to say of it.
KINDS = {
    kind: (frozenset(each["columns"]), str(each["advice"])) for kind, each in _DATA["kinds"].items()
}
KNOWN = frozenset(
    chain(
        (*WEIGHTS, *IDS, *DEPARTMENTS, *PLACES, *MANAGERS, *ROLES),
        chain(*ENDS),
        chain(*(columns for columns, _ in (*KINDS.values(), *AWAY))),
        LEAVING,
        MEMBERSHIPS,
        MEMBERS,
    )
)
_TOKEN = re.compile(r"[^\W\d_]+|\d+")
_HUMP = re.compile(r"(?<=[a-zäöü])(?=[A-ZÄÖÜ])")
_NUMBERED = re.compile(r"(.*?)[\W_]*(?:\d+|[a-zA-Z])$")


def plain(name: str) -> str:
    """A column name without case, spaces and punctuation: "Reports-To ID" is "reportstoid"."""
    return "".join(letter for letter in name.casefold() if letter.isalnum())


def tokens(name: str) -> list[str]:
    """Words of a column name: "sentMails (n)" has three."""
    return [each.casefold() for each in _TOKEN.findall(_HUMP.sub(" ", name))]


def places_of(header: Sequence[str], known: Sequence[str]) -> list[int]:
    """Columns whose name is known, the surest first; what is noise around a name may be there."""
    bare = [plain(name) for name in header]
    less = ["".join(each for each in tokens(name) if each not in _NOISE) for name in header]
    found = [
        place for word in known for names in (bare, less)
        for place, name in enumerate(names) if name == word
    ]  # fmt: skip
    return list(dict.fromkeys(found))


def is_known(name: str) -> bool:
    """Whether a name is one that columns have, and so no person's."""
    return plain(name) in KNOWN or bool(places_of([name], tuple(KNOWN)))


def is_harmless(name: str) -> bool:
    """Whether a note may repeat a name of a column: it has only words that columns have."""
    return is_known(name) or all(each in HARMLESS or each.isdigit() for each in tokens(name))


def pair_of(header: Sequence[str]) -> tuple[int, int] | None:
    """The two columns of people that a header names."""
    named = [plain(name) for name in header]
    pair = next((pair for pair in ENDS if set(pair) <= set(named)), None)
    return None if pair is None else (named.index(pair[0]), named.index(pair[1]))


def stem(name: str) -> str:
    """A column name without the number at its end: "Advice 3" and "advice_1" have one stem."""
    found = _NUMBERED.fullmatch(name.strip())
    return plain(found[1]) if found and name.strip()[-1:].isdigit() else ""


def rows_of_names(column: Sequence[str], above: int) -> list[int]:
    """Rows that may hold names of columns: the first ones, and any that begins like one.

    Whoever sorts a table may sort its header, too.
    """
    told = {cell for cell in {*column} if len(cell) > 2 and plain(cell) in KNOWN}
    first = range(min(above, len(column)))
    return [*first, *(row for row, cell in enumerate(column) if row >= above and cell in told)]


def weight_of(header: Sequence[str], ends: Sequence[int], numeric: Sequence[bool]) -> int | None:
    """The column of weights, told by its name, or by a word of it where it holds numbers."""
    for place in places_of(header, WEIGHTS):
        if place not in ends:
            return place
    for place, name in enumerate(header):
        said = set(tokens(name))
        told = said & {*WEIGHT_WORDS} and not said & {*NO_WEIGHT}
        if place not in ends and numeric[place] and told:
            return place
    return None
