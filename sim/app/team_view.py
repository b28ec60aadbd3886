"""What a player's page shows: numbers and words from where the team stands and the company does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from markupsafe import Markup

from sim.app import news
from sim.app.card_view import Shown, euros, form_values, shown
from sim.app.cards import Card
from sim.app.charts import BLUE, Axis, Line, over_weeks
from sim.app.desk import Desk, Seat
from sim.app.room import Standing, free_roles, needed
from sim.app.scenario import Scenario
from sim.app.store import Session
from sim.report.language import Language

Plain = Mapping[str, Any]
LEAST_REACTANCE = 0.01
"""Resistance that is told."""
MOST_HOURS = 4.0
"""Hours a week and head at which the bars of bound time are full."""


class Meter(NamedTuple):
    """A line of the purse: what it is, how full, how much."""

    label: str
    value: float
    most: float
    said: str
    bound: bool
    title: str


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


def team_title(speak: Language, name: str) -> str:
    """What a team is called: an animal, numbered when there are several."""
    animal, _, number = name.partition("-")
    said = speak.say(f"room.animal_{animal}")
    return f"{said} {number}" if number else said


def meters(speak: Language, money: Plain) -> list[Meter]:
    """The purse."""
    purse = money["purse"]
    found = [Meter(
        speak.say("room.money"), max(0.0, purse["left_eur"]), max(1.0, purse["budget_eur"]),
        euros(speak, purse["left_eur"]), False, speak.say("room.money_title"),
    )]  # fmt: skip
    for kind in ("staff", "manager"):
        heads = max(1.0, money[f"{kind}s"])
        each = purse[f"{kind}_hours"] / heads
        found.append(Meter(
            speak.say(f"room.hours_{kind}"), min(each, MOST_HOURS), MOST_HOURS,
            speak.say("room.h_each", hours=speak.number(each, 1)), True,
            speak.say("room.hours_title"),
        ))  # fmt: skip
    return found


def warning(speak: Language, money: Plain, scenario: Scenario) -> str:
    """What a plan that is too dear leads to; "" for one that is not."""
    purse = money["purse"]
    if purse["left_eur"] >= 0 or purse["last_week"] >= scenario.base.withdraw_week:
        return ""
    return speak.say(
        "room.too_dear", short=euros(speak, -purse["left_eur"]), week=int(purse["last_week"])
    )


def curve(speak: Language, company: Plain, scenario: Scenario) -> Markup:
    """Reported use over the weeks so far."""
    values = list(company["reported"])
    over = company["round"] > len(scenario.rounds)
    weeks = scenario.base.weeks if over else scenario.base.withdraw_week
    top = 0.5 if max(values, default=0.0) < 0.45 else 1.0
    up = Axis(0.0, top, [(part * top, speak.share(part * top)) for part in (0, 0.5, 1)])
    across = [(1, speak.say("room.week", week=1)), (weeks, speak.say("room.week", week=weeks))]
    last = speak.share(values[-1] if values else 0.0)
    return over_weeks(
        "reported", speak.say("room.reported"),
        speak.say("room.curve_desc", weeks=len(values), share=last),
        [Line(values, colour=BLUE)], up, weeks, across,
        withdrawn=scenario.base.withdraw_week, high=130,
    )  # fmt: skip


def bet_result(speak: Language, bet: tuple[float, float] | None, came: float) -> str:
    """How a bet came out, in a sentence."""
    if bet is None:
        return speak.say("room.no_bet", came=speak.share(came))
    held = bet[0] <= came <= bet[1]
    return speak.say(
        "room.bet_held" if held else "room.bet_missed", low=speak.number(100 * bet[0], 0),
        high=speak.share(bet[1]), came=speak.share(came),
    )  # fmt: skip


def headlines(speak: Language, scenario: Scenario, company: Plain) -> list[str]:
    """What is new in a company."""
    return [news.told(scenario, news.Item(**each), speak) for each in company["news"]]


# What roles see


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


# Who is in the team


class Member(NamedTuple):
    """Somebody in a team, in words."""

    id: int
    name: str
    roles: str
    there: bool
    me: bool
    agrees: bool


def members(speak: Language, desk: Desk, seat: Seat, now: Standing) -> list[Member]:
    """Who is in a team."""
    there = {each.id for each in desk.presence.there(seat.members)}
    return [
        Member(
            each.id, each.name or speak.say("room.nameless", number=place),
            ", ".join(speak.say(f"cards.role_{role}") for role in each.roles),
            each.id in there, each.id == seat.player.id, each.id in now.agreed,
        )
        for place, each in enumerate(seat.members, 1)
    ]  # fmt: skip


def roles_to_take(speak: Language, desk: Desk, seat: Seat, roles: Sequence[str]
                  ) -> list[tuple[str, str, str]]:  # fmt: skip
    """Roles that somebody may take: (role, name, what it sees), free ones and silent ones."""
    silent = [
        each
        for each in seat.members
        if each.id != seat.player.id and each not in desk.presence.there([each])
    ]
    held = {role for each in silent for role in each.roles}
    open_ones = [*free_roles(roles, seat.members), *(role for role in roles if role in held)]
    return [(role, speak.say(f"cards.role_{role}"), speak.say(f"cards.role_{role}_sees"))
            for role in open_ones]  # fmt: skip


def eyes(seat: Seat, roles: Sequence[str]) -> list[str]:
    """Roles whose sight somebody has: their own, and those that nobody holds."""
    free = set(free_roles(roles, seat.members))
    return [role for role in roles if role in seat.player.roles or role in free]


def card_views(
    speak: Language, cards: Sequence[Card], now: Standing, money: Plain, seat: Seat,
    company: Plain,
) -> list[Shown]:  # fmt: skip
    """Cards of a scenario on a player's page."""
    return [
        shown(speak, each, now, money["prices"][each.name], seat.player, seat.members,
              company["seats"])
        for each in cards
    ]  # fmt: skip


def to_price(cards: Sequence[Card], now: Standing) -> dict[str, dict[str, Any]]:
    """Cards with the fields that their forms show."""
    return {each.name: form_values(each, now) for each in cards}


def agreement(desk: Desk, seat: Seat, now: Standing) -> tuple[int, int]:
    """How many of those who are there agree, and how many must."""
    there = desk.presence.there(seat.members)
    return len(now.agreed & {each.id for each in there}), needed(len(there))


def clock(session: Session) -> int | None:
    """Whole seconds left of a round that has a clock."""
    return None if session.mode == "alone" or session.phase != "play" else round(session.left())
