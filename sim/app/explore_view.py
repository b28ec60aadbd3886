"""What the page Explore shows of a company: pictures, tables and the data that move them."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

import numpy as np
from markupsafe import Markup

from sim.analysis.companies import numbered
from sim.analysis.deciders import Decider
from sim.app import charts, choices, controls, places
from sim.app.charts import Band, Bar, Line
from sim.app.explore import (
    DECIDED,
    DRAWN,
    LONGEST_QUEUES,
    OTHERS,
    OUTCOMES,
    Lived,
    Others,
    live,
    started,
)
from sim.app.explore_ask import Asked
from sim.app.explore_why import explained
from sim.app.query import COMPANIES, WITH, WITHOUT, state
from sim.model.explain import WAITS
from sim.model.outcomes import BY_NAME
from sim.model.stations import PHASES
from sim.report.language import Language

WAITING = ("#0072b2", "#56a3d2", "#9cc8e4", "#d3e5f1")
WORKING = ("#444444", "#7a7a7a", "#aaaaaa", "#d6d6d6")
"""Phases, the first one darkest: of waiting, and of being worked on."""
SHOWN_EVERY = 13
"""Weeks between the rows of the table of weeks."""
Facts = dict[str, Any]


class Found(NamedTuple):
    """A row of results: this company, and 8 of 10 others."""

    label: str
    own: str
    low: str
    high: str


def shown(asked: Asked, others: Others | None, code: str, config_dir: str | None) -> Facts:
    """Everything that the template names: simulates the company on the way.

    Args:
        asked: The question.
        others: The other companies, if they are known already.
        code: Language.
        config_dir: A folder of further presets.
    """
    speak = Language(code, config_dir)
    lived = live(asked.config)
    people = speak.number(len(lived.department), 0)
    return {
        "why": explained(asked, started(asked.config), speak) if asked.why else None,
        "asked_person": asked.why.removeprefix("person.") if "person." in asked.why else "",
        "count": len(lived.department),
        **_asking(asked, speak),
        "week": asked.week,
        "weeks": asked.config.weeks,
        "people": people,
        "one_by_one": len(lived.department) <= DRAWN,
        "others": OTHERS if others is not None else 0,
        "use_chart": _use(asked, lived, others, speak),
        "hours_chart": _hours(asked, lived, others, speak),
        "friction_chart": _friction(lived, asked.week, speak),
        "found": _found(asked, lived, others, speak),
        "deciders": [] if others is None else _deciders(others, speak),
        "data": Markup(_packed(_data(lived, asked))),
        "departments": _departments(lived, asked.week, speak),
        "queues": _queues(lived, asked.week, speak),
        "by_week": _by_week(lived, asked.config.weeks, speak),
        "summary": speak.say(
            "explore.summary", use=speak.percent(lived.weekly["genuine_use"][asked.week - 1]),
            reported=speak.percent(lived.weekly["reported_use"][asked.week - 1]),
            using=speak.number(int((lived.stages[asked.week - 1] > 0).sum()), 0), people=people),
        "phase_colours": [(speak.say(f"explore.phase_{phase}"), place)
                          for place, phase in enumerate(PHASES)],
    }  # fmt: skip


def _asking(asked: Asked, speak: Language) -> Facts:
    """What stands in the form."""
    number, count = numbered(asked.kind, asked.config.seed)
    return {
        "strategies": choices.strategies(speak),
        "strategy": asked.found["strategy"],
        "seed": asked.config.seed,
        "horizon": asked.config.weeks,
        "withdraw": min(asked.config.withdraw_week, asked.config.weeks),
        "horizon_usual": asked.usual.weeks,
        "withdraw_usual": asked.usual.withdraw_week,
        "company": controls.company(asked.config, asked.usual, asked.found, speak),
        "levers": controls.levers(asked.config, asked.usual, asked.found, speak),
        "assumptions": controls.assumptions(asked.config, asked.usual, speak),
        "further": [(kind, speak.say(f"explore.lever_{kind}")) for kind in controls.DOSES
                    if kind not in asked.config.strategy.levers],
        "with_levers": asked.found.get(WITH, ""),
        "without_levers": asked.found.get(WITHOUT, ""),
        "belongs": state(asked.found),
        "command": asked.command,
        "kind": asked.kind,
        "kinds": [(kind, speak.say(f"versus.kind_{kind}")) for kind in COMPANIES],
        "whose": speak.say(f"explore.whose_{asked.kind}", number=number, count=count,
                           seed=asked.config.seed),
    }  # fmt: skip


def _use(asked: Asked, lived: Lived, others: Others | None, speak: Language) -> Markup:
    own, config = lived.weekly["genuine_use"], asked.config
    up = charts.Axis(0.0, 1.0, [(share, speak.percent(share)) for share in (0.0, 0.5, 1.0)])
    lines = [
        Line(lived.weekly["licences"].tolist(), "dashed", charts.SOFT),
        Line(lived.weekly["reported_use"].tolist(), "dotted", charts.BLUE),
        Line(own.tolist()),
    ]
    band = None if others is None else Band(*others.bands["genuine_use"])
    desc = speak.say("explore.use_desc", first=speak.percent(own[0]), last=speak.percent(own[-1]),
                     reported=speak.percent(lived.weekly["reported_use"][-1]))  # fmt: skip
    return charts.over_weeks(
        "use", speak.say("explore.use"), desc, lines, up, config.weeks, _weeks(config.weeks, speak),
        band, config.withdraw_week, asked.week,
    )  # fmt: skip


def _hours(asked: Asked, lived: Lived, others: Others | None, speak: Language) -> Markup:
    own, config = lived.weekly["hours"], asked.config
    band = None if others is None else Band(*others.bands["hours"])
    every = [*own.tolist(), *([*band.low, *band.high] if band else [])]
    up = charts.axis(every, lambda value: speak.number(value, 1, signed=value != 0.0), least=0.5)
    worst = int(np.argmin(own))
    desc = speak.say("explore.hours_desc", low=speak.number(own[worst], 2, signed=True),
                     week=worst + 1, last=speak.number(own[-1], 2, signed=True))  # fmt: skip
    return charts.over_weeks(
        "hours", speak.say("explore.hours"), desc, [Line(own.tolist())], up, config.weeks,
        _weeks(config.weeks, speak), band, config.withdraw_week, asked.week,
    )  # fmt: skip


def _weeks(weeks: int, speak: Language) -> list[tuple[float, str]]:
    return charts.weeks_named(weeks, lambda week: speak.say("explore.week", week=week))


def _friction(lived: Lived, week: int, speak: Language) -> Markup:
    now, before = lived.friction[week], lived.friction[0]
    most = float(lived.friction.sum(axis=2).max())
    rows = [
        Bar(speak.say(f"figures.part_wait_{kind}"), now[place].tolist(),
            speak.number(float(now[place].sum()), 2),
            WORKING if kind == "service" else WAITING, float(before[place].sum()))
        for place, kind in enumerate(WAITS)
    ]  # fmt: skip
    desc = speak.say("explore.friction_desc", weeks=speak.number(float(now.sum()), 1), week=week,
                     before=speak.number(float(before.sum()), 1))  # fmt: skip
    return charts.bars("friction", speak.say("explore.friction"), desc, rows, most)


def _found(asked: Asked, lived: Lived, others: Others | None, speak: Language) -> list[Found]:
    rows = []
    for name in OUTCOMES:
        ends = ["", ""]
        if others is not None:
            values = np.array(others.outcomes[name])
            ends = [_value(name, float(end), asked, speak)
                    for end in np.quantile(values[np.isfinite(values)], (0.1, 0.9))]  # fmt: skip
        own = _value(name, lived.outcomes[name], asked, speak)
        rows.append(Found(speak.outcome(name), own, *ends))
    return rows


def _value(name: str, value: float, asked: Asked, speak: Language) -> str:
    """An outcome, with a unit that is short enough for a narrow table; it stays on one line."""
    if BY_NAME[name].unit == "h per employee and week":
        said = speak.say("explore.value_hours", number=speak.number(value, 2, signed=True))
    elif BY_NAME[name].unit == "€":
        number = speak.number(value / 1000, 0, signed=True)
        said = speak.say("explore.value_thousands", number=number)
    else:
        said = speak.value(name, value, asked.config.weeks)
    return said.replace(" ", "\N{NO-BREAK SPACE}")


def _deciders(others: Others, speak: Language) -> list[str]:
    """What moves the result over the other companies, a sentence per outcome."""
    said = []
    for name in [each for each in DECIDED if each in others.deciders]:
        outcome, found = speak.outcome(name), others.deciders[name]
        if not found:
            said.append(speak.say("explore.decider_none", outcome=outcome, companies=OTHERS))
            continue
        names = speak.listing([_decider(each, speak) for each in found])
        said.append(speak.say("explore.decider", outcome=outcome, companies=OTHERS, names=names))
    return said


def _decider(each: Decider, speak: Language) -> str:
    key = "explore.decider_more" if each.correlation > 0 else "explore.decider_less"
    named = speak.say(key, name=speak.say(f"assumptions.{each.dimension.key.replace('.', '_')}"))
    return named if each.sourced else speak.say("explore.unsourced", name=named)


def _data(lived: Lived, asked: Asked) -> Facts:
    """What the page's script draws and moves: no words but units, all numbers rounded."""
    shown = ("genuine_use", "reported_use", "hours")
    single = len(lived.department) <= DRAWN
    return {
        "weeks": asked.config.weeks, "week": asked.week,
        "weekly": {key: _rounded(lived.weekly[key], 4) for key in shown},
        "friction": _rounded(lived.friction, 3),
        "using": (lived.stages > 0).sum(axis=1).tolist(),
        "network": _one_by_one(lived) if single else places.departments(
            lived.positions, lived.department, lived.ties),
        "departments": places.stage_counts(lived.stages, lived.department).tolist(),
    }  # fmt: skip


def _one_by_one(lived: Lived) -> Facts:
    spots, wide, tall = places.field(lived.positions)
    return {
        "width": wide, "height": tall, "x": spots[:, 0].tolist(), "y": spots[:, 1].tolist(),
        "role": "".join(map(str, lived.role)), "ties": lived.ties.ravel().tolist(),
        "stages": ["".join(map(str, row)) for row in lived.stages],
    }  # fmt: skip


def _departments(lived: Lived, week: int, speak: Language) -> list[tuple[int, list[int], str]]:
    """Number of a department, people on each rung of use, and the share that uses it."""
    rows = places.stage_counts(lived.stages, lived.department)[week - 1]
    return [(number + 1, row.tolist(), speak.percent(1 - row[0] / row.sum()))
            for number, row in enumerate(rows)]  # fmt: skip


def _queues(lived: Lived, week: int, speak: Language) -> list[tuple[int, str, str, int, str, str]]:
    """The stations with the longest queues: number, phase, workflow, department, waits."""
    queue, every = lived.queues[:, week - 1]
    order = [each for each in np.argsort(-queue, kind="stable")
             if lived.station_department[each] >= 0][:LONGEST_QUEUES]  # fmt: skip
    return [
        (int(each), speak.say(f"explore.phase_{PHASES[each % 4]}"), str(each // 4 + 1),
         int(lived.station_department[each]) + 1, speak.number(float(queue[each]), 1),
         speak.number(float(every[each]), 1))
        for each in order
    ]  # fmt: skip


def _by_week(lived: Lived, weeks: int, speak: Language) -> list[list[str]]:
    """Curves as numbers."""
    chosen = sorted({1, *range(SHOWN_EVERY, weeks + 1, SHOWN_EVERY), weeks})
    shown = lived.weekly
    return [
        [str(week), speak.percent(shown["genuine_use"][week - 1]),
         speak.percent(shown["reported_use"][week - 1]), speak.percent(shown["licences"][week - 1]),
         speak.number(shown["hours"][week - 1], 2, signed=True),
         speak.number(shown["lead_time_weeks"][week - 1], 1)]
        for week in chosen
    ]  # fmt: skip


def _rounded(values: Any, digits: int) -> Any:
    return np.round(np.asarray(values, float), digits).tolist()


def _packed(data: Facts) -> str:
    """JSON that ends no script."""
    return json.dumps(data, separators=(",", ":"), allow_nan=False).replace("<", "\\u003c")
