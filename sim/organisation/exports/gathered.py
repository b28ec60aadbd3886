"""All files together: an organisation, its use and its answers, with nobody's name in them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.organisation.exports.answers import Answers, answers_of
from sim.organisation.exports.asked import Asked
from sim.organisation.exports.blocks import blocks_of, large_enough, sizes_of
from sim.organisation.exports.dropped import Dropped
from sim.organisation.exports.folder import About, Source
from sim.organisation.exports.groups import own_groups
from sim.organisation.exports.known import Known, from_groups, organised
from sim.organisation.exports.opened import USAGE, Opened, opened
from sim.organisation.exports.persons import Roster
from sim.organisation.exports.prices import prices_of
from sim.organisation.exports.refused import Refused
from sim.organisation.exports.rejoin import Rejoin, hashed
from sim.organisation.exports.roster import roster_of
from sim.organisation.exports.rows import survey_rows, usage_rows
from sim.organisation.exports.ties import met, pairs_of
from sim.organisation.exports.tools import Overlap, one_tool, refuse_two_of_a_kind
from sim.organisation.exports.trends import trend
from sim.organisation.exports.use import Grouping, Used, last_use, panel
from sim.organisation.spec import SMALLEST

if TYPE_CHECKING:
    import pandas as pd


@dataclass
class Gathered:
    """What was read.

    Attributes:
        files: The files, as they were opened.
        known: The organisation.
        used: What each file says of use.
        answers: What each survey says.
        costs: Price -> value and source.
        usage: As in `folder.USAGE`.
        survey: As in `folder.SURVEY`.
        headcount: People employed; 0 if nothing says so.
        assumed: Whether the headcount is only the people with access.
        roster: People; its spellings live as long as this.
        dropped: File -> reason -> rows left out.
        withheld: What is withheld of groups -> how often.
        overlaps: Series left out, as another tool has the same weeks.
    """

    files: list[Opened]
    known: Known
    used: list[tuple[Opened, Used]]
    answers: list[tuple[Opened, Answers]]
    costs: dict[str, dict[str, Any]]
    usage: pd.DataFrame
    survey: pd.DataFrame
    headcount: int
    assumed: bool
    roster: Roster
    dropped: dict[str, Dropped]
    withheld: Counter[str] = field(default_factory=Counter)
    overlaps: list[Overlap] = field(default_factory=list)

    @property
    def meaning(self) -> Counter[str]:
        """What empty, zero and missing cells meant."""
        return sum((used.meaning for _, used in self.used), Counter[str]())

    def keys(self, salt: bytes) -> list[tuple[str, int, int]]:
        """Keyed hash, number of the person and group, of every spelling."""
        rows, groups = self.known.rows, self.known.of_people
        return [
            (hashed(spelling, salt), int(rows[person]), int(groups[person]))
            for spelling, person in self.roster.alias.items()
            if person < len(rows)
        ]


def gather(
    asked: Asked, earlier: About | None = None, rejoin: Rejoin | None = None,
    salt: bytes | None = None,
) -> Gathered:  # fmt: skip
    """Read all files of a command line.

    Args:
        asked: What it asks for.
        earlier: What the folder holds already.
        rejoin: People of an earlier import, if they can be found again.
        salt: What people are ordered by; None for a random order.

    Raises:
        Refused: Something in a file; says code, file and line.
        ConfigError: A file is not there.
    """
    files = [opened(path, wanted, asked.map, asked.allow_audit, asked.sheet)
             for path, wanted in asked.files.items()]  # fmt: skip
    by_kind = defaultdict[str, list[Opened]](list)
    for each in files:
        by_kind[each.kind].append(each)
    dropped = {each.path: Dropped() for each in files}
    people = [each.table for each in by_kind["people"]]
    roster = roster_of(people, asked.repair) if people else Roster()
    for each in by_kind["people"][:1]:
        dropped[each.path].take(roster.dropped)
    known = _organisation(by_kind, roster, asked, salt, dropped)
    grouping = _grouping(known, roster, earlier, rejoin)
    used = [(each, _use(each, roster, grouping, known, asked)) for each in files
            if each.kind in USAGE]  # fmt: skip
    answers = [(each, _answers(each, grouping, known, asked)) for each in by_kind["survey"]]
    costs = dict[str, dict[str, Any]]()
    for each in by_kind["costs"]:
        prices, unknown = prices_of(*each.table)
        costs |= prices
        dropped[each.path]["prices"] += unknown
    parts: list[tuple[Opened, Used | Answers]] = [*used, *answers]
    for each, part in parts:
        dropped[each.path].take(part.dropped)
    withheld = Counter[str]()
    series = [(each.path, each.format.name, one) for each, found in used for one in found.series]
    refuse_two_of_a_kind(series)
    kept, overlaps = one_tool([(name, one) for _, name, one in series])
    usage = usage_rows(kept, known.groups, asked.min_group, withheld)
    survey = survey_rows([found for _, found in answers], asked.min_group, withheld)
    headcount, assumed = _headcount(known, roster, used, asked, earlier)
    return Gathered(files, known, used, answers, costs, usage, survey, headcount, assumed, roster,
                    dropped, withheld, overlaps)  # fmt: skip


def _organisation(
    by_kind: Mapping[str, list[Opened]], roster: Roster, asked: Asked, salt: bytes | None,
    dropped: dict[str, Dropped],
) -> Known:  # fmt: skip
    """What is known of who works where and with whom."""
    ties = by_kind["ties"]
    pairs = [(each.path, each.pairs or pairs_of(*each.table)) for each in ties]
    found = met(pairs, roster) if pairs else None
    if found is not None:
        dropped[ties[0].path].take(found.dropped)
    named = [*by_kind["people"], *ties]
    if named:
        people = roster.people or (0 if found is None else found.people)
        _require_firm(named[0], people)
        listed = roster.people > 0
        graph = None if listed else next((x.arcs for x in ties if x.arcs is not None), None)
        return organised(roster, found, graph, asked.min_group, asked.group_names, salt)
    groups = [*by_kind["groups"], *by_kind["sizes"]]
    if not groups:
        return Known("headcount")
    first = groups[0]  # of several files the first counts
    blocks = blocks_of(*first.table) if first.kind == "groups" else sizes_of(*first.table)
    dropped[first.path].take(blocks.dropped)
    if not len(blocks.sizes):
        raise Refused("E01", "no_rows", first.path, 1)
    _require_firm(first, int(blocks.sizes.sum()))
    return from_groups(large_enough(blocks, asked.min_group), asked.group_names)


def _require_firm(first: Opened, people: int) -> None:
    if people < SMALLEST:
        raise Refused("E09", "firm", first.path, people=people, least=SMALLEST)


def _grouping(
    known: Known, roster: Roster, earlier: About | None, rejoin: Rejoin | None
) -> Grouping:
    """Which group people and departments belong to, by these files or by an earlier import."""
    if known.groups or earlier is None or not earlier.groups or roster.people:
        return known.grouping()
    known.groups = dict(earlier.groups)
    known.of_name = {name: place for place, name in enumerate(known.groups)}
    if rejoin is not None:
        roster.alias = rejoin.alias()
        known.of_people = rejoin.group_of_people
    return known.grouping()


def _use(each: Opened, roster: Roster, grouping: Grouping, known: Known, asked: Asked) -> Used:
    sheet, found = each.table
    if each.kind == "trend":
        return trend(sheet, found, asked.window)
    place = found.first("group")
    if not grouping.names and place is not None and each.kind == "panel":
        grouping = _own(known, sheet.cells(place), sheet.cells(found.place("person")), asked)
    return (panel if each.kind == "panel" else last_use)(sheet, found, roster, grouping)


def _answers(each: Opened, grouping: Grouping, known: Known, asked: Asked) -> Answers:
    sheet, found = each.table
    if sheet.rows < asked.min_group:
        raise Refused("E09", "answers", each.path, rows=sheet.rows, least=asked.min_group)
    place = next((p for p, meaning in each.told.items() if meaning == "group"), None)
    if not grouping.names and place is not None:
        grouping = _own(known, sheet.cells(place), list(map(str, range(sheet.rows))), asked)
    return answers_of(sheet, found, each.told, grouping.of_name, grouping.names)


def _own(known: Known, cells: list[str], people: list[str], asked: Asked) -> Grouping:
    """Groups that a list of use or answers names itself, where nothing else does."""
    known.groups, known.of_name, known.merged = own_groups(
        cells, people, asked.min_group, asked.group_names
    )
    return known.grouping()


def _headcount(
    known: Known, roster: Roster, used: list[tuple[Opened, Used]], asked: Asked,
    earlier: About | None,
) -> tuple[int, bool]:  # fmt: skip
    """People employed, and whether that is only a guess from those with access."""
    told = len(known.rows) or known.stored.people or roster.people
    if told or asked.headcount:
        return told or asked.headcount, False
    if earlier is not None:
        return earlier.headcount, False
    seen = [value for _, found in used for one in found.series
            for value in (*one.licensed, *one.active) if not np.isnan(value)]  # fmt: skip
    return int(max(seen, default=0)), bool(seen)


def sources(found: Gathered) -> tuple[Source, ...]:
    """What `import.json` says of every file."""
    used = {each.path: what for each, what in found.used}
    asked = {each.path: what for each, what in found.answers}
    result = []
    for each in found.files:
        use, survey, times = used.get(each.path), asked.get(each.path), ("", "", "")
        windows = {one.window for one in use.series} if use else set()
        if use is not None:
            times = (_day(use.first), _day(use.last), _day(use.exported))
        elif survey is not None:
            times = (_day(survey.first), _day(survey.last), _day(survey.last))
        rows = each.sheet.rows if each.sheet else len(each.pairs.sender) if each.pairs else 0
        result.append(Source(
            each.kind, each.format.name, rows, each.sheet.names() if each.sheet else (),
            dict(sorted((+found.dropped[each.path]).items())),
            windows.pop() if len(windows) == 1 else 0, *times, each.format.guessed,
        ))  # fmt: skip
    return tuple(result)


def _day(day: np.datetime64) -> str:
    return "" if np.isnat(day) else str(day)
