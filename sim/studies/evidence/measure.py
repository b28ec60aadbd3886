"""Run the situations of the evidence and observe what was measured in them."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence
from statistics import NormalDist
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.base.streams import Streams
from sim.base.values import with_values
from sim.studies.evidence.observables import Story, observe
from sim.studies.evidence.scenarios import configuration, pinned
from sim.studies.evidence.table import Row

if TYPE_CHECKING:
    from sim.base.arrays import Floats
    from sim.model.config import RunConfig
    from sim.organisation.build import Organisation

#: Companies that stand for all companies.
COMPANIES = 4
_CANDIDATES = 400


@functools.cache
def typical_seeds(count: int = COMPANIES, first: int = 0) -> tuple[int, ...]:
    """Seeds whose company climates are evenly spread over what companies can be.

    Published numbers are averages over many companies. A few seeds drawn blindly would
    share a climate that is off by half its spread / sqrt(count); these do not.
    """
    climate = {
        seed: float(Streams(seed).generator("company climate").standard_normal())
        for seed in range(first, first + _CANDIDATES)
    }
    wanted = [NormalDist().inv_cdf((place + 0.5) / count) for place in range(count)]
    return tuple(min(climate, key=lambda seed: abs(climate[seed] - each)) for each in wanted)


def measure(
    rows: Iterable[Row],
    values: Mapping[str, float] | None = None,
    seeds: Sequence[int] | None = None,
    words: tuple[str, ...] = (),
) -> dict[str, float]:
    """What the model shows for rows of evidence, mean over seeds.

    Args:
        rows: Rows with an observable and a scenario; those without are left out.
        values: Parameter values by full key; what a scenario pins stays as it is.
        seeds: Companies to run; `typical_seeds()` if None.
        words: Overrides that hold in every scenario.

    Returns:
        Value by id, in the units of the observables.
    """
    tied = [row for row in rows if row.observable]
    found = measure_each(tied, values, typical_seeds() if seeds is None else seeds, words)
    return dict(zip([row.id for row in tied], found.mean(axis=0).tolist(), strict=True))


def measure_each(
    rows: Sequence[Row],
    values: Mapping[str, float] | None,
    seeds: Sequence[int],
    words: tuple[str, ...] = (),
) -> Floats:
    """The same, firm by firm; shape (seeds, rows)."""
    configs = {}
    for name, weeks in _horizons(rows).items():
        fixed = pinned(name)
        free = {key: value for key, value in (values or {}).items() if key not in fixed}
        configs[name] = with_values(configuration(name, weeks, words), free)
    found = np.zeros((len(seeds), len(rows)))
    for place, seed in enumerate(seeds):
        stories = {name: tell(config, seed) for name, config in configs.items()}
        for column, row in enumerate(rows):
            found[place, column] = observe(row.observable, stories[row.scenario], row.weeks)
            if row.against:
                found[place, column] -= observe(row.observable, stories[row.against], row.weeks)
    return found


def _horizons(rows: Sequence[Row]) -> dict[str, int]:
    """The scenarios that are needed, and how long."""
    weeks: dict[str, int] = {}
    for row in rows:
        for name in filter(None, (row.scenario, row.against)):
            weeks[name] = max(weeks.get(name, 1), row.weeks[1])
    return weeks


def tell(config: RunConfig, seed: int) -> Story:
    """Run a configuration with one seed and keep use and saving of everybody."""
    import dataclasses

    from sim.model.engine import Engine

    firm = Engine(dataclasses.replace(config, seed=seed), _organisation(config.organisation, seed))
    use = np.empty((config.weeks, firm.people.count))
    saving = np.empty_like(use)
    for week in range(config.weeks):
        firm.step()
        use[week], saving[week] = firm.people.genuine_use, firm.people.saving
    return Story(firm, use, saving)


@functools.lru_cache(maxsize=64)
def _organisation(organisation: Any, seed: int) -> Organisation:
    """Scenarios and parameter values of one seed share the organisation."""
    from sim.organisation.build import build

    return build(organisation, Streams(seed))
