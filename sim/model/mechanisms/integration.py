"""12. Integration: AI built into the shared process, station by station."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from sim.base.arrays import Floats, Ints
from sim.base.kernel import kernel
from sim.base.params import Checked, param
from sim.model.offer import Offer
from sim.model.state import State
from sim.model.stations import Stations


@dataclass(frozen=True)
class IntegrationParameters(Checked):
    """Neutral: no support hours, and no integration happens."""

    friction_removed: float = param(
        0.5,
        0.0,
        1.0,
        "share",
        doc="part of a friction that full integration removes",
        sweep=(0.2, 0.8),
    )
    steepness: float = param(
        2.0, 0.1, 10.0, "exponent", doc="how little a half-finished redesign pays", sweep=(1, 4)
    )
    neighbour: float = param(
        0.5, 0.0, 1.0, "share", doc="weight of the next station's use in a hand-over", sweep=(0, 1)
    )
    dual_running: float = param(
        0.05,
        0.0,
        1.0,
        "share",
        doc="extra hours where integrated meets not integrated",
        sweep=(0, 0.2),
    )
    redesign_hours: float = param(
        50.0, 1.0, 5000.0, "h", doc="support hours to redesign the first station", sweep=(20, 300)
    )
    learning: float = param(
        0.32, 0.0, 2.0, "exponent", "learning curves: each doubling costs .70-.95 (here .80)",
        "how fast redesign gets cheaper with experience", (0.07, 0.51),
    )  # fmt: skip
    similarity: float = param(
        0.5, 0.0, 1.0, "share", doc="what experience from another phase is worth", sweep=(0.2, 1)
    )
    visibility: float = param(
        0.25,
        0.0,
        1.0,
        "share",
        doc="experience that becomes known without transparency",
        sweep=(0, 0.5),
    )
    complete: float = param(
        0.95, 0.5, 1.0, "integration",
        doc="from here on a redesign counts as complete: its support and participants are free",
        sweep=(0.8, 0.99),
    )  # fmt: skip
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
        0.03,
        0.0,
        1.0,
        "share",
        doc="hand-overs to another team with unclear responsibility",
        sweep=(0, 0.1),
    )
    disputed_returns: float = param(
        0.25, 0.0, 1.0, "share", doc="returned items with unclear responsibility", sweep=(0, 0.5)
    )


def integration(state: State, offer: Offer) -> None:
    """I <- I + sqrt(x) hours / R - decay (1 - x) I, from `decision delay` after the start on.

    x is the mean effective use at the station, R = R_0 N^-learning, and N = 1 plus the
    integration achieved so far, weighted by visibility and by similarity of phase. Support
    hours are shared equally by the open stations that may start, are used and are not complete
    (I < `complete`); where use erodes a complete one below that, work on it begins again.
    """
    stations, rules = state.stations, state.rules(IntegrationParameters)
    if offer.fresh_for_work and offer.redesign.any():
        _open_new(stations, offer, rules, state.week)
    elif offer.fresh_for_work:
        _find_owners(stations, offer)
    if stations.latest_wave < 0:
        return
    stations.participants_asked = max(stations.participants_asked, offer.participants)
    seen = rules.visibility + (1.0 - rules.visibility) * min(1.0, offer.visibility)
    _take_part(
        offer.support_hours > 0.0, stations.participants_asked, offer.participant_hours,
        offer.upkeep > 0.0, offer.feedback_hours, rules.complete, rules.insight, stations.opened,
        stations.staff, stations.integration, stations.participants, stations.participant_hours,
        stations.insight,
    )  # fmt: skip
    state.support_hours, stations.wave_progress = _integrate(
        state.week, stations.latest_wave, offer.support_hours, rules.complete,
        rules.redesign_hours, rules.learning, rules.similarity, seen, rules.decay, offer.upkeep,
        stations.opened, stations.delay, stations.use, stations.experience, stations.integration,
    )  # fmt: skip


def _open_new(stations: Stations, offer: Offer, rules: IntegrationParameters, week: int) -> None:
    """Open the stations that management asks for, and note who answers for them."""
    fresh = offer.redesign & (stations.opened < 0)
    stations.opened[fresh] = week
    stations.latest_wave = week
    stations.begun = np.any((stations.opened >= 0).reshape(-1, 4), axis=1)
    _find_owners(stations, offer)
    slow, fast = rules.decision_delay, rules.decision_delay_owner
    stations.delay[fresh] = np.where(stations.owned[fresh], fast, slow)


def _find_owners(stations: Stations, offer: Offer) -> None:
    """Workflows with an owner: all that are offered one, or those under redesign."""
    begun = np.repeat(stations.begun, 4)
    stations.owned = offer.owned.copy()
    stations.owned |= offer.owned_when_redesigned & begun


@kernel
def _take_part(
    supported: bool, wanted: int, hours: float, kept_up: bool, feedback_hours: float,
    complete: float, insight: float, opened: Ints, staff: Ints, integration: Floats,
    participants: Ints, participant_hours: Floats, known: Floats,
) -> None:  # fmt: skip
    """Who takes part, and what they know: the union 1 - (1 - insight)^participants, never lost."""
    for s in range(opened.shape[0]):
        working = supported and opened[s] >= 0 and integration[s] < complete
        involved = working or (kept_up and opened[s] >= 0)
        participants[s] = min(wanted, staff[s]) if involved else 0
        participant_hours[s] = hours if working else feedback_hours
        if participants[s] > 0:
            known[s] = max(known[s], 1.0 - (1.0 - insight) ** participants[s])


@kernel
def _integrate(
    week: int, wave: int, support: float, complete: float, first: float,
    learning: float, similarity: float, seen: float, decay: float, upkeep: float, opened: Ints,
    delay: Floats, use: Floats, experience: Floats, integration: Floats,
) -> tuple[float, float]:  # fmt: skip
    """Support hours spent, and mean integration of the latest wave."""
    waiting = 0
    for s in range(opened.shape[0]):
        begun = opened[s] >= 0 and week >= opened[s] + delay[s]
        waiting += begun and integration[s] < complete and use[s] > 0.0
    share = support / waiting if waiting > 0 else 0.0
    total = 0.0
    for phase in range(4):
        total += experience[phase]
    effort = np.empty(4)
    for phase in range(4):
        # Experience from other phases helps by similarity.
        known = similarity * total + (1.0 - similarity) * experience[phase]
        effort[phase] = first * (1.0 + known) ** (-learning)
    spent, progress, members = 0.0, 0.0, 0
    for s in range(opened.shape[0]):
        fall = min(1.0, decay * (1.0 - upkeep)) * (1.0 - use[s]) * integration[s]
        rise = 0.0
        if share > 0.0 and opened[s] >= 0 and week >= opened[s] + delay[s]:
            pace = math.sqrt(use[s]) / effort[s % 4]
            if pace > 0.0 and integration[s] < complete:
                # No more hours than bring the station to 1; where nobody uses it, none help.
                given = min(share, (1.0 - integration[s]) / pace)
                rise = min(1.0 - integration[s], pace * given)
                spent += given
                experience[s % 4] += seen * rise
        integration[s] += rise - fall
        if opened[s] == wave:
            progress += integration[s]
            members += 1
    return spent, progress / max(1, members)
