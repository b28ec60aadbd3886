"""2. Decision: how attractive use looks, and the slow move of genuine use towards it."""

from __future__ import annotations

from dataclasses import dataclass

from numba import uintp

from sim.base.arrays import Floats, Rows, Table
from sim.base.kernel import kernel, logistic
from sim.base.params import FITTED, Checked, fitted, param
from sim.model.offer import HELPED, VISIBILITY, Offer
from sim.model.people import (
    AWARE,
    EXPECTATION,
    GENUINE_USE,
    LICENSED,
    REACTANCE,
    SKILL,
    THREAT,
    TRUST,
)
from sim.model.state import State

UTAUT = "order of weights: UTAUT meta-analyses (performance strongest, effort weak)"


@dataclass(frozen=True)
class DecisionParameters(Checked):
    """Weights of the appeal of use, in logits. Neutral: a weight of 0; pace 0 freezes use."""

    intercept: float = param(
        -1.8, -10.0, 10.0, unit="logit", source=FITTED, doc="appeal of use as such", sweep=(-5, 0)
    )
    expectation: float = param(
        4.8,
        0.0,
        50.0,
        unit="logit per unit saving",
        source=fitted(UTAUT, loosely=True),
        doc="weight of expected saving",
        sweep=(2, 10),
    )
    skill: float = param(
        1.3,
        0.0,
        50.0,
        unit="logit",
        source=fitted(UTAUT, loosely=True),
        doc="weight of own skill (effort)",
        sweep=(0.5, 4),
        log=True,
    )
    trust: float = param(1.0, 0.0, 50.0, "logit", UTAUT, "weight of trust", (0, 2))
    peers: float = param(
        0.79,
        0.0,
        50.0,
        unit="logit",
        source=fitted(
            "about .4 logit per standard deviation; above 2 several equilibria (exact)",
            loosely=True,
        ),
        doc="weight of colleagues' visible use",
        sweep=(0, 1),
    )
    manager: float = param(
        1.6,
        0.0,
        50.0,
        unit="logit",
        source=fitted(
            "Gallup 2026: 44 -> 78 % frequent use with manager support, an upper bound",
            loosely=True,
        ),
        doc="weight of the manager's visible use",
        sweep=(0, 2.4),
    )
    threat: float = param(
        1.0,
        0.0,
        50.0,
        unit="logit",
        source=fitted(loosely=True),
        doc="weight of threat",
        sweep=(0, 2),
    )
    reactance: float = param(
        0.93,
        0.0,
        50.0,
        unit="logit",
        source=fitted("reactance r = -.2 (meta-analyses)", loosely=True),
        doc="weight of reactance",
        sweep=(0, 3),
    )
    help: float = param(
        0.33,
        0.0,
        50.0,
        unit="logit",
        source=fitted(loosely=True),
        doc="ease of having a champion near to ask (effort)",
        sweep=(0, 0.6),
    )
    image: float = param(
        0.33,
        0.0,
        50.0,
        unit="logit",
        source=fitted("Almog 2025: reliance falls by 14 % where an evaluator can see it"),
        doc="weight of looking as if cutting corners",
        sweep=(0.1, 0.6),
        log=True,
    )
    time_pressure: float = param(
        1.0,
        0.0,
        50.0,
        unit="logit",
        doc="weight of a full backlog at the own station",
        sweep=(0, 2),
    )
    pace: float = param(
        0.57,
        0.0,
        1.0,
        unit="per week",
        source=FITTED,
        doc="share of the gap closed",
        sweep=(0.1, 1),
        log=True,
    )
    spread: float = param(
        1.5,
        0.0,
        5.0,
        unit="logit",
        source=FITTED,
        doc="sd of personal switching cost",
        sweep=(0.3, 2.5),
    )
    team_spread: float = param(
        0.53,
        0.0,
        5.0,
        unit="logit",
        source=fitted(loosely=True),
        doc="sd of team climate (teams differ at equal access)",
        sweep=(0, 1),
    )
    job_spread: float = param(
        0.4,
        0.0,
        1.0,
        "share",
        doc="sd of how well the tool suits a job (1 on average)",
        sweep=(0, 0.8),
    )
    company_spread: float = param(
        0.5,
        0.0,
        5.0,
        unit="logit",
        doc="sd of company climate (companies differ too)",
        sweep=(0, 1),
    )
    innovators: float = param(
        0.4,
        0.0,
        1.0,
        unit="correlation",
        doc="innovativeness against switching cost",
        sweep=(0, 0.8),
    )


def decision(state: State, offer: Offer) -> None:
    """u <- u + pace (p - u), p = sigmoid(V) for people with access who are aware, else 0.

    V = intercept + expectation m + skill s + trust (tau - 1/2) + peers (2n - 1)
    + manager L + help h - image i - threat theta - reactance rho - switching cost
    - time_pressure B, with h = 1 - exp(-hours of coaching received), i the concern of `image`,
    n = sum_j W_ij (u_j + c_j), L the manager's genuine use times its visibility, and
    B = backlog/(backlog + 1 week) at the own station.
    """
    people, weights = state.people, state.rules(DecisionParameters)
    _decide(
        people.matrix, people.seen_use, people.switching_cost, people.manager,
        offer.table, people.station, state.stations.pressure, people.image,
        weights.intercept, weights.expectation, weights.skill, weights.trust, weights.peers,
        weights.manager, weights.threat, weights.reactance, weights.time_pressure,
        weights.help, weights.image, weights.pace,
        people.appeal, people.change.genuine_use,
    )  # fmt: skip


@kernel
def _decide(
    state: Table, seen_use: Floats, cost: Floats, manager: Rows,
    offer: Table, station: Rows, pressure: Floats, image: Floats,
    intercept: float, by_expectation: float, by_skill: float, by_trust: float, by_peers: float,
    by_manager: float, by_threat: float, by_reactance: float, by_time: float,
    by_help: float, by_image: float, pace: float,
    appeal: Floats, change: Floats,
) -> None:  # fmt: skip
    expectation, trust, skill, threat = (
        state[EXPECTATION],
        state[TRUST],
        state[SKILL],
        state[THREAT],
    )
    reactance, use, aware, licensed = (
        state[REACTANCE],
        state[GENUINE_USE],
        state[AWARE],
        state[LICENSED],
    )
    visibility, helped = offer[VISIBILITY], offer[HELPED]
    # In two loops, as the second works on several people at once.
    for i in range(use.shape[0]):
        led = 0.0
        if manager[i] >= 0:
            led = use[manager[i]] * visibility[manager[i]]
        # A factor, no branch: who is a manager, and so at no station, nobody can foresee.
        busy = pressure[uintp(max(0, station[i]))] * (station[i] >= 0)
        appeal[i] = (
            intercept + by_expectation * expectation[i] + by_skill * skill[i]
            + by_trust * (trust[i] - 0.5) + by_peers * (2.0 * seen_use[i] - 1.0) + by_manager * led
            - by_threat * threat[i] - by_reactance * reactance[i] - cost[i] - by_time * busy
            + by_help * helped[i] - by_image * image[i]
        )  # fmt: skip
    for i in range(use.shape[0]):
        wanted = aware[i] * licensed[i] * logistic(appeal[i])
        change[i] += pace * (wanted - use[i])
