"""Every figure of a report, and the table that stands folded behind it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from sim.base.presets import REFERENCE
from sim.report.plots.svg import inline, look
from sim.studies.report import figures
from sim.studies.report.findings import of_kind
from sim.studies.report.telling import Telling

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


def drawn_figures(
    told: Telling, small: Sequence[str], waits: Sequence[str], paid: Sequence[str]
) -> dict[str, Drawn]:
    """Every figure of the pages by name."""
    material, found, speak = told.material, told.findings, told.speak
    rollout, deciding = told.name(told.rollout), [each.kind for each in material.deciding]
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
            lambda: figures.lead_time(found, waits, deciding, told.say("report.axis_lead"), speak),
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
            lambda: figures.payback(found, paid, told.kinds, speak),
            told.say("report.payback_title"),
            ", ".join(told.name(each) for each in paid),
            *_paid_rows(told, paid),
        ),
        "tornado": (
            lambda: figures.tornado(found, labels, told.kinds, speak),
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
    head = told.say("report.worlds_head").split(" | ")
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
    shown = [(strategy, kind) for strategy in (told.rollout, REFERENCE) for kind in told.kinds]
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

    deciding = [each.kind for each in told.material.deciding]
    table = told.findings.lead_time[told.findings.lead_time["companies_kind"].isin(deciding)]
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
        for kind in told.kinds:
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
    head = ["", "", *(told.say(f"report.short_{kind}") for kind in told.kinds)]
    table = told.findings.assumptions.head(figures.MOST_BARS)
    return head, [
        [
            told.label(str(row["parameter"])),
            str(row["parameter"]),
            *(told.number(row[f"correlation_{kind}"], 2) for kind in told.kinds),
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
