"""The workforce: how people start, and the parameters of every mechanism of the people."""

from __future__ import annotations

from dataclasses import dataclass, field

from sim.base.params import FITTED, Checked, fitted, param
from sim.model.mechanisms.awareness import AwarenessParameters
from sim.model.mechanisms.decision import DecisionParameters
from sim.model.mechanisms.discovery import DiscoveryParameters
from sim.model.mechanisms.example import ExampleParameters
from sim.model.mechanisms.experience import ExperienceParameters
from sim.model.mechanisms.mandate import MandateParameters
from sim.model.mechanisms.reactance import ReactanceParameters
from sim.model.mechanisms.saving import SavingParameters
from sim.model.mechanisms.skill import SkillParameters
from sim.model.mechanisms.talk import TalkParameters
from sim.model.mechanisms.threat import ThreatParameters
from sim.model.mechanisms.turnover import TurnoverParameters


@dataclass(frozen=True)
class StartParameters(Checked):
    """Where people stand before week 1."""

    expectation: float = param(
        0.35, -1.0, 1.0, "saving", fitted("METR 2025: developers expected 24 %"),
        "mean expected saving", (0.05, 0.5),
    )  # fmt: skip
    expectation_spread: float = param(0.12, 0.0, 1.0, "saving", doc="sd of expected saving")
    trust: float = param(0.5, 0.0, 1.0, "share", doc="mean trust", sweep=(0.3, 0.7))
    trust_spread: float = param(0.1, 0.0, 1.0, "share", doc="sd of trust")
    threat: float = param(0.35, 0.0, 1.0, "share", doc="mean threat", sweep=(0.1, 0.6))
    threat_spread: float = param(0.15, 0.0, 1.0, "share", doc="sd of threat")
    skill: float = param(0.2, 0.0, 1.0, "share", doc="skill of people without experience")
    best_use: float = param(
        0.28, -1.0, 1.0, "saving", FITTED, "the use case everybody can think of", (0.1, 0.35)
    )
    early_users: float = param(
        0.23, 0.0, 1.0, "share", "Bick, Blandin and Deming 2024: 23 % used it at work last week",
        "people who use AI on their own, with own access, before any rollout", (0.05, 0.4),
    )  # fmt: skip
    early_use: float = param(0.3, 0.0, 1.0, "share", doc="their use")
    early_skill: float = param(0.4, 0.0, 1.0, "share", doc="their skill")
    early_best_use: float = param(0.33, -1.0, 1.0, "saving", doc="their best use case")


@dataclass(frozen=True)
class Workforce:
    """All parameters of the people, one group per mechanism."""

    start: StartParameters = field(default_factory=StartParameters)
    awareness: AwarenessParameters = field(default_factory=AwarenessParameters)
    decision: DecisionParameters = field(default_factory=DecisionParameters)
    mandate: MandateParameters = field(default_factory=MandateParameters)
    reactance: ReactanceParameters = field(default_factory=ReactanceParameters)
    discovery: DiscoveryParameters = field(default_factory=DiscoveryParameters)
    saving: SavingParameters = field(default_factory=SavingParameters)
    experience: ExperienceParameters = field(default_factory=ExperienceParameters)
    threat: ThreatParameters = field(default_factory=ThreatParameters)
    skill: SkillParameters = field(default_factory=SkillParameters)
    talk: TalkParameters = field(default_factory=TalkParameters)
    example: ExampleParameters = field(default_factory=ExampleParameters)
    turnover: TurnoverParameters = field(default_factory=TurnoverParameters)
