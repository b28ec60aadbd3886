"""`Firm`: one organisation, week by week, as a Mesa model whose people are rows of arrays."""

from __future__ import annotations

from functools import partial
from typing import Any

import mesa

from sim.model.agents import Champion, Employee, Manager
from sim.model.config import RunConfig
from sim.model.engine import Engine
from sim.model.log import COLUMNS
from sim.organisation.build import Organisation


class Firm(Engine, mesa.Model):
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
        twin: Engine | None = None,
    ) -> None:
        Engine.__init__(self, config, organisation, seed, twin)
        mesa.Model.__init__(self, rng=self.config.seed)
        self._faces: list[Employee] = []
        self._collector: mesa.DataCollector | None = None

    def _name_champions(self) -> None:
        before = self.people.is_champion
        super()._name_champions()
        if self.people.is_champion is not before:
            self._recast()

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
