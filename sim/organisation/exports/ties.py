"""Who exchanges with whom, as numbers: lists of ties of any length, mail logs, graphs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from sim.base.arrays import Flags, Floats, Ints, Rows
from sim.base.params import ConfigError
from sim.organisation.exports.columns import concealed, counts, key, people, shape_of
from sim.organisation.exports.dropped import Dropped
from sim.organisation.exports.formats import Recognised
from sim.organisation.exports.persons import Roster
from sim.organisation.exports.refused import Refused
from sim.organisation.exports.sheet import Sheet
from sim.organisation.read.edges import Arcs, arcs_from_text
from sim.organisation.read.limits import PEOPLE, TIES

MEET = 0.1
"""Share of ids that lists of ties and of people must have in common."""


@dataclass
class Pairs:
    """Ties between spellings of people.

    Attributes:
        keys: Every spelling that is found.
        sender: Place in `keys`, one per row.
        recipient: The same; -1 where nobody is named.
        weight: Strength.
        weighted: Whether the weights come from the data.
        dropped: Reason -> rows left out.
        sheet: Where they stand; None for a graph.
        row: On which row each stands.
    """

    keys: list[str]
    sender: Ints
    recipient: Ints
    weight: Floats
    weighted: bool
    dropped: Dropped = field(default_factory=Dropped)
    sheet: Sheet | None = None
    row: Ints = field(default_factory=lambda: np.zeros(0, np.int64))

    def rows(self, marked: Flags) -> Ints:
        """Rows of marked ties; of a graph their numbers."""
        return self.row[marked] if self.sheet is not None else np.flatnonzero(marked)


def pairs_of(sheet: Sheet, found: Recognised) -> Pairs:
    """The ties of a table.

    Raises:
        Refused: A weight is no number or below 0 (E11).
    """
    place = found.first("weight")
    weight = np.ones(sheet.rows) if place is None else counts(sheet, place, whole=False)
    dropped = Dropped()
    sender, senders = people(sheet, found.place("from"))
    parts = [_ends(sheet, place) for place in (found.place("to"), *found.columns.get("more", ()))]
    keys = {each: number for number, each in enumerate(senders)}
    rows, ends = list[Ints](), list[Ints]()
    for row, codes, words in parts:
        number = np.array([keys.setdefault(word, len(keys)) for word in words], np.int64)
        rows.append(row)
        ends.append(number[codes])
    row, recipient = np.concatenate(rows), np.concatenate(ends)
    if len(row) > TIES:
        raise Refused("E01", "large", sheet.path)
    who, strength = sender[row], weight[row]
    nobody = keys.get("", -1)
    named = (who != nobody) & (recipient != nobody)
    told = np.zeros(sheet.rows, np.bool_)
    told[row[named]] = True
    dropped.leave_out("nobody", sheet, ~told)
    empty = np.isnan(strength)
    dropped.leave_out("weightless", sheet, row[named & empty])
    kept = named & ~empty
    return Pairs(list(keys), who[kept], recipient[kept], strength[kept], place is not None, dropped,
                 sheet, row[kept])  # fmt: skip


def _ends(sheet: Sheet, place: int) -> tuple[Ints, Ints, list[str]]:
    """Row, place among the spellings, and the spellings of a column that may name several."""
    codes, words = sheet.coded(place)
    lists = [[part for part in map(str.strip, word.split(";")) if part] if ";" in word else [word]
             for word in words]  # fmt: skip
    index = dict[str, int]()
    numbers = [[index.setdefault(key(part), len(index)) for part in each] for each in lists]
    length = np.array([len(each) for each in numbers], np.int64)
    if (length == 1).all():
        first = np.array([each[0] for each in numbers], np.int64)
        return np.arange(len(codes)), first[codes], list(index)
    if int(length[codes].sum()) > TIES:
        raise Refused("E01", "large", sheet.path)
    row = np.repeat(np.arange(len(codes)), length[codes])
    flat = np.array([each for code in codes.tolist() for each in numbers[code]], np.int64)
    return row, flat, list(index)


def pairs_of_graph(path: str, text: str) -> tuple[Pairs, Arcs]:
    """The ties of a graph or matrix, and what it says of its nodes.

    Raises:
        Refused: It cannot be read as one (E01).
    """
    try:
        arcs = arcs_from_text(path, text)
    except ConfigError as error:
        said = str(error).removeprefix(f"{path}:").partition(":")[0]
        raise Refused("E01", "graph", path, int(said) if said.isdigit() else 0) from None
    keys = [key(name) for name in arcs.names]
    return (
        Pairs(keys, arcs.sender.astype(np.int64), arcs.recipient.astype(np.int64), arcs.weight,
              arcs.weighted),
        arcs,
    )  # fmt: skip


@dataclass
class Met:
    """Ties between people of the staff list, or between all whom ties name if there is no list.

    Attributes:
        people: How many people there are.
        sender: Number of a person, one per row.
        recipient: The same.
        weight: Strength.
        weighted: Whether the weights come from the data.
        dropped: Reason -> rows left out.
        outside: People in ties who are on no staff list.
    """

    people: int
    sender: Rows
    recipient: Rows
    weight: Floats
    weighted: bool
    dropped: Dropped
    outside: int = 0


def met(found: Sequence[tuple[str, Pairs]], roster: Roster) -> Met:
    """Ties of several files between people.

    Raises:
        Refused: Ids of people and ties do not meet (E06), or are concealed (E07).
    """
    listed = roster.people > 0
    index = roster.alias if listed else dict[str, int]()
    parts, dropped, outside = list[tuple[Rows, Rows, Floats]](), Dropped(), set[str]()
    for path, pairs in found:
        if listed:
            _require_meeting(path, pairs, roster)
            number = np.array([index.get(each, -1) for each in pairs.keys], np.int64)
            left = np.array([each in roster.gone for each in pairs.keys], np.bool_)
        else:
            number = np.array([index.setdefault(each, len(index)) if each else -1
                               for each in pairs.keys], np.int64)  # fmt: skip
            left = np.zeros(len(number), np.bool_)
        a, b = number[pairs.sender], number[pairs.recipient]
        inside = (a >= 0) & (b >= 0)
        was = ~inside & (left[pairs.sender] | left[pairs.recipient])
        marked = {"gone": was, "outside": ~inside & ~was, "self": inside & (a == b)}
        for reason, gone in marked.items():
            dropped.leave_out(reason, pairs.sheet, pairs.rows(gone))
        dropped.take(pairs.dropped)
        if listed:
            outside |= {each for each in pairs.keys
                        if each and each not in index and each not in roster.gone}  # fmt: skip
        kept = inside & (a != b)
        one, two = (end[kept].astype(np.int32) for end in (a, b))
        parts.append((one, two, pairs.weight[kept]))
    total = roster.people if listed else len(index)
    if total > PEOPLE:
        raise Refused("E01", "large", found[0][0])
    if not listed:
        roster.alias = index
    sender, recipient = (np.concatenate([part[end] for part in parts]) for end in (0, 1))
    weight = np.concatenate([part[2] for part in parts])
    weighted = any(pairs.weighted for _, pairs in found)
    return Met(total, sender, recipient, weight, weighted, dropped, len(outside))


def _require_meeting(path: str, pairs: Pairs, roster: Roster) -> None:
    known = [each for each in pairs.keys if each]
    inside = sum(each in roster.alias or each in roster.gone for each in known)
    least = min(len(known), roster.people)
    if known and inside < MEET * least:
        mine, theirs = shape_of(known), roster.shape
        if concealed(known) or concealed(list(roster.alias)):
            raise Refused("E07", "concealed", path)
        raise Refused("E06", "apart", path, ties=mine, people=theirs, met=inside, count=least)
