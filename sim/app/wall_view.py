"""Skill and luck as a hall sees it: every plan's mean, 8 of 10, and the own company."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from sim.app.charts import BLUE, INK, ORANGE, SOFT, axis, line, svg, text
from sim.app.debrief_view import GREY, amount, level, plan_name, scale
from sim.app.scenario import Scenario
from sim.report.language import Language

Plain = Mapping[str, Any]
PALE = "#9cc3dc"
LEFT, RIGHT, WIDE, TALL = 380, 1080, 1700, 70


def wall_ranking(
    speak: Language, ranked: Sequence[Plain], names: Mapping[str, str], scenario: Scenario,
    ranks: bool,
) -> Markup:  # fmt: skip
    """Skill and luck for a hall: mean, 8 of 10 and the own company of every plan."""
    factor, foot = scale(scenario.game.goal), 40 + TALL * len(ranked)
    ends = [each[end] for each in ranked for end in ("p10", "p90", "mean", "own")]
    ruler = axis([factor * end for end in ends], speak.tick)

    def x(value: float) -> float:
        return LEFT + (RIGHT - LEFT) * (value - ruler.low) / (ruler.high - ruler.low)

    drawn = [
        text(place, 24, speak.say(f"debrief.head_{name}"))
        for name, place in (("mean", RIGHT + 40), ("luck", RIGHT + 260), ("loss", RIGHT + 500))
    ]
    for value, said in ruler.ticks:
        zero = value == 0.0
        drawn.append(line(x(value), 36, x(value), foot, SOFT if zero else "#dddddd",
                          width=3 if zero else 1))  # fmt: skip
        drawn.append(text(x(value), foot + 34, said, "middle"))
    for place, each in enumerate(ranked):
        name = plan_name(speak, each["name"], names)
        label = f"{each['rank']}. {name}" if ranks and each["name"] in names else name
        at = {end: x(factor * each[end]) for end in ("p10", "p90", "mean", "own")}
        y = 40 + TALL * place + TALL / 2
        drawn += _wall_row(speak, each, label, each["name"] in names, scenario, at, y)
    title, desc = speak.say("debrief.title_1"), speak.say("debrief.ranking_desc")
    return svg("wall", title, desc, drawn, foot + 50, WIDE, "wall", 28)


def _wall_row(
    speak: Language, each: Plain, label: str, team: bool, scenario: Scenario,
    at: Mapping[str, float], y: float,
) -> list[str]:  # fmt: skip
    goal = scenario.game.goal
    band, mark = (PALE, BLUE) if team else ("#d9d9d9", GREY)
    drawn = [
        text(LEFT - 24, y + 10, label, "end", INK if team else SOFT, bold=team),
        line(at["p10"], y, at["p90"], y, band, width=22),
        line(at["mean"], y - 20, at["mean"], y + 20, mark, width=7),
        text(RIGHT + 40, y + 10, level(speak, goal, each["mean"], scenario.base.weeks), colour=INK),
        text(RIGHT + 500, y + 10, speak.say("debrief.in_100", count=round(100 * each["loss"]))),
    ]
    if not math.isnan(each["own"]):
        drawn.append(f'<circle cx="{at["own"]:.1f}" cy="{y}" r="11" fill="#ffffff" '
                     f'stroke="{ORANGE}" stroke-width="5"/>')  # fmt: skip
        luck = amount(speak, goal, each["own"] - each["mean"])
        drawn.append(text(RIGHT + 260, y + 10, luck))
    return drawn
