"""What other packages add: levers, mechanisms and studies that this one knows nothing of.

A package declares them where it is installed, by entry points of the groups below; a notebook
calls `register`. A file of a user can name what was declared in one of these ways and nothing
else. Nobody looks for them before a name is unknown here, and nothing of theirs is imported
before it is named.
"""

from __future__ import annotations

import functools
import importlib
import re
from collections.abc import Mapping
from importlib.metadata import EntryPoint, entry_points
from types import ModuleType

from sim.base.params import ConfigError, one_line

GROUPS = {
    "lever": "rollout_lab.levers",
    "mechanism": "rollout_lab.mechanisms",
    "study": "rollout_lab.studies",
}
"""Kind -> group of entry points, whose names are those in files and on command lines."""
PLACES = {"strategy.levers": "lever", "extensions": "mechanism"}
"""Where in a configuration a kind stands, each under a name of its own."""

_known: dict[str, dict[str, type]] = {kind: {} for kind in PLACES.values()}


def register(cls: type) -> type:
    """Make a lever or mechanism known to this process, for notebooks; returns it.

    Its name in files and on command lines is that of the class: `PioneersPull` is
    `pioneers_pull`.

    Args:
        cls: A frozen dataclass below `sim.model.levers.Lever` or `sim.model.extension.Extension`.

    Raises:
        ConfigError: It is neither, or a part of this program has the name.
    """
    kind = next((kind for kind in PLACES.values() if _fits(cls, kind)), None)
    if kind is None:
        raise ConfigError(f"register takes a subclass of Lever or Extension, got {cls!r}")
    name = snake_case(cls.__name__)
    if name in _built_in(kind):
        raise ConfigError(f"there is a {kind} {name!r} already: call the class something else")
    _known[kind][name] = cls
    return cls


def known(kind: str) -> Mapping[str, type]:
    """What has been registered, or named and found, so far."""
    return _known[kind]


def find(kind: str, name: str) -> type | None:
    """The lever or mechanism that another package calls so, or None."""
    if name not in _known[kind] and name not in _built_in(kind) and name in _declared(kind):
        _load(kind, name)
    return _known[kind].get(name)


def find_target(kind: str, target: str) -> type | None:
    """The same by the full name of its class, as `_target_` has it."""
    for name, entry in _declared(kind).items():
        if _target(entry) == target:
            return find(kind, name)
    return None


def everything(kind: str) -> Mapping[str, type]:
    """All of one kind that installed packages declare, and what has been registered."""
    for name in _declared(kind):
        find(kind, name)
    return known(kind)


def find_study(command: str) -> ModuleType | None:
    """The module of another package's command, with `STUDY` and its help as docstring, or None."""
    entry = _declared("study").get(command)
    if entry is None:
        return None
    try:
        return importlib.import_module(entry.module)
    except Exception as error:
        raise _broken("study", entry, one_line(error)) from error


@functools.cache
def _declared(kind: str) -> dict[str, EntryPoint]:
    return {entry.name: entry for entry in entry_points(group=GROUPS[kind])}


def _load(kind: str, name: str) -> None:
    entry = _declared(kind)[name]
    try:
        cls = entry.load()
    except Exception as error:
        raise _broken(kind, entry, one_line(error)) from error
    if not _fits(cls, kind):
        raise _broken(kind, entry, f"it is no frozen dataclass of kind {kind}")
    if f"{cls.__module__}.{cls.__qualname__}" != _target(entry):
        raise _broken(kind, entry, f"name the module that defines it, {cls.__module__}")
    _known[kind][name] = cls


def _broken(kind: str, entry: EntryPoint, why: str) -> ConfigError:
    owner = f" of package {entry.dist.name}" if entry.dist is not None else ""
    return ConfigError(f"{kind} {entry.name!r}{owner} ({entry.value}) cannot be used: {why}")


def _target(entry: EntryPoint) -> str:
    return f"{entry.module}.{entry.attr}"


def _fits(cls: object, kind: str) -> bool:
    from sim.model.extension import Extension
    from sim.model.levers import Lever

    base = Lever if kind == "lever" else Extension
    if not isinstance(cls, type) or not issubclass(cls, base) or cls is base:
        return False
    return "__dataclass_params__" in vars(cls) and vars(cls)["__dataclass_params__"].frozen


def _built_in(kind: str) -> tuple[str, ...]:
    from sim.model import levers
    from sim.model.week import names

    if kind == "mechanism":
        return names()
    return tuple(snake_case(name) for name in levers.__all__ if name != "Lever")


def snake_case(name: str) -> str:
    """`LeadByExample` as `lead_by_example`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
