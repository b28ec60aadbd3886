"""Running the arms: one company and one seed at a time, every distinct arm once."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Generator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from sim.analysis.companies import Draw, companies
from sim.analysis.company_files import valid_ranges
from sim.base.arrays import Floats
from sim.base.values import with_values
from sim.config.public import lever_classes
from sim.runs.version import digest, model_version
from sim.runs.wants import Measurements
from sim.studies.claims import prepare
from sim.studies.claims.design import Arm, Claim, Of
from sim.studies.claims.metrics import METRICS, Trial, measure

if TYPE_CHECKING:
    from sim.model.config import RunConfig
    from sim.model.engine import Engine
    from sim.model.levers import Lever

Results = dict[str, dict[str, float]]
"""Arm key -> metric -> value, for one company and one seed."""


class Unit(NamedTuple):
    """One company and one seed."""

    draw: int
    seed: int


@dataclasses.dataclass(frozen=True)
class Size:
    """How much is run.

    Attributes:
        draws: Companies.
        seeds: Seeds per company; every company has seeds of its own.
        headcount: People per company.
        weeks: Horizon; the levers go at three quarters of it.
        first_seed: Start of all seeds, also of the draws.
        companies: What is drawn, one of `space.KINDS`.
    """

    draws: int
    seeds: int
    headcount: int = 200
    weeks: int = 104
    first_seed: int = 0
    companies: str = "matched"

    @property
    def withdraw_week(self) -> int:
        """Last week with levers."""
        return self.weeks * 3 // 4

    def units(self) -> list[Unit]:
        """Every company with every one of its seeds."""
        return [
            Unit(draw, self.first_seed + draw * self.seeds + seed)
            for draw in range(self.draws)
            for seed in range(self.seeds)
        ]


SIZES: Mapping[str, Size] = {
    "small": Size(draws=8, seeds=3, headcount=60),
    "full": Size(draws=160, seeds=16),
}


def company(draw: Draw, size: Size) -> RunConfig:
    """The configuration that a draw describes, without levers."""
    from sim.model.config import RunConfig

    given = {"organisation.headcount": size.headcount, "weeks": size.weeks,
             "withdraw_week": size.withdraw_week}  # fmt: skip
    return with_values(RunConfig(), {**draw, **given})


def configure(base: RunConfig, arm: Arm, draw: Draw) -> RunConfig:
    """The company with an arm's levers and changed values."""
    from sim.model.strategy import Strategy

    values = dict(arm.values)
    for key, factor in arm.factors.items():
        values[key] = _valid(key, draw[key] * factor)
    for key, shift in arm.shifts.items():
        values[key] = _valid(key, draw[key] + shift)
    levers = {name: _lever(name, fields, draw) for name, fields in arm.levers.items()}
    changed = with_values(base, values) if values else base
    return dataclasses.replace(
        changed, strategy=Strategy("arm", "", levers), ablate=arm.ablate,
        equal_budget=arm.equal_budget,
    )  # fmt: skip


def _valid(key: str, value: float) -> float:
    low, high = valid_ranges()[key]
    return min(high, max(low, value))


def _lever(name: str, fields: Mapping[str, Any], draw: Draw) -> Lever:
    values = {
        field: value.factor * draw[value.key] if isinstance(value, Of) else value
        for field, value in fields.items()
    }
    classes: Mapping[str, Any] = lever_classes()
    lever: Lever = classes[name](**values)
    return lever


def run_arm(config: RunConfig, without: str, start: Engine) -> dict[str, float]:
    """Every metric of one run, from the start of a firm of the same company and seed."""
    from sim.model.engine import Engine
    from sim.runs.run import live

    firm = Engine(config, start.organisation, twin=start)
    counted = ~(prepare.pioneers(firm) | prepare.others(firm))
    if without:
        prepare.level(firm, getattr(prepare, without)(firm))
    live(firm)
    others = float(np.mean(firm.people.genuine_use[counted]))
    return measure(Trial(firm.log.columns(), config.withdraw_week, others))


def distinct_arms(claims: Sequence[Claim]) -> dict[str, Arm]:
    """Every arm that the claims need, once, by key."""
    return {arm.key: arm for claim in claims for arm in claim.arms.values()}


def run_unit(unit: Unit, draw: Draw, arms: Mapping[str, Arm], size: Size) -> Results:
    """All arms of one company and one seed; they share the organisation and the luck."""
    from sim.base.streams import Streams
    from sim.model.engine import Engine
    from sim.organisation.build import build

    base = dataclasses.replace(company(draw, size), seed=unit.seed)
    organisation = build(base.organisation, Streams(unit.seed))
    starts: dict[str, Engine] = {}
    results: Results = {}
    for key, arm in arms.items():
        config = configure(base, arm, draw)
        changed = repr((arm.values, arm.factors, arm.shifts))
        if changed not in starts:
            starts[changed] = Engine(config.without_levers(), organisation)
        results[key] = run_arm(config, arm.without, starts[changed])
    return results


def sampled(
    claims: Sequence[Claim], size: Size
) -> Generator[Measurements, Mapping[str, Any], tuple[Sample, list[Draw]]]:
    """Every arm in every company with every seed, and the companies."""
    drawn = companies(size.companies, size.draws, size.first_seed)
    arms = distinct_arms(claims)
    short = {key: digest(key)[:SHORT] for key in arms}
    named = {short[key]: arm for key, arm in arms.items()}
    jobs = [
        (tuple(_name(unit, each) for each in named), (unit, drawn[unit.draw], named, size))
        for unit in size.units()
    ]
    found = yield Measurements(measure_unit, jobs, mark(size, drawn))
    sample = Sample(size, list(arms))
    for unit in size.units():
        for place, key in enumerate(arms):
            seed = (unit.seed - size.first_seed) % size.seeds
            sample.values[place, :, unit.draw, seed] = found[_name(unit, short[key])]
    return sample, drawn


def _name(unit: Unit, arm: str) -> str:
    return f"{unit.draw}/{unit.seed}/{arm}"


def measure_unit(
    keys: Sequence[str], unit: Unit, draw: Draw, arms: Mapping[str, Arm], size: Size
) -> dict[str, list[float]]:
    """Metrics of those arms of a unit that `keys` name, in the order of `METRICS`."""
    names = [key.rpartition("/")[2] for key in keys]
    results = run_unit(unit, draw, {name: arms[name] for name in names}, size)
    return {key: [results[name][metric] for metric in METRICS]
            for key, name in zip(keys, names, strict=True)}  # fmt: skip


def mark(size: Size, drawn: Sequence[Draw]) -> str:
    """What measurements depend on: model version, how arms are run, size, companies."""
    folder = Path(__file__).parent
    sources = [(folder / name).read_bytes() for name in _OWN]
    return digest(model_version(), repr(size), json.dumps(list(drawn)), *sources)


_OWN = ("metrics.py", "prepare.py", "experiment.py")
#: Characters of an arm's name where it is measured.
SHORT = 16


class Sample:
    """Results of all units: metric of an arm as an array over companies and seeds."""

    def __init__(self, size: Size, arms: Sequence[str]) -> None:
        self.size = size
        self.place = {key: place for place, key in enumerate(arms)}
        self.metrics = {name: place for place, name in enumerate(METRICS)}
        shape = (len(arms), len(METRICS), size.draws, size.seeds)
        self.values = np.full(shape, np.nan)

    def of(self, arm: Arm, metric: str) -> Floats:
        """A metric of an arm, shape (companies, seeds)."""
        found: Floats = self.values[self.place[arm.key], self.metrics[metric]]
        return found
