"""Running the model: one run, or many strategies and seeds side by side."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import numpy as np

from sim.base.presets import REFERENCE
from sim.base.streams import Streams
from sim.base.values import with_values
from sim.model.budget import dose_factor
from sim.model.config import require_config, require_configs
from sim.model.engine import Engine
from sim.model.measures import Context, gini, novice_advantage, team_means
from sim.model.outcomes import outcomes
from sim.organisation.build import Organisation, build

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from sim.analysis.companies import Draw
    from sim.base.arrays import Floats
    from sim.model.config import RunConfig
    from sim.runs.firm import Firm

Columns = dict[str, Any]
Part = tuple[Columns, Columns]
"""A run's row of outcomes, and its weekly columns."""
Progress = Callable[[int, int], None]
Lives = TypeVar("Lives", bound=Engine)

Live = Callable[[Engine], Engine]


class Unfinished(KeyboardInterrupt):
    """Ctrl-C, with the runs that were finished until then."""

    def __init__(self, finished: RunResult) -> None:
        super().__init__()
        self.finished = finished


class RunResult(NamedTuple):
    """One row per run, and one row per run and week; a notebook shows means per strategy."""

    runs: pd.DataFrame
    weekly: pd.DataFrame

    def plot(self, figure: str = "adoption", language: str = "en") -> Figure:
        """Draw `adoption`, `hours_saved`, `lead_time` or `cost_and_effect`.

        Raises:
            ConfigError: There is no such figure.
        """
        from sim.report import notebook

        return notebook.figure(figure, self.runs, self.weekly, language)

    def __repr__(self) -> str:
        from sim.report import notebook

        return notebook.counted(self.runs)

    def _repr_html_(self) -> str:
        from sim.report import notebook

        return notebook.html(notebook.counted(self.runs), self.runs)


def simulate(config: RunConfig, organisation: Organisation | None = None) -> Firm:
    """Run a firm to its horizon and return it, as the Mesa model that it is."""
    from sim.runs.firm import Firm

    return live(Firm(config, organisation))


def live(firm: Lives) -> Lives:
    """Step a firm to its horizon."""
    while firm.week < firm.config.weeks:
        firm.step()
    return firm


def run(config: RunConfig, organisation: Organisation | None = None) -> RunResult:
    """Run one strategy with the configuration's seed, and its reference without levers.

    Args:
        config: The configuration.
        organisation: Replaces the one of the configuration, for example `from_networkx(graph)`.

    Raises:
        ConfigError: It is no configuration, but for example the name of a strategy.
    """
    require_config(config)
    return run_many({config.strategy.name: config}, [config.seed], organisation=organisation)


def watched(config: RunConfig, organisation: Organisation, live: Live) -> list[Part]:
    """As `run`, with somebody who watches; parts, of which `frames` makes a result.

    Args:
        config: The configuration.
        organisation: Replaces the one of the configuration.
        live: Steps the strategy's firm to its horizon; it gets it before week 1.
    """
    name, shared = config.strategy.name, SharedRuns(config.seed, organisation, kept=False)
    if name == REFERENCE:
        return [shared.reference(config, live)]
    return [shared.reference(config), shared.run(name, config, live)]


def run_many(
    config_by_strategy: Mapping[str, RunConfig],
    seeds: Sequence[int],
    workers: int = 1,
    progress: Progress | None = None,
    organisation: Organisation | None = None,
    drawn: Mapping[int, Draw] | None = None,
) -> RunResult:
    """Run every strategy with every seed, and the reference without levers once per seed.

    Args:
        config_by_strategy: Configurations by name; they may differ in more than the strategy.
        seeds: Seeds; strategies share them, so people, ties and luck are the same.
        workers: Processes; the result does not depend on it.
        progress: Called with (runs done, runs in all).
        organisation: Replaces those of the configurations, for all seeds.
        drawn: The company of each seed, as values by key; none where all are the same.

    Returns:
        Rows in the order of seeds, then strategies, the reference first.

    Raises:
        ConfigError: The configurations are no dict of configurations by name.
        Unfinished: Somebody has interrupted it when some seeds were finished.
    """
    from sim.runs.workers import side_by_side

    require_configs(config_by_strategy)
    total, done = len(seeds) * len(config_by_strategy), 0
    parts: dict[int, list[Part]] = {}
    try:
        configs, known = dict(config_by_strategy), drawn or {}
        jobs = [(configs, seed, organisation, known.get(seed)) for seed in seeds]
        for seed, part in side_by_side(run_seed, jobs, workers):
            parts[seed] = part
            done += len(config_by_strategy)
            if progress is not None:
                progress(min(done, total), total)
    except KeyboardInterrupt as interruption:
        if not parts:
            raise
        raise Unfinished(_in_order(seeds, parts)) from interruption
    return _in_order(seeds, parts)


def _in_order(seeds: Sequence[int], parts: dict[int, list[Part]]) -> RunResult:
    return frames([pair for seed in seeds if seed in parts for pair in parts[seed]])


def run_seed(
    configs: dict[str, RunConfig],
    seed: int,
    organisation: Organisation | None = None,
    draw: Draw | None = None,
) -> tuple[int, list[Part]]:
    """All strategies of one seed: (row of outcomes, weekly columns) each, the reference first."""
    shared, rows = SharedRuns(seed, organisation), list[Part]()
    for name, given in configs.items():
        config = with_values(given, draw) if draw else given
        if not rows:
            rows.append(shared.reference(config))
        if name != REFERENCE:
            rows.append(shared.run(name, config))
    return seed, rows


class SharedRuns:
    """Runs with one seed that share what is the same for all of them.

    Those with the same organisation share one; those with the same company and different
    levers share one reference.

    Args:
        seed: Of all of them.
        organisation: Replaces those of the configurations.
        kept: Keep the company before week 1 for the next run; else every run draws it again,
            which takes time instead of as much memory as a run.
    """

    def __init__(
        self, seed: int, organisation: Organisation | None = None, kept: bool = True
    ) -> None:
        self.seed, self._given, self._kept = seed, organisation, kept
        self._organisations: dict[Any, Organisation] = {}
        self._references: dict[str, Columns] = {}
        self._starts: dict[str, Engine] = {}

    def run(self, name: str, config: RunConfig, live: Live = live) -> Part:
        """Row of outcomes and weekly columns of a strategy, labelled `name`."""
        company = config.company()
        if company not in self._references:
            self.reference(config)
        return _result(live(self.firm(config)), name, self._references[company])

    def firm(self, config: RunConfig) -> Engine:
        """The company with a strategy before week 1."""
        config = dataclasses.replace(config, seed=self.seed)
        return Engine(
            config, self._organisation(config), twin=self._start(config, config.company())
        )

    def reference(self, config: RunConfig, live: Live = live) -> Part:
        """The same for the company without levers."""
        company = config.company()
        bare = dataclasses.replace(config.without_levers(), seed=self.seed)
        firm = live(Engine(bare, self._organisation(bare), twin=self._start(bare, company)))
        self._references[company] = _weekly(firm)
        return _result(firm, REFERENCE, self._references[company])

    def know_reference(self, config: RunConfig, weekly: Columns) -> None:
        """Take the reference's weekly columns as given; they are not simulated again."""
        self._references[config.company()] = weekly

    def _start(self, config: RunConfig, company: str) -> Engine | None:
        """The company before week 1, whatever its levers, if it is kept."""
        if not self._kept:
            return None
        if company not in self._starts:
            self._starts.clear()  # one at a time, like organisations
            self._starts[company] = Engine(config.without_levers(), self._organisation(config))
        return self._starts[company]

    def _organisation(self, config: RunConfig) -> Organisation:
        if self._given is not None:
            return self._given
        if config.organisation not in self._organisations:
            self._organisations.clear()  # one at a time: a large one fills the memory
            self._organisations[config.organisation] = build(
                config.organisation, Streams(self.seed)
            )
        return self._organisations[config.organisation]


def _weekly(firm: Engine) -> dict[str, Floats]:
    return {"week": np.arange(1.0, firm.week + 1), **firm.log.columns()}


def _result(firm: Engine, name: str, reference: Columns) -> Part:
    """A run's row of outcomes and its weekly columns, both with run, strategy and seed."""
    weekly, config = _weekly(firm), firm.config
    context: Context = {
        "headcount": firm.people.count,
        "price_per_hour": config.programme.price_per_hour,
        "realisation": config.programme.realisation,
        "withdraw_week": config.withdraw_week,
        "levers_act": np.array(firm.levers_act, np.bool_),
        "use_gini_teams": gini(team_means(firm.people)),
        "novice_advantage": novice_advantage(firm.people),
        "first_lever_week": firm.first_lever_week or 1,
    }
    if firm.levers and config.equal_budget:
        context["budget_eur"] = firm.allowed_eur
        context["budget_spent_eur"] = firm.spent_eur
        context["dose_factor"] = dose_factor(config.strategy.levers, firm.scaled)
    values = outcomes(weekly, reference, context)
    head = {"run_id": f"{name}-{config.seed}", "strategy": name, "seed": config.seed}
    return {**head, **values}, {**head, **weekly}


def frames(parts: Sequence[Part]) -> RunResult:
    """Runs as tables."""
    import pandas as pd

    weekly = {name: np.concatenate([_filled(part[1], name) for part in parts])
              for name in parts[0][1]}  # fmt: skip
    return RunResult(pd.DataFrame([part[0] for part in parts]), pd.DataFrame(weekly))


def _filled(columns: Columns, name: str) -> Any:
    """A weekly column, with what holds for the whole run repeated."""
    value = columns[name]
    if isinstance(value, np.ndarray):
        return value
    return np.full(len(columns["week"]), value, object if isinstance(value, str) else None)
