"""What a tournament says: its pages in any language, and a few lines for the terminal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from sim.model.outcomes import BY_NAME
from sim.report.language import Language
from sim.report.listing import bullets, wrapped
from sim.report.onepage import Group, Words, cases_of, one_page
from sim.report.page import heads, render
from sim.report.tables import headed, rows_of
from sim.runs.version import model_version
from sim.studies.context import kind_told
from sim.studies.tournament import words
from sim.studies.tournament.arena import runs_table
from sim.studies.tournament.goals import GOALS, Goal

if TYPE_CHECKING:
    import pandas as pd

    from sim.studies.tournament.found import Found, Frames


Row = dict[str, Any]


def document(
    found: Sequence[Found], frames: Frames, command_line: str, about: str,
    language: str | Language = "en",
) -> str:  # fmt: skip
    """The whole page, below what it is about."""
    command = command_line or "rollout tournament"
    return render(
        "tournament.md.j2", language, command=command, about=about, **facts(found, frames)
    )


def glance(
    found: Sequence[Found], about: Words, command: str
) -> dict[str, Callable[[Language, str], str]]:
    """The page for who has a minute, by its name; it says how far one kind of companies carries.

    Args:
        found: What was found in each kind of companies.
        about: What the runs are about.
        command: The line as it was typed.
    """
    groups = [
        Group(partial(words.told, each),
              cases_of(runs_table(each.kind, each.played), "company", each.headcount))
        for each in found
    ]  # fmt: skip
    kind = "both" if len(found) > 1 else "single"

    def page(speak: Language, other: str) -> str:
        return one_page(groups, about, command, model_version(), kind, other, speak)

    return {"report.html": page}


def facts(found: Sequence[Found], frames: Frames) -> dict[str, object]:
    """What the page names; functions take a language."""
    first = frames.of(found[0].kind)
    return {
        "kind_told": kind_told,
        "verdicts": partial(verdicts, found, frames),
        "summary": [_summary(each, frames, goal) for goal in GOALS for each in found],
        "kinds": [_kind(each, frames.of(each.kind), place) for place, each in enumerate(found)],
        "trials": int(first.honesty["trials"].iloc[0]),
        "alarms": partial(_alarms, first.honesty),
        "sizes": partial(_sizes, first.power),
        "powers": partial(_powers, first.power),
    }


def verdicts(found: Sequence[Found], frames: Frames, speak: Language) -> list[list[str]]:
    """A sentence or two per goal and kind of companies."""
    several = len(found) > 1
    return [
        [words.verdict(each, frames.of(each.kind), goal, several, speak) for each in found]
        for goal in GOALS
    ]


def spoken(found: Sequence[Found], frames: Frames, speak: Language) -> str:
    """The headline and the means for a terminal."""
    parts = list[str]()
    for each in found:
        own_frames = frames.of(each.kind)
        if len(found) > 1:
            parts.append(words.told(each, speak))
        rows = words.overview(each, own_frames, speak)
        table = headed(heads(speak, "tournament.overview_head"), rows)
        parts += [wrapped(words.headline(each, own_frames, speak)), table]
    return "\n\n".join([*parts, wrapped([speak.say("tournament.spoken_limit")])])


def behind(found: Sequence[Found], frames: Frames, speak: Language) -> str:
    """Goal by goal and price by price, for a terminal."""
    lines = [line for lines in verdicts(found, frames, speak) for line in lines]
    for each in found:
        kind = kind_told(each.kind, speak)
        lines += [
            speak.say("tournament.flip_spoken", kind=kind, line=line)
            for line in words.flip_lines(frames.of(each.kind).flips, speak)[:2]
        ]
    return bullets(lines)


def _summary(found: Found, frames: Frames, goal: Goal) -> Row:
    """One goal in one kind of companies: who leads by which measure."""
    rows = rows_of(words.own(frames.of(found.kind).standings, goal))
    leader, level = frames.leaders[found.kind, goal.name]
    safest = min(rows, key=lambda row: row["regret_worst"])["strategy"]
    return {"outcome": goal.outcome, "kind": found.kind, "leader": leader, "level": len(level),
            "safest": safest, **_best(rows)}  # fmt: skip


def _best(rows: Sequence[Row]) -> Row:
    """Who is most often decidedly best, and who is expected to be regretted least."""
    surest = max(rows, key=lambda row: row["best_decided"])
    calmest = min(rows, key=lambda row: row["regret"])
    return {"surest": surest["strategy"], "surest_share": surest["best_decided"],
            "undecided": surest["undecided"], "calmest": calmest["strategy"],
            "regret": calmest["regret"]}  # fmt: skip


def _kind(found: Found, frames: Frames, place: int) -> Row:
    """Every table of one kind of companies, and how the names of its figures end."""
    pareto = frames.pareto.sort_values("on_front", ascending=False, kind="stable")
    return {
        "kind": found.kind,
        "end": f"_{found.kind}" if place else "",  # as `figures.write_figures` calls them
        "companies": partial(words.told, found),
        "headline": partial(words.headline, found, frames),
        "overview": partial(words.overview, found, frames),
        "goals": [_standing(found, frames.every_option(), goal) for goal in GOALS],
        "others": _others(frames.standings),
        "front": rows_of(pareto),
        "prices": partial(words.flip_lines, frames.flips),
    }


def _standing(found: Found, standings: pd.DataFrame, goal: Goal) -> Row:
    """All strategies in one goal, in its unit, the least regret first."""
    table = words.own(standings, goal).sort_values("regret", kind="stable")
    scale, regrets = goal.scale(found.headcount), ("regret", "regret_worst")
    scaled = [
        "mean",
        "low",
        "high",
        *(f"{a}{end}" for a in regrets for end in ("", "_low", "_high")),
    ]
    table = table.assign(**{name: scale * table[name] for name in scaled})
    return {"outcome": goal.outcome, "unit": goal.unit, "decimals": goal.decimals,
            "better": goal.better, "rows": rows_of(table)}  # fmt: skip


def _others(standings: pd.DataFrame) -> list[Row]:
    """One row per outcome that is no goal."""
    goals = {goal.outcome for goal in GOALS}
    return [
        {"outcome": outcome, "companies": int(each["companies"].iloc[0]),
         "unit": BY_NAME[str(outcome)].unit, **_best(rows_of(each))}
        for outcome, each in standings.groupby("outcome", sort=False) if outcome not in goals
    ]  # fmt: skip


def _alarms(null: pd.DataFrame, speak: Language) -> str:
    """How often the rule called shuffled names different, goal by goal."""
    rows = {row["outcome"]: row for row in rows_of(null)}
    parts = []
    for goal in GOALS:
        share, *ends = (speak.share(rows[goal.outcome][name], 1)
                        for name in ("false_alarms", "low", "high"))  # fmt: skip
        parts.append(f"{words.goal_of(goal, speak)} {share} {speak.brackets(*ends)}")
    return "; ".join(parts)


def _sizes(power: pd.DataFrame, speak: Language) -> str:
    """What one standard deviation is, goal by goal."""
    parts = []
    for goal in GOALS:
        spread = float(words.own(power, goal)["spread"].iloc[0])
        told = words.amount(spread, goal, speak, max(goal.decimals, 1))
        parts.append(f"{words.goal_of(goal, speak)} {told}")
    return "; ".join(parts)


class Powers(NamedTuple):
    """The table of chances to find a difference; the number of columns depends on the runs."""

    head: list[str]
    rows: list[list[str]]


def _powers(power: pd.DataFrame, speak: Language) -> Powers:
    draws = [speak.say("tournament.power_draws", count=count)
             for count in dict.fromkeys(power["draws"])]  # fmt: skip
    rows = [
        [speak.say("tournament.power_effect", effect=speak.separated(f"{effect:g}")),
         *map(speak.share, each["power"])]
        for effect, each in words.own(power, GOALS[0]).groupby("effect_sd")
    ]  # fmt: skip
    return Powers([*heads(speak, "tournament.power_head"), *draws], rows)
