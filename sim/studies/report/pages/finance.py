"""Page 6: money as finance counts it."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

from sim.base.presets import REFERENCE
from sim.studies.report.telling import Row, Telling

STEADY = {
    "licensed": 0, "active": 0, "hours_saved": 2, "hours_put_in": 2, "net_hours": 2, "ends": 1,
    "value": 0, "licences": 0, "other": 0, "net": 0, "ratio": 1, "break_even_hours": 2,
}  # fmt: skip
"""Rows of a month in the end, with their decimals."""
ACCOUNT = ("cash_licences", "cash_other", "value_put_in", "value_back", "net_benefit", "ends",
           "not_realised", "beats_nothing")  # fmt: skip
"""Rows of the whole account."""
OF_ROLLOUTS = ("hours_saved", "hours_put_in", "net_hours")
"""Rows that say what a rollout makes different: doing nothing has 0 there."""
Cell = Callable[[Telling, Mapping[str, float], str, bool], str]


def controlling(told: Telling) -> dict[str, Any]:
    """Page 6."""
    steady, account = (told.of_kinds(each) for each in
                       (told.findings.steady_state, told.findings.account))  # fmt: skip
    first, main = told.kinds[0], told.rollout
    better = steady[first][main]["net"] / told.material.people > account[first][main]["net_benefit"]
    return {
        "title": told.say("report.title_6_better" if better else "report.title_6"),
        "steady": [
            _row(told, told.say(f"report.steady_{key}"), key, steady, _steady, key == "net")
            for key in STEADY
        ],
        "account": [
            _row(
                told,
                told.say(f"report.account_{key}"),
                key,
                account,
                _account,
                key == "net_benefit",
            )
            for key in ACCOUNT
        ],
        "grid": {kind: _grid(told, kind) for kind in told.kinds},
        "hours": sorted(told.findings.price_grid["hour"].unique()),
        "prices": _prices(told),
    }


def _row(
    told: Telling, title: str, key: str, rows: Mapping[str, Any], cell: Cell, marked: bool
) -> Row:
    """A row of a table: the rollout in every kind of companies, then doing nothing."""
    cells = [cell(told, rows[kind][name], key, name == REFERENCE)
             for name in (told.rollout, REFERENCE) for kind in told.kinds]  # fmt: skip
    return Row([title, *cells], marked)


def _steady(told: Telling, row: Mapping[str, float], key: str, nothing: bool) -> str:
    decimals = STEADY[key]
    if key == "ends":
        ends = (told.number(row[each], decimals) for each in ("net_low", "net_high"))
        return "–" if nothing else told.ends(*ends)
    if key == "ratio":
        return "–" if math.isnan(row[key]) else f"{told.number(row[key], decimals)} : 1"
    if nothing and key in OF_ROLLOUTS:
        return told.number(0.0, decimals)
    sign = -1.0 if key in ("licences", "other") else 1.0
    return told.number(sign * row[key] + 0.0, decimals, key == "net")


def _account(told: Telling, row: Mapping[str, float], key: str, nothing: bool) -> str:
    if key in ("ends", "beats_nothing") and nothing:
        return "–"
    if key == "ends":
        return told.ends(told.number(row["low"]), told.number(row["high"]))
    if key == "beats_nothing":
        return told.share(row[key])
    return told.number(row[key] + 0.0, signed=key == "net_benefit")


def _grid(told: Telling, kind: str) -> list[tuple[str, list[tuple[str, float]]]]:
    """Rows of a grid: realised share, and each cell with how dark it is."""
    frame = told.findings.price_grid
    own = frame[(frame["companies_kind"] == kind) & (frame["strategy"] == told.rollout)]
    return [
        (
            told.share(float(str(realised))),
            [(told.share(value), value) for value in part.sort_values("hour")["beats_nothing"]],
        )
        for realised, part in own.groupby("realised")
    ]


def _prices(told: Telling) -> list[tuple[str, str, str, str]]:
    """Every price: in words, where it is from (in words and as a key), and who says so."""
    found = []
    for key, price in told.material.prices.by_key().items():
        source = told.say(f"report.source_{key}") if price.origin == "sourced" else price.source
        if key in ("realised_share", "interest"):
            value = told.share(price.value)
        elif price.origin == "drawn":
            value = told.say("report.span", low=told.money(price.low), high=told.money(price.high))
        else:
            value = told.money(price.value, decimals=0 if float(price.value).is_integer() else 2)
        origin = told.say(f"report.origin_{price.origin}")
        found.append((told.say(f"report.price_{key}", value=value), origin, price.origin, source))
    return found
