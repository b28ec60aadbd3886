"""`Firm`: one organisation, week by week. A Mesa model whose people are rows of arrays."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import mesa
import numpy as np

from sim.base.params import ConfigError
from sim.base.streams import Streams
from sim.model.budget import affordable_levers, common_budget_eur
from sim.model.config import RunConfig, require_config
from sim.model.log import COLUMNS, SPEND_EUR, Log
from sim.model.mechanisms.hours import hours
from sim.model.mechanisms.saving import saving
from sim.model.mechanisms.work import FLOW, work
from sim.model.offer import Offer
from sim.model.people import Champion, Employee, Manager, People
from sim.model.stations import Stations
from sim.model.week import without
from sim.organisation.build import Organisation, build

if TYPE_CHECKING:
    from sim.base.arrays import Floats

WEEKS_A_QUARTER = 13.0
WARM_UP_WEEKS = 26


class Firm(mesa.Model):
    """An organisation that lives through a rollout.

    Args:
        config: The configuration; the default company without levers if None.
        organisation: A ready organisation, when many runs share one; built from the
            configuration and its seed if None.
        seed: Replaces the configuration's seed; for `mesa.batch_run`, a parameter `seed` up to
            Mesa 3.3, `rng=[1, 2]` in newer versions.
        twin: A firm of the same company and seed that has not stepped yet, whatever its levers:
            its start is copied instead of being worked out again.

    `step()` is one week; `running` turns False at the horizon. `agents`, `agents_by_type`
    and `agent_types` make the agents when first asked for.
    """

    def __init__(
        self,
        config: RunConfig | None = None,
        organisation: Organisation | None = None,
        seed: int | None = None,
        twin: Firm | None = None,
    ) -> None:
        if not isinstance(organisation, Organisation | None):
            kind = type(organisation).__name__
            raise ConfigError(f"organisation must be made by from_networkx(graph), got {kind}")
        config = RunConfig() if config is None else config
        require_config(config)
        config = config if seed is None else replace(config, seed=seed)
        super().__init__(rng=config.seed)
        self.config, self.week = config, 0
        self.streams = Streams(config.seed)
        self.organisation = organisation or build(config.organisation, self.streams)
        self.network = self.organisation.network
        if twin is None:
            self.people = People(self.organisation.structure, config.workforce, self.streams)
            self.stations = Stations(self.people, config, self.streams)
        elif twin.week != 0:
            raise ValueError(f"a twin must not have stepped yet, but is in week {twin.week}")
        else:
            self.people, self.stations = twin.people.copy(), twin.stations.copy()
        self._known: dict[Hashable, Any] = {} if twin is None else twin._known
        self._faces: list[Employee] = []
        self._collector: mesa.DataCollector | None = None
        self._settle_in(config)
        if twin is None:
            self._warm_up()

    def _settle_in(self, config: RunConfig) -> None:
        """Everything that is derived from people and ties, once."""
        self.contact_degree = len(self.network.contact.neighbour) / self.people.count
        self.flow: Floats = np.zeros(len(FLOW))
        self.support_hours = 0.0
        self.mechanisms = without(config.ablate)
        self.levers = affordable_levers(self)
        for lever in self.levers:
            lever.prepare(self)
        self.log = Log(config.weeks)
        self.offer = Offer(self).deliver(self)
        # What the offers to people and to work of last week depended on; none until week 1.
        self._for_people: dict[int, Hashable] | None = None
        self._for_work: dict[int, Hashable] | None = None
        self.spent_eur = 0.0
        # Weeks in which a lever acts that does not stay, and the first in which any acts.
        self.levers_act: list[bool] = []
        self.first_lever_week = 0
        self.budget_eur = common_budget_eur(self) if config.equal_budget else np.inf

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

    @property
    def budget_is_spent(self) -> bool:
        """Whether the programme has spent its part of the budget."""
        return self.spent_eur >= self.config.strategy.budget_share * self.budget_eur

    @property
    def tool_quality(self) -> float:
        """How much better the tool is than in week 0, as a factor."""
        growth = self.config.technology.improvement
        return float((1.0 + growth) ** (self.week / WEEKS_A_QUARTER))

    def step(self) -> None:
        """One week: management offers, people and work respond, the log writes it down."""
        self.week += 1
        self._make_offer()
        for mechanism in self.mechanisms:
            mechanism(self, self.offer)
        self.log.record(self)
        self.spent_eur += float(self.log.values[self.week - 1, SPEND_EUR]) - self.offer.licence_eur
        self.running = self.week < self.config.weeks

    def _make_offer(self) -> None:
        """Ask every lever; offer people, or work, anew only where a lever's part has changed."""
        active = {place: lever for place, lever in enumerate(self.levers) if lever.active(self)}
        self.levers_act.append(any(not lever.stays for lever in active.values()))
        if active and not self.first_lever_week:
            self.first_lever_week = self.week
        for_people, for_work = (
            {place: lever.state(self) for place, lever in active.items() if lever.for_work == part}
            for part in (False, True)
        )
        offer = self.offer
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
            self._recast()

    def know(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """What is worked out once for all twins: it depends on company, seed and key only."""
        if key not in self._known:
            self._known[key] = make()
        return self._known[key]

    @property
    def datacollector(self) -> Any:
        """The weekly log as a Mesa `DataCollector`, unless a collector has been set."""
        if self._collector is not None:
            return self._collector
        names = enumerate(COLUMNS)
        collector = mesa.DataCollector({name: partial(_latest, place) for place, name in names})
        collector.model_vars = {name: x.tolist() for name, x in self.log.columns().items()}
        # Newer versions of Mesa look a week up in this list; older ones do not know it.
        collector._collection_steps = list(range(1, self.log.filled + 1))
        return collector

    @datacollector.setter
    def datacollector(self, collector: mesa.DataCollector) -> None:
        self._collector = collector

    # Mesa: agents are views of rows, made when somebody asks for them.

    @property
    def agents(self) -> Any:
        """All people as a Mesa `AgentSet`."""
        self._meet()
        return super().agents

    @property
    def agents_by_type(self) -> Any:
        """People by kind: `Employee`, `Champion`, `Manager`."""
        self._meet()
        return super().agents_by_type

    @property
    def agent_types(self) -> Any:
        """The kinds of people there are."""
        self._meet()
        return super().agent_types

    def person(self, row: int) -> Employee:
        """The agent in a row of `people`."""
        self._meet()
        return self._faces[row]

    def _kind(self, row: int) -> type[Employee]:
        if self.people.is_manager[row]:
            return Manager
        return Champion if self.people.is_champion[row] else Employee

    def _meet(self) -> None:
        if not self._faces:
            self._faces = [self._kind(row)(self, row) for row in range(self.people.count)]

    def _recast(self) -> None:
        """Whoever becomes, or stops being, a champion gets the fitting agent; the id stays."""
        for row, face in enumerate(self._faces):
            kind = self._kind(row)
            if type(face) is not kind:
                face.remove()
                self._faces[row] = kind(self, row)
                self._faces[row].unique_id = face.unique_id


def _latest(place: int, firm: Firm) -> float:
    """A column of the log in the week that has ended last."""
    return float(firm.log.values[firm.log.filled - 1, place])
