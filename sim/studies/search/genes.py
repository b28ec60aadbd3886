"""What is searched: which levers, from when to when, how much, for whom, with what budget.

Every lever's part comes from its declaration: its weeks, its doses, every other number with a
plausible range, and every choice of words. Everything else keeps its default. Licences for
everybody belong to every strategy, as they do to the shipped ones.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from sim.base.params import ConfigError, require_known
from sim.config.catalogue import catalogue
from sim.config.public import lever_classes

if TYPE_CHECKING:
    from sim.model.levers import Lever
    from sim.model.strategy import Strategy

ALWAYS = "licences"
BUDGET = "budget_share"
LEAST_BUDGET = 0.1
DOSE_FACTOR = 4.0
"""A dose without a plausible range is searched from its default / 4 to its default x 4."""
DIGITS = 3

Values = dict[str, Any]


class Number(NamedTuple):
    """A number between two bounds; on a logarithmic scale where factors matter."""

    name: str
    low: float
    high: float
    log: bool = False
    whole: bool = False


class Choice(NamedTuple):
    """One of some values."""

    name: str
    options: tuple[Any, ...]


Gene = Number | Choice


def searchable() -> list[str]:
    """Levers that can be searched."""
    return [name for name in catalogue().levers if name != ALWAYS]


def check_levers(names: Sequence[str]) -> None:
    """Names of levers to search.

    Raises:
        ConfigError: One does not exist, stands there twice, or there is none.
    """
    for name in names:
        require_known("lever to search", name, searchable())
    if not names or len(set(names)) < len(names):
        raise ConfigError(f"levers must name each lever once, got [{','.join(names)}]")


def genes(levers: Sequence[str], last: int) -> list[Gene]:
    """Everything that is searched.

    Args:
        levers: Names of lever kinds.
        last: Last week in which a lever can act.
    """
    found: list[Gene] = [Number(BUDGET, LEAST_BUDGET, 1.0)]
    for lever in levers:
        found.append(Choice(f"{lever}.used", (True, False)))
        found.append(Number(f"{lever}.start", 1, last, log=True, whole=True))
        found.append(Number(f"{lever}.weeks", 1, last, whole=True))
        cls: Any = lever_classes()[lever]
        # The hours of an arrangement buy its effect only together: none is searched by itself.
        own = (_gene(lever, field, cls.bought_doses()) for field in dataclasses.fields(cls))
        found += [gene for gene in own if gene is not None]
    return found


def _gene(lever: str, field: dataclasses.Field[Any], doses: tuple[str, ...]) -> Gene | None:
    meta = field.metadata
    if "options" in meta:
        return Choice(f"{lever}.{field.name}", tuple(meta["options"]))
    bounds = meta.get("plausible")  # conditions have none: they are not searched
    if bounds is None and field.name in doses:
        usual: Any = field.default
        bounds = usual / DOSE_FACTOR, min(meta["high"], usual * DOSE_FACTOR)
    if bounds is None:
        return None
    low, high = (float(end) for end in bounds)
    return Number(f"{lever}.{field.name}", low, high, log=low > 0.0)


def levers_of(values: Mapping[str, Any], last: int) -> dict[str, Values]:
    """The levers that are used, each with what differs from its defaults."""
    used = [name.removesuffix(".used") for name, value in values.items()
            if name.endswith(".used") and value]  # fmt: skip
    return {lever: _fields(lever, values, last) for lever in used}


def _fields(lever: str, values: Mapping[str, Any], last: int) -> Values:
    own = {name.partition(".")[2]: value for name, value in values.items()
           if name.startswith(f"{lever}.")}  # fmt: skip
    del own["used"]
    start, weeks = own.pop("start"), own.pop("weeks")
    rounded = {name: float(f"{value:.{DIGITS}g}") if isinstance(value, float) else value
               for name, value in own.items()}  # fmt: skip
    return {"start": start, "end": min(start + weeks - 1, last), **rounded}


def budget_share(values: Mapping[str, Any]) -> float:
    """Part of the common budget that is planned for; two digits."""
    return round(float(values[BUDGET]), 2)


def strategy(name: str, values: Mapping[str, Any], last: int) -> Strategy:
    """The strategy that some values describe.

    Args:
        name: Its label.
        values: One value per gene.
        last: Last week in which a lever can act.
    """
    from sim.model.strategy import Strategy

    classes: Any = lever_classes()
    levers: dict[str, Lever] = {ALWAYS: classes[ALWAYS]()}
    for lever, fields in levers_of(values, last).items():
        levers[lever] = classes[lever](**fields)
    return Strategy(name, "", levers, budget_share(values))


def to_yaml(name: str, description: str, values: Mapping[str, Any], last: int) -> str:
    """The same as a file for a folder of presets (`--config-dir`)."""
    from omegaconf import OmegaConf

    levers = levers_of(values, last)
    content = {
        "defaults": [
            *({f"/lever/{lever}@levers.{lever}": "default"} for lever in (ALWAYS, *levers)),
            "_self_",
        ],
        "_target_": "sim.strategy.Strategy",
        "name": name,
        "description": description,
        BUDGET: budget_share(values),
        **({"levers": levers} if levers else {}),
    }
    return str(OmegaConf.to_yaml(OmegaConf.create(content)))
