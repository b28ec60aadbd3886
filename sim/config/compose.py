"""Hydra's side of the configuration: groups, presets and the order in which they merge.

The defaults of single parameters come from the dataclasses and are registered as base
nodes (`workforce/default`, `organisation/generated`, `lever/training/default`, …); files
below `conf/` hold what differs.
"""

from __future__ import annotations

import dataclasses
import functools
import logging
import re
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sim.base.params import ConfigError, one_line, unknown
from sim.base.presets import conf_folder
from sim.config.catalogue import keep_declared
from sim.config.extensions import PLACES, everything, find
from sim.config.foreign import NAME
from sim.config.kept import keep, kept
from sim.config.public import GROUPS, lever_classes, nested_class, public_name
from sim.config.spelling import presets, shipped

Tree = dict[str, Any]
"""A configuration as plain nested dicts."""
TURN = threading.RLock()
"""Held by the thread that uses Hydra's global state."""
TREES = "compositions"
"""What compositions of shipped presets are kept as."""
MOST_KEPT = 64
"""Compositions that are kept: those composed last."""
SHIPPED = re.compile(rf"(?:{'|'.join(GROUPS)})=\w+")
"""Choices that no file of a user, no other package and no lever has a say in."""


def defaults_of(cls: type) -> Tree:
    """A dataclass as a base node: its defaults and `_target_`, nested ones included."""
    node: Tree = {"_target_": public_name(cls)}
    for field in dataclasses.fields(cls):
        nested = nested_class(field)
        if nested is not None:
            node[field.name] = defaults_of(nested)
        elif field.default is not dataclasses.MISSING:
            value = field.default
            node[field.name] = list(value) if isinstance(value, tuple) else value
    return node


@functools.cache
def register() -> None:
    """Make the base nodes known to Hydra."""
    from hydra.core.config_store import ConfigStore

    from sim.config.settings import Settings
    from sim.model.config import RunConfig
    from sim.organisation.spec import (
        GeneratedOrganisation,
        ImportedOrganisation,
        OrganisationFromFiles,
    )

    store = ConfigStore.instance()
    leaves = {
        name: value
        for name, value in defaults_of(RunConfig).items()
        if not isinstance(value, dict) and name not in (*GROUPS, "_target_")
    }
    store.store(name="run", node=leaves)
    settings = defaults_of(Settings)
    store.store(name="command", node={k: v for k, v in settings.items() if k != "_target_"})
    for name, kind in (("generated", GeneratedOrganisation), ("from_files", OrganisationFromFiles),
                       ("mine", ImportedOrganisation)):  # fmt: skip
        store.store(group="organisation", name=name, node=defaults_of(kind))
    for field in dataclasses.fields(RunConfig):
        nested = nested_class(field)
        if nested is not None and field.name not in ("organisation", "strategy"):
            store.store(group=field.name, name="default", node=defaults_of(nested))
    for name, cls in lever_classes().items():
        store.store(group=f"lever/{name}", name="default", node=defaults_of(cls))
    keep_declared()
    # Hydra raises the root logger to INFO; Mesa would then print a line per step.
    logging.getLogger("MESA").setLevel(logging.WARNING)


@contextmanager
def hydra_on_conf() -> Iterator[Any]:
    """Hydra's compose API on the shipped folder, leaving any running Hydra job as it was."""
    from hydra import initialize_config_dir
    from hydra.core.global_hydra import GlobalHydra

    # A multirun job composes while Hydra itself is running, and Hydra has one global state; the app
    # composes in several threads, so one after the other.
    with TURN:
        register()
        running = GlobalHydra.instance().hydra
        GlobalHydra.instance().clear()
        try:
            with initialize_config_dir(str(conf_folder().resolve()), version_base="1.3"):
                yield GlobalHydra.instance()
        finally:
            GlobalHydra.instance().hydra = running


def add_foreign(group: str) -> bool:
    """Make the base node of a lever or mechanism of another package known, if there is one.

    Args:
        group: Such as `lever/pioneers_week`.
    """
    kind, _, name = group.partition("/")
    cls = find(kind, name) if kind in PLACES.values() and name else None
    if cls is not None:
        from hydra.core.config_store import ConfigStore

        ConfigStore.instance().store(group=group, name="default", node=defaults_of(cls))
    return cls is not None


def options(group: str, config_dir: str | None = None) -> tuple[str, ...]:
    """Names that a group can take, for example every strategy; empty for what is no group."""
    kind, _, name = group.partition("/")
    own = kind == "lever" and name in lever_classes()
    return ("default",) if own or add_foreign(group) else presets(group, config_dir)


@functools.lru_cache(maxsize=256)
def composed(choices: tuple[str, ...], config_dir: str | None = None) -> Tree:
    """Compose the configuration for some group choices; callers must not change the result."""
    shipped_only = config_dir is None and all(map(SHIPPED.fullmatch, choices))
    if not shipped_only:
        return _composed(choices, config_dir)
    before = _kept_trees()
    name = " ".join(choices)
    if name not in before:
        before[name] = _composed(choices, None)
        keep(TREES, dict(list(before.items())[-MOST_KEPT:]))
    return before[name]


@functools.cache
def _kept_trees() -> dict[str, Tree]:
    """Compositions of shipped presets by their choices, those of earlier commands included."""
    trees = kept(TREES)
    return trees if isinstance(trees, dict) else {}


def _composed(choices: tuple[str, ...], config_dir: str | None) -> Tree:
    """What Hydra makes of some choices, checked."""
    from hydra.errors import HydraException
    from omegaconf.errors import OmegaConfBaseException
    from yaml import YAMLError

    from sim.config.source import search

    folder = [] if config_dir is None else [search(config_dir)]
    try:
        tree = _composition([*folder, *choices])
    except (HydraException, OmegaConfBaseException, YAMLError, OSError) as error:
        message = one_line(error)
        missing = re.search(r"Could not (?:find|load) '(\w+/\w+)/default'", message)
        if missing and add_foreign(missing[1]):
            return _composed(choices, config_dir)
        raise _not_found(message) or ConfigError(message) from error
    if tree.pop("hydra") != shipped()["hydra"]:  # no other file may say anything to it
        raise ConfigError("a configuration file sets hydra, which only the command line may")
    _take_title(tree)
    return tree


def _composition(words: Sequence[str]) -> Tree:
    """What Hydra's `compose` makes of `conf/config.yaml` and some choices, without Hydra's own.

    How Hydra runs and logs is three quarters of what it would compose, and nobody reads it here.
    """
    from hydra._internal.defaults_list import create_defaults_list
    from omegaconf import OmegaConf

    with hydra_on_conf() as hydra:
        loader = hydra.config_loader()
        choices, files = loader._parse_overrides_and_create_caching_repo("config", list(words))
        found = create_defaults_list(files, "config", choices, False, False)
        made = loader._compose_config_from_defaults_list(found.defaults, files)
    tree = OmegaConf.to_container(made, resolve=False)
    assert isinstance(tree, dict)
    return {str(key): value for key, value in tree.items()}


def _take_title(tree: dict[Any, Any]) -> None:
    """Take the title off a strategy: readers see it, a configuration and a run's key do not."""
    strategy = tree.get("strategy")
    title = strategy.pop("title", {}) if isinstance(strategy, dict) else {}
    if not isinstance(title, dict) or not all(isinstance(each, str) for each in title.values()):
        raise ConfigError(
            f"strategy.title must be a text per language, such as {{en: …, de: …}}, got {title!r}"
        )


def _not_found(message: str) -> ConfigError | None:
    """A file that names a lever, or another file, which does not exist."""
    missing = re.match(r"In '([^']*)': Could not (?:find|load) '([^']*)'", message)
    if missing is None:
        return None
    where, what = missing.groups()
    node = re.fullmatch(r"(lever|mechanism)/(\w+)/default", what)
    if node:
        kind, name = node.groups()
        own = lever_classes() if kind == "lever" else {}
        return unknown(f"{kind} in {where}.yaml:", name, {**own, **everything(kind)})
    group, _, name = what.rpartition("/")
    return unknown(f"{group or 'file'} in {where}.yaml:", name, options(group) if group else ())


def choose(group: str, name: object, config_dir: str | None) -> str:
    """Check one group choice and write it the way Hydra wants it."""
    names = options(group.split("@")[0], config_dir)
    if isinstance(name, str) and name in names and not NAME.fullmatch(name):
        raise ConfigError(
            f"{group} {name!r} cannot be chosen: call the file by letters, digits, _, - and ."
        )
    if not isinstance(name, str) or name not in names:
        raise unknown(group.split("@")[0].replace("/", " "), str(name), names)
    return f"{group}={name}"
