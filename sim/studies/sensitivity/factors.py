"""What is varied: assumptions about the company, the strategy, and luck, each one factor.

Luck is a factor like any other. Points that differ in it alone differ in nothing but the seed;
points that do not differ in it share people, ties and chance events.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sim.analysis.companies import FIXED, KINDS, Dimension, dimensions, held
from sim.analysis.designs import Axis, Listed, Point, Spread, axes_of
from sim.base.params import ConfigError, has_source, parameters, require_known, unknown, unknown_key
from sim.base.values import get

if TYPE_CHECKING:
    from sim.model.config import RunConfig

STRATEGY, LUCK, EVIDENCE = "strategy", "luck", "evidence"
SEEDS = 2**14
"""Seeds that luck is drawn from; two rows with the same one do no harm."""

Vary = Sequence[str] | Mapping[str, Any]


@dataclass(frozen=True)
class Factor:
    """One thing that is varied.

    Attributes:
        key: Full key of a parameter, `strategy`, `luck` or `evidence`.
        label: A few plain words, as a parameter is declared; "" for what text files name.
        axis: Its values; every axis is read at a share in [0, 1).
        sourced: Whether its value rests on a source; None where the question makes no sense.
        source: Which.
    """

    key: str
    label: str
    axis: Axis
    sourced: bool | None = None
    source: str = ""

    @property
    def unordered(self) -> int:
        """How many values without an order it has; 0 for numbers."""
        return len(self.axis.values) if isinstance(self.axis, Listed) else 0


def point(factors: Sequence[Factor], shares: Iterable[float]) -> Point:
    """Values by key at one point of the unit cube; a draw of the evidence is spread out."""
    found: Point = {}
    for factor, share in zip(factors, shares, strict=True):
        value = factor.axis.at(float(share))
        found.update(value if factor.key == EVIDENCE else {factor.key: value})
    return found


def company(
    base: RunConfig, named: Iterable[str], vary: Vary | None, companies: str
) -> tuple[tuple[Factor, ...], Point]:
    """The assumptions that are varied, and values that hold at every point.

    Args:
        base: The configuration that the command line describes.
        named: Keys that the command line sets. They stay as set, and so does whatever a preset
            made differ from the defaults.
        vary: Names of parameters or of groups of them, each over its plausible range; or values
            by key as in a sweep; None means every parameter with a plausible range.
        companies: `plausible` or `matched` (`companies.py`).

    Raises:
        ConfigError: A key or value is not valid, or nothing is left to vary.
    """
    require_known("companies", companies, KINDS)
    if isinstance(vary, Mapping) and companies == "matched":
        raise ConfigError("companies=matched has values of its own; give vary=KEY,... with it")
    if isinstance(vary, Mapping):
        factors = _with_values(vary, base)
    else:
        factors = [
            _factor(each.key, Spread("loguniform" if each.log else "uniform",
                                     {"low": each.low, "high": each.high}))
            for each in _chosen(vary, base)
        ]  # fmt: skip
    keys = [each.key for each in factors]
    kept = held(base, named, keys)
    twice = sorted(kept.intersection(keys)) if vary is not None else []
    if twice:
        raise ConfigError(f"{twice[0]} is set and varied; leave one of the two out")
    factors = [each for each in factors if each.key not in kept]
    if not factors:
        raise ConfigError("nothing is left to vary: every parameter is set")
    if companies == "matched":
        factors = _fitted_together(factors)
    fixed = {key: value for key, value in FIXED.items() if vary is None and key not in kept}
    return tuple(factors), fixed


def _fields() -> dict[str, Any]:
    from sim.model.config import RunConfig

    return {key: field for key, field in parameters(RunConfig) if "." in key}


def _chosen(vary: Sequence[str] | None, base: RunConfig) -> list[Dimension]:
    """What has a plausible range: all, or what is named, also by the head of its key."""
    every = [each for each in dimensions() if get(base, each.key) is not None]
    if vary is None:
        return every
    keys = [each.key for each in every]
    for name in vary:
        if not any(_below(key, name) for key in keys):
            if name in _fields():
                raise ConfigError(
                    f"vary {name}: it declares no plausible range; "
                    f"give vary={{{name}:{{low:...,high:...}}}}"
                )
            raise unknown("key in vary", name, keys)
    return [each for each in every if any(_below(each.key, name) for name in vary)]


def _below(key: str, name: str) -> bool:
    return key == name or key.startswith(f"{name}.")


def _with_values(vary: Mapping[str, Any], base: RunConfig) -> list[Factor]:
    known = _fields()
    for key in vary:
        if key.partition(".")[0] == STRATEGY:
            raise ConfigError(f"vary {key}: strategies are a factor anyway: strategies=a,b")
        if "." not in key:
            raise ConfigError(f"vary {key}: it is no assumption about the company; rollout sweep "
                              "varies it")  # fmt: skip
        if key not in known:
            raise unknown_key(key, known)
    return [_factor(key, axis) for key, axis in axes_of(vary, base).items()]


def _factor(key: str, axis: Axis) -> Factor:
    meta = _fields()[key].metadata
    source = str(meta["source"])
    return Factor(key, _label(key, str(meta["doc"])), axis, has_source(source), source)


def _label(key: str, doc: str) -> str:
    """Group and meaning: a meaning alone ("forgetting") says too little."""
    group = key.split(".")[-2].replace("_", " ")
    return f"{group}: {doc or key.rpartition('.')[2].replace('_', ' ')}"


def _fitted_together(factors: list[Factor]) -> list[Factor]:
    """Fitted parameters become one factor: their draws belong together, each one whole.

    Shares of variance need independent factors, and fitted parameters are not: one makes up
    for another. Which draw it is, however, is independent of everything else. A draw holds whole
    companies; what no target hangs on is in it as in its range, and stays a factor of its own.
    """
    from sim.analysis.posterior import FITTED, shipped_draws

    fitted = [each.key for each in factors if each.key in FITTED]
    if not fitted:
        return factors
    draws = tuple(shipped_draws()[fitted].to_dict("records"))
    rest = [each for each in factors if each.key not in fitted]
    return [Factor(EVIDENCE, "", Listed(draws), True, "rollout calibrate"), *rest]
