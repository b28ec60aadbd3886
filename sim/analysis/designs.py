"""What a sweep varies, and at which points: grid, Latin hypercube, Sobol.

Every varied parameter is an axis. An axis is a list of values (numbers, words, strategies,
prepared groups), a range, or a distribution. A grid takes all combinations of levels; a
Latin hypercube and a Sobol sequence spread a given number of points over all axes at once.
"""

from __future__ import annotations

import dataclasses
import itertools
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sim.base.params import ConfigError, is_number, is_whole, require_known, unknown
from sim.base.values import get

if TYPE_CHECKING:
    from sim.model.config import RunConfig

Point = dict[str, Any]
"""Value by key, one per axis."""

DESIGNS = ("grid", "latin", "sobol")
#: Distribution -> the numbers it needs.
DISTRIBUTIONS = {
    "uniform": ("low", "high"),
    "loguniform": ("low", "high"),
    "triangular": ("low", "mode", "high"),
    "normal": ("mean", "sd"),
    "lognormal": ("median", "sd"),
}
LEVELS = 5
MOST_POINTS = 2**16
"""Points of a design, and levels of an axis; each holds a configuration per strategy."""


@dataclass(frozen=True)
class Listed:
    """An axis of given values; each gets the same share of a sample."""

    values: tuple[Any, ...]

    def levels(self) -> list[Any]:
        """The values of a grid."""
        return list(self.values)

    def at(self, share: float) -> Any:
        """The value at a share in [0, 1) of the axis."""
        return self.values[int(share * len(self.values))]


@dataclass(frozen=True)
class Spread:
    """An axis of numbers with a distribution.

    Attributes:
        distribution: One of `DISTRIBUTIONS`.
        numbers: What it needs, by name; `sd` of a lognormal is that of the logarithm.
        count: Levels in a grid.
        whole: Whether only whole numbers are valid.
        valid: Smallest and largest valid value; normal and lognormal are cut there.
    """

    distribution: str
    numbers: Mapping[str, float]
    count: int = LEVELS
    whole: bool = False
    valid: tuple[float, float] = (-math.inf, math.inf)

    def levels(self) -> list[Any]:
        """Levels of a grid: from end to end, or the middles of equally likely parts."""
        if "low" in self.numbers and self.distribution != "triangular":
            shares = [level / max(self.count - 1, 1) for level in range(self.count)]
        else:
            shares = [(level + 0.5) / self.count for level in range(self.count)]
        return list(dict.fromkeys(self._neat(self._quantile(share)) for share in shares))

    def at(self, share: float) -> Any:
        """The value below which a share in [0, 1) of the distribution lies."""
        if self.whole and self.distribution == "uniform":
            low, high = (round(self.numbers[end]) for end in ("low", "high"))
            return low + int(share * (high - low + 1))
        return self._neat(self._quantile(share))

    def _quantile(self, share: float) -> float:
        numbers = self.numbers
        if self.distribution == "uniform":
            return numbers["low"] + share * (numbers["high"] - numbers["low"])
        if self.distribution == "loguniform":
            return float(numbers["low"] * (numbers["high"] / numbers["low"]) ** share)
        if self.distribution == "triangular":
            low, mode, high = (numbers[name] for name in ("low", "mode", "high"))
            if share * (high - low) <= mode - low:
                return low + math.sqrt(share * (high - low) * (mode - low))
            return high - math.sqrt((1.0 - share) * (high - low) * (high - mode))
        return self._normal(share)

    def _normal(self, share: float) -> float:
        from scipy.special import ndtr, ndtri

        logarithm = self.distribution == "lognormal"
        centre, sd = self.numbers["median" if logarithm else "mean"], self.numbers["sd"]
        ends = [max(end, 0.0) if logarithm else end for end in self.valid]
        if logarithm:
            centre, ends = math.log(centre), [math.log(end) if end else -math.inf for end in ends]
        low, high = (float(ndtr((end - centre) / sd)) for end in ends)
        value = centre + sd * float(ndtri(low + share * (high - low)))
        value = min(max(value, ends[0]), ends[1])
        return math.exp(min(value, 700.0)) if logarithm else value

    def _neat(self, value: float) -> float | int:
        """Twelve digits are enough, and a command line stays readable."""
        return round(value) if self.whole else float(f"{value:.12g}")


Axis = Listed | Spread


def points(axes: Mapping[str, Axis], design: str, count: int | None, seed: int) -> list[Point]:
    """The points of a design, always in the same order.

    Args:
        axes: What is varied, by key; with none there is a single, empty point.
        design: One of `DESIGNS`.
        count: Points of a Latin hypercube or a Sobol sequence; None means 64.
        seed: Seed of those two; another seed gives other points.
    """
    require_known("design", design, DESIGNS)
    if design == "grid":
        if count is not None:
            raise ConfigError("points= is for design=latin and design=sobol; a grid takes all")
        size = math.prod(axis.count if isinstance(axis, Spread) else len(axis.values)
                         for axis in axes.values())  # fmt: skip
        if size > MOST_POINTS:
            raise ConfigError(
                f"the grid has {size:,} points, more than {MOST_POINTS:,}; use design=sobol"
            )
        levels = [axis.levels() for axis in axes.values()]
        return [dict(zip(axes, each, strict=True)) for each in itertools.product(*levels)]
    if not axes:
        raise ConfigError(f"design={design} needs something to vary: vary={{KEY:…}}")
    if count is not None and not 1 <= count <= MOST_POINTS:
        raise ConfigError(f"points must be in [1, {MOST_POINTS}], got {count}")
    shares = _shares(design, len(axes), 64 if count is None else count, seed)
    return [
        {key: axis.at(share) for (key, axis), share in zip(axes.items(), row, strict=True)}
        for row in shares
    ]


def _shares(design: str, axes: int, count: int, seed: int) -> list[list[float]]:
    """Points in the unit cube, [0, 1) on every axis."""
    from scipy.stats import qmc

    if design == "latin":
        sample = qmc.LatinHypercube(axes, rng=seed).random(count)
    else:
        power = count.bit_length() - 1
        if count != 2**power:
            raise ConfigError(
                f"points must be a power of two for design=sobol (its balance is lost otherwise), "
                f"for example {2**power} or {2 ** (power + 1)}, got {count}"
            )
        sample = qmc.Sobol(axes, rng=seed).random_base2(power)
    return [[min(float(share), 1.0 - 2.0**-53) for share in row] for row in sample]


def axes_of(vary: Mapping[str, Any], config: RunConfig) -> dict[str, Axis]:
    """Read what `vary` says about every key.

    Args:
        vary: Per key a list, a mapping (`{low: 0.1, high: 0.9, count: 5}`,
            `{distribution: normal, mean: 0.5, sd: 0.1}`), or `declared` for the plausible
            range that the parameter declares.
        config: A configuration that has the keys, for their declared types and ranges.
    """
    return {key: _axis(key, value, config) for key, value in vary.items()}


def _axis(key: str, value: Any, config: RunConfig) -> Axis:
    if isinstance(value, list | tuple):
        if not value:
            raise ConfigError(f"vary {key}: an empty list")
        if len(value) > MOST_POINTS:
            raise ConfigError(f"vary {key}: {len(value):,} values; at most {MOST_POINTS:,}")
        if len({repr(each) for each in value}) < len(value):
            raise ConfigError(f"vary {key}: a value stands there twice")
        return Listed(tuple(value))
    declared = _declared(key, config)
    if value == "declared":
        low, high = (declared.metadata if declared else {}).get("sweep", (None, None))
        if low is None or high is None:
            raise ConfigError(f"vary {key}: it declares no range; give {{low: …, high: …}}")
        value = {"low": low, "high": high}
    if not isinstance(value, Mapping):
        raise ConfigError(
            f"vary {key} must be a list such as [0.2,0.5], a range {{low:0.1,high:0.9}}, a "
            f"distribution {{distribution:normal,mean:0.5,sd:0.1}} or declared, got {value!r}"
        )
    return _spread(key, dict(value), declared)


def _spread(key: str, said: dict[str, Any], declared: dataclasses.Field[Any] | None) -> Spread:
    if declared is None or isinstance(declared.default, bool | str):
        raise ConfigError(f"vary {key}: it is no number; give a list of values")
    distribution = said.pop("distribution", "uniform")
    require_known(f"distribution of {key}", distribution, DISTRIBUTIONS)
    needed = DISTRIBUTIONS[distribution]
    for name in said:
        if name not in (*needed, "count", "step"):
            raise unknown(f"word for {key}", str(name), (*needed, "count", "step", "distribution"))
    numbers = {name: _number(key, name, said.get(name)) for name in needed}
    _check_numbers(key, distribution, numbers)
    count = said.get("count", LEVELS)
    if "step" in said:
        step = _number(key, "step", said["step"])
        if distribution != "uniform" or "count" in said or step <= 0:
            raise ConfigError(f"vary {key}: step goes with low and high only, and is above 0")
        return _stepped(key, numbers, step, declared)
    if not is_whole(count) or not 1 <= count <= MOST_POINTS:
        raise ConfigError(
            f"vary {key}: count must be a whole number in [1, {MOST_POINTS}], got {count!r}"
        )
    return Spread(distribution, numbers, count, isinstance(declared.default, int), _valid(declared))


def _stepped(
    key: str, numbers: dict[str, float], step: float, declared: dataclasses.Field[Any]
) -> Spread:
    """A range with a step: as many levels as fit, the last one at or below `high`."""
    steps = (numbers["high"] - numbers["low"]) / step
    if not steps < MOST_POINTS:
        raise ConfigError(f"vary {key}: step={step:g} gives more than {MOST_POINTS:,} levels")
    count = int(steps + 1e-9) + 1
    high = numbers["low"] + (count - 1) * step
    whole = isinstance(declared.default, int)
    return Spread("uniform", {**numbers, "high": high}, count, whole, _valid(declared))


def _number(key: str, name: str, value: Any) -> float:
    if not is_number(value) or not abs(value) <= 1e308:  # a whole number can be too large
        missing = "is missing" if value is None else f"must be a number, got {str(value)[:40]!r}"
        raise ConfigError(f"vary {key}: {name} {missing}")
    return float(value)


def _check_numbers(key: str, distribution: str, numbers: dict[str, float]) -> None:
    ordered = [numbers[name] for name in ("low", "mode", "high") if name in numbers]
    if ordered != sorted(ordered) or (ordered and ordered[0] == ordered[-1]):
        raise ConfigError(f"vary {key}: low must be below high, got {numbers}")
    if ordered and not math.isfinite(ordered[-1] - ordered[0]):
        raise ConfigError(f"vary {key}: low and high are further apart than numbers reach")
    if numbers.get("sd", 1.0) <= 0:
        raise ConfigError(f"vary {key}: sd must be above 0")
    positive = numbers.get("low", 1.0) if distribution == "loguniform" else numbers.get("median", 1)
    if positive <= 0:
        raise ConfigError(f"vary {key}: a {distribution} distribution needs values above 0")
    if distribution == "loguniform" and not math.isfinite(numbers["high"] / numbers["low"]):
        raise ConfigError(f"vary {key}: low and high are further apart than numbers reach")


def _valid(declared: dataclasses.Field[Any]) -> tuple[float, float]:
    low, high = declared.metadata.get("low"), declared.metadata.get("high")
    return (-math.inf if low is None else low, math.inf if high is None else high)


def _declared(key: str, config: RunConfig) -> dataclasses.Field[Any] | None:
    """The declaration of a parameter, or None where the key is none."""
    parent, _, last = key.rpartition(".")
    node = get(config, parent)
    if not dataclasses.is_dataclass(node):
        return None
    return next((each for each in dataclasses.fields(node) if each.name == last), None)
