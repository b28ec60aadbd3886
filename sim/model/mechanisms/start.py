"""Before week 1: who people are, what they believe and can, and who uses the tool already."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.base.arrays import Floats
from sim.base.params import Checked, fitted, param
from sim.model.levels import DAY_A_WEEK
from sim.model.mechanisms.decision import DecisionParameters
from sim.model.mechanisms.reactance import ReactanceParameters
from sim.model.mechanisms.saving import SavingParameters
from sim.model.people import LADDER_WEEKS
from sim.model.roles import RoleParameters, draw_roles
from sim.model.state import State


@dataclass(frozen=True)
class StartParameters(Checked):
    """Where people stand before week 1."""

    expectation: float = param(
        0.28,
        -1.0,
        1.0,
        unit="saving",
        source=fitted("METR 2025: developers expected 24 %", loosely=True),
        doc="mean expected saving",
        sweep=(0.05, 0.5),
    )
    expectation_spread: float = param(0.12, 0.0, 1.0, "saving", doc="sd of expected saving")
    trust: float = param(
        0.53,
        0.0,
        1.0,
        unit="share",
        source=fitted(loosely=True),
        doc="mean trust",
        sweep=(0.3, 0.7),
    )
    trust_spread: float = param(0.1, 0.0, 1.0, "share", doc="sd of trust")
    threat: float = param(
        0.35,
        0.0,
        1.0,
        unit="share",
        source=fitted(loosely=True),
        doc="mean threat",
        sweep=(0.1, 0.6),
    )
    threat_spread: float = param(0.15, 0.0, 1.0, "share", doc="sd of threat")
    skill: float = param(0.2, 0.0, 1.0, "share", doc="skill of people without experience")
    best_use: float = param(
        0.27,
        -1.0,
        1.0,
        unit="saving",
        source=fitted(loosely=True),
        doc="the use case everybody can think of",
        sweep=(0.1, 0.35),
    )
    early_users: float = param(
        0.2,
        0.0,
        1.0,
        unit="share",
        source=fitted(
            "Bick, Blandin and Deming 2024: 23 % used it at work last week", loosely=True
        ),
        doc="people who use AI on their own, with own access, before any rollout",
        sweep=(0.05, 0.4),
    )
    early_use: float = param(0.3, 0.0, 1.0, "share", doc="their use")
    early_skill: float = param(0.4, 0.0, 1.0, "share", doc="their skill")
    early_best_use: float = param(0.33, -1.0, 1.0, "saving", doc="their best use case")


def start(state: State) -> None:
    """Draw everybody once, the same whatever the levers; `turnover` draws who comes later."""
    people = state.people
    people.phase[:] = 4 * state.streams.generator("phase").random(people.count)
    _draw_traits(state)
    _draw_beliefs(state)


def _draw_traits(state: State) -> None:
    """Lasting differences between people, and between teams."""
    people, decision = state.people, state.rules(DecisionParameters)
    traits, saving = state.rules(ReactanceParameters), state.rules(SavingParameters)

    def normal(label: str, count: int = people.count) -> Floats:
        return state.streams.generator(label).standard_normal(count)

    own = normal("switching cost")
    climate = normal("team climate", int(people.team.max()) + 1)
    people.innovativeness[:] = normal("innovativeness")
    people.switching_cost[:] = decision.spread * (
        own * np.sqrt(1 - decision.innovators**2) - decision.innovators * people.innovativeness
    )
    company = float(normal("company climate", 1)[0])
    people.climate[:] = decision.team_spread * climate[people.team]
    people.climate += decision.company_spread * company
    people.switching_cost += people.climate
    suits = draw_roles(people, state.rules(RoleParameters), state.streams)
    people.job_fit[:] = np.clip(suits + decision.job_spread * normal("job fit"), 0.0, 2.0)
    people.proneness[:] = np.clip(traits.mean + traits.spread * normal("proneness"), 0, 1)
    people.tenure[:] = saving.tenure * np.exp(normal("tenure"))


def _draw_beliefs(state: State) -> None:
    """Where everybody starts; early users already have access, a use case and some skill."""
    people, start = state.people, state.rules(StartParameters)

    def normal(label: str) -> Floats:
        return state.streams.generator(label).standard_normal(people.count)

    people.expectation[:] = start.expectation + start.expectation_spread * normal("expectation")
    people.trust[:] = start.trust + start.trust_spread * normal("trust")
    people.threat[:] = start.threat + start.threat_spread * normal("threat")
    people.threat += state.rules(RoleParameters).bypassed * people.resists
    people.skill[:] = start.skill
    people.best_use[:] = start.best_use * people.job_fit
    eager = (people.innovativeness + normal("early use")) / np.sqrt(2.0)
    early = people.own_access
    early[:] = eager > upper_quantile(start.early_users)
    people.licensed[:] = people.aware[:] = early
    people.genuine_use[early] = start.early_use
    people.skill[early] = start.early_skill
    people.best_use[early] = start.early_best_use * people.job_fit[early]
    people.reported_use[:] = people.effective_use[:] = people.genuine_use
    people.history[early & (people.genuine_use >= DAY_A_WEEK)] = 2**LADDER_WEEKS - 1
    for column, low, high in zip(people.matrix, people.low, people.high, strict=True):
        np.clip(column, low, high, out=column)


def upper_quantile(share: float) -> float:
    """The value that a share of a standard normal exceeds."""
    from statistics import NormalDist

    rest = 1.0 - share
    if rest >= 1.0:
        return np.inf
    return -np.inf if rest <= 0.0 else NormalDist().inv_cdf(rest)
