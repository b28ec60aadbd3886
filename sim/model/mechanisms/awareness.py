"""1. Awareness: hearing of a use at all, from outside, from management, from contacts."""

from __future__ import annotations

import math
from dataclasses import dataclass

from numba import uintp

from sim.base.arrays import Floats, Ints, Rows, Table, Word
from sim.base.kernel import kernel
from sim.base.params import FITTED, Checked, fitted, param
from sim.base.philox import uniforms
from sim.model.offer import ANNOUNCEMENT, COACHED, DEMONSTRATED, Offer
from sim.model.people import AWARE, COMPELLED_USE, GENUINE_USE, LICENSED
from sim.model.state import State

#: More than rounding can add to a chance.
MARGIN = 1e-9


@dataclass(frozen=True)
class AwarenessParameters(Checked):
    """Neutral: all rates 0 and no orders."""

    external: float = param(
        0.0045,
        0.0,
        1.0,
        unit="per week",
        source=FITTED,
        doc="chance to hear of it from outside",
        sweep=(0.002, 0.05),
        log=True,
    )
    announcement: float = param(
        0.5, 0.0, 1.0, "per week", doc="chance that a full announcement is heard", sweep=(0.1, 0.9)
    )
    contagion: float = param(
        0.094,
        0.0,
        5.0,
        unit="per week",
        source=fitted(loosely=True),
        doc="rate of hearing when all contacts use it",
        sweep=(0.05, 0.5),
        log=True,
    )
    notice: float = param(
        0.3,
        0.0,
        1.0,
        unit="per week",
        source=fitted(loosely=True),
        doc="chance that an unused licence is noticed",
        sweep=(0, 0.5),
    )
    trained: float = param(
        12.0,
        0.0,
        50.0,
        unit="per hour",
        source=fitted(loosely=True),
        doc="rate of hearing by training on the tool",
        sweep=(1, 36),
        log=True,
    )
    shown: float = param(
        0.63,
        0.0,
        10.0,
        unit="per hour",
        doc="rate of hearing by being shown or coached",
        sweep=(0.2, 2),
        log=True,
    )


def awareness(state: State, offer: Offer) -> None:
    """P(0 -> 1) = 1 - (1 - told)(1 - notice licensed)(1 - c) exp(-contagion S - taught).

    told = external + announcement B; taught = shown h + trained t; c is compelled use: who is
    made to use it gets to know it.
    S = sum_j A_ij u_j / k with A all contacts, k their mean number; h are hours of demonstration
    and coaching received, t hours of training.
    """
    people, rates = state.people, state.rules(AwarenessParameters)
    contact = state.network.contact
    key = state.streams.key("awareness")
    _hear(
        key[0],
        key[1],
        state.week,
        contact.start,
        contact.neighbour,
        rates.contagion / max(state.contact_degree, 1e-12),
        rates.external,
        rates.announcement,
        rates.notice,
        rates.shown,
        rates.trained,
        offer.table,
        people.training_hours,
        people.matrix,
        people.change.aware,
    )


@kernel
def _hear(
    k0: Word, k1: Word, week: int, start: Ints, neighbour: Rows, rate: float, external: float,
    by_announcement: float, notice: float, by_showing: float, by_training: float, offer: Table,
    trained: Floats, state: Table, change: Floats,
) -> None:  # fmt: skip
    announcement, demonstrated, coached = offer[ANNOUNCEMENT], offer[DEMONSTRATED], offer[COACHED]
    aware, licensed = state[AWARE], state[LICENSED]
    use, compelled = state[GENUINE_USE], state[COMPELLED_USE]
    for i in range(aware.shape[0]):
        if aware[i] > 0.0:
            continue
        luck = uniforms(k0, k1, week, i)[0]
        told = min(1.0, external + by_announcement * announcement[i])
        missed = (1.0 - told) * (1.0 - notice * licensed[i]) * (1.0 - compelled[i])
        shown = by_showing * (demonstrated[i] + coached[i]) + by_training * trained[i]
        # Few can hear of it this week even if all their contacts use it: only they look around.
        if luck > 1.0 - missed * math.exp(-rate * (start[i + 1] - start[i]) - shown) + MARGIN:
            continue
        seen = 0.0
        for k in range(uintp(start[i]), uintp(start[i + 1])):
            seen += use[uintp(neighbour[k])]
        heard = rate * seen + shown
        if luck < 1.0 - missed * math.exp(-heard):
            change[i] += 1.0
