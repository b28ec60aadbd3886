"""What the page Compare shows: the study's own sentences and table, bands, differences."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from markupsafe import Markup, escape

from sim.app import charts, choices, query
from sim.app.charts import Band, Line, Row
from sim.app.compare import OWN, REPORT, Asked, judged, whole
from sim.app.explore_view import Facts
from sim.app.query import PRESETS
from sim.model.outcomes import BY_NAME
from sim.report.language import SCALES, Language, capitalised
from sim.report.plots import style
from sim.report.tables import DECIDED, comparison_cells, rows_of
from sim.studies.compare.question import CompareResult
from sim.studies.compare.words import HEADLINES
from sim.studies.publish import in_language

FIGURES = ("adoption", "hours_saved", "lead_time", "cost_and_effect", "differences")
CURVES = ("genuine_use", "hours")

OWN_FIELDS = (
    *OWN, "organisation.headcount", "weeks", "scenario",
)  # fmt: skip
"""Keys that have a field in the form; others go along unseen."""


class Strategy(NamedTuple):
    """A strategy as the page names it."""

    key: str
    name: str
    colour: str
    cells: list[tuple[str, bool]]
    explored: str


def _asking(asked: Asked, speak: Language) -> Facts:
    """What stands in the form."""
    found, question = asked.found, asked.question
    first = next(iter(question.configs.values()))
    shown = {*OWN_FIELDS, *PRESETS}
    return {
        "every": [(name, called, name in question.configs)
                  for name, called in choices.strategies(speak)],
        "baseline": found.get("baseline", ""),
        "seeds": found["seeds"],
        "people": getattr(first.organisation, "headcount", ""),
        "weeks": found.get("weeks", ""),
        "horizon": first.weeks,
        "scenario": found.get(query.SCENARIO, ""),
        "scenarios": choices.scenarios(speak),
        "kind": found.get("companies", query.COMPANIES[0]),
        "kinds": [(kind, speak.say(f"versus.kind_{kind}")) for kind in query.COMPANIES],
        "presets": [(group, speak.say(f"explore.of_{group}"), value, named)
                    for group, value, named in choices.presets(found, speak)],
        "further": [(key, value) for key, value in found.items() if key not in shown],
        "address": query.address(found),
        "belongs": query.state(found),
        "line": asked.line,
    }  # fmt: skip


def shown(asked: Asked, parts: Sequence[bytes], code: str, config_dir: str | None) -> Facts:
    """Everything that the template names of a result."""
    speak = Language(code, config_dir)
    result = judged(asked.question, whole(parts), speak)
    baseline = asked.question.baseline
    names = list(asked.question.configs)
    colours = style.colours(names)
    weeks = int(result.weekly["week"].max())
    heads, cells = comparison_cells(
        result.summary, result.against(baseline), weeks, result.people, speak
    )
    return {
        **_asking(asked, speak),
        "context": asked.question.context(result.people, speak),
        "headline": _told(result.headline),
        "notes": _told(result.notes),
        "sentences": _told(result.sentences),
        "heads": [_head(lines) for lines in heads],
        "strategies": [
            Strategy(name, speak.name(name), colours[name], [_cell(each) for each in cells[name]],
                     _explored(asked, name))
            for name in names
        ],
        "baseline_name": speak.name(baseline),
        "pairs": [_pairs(result, baseline, outcome, colours, speak) for outcome in HEADLINES]
        if len(names) > 1 else [],
        "curves": {curve: _curves(result, asked, curve, colours, speak) for curve in CURVES},
        "figures": [(name, speak.say(f"versus.figure_{name}")) for name in FIGURES
                    if len(names) > 1 or name != "differences"],
        "report": in_language(REPORT, code),
    }  # fmt: skip


def _pairs(
    result: CompareResult, baseline: str, outcome: str, colours: dict[str, str], speak: Language
) -> tuple[str, Markup]:  # fmt: skip
    """Differences of all others to the baseline in one outcome: what it is, and the picture."""
    own = result.against(baseline)
    found = rows_of(own[own["outcome"] == outcome])
    unit = BY_NAME[outcome].unit
    factor = SCALES[unit][0]
    rows = [
        Row(capitalised(speak.name(row["strategy"])), factor * row["estimate"], factor * row["low"],
            factor * row["high"], speak.difference(unit, row["estimate"]), row["decided"] == "yes",
            colours[row["strategy"]])
        for row in found
    ]  # fmt: skip
    better = speak.say(f"figures.better_{BY_NAME[outcome].better}")
    title = capitalised(speak.outcome(outcome))
    decided = sum(row.filled for row in rows)
    desc = speak.say("versus.pairs_desc", outcome=speak.outcome(outcome), decided=decided,
                     every=len(rows), baseline=speak.name(baseline))  # fmt: skip
    least = {"€": 10.0, "h per employee and week": 0.1}.get(unit, 1.0)
    return title, charts.intervals(
        f"pairs-{outcome}", title, desc, rows, lambda value: speak.tick(round(value, 6)),
        f"{speak.unit(unit)} · {better}", least,
    )  # fmt: skip


def _curves(
    result: CompareResult, asked: Asked, curve: str, colours: dict[str, str], speak: Language
) -> list[tuple[str, Markup]]:  # fmt: skip
    """A picture per strategy: mean over the companies, and 8 of 10 of them."""
    cubes = {name: _weekly(result, name, curve) for name in asked.question.configs}
    weeks = next(iter(cubes.values())).shape[1]
    bands = {name: np.quantile(cube, (0.1, 0.9), axis=0) for name, cube in cubes.items()}
    if curve == "genuine_use":
        up = charts.Axis(0.0, 1.0, [(each, speak.percent(each)) for each in (0.0, 0.5, 1.0)])
    else:
        every = [float(end) for low, high in bands.values() for end in (*low, *high)]
        up = charts.axis(every, lambda value: speak.number(value, 1, signed=value != 0), least=0.5)
    across = charts.weeks_named(weeks, lambda week: speak.say("explore.week", week=week))
    drawn = []
    for name, cube in cubes.items():
        mean, (low, high) = cube.mean(axis=0), bands[name]
        config, title = asked.question.configs[name], capitalised(speak.name(name))
        lines = [Line(mean.tolist(), "solid", colours[name])]
        if curve == "genuine_use":
            reported = _weekly(result, name, "reported_use").mean(axis=0)
            lines.insert(0, Line(reported.tolist(), "dotted", colours[name]))
        desc = speak.say(
            f"versus.curve_{curve}_desc", last=_last(curve, mean[-1], speak),
            low=_last(curve, low[-1], speak), high=_last(curve, high[-1], speak),
        )  # fmt: skip
        called = f"{title}: {speak.say(f'versus.curve_{curve}')}"
        drawn.append((title, charts.over_weeks(
            f"{curve}-{name}", called, desc, lines, up, weeks, across,
            Band(low.tolist(), high.tolist(), colours[name]), config.withdraw_week, high=170,
        )))  # fmt: skip
    return drawn


def _weekly(result: CompareResult, name: str, curve: str) -> Any:
    """Values of a strategy by company and week; hours against the same company without levers."""
    column = "hours_saved_per_employee" if curve == "hours" else curve
    weekly, seeds = result.weekly, result.runs["seed"].nunique()

    def cube(who: str) -> Any:
        return weekly.loc[weekly["strategy"] == who, column].to_numpy(float).reshape(seeds, -1)

    return cube(name) - cube("none") if curve == "hours" else cube(name)


def _last(curve: str, value: float, speak: Language) -> str:
    return speak.percent(value) if curve == "genuine_use" else speak.number(value, 2, signed=True)


def _explored(asked: Asked, name: str) -> str:
    """The query of the page Explore with this strategy."""
    rest = {key: value for key, value in asked.found.items()
            if key not in OWN
            and (not key.startswith("strategy.levers.")
                 or key.split(".")[2] in asked.question.configs[name].strategy.levers)}  # fmt: skip
    return query.address({"strategy": name, **rest})


def _told(sentences: Sequence[str]) -> list[Markup]:
    """Sentences whose `keys` are set as such."""
    return [Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(each))))
            for each in sentences]  # fmt: skip


def _head(lines: Sequence[str]) -> str:
    """The lines of a table's head as one; words that were divided are whole again."""
    text = ""
    for line in lines:
        text = text[:-1] + line if text.endswith("-") and line[:1].islower() else f"{text} {line}"
    return capitalised(text.strip())


def _cell(text: str) -> tuple[str, bool]:
    """A cell without its star, and whether it has one."""
    return text.rstrip(f" {DECIDED}"), text.endswith(DECIDED)
