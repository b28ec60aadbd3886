"""Rules of levers: when one starts, stops or changes its dose, from what can be measured.

A condition says where measures have to be, all of them at once, ends included:
`{reported_use: {above: 0.4}, weeks: {above: 12}}`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sim.base.params import ConfigError, unknown
from sim.model.measured import MEASURES, surveyed

Condition = Mapping[str, Mapping[str, float]]
"""Measure -> end -> where it lies; measures without surveys first, each by name."""

ENDS = ("above", "below")
LOWEST, HIGHEST = 0.0, 64.0
"""Valid factors of a dose."""


def condition(said: object, where: str) -> Condition | None:
    """A condition, checked; None where nothing is said.

    Args:
        said: What stands in the configuration.
        where: The key, for messages.

    Raises:
        ConfigError: A measure or an end is unknown, or a number no valid one; the message begins
            with `where`.
    """
    if said is None:
        return None
    given = _named(said, where, "{reported_use: {above: 0.4}}")
    for name in given:
        if name not in MEASURES:
            raise ConfigError(f"{where}: {unknown('measure', str(name), MEASURES)}")
    # Surveys last: people are asked only where all else that the rule asks for holds.
    ordered = sorted(given, key=lambda name: (surveyed(name), name))
    ends = {name: _ends(given[name], name, f"{where}.{name}") for name in ordered}
    return {name: each for name, each in ends.items() if each} or None


def _ends(said: object, name: str, where: str) -> dict[str, float]:
    measure, ends = MEASURES[name], dict[str, float]()
    for end, value in sorted(_named(said or {}, where, "{above: 0.4}").items()):
        if end not in ENDS:
            raise ConfigError(f"{where}: {unknown('end', str(end), ENDS)}")
        if value is not None:
            ends[end] = _number(value, measure.low, measure.high, measure.unit, f"{where}.{end}")
    if len(ends) == 2 and ends["above"] > ends["below"]:
        raise ConfigError(
            f"{where}: nothing is above {ends['above']:g} and below {ends['below']:g}"
        )
    return ends


def _named(said: object, where: str, example: str) -> dict[str, object]:
    if not isinstance(said, Mapping):
        raise ConfigError(f"{where} must be written like {example}, got {said!r}")
    return dict(said)


def _number(value: object, low: float, high: float, unit: str, where: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ConfigError(f"{where} must be a number ({unit}), got {value!r}")
    if not low <= value <= high:
        raise ConfigError(f"{where} must be in [{low:g}, {high:g}] {unit}, got {value!r}")
    return float(value)


def change(said: object, where: str) -> Mapping[str, object] | None:
    """A change of dose, checked: `{when: CONDITION, factor: 0.5}`; None where nothing is said.

    Raises:
        ConfigError: As `condition`, or one of the two is missing.
    """
    if said is None or said == {}:
        return None
    example = "{when: {reported_use: {above: 0.4}}, factor: 0.5}"
    given = _named(said, where, example)
    for name in given:
        if name not in ("when", "factor"):
            raise ConfigError(f"{where}: {unknown('part', str(name), ('when', 'factor'))}")
    when, factor = condition(given.get("when"), f"{where}.when"), given.get("factor")
    if when is None or factor is None:
        raise ConfigError(f"{where} needs both, a condition and a factor: {example}")
    return {"when": when, "factor": _number(factor, LOWEST, HIGHEST, "times", f"{where}.factor")}


def holds(condition: Condition, read: Callable[[str], float]) -> bool:
    """Whether all measures are where a condition wants them, ends included."""
    return all(
        ends.get("above", -float("inf")) <= read(name) <= ends.get("below", float("inf"))
        for name, ends in condition.items()
    )


def longest(until: Condition | None) -> float:
    """Weeks after which a lever has stopped for certain; infinite if only the rest knows."""
    if until is None or set(until) != {"weeks"} or "below" in until["weeks"]:
        return float("inf")
    return until["weeks"]["above"]
