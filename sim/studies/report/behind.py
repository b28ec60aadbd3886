"""Every figure of a report, and the table that stands folded behind it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from sim.analysis.money import paid_by
from sim.analysis.paths import WAITS
from sim.base.arrays import Floats
from sim.base.presets import REFERENCE
from sim.report.page import BETWEEN
from sim.report.plots.svg import inline, look
from sim.report.tables import rows_of
from sim.studies.report import figures
from sim.studies.report.telling import Telling

if TYPE_CHECKING:
    from matplotlib.figure import Figure

EVERY = 13
"""Weeks between the rows of the tables behind figures of weeks."""
Behind = tuple[list[str], list[list[str]]]
"""Head and rows of a table behind a figure."""


class Drawn(NamedTuple):
    """A figure in a page, and the table behind it."""

    svg: str
    title: str
    head: list[str]
    rows: list[list[str]]


def drawn_figures(told: Telling, waits: Sequence[str]) -> dict[str, Drawn]:
    """Every figure of the pages by name; `waits` are the strategies whose waits are compared."""
    material, found, speak = told.material, told.findings, told.speak
    rollout, ends = told.name(told.rollout), paid_by(material.weeks)
    labels = [
        told.label(str(key)) for key in found.assumptions["parameter"].head(figures.MOST_BARS)
    ]
    rule = told.rule if told.has_rule else None
    # Name: what draws it, the text that is its title, what one sees in it, the table behind it.
    draw: dict[str, tuple[Callable[[], Figure], str, str, Behind]] = {
        "small": (
            lambda: figures.worlds(material, told.shown, speak),
            "worlds", _means(told, told.shown), _world_rows(told, told.shown),
        ),
        "worlds": (
            lambda: figures.worlds(material, told.order, speak),
            "worlds", _means(told, told.order), _world_rows(told, told.order),
        ),
        "adoption": (
            lambda: figures.adoption(material, told.rollout, rule, speak),
            "adoption", f"{rollout}, {told.name(REFERENCE)}", _use_rows(told),
        ),
        "lead": (
            lambda: figures.lead_time(told.waits, waits, told.say("report.axis_lead"), speak),
            "lead", _named(told, waits), _wait_rows(told, waits),
        ),
        "path": (
            lambda: figures.money_path(material, told.rollout, speak),
            "path", rollout, _money_rows(told),
        ),
        "payback": (
            lambda: figures.payback(found, told.shown, told.kinds, ends, speak),
            "payback", _named(told, told.shown), _paid_rows(told, ends),
        ),
        "tornado": (
            lambda: figures.tornado(found, labels, told.kinds, speak),
            "tornado", ", ".join(labels), _weight_rows(told),
        ),
    }  # fmt: skip
    if material.own is not None and material.own.has_forecast:
        draw["fan"] = (
            lambda: figures.forecast(material, speak),
            "fan", told.say("report.fan_title"), _fan_rows(told),
        )  # fmt: skip
    drawn = dict[str, Drawn]()
    with look():
        for name, (make, title, description, behind) in draw.items():
            words = told.say(f"report.{title}_title")
            drawn[name] = Drawn(inline(make(), name, words, description), words, *behind)
    return drawn


def _named(told: Telling, strategies: Sequence[str]) -> str:
    return ", ".join(told.name(each) for each in strategies)


def _means(told: Telling, strategies: Sequence[str]) -> str:
    return "; ".join(
        figures.described(world, strategies, told.speak, told.material.prices.currency)
        for world in told.material.worlds.values()
    )


def _short(told: Telling) -> list[str]:
    """What the kinds of companies are called in a head."""
    return [told.say(f"report.short_{kind}") for kind in told.kinds]


def _world_rows(told: Telling, strategies: Sequence[str]) -> Behind:
    rows = [
        [
            told.name(name),
            told.say(f"report.kind_{kind}"),
            *(told.number(told.standing[kind][name][key]) for key in ("low", "mean", "high")),
        ]
        for name in strategies
        for kind in told.material.worlds
    ]
    return told.say("report.worlds_head").split(BETWEEN), rows


def _week_rows(told: Telling, columns: Sequence[tuple[str, Floats, int]]) -> Behind:
    """Columns by week: head, values and decimals of each."""
    last = told.material.weeks
    weeks = sorted({*range(EVERY, last + 1, EVERY), min(12, last), last})
    return [told.say("figures.week"), *(head for head, _, _ in columns)], [
        [str(week), *(told.number(float(own[week - 1]), digits) for _, own, digits in columns)]
        for week in weeks
    ]


def _use_rows(told: Telling) -> Behind:
    order, paths = told.material.strategies, told.material.paths
    return _week_rows(told, [
        (f"{told.name(strategy)}, {short}",
         100.0 * paths[kind].values["any_use"][order.index(strategy)].mean(axis=0), 0)
        for strategy in (told.rollout, REFERENCE)
        for kind, short in zip(told.kinds, _short(told), strict=True)
    ])  # fmt: skip


def _money_rows(told: Telling) -> Behind:
    place, currency = told.material.strategies.index(told.rollout), told.material.prices.currency
    hours, total = (told.say(f"report.path_{key}", currency=currency) for key in ("hours", "total"))
    worlds = list(zip(told.material.kinds, _short(told), strict=True))
    return _week_rows(told, [
        *((f"{hours}, {short}", world.account.net_hours[place].mean(axis=0), 2)
          for world, short in worlds),
        *((f"{total}, {short}", world.account.benefit()[place].mean(axis=0).cumsum(), 0)
          for world, short in worlds),
    ])  # fmt: skip


def _wait_rows(told: Telling, strategies: Sequence[str]) -> Behind:
    return ["", *(told.say(f"figures.part_{part}") for part in WAITS)], [
        [told.name(name), *(told.number(float(told.waits[part][name]), 2) for part in WAITS)]
        for name in strategies
    ]


def _paid_rows(told: Telling, ends: Sequence[int]) -> Behind:
    head = [told.say("report.paid_by", week=week) for week in ends]
    names = [*(f"by_{week}" for week in ends), "never"]
    shares = told.of_kinds(told.findings.payback)
    return ["", "", *head, told.say("report.paid_never")], [
        [told.name(strategy), short, *(told.share(shares[kind][strategy][name]) for name in names)]
        for strategy in told.shown
        for kind, short in zip(told.kinds, _short(told), strict=True)
    ]


def _weight_rows(told: Telling) -> Behind:
    return ["", "", *_short(told)], [
        [
            told.label(row["parameter"]),
            row["parameter"],
            *(told.number(row[f"correlation_{kind}"], 2) for kind in told.kinds),
        ]
        for row in rows_of(told.findings.assumptions.head(figures.MOST_BARS))
    ]


def _fan_rows(told: Telling) -> Behind:
    keys = ("figures.week", "report.fan", "report.median", "report.observed")
    return [told.say(key) for key in keys], [
        [
            str(int(row["week"])),
            f"{told.share(row['low'])} … {told.share(row['high'])}",
            told.share(row["median"]),
            told.share(told.material.own.at(int(row["week"]))),
        ]
        for row in rows_of(told.material.own.forecast)
    ]
