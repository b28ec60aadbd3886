"""Companies to try something in: Latin hypercube draws over the ranges of parameters.

A draw is one company: a value for every parameter with a plausible range, sourced or not.
Values are uniform and independent, because nothing is known that would justify another shape.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sim.base.arrays import Floats, Ints
from sim.base.params import has_source, parameters, unknown
from sim.base.streams import Streams

if TYPE_CHECKING:
    pass

Draw = dict[str, float]

KINDS = ("plausible", "evidence")

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
    """Every parameter that is drawn: those that declare a plausible range."""
    from sim.model.config import RunConfig

    found = []
    for key, field in parameters(RunConfig):
        meta = field.metadata
        plausible = meta.get("plausible")
        if key not in FIXED and plausible and isinstance(field.default, float):
            low, high = (float(end) for end in plausible)
            sourced = has_source(meta["source"])
            found.append(
                Dimension(key, low, high, sourced, meta["source"], meta["unit"], meta["doc"])
            )
    return tuple(found)


@functools.cache
def valid_ranges() -> Mapping[str, tuple[float, float]]:
    """What the configuration accepts, per number."""
    from sim.model.config import RunConfig

    return {
        key: (field.metadata["low"], field.metadata["high"])
        for key, field in parameters(RunConfig)
        if isinstance(field.default, float) and field.metadata["low"] is not None
    }


def companies(kind: str, count: int, seed: int) -> list[Draw]:
    """Companies to try something in.

    Args:
        kind: `plausible` draws every parameter from its declared range. `evidence` takes the
            fitted parameters from the posterior that comes with the package, each draw whole,
            and the others from their ranges. A draw agrees with published numbers when all
            others are at their defaults; the company it becomes part of need not.
        count: How many.
        seed: Another seed gives others.

    Raises:
        ConfigError: No such kind.
    """
    if kind not in KINDS:
        raise unknown("companies", kind, KINDS)
    drawn = draws(count, seed)
    if kind == "evidence":
        from sim.analysis.posterior import shipped_draws

        fitted = shipped_draws().to_dict("records")
        lot = Streams(seed).generator("companies").permutation(max(count, len(fitted)))
        rows = lot[:count] % len(fitted)
        drawn = [{**draw, **fitted[row]} for draw, row in zip(drawn, rows, strict=True)]
    return [{**FIXED, **draw} for draw in drawn]


def families(drawn: Sequence[Draw]) -> Ints:
    """Which companies share their fitted values: a posterior has only so many draws.

    Returns:
        Companies with the same number do, shape (companies,).
    """
    from sim.analysis.priors import FITTED

    fitted = [key for key in FITTED if drawn and key in drawn[0]]
    if not fitted:
        return np.arange(len(drawn))
    number: dict[object, int] = {}
    keys = [tuple(draw[key] for key in fitted) for draw in drawn]
    return np.array([number.setdefault(key, len(number)) for key in keys], np.int64)


def draws(count: int, seed: int) -> list[Draw]:
    """Companies: `count` points of a Latin hypercube over all dimensions."""
    from scipy.stats import qmc

    space = dimensions()
    unit: Floats = qmc.LatinHypercube(len(space), rng=seed).random(count)
    return [
        {each.key: float(each.low + u * (each.high - each.low)) for each, u in zip(space, row,
                                                                                 strict=True)}
        for row in unit
    ]  # fmt: skip
