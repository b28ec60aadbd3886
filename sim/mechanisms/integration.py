"""12. Integration: AI built into the shared process, station by station."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from numba import njit

from sim.params import Checked, param

if TYPE_CHECKING:
    from sim.firm import Firm
    from sim.offer import Offer


@dataclass(frozen=True)
class IntegrationParameters(Checked):
    """Neutral: no support hours, and no integration happens."""

    friction_removed: float = param(
        0.5, 0.0, 1.0, "share", doc="part of a friction that full integration removes", sweep=(0.2, 0.8)
    )
    steepness: float = param(
        2.0, 0.1, 10.0, "exponent", doc="how little a half-finished redesign pays", sweep=(1, 4)
    )
    neighbour: float = param(
        0.5, 0.0, 1.0, "share", doc="weight of the next station's use in a hand-over", sweep=(0, 1)
    )
    dual_running: float = param(
        0.05, 0.0, 1.0, "share", doc="extra hours where integrated meets not integrated", sweep=(0, 0.2)
    )
    redesign_hours: float = param(
        80.0, 1.0, 5000.0, "h", doc="support hours to redesign the first station", sweep=(20, 300)
    )
    learning: float = param(
        0.32, 0.0, 2.0, "exponent", "learning curves: each doubling costs .70-.95 (here .80)",
        "how fast redesign gets cheaper with experience", (0.07, 0.51),
    )  # fmt: skip
    similarity: float = param(
        0.5, 0.0, 1.0, "share", doc="what experience from another phase is worth", sweep=(0.2, 1)
    )
    visibility: float = param(
        0.25, 0.0, 1.0, "share", doc="experience that becomes known without transparency"
    )
    insight: float = param(
        0.35, 0.0, 1.0, "share", doc="real frictions known to one participant", sweep=(0.1, 0.6)
    )
    decay: float = param(
        0.01, 0.0, 1.0, "per week", doc="erosion of an integration nobody uses", sweep=(0, 0.06)
    )
    decision_delay: float = param(
        3.0, 0.0, 26.0, "weeks", doc="delay of a decision without an owner", sweep=(1, 8)
    )
    decision_delay_owner: float = param(
        0.0, 0.0, 26.0, "weeks", doc="delay of a decision with an owner", sweep=(0, 2)
    )
    disputes: float = param(
        0.03, 0.0, 1.0, "share", doc="hand-overs to another team with unclear responsibility"
    )
    disputed_returns: float = param(
        0.25, 0.0, 1.0, "share", doc="returned items with unclear responsibility"
    )


def integration(firm: Firm, offer: Offer) -> None:
    """I <- I + sqrt(x) hours / R - decay (1 - x) I, from `decision delay` after the start on.

    x is the mean effective use at the station, R = R_0 N^-learning, and N = 1 plus the
    integration achieved so far, weighted by visibility and by similarity of phase. Support
    hours are shared equally by the open stations that may start; none is given where I is 1.
    """
    stations, rules = firm.stations, firm.config.work.integration
    stations.open_new(offer, rules, firm.week)
    seen = rules.visibility + (1.0 - rules.visibility) * min(1.0, offer.visibility)
    firm.support_hours = _integrate(
        firm.week, offer.support_hours, rules.redesign_hours, rules.learning, rules.similarity,
        seen, rules.decay, offer.upkeep, stations.opened, stations.delay, stations.use,
        stations.experience, stations.integration,
    )  # fmt: skip


@njit(cache=True)
def _integrate(
    week: int, support: float, first: float, learning: float, similarity: float,
    seen: float, decay: float, upkeep: float, opened: Any, delay: Any, use: Any,
    experience: Any, integration: Any,
) -> float:  # fmt: skip
    waiting = 0
    for s in range(opened.shape[0]):
        if opened[s] >= 0 and week >= opened[s] + delay[s] and integration[s] < 1.0:
            waiting += 1
    share = support / waiting if waiting > 0 else 0.0
    total = 0.0
    for phase in range(4):
        total += experience[phase]
    known = (
        similarity * total + (1.0 - similarity) * experience[0],
        similarity * total + (1.0 - similarity) * experience[1],
        similarity * total + (1.0 - similarity) * experience[2],
        similarity * total + (1.0 - similarity) * experience[3],
    )
    spent = 0.0
    for s in range(opened.shape[0]):
        fall = min(1.0, decay * (1.0 - upkeep)) * (1.0 - use[s]) * integration[s]
        rise = 0.0
        if share > 0.0 and opened[s] >= 0 and week >= opened[s] + delay[s] and integration[s] < 1.0:
            effort = first * (1.0 + known[s % 4]) ** (-learning)
            pace = math.sqrt(use[s]) / effort
            # No more hours than bring the station to 1; where nobody uses it, none help.
            wanted = (1.0 - integration[s]) / pace if pace > 0.0 else 0.0
            given = min(share, wanted)
            rise = min(1.0 - integration[s], pace * given)
            spent += given
            experience[s % 4] += seen * rise
        integration[s] += rise - fall
    return spent
