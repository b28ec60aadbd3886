"""7b. Threat: AI as something abstract and dangerous, or as something one has a hand in."""

from __future__ import annotations

from dataclasses import dataclass

from sim.base.arrays import Floats, Rows, Table
from sim.base.kernel import kernel
from sim.base.params import Checked, param
from sim.model.offer import ANNOUNCEMENT, CANDOUR, HYPE, LEADING, PRESSURE, Offer
from sim.model.state import State


@dataclass(frozen=True)
class ThreatParameters(Checked):
    """Neutral: all rates 0."""

    experience: float = param(
        0.055,
        0.0,
        1.0,
        unit="per week",
        doc="fall with own good experience (use x saving)",
        sweep=(0.01, 0.3),
        log=True,
    )
    participation: float = param(
        0.037,
        0.0,
        1.0,
        unit="per hour",
        doc="fall per hour of taking part in redesign",
        sweep=(0.007, 0.2),
        log=True,
    )
    candour: float = param(
        0.017,
        0.0,
        1.0,
        unit="per week",
        doc="fall under a candid, leading manager",
        sweep=(0.003, 0.1),
        log=True,
    )
    mandate: float = param(
        0.01,
        0.0,
        1.0,
        unit="per week",
        doc="rise under a full mandate",
        sweep=(0.002, 0.05),
        log=True,
    )
    hype: float = param(
        0.017, 0.0, 1.0, unit="per week", doc="rise under full hype", sweep=(0.003, 0.1), log=True
    )


def threat(state: State, offer: Offer) -> None:
    """Falls by rate x theta, rises by rate x (1 - theta)."""
    people, rates = state.people, state.rules(ThreatParameters)
    _feel(
        rates.experience, rates.participation, rates.candour, rates.mandate,
        rates.hype, offer.table, people.manager, people.redesign_hours, people.effective_use,
        people.saving, people.threat, people.change.threat,
    )  # fmt: skip


@kernel
def _feel(
    by_experience: float, by_participation: float, by_candour: float, by_mandate: float,
    by_hype: float, offer: Table, manager: Rows, redesign_hours: Floats, use: Floats,
    saving: Floats, state: Floats, change: Floats,
) -> None:  # fmt: skip
    announcement, hype, pressure = offer[ANNOUNCEMENT], offer[HYPE], offer[PRESSURE]
    leading, candour = offer[LEADING], offer[CANDOUR]
    for i in range(state.shape[0]):
        fall = by_experience * use[i] * max(0.0, saving[i]) + by_participation * redesign_hours[i]
        rise = by_mandate * pressure[i] + by_hype * announcement[i] * max(0.0, hype[i])
        boss = manager[i]
        if boss >= 0:
            fall += by_candour * leading[boss] * candour[boss]
        change[i] += min(1.0, rise) * (1.0 - state[i]) - min(1.0, fall) * state[i]
