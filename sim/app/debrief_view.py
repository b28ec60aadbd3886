"""What the debrief shows: rows and pictures from rankings and differences."""

from __future__ import annotations

import functools
import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from markupsafe import Markup

from sim.analysis.companies import Dimension
from sim.app.charts import BLUE, INK, SOFT, Axis, Line, Row, intervals, over_weeks
from sim.app.scenario import Scenario
from sim.app.verdicts import Verdict
from sim.app.why import QUEUES, lines
from sim.model.outcomes import BY_NAME
from sim.report.language import SCALES, Language, capitalised

Plain = Mapping[str, Any]
GREY = "#777777"
DECIDED = ("better", "worse")


class Place(NamedTuple):
    """A plan in the ranking, in words.

    Attributes:
        name: Of the team or strategy.
        rank: Shared by those that are not decided.
        mean: With its unit.
        luck: The own company minus the mean, with its unit; "" for standard strategies.
        loss: How many of 100 companies lose.
        mine: Whether it is the reader's team.
        standard: Whether it is a standard strategy.
    """

    name: str
    rank: int
    mean: str
    luck: str
    loss: str
    mine: bool
    standard: bool


def plan_name(speak: Language, name: str, teams: Mapping[str, str]) -> str:
    """What a team, or a standard strategy, is called."""
    return teams.get(name) or capitalised(speak.name(name))


def scale(outcome: str) -> float:
    """What a value of an outcome is multiplied with before it is written."""
    return SCALES.get(BY_NAME[outcome].unit, (1.0, 2, ""))[0]


def amount(speak: Language, outcome: str, value: float, short: bool = True) -> str:
    """A difference in an outcome with its unit; a dash for what is undefined."""
    unit = BY_NAME[outcome].unit
    factor, decimals, kind = SCALES.get(unit, (1.0, 2, ""))
    if math.isnan(value):
        return "–"
    number = speak.number(factor * value, decimals, signed=True)
    if unit == "€":
        return speak.say("room.keur", amount=number)
    words = speak.say("debrief.points") if kind == "points" and short else speak.unit(unit)
    return f"{number}\N{NO-BREAK SPACE}{words}".strip()


def level(speak: Language, outcome: str, value: float, weeks: int) -> str:
    """A value of an outcome, as tables write it."""
    if BY_NAME[outcome].unit == "€":
        return amount(speak, outcome, value)
    return speak.value(outcome, value, weeks).replace(" ", "\N{NO-BREAK SPACE}")


def places(
    speak: Language, ranked: Sequence[Plain], names: Mapping[str, str], mine: str,
    scenario: Scenario,
) -> list[Place]:  # fmt: skip
    """The ranking in words; `names` has those that are teams."""
    goal, weeks = scenario.game.goal, scenario.base.weeks
    return [
        Place(
            plan_name(speak, each["name"], names), int(each["rank"]),
            level(speak, goal, each["mean"], weeks),
            "" if math.isnan(each["own"]) else amount(speak, goal, each["own"] - each["mean"]),
            speak.say("debrief.in_100", count=round(100 * each["loss"])),
            each["name"] == mine, each["name"] not in names,
        )
        for each in ranked
    ]  # fmt: skip


def ranking_picture(
    speak: Language, ranked: Sequence[Plain], names: Mapping[str, str], mine: str,
    scenario: Scenario,
) -> Markup:  # fmt: skip
    """Means and 8 of 10 of every plan on one scale, for a phone."""
    goal = scenario.game.goal
    factor = scale(goal)
    rows = [
        Row(
            plan_name(speak, each["name"], names), factor * each["mean"],
            factor * each["p10"], factor * each["p90"],
            level(speak, goal, each["mean"], scenario.base.weeks), True,
            BLUE if each["name"] == mine else GREY if each["name"] not in names else INK,
        )
        for each in ranked
    ]  # fmt: skip
    return intervals(
        "ranking", speak.say("debrief.title_1"), speak.say("debrief.ranking_desc"), rows,
        speak.tick, speak.say("debrief.axis", outcome=speak.outcome(goal)),
    )  # fmt: skip


class Worth(NamedTuple):
    """What a decision was worth, in words.

    Attributes:
        place: Among the variants.
        title: The card, and its round.
        said: The mean difference with its unit.
        decided: Whether it is decided at all.
        lines: More about it, a sentence each.
    """

    place: int
    title: str
    said: str
    decided: bool
    lines: list[str]


def worth(speak: Language, place: int, found: Sequence[Plain], companies: int) -> Worth:
    """A decision's worth; the first of `found` is the goal."""
    first = found[0]
    kind = first["kind"]
    better = round(first["better"] * first["companies"])
    lines = [speak.say(f"debrief.better_{kind}", better=better, companies=first["companies"])]
    lines += [
        speak.say(
            "debrief.beside", outcome=speak.outcome(each["outcome"]),
            amount=amount(speak, each["outcome"], each["estimate"]),
        )
        for each in found[1:] if not math.isnan(each["estimate"])
    ]  # fmt: skip
    if first["verdict"] not in DECIDED:
        lines.append(speak.say("debrief.not_decided"))
    if first["companies"] < companies:
        lines.append(speak.say("debrief.so_far", companies=first["companies"]))
    title = _title(speak, first)
    return Worth(place, title, amount(speak, first["outcome"], first["estimate"]),
                 first["verdict"] in DECIDED, lines)  # fmt: skip


def _title(speak: Language, one: Plain) -> str:
    """A decision, and what it is compared with."""
    card = speak.say(f"cards.card_{one['card']}")
    return speak.say(f"debrief.kind_{one['kind']}", card=card, round=one["round"])


def worth_picture(speak: Language, found: Sequence[Sequence[Plain]], key: str) -> Markup:
    """Differences with their intervals, one row per decision."""
    goal = found[0][0]["outcome"]
    factor = scale(goal)
    rows = [
        Row(_title(speak, one), factor * one["estimate"], factor * one["low"],
            factor * one["high"], amount(speak, goal, one["estimate"]), one["verdict"] in DECIDED)
        for one, *_ in found
    ]  # fmt: skip
    return intervals(
        key, speak.say("debrief.title_2"), speak.say("debrief.worth_desc"), rows, speak.tick,
        speak.say("debrief.axis", outcome=speak.outcome(goal)),
    )  # fmt: skip


def shares_picture(
    speak: Language, key: str, title: str, columns: Mapping[str, Sequence[float]],
    first: str, second: str, scenario: Scenario,
) -> Markup:  # fmt: skip
    """Two shares over all weeks: the first solid, the second dashed."""
    weeks = scenario.base.weeks
    top = 0.5 if max(*columns[first], *columns[second]) < 0.5 else 1.0
    up = Axis(0.0, top, [(part * top, speak.share(part * top)) for part in (0, 0.5, 1)])
    across = [(1, speak.say("room.week", week=1)),
              (weeks, speak.say("room.week", week=weeks))]  # fmt: skip
    return over_weeks(
        key, title, speak.say("debrief.shares_desc"),
        [Line(columns[first]), Line(columns[second], "dashed", SOFT)], up, weeks, across,
        withdrawn=scenario.base.withdraw_week, high=150,
    )  # fmt: skip


# Why?

SHOWN = {"seat": ("use", "appeal", "trust", "threat"), "team": ("use", "appeal", "trust", "threat"),
         "queue": ("wait", "hours")}  # fmt: skip


def things(speak: Language, seats: Sequence[Plain]) -> list[tuple[str, str]]:
    """What can be asked about: (value, in words)."""
    people = [
        (f"seat-{each['number']}",
         speak.say("debrief.of_seat", name=each["name"], department=each["department"]))
        for each in seats
    ]  # fmt: skip
    queues = [(f"queue-{k}", speak.say("debrief.of_queue", number=k + 1)) for k in range(QUEUES)]
    return [("team-0", speak.say("debrief.of_team")), *queues, *people]


def chains(speak: Language, found: Plain) -> list[tuple[str, list[tuple[str, str]]]]:
    """Changes as sums of the model's own terms, in words: what changed, its terms and parts."""
    made = []
    for what in SHOWN[found["kind"]]:
        chain = found[what]
        write = functools.partial(_part, speak, what)
        title = speak.say(f"debrief.chain_{what}", before=write(chain["before"], False),
                          after=write(chain["after"], False))  # fmt: skip
        made.append((title, [(each.text, write(each.amount))
                             for each in lines(chain, what, speak)]))  # fmt: skip
    return made


def _part(speak: Language, what: str, value: float, signed: bool = True) -> str:
    if what in ("use", "trust", "threat"):
        unit = speak.say("debrief.points") if signed else "%"
        return f"{speak.number(100 * value, 1, signed)}\N{NO-BREAK SPACE}{unit}"
    if what in ("wait", "hours"):
        return speak.say(f"debrief.unit_{what}", amount=speak.number(value, 2, signed))
    return speak.number(value, 2, signed)


# Is that so?


class Claim(NamedTuple):
    """A claim and what the model says of it, in words.

    Attributes:
        id: Such as C14.
        statement: The claim.
        verdict: What was found.
        shares: In how many companies it holds, fails and is open.
        deciders: Assumptions that decide it, those without a source with a star; "" for none.
        about: What of the plan it is about.
    """

    id: str
    statement: str
    verdict: str
    shares: str
    deciders: str
    about: str


def _assumption(speak: Language, one: Dimension) -> str:
    name = speak.say(f"assumptions.{one.key.replace('.', '_')}")
    return name if one.sourced else speak.say("debrief.starred", name=name)


def claims(speak: Language, found: Sequence[Verdict]) -> list[Claim]:
    """Claims about a plan, in words."""
    return [
        Claim(
            each.claim, each.statement.within(speak.code),
            speak.say(f"claims.verdict_{each.verdict}"),
            speak.say("debrief.shares", holds=speak.share(each.holds), low=speak.share(each.low),
                      high=speak.share(each.high), fails=speak.share(each.fails),
                      companies=each.companies),
            speak.listing([_assumption(speak, one) for one in each.deciders]),
            speak.listing([speak.say(f"cards.card_{lever}") for lever in each.touched]),
        )
        for each in found
    ]  # fmt: skip
