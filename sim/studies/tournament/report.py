"""What a tournament says in words: `summary.md`, and a few lines for the terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING

from sim.model.outcomes import BY_NAME
from sim.studies.tournament.figures import NAMES, told
from sim.studies.tournament.goals import GOALS, Goal
from sim.studies.tournament.price_words import ALONE, flip_lines
from sim.studies.tournament.words import (
    LIMITS,
    METHOD,
    READING,
    ends,
    grid,
    number,
    percent,
    rows_of,
    spell,
)

if TYPE_CHECKING:
    import pandas as pd

    from sim.studies.tournament.found import Found, Frames


def document(found: Sequence[Found], frames: Frames, command_line: str) -> str:
    """The whole page."""
    parts = [
        "# Which strategy would one choose?",
        f"Written by `{command_line or 'rollout tournament'}` as `summary.md`; "
        "`docs/tournament.md` shows a copy. "
        f"{'; '.join(told(each) for each in found)}, {found[0].weeks} weeks.",
        "## Limits first",
        LIMITS,
        "## Verdict",
        *verdicts(found, frames),
        _verdict_table(found, frames),
        "## How to read it",
        READING,
    ]
    for place, each in enumerate(found):
        end = f"_{each.kind}" if place else ""  # as `figures.write_figures` calls them
        parts += [f"## In {told(each)}"] if len(found) > 1 else []
        parts += _kind(each, frames.of(each.kind), end)
    parts += ["## The rule", METHOD, *_honesty(found, frames)]
    return "\n\n".join(parts) + "\n"


def verdicts(found: Sequence[Found], frames: Frames) -> list[str]:
    """One sentence or two per goal and kind of companies."""
    return [
        "\n".join(f"- {_verdict(each, frames.of(each.kind), goal, len(found) > 1)}"
                  for each in found)
        for goal in GOALS
    ]  # fmt: skip


def _verdict(found: Found, frames: Frames, goal: Goal, several: bool) -> str:
    own = _goal(frames.standings, goal)
    leader, level = frames.leaders[found.kind, goal.name]
    first = next(row for row in rows_of(own) if row["strategy"] == leader)
    scale = goal.scale(found.headcount)
    value = f"{number(scale * first['mean'], goal.decimals)} {goal.unit}"
    lead = f"**{spell(leader)}** is best on average ({value})"
    if level:
        lead += f"; not decidedly behind it: {', '.join(map(spell, level))}"
    else:
        lead += ", decidedly ahead of every other"
    surest = max(rows_of(own), key=lambda row: row["best_decided"])
    safest = min(rows_of(own), key=lambda row: row["regret_worst"])
    often = "No strategy is decidedly best in any company" if surest["best_decided"] == 0 else (
        f"Most often decidedly best: {spell(surest['strategy'])}, in "
        f"{percent(surest['best_decided'])} of companies"
    )  # fmt: skip
    head = f"{goal.name[:1].upper()}{goal.name[1:]}"
    head += f", {NAMES[found.kind]} companies" if several else ""
    return (
        f"{head}: {lead}. {often}; in {percent(surest['undecided'])} the seeds do not say who "
        f"is best. Smallest regret in the worst tenth of companies: {spell(safest['strategy'])}."
    )


def _verdict_table(found: Sequence[Found], frames: Frames) -> str:
    rows = []
    for goal in GOALS:
        for each in found:
            own = _goal(frames.of(each.kind).standings, goal)
            leader, level = frames.leaders[each.kind, goal.name]
            top = max(rows_of(own), key=lambda row: row["best_decided"])
            mean = min(rows_of(own), key=lambda row: row["regret"])
            worst = min(rows_of(own), key=lambda row: row["regret_worst"])
            rows.append((
                goal.name, each.kind, spell(leader), str(len(level)),
                f"{spell(top['strategy'])} ({percent(top['best_decided'])})"
                if top["best_decided"] > 0 else "nobody",
                percent(top["undecided"]), spell(mean["strategy"]), spell(worst["strategy"]),
            ))  # fmt: skip
    header = ("goal", "companies", "best on average", "level with it", "most often best, decided",
              "undecided", "least expected regret", "least worst-decile regret")  # fmt: skip
    return grid(header, rows)


def _kind(found: Found, frames: Frames, end: str) -> list[str]:
    """Every table and figure of one kind of companies, whose figures' names end so."""
    parts = [
        f"![How often every strategy is best](figures/tournament_best{end}.png)",
        f"![Expected and worst-decile regret](figures/tournament_regret{end}.png)",
    ]
    for goal in GOALS:
        parts += [
            f"### {goal.name[:1].upper()}{goal.name[1:]}",
            f"`{goal.outcome}`, {goal.unit}: {goal.meaning}; {goal.better} is better.",
            _standing_table(found, frames.standings, goal),
        ]
    return [
        *parts,
        "### All other outcomes",
        _others(frames.standings),
        "### Speed, gain and cost at once",
        f"![Speed and gain against cost](figures/tournament_front{end}.png)",
        _front_table(frames.pareto),
        "### At which price does the ranking turn?",
        ALONE,
        "\n".join(f"- {line}" for line in flip_lines(frames.flips)),
    ]


def _standing_table(found: Found, standings: pd.DataFrame, goal: Goal) -> str:
    scale, digits = goal.scale(found.headcount), goal.decimals
    rows = [
        (
            spell(row["strategy"]), ends(row, "", scale, digits, "mean"),
            percent(row["best_decided"]), percent(row["best_possible"]),
            f"{percent(row['best_low'])} to {percent(row['best_high'])}",
            ends(row, "rank_", 1.0, 1, "rank"),
            ends(row, "regret_", scale, digits, "regret"),
            ends(row, "regret_worst_", scale, digits, "regret_worst"),
        )
        for row in rows_of(_goal(standings, goal).sort_values("regret", kind="stable"))
    ]  # fmt: skip
    header = ("strategy", "mean", "best, decided", "may be best", "95 % interval", "mean rank",
              "expected regret", "worst-decile regret")  # fmt: skip
    return grid(header, rows)


def _others(standings: pd.DataFrame) -> str:
    """One line per outcome that is no goal."""
    goals = {goal.outcome for goal in GOALS}
    rows = []
    for outcome, own in standings.groupby("outcome", sort=False):
        if outcome in goals:
            continue
        sure = max(rows_of(own), key=lambda row: row["best_decided"])
        safe = min(rows_of(own), key=lambda row: row["regret"])
        rows.append((
            f"`{outcome}`", str(own["companies"].iloc[0]),
            f"{spell(sure['strategy'])} ({percent(sure['best_decided'])})"
            if sure["best_decided"] > 0 else "nobody",
            percent(sure["undecided"]), spell(safe["strategy"]),
            f"{number(safe['regret'], 3)} {BY_NAME[str(outcome)].unit}",
        ))  # fmt: skip
    header = ("outcome", "companies", "most often best, decided", "undecided",
              "least expected regret", "that regret")  # fmt: skip
    return grid(header, rows)


def _front_table(pareto: pd.DataFrame) -> str:
    rows = [
        (spell(row["strategy"]),
         f"{percent(row['on_front'])} [{percent(row['low'])}, {percent(row['high'])}]",
         "yes" if row["average_front"] else "no",
         spell(row["beaten_by"]) if row["beaten_by"] else "–")
        for row in rows_of(pareto.sort_values("on_front", ascending=False, kind="stable"))
    ]  # fmt: skip
    header = ("strategy", "on the front in", "on the front on average",
              "decidedly beaten on average by")  # fmt: skip
    return grid(header, rows)


def _honesty(found: Sequence[Found], frames: Frames) -> list[str]:
    """The null check and the power table of the first kind of companies."""
    kind = found[0].kind
    null, power = frames.of(kind).honesty, frames.of(kind).power
    names = {goal.outcome: goal for goal in GOALS}
    alarms = "; ".join(
        f"{names[row['outcome']].name} {percent(row['false_alarms'], 1)} "
        f"[{percent(row['low'], 1)}, {percent(row['high'], 1)}]"
        for row in rows_of(null)
    )
    table = [
        (f"{effect:g} sd", *map(percent, own["power"]))
        for effect, own in power[power["outcome"] == GOALS[0].outcome].groupby("effect_sd")
    ]
    draws = [f"{count} companies" for count in dict.fromkeys(power["draws"])]
    sizes = "; ".join(
        f"{goal.name} {number(_spread(power, goal), max(goal.decimals, 1))} {goal.unit}"
        for goal in GOALS
    )
    return [
        f"*Null check.* With shuffled names, {int(null['trials'].iloc[0]):,} trials, the rule "
        f"called some pair different in: {alarms} (at most 5 % wanted; {kind} companies).",
        "*Power.* How likely a true difference between two strategies is found, by its size and "
        "the number of companies. One sd is the standard deviation of a paired difference "
        f"between companies (median of all pairs): {sizes}.",
        grid(("true difference", *draws), table),
    ]


def _spread(power: pd.DataFrame, goal: Goal) -> float:
    return float(power.loc[power["outcome"] == goal.outcome, "spread"].iloc[0])


def spoken(found: Sequence[Found], frames: Frames) -> str:
    """The verdict for a terminal."""
    lines = ["; ".join(told(each) for each in found)]
    bullets = [line for block in verdicts(found, frames) for line in block.splitlines()]
    for each in found:
        flips = flip_lines(frames.of(each.kind).flips)[:2]
        bullets += [f"- {NAMES[each.kind].capitalize()} companies. {line}" for line in flips]
    plain = [line.replace("**", "") for line in bullets]
    lines += [textwrap.fill(line, 100, subsequent_indent="  ") for line in plain]
    lines += [textwrap.fill(
        "- No published study compares rollout strategies; this is what follows from mechanisms "
        "and assumptions. Cost alone is no goal: who does nothing spends nothing.", 100,
        subsequent_indent="  ")]  # fmt: skip
    return "\n".join(lines)


def _goal(standings: pd.DataFrame, goal: Goal) -> pd.DataFrame:
    return standings[standings["outcome"] == goal.outcome]
