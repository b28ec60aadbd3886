"""What a player's page shows: numbers and words from where the team stands and the company does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from markupsafe import Markup

from sim.app import news
from sim.app.card_view import euros
from sim.app.charts import BLUE, Axis, Line, over_weeks
from sim.app.desk import ALONE, PLAY, Desk, Seat
from sim.app.room import Standing, free_roles, needed
from sim.app.rows import Session
from sim.app.scenario import Scenario
from sim.report.language import Language

Plain = Mapping[str, Any]
MOST_HOURS = 4.0
"""Hours a week and head at which the bars of bound time are full."""


class Meter(NamedTuple):
    """A line of the purse: what it is, how full, how much."""

    label: str
    value: float
    most: float
    said: str
    bound: bool


def team_title(speak: Language, name: str) -> str:
    """What a team is called: an animal, numbered when there are several."""
    animal, _, number = name.partition("-")
    said = speak.say(f"room.animal_{animal}")
    return f"{said} {number}" if number else said


def teams_to_join(
    speak: Language, desk: Desk, session: Session, but: int | None = None
) -> list[tuple[int, str, int]]:
    """Teams that somebody could go to: (row, name, how many are in it)."""
    players = desk.store.players(session.id)
    return [(each.id, team_title(speak, each.name), sum(p.team == each.id for p in players))
            for each in desk.store.teams(session.id) if each.id != but]  # fmt: skip


def meters(speak: Language, money: Plain) -> list[Meter]:
    """The purse."""
    purse = money["purse"]
    found = [Meter(
        speak.say("room.money"), max(0.0, purse["left_eur"]), max(1.0, purse["budget_eur"]),
        euros(speak, purse["left_eur"]), False,
    )]  # fmt: skip
    for kind in ("staff", "manager"):
        heads = max(1.0, money[f"{kind}s"])
        each = purse[f"{kind}_hours"] / heads
        found.append(Meter(
            speak.say(f"room.hours_{kind}"), min(each, MOST_HOURS), MOST_HOURS,
            speak.say("room.h_each", hours=speak.number(each, 1)), True,
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
    values, weeks = company["reported"], scenario.base.withdraw_week
    top = 0.5 if max(values) < 0.45 else 1.0
    up = Axis(0.0, top, [(part * top, speak.share(part * top)) for part in (0, 0.5, 1)])
    across = [(1, speak.say("room.week", week=1)), (weeks, speak.say("room.week", week=weeks))]
    return over_weeks(
        "reported", speak.say("room.reported"),
        speak.say("room.curve_desc", weeks=len(values), share=speak.share(values[-1])),
        [Line(values, colour=BLUE)], up, weeks, across,
        high=130,
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
    there = (seat.player, *desk.presence.there(seat.members))
    held = {role for each in seat.members if each not in there for role in each.roles}
    open_ones = [*free_roles(roles, seat.members), *(role for role in roles if role in held)]
    return [(role, speak.say(f"cards.role_{role}"), speak.say(f"cards.role_{role}_sees"))
            for role in open_ones]  # fmt: skip


def eyes(seat: Seat, roles: Sequence[str]) -> list[str]:
    """Roles whose sight somebody has: their own, and those that nobody holds."""
    free = set(free_roles(roles, seat.members))
    return [role for role in roles if role in seat.player.roles or role in free]


def agreement(desk: Desk, seat: Seat, now: Standing) -> tuple[int, int]:
    """How many of those who are there agree, and how many must."""
    there = desk.presence.there(seat.members)
    return len(now.agreed & {each.id for each in there}), needed(len(there))


def clock(session: Session) -> int | None:
    """Whole seconds left of a round that has a clock."""
    return None if session.mode == ALONE or session.phase != PLAY else round(session.left())
