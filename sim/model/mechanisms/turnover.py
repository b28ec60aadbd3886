"""13. Turnover: a seat changes its person; skill, use and knowledge leave with the leaver."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from sim.base.arrays import Flags, Floats, Histories, Table, Word
from sim.base.kernel import kernel
from sim.base.params import Checked, param
from sim.base.philox import BLOCK, fill, standard_normal, uniforms, unit
from sim.model.mechanisms.decision import DecisionParameters
from sim.model.mechanisms.reactance import ReactanceParameters
from sim.model.mechanisms.start import StartParameters, upper_quantile
from sim.model.offer import Offer
from sim.model.people import BEST_USE, GENUINE_USE, NOTHING, THREAT
from sim.model.roles import RoleParameters
from sim.model.state import State

WEEKS_A_MONTH = 52.0 / 12.0


@dataclass(frozen=True)
class TurnoverParameters(Checked):
    """Neutral: monthly 0."""

    monthly: float = param(
        1.0, 0.0, 100.0, "% per month", "typical voluntary turnover of about 12 % a year",
        "people leaving", (0, 3),
    )  # fmt: skip


def turnover(state: State, offer: Offer) -> None:
    """On Monday, before anybody looks around, newcomers sit in the seats of those who left."""
    people, begin = state.people, state.rules(StartParameters)
    weights, traits = state.rules(DecisionParameters), state.rules(ReactanceParameters)
    monthly = state.rules(TurnoverParameters).monthly / 100.0
    if monthly <= 0.0 and not people.leaves.any():
        return
    luck, key = state.streams.key("turnover"), state.streams.key("newcomer")
    eagerness, initial, spread = state.know(
        "newcomers", lambda: (upper_quantile(begin.early_users), *_newcomers(begin))
    )
    _replace(
        luck[0], luck[1], key[0], key[1], state.week,
        1.0 - (1.0 - min(1.0, monthly)) ** (1.0 / WEEKS_A_MONTH), people.leaves, initial, spread,
        people.low, people.high, weights.spread, weights.innovators,
        eagerness, traits.mean, traits.spread, people.matrix,
        people.own_access, people.innovativeness, people.proneness, people.job_fit,
        people.climate, people.switching_cost, people.tenure, people.reported_use,
        people.effective_use, people.history,
        state.rules(RoleParameters).bypassed, people.resists, people.trained, people.belief,
        people.told,
    )  # fmt: skip


def _newcomers(start: StartParameters) -> tuple[Floats, Floats]:
    """First states of newcomers without and with own access, and the sd of the first five."""
    plain = [start.expectation, start.trust, start.skill, start.best_use, start.threat]
    early = [start.expectation, start.trust, start.early_skill, start.early_best_use, start.threat]
    rest = [0.0, start.early_use, 0.0, 1.0, 1.0]
    initial = np.array([[*plain, 0.0, 0.0, 0.0, 0.0, 0.0], [*early, *rest]])
    return initial, np.array(
        [start.expectation_spread, start.trust_spread, 0, 0, start.threat_spread]
    )


@kernel
def _replace(
    luck0: Word, luck1: Word, k0: Word, k1: Word, week: int, chance: float, leaves: Flags,
    initial: Table, spread: Floats, low: Floats, high: Floats, cost_spread: float,
    innovators: float, eagerness: float, mean_proneness: float, proneness_spread: float,
    state: Table, own_access: Flags, innovativeness: Floats, proneness: Floats, job_fit: Floats,
    climate: Floats, switching_cost: Floats, tenure: Floats, reported: Floats, effective: Floats,
    history: Histories, bypassed: float, resists: Floats, trained: Floats, belief: Table,
    told: Table,
) -> None:  # fmt: skip
    words = np.empty((4, BLOCK), np.uint32)
    for i in range(reported.shape[0]):
        w = i % BLOCK
        if w == 0:
            fill(luck0, luck1, week, i, words)
        if unit(words[0, w]) >= chance and not leaves[i]:
            continue
        draw = uniforms(k0, k1, week, i * 8 + 7)
        innovativeness[i] = standard_normal(draw[0])
        eager = (innovativeness[i] + standard_normal(draw[2])) / math.sqrt(2.0)
        early = eager > eagerness
        for k in range(state.shape[0]):
            value = initial[1 if early else 0, k]
            if k < spread.shape[0] and spread[k] > 0.0:
                value += spread[k] * standard_normal(uniforms(k0, k1, week, i * 8 + k)[0])
            if k == BEST_USE:
                value *= job_fit[i]
            if k == THREAT:
                value += bypassed * resists[i]
            state[k, i] = min(high[k], max(low[k], value))
        prone = mean_proneness + proneness_spread * standard_normal(draw[3])
        proneness[i] = min(1.0, max(0.0, prone))
        own = standard_normal(draw[1]) * math.sqrt(1.0 - innovators * innovators)
        switching_cost[i] = climate[i] + cost_spread * (own - innovators * innovativeness[i])
        tenure[i] = trained[i] = 0.0
        belief[:, i] = 1.0
        told[:, i] = NOTHING
        own_access[i] = early
        reported[i] = state[GENUINE_USE, i]
        effective[i] = state[GENUINE_USE, i]
        history[i] = 0
