"""*Why?* on the page Explore: a person, a team, a department or a queue, between two weeks.

Every line is a term of the model, and the lines of a table sum to the change above them.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from markupsafe import Markup

from sim.app.explore_ask import Asked
from sim.app.why import Line, lines, plain
from sim.base.params import ConfigError
from sim.model import explain
from sim.model.engine import Engine
from sim.model.stations import PHASES
from sim.report.language import Language, capitalised

BACK = 13
"""Weeks that a change is explained over unless somebody says since when."""
SMALL = 0.005
"""Parts that would be written as 0 are not named."""
WRITTEN = {"use": (100.0, 1), "appeal": (1.0, 2), "wait": (1.0, 2), "hours": (1.0, 2)}
"""Of every change, the factor and the decimals that it is written with."""
ROLES = ("employee", "champion", "manager")


class Table(NamedTuple):
    """A change, taken apart.

    Attributes:
        title: What changed, from what to what.
        change: By how much.
        rows: What made it: what it is, its part, a bar, and what is behind it.
    """

    title: str
    change: str
    rows: list[tuple[str, str, Markup, str]]


def explained(asked: Asked, firm: Engine, speak: Language) -> dict[str, Any]:
    """What the template names of an explanation.

    Args:
        asked: The question; what is asked about, from when to when.
        firm: Its company before week 1.
        speak: Language.

    Raises:
        ConfigError: There is no such person, team, department or queue.
    """
    kind, number = asked.why.split(".")
    after = max(2, asked.week)
    before = max(1, min(asked.since or after - BACK, after - 1))
    explain_it = _queue if kind == "queue" else _people
    who, tables, near = explain_it(firm, kind, int(number), (before, after), speak)
    return {"who": who, "since": before, "until": after, "tables": tables, "near": near}


Told = tuple[str, list[Table], list[tuple[str, int]]]
"""Who it is about, the changes, and what else could be asked about nearby."""


def _people(
    firm: Engine, kind: str, number: int, weeks: tuple[int, int], speak: Language
) -> Told:  # fmt: skip
    """Of one person, or on average over several: what use appeals, and how far it was followed."""
    rows = _rows(firm, kind, number)
    trace = explain.traced(firm, rows, weeks[1])
    use = explain.why_state(trace, "genuine_use", *weeks)
    appeal = explain.why_appeal(trace, *weeks)
    tables = [_table("use", plain(use), speak)] if use.before != use.after else []
    tables.append(_table("appeal", plain(appeal), speak))
    if kind != "person":
        return speak.say(f"explore.why_{kind}", number=number, people=len(rows)), tables, []
    people, row = firm.people, rows[0]
    role = 2 if people.is_manager[row] else int(people.is_champion[row])
    team, department = int(people.team[row]) + 1, int(people.department[row]) + 1
    who = speak.say("explore.why_person", number=number, department=department,
                    role=speak.say(f"figures.role_{ROLES[role]}"))  # fmt: skip
    return who, tables, [("team", team), ("department", department)]


def _queue(
    firm: Engine, kind: str, number: int, weeks: tuple[int, int], speak: Language
) -> Told:  # fmt: skip
    """Of a station: how long an item waits there, and how many hours it takes."""
    stations, station = firm.stations, number - 1
    if number > stations.count or not stations.staff[station]:
        raise ConfigError(f"why={kind}.{number}: nobody works there; valid: 1 to {stations.count}")
    department = int(stations.department[station]) + 1
    phase = speak.say(f"explore.phase_{PHASES[station % 4]}")
    who = speak.say("explore.why_queue", phase=phase, workflow=station // 4 + 1,
                    department=department)  # fmt: skip
    trace = explain.traced(firm, [0], weeks[1], [station])
    tables = [_table("wait", plain(explain.why_wait(trace, *weeks)), speak),
              _table("hours", plain(explain.why_hours(trace, *weeks)), speak)]  # fmt: skip
    return who, tables, [("department", department)]


def _rows(firm: Engine, kind: str, number: int) -> list[int]:
    """Rows of the people asked about."""
    people = firm.people
    most = people.count if kind == "person" else int(getattr(people, kind).max()) + 1
    if number > most:
        raise ConfigError(f"why={kind}.{number}: valid numbers are 1 to {most}")
    if kind == "person":
        return [number - 1]
    return [int(row) for row in np.flatnonzero(getattr(people, kind) == number - 1)]


def _table(what: str, chain: dict[str, Any], speak: Language) -> Table:
    """A chain as a table, in words."""
    told, (factor, digits) = lines(chain, what, speak), WRITTEN[what]
    most = max((abs(each.amount) for each in told), default=1.0)

    def said(value: float, signed: bool = True) -> str:
        value = round(factor * value, digits)
        return speak.number(value, digits, signed and value != 0.0)

    ends = {end: said(chain[end], what == "appeal") for end in ("before", "after")}
    rows = [
        (capitalised(each.text), said(each.amount), _bar(each.amount / most), _behind(each, said))
        for each in told
        if round(factor * each.amount, digits) != 0.0  # what would be written as 0 says nothing
    ]
    title = speak.say(f"explore.why_of_{what}", **ends)
    return Table(title, said(chain["after"] - chain["before"]), rows)


def _behind(line: Line, said: Any) -> str:
    """What is behind a term, the largest three."""
    parts = [each for each in line.parts if abs(each.amount) >= SMALL and each.text != line.text]
    return "; ".join(f"{each.text} {said(each.amount)}" for each in parts[:3])


def _bar(share: float) -> Markup:
    """A bar to the right, or to the left, of the middle."""
    wide = 58 * min(1.0, abs(share))
    left = 60 if share > 0 else 60 - wide
    colour = "#0072b2" if share > 0 else "#7a7a7a"
    return Markup(
        f'<svg viewBox="0 0 120 14" aria-hidden="true"><rect x="{left:.1f}" y="2" '
        f'width="{wide:.1f}" height="10" fill="{colour}"/>'
        '<path d="M60 0V14" stroke="#222222"/></svg>'
    )
