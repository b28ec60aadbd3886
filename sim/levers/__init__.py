"""All levers. Each only adds to the week's `Offer`; none writes people or stations."""

from sim.levers.base import Lever
from sim.levers.example import Champions, LeadByExample
from sim.levers.people import Announcement, ExplorationTime, Licences, Mandate, Training
from sim.levers.work import Feedback, Ownership, Redesign, Transparency

__all__ = [
    "Announcement", "Champions", "ExplorationTime", "Feedback", "LeadByExample", "Lever",
    "Licences", "Mandate", "Ownership", "Redesign", "Training", "Transparency",
]  # fmt: skip
