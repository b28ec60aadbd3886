"""Page 6: money as finance counts it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from sim.base.presets import REFERENCE
from sim.studies.report.findings import of_kind
from sim.studies.report.pages.common import Row
from sim.studies.report.telling import Telling


def controlling(told: Telling) -> dict[str, Any]:
    """Page 6."""
    main = told.rollout
    steady = {kind: of_kind(told.findings.steady, kind) for kind in told.kinds}
    whole = {kind: of_kind(told.findings.account, kind) for kind in told.kinds}
    first = told.kinds[0]
    better = steady[first][main]["net"] / told.material.people > whole[first][main]["net_benefit"]
    return {
        "title": told.say("report.title_6_better" if better else "report.title_6"),
        "steady": [
            _steady(told, steady, key)
            for key in (
                "licensed",
                "active",
                "hours_saved",
                "hours_put_in",
                "net_hours",
                "ends",
                "value",
                "licences",
                "other",
                "net",
                "ratio",
                "break_even_hours",
            )
        ],
        "account": [
            _account(told, whole, key)
            for key in (
                "cash_licences",
                "cash_other",
                "value_put_in",
                "value_back",
                "net_benefit",
                "ends",
                "not_realised",
                "beats_nothing",
            )
        ],
        "grid": {kind: _grid(told, kind) for kind in told.kinds},
        "hours": sorted(told.findings.grid["hour"].unique()),
        "prices": _prices(told),
    }


def _steady(told: Telling, steady: Mapping[str, Any], key: str) -> Row:
    cells = [told.say(f"report.steady_{key}")]
    for name in (told.rollout, REFERENCE):
        for kind in told.kinds:
            row = steady[kind][name]
            cells.append(_steady_cell(told, row, key, name))
    return Row(cells, key == "net")


def _steady_cell(told: Telling, row: Mapping[str, float], key: str, name: str) -> str:
    if name == REFERENCE and key in ("ends", "hours_saved", "hours_put_in", "net_hours"):
        return told.number(0.0, 2) if key != "ends" else "–"
    if key in ("licensed", "active"):
        return told.number(row[key])
    if key == "ends":
        return told.ends(told.number(row["net_low"], 1), told.number(row["net_high"], 1))
    if key in ("hours_saved", "hours_put_in", "net_hours", "break_even_hours"):
        return told.number(row[key], 2)
    if key == "ratio":
        return "–" if math.isnan(row[key]) else f"{told.number(row[key], 1)} : 1"
    sign = -1.0 if key in ("licences", "other") else 1.0
    return told.number(sign * row[key] + 0.0, signed=key == "net")


def _account(told: Telling, whole: Mapping[str, Any], key: str) -> Row:
    cells = [told.say(f"report.account_{key}")]
    for name in (told.rollout, REFERENCE):
        for kind in told.kinds:
            row = whole[kind][name]
            if key == "ends":
                cells.append(
                    told.ends(told.number(row["low"]), told.number(row["high"]))
                    if name != REFERENCE
                    else "–"
                )
            elif key == "beats_nothing":
                cells.append(told.share(row[key]) if name != REFERENCE else "–")
            else:
                cells.append(told.number(row[key] + 0.0, signed=key == "net_benefit"))
    return Row(cells, key == "net_benefit")


def _grid(told: Telling, kind: str) -> list[tuple[str, list[tuple[str, float]]]]:
    """Rows of a grid: realised share, and each cell with how dark it is."""
    frame = told.findings.grid
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
