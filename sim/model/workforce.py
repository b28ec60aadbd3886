"""The workforce: how people start, and the parameters of every mechanism of the people."""

from __future__ import annotations

from dataclasses import dataclass, field

from sim.model.mechanisms.awareness import AwarenessParameters
from sim.model.mechanisms.credibility import CredibilityParameters
from sim.model.mechanisms.decision import DecisionParameters
from sim.model.mechanisms.discovery import DiscoveryParameters
from sim.model.mechanisms.example import ExampleParameters
from sim.model.mechanisms.experience import ExperienceParameters
from sim.model.mechanisms.helping import HelpingParameters
from sim.model.mechanisms.image import ImageParameters
from sim.model.mechanisms.mandate import MandateParameters
from sim.model.mechanisms.reactance import ReactanceParameters
from sim.model.mechanisms.saving import SavingParameters
from sim.model.mechanisms.skill import SkillParameters
from sim.model.mechanisms.start import StartParameters
from sim.model.mechanisms.talk import TalkParameters
from sim.model.mechanisms.threat import ThreatParameters
from sim.model.mechanisms.training import TrainingParameters
from sim.model.mechanisms.turnover import TurnoverParameters
from sim.model.roles import RoleParameters


@dataclass(frozen=True)
class Workforce:
    """All parameters of the people, one group per mechanism."""

    start: StartParameters = field(default_factory=StartParameters)
    roles: RoleParameters = field(default_factory=RoleParameters)
    awareness: AwarenessParameters = field(default_factory=AwarenessParameters)
    decision: DecisionParameters = field(default_factory=DecisionParameters)
    image: ImageParameters = field(default_factory=ImageParameters)
    mandate: MandateParameters = field(default_factory=MandateParameters)
    reactance: ReactanceParameters = field(default_factory=ReactanceParameters)
    discovery: DiscoveryParameters = field(default_factory=DiscoveryParameters)
    saving: SavingParameters = field(default_factory=SavingParameters)
    experience: ExperienceParameters = field(default_factory=ExperienceParameters)
    threat: ThreatParameters = field(default_factory=ThreatParameters)
    skill: SkillParameters = field(default_factory=SkillParameters)
    training: TrainingParameters = field(default_factory=TrainingParameters)
    helping: HelpingParameters = field(default_factory=HelpingParameters)
    talk: TalkParameters = field(default_factory=TalkParameters)
    example: ExampleParameters = field(default_factory=ExampleParameters)
    credibility: CredibilityParameters = field(default_factory=CredibilityParameters)
    turnover: TurnoverParameters = field(default_factory=TurnoverParameters)
