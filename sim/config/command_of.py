"""The command that does a run again, from nothing but its configuration.

Derived from what differs from the shipped defaults rather than from what somebody typed, so
a run of a sweep, a study file or a script has the same kind of command.
"""

from __future__ import annotations

import functools
import shlex
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from sim.base.presets import RULES
from sim.config.spelling import TEXT_KEYS

if TYPE_CHECKING:
    from sim.config.compose import Tree
    from sim.model.config import RunConfig

NOT_DRAWN = {
    "sim.organisation.OrganisationFromFiles": "from_files",
    "sim.organisation.ImportedOrganisation": "mine",
}
"""Organisations that are no generated ones, and their presets."""


def command(config: RunConfig) -> str:
    """`rollout run …` as one line for a shell, without the seed; "" where there is none.

    A configuration with a class from outside this package has no command.
    """
    line = words(config)
    return "" if line is None else shlex.join(["rollout", "run", *line])


def words(config: RunConfig) -> list[str] | None:
    """The words of `command`: `sim.load.load(words)` gives the configuration again."""
    from sim.config.check import resolved
    from sim.config.compose import options

    tree = resolved(config)
    known = config.strategy.name in options("strategy")
    base = config.strategy.name if known else "none"
    organisation = NOT_DRAWN.get(tree["organisation"]["_target_"], "")
    start = _defaults(base, organisation)
    levers = list(_levers(start["strategy"], tree["strategy"]))
    del tree["seed"], tree["strategy"]["levers"]
    label = {name: value for name, value in start["strategy"].items() if name != "levers"}
    pieces = [*levers, *_differences({**start, "strategy": label}, tree, "")]
    if None in pieces:
        return None
    first = [f"strategy={base}"] + ([f"organisation={organisation}"] if organisation else [])
    return [*first, *(piece for piece in pieces if piece is not None)]


@functools.lru_cache(maxsize=256)
def _defaults(strategy: str, organisation: str) -> Tree:
    from sim.config.check import resolved
    from sim.config.load import load

    words = [f"organisation={organisation}"] if organisation else []
    return resolved(load(words, strategy))


def _levers(start: Tree, strategy: Tree) -> Iterator[str | None]:
    """Levers to take away, to add and to change."""
    from sim.config.compose import defaults_of
    from sim.config.public import lever_classes, public_name

    kinds = {public_name(cls): name for name, cls in lever_classes().items()}
    old, new = start["levers"], strategy["levers"]
    for name, lever in old.items():
        if name not in new or new[name]["_target_"] != lever["_target_"]:
            yield f"~strategy.levers.{name}"
    for name, lever in new.items():
        base = old.get(name)
        if base is None or base["_target_"] != lever["_target_"]:
            kind = kinds.get(lever["_target_"])
            if kind is None:
                yield None
                return
            yield f"+lever/{kind}@strategy.levers.{name}=default"
            base = defaults_of(lever_classes()[kind])
        plain = {field: value for field, value in lever.items() if field not in RULES}
        yield from _differences(base, plain, f"strategy.levers.{name}.")
        for rule in RULES:
            if lever.get(rule) != base.get(rule):
                yield word(f"strategy.levers.{name}.{rule}", lever.get(rule))


def _differences(start: Tree, tree: Tree, prefix: str) -> Iterator[str | None]:
    for name, value in tree.items():
        old = start.get(name)
        if name == "_target_":
            if value != old:
                yield None
        elif isinstance(value, dict) and not isinstance(old, dict):
            yield None
        elif isinstance(value, dict) and isinstance(old, dict):
            yield from _differences(old, value, f"{prefix}{name}.")
        elif value != old:
            yield word(f"{prefix}{name}", value)


def word(key: str, value: Any) -> str:
    """`key=value` as a word of the command line that reads back as the same value."""
    return f"{key}={value if key in TEXT_KEYS else _literal(value)}"


def _literal(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, list | tuple):
        return f"[{','.join(_literal(each) for each in value)}]"
    if isinstance(value, dict):
        return f"{{{','.join(f'{name}:{_literal(each)}' for name, each in value.items())}}}"
    text = str(value)
    if text.isidentifier() and text.lower() not in ("null", "true", "false", "nan", "inf"):
        return text
    from sim.config.words import quoted

    return quoted(text)
