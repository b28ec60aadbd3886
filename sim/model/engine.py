"""`Engine`: sets an organisation up, asks the levers every week, and lets the weeks pass."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace
from typing import NoReturn, SupportsIndex

import numpy as np

from sim.base.params import ConfigError
from sim.base.streams import Streams
from sim.model.budget import common_budget_eur, scaled_levers
from sim.model.config import RunConfig, require_config
from sim.model.flow import FlowParameters, FrictionParameters
from sim.model.levers import Lever
from sim.model.log import SPEND_EUR, Log
from sim.model.mechanisms.discovery import DiscoveryParameters
from sim.model.mechanisms.example import ExampleParameters
from sim.model.mechanisms.hours import hours
from sim.model.mechanisms.saving import saving
from sim.model.mechanisms.start import start
from sim.model.mechanisms.talk import TalkParameters
from sim.model.mechanisms.work import FLOW, work
from sim.model.offer import Offer
from sim.model.people import People
from sim.model.reactions import Reactions
from sim.model.state import State
from sim.model.stations import Stations
from sim.model.technology import Technology
from sim.model.week import without
from sim.organisation.build import Organisation, build

WARM_UP_WEEKS = 26


class Engine(State):
    """An organisation that lives through a rollout.

    Args:
        config: The configuration; the default company without levers if None.
        organisation: A ready organisation, when many runs share one; built from the
            configuration and its seed if None.
        seed: Replaces the configuration's seed.
        twin: An organisation of the same company and seed that has not stepped yet, whatever
            its levers: its start is copied instead of being worked out again.

    `step()` is one week; `running` turns False at the horizon.
    """

    levers: tuple[Lever, ...]

    def __init__(
        self,
        config: RunConfig | None = None,
        organisation: Organisation | None = None,
        seed: int | None = None,
        twin: Engine | None = None,
    ) -> None:
        if not isinstance(organisation, Organisation | None):
            kind = type(organisation).__name__
            raise ConfigError(f"organisation must be made by from_networkx(graph), got {kind}")
        config = RunConfig() if config is None else config
        require_config(config)
        config = config if seed is None else replace(config, seed=seed)
        self.config, self.week, self.running = config, 0, True
        self.horizon, self.withdraw_week = config.weeks, config.withdraw_week
        self._rules = config.rules()
        self.streams = Streams(config.seed)
        self.organisation = organisation or build(config.organisation, self.streams)
        self.network = self.organisation.network
        if twin is not None and twin.week != 0:
            raise ValueError(f"a twin must not have stepped yet, but is in week {twin.week}")
        self._known = {} if twin is None else twin._known
        if twin is None:
            self._draw()
        else:
            self.people, self.stations = twin.people.copy(), twin.stations.copy()
        self._settle_in(config)
        if twin is None:
            self._warm_up()
        else:
            self.flow[:] = twin.flow

    def _draw(self) -> None:
        """Who works here, and at what."""
        self.people = People(self.organisation.structure)
        start(self)
        self.stations = Stations(
            self.people,
            self.rules(FlowParameters),
            self.rules(FrictionParameters),
            self.rules(DiscoveryParameters).exploring_hours,
            self.rules(Technology).base_error,
            self.streams,
        )

    def _settle_in(self, config: RunConfig) -> None:
        """Everything that is derived from people and ties, once."""
        self.contact_degree = len(self.network.contact.neighbour) / self.people.count
        self.flow = np.zeros(len(FLOW))
        self.support_hours = self.spent_eur = 0.0
        self.events = () if "events" in config.ablate else config.events
        self.mechanisms = without(config.ablate, config.extensions)
        self.budget_eur = common_budget_eur(self) if config.equal_budget else np.inf
        self.allowed_eur = np.inf
        if config.equal_budget:
            self.allowed_eur = config.strategy.budget_share * self.budget_eur
        self.planned_levers = tuple(config.strategy.levers.values())
        self.scaled = scaled_levers(
            self, config.strategy.levers, self.allowed_eur, config.equal_budget
        )
        affordable = {name: each for name, each in self.scaled.items() if not each.is_null()}
        self.levers, self.acting = tuple(affordable.values()), ()
        self.reactions = Reactions(affordable, self)
        self.log = Log(config.weeks)
        self.offer = self.no_offer().deliver(self)
        # What the offers to people and to work of last week depended on; none until week 1.
        self._for_people: dict[tuple[int, bool], Hashable] | None = None
        self._for_work: dict[tuple[int, bool], Hashable] | None = None
        # Weeks in which a lever acts that does not stay, and the first in which any acts.
        self.levers_act: list[bool] = []
        self.first_lever_week = 0

    def __reduce_ex__(self, protocol: SupportsIndex) -> NoReturn:
        """Refuse to be copied or pickled: rows would come apart from their tables.

        Raises:
            TypeError: Always; a firm is its configuration and seed, and can be had again.
        """
        raise TypeError(
            "a firm cannot be copied or pickled: make it again from its configuration and seed "
            "(twin=… shares the start) and step it to the week that you need"
        )

    def no_offer(self) -> Offer:
        """The offer of a week without levers, not delivered yet."""
        talk = self.rules(TalkParameters)
        open_managers = self.rules(ExampleParameters).open_managers
        return Offer(self, open_managers, talk.manager_weight, talk.champion_weight)

    def _warm_up(self) -> None:
        """Let work flow until queues are what they usually are, before anybody changes."""
        saving(self, self.offer)
        hours(self, self.offer)
        for self.week in range(-WARM_UP_WEEKS, 0):
            self.stations.usual_pressure[:] = self.stations.pressure
            work(self, self.offer)
        wait = self.stations.measured_wait
        self.stations.usual_pressure[:] = wait / (1.0 + wait)
        self.week = 0

    def step(self) -> None:
        """One week: management offers, people and work respond, the log writes it down."""
        self.week += 1
        self._make_offer()
        for mechanism in self.mechanisms:
            mechanism(self, self.offer)
        self.log.record(self, self.offer)
        self.spent_eur += float(self.log.values[self.week - 1, SPEND_EUR]) - self.offer.licence_eur
        self.running = self.week < self.config.weeks

    def _make_offer(self) -> None:
        """Ask every lever; offer people, or work, anew only where a lever's part has changed."""
        active = self.reactions.acting(self)
        self.acting = tuple(active.values())
        self.levers_act.append(any(not lever.stays for lever in active.values()))
        if active and not self.first_lever_week:
            self.first_lever_week = self.week
        for_people: dict[tuple[int, bool], Hashable] = {}
        for_work: dict[tuple[int, bool], Hashable] = {}
        for place, lever in active.items():
            (for_work if lever.for_work else for_people)[place] = lever.depends_on(self)
        offer = self.offer
        offer.survey_eur = self.reactions.survey_eur(self)
        offer.fresh = for_people != self._for_people
        offer.fresh_for_work = for_work != self._for_work
        self._for_people, self._for_work = for_people, for_work
        if offer.fresh:
            offer.clear_people(self)
        if offer.fresh_for_work:
            offer.clear_work(self)
        for lever in active.values():
            changed = offer.fresh_for_work if lever.for_work else offer.fresh
            if changed:
                lever.add_to(offer, self)
        if offer.fresh:
            offer.deliver(self)
            self._name_champions()

    def _name_champions(self) -> None:
        """Champions are who is offered a champion's hours."""
        if (self.offer.champion != self.people.is_champion).any():
            self.people.is_champion = self.offer.champion
