"""Pages 4 and 5: adoption and money over time."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.analysis.money import paid_by
from sim.base.presets import REFERENCE
from sim.studies.report.material import FITTED
from sim.studies.report.telling import Row, Telling


def adoption(told: Telling) -> dict[str, Any]:
    """Page 4."""
    own, lead = told.material.own, told.waits["lead_time"]
    last, shortest = told.of_kinds(told.findings.steady_state), str(lead.idxmin())
    active = {kind: last[kind][told.rollout]["active"] for kind in told.kinds}
    return {
        "title": told.say(
            "report.title_4",
            strategy=told.within(told.rollout),
            **told.each(lambda kind: told.share(active[kind] / told.material.people)),
        ),
        "programme": told.within(own.programme)
        if own is not None and own.programme not in ("", told.rollout)
        else "",
        "words": [
            told.row(f"report.word_{name}", f"report.word_{name}_is", f"report.word_{name}_there")
            for name in ("any", "regular", "genuine")
        ],
        "waits": list(dict.fromkeys([REFERENCE, told.rollout, shortest])),
        "lead": told.say(
            "report.lead_note",
            shortest=told.within(shortest),
            weeks=told.number(float(lead.min()), 2),
            nothing=told.number(float(lead[REFERENCE]), 2),
            strategy=told.within(told.rollout),
            own=told.number(float(lead[told.rollout]), 2),
        ),
    }


def over_time(told: Telling) -> dict[str, Any]:
    """Page 5."""
    place, rates = told.material.strategies.index(told.rollout), told.material.prices.rates
    low = {
        world.kind: float(np.cumsum(world.account.benefit()[place].mean(axis=0)).min())
        for world in told.material.kinds
    }
    rows = [_present(told, told.rollout, rate) for rate in rates]
    back = told.of_kinds(told.findings.payback)
    last = f"by_{paid_by(told.material.weeks)[-1]}"
    return {
        "title": told.say(
            "report.title_5",
            **told.each(lambda kind: told.share(back[kind][told.rollout][last])),
            weeks=told.material.weeks,
            strategy=told.within(told.rollout),
        ),
        "low": told.say("report.lowest", **told.each(lambda kind: told.money(low[kind]))),
        "rows": [*rows, _present(told, REFERENCE, rates[0])],
    }


def _present(told: Telling, name: str, rate: float) -> Row:
    """Present value at an interest rate; beside fitted companies, the others have a mean only."""
    table = told.findings.present_value
    values = told.of_kinds(table[(table["interest"] - rate).abs() < 1e-12])
    cells = [told.name(name), told.speak.share(rate, 0 if round(100 * rate, 6) % 1 == 0 else 1)]
    for kind in told.kinds:
        beside = told.material.has_fitted and kind != FITTED
        parts = ("mean",) if beside else ("low", "mean", "high")
        cells += [told.number(values[kind][name][each]) for each in parts]
    return Row(cells, name == told.rollout and rate == 0.0)
