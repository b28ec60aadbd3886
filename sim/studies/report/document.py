"""The pages of a report in one language, and everything that stands beside them in the folder."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from sim.base.presets import REFERENCE
from sim.report.language import LANGUAGES, Language
from sim.report.page import render
from sim.report.plots.svg import inline, look
from sim.studies.answer import Answer, Place
from sim.studies.publish import in_language
from sim.studies.report import figures
from sim.studies.report.findings import Findings, of_kind
from sim.studies.report.material import DEFAULT, Material
from sim.studies.report.pages import advice, doubt, finance, sources, ways
from sim.studies.report.telling import KINDS, Telling

if TYPE_CHECKING:
    from matplotlib.figure import Figure

EVERY = 13
"""Weeks between the rows of the tables behind figures of weeks."""


class Drawn(NamedTuple):
    """A figure in a page, and the table behind it."""

    svg: str
    title: str
    head: list[str]
    rows: list[list[str]]


def document(material: Material, found: Findings, command: str, pdf: bool) -> Answer:
    """Everything that a report leaves behind.

    Args:
        material: The runs.
        found: What follows from them.
        command: The line of the report itself.
        pdf: Whether it is printed, too.
    """
    import pandas as pd

    from sim.studies.report.workbook import workbook

    paths = [each.frame() for each in material.paths.values()]
    page = partial(page_text, material, found, command)
    book = workbook({**found.tables(), "runs": material.runs, "companies": material.companies})
    files: dict[str, Any] = {f"{name}.csv": table for name, table in found.tables().items()}
    files |= {
        "paths.parquet": pd.concat(paths, ignore_index=True),
        "weekly.parquet": _weekly(material),
        "runs.parquet": material.runs,
        "companies.csv": material.companies,
    }
    if book is not None:
        files["tables.xlsx"] = book
    if pdf:
        from sim.studies.report.pdf import print_page

        for code in LANGUAGES:
            speak = Language(code)
            files[in_language("report.pdf", code)] = partial(print_page, page(speak))
    return Answer(
        files=files,
        pages={"report.html": lambda speak, place: page(speak, place)},
        context=lambda speak: material.about.get(speak.code, ""),
        told=lambda speak, out: told(material, found, speak, book is not None),
        opens="report.html",
        seeds=sorted({int(seed) for seed in material.runs["seed"].unique()})[:1],
        how={
            "people": material.people,
            "about": dict(material.about),
            "made": material.made,
            "made_by": material.command,
        },
    )


def told(material: Material, found: Findings, speak: Language, book: bool) -> str:
    """What a terminal is told: the recommendation and what it rests on."""
    from sim.report.listing import bullets, wrapped

    telling = Telling(material, found, speak)
    first = advice.recommendation(telling)
    lines = [
        f"{telling.say(f'report.lead_{key}')} {first[name]}"
        for key, name in (("now", "now"), ("then", "then"), ("not", "not_now"))
    ]
    more = [] if book else [wrapped([telling.say("report.no_workbook")])]
    return "\n\n".join([wrapped([first["title"] + "."]), bullets(lines), *more])


def _weekly(material: Material) -> Any:
    import pandas as pd

    from sim.analysis.paths import quantiles

    over = [
        quantiles(material.paths[kind], world.account) for kind, world in material.worlds.items()
    ]
    return pd.concat(over, ignore_index=True)


def page_text(
    material: Material,
    found: Findings,
    command: str,
    speak: Language,
    place: Place | None = None,
) -> str:
    """The ten pages as one file."""
    from importlib.metadata import version

    telling = Telling(material, found, speak)
    first, fourth, fifth = (
        advice.recommendation(telling),
        ways.adoption(telling),
        ways.over_time(telling),
    )
    drawn = _figures(telling, first["small"], fourth["waits"], fifth["shown"])
    beside = next(code for code in LANGUAGES if code != speak.code)
    text = render(
        "report.html.j2",
        speak,
        told=telling,
        first=first,
        third=doubt.uncertainty(telling),
        fourth=fourth,
        fifth=fifth,
        sixth=finance.controlling(telling),
        seventh=doubt.changes(telling),
        eighth=sources.data(telling),
        ninth=sources.council(telling),
        tenth=sources.methods(telling, command),
        figures=drawn,
        command=material.command,
        worlds=[
            (kind, telling.say(f"report.world_{kind}", count=world.account.hour.size))
            for kind, world in material.worlds.items()
        ],
        footer=telling.say(
            "report.footer",
            people=telling.people,
            version=version("rollout-lab"),
            model=material.model,
        ),
        strategy=telling.within(telling.rollout),
        currency=material.prices.currency,
        weeks=material.weeks,
        has_rule=telling.has_rule,
        has_own=material.own is not None and not material.own.points.empty,
        about=material.about.get(speak.code, ""),
        other=in_language("report.html", beside),
    )
    return re.sub(r"(\d) ([%€])", "\\1\N{NO-BREAK SPACE}\\2", text)  # a number and its unit


def _figures(
    told: Telling, small: Sequence[str], waits: Sequence[str], paid: Sequence[str]
) -> dict[str, Drawn]:
    """Every figure of the pages by name."""
    material, found, speak = told.material, told.findings, told.speak
    rollout = told.name(told.rollout)
    labels = [
        told.label(str(key)) for key in found.assumptions["parameter"].head(figures.MOST_BARS)
    ]
    rule = told.rule if told.has_rule else None
    draw: dict[str, tuple[Callable[[], Figure], str, str, list[str], list[list[str]]]] = {
        "small": (
            lambda: figures.worlds(material, small, speak),
            told.say("report.worlds_title"),
            _means(told, small),
            *_world_rows(told, small),
        ),
        "worlds": (
            lambda: figures.worlds(material, told.order, speak),
            told.say("report.worlds_title"),
            _means(told, told.order),
            *_world_rows(told, told.order),
        ),
        "adoption": (
            lambda: figures.adoption(material, told.rollout, rule, speak),
            told.say("report.adoption_title"),
            f"{rollout}, {told.name(REFERENCE)}",
            *_week_rows(told, "any_use", 100.0, 0),
        ),
        "lead": (
            lambda: figures.lead_time(found, waits, speak),
            told.say("report.lead_title"),
            ", ".join(told.name(each) for each in waits),
            *_wait_rows(told, waits),
        ),
        "path": (
            lambda: figures.money_path(material, told.rollout, speak),
            told.say("report.path_title"),
            rollout,
            *_money_rows(told),
        ),
        "payback": (
            lambda: figures.payback(found, paid, speak),
            told.say("report.payback_title"),
            ", ".join(told.name(each) for each in paid),
            *_paid_rows(told, paid),
        ),
        "tornado": (
            lambda: figures.tornado(found, labels, speak),
            told.say("report.tornado_title"),
            ", ".join(labels),
            *_weight_rows(told),
        ),
    }
    if material.own is not None and material.own.has_forecast:
        draw["fan"] = (
            lambda: figures.forecast(material, speak),
            told.say("report.fan_title"),
            told.say("report.fan_title"),
            *_fan_rows(told),
        )
    with look():
        return {
            name: Drawn(inline(make(), name, title, description), title, head, rows)
            for name, (make, title, description, head, rows) in draw.items()
        }


def _means(told: Telling, strategies: Sequence[str]) -> str:
    return "; ".join(
        figures.described(world, strategies, told.speak, told.material.prices.currency)
        for world in told.material.worlds.values()
    )


def _world_rows(told: Telling, strategies: Sequence[str]) -> tuple[list[str], list[list[str]]]:
    words = told.say("report.present_head").split(" | ")
    head = [words[0], "", *(word.split(", ")[-1] for word in words[2:5])]
    kinds = list(told.material.worlds)
    rows = [
        [
            told.name(name),
            told.say(f"report.kind_{kind}"),
            *(
                told.number(float(told.standing[kind][name][key]))
                for key in ("low", "mean", "high")
            ),
        ]
        for name in strategies
        for kind in kinds
    ]
    return head, rows


def _weeks(told: Telling) -> list[int]:
    weeks = told.material.weeks
    return sorted({*range(EVERY, weeks + 1, EVERY), min(12, weeks), weeks})


def _week_rows(
    told: Telling, name: str, factor: float, digits: int
) -> tuple[list[str], list[list[str]]]:
    order = told.material.strategies
    shown = [(strategy, kind) for strategy in (told.rollout, REFERENCE) for kind in KINDS]
    head = [
        told.speak.say("figures.week"),
        *(f"{told.name(s)}, {told.say(f'report.short_{k}')}" for s, k in shown),
    ]
    means = [
        factor * told.material.paths[k].values[name][order.index(s)].mean(axis=0) for s, k in shown
    ]
    return head, [
        [str(week), *(told.number(float(each[week - 1]), digits) for each in means)]
        for week in _weeks(told)
    ]


def _money_rows(told: Telling) -> tuple[list[str], list[list[str]]]:
    place = told.material.strategies.index(told.rollout)
    head, columns = [told.speak.say("figures.week")], []
    for key, digits in (("hours", 2), ("total", 0)):
        for world in told.material.kinds:
            text = told.say(f"report.path_{key}", currency=told.material.prices.currency)
            head.append(f"{text}, {told.say(f'report.short_{world.kind}')}")
            values = (
                world.account.net_hours[place].mean(axis=0)
                if key == "hours"
                else (world.account.benefit()[place].mean(axis=0).cumsum())
            )
            columns.append((values, digits))
    return head, [
        [str(week), *(told.number(float(values[week - 1]), digits) for values, digits in columns)]
        for week in _weeks(told)
    ]


def _wait_rows(told: Telling, strategies: Sequence[str]) -> tuple[list[str], list[list[str]]]:
    from sim.analysis.paths import WAITS

    table = told.findings.lead_time[told.findings.lead_time["companies_kind"] != DEFAULT]
    means = table.groupby("strategy")[list(WAITS)].mean()
    head = ["", *(told.speak.say(f"figures.part_{part}") for part in WAITS)]
    return head, [
        [told.name(name), *(told.number(float(means[part][name]), 2) for part in WAITS)]
        for name in strategies
    ]


def _paid_rows(told: Telling, strategies: Sequence[str]) -> tuple[list[str], list[list[str]]]:
    table = told.findings.payback
    names = [str(each) for each in table if str(each).startswith("by_")]
    head = [
        "",
        "",
        *(told.say("report.paid_by", week=int(name[3:])) for name in names),
        told.say("report.paid_never"),
    ]
    rows = []
    for strategy in strategies:
        for kind in KINDS:
            own = of_kind(table, kind)[strategy]
            rows.append(
                [
                    told.name(strategy),
                    told.say(f"report.short_{kind}"),
                    *(told.share(own[name]) for name in (*names, "never")),
                ]
            )
    return head, rows


def _weight_rows(told: Telling) -> tuple[list[str], list[list[str]]]:
    head = ["", "", *(told.say(f"report.short_{kind}") for kind in KINDS)]
    table = told.findings.assumptions.head(figures.MOST_BARS)
    return head, [
        [
            told.label(str(row["parameter"])),
            str(row["parameter"]),
            *(told.number(row[f"correlation_{kind}"], 2) for kind in KINDS),
        ]
        for row in table.to_dict("records")
    ]


def _fan_rows(told: Telling) -> tuple[list[str], list[list[str]]]:
    head = [
        told.speak.say("figures.week"),
        told.say("report.fan"),
        told.say("report.median"),
        told.say("report.observed"),
    ]
    own = told.material.own
    return head, [
        [
            str(int(row["week"])),
            f"{told.share(row['low'])} … {told.share(row['high'])}",
            told.share(row["median"]),
            told.share(own.at(int(row["week"]))),
        ]
        for row in own.forecast.to_dict("records")
    ]
