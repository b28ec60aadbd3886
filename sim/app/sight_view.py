"""What roles see of a company, and what was asked, in words."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sim.app.card_view import euros
from sim.report.language import Language

Plain = Mapping[str, Any]
LEAST_REACTANCE = 0.01
"""Resistance that is told."""


class Fact(NamedTuple):
    """A number that a role sees, and what it was a round before."""

    label: str
    now: str
    before: str


class Sight(NamedTuple):
    """What one role sees."""

    role: str
    name: str
    facts: list[Fact]


def sights(speak: Language, company: Plain, roles: Sequence[str]) -> list[Sight]:
    """What roles see now, and what they saw a round before."""
    found = []
    for role in roles:
        now, *earlier = reversed(company["roles"][role])
        tell = _departments if role == "works_council" else functools.partial(_facts, role)
        facts = tell(speak, now, earlier[0] if earlier else None)
        found.append(Sight(role, speak.say(f"cards.role_{role}"), facts))
    return found


_SEEN: dict[str, tuple[tuple[str, str], ...]] = {
    "sponsor": (("reported_use", "share"), ("week_eur", "eur"), ("spent_eur", "eur")),
    "manager": (("reported_use", "share"), ("genuine_use", "share"), ("users", "of_people"),
                ("hours", "hours")),
    "champion": (("expectation", "share"), ("trust", "share"), ("tried", "share")),
    "process_owner": (("wait_intake", "weeks"), ("wait_planning", "weeks"),
                      ("wait_execution", "weeks"), ("wait_reporting", "weeks"),
                      ("desk_items", "count"), ("opened", "of_stations")),
}  # fmt: skip


def _facts(role: str, speak: Language, now: Plain, before: Plain | None) -> list[Fact]:
    return [
        Fact(speak.say(f"room.sees_{role}_{name}"), _said(speak, name, kind, now),
             _said(speak, name, kind, before) if before else "")
        for name, kind in _SEEN[role]
    ]  # fmt: skip


def _said(speak: Language, name: str, kind: str, seen: Plain) -> str:
    phase = name.removeprefix("wait_")
    value = float(seen[name] if phase == name else seen["wait_weeks"][phase])
    if kind == "share":
        return speak.share(value)
    if kind == "eur":
        return euros(speak, value)
    if kind == "weeks":
        return speak.say("room.weeks", weeks=speak.number(value, 2))
    if kind == "hours":
        return speak.say("room.hours", hours=speak.number(value, 1))
    if kind in ("of_people", "of_stations"):
        total = int(seen["people" if kind == "of_people" else "stations"])
        return speak.say("room.of", count=speak.number(value, 0), total=speak.number(total, 0))
    return speak.number(value, 0)


def _departments(speak: Language, now: Plain, before: Plain | None) -> list[Fact]:
    """Threat by department; reactance where there is any."""
    past = {} if before is None else {each["number"]: each for each in before["departments"]}
    return [
        Fact(
            speak.say(f"room.sees_{kind}", number=each["number"], people=each["people"]),
            speak.share(each[kind]),
            speak.share(past[each["number"]][kind]) if each["number"] in past else "",
        )
        for kind in ("threat", "reactance")
        for each in now["departments"]
        if kind == "threat" or each[kind] >= LEAST_REACTANCE
    ]


# What was asked


class Answer(NamedTuple):
    """What came of asking: a heading and its lines."""

    title: str
    lines: list[str]


def answers(speak: Language, company: Plain) -> list[Answer]:
    """What was asked for, the latest first."""
    kinds = {"survey": _survey, "processes": _processes, "network": _network, "talk": _talk}
    names = {each["number"]: each["name"] for each in company["seats"]}
    return [
        Answer(
            speak.say("room.found", source=speak.say(f"cards.card_{each['source']}"),
                      week=each["week"]),
            kinds[each["source"]](speak, each["told"], names),
        )
        for each in reversed(company["found"])
    ]  # fmt: skip


def _survey(speak: Language, told: Plain, _: Mapping[int, str]) -> list[str]:
    return [
        speak.say("room.survey_people", people=told["people"]),
        *(speak.say(f"room.survey_{topic}", mean=speak.share(each["mean"]),
                    error=speak.number(196 * each["error"], 0))
          for topic, each in told["topics"].items()),
        *(speak.say("room.survey_department", number=each["number"], people=each["people"],
                    **{topic: speak.share(each[topic]) for topic in ("use", "trust", "threat")})
          for each in told["departments"]),
    ]  # fmt: skip


def _processes(speak: Language, told: Plain, _: Mapping[int, str]) -> list[str]:
    def phase(name: str) -> str:
        return speak.say(f"room.phase_{name}")

    def weeks(value: float) -> str:
        return speak.number(value, 2)

    return [
        *(speak.say("room.wait_phase", phase=phase(name), weeks=weeks(value))
          for name, value in told["wait_weeks"].items()),
        *(speak.say("room.wait_friction", friction=speak.say(f"room.friction_{name}"),
                    weeks=weeks(value))
          for name, value in told["friction_weeks"].items()),
        *(speak.say("room.longest", department=each["department"], phase=phase(each["phase"]),
                    weeks=weeks(each["weeks"]))
          for each in told["longest"]),
    ]  # fmt: skip


def _network(speak: Language, told: Plain, names: Mapping[int, str]) -> list[str]:
    most = sorted(told["seats"], key=lambda each: -each["named"])[:6]
    return [
        speak.say("room.ties", team=told["within_teams"], department=told["within_departments"],
                  across=told["across"]),
        *(speak.say("room.named", name=names[each["seat"]], named=each["named"],
                    ties=each["ties"]) for each in most),
    ]  # fmt: skip


def _talk(speak: Language, told: Plain, names: Mapping[int, str]) -> list[str]:
    return [
        speak.say(
            "room.talk_use", name=names[told["seat"]], genuine=speak.share(told["genuine_use"]),
            reported=speak.share(told["reported_use"]),
        ),
        speak.say(
            "room.talk_feels", trust=speak.share(told["trust"]), threat=speak.share(told["threat"]),
            reactance=speak.share(told["reactance"]), skill=speak.share(told["skill"]),
        ),
        speak.say("room.talk_expects", expectation=speak.share(told["expectation"])),
    ]  # fmt: skip
