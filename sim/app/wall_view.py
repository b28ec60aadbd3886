"""Skill and luck as a hall sees it: every plan's mean, 8 of 10, and the own company."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup, escape

from sim.app.charts import BLUE, axis
from sim.app.debrief_view import GREY, INK, SOFT, amount, level, plan_name, scale
from sim.app.scenario import Scenario
from sim.report.language import Language

Plain = Mapping[str, Any]
ORANGE, PALE = "#d55e00", "#9cc3dc"
LEFT, WIDE, TALL = 380, 1700, 70


def wall_ranking(
    speak: Language, ranked: Sequence[Plain], names: Mapping[str, str], scenario: Scenario,
    ranks: bool,
) -> Markup:  # fmt: skip
    """Skill and luck for a hall: mean, 8 of 10 and the own company of every plan."""
    goal = scenario.game.goal
    factor, weeks = scale(goal), scenario.base.weeks
    ends = [factor * each[end] for each in ranked for end in ("p10", "p90", "mean")]
    ends += [factor * each["own"] for each in ranked if not math.isnan(each["own"])]
    ruler = axis(ends, lambda value: speak.tick(value))
    right, foot = 1080, 40 + TALL * len(ranked)

    def x(value: float) -> float:
        return LEFT + (right - LEFT) * (value - ruler.low) / (ruler.high - ruler.low)

    drawn = [
        _said(place, 24, speak.say(f"debrief.head_{name}"), SOFT)
        for name, place in (("mean", right + 40), ("luck", right + 260), ("loss", right + 500))
    ]
    for value, said in ruler.ticks:
        dark = SOFT if value == 0.0 else "#dddddd"
        drawn.append(f'<line x1="{x(value):.1f}" x2="{x(value):.1f}" y1="36" y2="{foot}" '
                     f'stroke="{dark}" stroke-width="{3 if value == 0.0 else 1}"/>')  # fmt: skip
        drawn.append(_said(x(value), foot + 34, said, SOFT, "middle"))
    for place, each in enumerate(ranked):
        drawn += _wall_row(speak, each, names, x, factor, goal, weeks, place, right, ranks)
    title, desc = speak.say("debrief.title_1"), speak.say("debrief.ranking_desc")
    return Markup(
        f'<svg class="wall" viewBox="0 0 {WIDE} {foot + 50}" role="img" font-size="28" '
        f'aria-labelledby="wall-t wall-d"><title id="wall-t">{escape(title)}</title>'
        f'<desc id="wall-d">{escape(desc)}</desc>{"".join(drawn)}</svg>'
    )


def _wall_row(
    speak: Language, each: Plain, names: Mapping[str, str], x: Any, factor: float, goal: str,
    weeks: int, place: int, right: int, ranks: bool,
) -> list[str]:  # fmt: skip
    y = 40 + TALL * place + TALL / 2
    team = each["name"] in names
    name = plan_name(speak, each["name"], names)
    label = f"{each['rank']}. {name}" if ranks and team else name
    band, mark = (PALE, BLUE) if team else ("#d9d9d9", GREY)
    mean, own = factor * each["mean"], factor * each["own"]
    drawn = [
        _said(LEFT - 24, y + 10, label, INK if team else SOFT, "end", team),
        f'<line x1="{x(factor * each["p10"]):.1f}" x2="{x(factor * each["p90"]):.1f}" '
        f'y1="{y}" y2="{y}" stroke="{band}" stroke-width="22"/>',
        f'<line x1="{x(mean):.1f}" x2="{x(mean):.1f}" y1="{y - 20}" y2="{y + 20}" '
        f'stroke="{mark}" stroke-width="7"/>',
        _said(right + 40, y + 10, level(speak, goal, each["mean"], weeks), INK),
        _said(right + 500, y + 10, speak.say(
            "debrief.in_100", count=round(100 * each["loss"])), SOFT),
    ]  # fmt: skip
    if not math.isnan(own):
        drawn.append(f'<circle cx="{x(own):.1f}" cy="{y}" r="11" fill="#ffffff" '
                     f'stroke="{ORANGE}" stroke-width="5"/>')  # fmt: skip
        luck = amount(speak, goal, each["own"] - each["mean"])
        drawn.append(_said(right + 260, y + 10, luck, SOFT))
    return drawn


def _said(
    x: float, y: float, text: str, colour: str, anchor: str = "start", bold: bool = False
) -> str:
    weight = ' font-weight="700"' if bold else ""
    return (f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}"{weight}>'
            f"{escape(text)}</text>")  # fmt: skip
