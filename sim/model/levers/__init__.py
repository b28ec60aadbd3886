"""All levers. Each only adds to the week's `Offer`; none writes people or stations."""

from sim.model.levers.base import Lever
from sim.model.levers.example import Champions, LeadByExample
from sim.model.levers.people import (
    Announcement,
    ExplorationTime,
    Inquiry,
    Licences,
    Mandate,
    Training,
)
from sim.model.levers.work import Feedback, Ownership, Redesign, Transparency

__all__ = [
    "Announcement", "Champions", "ExplorationTime", "Feedback", "Inquiry",
    "LeadByExample", "Lever", "Licences", "Mandate", "Ownership",
    "Redesign", "Training", "Transparency",
]  # fmt: skip
