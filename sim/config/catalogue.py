"""Every key with its declaration, known before the model is imported.

The model brings compiled kernels along, for which somebody who mistyped a key should not wait.
What its classes declare is kept beside the program, like the files of Python's own cache, and
holds as long as no source file changes.
"""

from __future__ import annotations

import dataclasses
import functools
import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, NamedTuple, cast

from sim.base.presets import RULES
from sim.config.kept import keep, kept
from sim.config.public import nested_class

NAME = "catalogue"
"""What it is kept as."""
Fields = dict[str, dataclasses.Field[Any]]


class Catalogue(NamedTuple):
    """What can be set.

    Attributes:
        run: Declaration by key, levers apart.
        levers: Declaration by key below a lever, by kind of lever.
        names: What can be named, by what it is: mechanisms that can be switched off, and outputs
            of a run (outcomes and weekly columns).
    """

    run: Fields
    levers: dict[str, Fields]
    names: dict[str, list[str]]


@functools.cache
def catalogue() -> Catalogue:
    """All declarations: from the classes if they are imported anyway, else as they were kept."""
    if "sim.model.config" not in sys.modules:
        with suppress(ValueError, KeyError, TypeError):
            said = kept(NAME)
            levers = {name: _fields(each) for name, each in said["levers"].items()}
            return Catalogue(_fields(said["run"]), levers, said["names"])
    keep_declared()
    return _declared()


def _fields(said: dict[str, list[Any]]) -> Fields:
    return {key: _field(*each) for key, each in said.items()}


@functools.cache
def _declared() -> Catalogue:
    from sim.config.public import lever_classes
    from sim.model.config import RunConfig
    from sim.model.log import COLUMNS
    from sim.model.outcomes import BY_NAME
    from sim.model.week import ESSENTIAL, names
    from sim.organisation.spec import ImportedOrganisation, OrganisationFromFiles

    run = dict(_leaves(RunConfig))
    for cls in (OrganisationFromFiles, ImportedOrganisation):
        run |= dict(_leaves(cls, "organisation."))
    levers = {name: dict(_leaves(cls)) for name, cls in lever_classes().items()}
    optional = [name for name in names() if name not in ESSENTIAL]
    return Catalogue(run, levers, {"mechanism": optional, "output": [*BY_NAME, *COLUMNS]})


def _leaves(cls: type, prefix: str = "") -> Iterator[tuple[str, dataclasses.Field[Any]]]:
    for field in dataclasses.fields(cls):
        nested = nested_class(field)
        if nested is not None:
            yield from _leaves(nested, f"{prefix}{field.name}.")
        elif field.name not in ("levers", "extensions", *RULES):
            yield f"{prefix}{field.name}", field


@functools.cache
def keep_declared() -> None:
    """Keep all declarations for the next start."""
    kinds = _declared()
    said = {"names": kinds.names, "run": _plain(kinds.run),
            "levers": {name: _plain(each) for name, each in kinds.levers.items()}}  # fmt: skip
    if kept(NAME) != said:
        keep(NAME, said)


def _plain(fields: Fields) -> dict[str, list[Any]]:
    return {key: [None if field.default is dataclasses.MISSING else field.default,
                  dict(field.metadata)] for key, field in fields.items()}  # fmt: skip


def _field(default: Any, metadata: dict[str, Any]) -> dataclasses.Field[Any]:
    value: Any = tuple(default) if isinstance(default, list) else default
    return cast("dataclasses.Field[Any]", dataclasses.field(default=value, metadata=metadata))
