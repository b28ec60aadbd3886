"""Designs: what is varied, at which points, and what is refused."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest

from sim.analysis.companies import companies
from sim.analysis.designs import Listed, Spread, axes_of, points
from sim.analysis.posterior import shipped_draws
from sim.base.params import ConfigError
from sim.config.load import load, load_strategies
from sim.runs.cells import cells
from sim.runs.store import Store
from sim.runs.work import Work
from sim.studies.sweep.plan import Sweep, plan
from sim.studies.sweep.sweep import result
from tests.small_sweeps import TINY, study

KEY = "workforce.reactance.mean"


def levels(said: Any, key: str = KEY) -> list[Any]:
    """The levels of a grid over one key."""
    return axes_of({key: said}, load(TINY, "mandate"))[key].levels()


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ([0.2, 0.5, 0.8], [0.2, 0.5, 0.8]),
        ({"low": 0.1, "high": 0.5}, [0.1, 0.2, 0.3, 0.4, 0.5]),
        ({"low": 0.1, "high": 0.5, "count": 3}, [0.1, 0.3, 0.5]),
        ({"low": 0.1, "high": 0.5, "step": 0.15}, [0.1, 0.25, 0.4]),
        ({"distribution": "loguniform", "low": 0.01, "high": 1, "count": 3}, [0.01, 0.1, 1.0]),
        ({"distribution": "triangular", "low": 0, "mode": 0.5, "high": 1, "count": 1}, [0.5]),
        ({"distribution": "normal", "mean": 0.5, "sd": 0.1, "count": 1}, [0.5]),
    ],
)
def test_levels(said: Any, expected: list[float]) -> None:
    assert levels(said) == expected


def test_whole_numbers_stay_whole() -> None:
    found = levels({"low": 10, "high": 40, "count": 4}, "weeks")
    assert found == [10, 20, 30, 40]
    assert all(isinstance(value, int) for value in found)
    axis = Spread("uniform", {"low": 1.0, "high": 3.0}, whole=True)
    assert [axis.at(share / 9) for share in range(9)] == [1, 1, 1, 2, 2, 2, 3, 3, 3]


@pytest.mark.parametrize("distribution", ["normal", "lognormal"])
def test_open_distributions_are_cut_where_values_end(distribution: str) -> None:
    numbers = {"mean": 0.9, "median": 0.9, "sd": 1.0}
    axis = Spread(distribution, numbers, valid=(0.0, 1.0))
    values = [axis.at(share / 50) for share in range(50)] + [axis.at(1 - 2**-53)]
    assert values == sorted(values)
    assert all(0.0 <= value <= 1.0 for value in values)


def test_a_grid_takes_every_combination() -> None:
    axes = {"a": Listed((1, 2)), "b": Listed(("x", "y", "z"))}
    found = points(axes, "grid", None, 0)
    assert [tuple(point.values()) for point in found][:4] == [
        (1, "x"),
        (1, "y"),
        (1, "z"),
        (2, "x"),
    ]
    assert len(found) == 6
    assert points({}, "grid", None, 0) == [{}]


@pytest.mark.parametrize("design", ["latin", "sobol"])
def test_samples_fill_every_axis_evenly(design: str) -> None:
    axes = {"a": Spread("uniform", {"low": 0.0, "high": 1.0}), "b": Listed((0, 1, 2, 3))}
    found = points(axes, design, 16, 3)
    assert found == points(axes, design, 16, 3)
    assert found != points(axes, design, 16, 4)
    assert sorted(int(16 * point["a"]) for point in found) == list(range(16))
    assert sorted(point["b"] for point in found) == sorted([0, 1, 2, 3] * 4)


def test_cells_are_what_the_command_line_would_load() -> None:
    vary = {
        KEY: "declared",
        "strategy.levers.mandate.freedom": {"low": 0, "high": 1},
        "weeks": [4, 6],
    }
    config = load(TINY, "mandate")
    design = points(axes_of(vary, config), "latin", 7, 0)
    found = cells(design, TINY, ["mandate", "champions"])
    for cell, point in zip(found, design, strict=True):
        changes = [f"{key}={value!r}" for key, value in point.items()]
        assert cell.configs == load_strategies([*TINY, *changes], ["mandate", "champions"])


def test_groups_and_strategies_can_be_varied() -> None:
    study = Sweep({"strategy": ["mandate", "organic"], "organisation": ["small", "mid"]}, TINY)
    found = [(task.cell, task.name) for task in plan(study).tasks]
    assert found == [(0, "mandate"), (1, "mandate"), (2, "organic"), (3, "organic")]
    both = Sweep({"strategy.levers.mandate.freedom": [0.1, 0.9]}, TINY, ("mandate", "organic"))
    tasks = plan(both).tasks
    assert len({task.key for task in tasks}) == 3
    assert math.prod(len({task.key for task in tasks if task.name == name})
                     for name in both.strategies) == 2  # fmt: skip


@pytest.mark.parametrize(
    ("vary", "parts"),
    [
        ({"workforce.reactance.maen": [0.1]}, ["workforce.reactance.mean"]),
        ({KEY: [0.5, 3.0]}, [KEY, "[0, 1]", "got 3.0"]),
        ({KEY: []}, [KEY, "empty"]),
        ({KEY: [0.1, 0.1]}, [KEY, "twice"]),
        ({KEY: 0.1}, [KEY, "list"]),
        ({KEY: {"low": 0.5, "high": 0.1}}, ["low must be below high"]),
        ({KEY: {"low": 0.5}}, ["high is missing"]),
        ({KEY: {"low": "a", "high": 1}}, ["low must be a number"]),
        ({KEY: {"lwo": 0.5, "high": 1}}, ["lwo", "'low'"]),
        ({KEY: {"low": 0.1, "high": 1, "step": -1}}, ["step"]),
        ({KEY: {"low": 0.1, "high": 1, "count": 0}}, ["count"]),
        ({KEY: {"low": 0.1, "high": 1, "count": 10**9}}, ["count", "65536"]),
        ({KEY: {"low": 0, "high": 1, "step": 1e-9}}, ["step=1e-09", "65,536 levels"]),
        ({KEY: {"low": 0, "high": 1, "step": 1e-320}}, ["step", "65,536 levels"]),
        ({KEY: {"low": -1e308, "high": 1e308}}, ["further apart than numbers reach"]),
        ({KEY: {"low": 0, "high": 10**400}}, ["high must be a number"]),
        (
            {KEY: {"distribution": "loguniform", "low": 1e-300, "high": 1e300}},
            ["further apart than numbers reach"],
        ),
        ({KEY: list(range(70_000))}, ["70,000 values"]),
        (
            {KEY: {"low": 0, "high": 1, "count": 60_000}, "weeks": [4, 5]},
            ["120,000 points", "design=sobol"],
        ),
        ({KEY: {"distribution": "norml", "mean": 0, "sd": 1}}, ["norml", "'normal'"]),
        ({KEY: {"distribution": "normal", "mean": 0, "sd": 0}}, ["sd"]),
        ({KEY: {"distribution": "loguniform", "low": 0, "high": 1}}, ["above 0"]),
        ({"equal_budget": {"low": 0, "high": 1}}, ["no number"]),
        ({"ablate": "declared"}, ["no range"]),
        ({"seed": [1, 2]}, ["seeds=20"]),
        ({"strategy": ["mandat"]}, ["mandat", "'mandate'"]),
        ({"organisation": ["smal"]}, ["smal", "'small'"]),
        ({"strategy.levers.nothing.dose": [1]}, ["nothing"]),
    ],
)
def test_bad_axes(vary: dict[str, Any], parts: list[str]) -> None:
    with pytest.raises(ConfigError) as caught:
        plan(Sweep(vary, TINY, ("mandate", "organic")))
    for part in parts:
        assert part in str(caught.value)


@pytest.mark.parametrize(
    ("changes", "part"),
    [
        ({"design": "soble"}, "'sobol'"),
        ({"design": "sobol", "points": 100}, "64 or 128"),
        ({"points": 8}, "design=latin"),
        ({"design": "latin", "vary": {}}, "something to vary"),
        ({"design": "latin", "points": 10**9}, "[1, 65536]"),
        ({"design": "sobol", "points": 2**31}, "[1, 65536]"),
        ({"seeds": range(2**62)}, "runs; at most 1,000,000"),
        ({"seeds": range(600_000)}, "1,200,000 runs"),
        ({"half_width": {"genuine_us": 0.1}}, "genuine_us"),
        ({"half_width": {"genuine_use_final": 0}}, "above 0"),
        ({"outputs": ("genuine_us",)}, "nearest: genuine_use"),
    ],
)
def test_bad_designs(changes: dict[str, Any], part: str) -> None:
    with pytest.raises(ConfigError) as caught:
        plan(Sweep(**{"vary": {KEY: [0.1, 0.2]}, "overrides": TINY, **changes}))
    assert part in str(caught.value)


def test_points_given_one_by_one(tmp_path: Path) -> None:
    given = tuple(companies("plausible", 2, 3))
    planned = plan(study(vary={}, given=given, seeds=(0,)))
    runs = result(planned, Work(Store(tmp_path / "store"))).runs
    assert len(runs) == 4
    assert set(runs["workforce.reactance.mean"]) == {
        each["workforce.reactance.mean"] for each in given
    }
    with pytest.raises(ConfigError, match="not both"):
        plan(study(given=given))


def test_companies_that_agree_with_the_evidence() -> None:
    fitted = shipped_draws()
    count = len(fitted) + 10
    found = companies("matched", count, 1)
    assert found == companies("matched", count, 1)
    for name in fitted.columns:
        assert {each[name] for each in found} == set(fitted[name])
    whole = set(fitted.itertuples(index=False, name=None))
    assert {tuple(each[name] for name in fitted.columns) for each in found} == whole
    with pytest.raises(ConfigError, match="plausible"):
        companies("plausibel", 2, 3)
