"""The order of one week. Read this first.

Every mechanism reads the state as it was at the end of last week and adds its change;
`settle` lets all changes take effect at once. Ablation is the same tuple without one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from sim.model.extension import Extension
from sim.model.mechanisms.access import access
from sim.model.mechanisms.awareness import awareness
from sim.model.mechanisms.credibility import credibility
from sim.model.mechanisms.decision import decision
from sim.model.mechanisms.discovery import discovery
from sim.model.mechanisms.events import events
from sim.model.mechanisms.example import example
from sim.model.mechanisms.exchange import exchange
from sim.model.mechanisms.experience import experience
from sim.model.mechanisms.helping import helping
from sim.model.mechanisms.hours import hours
from sim.model.mechanisms.image import image
from sim.model.mechanisms.integration import integration
from sim.model.mechanisms.mandate import mandate
from sim.model.mechanisms.reactance import reactance
from sim.model.mechanisms.saving import saving
from sim.model.mechanisms.settle import settle
from sim.model.mechanisms.skill import skill
from sim.model.mechanisms.talk import talk
from sim.model.mechanisms.threat import threat
from sim.model.mechanisms.training import training
from sim.model.mechanisms.turnover import turnover
from sim.model.mechanisms.work import work
from sim.model.offer import Offer
from sim.model.state import State

Mechanism = Callable[[State, Offer], None]

WEEK: tuple[Mechanism, ...] = (
    events,  # what happens to the company, whatever its strategy
    turnover,  # newcomers take the seats of leavers
    access,  # licences are handed out
    hours,  # everybody's week is split, no hour twice
    image,  # being seen with the tool may look like cutting corners
    exchange,  # everybody sees and hears the people they work with
    helping,  # champions help those who come to them
    awareness,  # people hear of a use
    decision,  # they move towards using it, or away
    mandate,  # orders make some show use
    reactance,  # and stir resistance
    discovery,  # trying, finding, passing on use cases
    saving,  # what use is really worth
    experience,  # felt saving moves expectation, outcomes move trust
    threat,  # fear falls with good experience, rises with orders
    skill,  # practice, training, colleagues, forgetting
    training,  # lessons bring a use case and show how far the tool can be trusted
    talk,  # users' words
    example,  # managers' words and deeds
    credibility,  # words are held against what use brings
    work,  # items flow through stations
    integration,  # AI is built into the process
    settle,  # all changes take effect
)

#: Mechanisms that keep the books; a week without them is no week.
ESSENTIAL = ("access", "hours", "exchange", "saving", "work", "settle")


def names() -> tuple[str, ...]:
    """The names of all mechanisms, in the order of the week."""
    return tuple(mechanism.__name__ for mechanism in WEEK)


def without(
    ablate: tuple[str, ...], extensions: Mapping[str, Extension] = MappingProxyType({})
) -> tuple[Mechanism, ...]:
    """The week without the mechanisms named in `ablate`, with those that a configuration adds."""
    week: list[Mechanism] = []
    for mechanism in WEEK:
        name = mechanism.__name__
        further = [each for key, each in sorted(extensions.items())
                   if each.after == name and key not in ablate]  # fmt: skip
        week += further if name in ablate else [mechanism, *further]
    return tuple(week)
