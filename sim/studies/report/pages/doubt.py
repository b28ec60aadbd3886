"""Pages 3 and 7: what is not known, and what would change the recommendation."""

from __future__ import annotations

import math
from typing import Any

from sim.studies.report.material import DEFAULT
from sim.studies.report.pages.common import Row, threshold
from sim.studies.report.telling import Telling


def uncertainty(told: Telling) -> dict[str, Any]:
    """Page 3."""
    width = {
        str(row["what"]): float(row["width"]) for row in told.findings.unknown.to_dict("records")
    }
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
            Row(
                [
                    told.say(f"report.know_{what}"),
                    told.say(f"report.know_{what}_is"),
                    told.say(
                        f"report.know_{what}_size",
                        width=told.money(width[what]),
                        without=told.money(width.get("company_without", math.nan)),
                    ),
                    told.say(f"report.know_{what}_less"),
                ]
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
    own = told.findings.rules[told.findings.rules["strategy"] == told.rollout]
    rows = []
    for row in own.to_dict("records"):
        none = math.isnan(row["threshold"])
        rows.append(
            Row(
                [
                    str(row["week"]),
                    told.say("report.stop_always") if none else told.share(row["threshold"]),
                    told.share(row["goes_on"]),
                    "–" if none else told.share(row["pays_above"]),
                    told.share(row["pays_below"]),
                    told.money(row["until"], True),
                    told.money(row["judged_always"], True),
                    told.money(row["judged"], True),
                    told.money(row["trial"], True),
                ],
                row["week"] == told.rule["week"],
            )
        )
    prices = []
    for key in ("hour", "realised", "seat_month"):
        cells = [told.say(f"report.flip_{key}")]
        for kind in told.kinds:
            frame = told.findings.break_even
            found = frame[
                (frame["companies_kind"] == kind)
                & (frame["price"] == key)
                & (frame["strategy"] == told.rollout)
            ]
            if len(found):
                cells += [_turn(told, key, found.iloc[0])]
        if len(cells) > 1:
            today = told.findings.break_even.query("price == @key")["today"].iloc[0]
            cells.insert(1, told.share(today) if key == "realised" else told.money(today))
            prices.append(Row(cells))
    tests = told.findings.rules.loc[told.findings.rules.groupby("strategy")["trial"].idxmax()]
    best = tests.sort_values("trial", ascending=False).iloc[0]
    return {
        "title": told.say(
            f"report.title_7_{told.rule_kind}",
            threshold=threshold(told),
            week=int(told.rule["week"]),
            strategy=told.within(told.rollout),
        ),
        "rows": rows,
        "prices": prices,
        "best": told.say(
            "report.best_trial",
            strategy=told.within(str(best["strategy"])),
            week=int(best["week"]),
            money=told.money(float(best["trial"]), True),
        ),
        "beats": any(
            bool((told.findings.assumptions[f"p_holm_{kind}"] < 0.05).any()) for kind in told.kinds
        )
        if not told.findings.assumptions.empty
        else False,
    }


def _turn(told: Telling, key: str, row: Any) -> str:
    pays = str(row["pays"])
    at = (
        ""
        if math.isnan(row["at"])
        else (told.share(row["at"]) if key == "realised" else told.money(row["at"], decimals=0))
    )
    return told.say(f"report.pays_{pays}", at=at)
