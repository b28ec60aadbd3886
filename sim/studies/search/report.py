"""What a search says: a page in any language, and a few lines for the terminal."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from sim.report.language import Language
from sim.report.listing import bullets, wrapped
from sim.report.page import heads, render
from sim.report.tables import headed, rows_of
from sim.studies.search.optimise import POPULATION
from sim.studies.search.play import CHECKED, Found
from sim.studies.search.words import ends, plan, scoring, told, tried, verdict, verdict_of
from sim.studies.tournament.goals import TRADED
from sim.studies.tournament.words import goal_of


def document(found: Found, out: Path, command_line: str, about: str, speak: Language) -> str:
    """The whole page, below what it is about."""
    return render(
        "search.md.j2",
        speak,
        command=command_line or "rollout search",
        about=about,
        headline=_headline(found, speak),
        fresh=found.wanted.fresh,
        population=POPULATION,
        line=run_line(found, out),
        tried=partial(tried, found),
        scoring=partial(scoring, found),
        verdicts=partial(_verdicts, found),
        checks=partial(_checks, found),
        front=partial(_front, found),
    )


def run_line(found: Found, out: Path) -> str:
    """A command that runs the picks beside their rivals."""
    names = dict.fromkeys(name for pick in found.picks for name in (pick.rival, pick.found))
    return f"rollout compare --config-dir {out} strategies={','.join(names)}"


def _verdicts(found: Found, speak: Language) -> list[str]:
    return [verdict(found, pick, speak) for pick in found.picks]


def _checks(found: Found, speak: Language) -> list[list[str]]:
    """Found minus shipped, a row per pick and goal."""
    goals = {goal.name: goal_of(goal, speak) for goal in CHECKED}
    rows = []
    for row in rows_of(found.check):
        low, high = ends(row, speak)
        rows.append([
            row["found"], row["rival"], goals[row["goal"]], speak.say(f"units.{row['unit']}"),
            told(row, "search", speak), told(row, "fresh", speak),
            speak.say("span", low=low, high=high), told(row, "shrinkage", speak),
            verdict_of(row, speak),
        ])  # fmt: skip
    return rows


def _front(found: Found, speak: Language) -> list[list[str]]:
    """Scores of the front, the cheapest first, then those of the shipped strategies."""
    scores = found.trials.scores
    rows = [
        (f"`{found.front[trial]}`", plan(found.trials.values[trial], found.last, speak),
         scores[trial])
        for trial in found.cheapest_first()
    ]  # fmt: skip
    rows += [(speak.say("search.shipped", name=speak.name(name)), "", found.reference[place])
             for place, name in enumerate(found.shipped)]  # fmt: skip
    return [
        [name, levers,
         *(speak.number(goal.sign * score, goal.decimals)
           for goal, score in zip(TRADED, own, strict=True))]
        for name, levers, own in rows
    ]  # fmt: skip


def spoken(found: Found, out: Path, speak: Language) -> str:
    """The headline for a terminal, and the check on fresh companies."""
    rows = [[row[0], *row[2:4], *row[5:7], row[8]] for row in _checks(found, speak)]
    table = headed(heads(speak, "search.short_head"), rows)
    runs = speak.say("search.spoken_runs", line=run_line(found, out))
    return f"{wrapped(_headline(found, speak))}\n\n{table}\n\n{runs}"


def behind(found: Found, speak: Language) -> str:
    """How that came about, for a terminal."""
    head = speak.say("search.spoken", tried=tried(found, speak), front=len(found.front),
                     scoring=scoring(found, speak))  # fmt: skip
    return bullets([head, *_verdicts(found, speak), speak.say("search.spoken_limit")])


def _headline(found: Found, speak: Language) -> list[str]:
    return [verdict(found, pick, speak, short=True) for pick in found.picks]
