"""Every key with its declaration, known before the model is imported.

The model brings compiled kernels along, for which somebody who mistyped a key should not wait.
What its classes declare is kept beside the program, like the files of Python's own cache, and
holds as long as no source file changes.
"""

from __future__ import annotations

import dataclasses
import functools
import json
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple, cast

from sim.base.presets import RULES
from sim.config.public import nested_class

PACKAGE = Path(__file__).parents[1]
SOURCES = ("model", "organisation", "config", "base/params.py")
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
        for path in _places():
            kept = _read(path)
            if kept is not None:
                return kept
    keep()
    return _declared()


def _read(path: Path) -> Catalogue | None:
    """What was kept, if it is about these sources."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        kept = json.loads(path.read_text(encoding="utf-8"))
        if kept["stamp"] == _stamp():
            levers = {name: _fields(each) for name, each in kept["levers"].items()}
            return Catalogue(_fields(kept["run"]), levers, kept["names"])
    return None


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
def keep() -> None:
    """Keep all declarations for the next start, in the first place that takes them."""
    kinds = _declared()
    said = {"stamp": _stamp(), "names": kinds.names, "run": _plain(kinds.run),
            "levers": {name: _plain(each) for name, each in kinds.levers.items()}}  # fmt: skip
    for path in _places():
        with suppress(OSError, ValueError):
            if path.is_file() and json.loads(path.read_text(encoding="utf-8")) == said:
                return
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            part = path.with_name(f".{path.name}.{_stamp()}")
            part.write_text(json.dumps(said), encoding="utf-8")
            part.replace(path)
            return


def _plain(fields: Fields) -> dict[str, list[Any]]:
    return {key: [None if field.default is dataclasses.MISSING else field.default,
                  dict(field.metadata)] for key, field in fields.items()}  # fmt: skip


def _field(default: Any, metadata: dict[str, Any]) -> dataclasses.Field[Any]:
    value: Any = tuple(default) if isinstance(default, list) else default
    return cast("dataclasses.Field[Any]", dataclasses.field(default=value, metadata=metadata))


def _places() -> Iterator[Path]:
    name = f"catalogue.{sys.version_info.major}{sys.version_info.minor}.json"
    yield PACKAGE / "config" / "__pycache__" / name
    with suppress(RuntimeError):
        yield Path.home() / ".cache" / "rollout-lab" / name


@functools.cache
def _stamp() -> str:
    """Which sources this is about: their names, sizes and times, as Python's own cache has it."""
    import hashlib

    files = [PACKAGE / name for name in SOURCES if name.endswith(".py")]
    for name in SOURCES:
        files += (PACKAGE / name).rglob("*.py")
    told = [f"{path} {path.stat().st_size} {path.stat().st_mtime_ns}" for path in sorted(files)]
    return hashlib.blake2b("\n".join(told).encode(), digest_size=12).hexdigest()
