"""Pages 4 and 5: adoption and money over time."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.analysis.money import paid_by
from sim.base.presets import REFERENCE
from sim.studies.report.findings import of_kind
from sim.studies.report.material import FITTED
from sim.studies.report.pages.common import Row, shown
from sim.studies.report.telling import Telling


def adoption(told: Telling) -> dict[str, Any]:
    """Page 4."""
    steady, own = told.findings.steady, told.material.own
    last = {kind: of_kind(steady, kind)[told.rollout]["active"] for kind in told.kinds}
    table, deciding = told.findings.lead_time, [each.kind for each in told.material.deciding]
    waits = table[table["companies_kind"].isin(deciding)]
    means = waits.groupby("strategy")["lead_time"].mean()
    shortest = str(means.idxmin())
    return {
        "title": told.say(
            "report.title_4",
            strategy=told.within(told.rollout),
            **told.each(lambda kind: told.share(last[kind] / told.material.people)),
        ),
        "programme": told.within(own.programme)
        if own is not None and own.programme not in ("", told.rollout)
        else "",
        "words": [
            Row(
                [
                    told.say(f"report.word_{name}"),
                    told.say(f"report.word_{name}_is"),
                    told.say(f"report.word_{name}_there"),
                ]
            )
            for name in ("any", "regular", "genuine")
        ],
        "waits": list(
            dict.fromkeys([REFERENCE, told.rollout, *([shortest] if shortest != REFERENCE else [])])
        ),
        "lead": told.say(
            "report.lead_note",
            shortest=told.within(shortest),
            weeks=told.number(float(means.min()), 2),
            nothing=told.number(float(means[REFERENCE]), 2),
            strategy=told.within(told.rollout),
            own=told.number(float(means[told.rollout]), 2),
        ),
    }


def over_time(told: Telling) -> dict[str, Any]:
    """Page 5."""
    place = told.material.strategies.index(told.rollout)
    low = {
        world.kind: float(np.cumsum(world.account.benefit()[place].mean(axis=0)).min())
        for world in told.material.kinds
    }
    values = {
        kind: told.findings.present_value[told.findings.present_value["companies_kind"] == kind]
        for kind in told.kinds
    }
    rows = []
    for name in (told.rollout, REFERENCE):
        for rate in told.material.prices.rates:
            cells = [
                told.name(name),
                told.speak.share(rate, 0 if round(100 * rate, 6) % 1 == 0 else 1),
            ]
            for kind in told.kinds:
                own = values[kind][values[kind]["strategy"] == name]
                row = own[(own["interest"] - rate).abs() < 1e-12].iloc[0]
                beside = told.material.has_fitted and kind != FITTED
                parts = ["mean"] if beside else ["low", "mean", "high"]
                cells += [told.number(float(row[each])) for each in parts]
            rows.append(Row(cells, name == told.rollout and rate == 0.0))
            if name == REFERENCE:
                break
    ends = paid_by(told.material.weeks)
    back = {kind: of_kind(told.findings.payback, kind)[told.rollout] for kind in told.kinds}
    key = f"by_{ends[-1]}"
    return {
        "title": told.say(
            "report.title_5",
            **told.each(lambda kind: told.share(back[kind][key])),
            weeks=told.material.weeks,
            strategy=told.within(told.rollout),
        ),
        "low": told.say(
            "report.lowest",
            **told.each(lambda kind: told.money(low[kind])),
        ),
        "rows": rows,
        "shown": shown(told),
    }
