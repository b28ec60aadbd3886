"""What companies can differ in: what somebody there could know, and what the model assumes.

*Observable* features need no model: they can be counted, timed or asked in a company before a
rollout. Here they are measured in the run without any lever, over its first weeks, or in the
organisation on its first day. *Assumed* features are the drawn parameters themselves.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from sim.analysis.designs import Point
from sim.base.arrays import Floats
from sim.base.params import parameters
from sim.model.levels import ANY_USE
from sim.runs.chunks import WEEKLY

if TYPE_CHECKING:
    from sim.model.engine import Engine
    from sim.runs.plan import Task
    from sim.runs.store import Store


FIRST_WEEKS = 13
"""Weeks at the start over which weekly figures are averaged."""


class Feature(NamedTuple):
    """Something in which companies differ; words are declared ones, "" if text files have them."""

    name: str
    words: str
    unit: str


class Features(NamedTuple):
    """Features and their values, shape (companies, features)."""

    known: tuple[Feature, ...]
    values: Floats


class Weekly(NamedTuple):
    """A figure from weekly columns: the mean of one, per mean of another if there is one."""

    feature: Feature
    column: str
    per: str = ""


WEEKLY_FIGURES = (
    Weekly(Feature("any_use", "", "share"), "any_use"),
    Weekly(Feature("frequent_use", "", "share"), "frequent_use"),
    Weekly(Feature("aware", "", "share"), "aware"),
    Weekly(Feature("expectation", "", "share"), "expectation"),
    Weekly(Feature("trust", "", "share"), "trust"),
    Weekly(Feature("threat", "", "share"), "threat"),
    Weekly(Feature("hours_per_item", "", "h"), "hours_per_item"),
    Weekly(Feature("coordination", "", "share"), "coordination_share"),
    Weekly(Feature("lead_time", "", "weeks"), "lead_time_weeks"),
    *(Weekly(Feature(f"waiting_{place}", "", "share"), f"wait_{place}", "lead_time_weeks")
      for place in ("queue", "approval", "hand_over")),
)  # fmt: skip


def _managers_using(firm: Engine) -> float:
    people = firm.people
    return float((people.genuine_use[people.is_manager] >= ANY_USE).mean())


def _clustering(firm: Engine) -> float:
    """Transitivity: of the pairs of people who both work with a third, how many do together."""
    from scipy.sparse import csr_matrix

    ties = firm.network.working
    one = np.ones(len(ties.neighbour))
    graph = csr_matrix((one, ties.neighbour, ties.start), shape=(ties.people, ties.people))
    pairs = float((ties.degree * (ties.degree - 1.0)).sum())
    return float((graph @ graph).multiply(graph).sum()) / max(pairs, 1.0)


def _across(firm: Engine) -> float:
    ties, department = firm.network.working, firm.people.department
    across = department[ties.owner] != department[ties.neighbour]
    return float(across.mean()) if len(across) else 0.0


FIRST_DAY: Mapping[Feature, Callable[[Engine], float]] = {
    Feature("managers_using", "", "share"): _managers_using,
    Feature("busiest_station", "", "share"): lambda firm: float(firm.stations.load.max()),
    Feature("clustering", "", "share"): _clustering,
    Feature("across_departments", "", "share"): _across,
}
"""Read from the organisation before its first week."""
_KNOWN = dict[str, Sequence[float]]()
"""Key of a run -> those figures, as far as this process has read them."""

ON_RECORD = (
    "workforce.turnover.monthly", "work.flow.approval_load", "programme.price_per_hour",
    "programme.budget_per_employee",
)  # fmt: skip
"""Drawn parameters that a company has on record."""


def assumed(points: Sequence[Point]) -> Features:
    """The values that were drawn, as features."""
    keys = [key for key in points[0] if len({point[key] for point in points}) > 1]
    values = np.array([[float(point[key]) for key in keys] for point in points])
    return Features(tuple(_described(key) for key in keys), values.reshape(len(points), -1))


def observable(
    tasks: Sequence[Task], seeds: Sequence[int], store: Store, points: Sequence[Point]
) -> Features:
    """What could be known before the rollout.

    Args:
        tasks: The company without levers, one per company.
        seeds: Seeds of every company; features are means over them.
        store: Where the runs are.
        points: Drawn values of the companies.
    """
    recorded = [key for key in ON_RECORD if key in points[0]]
    columns = [
        _first_weeks(tasks, seeds, store),
        np.array([_first_day(task, seeds) for task in tasks]),
        np.array([[float(point[key]) for key in recorded] for point in points]),
    ]
    known = (
        *(each.feature for each in WEEKLY_FIGURES), *FIRST_DAY, *map(_described, recorded),
    )  # fmt: skip
    return Features(known, np.hstack([each.reshape(len(tasks), -1) for each in columns]))


def _first_weeks(tasks: Sequence[Task], seeds: Sequence[int], store: Store) -> Floats:
    """Weekly figures, shape (companies, figures)."""
    keys = [task.run_key(seed) for task in tasks for seed in seeds]
    names = dict.fromkeys(name for each in WEEKLY_FIGURES for name in (each.column, each.per))
    table = store.rows(keys, [f"{WEEKLY}{name}" for name in names if name])
    mean = {
        name: _mean(table[f"{WEEKLY}{name}"], len(keys)).reshape(len(tasks), len(seeds))
        for name in names
        if name
    }
    figures = [
        mean[each.column] / np.maximum(mean[each.per], 1e-9) if each.per else mean[each.column]
        for each in WEEKLY_FIGURES
    ]
    return np.stack([figure.mean(axis=1) for figure in figures], axis=1)


def _mean(column: Any, runs: int) -> Floats:
    weeks = column.combine_chunks().flatten().to_numpy().reshape(runs, -1)
    return np.asarray(np.nan_to_num(weeks[:, :FIRST_WEEKS]).mean(axis=1), float)


def _first_day(task: Task, seeds: Sequence[int]) -> Floats:
    """Figures of the organisation before its first week, means over seeds."""
    return np.asarray(np.array([_on_first_day(task, seed) for seed in seeds]).mean(axis=0), float)


def _on_first_day(task: Task, seed: int) -> Sequence[float]:
    """The same of one seed; a notebook asks several questions about the same companies."""
    from sim.model.engine import Engine

    key = task.run_key(seed)
    if key not in _KNOWN:
        firm = Engine(dataclasses.replace(task.config, seed=seed))
        _KNOWN[key] = [figure(firm) for figure in FIRST_DAY.values()]
    return _KNOWN[key]


def _described(key: str) -> Feature:
    """A parameter with the words and the unit that it was declared with."""
    from sim.model.config import RunConfig

    field = dict(parameters(RunConfig)).get(key)
    if field is None:
        return Feature(key, key, "")
    return Feature(key, field.metadata["doc"] or key, field.metadata["unit"])
