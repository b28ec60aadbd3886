"""Work: the parameters of stations, frictions, queues and integration."""

from __future__ import annotations

from dataclasses import dataclass, field

from sim.model.flow import FlowParameters, FrictionParameters
from sim.model.redesign import IntegrationParameters, PurposeParameters


@dataclass(frozen=True)
class Work:
    """Flow of work, its frictions, and its integration with the tool."""

    flow: FlowParameters = field(default_factory=FlowParameters)
    friction: FrictionParameters = field(default_factory=FrictionParameters)
    integration: IntegrationParameters = field(default_factory=IntegrationParameters)
    purpose: PurposeParameters = field(default_factory=PurposeParameters)
