"""Plausible companies: Latin hypercube draws over the ranges that parameters declare.

A draw is one company: a value for every parameter with a plausible range, sourced or not.
Values are uniform and independent, because nothing is known that would justify another shape.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.params import ASSUMED, parameters

if TYPE_CHECKING:
    from sim.config import RunConfig

Draw = dict[str, float]

RANGES: Mapping[str, tuple[float, float]] = {
    "workforce.mandate.authenticity": (0.0, 1.0),
    "workforce.reactance.mean": (0.2, 0.8),
    "workforce.saving.novice_effect": (0.0, 1.0),
    "workforce.example.crowding": (0.0, 1.0),
    "work.flow.across_departments": (0.0, 0.7),
    "work.flow.approval_load": (0.5, 0.95),
    "work.integration.visibility": (0.0, 0.5),
    "work.integration.disputes": (0.0, 0.1),
    "work.integration.disputed_returns": (0.0, 0.5),
}
"""Ranges of parameters that matter to a claim and declare none narrower than what is valid."""

FIXED: Mapping[str, float] = {"workforce.decision.company_spread": 0.0}
"""Set, not drawn: a company's climate is the drawn appeal of use, not luck between its seeds."""


class Dimension(NamedTuple):
    """One drawn parameter."""

    key: str
    low: float
    high: float
    sourced: bool
    source: str
    unit: str
    doc: str


@functools.cache
def dimensions() -> tuple[Dimension, ...]:
    """Every parameter that is drawn: those that declare a plausible range, and `RANGES`."""
    from sim.config import RunConfig

    found = []
    for key, field in parameters(RunConfig):
        meta = field.metadata
        valid = (meta.get("low"), meta.get("high"))
        swept = RANGES.get(key) or (meta["sweep"] if meta.get("sweep", valid) != valid else None)
        if key not in FIXED and swept is not None and isinstance(field.default, float):
            low, high = (float(end) for end in swept)
            sourced = meta["source"] != ASSUMED
            found.append(
                Dimension(key, low, high, sourced, meta["source"], meta["unit"], meta["doc"])
            )
    return tuple(found)


@functools.cache
def valid_ranges() -> Mapping[str, tuple[float, float]]:
    """What the configuration accepts, per number."""
    from sim.config import RunConfig

    return {
        key: (field.metadata["low"], field.metadata["high"])
        for key, field in parameters(RunConfig)
        if isinstance(field.default, float) and field.metadata["low"] is not None
    }


def draws(count: int, seed: int) -> list[Draw]:
    """Companies: `count` points of a Latin hypercube over all dimensions."""
    from scipy.stats import qmc

    space = dimensions()
    unit: NDArray[np.float64] = qmc.LatinHypercube(len(space), rng=seed).random(count)
    return [
        {each.key: float(each.low + u * (each.high - each.low)) for each, u in zip(space, row,
                                                                                 strict=True)}
        for row in unit
    ]  # fmt: skip


def with_values(config: RunConfig, values: Mapping[str, Any]) -> RunConfig:
    """The configuration with other values by full key; checked like any configuration."""
    changed: RunConfig = _changed(config, values)
    return changed


def _changed(node: Any, values: Mapping[str, Any]) -> Any:
    own: dict[str, Any] = {}
    inner: dict[str, dict[str, Any]] = {}
    for key, value in values.items():
        first, _, rest = key.partition(".")
        if rest:
            inner.setdefault(first, {})[rest] = value
        else:
            own[first] = value
    for name, below in inner.items():
        own[name] = _changed(getattr(node, name), below)
    return dataclasses.replace(node, **own)
