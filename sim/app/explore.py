"""One company that lives through a plan, and others that live through the same one: the numbers.

What the page `explore_page.py` shows. Functions that simulate are called in other processes.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.analysis.companies import by_seed
from sim.analysis.deciders import Decider, named, ranking
from sim.analysis.kinds import ONE
from sim.app.explore_ask import Asked
from sim.app.places import PANEL
from sim.base.arrays import Floats
from sim.base.presets import REFERENCE
from sim.base.streams import Streams
from sim.config.load import load
from sim.model.config import RunConfig
from sim.model.engine import Engine
from sim.model.explain import WAITS
from sim.model.log import rungs
from sim.model.stations import Stations
from sim.organisation.build import Organisation, build
from sim.report.plots.network import layout
from sim.runs.run import SharedRuns, run_many

DRAWN = 300
"""People who are drawn one by one; above that, departments are."""
TIES_DRAWN = 1_400
OTHERS, AT_ONCE = 40, 10
"""Other companies, and how many of them are one job."""
LICENCES = "organic"
OUTCOMES = (
    "genuine_use_final", "hours_saved_per_employee_week", "lead_time_change", "net_benefit_eur",
)  # fmt: skip
DECIDED = ("genuine_use_final", "net_benefit_eur")
"""Outcomes of which the page says what decides them."""
LONGEST_QUEUES = 5


class Lived(NamedTuple):
    """What became of a company.

    Attributes:
        weekly: Some weekly columns, shape (weeks,) each; `hours` are net hours saved per person
            against the same company without levers, `licences` is genuine use with licences only.
        outcomes: The row of outcomes.
        stages: Stage of use (`log.stage`) by week and person.
        role: 0 employee, 1 champion, 2 manager.
        department, station: Of every person; station -1 for managers.
        positions: Where people are drawn, shape (people, 2).
        ties: Pairs of rows, some of all.
        friction: Weeks that an item waits, shape (weeks + 1, kinds, phases); first: before week 1.
        queues: Weeks in the queue and at all, shape (2, weeks, stations).
        station_department: Department of each station, or -1 where nobody works.
    """

    weekly: dict[str, Floats]
    outcomes: dict[str, float]
    stages: NDArray[np.int8]
    role: NDArray[np.int8]
    department: NDArray[Any]
    station: NDArray[Any]
    positions: Floats
    ties: NDArray[Any]
    friction: Floats
    queues: Floats
    station_department: NDArray[Any]


class Others(NamedTuple):
    """What became of other companies with the same plan.

    Attributes:
        bands: `genuine_use` and `hours`: weekly values that 1 and 9 of 10 companies lie below.
        outcomes: Outcome -> values, one per company.
        deciders: Outcome -> parameters that stand out; none where they differ in luck alone.
    """

    bands: dict[str, tuple[list[float], list[float]]]
    outcomes: dict[str, list[float]]
    deciders: dict[str, list[Decider]]


def live(config: RunConfig) -> Lived:
    """Let a company live through its plan, and beside it the same one with licences only."""
    organisation = _organisation(config.organisation, config.seed)
    shared = SharedRuns(config.seed, organisation)
    watch = Watch()
    name = config.strategy.name if config.strategy.name != REFERENCE else "plan"
    reference = shared.reference(config)[1]
    licences = replace(config, strategy=load((), LICENCES).strategy)
    plain = shared.run(LICENCES, licences)[1]
    outcomes, weekly = shared.run(name, config, watch)
    people = watch.firm.people
    first, second, _ = organisation.network.contact.pairs()
    every = -(-len(first) // TIES_DRAWN) or 1
    shown = ("genuine_use", "reported_use", "lead_time_weeks", "hours_saved_per_employee")
    return Lived(
        {**{key: weekly[key] for key in shown}, "licences": plain["genuine_use"],
         "hours": weekly["hours_saved_per_employee"] - reference["hours_saved_per_employee"]},
        {key: float(outcomes[key]) for key in (*OUTCOMES, "payback_week")},
        np.array(watch.stages), watch.role(), people.department, people.station,
        layout(people.department, PANEL), np.stack([first, second], axis=1)[::every],
        np.array(watch.friction), np.array(watch.queues).transpose(1, 0, 2),
        np.where(watch.firm.stations.lead >= 0, watch.firm.stations.department, -1),
    )  # fmt: skip


def started(config: RunConfig) -> Engine:
    """A company with its plan, before week 1."""
    return Engine(config, _organisation(config.organisation, config.seed))


class Watch:
    """Steps a firm to its horizon and writes down who uses it, and where work waits."""

    def __init__(self) -> None:
        self.friction, self.queues, self.stages = list[Floats](), list[Floats](), list[Any]()
        self._champion: NDArray[Any] = np.zeros(0, np.bool_)
        self.firm: Engine

    def __call__(self, firm: Engine) -> Engine:
        """Step to the end."""
        self.firm = firm
        self.friction.append(waits_by_phase(firm.stations))
        self._champion = np.zeros(firm.people.count, np.bool_)
        while firm.week < firm.config.weeks:
            firm.step()
            people, stations = firm.people, firm.stations
            self.stages.append(rungs(people))
            self._champion |= people.is_champion
            self.friction.append(waits_by_phase(stations))
            self.queues.append(np.stack([stations.waits[:, 0], stations.waits[:, :5].sum(axis=1)]))
        return firm

    def role(self) -> NDArray[np.int8]:
        """0 employee, 1 whoever was a champion, 2 manager."""
        role = self._champion.astype(np.int8)
        role[self.firm.people.is_manager] = 2
        return role


def waits_by_phase(stations: Stations) -> Floats:
    """Weeks of an item by what it waits for and phase, as the log's means, shape (6, 4)."""
    share = stations.arrival_rate / stations.arrival_rate.sum()
    waits: Floats = stations.waits.reshape(-1, 4, len(WAITS))
    return np.asarray(np.einsum("w,wpk->kp", share, waits), np.float64)


def other_seeds(seed: int) -> range:
    """Seeds of the other companies: those after the own one."""
    return range(seed + 1, seed + 1 + OTHERS)


def some_others(asked: Asked, seeds: Sequence[int]) -> dict[str, Any]:
    """What becomes of the same plan in some other companies, as `rollout compare` draws them."""
    config, name = asked.config, asked.config.strategy.name
    drawn = by_seed(asked.kind, seeds, asked.held)
    runs, weekly = run_many({name: config}, seeds, drawn=drawn)
    cubes = {}
    for key in ("genuine_use", "hours_saved_per_employee"):
        both = {who: weekly.loc[weekly["strategy"] == who, key].to_numpy(float)
                .reshape(len(seeds), config.weeks) for who in (name, REFERENCE)}  # fmt: skip
        cubes[key] = both[name] - (both[REFERENCE] if key != "genuine_use" else 0.0)
    own = runs[runs["strategy"] == name]
    return {
        "genuine_use": cubes["genuine_use"], "hours": cubes["hours_saved_per_employee"],
        "outcomes": {key: own[key].to_numpy(float) for key in OUTCOMES},
    }  # fmt: skip


def together(asked: Asked, parts: Sequence[Mapping[str, Any]]) -> Others:
    """Bands over all other companies, and which of their unknowns decide."""
    drawn = by_seed(asked.kind, other_seeds(asked.config.seed), asked.held)
    bands = {}
    for key in ("genuine_use", "hours"):
        low, high = np.quantile(np.concatenate([part[key] for part in parts]), (0.1, 0.9), axis=0)
        bands[key] = low.tolist(), high.tolist()
    values = {key: np.concatenate([part["outcomes"][key] for part in parts]) for key in OUTCOMES}
    deciders = {} if asked.kind == ONE else {
        key: named(ranking(list(drawn.values()), values[key])) for key in DECIDED
    }  # fmt: skip
    return Others(bands, {key: each.tolist() for key, each in values.items()}, deciders)


@functools.lru_cache(maxsize=4)
def _organisation(spec: Any, seed: int) -> Organisation:
    return build(spec, Streams(seed))
