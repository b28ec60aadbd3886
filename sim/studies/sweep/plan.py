"""What a sweep is asked, with every configuration of it loaded and checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sim.analysis.companies import ONE, by_seed, held, require_kind
from sim.analysis.designs import Point, axes_of, points
from sim.base.params import ConfigError, unknown
from sim.model.outcomes import BY_NAME
from sim.runs.cells import cells
from sim.runs.enough import check_half_width
from sim.runs.plan import Run, Task, tasks_of

MOST_RUNS = 1_000_000
"""Runs of one sweep: keys of all of them are held in memory."""


@dataclass(frozen=True)
class Sweep:
    """What is asked: nothing here says how or where it is computed.

    Attributes:
        vary: What is varied, per key (`designs.axes_of`).
        overrides: Words such as `weeks=52` that all points share.
        strategies: Strategies at every point.
        seeds: Seeds of every run; with `half_width` as many of them as it takes.
        design: `grid`, `latin` or `sobol`.
        points: Points of a Latin hypercube or a Sobol sequence.
        design_seed: Seed of those two.
        given: Points made elsewhere, each a value by key, instead of `vary` and `design`.
        half_width: Outcome -> size of the paired 95 % half-width that is enough.
        baseline: Strategy that pairs refer to; the reference without levers if None.
        outputs: Outcomes and weekly columns to keep in the tables; all if empty.
        config_dir: A folder of further presets.
        companies: Which company every seed has (`companies.company`); `one` for all the same.
    """

    vary: Mapping[str, Any] = field(default_factory=dict)
    overrides: tuple[str, ...] = ()
    strategies: tuple[str, ...] = ("playbook",)
    seeds: tuple[int, ...] = tuple(range(20))
    design: str = "grid"
    points: int | None = None
    design_seed: int = 0
    given: tuple[Point, ...] = ()
    half_width: Mapping[str, float] = field(default_factory=dict)
    baseline: str | None = None
    outputs: tuple[str, ...] = ()
    config_dir: str | None = None
    companies: str = ONE


@dataclass(frozen=True)
class Planned:
    """A study with every configuration loaded and checked."""

    study: Sweep
    points: list[Point]
    tasks: list[Task]

    @property
    def runs(self) -> list[Run]:
        """All runs, in the order of tables: points, strategies, seeds."""
        return [(task, seed) for task in self.tasks for seed in self.study.seeds]

    def idle(self) -> list[str]:
        """Axes of a grid whose values all give the same runs, as a preset below its own keys."""
        if self.study.design != "grid":
            return []
        runs = dict[int, list[str]]()
        for task in self.tasks:
            runs.setdefault(task.cell, []).append(task.key)
        return [key for key in self.study.vary if self._is_idle(key, runs)]

    def _is_idle(self, key: str, runs: Mapping[int, list[str]]) -> bool:
        values, found = set[str](), dict[str, set[str]]()
        for cell, point in enumerate(self.points):
            values.add(repr(point[key]))
            others = repr({name: value for name, value in point.items() if name != key})
            found.setdefault(others, set()).add(repr(runs[cell]))
        return len(values) > 1 and all(len(each) == 1 for each in found.values())


def plan(study: Sweep) -> Planned:
    """Load and check every point of a study.

    Raises:
        ConfigError: A key, value or range is not valid.
    """
    from sim.config.load import load_strategies

    require_kind(study.companies, ONE)
    check_half_width(study.half_width)
    _check_outputs(study.outputs)
    if "seed" in study.vary or "seeds" in study.vary:
        raise ConfigError("seeds are not varied, they repeat every point: seeds=20")
    words, names, folder = study.overrides, study.strategies, study.config_dir
    varied = study.vary.get("strategy", names)
    names = tuple(varied) if isinstance(varied, list | tuple) else names
    if study.given and study.vary:
        raise ConfigError("points are given one by one or made from vary, not both")
    first = _declaring(load_strategies(words, names, folder), study.vary)
    design = list(study.given) or points(
        axes_of(study.vary, first), study.design, study.points, study.design_seed
    )
    runs = len(design) * len(study.seeds) * (1 if "strategy" in study.vary else len(names))
    if runs > MOST_RUNS:
        raise ConfigError(
            f"{len(design):,} points x {len(study.seeds):,} seeds make {runs:,} runs; "
            f"at most {MOST_RUNS:,} at a time"
        )
    fixed = held(first, words) | {key for point in design for key in point}
    drawn = by_seed(study.companies, study.seeds, fixed)
    return Planned(study, design, tasks_of(cells(design, words, names, folder), drawn))


def _declaring(configs: Mapping[str, Any], vary: Mapping[str, Any]) -> Any:
    """A configuration that has the levers whose parameters are varied."""
    levers = {key.split(".")[2] for key in vary if key.startswith("strategy.levers.")}
    return max(configs.values(), key=lambda each: len(levers & set(each.strategy.levers)))


def _check_outputs(outputs: Sequence[str]) -> None:
    from sim.model.log import COLUMNS

    for name in outputs:
        if name not in BY_NAME and name not in COLUMNS:
            raise unknown("name in outputs", name, [*BY_NAME, *COLUMNS])
