"""Pages 3 and 7: what is not known, and what would change the recommendation."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from sim.report.tables import rows_of
from sim.studies.report.material import DEFAULT
from sim.studies.report.telling import Row, Telling


def uncertainty(told: Telling) -> dict[str, Any]:
    """Page 3."""
    width = told.findings.not_known.set_index("what")["width"].to_dict()
    alone = told.standing[DEFAULT]
    means = {
        kind: max(told.order, key=lambda name: told.standing[kind][name]["mean"])
        for kind in told.kinds
    }
    same = len(set(means.values())) == 1
    places = {kind: told.within(name) for kind, name in means.items()}
    return {
        "title": told.say("report.title_3_same" if same else "report.title_3_apart", **places),
        "kinds": [
            told.row(
                f"report.know_{what}",
                f"report.know_{what}_is",
                f"report.know_{what}_size",
                f"report.know_{what}_less",
                width=told.money(width[what]),
                without=told.money(width.get("company_without", math.nan)),
            )
            for what in ("luck", "company", "model")
        ],
        "alone": bool(alone),
        "weighs": _weighs(told),
    }


def _weighs(told: Telling) -> str:
    """The assumption that weighs most, in a sentence or two."""
    most = told.findings.weightiest
    if most is None or not most.middle:
        return told.say("report.weighs_none")
    kind = next(iter(most.middle))  # the firm's own, where there is one
    key = "report.weighs" if most.decides else "report.weighs_maybe"
    number = told.speak.tick
    return told.say(
        key,
        parameter=told.label(most.key),
        name=most.key,
        low=number(_round(most.low)),
        high=number(_round(most.high)),
        default=number(_round(most.default)),
        unit=_unit(told, most.unit),
        source=told.say("report.sourced" if most.sourced else "report.not_sourced"),
        strategy=told.within(told.rollout),
        middle=number(_round(most.middle[kind])),
        below=told.beside(told.share(most.below[each]) for each in most.middle),
        above=told.beside(told.share(most.above[each]) for each in most.middle),
    )


def _unit(told: Telling, unit: str) -> str:
    """Hours a week are told as such; other units are those of the key."""
    return f"\N{NO-BREAK SPACE}{told.say('report.hours_a_week')}" if unit == "h/week" else ""


def _round(value: float) -> float:
    return float(f"{value:.2g}") if math.isfinite(value) else value


def changes(told: Telling) -> dict[str, Any]:
    """Page 7."""
    rules, prices = told.findings.switch_rules, []
    for key in ("hour", "realised", "seat_month"):
        frame = told.findings.break_even.query("price == @key")
        own = rows_of(frame.query("strategy == @told.rollout and companies_kind in @told.kinds"))
        if own:
            today = _price(told, key, frame["today"].iloc[0])
            turns = [_turn(told, key, row) for row in own]
            prices.append(Row([told.say(f"report.flip_{key}"), today, *turns]))
    best = rules.iloc[int(rules["trial"].argmax())]
    return {
        "title": told.say(
            f"report.title_7_{told.rule_kind}",
            threshold=told.threshold(),
            week=int(told.rule["week"]),
            strategy=told.within(told.rollout),
        ),
        "rows": [_look(told, row) for row in rows_of(rules[rules["strategy"] == told.rollout])],
        "prices": prices,
        "best": told.say(
            "report.best_trial",
            strategy=told.within(str(best["strategy"])),
            week=int(best["week"]),
            money=told.money(float(best["trial"]), True),
        ),
        "beats": (told.findings.assumptions.filter(like="p_holm_") < 0.05).any(axis=None),
    }


def _look(told: Telling, row: Mapping[str, Any]) -> Row:
    """A week in which one looks, and what the rule would be then."""
    none = math.isnan(row["threshold"])
    cells = [
        str(row["week"]),
        told.say("report.stop_always") if none else told.share(row["threshold"]),
        told.share(row["goes_on"]),
        "–" if none else told.share(row["pays_above"]),
        told.share(row["pays_below"]),
        *(told.money(row[each], True) for each in ("until", "judged_always", "judged", "trial")),
    ]
    return Row(cells, row["week"] == told.rule["week"])


def _turn(told: Telling, key: str, row: Mapping[str, Any]) -> str:
    """Where a rollout begins to pay, or ceases to."""
    at = "" if math.isnan(row["at"]) else _price(told, key, row["at"])
    return told.say(f"report.pays_{row['pays']}", at=at)


def _price(told: Telling, key: str, value: float) -> str:
    return told.share(value) if key == "realised" else told.money(value)
