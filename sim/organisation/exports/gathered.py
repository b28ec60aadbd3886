"""All files together: an organisation, its use and its answers, with nobody's name in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.organisation.exports.answers import Answers, answers_of
from sim.organisation.exports.blocks import Blocks, blocks_of, large_enough
from sim.organisation.exports.columns import counts
from sim.organisation.exports.dropped import Dropped
from sim.organisation.exports.folder import MIN_GROUP, About, Source
from sim.organisation.exports.formats import Recognised
from sim.organisation.exports.groups import group_name, own_groups
from sim.organisation.exports.known import Known, from_groups, organised
from sim.organisation.exports.opened import USAGE, Opened, opened
from sim.organisation.exports.persons import Roster
from sim.organisation.exports.prices import prices_of
from sim.organisation.exports.refused import Refused
from sim.organisation.exports.rejoin import Rejoin, hashed
from sim.organisation.exports.roster import roster_of
from sim.organisation.exports.rows import survey_rows, usage_rows
from sim.organisation.exports.sheet import Sheet
from sim.organisation.exports.ties import met, pairs_of
from sim.organisation.exports.tools import Overlap, one_tool, refuse_two_of_a_kind
from sim.organisation.exports.trends import trend
from sim.organisation.exports.use import Grouping, Used, last_use, panel
from sim.organisation.spec import SMALLEST

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Asked:
    """What a command line asks for.

    Attributes:
        files: File -> key that it was given with, "" if none.
        headcount: People employed, 0 if not said.
        window: Days that "active" looks back where an export does not say.
        map: A mapping file.
        min_group: People that a group must have.
        repair: Put right what can be put right in a hierarchy.
        allow_audit: Read logs of single events.
        group_names: Keep the names of departments.
        sheet: Sheet of a workbook.
    """

    files: Mapping[str, str]
    headcount: int = 0
    window: int | None = None
    map: str = ""
    min_group: int = MIN_GROUP
    repair: bool = False
    allow_audit: bool = False
    group_names: bool = True
    sheet: str = ""


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
    by_kind: dict[str, list[Opened]] = {}
    for each in files:
        by_kind.setdefault(each.kind, []).append(each)
    dropped = {each.path: Dropped() for each in files}
    people = by_kind.get("people", [])
    roster = roster_of([_table(each) for each in people], asked.repair) if people else Roster()
    for each in people[:1]:
        dropped[each.path].take(roster.dropped)
    known = _organisation(by_kind, roster, asked, salt, dropped)
    grouping = _grouping(known, roster, earlier, rejoin)
    used = [(each, _use(each, roster, grouping, known, asked)) for each in files
            if each.kind in USAGE]  # fmt: skip
    answers = [(each, _answers(each, grouping, known, asked)) for each in by_kind.get("survey", [])]
    costs = dict[str, dict[str, Any]]()
    for each in by_kind.get("costs", []):
        prices, unknown = prices_of(*_table(each))
        costs |= prices
        dropped[each.path]["prices"] += unknown
    for each, use in used:
        dropped[each.path].take(use.dropped)
    for each, said in answers:
        dropped[each.path].take(said.dropped)
    withheld = Counter[str]()
    refuse_two_of_a_kind([(each.path, each.format.name, one) for each, found in used
                          for one in found.series])  # fmt: skip
    series, overlaps = one_tool([(each.format.name, one) for each, found in used
                                 for one in found.series])  # fmt: skip
    usage = usage_rows(series, known.groups, asked.min_group, withheld)
    survey = survey_rows([found for _, found in answers], asked.min_group, withheld)
    headcount, assumed = _headcount(known, roster, used, asked, earlier)
    return Gathered(files, known, used, answers, costs, usage, survey, headcount, assumed, roster,
                    dropped, withheld, overlaps)  # fmt: skip


def _table(each: Opened) -> tuple[Sheet, Recognised]:
    assert each.sheet is not None
    assert each.found is not None
    return each.sheet, each.found


def _organisation(
    by_kind: Mapping[str, list[Opened]], roster: Roster, asked: Asked, salt: bytes | None,
    dropped: dict[str, Dropped],
) -> Known:  # fmt: skip
    """What is known of who works where and with whom."""
    ties = by_kind.get("ties", [])
    pairs = [(each.path, each.pairs or pairs_of(*_table(each))) for each in ties]
    listed = roster.people > 0
    found = met(pairs, roster) if pairs else None
    if found is not None:
        dropped[pairs[0][0]].take(found.dropped)
    people = roster.people if listed else (0 if found is None else found.people)
    if people or by_kind.get("people") or found is not None:
        if people < SMALLEST:
            first = (by_kind.get("people") or ties)[0]
            raise Refused("E09", "firm", first.path, people=people, least=SMALLEST)
        graph = None if listed else next((x.arcs for x in ties if x.arcs is not None), None)
        return organised(roster, found, graph, asked.min_group, asked.group_names, salt)
    blocks = _blocks(by_kind, dropped)
    if blocks is None:
        return Known("headcount")
    whole = int(blocks.sizes.sum())
    if whole < SMALLEST:
        first = (by_kind.get("groups") or by_kind["sizes"])[0]
        raise Refused("E09", "firm", first.path, people=whole, least=SMALLEST)
    return from_groups(large_enough(blocks, asked.min_group), asked.group_names)


def _blocks(by_kind: Mapping[str, list[Opened]], dropped: dict[str, Dropped]) -> Blocks | None:
    """Groups and what is between them; of several files the first."""
    for each in by_kind.get("groups", []):
        blocks = blocks_of(*_table(each))
        dropped[each.path].take(blocks.dropped)
        if not len(blocks.sizes):
            raise Refused("E01", "no_rows", each.path, 1)
        return blocks
    for each in by_kind.get("sizes", []):
        sheet, found = _table(each)
        (group,), (size,) = found.columns["group"], found.columns["size"]
        people, sizes = np.nan_to_num(counts(sheet, size)), dict[str, int]()
        for name, number in zip(map(group_name, sheet.cells(group)), people.tolist(), strict=True):
            if name and number:
                sizes[name] = sizes.get(name, 0) + int(number)
        if not sizes:
            raise Refused("E01", "no_rows", each.path, 1)
        return Blocks(list(sizes), np.array(list(sizes.values())), np.zeros((len(sizes),) * 2))
    return None


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
    sheet, found = _table(each)
    if each.kind == "trend":
        return trend(sheet, found, asked.window)
    place = found.first("group")
    if not grouping.names and place is not None and each.kind == "panel":
        who = found.first("person")
        assert who is not None
        known.groups, known.of_name, known.merged = own_groups(
            sheet.cells(place), sheet.cells(who), asked.min_group, asked.group_names
        )
        grouping = known.grouping()
    return (panel if each.kind == "panel" else last_use)(sheet, found, roster, grouping)


def _answers(each: Opened, grouping: Grouping, known: Known, asked: Asked) -> Answers:
    sheet, found = _table(each)
    if sheet.rows < asked.min_group:
        raise Refused("E09", "answers", each.path, rows=sheet.rows, least=asked.min_group)
    place = next((p for p, meaning in each.told.items() if meaning == "group"), None)
    if not grouping.names and place is not None:
        known.groups, known.of_name, known.merged = own_groups(
            sheet.cells(place), [str(row) for row in range(sheet.rows)], asked.min_group,
            asked.group_names,
        )  # fmt: skip
        grouping = known.grouping()
    return answers_of(sheet, found, each.told, grouping.of_name, grouping.names)


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
        use, survey = used.get(each.path), asked.get(each.path)
        windows = {one.window for one in use.series} if use else set()
        times = ("", "", "")
        if use is not None:
            times = (_day(use.first), _day(use.last), _day(use.exported))
        elif survey is not None:
            times = (_day(survey.first), _day(survey.last), _day(survey.last))
        rows = each.sheet.rows if each.sheet else len(each.pairs.sender) if each.pairs else 0
        result.append(
            Source(
                each.kind, each.format.name, rows, each.sheet.names() if each.sheet else (),
                dict(sorted((+found.dropped[each.path]).items())),
                windows.pop() if len(windows) == 1 else 0, *times, each.format.guessed,
            )
        )  # fmt: skip
    return tuple(result)


def _day(day: np.datetime64) -> str:
    return "" if np.isnat(day) else str(day)
