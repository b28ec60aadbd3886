"""The runs of a design, and what came out of them as tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.analysis.designs import Point
from sim.base.arrays import Floats
from sim.base.values import with_values
from sim.model.outcomes import BY_NAME
from sim.runs.cells import Cell
from sim.runs.plan import Run, tasks_of
from sim.studies.sensitivity.factors import LUCK, STRATEGY, point
from sim.studies.sensitivity.question import Question

if TYPE_CHECKING:
    import pandas as pd

    from sim.model.config import RunConfig
    from sim.runs.wants import Finished


@dataclass(frozen=True)
class Design:
    """All runs of a design.

    Attributes:
        unit: Its points, shape (rows, points, factors).
        points: Values by key, row by row.
        runs: Per point every strategy that it needs, and every seed.
        horizon: Weeks; the value of a time that is not reached.
    """

    unit: Floats
    points: list[Point]
    runs: list[Run]
    horizon: int


def configurations(question: Question) -> dict[str, RunConfig]:
    """The configuration of every strategy, before anything is varied."""
    from sim.config.load import load_strategies

    return load_strategies(question.words, question.strategies, question.config_dir)


def design(question: Question, unit: Floats) -> Design:
    """Check every point of a design and list its runs.

    Raises:
        ConfigError: A value is not valid at some point.
    """
    configs = configurations(question)
    points = [point(question.factors, shares) for shares in unit.reshape(-1, unit.shape[2])]
    tasks = tasks_of(_cell(number, each, question, configs) for number, each in enumerate(points))
    runs = [
        (task, question.seed + question.seeds * points[task.cell][LUCK] + repeat)
        for task in tasks
        for repeat in range(question.seeds)
    ]
    return Design(unit, points, runs, next(iter(configs.values())).weeks)


def _cell(number: int, drawn: Point, question: Question, configs: dict[str, RunConfig]) -> Cell:
    values = {key: value for key, value in drawn.items() if key not in (STRATEGY, LUCK)}
    values = {**question.fixed, **values}
    names = [drawn[STRATEGY]] if STRATEGY in drawn else question.strategies
    return Cell(number, {name: with_values(configs[name], values) for name in names})


def runs_table(name: str, asked: Design, done: Finished, outcomes: Sequence[str]) -> pd.DataFrame:
    """One row per run, in order: design, row, step, strategy, seed, outcomes, varied values.

    Outcomes are empty where a run is not stored.
    """
    import pandas as pd

    found = done.outcomes(outcomes)
    row, step = divmod(np.array([task.cell for task, _ in asked.runs]), asked.unit.shape[1])
    labels = pd.DataFrame({
        "design": name,
        "row": row,
        "step": step,
        "run_id": [task.run_id(seed) for task, seed in asked.runs],
        "strategy": [task.name for task, _ in asked.runs],
        "seed": [seed for _, seed in asked.runs],
        "stored": [task.run_key(seed) in done.store for task, seed in asked.runs],
        **found,
    })  # fmt: skip
    values = pd.DataFrame(asked.points).drop(columns=[STRATEGY, LUCK], errors="ignore")
    places = [task.cell for task, _ in asked.runs]
    return pd.concat([labels, values.iloc[places].reset_index(drop=True)], axis=1)


def responses(question: Question, asked: Design, table: pd.DataFrame) -> Floats:
    """Means over seeds, or their differences to the baseline; shape (rows, points, responses).

    A time that is not reached counts as the horizon.
    """
    rows, points, _ = asked.unit.shape
    missing = ~table["stored"].to_numpy(bool)
    columns = []
    for each in question.responses:
        values = table[each.outcome.name].to_numpy(float)
        if BY_NAME[each.outcome.name].censored:
            values = np.where(np.isnan(values) & ~missing, float(asked.horizon), values)
        means = values.reshape(rows, points, -1, question.seeds).mean(axis=3)
        if question.baseline is None:
            columns.append(means[:, :, 0])
        else:
            own, other = (question.strategies.index(name) for name in
                          (each.strategy, question.baseline))  # fmt: skip
            columns.append(means[:, :, own] - means[:, :, other])
    return np.stack(columns, axis=2)
