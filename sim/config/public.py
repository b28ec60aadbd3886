"""Names of configuration classes in files: they stay, wherever a class lives.

Presets, saved `config.yaml` and keys of finished runs hold `_target_: sim.strategy.Strategy`.
Only classes of the configuration have such a name, and what other packages declare for it
(`extensions.py`); only those may be named.
"""

from __future__ import annotations

import dataclasses
import functools
from typing import Any

from sim.base.presets import RULES
from sim.config.extensions import PLACES, find_target, known, snake_case

GROUPS = (
    "organisation", "workforce", "technology", "work", "programme", "strategy", "scenario", "study",
)  # fmt: skip
"""What presets are chosen for, one at a time."""
WHOLE = ("scenario", "study")
"""Those whose files may say anything, and not only what their group holds."""

#: Classes whose public module is not the module below `sim/model` that holds them.
ELSEWHERE = {
    "FlowParameters": "sim.work",
    "FrictionParameters": "sim.work",
    "IntegrationParameters": "sim.mechanisms.integration",
    "PurposeParameters": "sim.work",
    "StartParameters": "sim.workforce",
    "GeneratedOrganisation": "sim.organisation",
    "ImportedOrganisation": "sim.organisation",
    "OrganisationFromFiles": "sim.organisation",
}


def public_name(cls: type) -> str:
    """What a configuration class is called in files, for example `sim.strategy.Strategy`."""
    if not cls.__module__.startswith("sim."):
        return f"{cls.__module__}.{cls.__qualname__}"
    usual = cls.__module__.replace("sim.model.", "sim.", 1)
    return f"{ELSEWHERE.get(cls.__name__, usual)}.{cls.__qualname__}"


def placed(key: str) -> tuple[type, ...]:
    """The classes that can stand at a place of the configuration; none where none can.

    Args:
        key: Such as `workforce.talk` or `strategy.levers.anything`; "" for the whole.
    """
    parents = key.rpartition(".")[0]
    if parents in PLACES:
        own = lever_classes() if parents == "strategy.levers" else {}
        return (*own.values(), *known(PLACES[parents]).values())
    return _inside(key) if key.startswith(tuple(PLACES)) else _settled(key)


def declared(key: str, name: str) -> type | None:
    """The class of another package with this public name, if one can stand at a place."""
    kind = PLACES.get(key.rpartition(".")[0])
    return None if kind is None else find_target(kind, name)


def _inside(key: str) -> tuple[type, ...]:
    from sim.model.config import RunConfig
    from sim.organisation.spec import (
        GeneratedOrganisation,
        ImportedOrganisation,
        OrganisationFromFiles,
    )

    if key == "organisation":
        return GeneratedOrganisation, OrganisationFromFiles, ImportedOrganisation
    parents, _, last = key.rpartition(".")
    if not key:
        return (RunConfig,)
    fields = [field for cls in placed(parents) for field in dataclasses.fields(cls)]
    nested = (nested_class(field) for field in fields if field.name == last)
    return tuple(cls for cls in nested if cls is not None)


_settled = functools.cache(_inside)
"""The same for places where other packages add nothing."""


def nested_class(field: dataclasses.Field[Any]) -> type | None:
    """The dataclass that a field nests, or None."""
    factory: object = field.default_factory
    if isinstance(factory, type) and dataclasses.is_dataclass(factory):
        return factory
    return None


def rule_of(key: str) -> tuple[str, tuple[str, ...]] | None:
    """The field of a rule, and the path below it, that a key means; None for other keys.

    `strategy.levers.training.when.reported_use.above` is the field
    `strategy.levers.training.when` and the path `reported_use`, `above`.
    """
    parts = key.split(".")
    if parts[:2] != ["strategy", "levers"] or len(parts) < 4 or parts[3] not in RULES:
        return None
    return ".".join(parts[:4]), tuple(parts[4:])


def lever_classes() -> dict[str, type]:
    """Every kind of lever of this package by the name of its configuration group."""
    from sim.model import levers

    return {snake_case(name): getattr(levers, name)
            for name in sorted(levers.__all__) if name != "Lever"}  # fmt: skip
