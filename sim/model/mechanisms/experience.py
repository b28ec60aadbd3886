"""7. Experience: expectation follows felt saving, trust follows outcomes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import uintp

from sim.base.arrays import Floats, Rows, Table, Word
from sim.base.kernel import kernel
from sim.base.params import Checked, fitted, param
from sim.base.philox import BLOCK, fill, normals, unit
from sim.model.offer import Offer
from sim.model.people import EXPECTATION, SAVING, TRUST
from sim.model.state import State
from sim.model.technology import Technology

NEGATIVITY = "failures weigh more than successes (direction)"


@dataclass(frozen=True)
class ExperienceParameters(Checked):
    """Neutral: learning 0 and trust_learning 0; loss weights 1; bias, relief and noise 0."""

    learning: float = param(
        0.17,
        0.0,
        1.0,
        unit="per week of full use",
        source=fitted(loosely=True),
        doc="pull of felt saving",
        sweep=(0.05, 0.5),
        log=True,
    )
    loss_weight: float = param(
        2.4,
        1.0,
        20.0,
        unit="ratio",
        source=fitted(NEGATIVITY, loosely=True),
        doc="disappointment",
        sweep=(1, 5),
        log=True,
    )
    bias: float = param(
        0.083,
        -1.0,
        1.0,
        unit="saving",
        source=fitted("METR 2025: felt +20 %, measured -19 %; range only", loosely=True),
        doc="how much more is felt than measured",
        sweep=(0, 0.2),
    )
    relief: float = param(
        0.5,
        0.0,
        5.0,
        unit="saving per unit fall",
        doc="weight of the felt fall of the own station's coordination and wait",
        sweep=(0, 1),
    )
    noise: float = param(
        0.23,
        0.0,
        5.0,
        unit="saving",
        source=fitted(loosely=True),
        doc="sd of weekly experience",
        sweep=(0, 0.4),
    )
    trust_learning: float = param(
        0.16,
        0.0,
        1.0,
        unit="per week of full use",
        doc="pull of an outcome on trust",
        sweep=(0.05, 0.5),
        log=True,
    )
    trust_loss_weight: float = param(
        2.5,
        1.0,
        20.0,
        unit="ratio",
        source=fitted(NEGATIVITY, loosely=True),
        doc="one bad output",
        sweep=(1, 5),
        log=True,
    )


def experience(state: State, offer: Offer) -> None:
    """m <- m + a g k^[D<0] D, D = y + bias + relief F + noise - m; trust alike from good/bad.

    F is the fall of coordination hours, and of waits for the four frictions, at the own station
    against its start (queues, and waits for the approval desk or a disputed decision, apart).
    A step never overshoots its target (the rate is capped at 1).
    """
    people, rules, tool = state.people, state.rules(ExperienceParameters), state.rules(Technology)
    key = state.streams.key("experience")
    _experience(
        key[0], key[1], state.week,
        rules.learning, rules.loss_weight, rules.bias, rules.relief, rules.noise,
        rules.trust_learning, rules.trust_loss_weight, tool.reliability,
        people.effective_use, people.weekly, people.station, state.stations.relief,
        people.matrix, people.change.matrix,
    )  # fmt: skip


@kernel
def _experience(
    k0: Word, k1: Word, week: int, learning: float, loss_weight: float, bias: float,
    by_relief: float, noise: float, trust_learning: float, trust_loss_weight: float,
    reliability: float, use: Floats, weekly: Table, station: Rows, relief: Floats,
    state: Table, changes: Table,
) -> None:  # fmt: skip
    saving, expectation, trust = weekly[SAVING], state[EXPECTATION], state[TRUST]
    change_expectation, change_trust = changes[EXPECTATION], changes[TRUST]
    words = np.empty((4, BLOCK), np.uint32)
    luck = np.empty(BLOCK)
    # No branch on luck: which way it goes is a coin toss for the processor.
    for first in range(0, use.shape[0], BLOCK):
        fill(k0, k1, week, first, words)
        normals(words[1], luck)
        size = min(BLOCK, use.shape[0] - first)
        for w in range(size):
            s = station[uintp(first + w)]
            luck[w] = noise * luck[w] + by_relief * relief[uintp(max(0, s))] * (s >= 0)
        for w in range(size):
            i = uintp(first + w)
            felt = saving[i] + bias + luck[w]
            surprise = felt - expectation[i]
            rate = learning * use[i] * (loss_weight if surprise < 0.0 else 1.0)
            change_expectation[i] += min(1.0, rate) * surprise
            good = unit(words[0, w]) < reliability
            rate = trust_learning * use[i] * (1.0 if good else trust_loss_weight)
            change_trust[i] += min(1.0, rate) * ((1.0 if good else 0.0) - trust[i])
