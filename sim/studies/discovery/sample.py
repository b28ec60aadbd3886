"""Companies, both strategies run in each of them with the same seeds, and who is better."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.analysis.companies import companies, families
from sim.analysis.designs import Point, axes_of, points
from sim.analysis.inference import EQUAL, SEEDS_TO_DECIDE, interval
from sim.base.arrays import Floats
from sim.base.params import ConfigError
from sim.base.values import get
from sim.config.words import key_of
from sim.model.outcomes import Outcome
from sim.model.strategy import REFERENCE
from sim.runs.execute import until_sound
from sim.studies.discovery.features import Features, assumed, observable
from sim.studies.sweep.sweep import Planned, Study, Sweep, plan

if TYPE_CHECKING:
    from sim.runs.units import Failure


BETTER, OPEN, NOT = 1, 0, -1
"""A company where the first strategy is better, one the seeds leave open, one where it is not."""


@dataclass(frozen=True)
class Question:
    """What is asked.

    Attributes:
        better, than: Strategies; wins are counted for the first.
        outcome: What they are judged by.
        by: By how much the first must be better, in the outcome's unit, 0 or more.
        kind: `evidence` or `plausible` companies (`sim.space`).
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
    kind: str = "evidence"
    vary: Mapping[str, Any] = field(default_factory=dict)
    draws: int = 90
    seeds: tuple[int, ...] = (0, 1, 2, 3)
    seed: int = 0
    overrides: tuple[str, ...] = ()
    config_dir: str | None = None

    def study(self) -> Study:
        """The runs it takes; the run without levers shows what can be observed beforehand."""
        names = dict.fromkeys((self.better, self.than, REFERENCE))
        return Study(
            given=tuple(self._points()), overrides=self.overrides, strategies=tuple(names),
            seeds=self.seeds, config_dir=self.config_dir,
        )  # fmt: skip

    def _points(self) -> list[Point]:
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
        if self.vary or self.kind != "evidence":
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
    mean = float(row.mean())
    if np.ptp(row) <= EQUAL * max(1.0, float(np.abs(row).max())):
        return mean, mean, mean, len(row) >= SEEDS_TO_DECIDE
    return (mean, *interval(row), True)


def measured(question: Question, work: Sweep) -> Sample:
    """Do all runs that are not stored, and read what is needed of them."""
    with work.store.writable():
        work.finish()
        return until_sound(lambda: _read(question, work), work.finish)


def planned(question: Question) -> Planned:
    """Every run of a question, loaded and checked.

    Raises:
        ConfigError: A key, value or range is not valid, or a varied value is no number.
    """
    study = question.study()
    for key, value in study.given[0].items():
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise ConfigError(
                f"discover varies numbers only, {key} has {value!r}: rollout sweep takes words"
            )
    return plan(study)


def _read(question: Question, work: Sweep) -> Sample:
    given, seeds = work.planned.points, work.planned.study.seeds
    values = {
        name: _outcome(question.outcome, name, work) for name in (question.better, question.than)
    }
    gains = question.outcome.sign * (values[question.better] - values[question.than])
    gains[np.abs(gains) <= EQUAL] = 0.0
    bare = [task for task in work.planned.tasks if task.name == REFERENCE]
    stored = [all(task.run_key(seed) in work.store for seed in seeds) for task in bare]
    kept = np.flatnonzero(((~np.isnan(gains)).sum(axis=1) >= 2) & np.array(stored))
    if not len(kept):
        raise ConfigError(
            f"{question.outcome.name} has no value in any of {len(given)} companies with "
            f"{question.better} and {question.than}; rollout list outcomes says when it has one"
        )
    own = [given[place] for place in kept]
    groups = question.groups(given)
    return Sample(
        tuple(int(place) for place in kept), tuple(own), tuple(groups[place] for place in kept),
        gains[kept], observable([bare[place] for place in kept], seeds, work.store, own),
        assumed(own), len(given) - len(kept), tuple(work.failures),
    )  # fmt: skip


def _outcome(outcome: Outcome, name: str, work: Sweep) -> Floats:
    """An outcome with one strategy, shape (companies, seeds); NaN where there is no value.

    A time that is not reached stands as the horizon, as in every comparison.
    """
    tasks = [task for task in work.planned.tasks if task.name == name]
    seeds = work.planned.study.seeds
    found = np.full((len(tasks), len(seeds)), np.nan)
    places = [
        (row, column)
        for row, task in enumerate(tasks)
        for column, seed in enumerate(seeds)
        if task.run_key(seed) in work.store
    ]
    if places:
        keys = [tasks[row].run_key(seeds[column]) for row, column in places]
        values = work.store.rows(keys, [outcome.name])[outcome.name].to_numpy().astype(float)
        if outcome.censored:
            values = np.where(np.isnan(values), float(tasks[0].config.weeks), values)
        found[tuple(np.array(places).T)] = values
    return found
