"""From words on a command line to a checked, frozen `RunConfig`.

Hydra composes the group choices (`sim/config/compose.py`); single values are then set on the
composed tree, checked against the dataclasses with their full key, and instantiated. The
composition is cached, so loading thousands of parameter draws in one process stays fast.
"""

from __future__ import annotations

import copy
import dataclasses
import functools
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sim.base.params import ConfigError, unknown, unknown_key
from sim.config.check import apply, build, keys
from sim.config.compose import Tree, choose, composed, options
from sim.config.early import check_withdrawal, check_words
from sim.config.early_forms import only_multirun, several
from sim.config.foreign import REFERENCE, check_references
from sim.config.game import game_defaults
from sim.config.grammar import Word, read_word
from sim.config.public import WHOLE, lever_classes
from sim.config.saved import laid_over, put_aside, saved, stamp
from sim.config.spelling import keys_of

if TYPE_CHECKING:
    from sim.config.settings import Settings
    from sim.model.config import RunConfig


def load(
    overrides: Sequence[str] = (), strategy: str | None = None, config_dir: str | None = None
) -> RunConfig:
    """Compose, check and freeze the configuration of one run.

    Args:
        overrides: `key=value` and `group=choice`, as on the command line. Keys that only
            steer a command (`out`, `seeds`, …) are accepted and left out.
        strategy: Name of the strategy; None takes it from the overrides or the default.
        config_dir: A folder of further presets, laid out like `conf/`.

    Raises:
        ConfigError: Something is unknown or out of range; the message says what is valid.
    """
    if isinstance(overrides, str):
        raise ConfigError(f"overrides must be a list such as ['weeks=52'], got {overrides!r}")
    words = tuple(overrides)
    return _load(words, strategy, config_dir, stamp(words, config_dir))


@functools.lru_cache(maxsize=1024)
def _load(
    overrides: tuple[str, ...], strategy: str | None, config_dir: str | None, changed: object
) -> RunConfig:
    tree = _tree(overrides, strategy, config_dir)
    from sim.model.config import RunConfig

    names = {field.name for field in dataclasses.fields(RunConfig)}
    run = {name: value for name, value in tree.items() if name in names}
    config: RunConfig = build({"_target_": "sim.config.RunConfig", **run})
    late = next((event for event in config.events if event.week > config.weeks), None)
    if late is not None:
        raise ConfigError(
            f"events: {late.kind} in week {late.week} comes after the last week "
            f"(weeks={config.weeks})"
        )
    named = any(word.lstrip("+").startswith("withdraw_week=") for word in overrides)
    if named:
        check_withdrawal(config.withdraw_week, config.weeks)
    return config


def load_settings(overrides: Sequence[str] = (), config_dir: str | None = None) -> Settings:
    """The settings of a command (`seeds`, `workers`, `out`, …) from the same overrides."""
    from sim.config.settings import Settings

    others = [each for each in overrides if not each.lstrip("+~").startswith("strategy.")]
    tree = _tree(tuple(others), None, config_dir)
    names = [field.name for field in dataclasses.fields(Settings)]
    given = saved(overrides, config_dir)
    if given and given.several and not any(each.startswith("strategies=") for each in overrides):
        tree["strategies"] = list(given.runs)
    settings = Settings(**{name: tree[name] for name in names})
    for name in settings.strategies:
        require_strategy(name, overrides, config_dir)
    return settings


def require_strategy(name: str, words: Sequence[str], config_dir: str | None = None) -> None:
    """Refuse the name of a strategy that neither the presets nor a saved configuration have.

    Raises:
        ConfigError: There is none; names the nearest.
    """
    given = saved(words, config_dir)
    if given is None or name not in given.runs:
        choose("strategy", name, config_dir)


def load_strategies(
    overrides: Sequence[str], strategies: Sequence[str], config_dir: str | None = None
) -> dict[str, RunConfig]:
    """One configuration per strategy; `strategy.levers.X…` goes to those that have lever X.

    Raises:
        ConfigError: As in `load`, or an override fits none of the strategies.
    """
    fitting: dict[str, list[str]] = {name: [] for name in strategies}
    for override in overrides:
        lever = _lever_named(override)
        takers = list(strategies)
        if lever is not None:
            levers = {name: _levers(name, overrides, config_dir) for name in strategies}
            takers = [name for name in strategies if lever in levers[name]]
            if not takers:
                every = sorted(set().union(*levers.values()))
                raise unknown("lever (none of the strategies has it)", lever, every)
        for name in takers:
            fitting[name].append(override)
    return {name: load(words, name, config_dir) for name, words in fitting.items()}


def _levers(strategy: str, words: Sequence[str], config_dir: str | None) -> set[str]:
    given = saved(words, config_dir)
    if given is not None and strategy in given.runs:
        return set(given.runs[strategy]["strategy"].get("levers") or ())
    choice = choose("strategy", strategy, config_dir)
    return set(composed((choice,), config_dir)["strategy"].get("levers", {}))


def _lever_named(override: str) -> str | None:
    """The lever that an override changes, if it changes (rather than adds) one."""
    match = re.match(r"(?:~|\+\+)?(?:[\w/]+@)?strategy\.levers\.(\w+)", override)
    return match.group(1) if match else None


def _tree(overrides: tuple[str, ...], strategy: str | None, config_dir: str | None) -> Tree:
    """The composed configuration as plain dicts, with every override applied."""
    run, strategy, overrides = put_aside(tuple(map(_in_full, overrides)), strategy, config_dir)
    check_words(overrides, config_dir)
    choices, values = _split(overrides, config_dir)
    if run is not None and "strategy" in run:
        choices.append("strategy=none")
    elif strategy is not None:
        choices.append(choose("strategy", strategy, config_dir))
    tree = copy.deepcopy(composed(tuple(choices), config_dir))
    if run is not None:
        tree = laid_over(tree, run, choices[:-1] if "strategy" in run else choices)
    _check_top_level(tree)
    if isinstance(tree["game"], dict):
        tree["game"] = {**game_defaults(), **tree["game"]}
    single = [name for name, value in tree.items() if not isinstance(value, dict)]
    inner = any(word.key not in single for word in values)
    valid = [key for key, _ in keys(tree)] if inner else single  # the former needs the model
    for word in values:
        apply(tree, word, valid)
    return {name: _filled_in(value, tree) for name, value in tree.items()}


def _filled_in(node: Any, tree: Tree) -> Any:
    """The tree with the value of another key wherever `${key}` stands for it."""
    if isinstance(node, dict):
        return {name: _filled_in(value, tree) for name, value in node.items()}
    if isinstance(node, list):
        return [_filled_in(each, tree) for each in node]
    if not isinstance(node, str) or "${" not in node:
        return node
    check_references(node, "configuration")
    whole = REFERENCE.fullmatch(node)
    if whole:
        return _referred(whole[1], tree)
    return REFERENCE.sub(lambda match: str(_referred(match[1], tree)), node)


def _referred(key: str, tree: Tree) -> Any:
    """The value that `${key}` stands for."""
    node: Any = tree
    for name in key.split("."):
        if not isinstance(node, dict) or name not in node:
            raise unknown_key(key, [each for each, _ in keys(tree)])
        node = node[name]
    if isinstance(node, dict | list) or (isinstance(node, str) and "${" in node):
        raise ConfigError(f"${{{key}}} must name a key with a single value of its own")
    return node


def _in_full(word: str) -> str:
    """A word with its key in full: `show_names` is short for the organisation's."""
    return f"organisation.{word}" if word.startswith("show_names=") else word


def _check_top_level(tree: Tree) -> None:
    """Files may only set what exists; below the top level, `build` sees to it."""
    valid = keys_of(("extensions",)) - {*WHOLE}
    for name in tree:
        if name in WHOLE:
            raise ConfigError(f"a {name} file must begin with the line '# @package _global_'")
        if name not in valid:
            raise unknown_key(name, valid)


def _split(overrides: tuple[str, ...], config_dir: str | None) -> tuple[list[str], list[Word]]:
    """Separate group choices, which Hydra composes, from single values."""
    choices: list[str] = []
    values: list[Word] = []
    for word in map(read_word, overrides):
        key = word.key
        if word.several:
            raise several(word.text, key)
        if key == "hydra" or key.startswith(("hydra.", "hydra/")):
            raise only_multirun(word.text)
        if "." in key or not options(key, config_dir):
            if word.package is not None:
                raise unknown("group", key, [f"lever/{name}" for name in lever_classes()])
            values.append(word)
        else:
            if (word.package or "").partition(".")[0] == "hydra":
                raise ConfigError(f"{word.text}: hydra takes no presets")
            prefix = "+" if word.adds else ""
            group = key if word.package is None else f"{key}@{word.package}"
            choices.append(prefix + choose(group, word.value, config_dir))
    return choices, values
