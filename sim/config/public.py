"""Names of configuration classes in files: they stay, wherever a class lives.

Presets, saved `config.yaml` and keys of finished runs hold `_target_: sim.strategy.Strategy`.
Only classes of the configuration have such a name, and only those may be named.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterator
from typing import Any

#: Classes whose public module is not the module below `sim/model` that holds them.
ELSEWHERE = {
    "FlowParameters": "sim.work",
    "FrictionParameters": "sim.work",
    "StartParameters": "sim.workforce",
    "GeneratedOrganisation": "sim.organisation",
    "OrganisationFromFiles": "sim.organisation",
}


def public_name(cls: type) -> str:
    """What a configuration class is called in files, for example `sim.strategy.Strategy`."""
    if not cls.__module__.startswith("sim."):
        return f"{cls.__module__}.{cls.__qualname__}"
    usual = cls.__module__.replace("sim.model.", "sim.", 1)
    return f"{ELSEWHERE.get(cls.__name__, usual)}.{cls.__qualname__}"


@functools.cache
def public_classes() -> dict[str, type]:
    """Every class that a file may name, by its public name."""
    from sim.model import levers
    from sim.model.config import RunConfig
    from sim.organisation.spec import GeneratedOrganisation, OrganisationFromFiles

    kinds = [getattr(levers, name) for name in levers.__all__ if name != "Lever"]
    roots = [RunConfig, GeneratedOrganisation, OrganisationFromFiles, *kinds]
    return {public_name(cls): cls for root in roots for cls in _below(root)}


def _below(cls: type) -> Iterator[type]:
    yield cls
    for field in dataclasses.fields(cls):
        nested = nested_class(field)
        if nested is not None:
            yield from _below(nested)


def nested_class(field: dataclasses.Field[Any]) -> type | None:
    """The dataclass that a field nests, or None."""
    factory: object = field.default_factory
    if isinstance(factory, type) and dataclasses.is_dataclass(factory):
        return factory
    return None
