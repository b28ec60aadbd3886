"""Cards: what a team can do, as fields of levers; and what it can ask."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from sim.app.scenario import Scenario
from sim.base.params import ConfigError, require_known, unknown
from sim.config.game import SOURCES
from sim.model import levers
from sim.model.engine import Engine
from sim.model.levers import Inquiry, Lever
from sim.model.programme import Programme

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Field:
    """A field of a card.

    Attributes:
        name: Field of the lever; `weeks` is how long it acts.
        default: A word of `choices`, or a number.
        choices: Words to choose from, and the value of the lever's field that each stands for;
            none for a number.
        low: Smallest number.
        high: Largest number.
        step: Between two numbers that can be chosen.
        unit: Of the number: "share", "h/week per person", "weeks" …
    """

    name: str
    default: str | float
    choices: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    low: float = 0.0
    high: float = 0.0
    step: float = 1.0
    unit: str = ""

    def value(self, said: Any, card: str) -> Any:
        """What a choice or number is for the lever.

        Raises:
            ConfigError: It is none that can be chosen.
        """
        key = f"{card}.{self.name}"
        if self.choices:
            if not isinstance(said, str) or said not in self.choices:
                raise unknown(key, str(said), self.choices)
            return self.choices[said]
        number = isinstance(said, int | float) and not isinstance(said, bool)
        if not number or not self.low <= said <= self.high:
            unit = f" {self.unit}" if self.unit else ""
            raise ConfigError(f"{key} must be in [{self.low:g}, {self.high:g}]{unit}, got {said!r}")
        whole = isinstance(self.default, int)
        if whole and said != int(said):
            raise ConfigError(f"{key} must be a whole number, got {said!r}")
        return int(said) if whole else float(said)


@dataclass(frozen=True)
class Card:
    """Something that a team can do or ask.

    Attributes:
        name: Kind of lever, or of a source of information.
        role: Who plays it.
        fields: What is chosen.
        asks: Whether it asks for information, once, instead of acting until it is ended.
    """

    name: str
    role: str
    fields: tuple[Field, ...] = ()
    asks: bool = False

    def values(self, said: Values) -> dict[str, Any]:
        """Fields of the lever, from what was chosen; what was not said has its default.

        Raises:
            ConfigError: An unknown field, or a value that cannot be chosen; one line.
        """
        known = {each.name: each for each in self.fields}
        for name in said:
            require_known(f"field of {self.name}", name, known)
        return {
            each.name: each.value(said.get(each.name, each.default), self.name)
            for each in self.fields
        }


class Price(NamedTuple):
    """What a card costs a week while it acts.

    Attributes:
        eur: Euros, hours priced and all else.
        staff_hours: Hours of staff and those who support them.
        manager_hours: Hours of managers.
    """

    eur: float
    staff_hours: float
    manager_hours: float


def _number(
    name: str, default: float, low: float, high: float, step: float, unit: str = "share"
) -> Field:
    return Field(name, default, {}, low, high, step, unit)


def _words(name: str, default: str, *more: str) -> Field:
    return Field(name, default, {word: word for word in (default, *more)})


_PERSON, _MANAGER = "h/week per person", "h/week per manager"
_TEAMS = _number("share_of_teams", 1.0, 0.1, 1.0, 0.1)
_STAYS = Field("stays", "ends", {"ends": False, "stays": True})
_WHO = _words("target", "everyone", "staff", "managers")

ACTIONS: tuple[Card, ...] = (
    Card("licences", "sponsor", (_TEAMS,)),
    Card("announcement", "sponsor", (
        Field("promise", "modest", {"modest": 0.2, "bold": 0.45}),
        _number("weeks", 4, 1, 12, 1, "weeks"),
    )),
    Card("mandate", "sponsor", (
        _number("monitored", 0.3, 0.0, 1.0, 0.1), _number("sanction", 0.5, 0.0, 1.0, 0.1),
        _number("freedom", 0.5, 0.0, 1.0, 0.1),
    )),
    Card("training", "manager", (
        _number("hours", 1.0, 0.0, 4.0, 0.25, _PERSON), _WHO, _TEAMS,
    )),
    Card("exploration_time", "manager", (_number("hours", 1.0, 0.0, 4.0, 0.25, _PERSON), _WHO)),
    Card("lead_by_example", "manager", (
        _number("hours", 1.5, 0.0, 6.0, 0.5, _MANAGER),
        _number("demonstration", 0.2, 0.0, 1.0, 0.1),
        Field("candour", "candid", {"candid": 0.8, "mixed": 0.4, "praise": 0.0}),
    )),
    Card("champions", "champion", (
        _number("share", 0.05, 0.02, 0.15, 0.01),
        _words("rule", "peer_nomination", "random", "degree", "cross_team", "innovativeness",
               "clustered"),
        _number("hours", 4.0, 0.0, 12.0, 1.0, "h/week per champion"),
        Field("visibility", "stage", {"stage": 1.0, "quiet": 0.0}),
    )),
    Card("redesign", "process_owner", (
        _words("targets", "bottleneck", "volunteers", "champions", "random", "all"),
        _number("wave", 0.08, 0.02, 0.5, 0.02),
        _number("support_hours", 40.0, 10.0, 120.0, 10.0, "h/week per 100 people"),
        _number("participants", 4, 0, 8, 1, "people"),
        _number("participant_hours", 4.0, 0.0, 8.0, 1.0, "h/week"),
    )),
    Card("ownership", "process_owner", (
        _words("scope", "redesigned", "all"), _words("owner", "employee", "manager"),
        _number("hours", 1.0, 0.0, 4.0, 0.5, "h/week per workflow"), _STAYS,
    )),
    Card("transparency", "champion", (_number("visibility", 0.75, 0.0, 1.0, 0.25),)),
    Card("feedback", "process_owner", (
        _number("upkeep", 0.8, 0.0, 1.0, 0.2),
        _number("hours", 0.25, 0.0, 1.0, 0.25, "h/week per participant"), _STAYS,
    )),
)  # fmt: skip
SEATS = 24
"""People of the company who have names (`sim/app/seats.py`)."""
QUESTIONS: tuple[Card, ...] = (
    Card("survey", "works_council", (), True),
    Card("processes", "process_owner", (), True),
    Card("network", "champion", (), True),
    Card("talk", "manager", (_number("seat", 0, 0, SEATS - 1, 1, "number of a person"),), True),
)


def cards(scenario: Scenario) -> tuple[Card, ...]:
    """What can be done and asked in a scenario.

    A card of a role that does not take part is played by the first role that does.
    """
    game = scenario.game
    every = [each for each in ACTIONS if each.name in game.cards]
    every += [each for each in QUESTIONS if each.name in game.information]
    return tuple(
        each if each.role in game.roles else dataclasses.replace(each, role=game.roles[0])
        for each in every
    )


def card(scenario: Scenario, name: str) -> Card:
    """A card of a scenario by its name.

    Raises:
        ConfigError: The scenario has no such card.
    """
    every = {each.name: each for each in cards(scenario)}
    require_known("card", name, every)
    return every[name]


def lever(scenario: Scenario, name: str, said: Values, start: int) -> Lever:
    """The lever that a card makes, from a week on.

    Raises:
        ConfigError: There is no such card, or a field is not valid.
    """
    values = card(scenario, name).values(said)
    if name in SOURCES:
        price = scenario.game.information[name]
        share = min(1.0, price["sample"] / max(1, scenario.people))
        return Inquiry(
            start=start, end=start, hours=float(price["hours"]), share=share,
            eur=float(price["eur"]),
        )  # fmt: skip
    if "weeks" in values:
        values["end"] = start + values.pop("weeks") - 1
    kind: Any = getattr(levers, "".join(part.capitalize() for part in name.split("_")))
    made: Lever = kind(start=start, **values)
    return made


def price_of(firm: Engine, made: Lever) -> Price:
    """What a lever plans to cost a week: hours of staff, of managers, and euros."""
    if made.is_null():
        return Price(0.0, 0.0, 0.0)
    offer, managers, total = firm.no_offer(), firm.people.is_manager, made.hours_a_week(firm)
    made.add_to(offer, firm)
    led = min(total, float(offer.hours[:, managers].sum() + offer.owner_hours[managers].sum()))
    eur = made.eur_a_week(firm) + total * firm.rules(Programme).price_per_hour
    return Price(eur, float(np.round(total - led, 9)), led)
