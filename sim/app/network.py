"""The network of a game: departments as circles, their rings by how much use the report counts.

Nobody is drawn alone, and of a department of fewer than five nothing is said. What a page moves
through the weeks of a round stands beside each ring (`data-r`).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from markupsafe import Markup

from sim.app.charts import INK, line, svg, text
from sim.app.eyes import FEWEST
from sim.report.language import Language

FILL = ("#ffffff", "#b7d7ea", "#6caed6", "#2070b4", "#08306b")
"""Rungs of use, as everywhere."""
EDGE, TIE = "#444444", "#e4e4e4"
Plain = Mapping[str, Any]
Counts = Sequence[Sequence[Sequence[int]]]


def told(report: Any) -> list[list[list[int]]]:
    """People by week, department and rung; none where a department has fewer than five."""
    return [[row if sum(row) >= FEWEST else [] for row in week] for week in report.tolist()]


def picture(
    speak: Language, key: str, plan: Plain, weeks: Counts, last: int, numbered: bool = True
) -> Markup:
    """Departments as the licence report has them at the end of a week.

    Args:
        speak: Language.
        key: Names the picture on its page.
        plan: Where departments are (`places.departments`).
        weeks: From the round before to now, as `told` gives them.
        last: The week that they end with.
        numbered: Whether departments bear their numbers.
    """
    drawn = _ties(plan)
    for place, (x, y, r) in enumerate(zip(plan["x"], plan["y"], plan["r"], strict=True)):
        drawn += _rings(x, y, r, [week[place] for week in weeks])
        if numbered:
            drawn.append(text(x, y + r + 34, str(place + 1), "middle"))
    first = last - len(weeks) + 1
    using, people = users(weeks[-1])
    title = speak.say("room.network", week=last)
    desc = speak.say("room.network_desc", using=using, people=people)
    tall = plan["height"] + 24
    return svg(key, title, desc, drawn, tall, plan["width"], "rings", 30,
               f' data-weeks="{first}-{last}"')  # fmt: skip


def users(week: Sequence[Sequence[int]]) -> tuple[int, int]:
    """How many people were counted within twelve weeks, and how many there are."""
    people = sum(map(sum, week))
    return people - sum(row[0] for row in week if row), people


def together(companies: Sequence[Counts]) -> Counts:
    """Several companies as one: their departments of the same number put together."""
    found = np.array([[[each or [0] * len(FILL) for each in week] for week in one]
                      for one in companies]).sum(axis=0)  # fmt: skip
    return told(found)


def table(speak: Language, weeks: Counts) -> list[tuple[int, list[int], str]]:
    """The same in numbers: department, people on each rung, share who use it."""
    return [
        (number, list(row), speak.share(1 - row[0] / sum(row)))
        for number, row in enumerate(weeks[-1], 1) if row
    ]  # fmt: skip


def _ties(plan: Plain) -> list[str]:
    x, y, ties = plan["x"], plan["y"], plan["ties"]
    return [
        line(x[one], y[one], x[other], y[other], TIE, width=min(12.0, round(0.4 * times, 1)))
        for one, other, times in zip(ties[::3], ties[1::3], ties[2::3], strict=True)
    ]


def _rings(x: float, y: float, r: float, weeks: Sequence[Sequence[int]]) -> list[str]:
    """One department: outside those who do not use it, at the core those who use it most."""
    if not weeks[-1]:
        return [f'<circle cx="{x}" cy="{y}" r="{r}" fill="none" stroke="{EDGE}" '
                'stroke-dasharray="4 6"/>']  # fmt: skip
    drawn = [f'<circle cx="{x}" cy="{y}" r="{r}" fill="{FILL[0]}" stroke="{INK}"/>']
    for rung in range(1, len(FILL)):
        radii = [r * math.sqrt(sum(week[rung:]) / max(1, sum(week))) for week in weeks]
        moved = " ".join(f"{each:.0f}" for each in radii)
        drawn.append(f'<circle cx="{x}" cy="{y}" r="{radii[-1]:.1f}" fill="{FILL[rung]}" '
                     f'data-r="{moved}"/>')  # fmt: skip
    return drawn
