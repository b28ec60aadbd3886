"""What roles see of a company, and what was asked, in words."""

from __future__ import annotations

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
        seen = company["roles"].get(role, [])
        if seen:
            now, before = seen[-1], seen[-2] if len(seen) > 1 else None
            facts = _departments(speak, now, before) if role == "works_council" else (
                _facts(speak, role, now, before))  # fmt: skip
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


def _facts(speak: Language, role: str, now: Plain, before: Plain | None) -> list[Fact]:
    found = []
    for name, kind in _SEEN[role]:
        value, past = _of(now, name), _of(before, name)
        found.append(Fact(
            speak.say(f"room.sees_{role}_{name}"), _said(speak, kind, value, now),
            "" if past is None or before is None else _said(speak, kind, past, before),
        ))  # fmt: skip
    return found


def _of(seen: Plain | None, name: str) -> float | None:
    if seen is None:
        return None
    if name.startswith("wait_"):
        return float(seen["wait_weeks"][name.removeprefix("wait_")])
    return float(seen[name])


def _said(speak: Language, kind: str, value: float | None, seen: Plain) -> str:
    assert value is not None
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
    found = []
    for each in reversed(company["found"]):
        title = speak.say("room.found", source=speak.say(f"cards.card_{each['source']}"),
                          week=each["week"])  # fmt: skip
        found.append(Answer(title, kinds[each["source"]](speak, each["told"], names)))
    return found


def _survey(speak: Language, told: Plain, _: Mapping[int, str]) -> list[str]:
    lines = [speak.say("room.survey_people", people=told["people"])]
    for topic, each in told["topics"].items():
        lines.append(speak.say(
            f"room.survey_{topic}", mean=speak.share(each["mean"]),
            error=speak.number(196 * each["error"], 0),
        ))  # fmt: skip
    lines += [
        speak.say(
            "room.survey_department", number=each["number"], people=each["people"],
            **{topic: speak.share(each[topic]) for topic in ("use", "trust", "threat")},
        )
        for each in told["departments"]
    ]  # fmt: skip
    return lines


def _processes(speak: Language, told: Plain, _: Mapping[int, str]) -> list[str]:
    lines = [
        speak.say("room.wait_phase", phase=speak.say(f"room.phase_{phase}"),
                  weeks=speak.number(weeks, 2))
        for phase, weeks in told["wait_weeks"].items()
    ]  # fmt: skip
    lines += [
        speak.say("room.wait_friction", friction=speak.say(f"room.friction_{name}"),
                  weeks=speak.number(weeks, 2))
        for name, weeks in told["friction_weeks"].items()
    ]  # fmt: skip
    lines += [
        speak.say("room.longest", department=each["department"],
                  phase=speak.say(f"room.phase_{each['phase']}"),
                  weeks=speak.number(each["weeks"], 2))
        for each in told["longest"]
    ]  # fmt: skip
    return lines


def _network(speak: Language, told: Plain, names: Mapping[int, str]) -> list[str]:
    lines = [speak.say(
        "room.ties", team=told["within_teams"], department=told["within_departments"],
        across=told["across"],
    )]  # fmt: skip
    most = sorted(told["seats"], key=lambda each: -each["named"])[:6]
    lines += [
        speak.say("room.named", name=names[each["seat"]], named=each["named"], ties=each["ties"])
        for each in most
    ]
    return lines


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
