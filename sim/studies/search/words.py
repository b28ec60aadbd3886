"""Which sentences a search says; the sentences are in `report/text/*/search.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sim.report.language import Language
from sim.report.plots.style import seeds_in_words
from sim.report.tables import rows_of
from sim.studies.context import kind_told
from sim.studies.search.genes import Values, budget_share, levers_of
from sim.studies.search.play import CHECKED, Found, Pick
from sim.studies.tournament.words import goal_of

Row = Mapping[str, Any]
BY_NAME = {goal.name: goal for goal in CHECKED}


def tried(found: Found, speak: Language) -> str:
    """Such as "400 strategies tried in 20 plausible companies x 2 seeds"."""
    wanted = found.wanted
    return speak.say(
        "search.tried",
        count=len(found.trials.values),
        draws=wanted.draws,
        kind=kind_told(found.wanted.kind, speak),
        seeds=seeds_in_words(wanted.seeds, speak),
    )


def scoring(found: Found, speak: Language) -> str:
    """How a score comes about, in a few words."""
    worst = found.wanted.caution
    return speak.say("search.scoring", rest=speak.share(1 - worst), tenth=speak.share(worst))


def plan(values: Values, last: int, speak: Language) -> str:
    """Such as "champions weeks 3-40, training weeks 1-26; 62 % of the budget"."""
    levers = [
        speak.say("search.plan_lever", lever=speak.say(f"search.lever_{lever}"),
                  start=fields["start"], end=fields["end"])
        for lever, fields in levers_of(values, last).items()
    ]  # fmt: skip
    told = ", ".join(levers) or speak.say("search.plan_bare")
    return speak.say("search.plan", levers=told, share=speak.percent(budget_share(values)))


def verdict(found: Found, pick: Pick, speak: Language, short: bool = False) -> str:
    """Whether a pick beats its rival on fresh companies; goal by goal, unless it is to be short."""
    rows = {row["goal"]: row for row in rows_of(found.check) if row["rule"] == pick.rule}
    trial = next(trial for trial, name in found.front.items() if name == pick.found)
    said = [row["verdict"] for row in rows.values()]
    better, worse = said.count("better"), said.count("worse")
    if better:
        key = "search.count_trade" if worse else "search.count_better"
    else:
        key = "search.count_worse" if worse else "search.count_open"
    return speak.say(
        "search.short" if short else "search.pick",
        found=pick.found,
        rival=speak.strategy(pick.rival) if short else pick.rival,
        why=f" {speak.say('and')} ".join(
            speak.say(f"search.rule_{rule}") for rule in pick.rule.split("+")
        ),
        plan=plan(found.trials.values[trial], found.last, speak),
        count=speak.say(key, better=better, worse=worse, all=len(CHECKED)),
        parts="; ".join(_part(rows[goal.name], speak) for goal in CHECKED),
    )


def _part(row: Row, speak: Language) -> str:
    goal = BY_NAME[row["goal"]]
    return speak.say(
        "search.part",
        goal=goal_of(goal, speak),
        fresh=told(row, "fresh", speak),
        unit=speak.say(f"units.{goal.unit}"),
        interval=speak.brackets(*ends(row, speak)),
        verdict=verdict_of(row, speak),
        search=told(row, "search", speak),
    )


def verdict_of(row: Row, speak: Language) -> str:
    """Say "better", "worse" or "not decided"."""
    return speak.say(f"search.verdict_{row['verdict'].replace(' ', '_')}")


def told(row: Row, column: str, speak: Language) -> str:
    """A difference with its sign in the goal's own direction: a cost that falls is negative."""
    goal = BY_NAME[row["goal"]]
    value = goal.sign * row[column]
    return speak.number(value, goal.decimals, signed=round(value, goal.decimals) != 0)


def ends(row: Row, speak: Language) -> tuple[str, str]:
    """The interval in the goal's own direction, the smaller end first."""
    low, high = told(row, "low", speak), told(row, "high", speak)
    return (high, low) if BY_NAME[row["goal"]].sign < 0 else (low, high)
