"""Companies to try something in: draws over the ranges of parameters, or a file of them.

A draw is one company: a value for every parameter with a plausible range, sourced or not.
Values are uniform and independent, because nothing is known that would justify another shape.
`companies` spreads a number of them over the ranges at once (Latin hypercube); `company` gives
the one that belongs to a seed, whatever others are asked for.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from sim.analysis.company_files import Draw as Draw
from sim.analysis.company_files import read, rows_of
from sim.analysis.kinds import FILES as FILES
from sim.analysis.kinds import KINDS as KINDS
from sim.analysis.kinds import MINE as MINE
from sim.analysis.kinds import ONE as ONE
from sim.analysis.kinds import OWN as OWN
from sim.base.arrays import Floats, Ints
from sim.base.params import ConfigError, has_source, parameters, unknown
from sim.base.streams import Streams
from sim.base.values import get

FIXED: Mapping[str, float] = {"workforce.decision.company_spread": 0.0}
"""Set, not drawn: a company's climate is the drawn appeal of use, not luck between its seeds."""


CHOICES = ("programme.",)
"""Choices and prices of a company are no unknowns: they stay as set, and are varied on purpose."""


class Dimension(NamedTuple):
    """One drawn parameter."""

    key: str
    low: float
    high: float
    sourced: bool
    source: str
    unit: str
    doc: str
    log: bool

    def at(self, share: float) -> float:
        """The value below which a share in [0, 1] of the companies lies."""
        if self.log:
            return float(self.low * (self.high / self.low) ** share)
        return self.low + share * (self.high - self.low)

    def share(self, value: float) -> float:
        """The share of companies that lie below a value, in [0, 1]."""
        if self.log:
            part = math.log(max(value, self.low) / self.low) / math.log(self.high / self.low)
        else:
            part = (value - self.low) / (self.high - self.low)
        return min(1.0, max(0.0, part))


@functools.cache
def dimensions() -> tuple[Dimension, ...]:
    """Every parameter that is drawn: those that declare a plausible range."""
    from sim.model.config import RunConfig

    found = []
    for key, field in parameters(RunConfig):
        meta = field.metadata
        plausible = meta.get("plausible")
        drawn = key not in FIXED and not key.startswith(CHOICES)
        if drawn and plausible and isinstance(field.default, float):
            low, high = (float(end) for end in plausible)
            sourced = has_source(meta["source"])
            found.append(
                Dimension(
                    key, low, high, sourced, meta["source"], meta["unit"], meta["doc"], meta["log"]
                )
            )
    return tuple(found)


def companies(kind: str, count: int, seed: int) -> list[Draw]:
    """Companies to try something in.

    Args:
        kind: `plausible` draws every parameter from its declared range. `matched` takes whole
            companies that come with the package: those nearest to published numbers. Anything
            else is the name of a file of companies (`FILES`).
        count: How many; a file gives its rows in a random order, again and again.
        seed: Another seed gives others.

    Raises:
        ConfigError: No such kind, or a file that cannot be used.
    """
    require_kind(kind)
    whole: list[Mapping[str, float]] = [Draw()] * count
    if kind != "plausible":
        rows = _whole(kind)
        lot = Streams(seed).generator("companies").permutation(max(count, len(rows)))
        whole = [rows[place] for place in lot[:count] % len(rows)]
    lacking = any(_left(kind, own) for own in whole[:1])  # all rows have the same columns
    drawn = draws(count, seed) if lacking else [Draw()] * count
    return [{**FIXED, **draw, **own} for draw, own in zip(drawn, whole, strict=True)]


def company(kind: str, seed: int) -> Draw:
    """The company of a seed: the same however many others are asked for.

    Args:
        kind: As for `companies`; `one` changes nothing.
        seed: Another seed gives another company.

    Raises:
        ConfigError: No such kind, or a file that cannot be used.
    """
    if kind == ONE:
        return {}
    require_kind(kind)
    rows = [Draw()] if kind == "plausible" else _whole(kind)
    own, luck = rows[_place(seed, len(rows))], Streams(seed)
    drawn = {each.key: each.at(float(luck.generator(f"company {each.key}").random()))
             for each in _left(kind, own)}  # fmt: skip
    return {**FIXED, **drawn, **own}


def _left(kind: str, own: Mapping[str, float]) -> list[Dimension]:
    """What a whole company leaves to be drawn; those of a file are as they are."""
    return [] if is_file(kind) else [each for each in dimensions() if each.key not in own]


def _place(seed: int, count: int) -> int:
    """Which of so many companies belongs to a seed: no two of as many seeds in a row share one."""
    return int(Streams(0).generator("company").permutation(count)[seed % count])


def numbered(kind: str, seed: int) -> tuple[int, int]:
    """Which of so many whole companies a seed names, from 1; (0, 0) where none are kept."""
    if kind in (ONE, "plausible"):
        return 0, 0
    count = len(_whole(kind))
    return _place(seed, count) + 1, count


def by_seed(kind: str, seeds: Sequence[int], fixed: Collection[str]) -> dict[int, Draw]:
    """The company of every seed, without what is the same in all of them; none for `one`."""
    if kind == ONE:
        return {}
    return {
        seed: {key: value for key, value in company(kind, seed).items() if key not in fixed}
        for seed in seeds
    }


def held(config: Any, words: Iterable[str], more: Iterable[str] = ()) -> frozenset[str]:
    """Parameters that somebody chose, and that are the same in all companies.

    Args:
        config: The configuration; what a preset sets to another value than the default is held,
            and what it does not have at all, as an organisation from files has no such size.
        words: The command line; what it names is held.
        more: Parameters that are asked about besides those that are drawn.
    """
    named = {word.lstrip("+~").partition("=")[0] for word in words}
    chosen = {key for key in defaults() if get(config, key) != _declared()[key]}
    asked = {key for key in more if get(config, key) not in (None, _declared()[key])}
    return frozenset(named | chosen | asked)


def require_kind(kind: str, *more: str) -> None:
    """Refuse what is no kind of companies.

    Args:
        kind: What somebody typed.
        more: Further names that are accepted.

    Raises:
        ConfigError: The name, and all that would do.
    """
    if kind == "evidence":  # what it was called before a fit had to pass a gate
        raise ConfigError(
            "companies=evidence: no fit agrees that well (docs/calibration.md); companies=matched "
            "takes those nearest to published numbers"
        )
    if kind not in (*KINDS, *more) and not is_file(kind):
        raise unknown("companies", kind, (*KINDS, *more, OWN, "FILE.csv"))
    if is_file(kind):
        _whole(kind)


def is_file(kind: str) -> bool:
    """Whether a kind of companies is the name of a file, or of a folder with fitted ones."""
    return _path(kind) is not None


def _path(kind: str) -> Path | None:
    """The file that a kind of companies names; None if it names none."""
    path = Path(kind).expanduser()
    if path.suffix.lower() in FILES:
        return path
    if kind == OWN or (kind not in (*KINDS, ONE) and (path / MINE).is_file()):
        return path / MINE
    return None


@functools.cache
def defaults() -> Mapping[str, float]:
    """Default of every parameter that is drawn, and of those that are set in drawn companies."""
    from sim.model.config import RunConfig

    every: Mapping[str, Any] = {key: each.default for key, each in parameters(RunConfig)}
    return {key: float(every[key]) for key in (*FIXED, *(each.key for each in dimensions()))}


@functools.cache
def _declared() -> Mapping[str, Any]:
    """Declared default of every parameter of a group."""
    from sim.model.config import RunConfig

    return {key: field.default for key, field in parameters(RunConfig) if "." in key}


def _whole(kind: str) -> Sequence[Mapping[str, float]]:
    """Draws that are kept together: the shipped posterior, or the rows of a file."""
    path = _path(kind)
    if path is None:
        return _shipped()
    try:
        changed = path.stat().st_mtime_ns
    except OSError:
        changed = 0
    return read(path.absolute(), path, changed)


@functools.cache
def _shipped() -> Sequence[Mapping[str, float]]:
    from sim.analysis.posterior import shipped_draws

    return rows_of(shipped_draws())


def families(drawn: Sequence[Draw]) -> Ints:
    """Which companies share their fitted values: a posterior has only so many draws.

    Returns:
        Companies with the same number do, shape (companies,).
    """
    from sim.analysis.posterior import FITTED

    fitted = [key for key in FITTED if drawn and key in drawn[0]]
    if not fitted:
        return np.arange(len(drawn))
    number: dict[object, int] = {}
    keys = [tuple(draw[key] for key in fitted) for draw in drawn]
    return np.array([number.setdefault(key, len(number)) for key in keys], np.int64)


def draws(count: int, seed: int, over: Sequence[Dimension] | None = None) -> list[Draw]:
    """Companies: `count` points of a Latin hypercube over some dimensions, or all of them."""
    from scipy.stats import qmc

    space = dimensions() if over is None else over
    unit: Floats = qmc.LatinHypercube(len(space), rng=seed).random(count)
    return [
        {each.key: each.at(float(share)) for each, share in zip(space, row, strict=True)}
        for row in unit
    ]  # fmt: skip
