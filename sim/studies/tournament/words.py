"""Which sentences a tournament says; the sentences are in `report/text/*/tournament.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sim.analysis.inference import SMALL
from sim.report.language import Language
from sim.report.tables import rows_of
from sim.studies.context import kind_told, some
from sim.studies.tournament.goals import BENEFIT, GAIN, GOALS, SPEED, Goal

if TYPE_CHECKING:
    import pandas as pd

    from sim.studies.tournament.found import Found, Frames

CHOSEN = (SPEED, GAIN, BENEFIT)
"""Goals that one may choose by; cost alone is none, since who does nothing spends nothing."""


def headline(found: Found, frames: Frames, speak: Language) -> list[str]:
    """Three sentences: what is best on what, what is not worth it, what is open."""
    best, unsure = list[str](), list[str]()
    for goal in CHOSEN:
        rows = rows_of(own(frames.standings, goal))
        leader, level = frames.leaders[found.kind, goal.name]
        pairs = rows_of(own(frames.pairwise, goal))
        unclear = [other for other in level for row in pairs
                   if {row["strategy"], row["other"]} == {leader, other}
                   and row["verdict"] != SMALL]  # fmt: skip
        rivals = [leader, *(unclear or level)]
        names, label = (
            some([speak.strategy(each) for each in rivals], speak, 3),
            goal_of(goal, speak),
        )
        first = next(row for row in rows if row["strategy"] == leader)
        if unclear:
            unsure.append(speak.say("tournament.open_best", names=names, goal=label))
        else:
            count, companies = round(first["best_decided"] * first["companies"]), first["companies"]
            key = "tournament.best_level" if level else "tournament.best_alone"
            best.append(speak.say(key, name=names, goal=label, count=count, companies=companies))
    poor = [speak.say("tournament.poor_one", name=speak.strategy(row["strategy"]),
                      other=speak.strategy(row["beaten_by"]))
            for row in rows_of(frames.pareto) if row["beaten_by"]]  # fmt: skip
    left = speak.share(rows_of(own(frames.standings, CHOSEN[-1]))[0]["undecided"])
    unsure.append(speak.say("tournament.open_share", share=left, goal=goal_of(CHOSEN[-1], speak)))
    nobody = speak.say("tournament.best_nobody")
    return [
        speak.say("tournament.best_parts", parts="; ".join(best) or nobody),
        speak.say("tournament.poor", names=some(poor, speak, 3)) if poor
        else speak.say("tournament.poor_nobody"),
        speak.say("tournament.open_parts", parts="; ".join(unsure)),
    ]  # fmt: skip


def overview(found: Found, frames: Frames, speak: Language) -> list[list[str]]:
    """All strategies: the mean in every goal, and in how many companies best in those chosen by."""
    by_goal = [{row["strategy"]: row for row in rows_of(own(frames.standings, goal))}
               for goal in GOALS]  # fmt: skip
    return [
        [
            speak.name(name),
            *(speak.number(goal.scale(found.headcount) * rows[name]["mean"], goal.decimals)
              for goal, rows in zip(GOALS, by_goal, strict=True)),
            *(speak.percent(rows[name]["best_decided"])
              for goal, rows in zip(GOALS, by_goal, strict=True) if goal in CHOSEN),
        ]
        for name in found.played.strategies
    ]  # fmt: skip


def told(found: Found, speak: Language) -> str:
    """Such as "100 plausible companies x 4 seeds, 200 people", for pages and subtitles."""
    cube = found.played.values["use_auc"]
    return speak.say(
        "tournament.companies",
        draws=cube.shape[1] - int(found.played.lost.sum()),
        kind=kind_told(found.kind, speak),
        seeds=cube.shape[2],
        people=found.headcount,
    )


def goal_of(goal: Goal, speak: Language) -> str:
    """What a goal is called."""
    return speak.say(f"tournament.goal_{goal.outcome}")


def amount(value: float, goal: Goal, speak: Language, decimals: int | None = None) -> str:
    """A value in the unit in which its goal is told, with that unit."""
    digits = goal.decimals if decimals is None else decimals
    return f"{speak.number(value, digits)} {speak.say(f'units.{goal.unit}')}"


def own(frame: pd.DataFrame, goal: Goal) -> pd.DataFrame:
    """The rows of one goal."""
    return frame[frame["outcome"] == goal.outcome]


def verdict(found: Found, frames: Frames, goal: Goal, several: bool, speak: Language) -> str:
    """Who is best in one goal and kind of companies, how sure that is, and who is safest."""
    rows = rows_of(own(frames.standings, goal))
    leader, level = frames.leaders[found.kind, goal.name]
    first = next(row for row in rows if row["strategy"] == leader)
    surest = max(rows, key=lambda row: row["best_decided"])
    safest = min(rows, key=lambda row: row["regret_worst"])
    head = goal_of(goal, speak)
    if several:
        kind = kind_told(found.kind, speak)
        head = speak.say("tournament.verdict_head_kind", goal=head, kind=kind)
    return speak.say(
        "tournament.verdict_line",
        head=head,
        lead=speak.say(
            "tournament.lead_level" if level else "tournament.lead_alone",
            strategy=speak.strategy(leader),
            value=amount(goal.scale(found.headcount) * first["mean"], goal, speak),
            others=", ".join(map(speak.strategy, level)),
        ),
        often=speak.say(
            "tournament.often" if surest["best_decided"] else "tournament.often_nobody",
            strategy=speak.strategy(surest["strategy"]),
            share=speak.share(surest["best_decided"]),
        ),
        undecided=speak.share(surest["undecided"]),
        safest=speak.strategy(safest["strategy"]),
    )


def flip_lines(flips: pd.DataFrame, speak: Language) -> list[str]:
    """One paragraph per price."""
    return [" ".join(_flip(row, speak)) for row in rows_of(flips)]


def _flip(row: Mapping[str, Any], speak: Language) -> list[str]:
    best, unit = speak.strategy(row["best"]), speak.say(f"units.{row['unit']}")
    name = row["price"].replace(" ", "_")
    today = speak.say(
        "tournament.flip_today",
        price=speak.say(f"tournament.price_{name}"),
        today=speak.number(row["today"], 0),
        unit=unit,
        best=best,
        second=speak.strategy(row["second"]),
        advantage=speak.number(row["advantage"], 0),
    )
    if not row["matters"]:
        return [today, speak.say("tournament.flip_idle")]
    never = row["flip_price"] != row["flip_price"]
    at = speak.number(row["flip_price"], 1)
    return [
        today,
        speak.say("tournament.flip_never" if never else "tournament.flip_at", at=at, unit=unit),
        _undecided(row, unit, speak),
        _reign(row, best, unit, speak),
        speak.say("tournament.flip_range", share=speak.share(row["flips_in_range"])),
    ]


def _undecided(row: Mapping[str, Any], unit: str, speak: Language) -> str:
    """At which prices the companies do not decide between the two."""
    low, high = row["undecided_low"], row["undecided_high"]
    if low != low:
        return speak.say("tournament.prices_all_decide")
    endless = high == float("inf")
    if low == 0.0 and endless:
        return speak.say("tournament.prices_none_decides")
    return speak.say(
        "tournament.prices_above" if endless else "tournament.prices_between",
        low=speak.number(low, 1),
        high="" if endless else speak.number(high, 1),
        unit=unit,
    )


def _reign(row: Mapping[str, Any], best: str, unit: str, speak: Language) -> str:
    """Between which prices the best stays best among all strategies."""
    parts = []
    for side, beyond, end in (("below", "before_it", "best_from"),
                              ("above", "after_it", "best_until")):  # fmt: skip
        if row[beyond]:
            other, at = speak.strategy(row[beyond]), speak.number(row[end], 1)
            parts.append(speak.say(f"tournament.reign_{side}", at=at, unit=unit, strategy=other))
    if not parts:
        return speak.say("tournament.reign_always", best=best)
    return speak.say("tournament.reign", parts=speak.listing(parts))
