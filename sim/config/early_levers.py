"""Mistakes in keys of levers that words show by themselves, for `early.py`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from sim.base.params import ConfigError, unknown, unknown_key
from sim.base.presets import conf_folder
from sim.config.catalogue import catalogue
from sim.config.public import GROUPS, rule_of
from sim.config.spelling import usual
from sim.config.written import check_field


def lacks_lever(strategy: str, lever: str, key: str) -> ConfigError:
    """What is said of a key of a lever that the strategy does not have."""
    return ConfigError(
        f"strategy {strategy!r} has no lever {lever!r}; add it: type "
        f"+lever/{lever}@strategy.levers.{lever}=default before {key}=…"
    )


def check_levers(said: Mapping[str, str], strategies: Sequence[str], command: str) -> None:
    """Refuse keys and values that levers of shipped strategies do not have.

    Args:
        said: Values by key.
        strategies: Of a command that takes several; none where nothing is to be said of levers.
        command: Such as `run`.

    Raises:
        ConfigError: A lever is not there, or has no such key, or not with this value.
    """
    given = {key: value for key, value in said.items() if key.startswith("strategy.levers.")}
    if command == "run":
        strategies = [said.get("strategy") or usual("strategy")]
    if not given or not strategies:
        return
    levers = {name: _levers_of(name) for name in strategies}
    known = catalogue().levers
    if any(each is None for each in levers.values()):
        return
    for key, value in given.items():
        lever, _, name = key.removeprefix("strategy.levers.").partition(".")
        having = [each for each, own in levers.items() if lever in (own or ())]
        if not having and command != "run":
            every = sorted(set().union(*(own or () for own in levers.values())))
            raise unknown("lever (none of the strategies has it)", lever, every)
        if not having and lever in known:
            raise lacks_lever(strategies[0], lever, key)
        if not having:
            raise _no_lever_key(key, levers[strategies[0]] or ())
        if name and lever in known and rule_of(key) is None:
            if name not in known[lever]:
                raise _no_lever_key(key, (lever,))
            check_field(key, known[lever][name], value)


def _no_lever_key(key: str, levers: Iterable[str]) -> ConfigError:
    """What is said of a key that none of these levers has."""
    own = [f"strategy.levers.{each}.{field}" for each in levers
           for field in catalogue().levers[each]]  # fmt: skip
    return unknown_key(key, [*catalogue().run, *own, *GROUPS])


def _levers_of(strategy: str) -> set[str] | None:
    """Levers of a shipped strategy under their own names; None if its file has more than those."""
    from sim.config.foreign import read

    path: Path = conf_folder() / "strategy" / f"{strategy}.yaml"
    if not path.is_file():
        return None
    found = set()
    for each in read(path)[1].get("defaults", ()):
        entry = next(iter(each)) if isinstance(each, dict) else str(each)
        match = re.fullmatch(r"/lever/(\w+)@levers\.\1", entry)
        if match:
            found.add(match[1])
        elif entry != "_self_":
            return None
    return found
