"""Companies, both strategies run in each of them with the same seeds, and who is better."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.analysis.companies import companies, families
from sim.analysis.designs import Point, axes_of, points
from sim.analysis.inference import EQUAL, SEEDS_TO_DECIDE, ends_of, never_varies
from sim.base.arrays import Floats
from sim.base.params import ConfigError, is_number
from sim.base.presets import REFERENCE
from sim.base.values import get
from sim.config.words import key_of
from sim.model.outcomes import Outcome
from sim.runs.cells import cells
from sim.runs.plan import Task, tasks_of
from sim.studies.discovery.features import Features, assumed, observable

if TYPE_CHECKING:
    from sim.runs.units import Failure
    from sim.runs.wants import Finished


BETTER, OPEN, NOT = 1, 0, -1
"""A company where the first strategy is better, one the seeds leave open, one where it is not."""


@dataclass(frozen=True)
class Question:
    """What is asked.

    Attributes:
        better, than: Strategies; wins are counted for the first.
        outcome: What they are judged by.
        by: By how much the first must be better, in the outcome's unit, 0 or more.
        kind: `matched` or `plausible` companies (`companies.py`).
        vary: Parameters to vary instead, per key as in a sweep; everything else stays as it is.
        draws: Companies.
        seeds: Seeds of every company.
        seed: Seed of the draws and of the lot that holds companies back.
        overrides: Words that all companies share; a parameter named here is not drawn.
        config_dir: A folder of further presets.
    """

    better: str
    than: str
    outcome: Outcome
    by: float = 0.0
    kind: str = "matched"
    vary: Mapping[str, Any] = field(default_factory=dict)
    draws: int = 90
    seeds: tuple[int, ...] = (0, 1, 2, 3)
    seed: int = 0
    overrides: tuple[str, ...] = ()
    config_dir: str | None = None

    def tasks(self) -> list[Task]:
        """What is run in every company, every configuration loaded and checked.

        The run without levers shows what can be observed beforehand.

        Raises:
            ConfigError: A key, value or range is not valid, or a varied value is no number.
        """
        names = tuple(dict.fromkeys((self.better, self.than, REFERENCE)))
        for key, value in self.points[0].items():
            if not is_number(value):
                raise ConfigError(
                    f"discover varies numbers only, {key} has {value!r}: rollout sweep takes words"
                )
        return tasks_of(cells(self.points, self.overrides, names, self.config_dir))

    @functools.cached_property
    def points(self) -> list[Point]:
        """The companies: values by key."""
        from sim.config.load import load

        own = [word for word in self.overrides if not word.startswith("strategy.")]
        config = load(own, self.better, self.config_dir)
        if self.vary:
            return points(axes_of(self.vary, config), "latin", self.draws, self.seed)
        said = {key_of(word) for word in self.overrides}
        drawn = companies(self.kind, self.draws, self.seed)
        kept = [key for key in drawn[0] if key not in said and get(config, key) is not None]
        return [{key: draw[key] for key in kept} for draw in drawn]

    def groups(self, given: Sequence[Point]) -> list[int]:
        """Which companies share fitted values (`space.families`); none do where keys vary."""
        if self.vary or self.kind != "matched":
            return list(range(len(given)))
        return [int(number) for number in families(given)]


@dataclass(frozen=True)
class Sample:
    """What was run, company by company; those without a value of the outcome are left out.

    Attributes:
        places: Place of each company in the draws.
        points: Its drawn values.
        groups: Companies of one group are held back together.
        gains: Paired differences in the wanted direction, shape (companies, seeds); NaN where
            one of the two runs has no value.
        observable, assumed: Features, by two kinds of knowledge.
        without_value: Companies left out.
        failures: Runs that raised errors.
    """

    places: tuple[int, ...]
    points: tuple[Point, ...]
    groups: tuple[int, ...]
    gains: Floats
    observable: Features
    assumed: Features
    without_value: int
    failures: tuple[Failure, ...]


@dataclass(frozen=True)
class Judged:
    """Who is better in each company.

    Attributes:
        mean, low, high: Mean paired difference in the wanted direction and its 95 % interval.
        label: BETTER, OPEN or NOT.
    """

    mean: Floats
    low: Floats
    high: Floats
    label: NDArray[np.int8]


def judge(gains: Floats, by: float) -> Judged:
    """Label companies by their paired differences; luck is no win.

    The first strategy is better where the 95 % t interval of the mean over seeds lies above
    `by`, not better where it does not reach above it, and the rest is open. Differences that are
    the same with every seed have no spread to judge by; they win from `SEEDS_TO_DECIDE` seeds on.

    Args:
        gains: Differences in the wanted direction, shape (companies, seeds), NaN where missing.
        by: By how much the first must be better.
    """
    ends = [_ends(row[~np.isnan(row)]) for row in gains]
    mean, low, high, enough = (np.array(column) for column in zip(*ends, strict=True))
    label = np.where((low > by) & enough, BETTER, np.where(high <= by, NOT, OPEN))
    return Judged(mean, low, high, label.astype(np.int8))


def _ends(row: Floats) -> tuple[float, float, float, bool]:
    enough = len(row) >= SEEDS_TO_DECIDE or not never_varies(row)
    return (float(row.mean()), *ends_of(row), enough)


def sample_of(question: Question, tasks: Sequence[Task], done: Finished) -> Sample:
    """What is needed of the runs of all tasks.

    Raises:
        ConfigError: The outcome has no value anywhere.
    """
    given, seeds, store = question.points, question.seeds, done.store
    values = _values(question, tasks, done)
    gains = question.outcome.sign * (values[question.better] - values[question.than])
    gains[np.abs(gains) <= EQUAL] = 0.0
    bare = [task for task in tasks if task.name == REFERENCE]
    stored = [all(task.run_key(seed) in store for seed in seeds) for task in bare]
    kept = np.flatnonzero(((~np.isnan(gains)).sum(axis=1) >= 2) & np.array(stored))
    if not len(kept):
        raise ConfigError(
            f"{question.outcome.name} has no value in any of {len(given)} companies with "
            f"{question.better} and {question.than}; rollout list outcomes says when it has one"
        )
    own = [given[place] for place in kept]
    groups = question.groups(given)
    observed = done.read(lambda: observable([bare[place] for place in kept], seeds, store, own))
    return Sample(
        tuple(int(place) for place in kept), tuple(own), tuple(groups[place] for place in kept),
        gains[kept], observed, assumed(own), len(given) - len(kept), tuple(done.failures),
    )  # fmt: skip


def _values(question: Question, tasks: Sequence[Task], done: Finished) -> dict[str, Floats]:
    """The outcome by strategy, shape (companies, seeds); NaN where there is no value.

    A time that is not reached stands as the horizon, as in every comparison.
    """
    outcome, seeds = question.outcome, question.seeds
    values = done.outcomes([outcome.name])[outcome.name].reshape(len(tasks), len(seeds))
    if outcome.censored:
        there = [[task.run_key(seed) in done.store for seed in seeds] for task in tasks]
        values = np.where(np.isnan(values) & there, float(tasks[0].config.weeks), values)
    return {name: values[[each.name == name for each in tasks]] for name in
            (question.better, question.than)}  # fmt: skip
