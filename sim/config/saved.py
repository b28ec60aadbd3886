"""A configuration that a command left with its results, given back: `study=results/compare`.

It says everything, so it takes the place of all presets; what stands beside it on the line is
changed on top of it. `run` leaves one configuration, `compare` one per strategy.
"""

from __future__ import annotations

import copy
import dataclasses
import functools
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.base.params import ConfigError, unknown_key
from sim.config.foreign import NAME, read
from sim.config.spelling import presets
from sim.config.words import key_of

FILE = "config.yaml"
RUN_CONFIG = "sim.config.RunConfig"
ASKED = "compare"
"""Where `compare` notes what it was asked besides: seeds, baseline, companies."""

Tree = dict[str, Any]


@dataclass(frozen=True)
class Saved:
    """What a file holds.

    Attributes:
        path: The file.
        runs: Strategy -> the whole configuration of its run, the strategy included.
        several: Whether it is that of a comparison.
        asked: What a comparison was asked besides, as words of a line.
    """

    path: Path
    runs: Mapping[str, Tree]
    several: bool
    asked: tuple[str, ...]


def saved(words: Sequence[str], config_dir: str | None = None) -> Saved | None:
    """The saved configuration that words name by `study=`, if they name one.

    Raises:
        ConfigError: There is no such file, or it holds something else.
    """
    named = next((word.partition("=")[2] for word in words if word.startswith("study=")), "")
    path = _place(named.strip("'\""), config_dir)
    if path is None:
        return None
    status = path.stat()
    return _read(path, status.st_mtime_ns, status.st_size)


def stamp(words: Sequence[str], config_dir: str | None = None) -> object:
    """Another value whenever the saved configuration that words name has changed."""
    found = saved(words, config_dir)
    return None if found is None else (str(found.path), found.path.stat().st_mtime_ns)


def _place(named: str, config_dir: str | None) -> Path | None:
    """The file that `study=` means; None for a preset."""
    bare = bool(named) and named not in presets("study", config_dir) and Path(named, FILE).is_file()
    if bare or os.sep in named or "/" in named or named.endswith((".yaml", ".yml")):
        path = Path(named).expanduser()
        path = path / FILE if path.is_dir() else path
        if not path.is_file():
            raise ConfigError(f"study={named}: no such file ({path.name} in {path.parent})")
        if _holds_runs(read(path)[1]):
            return path
        raise ConfigError(_no_configuration(path))
    if config_dir is None or not named:
        return None
    preset, beside = Path(config_dir) / "study" / f"{named}.yaml", Path(config_dir, f"{named}.yaml")
    if not preset.is_file() and beside.is_file():
        raise ConfigError(f"there is no {preset}; to give {beside.name} back: type study={beside}")
    return preset if preset.is_file() and _holds_runs(read(preset)[1]) else None


def _no_configuration(path: Path) -> str:
    if path.name == "sweep.yaml":
        return f"study={path} says what a sweep was asked: type rollout rerun {path.parent}"
    if path.parent.name == "study":
        folder = path.parent.parent
        return f"study={path} is a preset: type --config-dir {folder} study={path.stem}"
    return (
        f"study={path} is no {FILE} of rollout run or rollout compare; a study of your own lies in "
        f"FOLDER/study/{path.name}: type --config-dir FOLDER study={path.stem}"
    )


def _holds_runs(content: Mapping[Any, Any]) -> bool:
    return content.get("_target_") == RUN_CONFIG or any(
        isinstance(each, dict) and each.get("_target_") == RUN_CONFIG for each in content.values()
    )


@functools.lru_cache(maxsize=32)
def _read(path: Path, changed: int, size: int) -> Saved:
    content = dict(read(path)[1])
    asked = content.pop(ASKED, {}) if "_target_" not in content.get(ASKED, {}) else {}
    strategies = content.pop("strategies", None)
    if strategies is not None:
        runs = {name: {**content, "strategy": each} for name, each in _named(strategies, path)}
    elif content.get("_target_") == RUN_CONFIG:
        strategy = content.get("strategy")
        name = strategy.get("name") if isinstance(strategy, dict) else None
        runs = dict(_named({name: content}, path))
    else:
        runs = dict(_named(content, path))
    from sim.model.config import RunConfig

    valid = [field.name for field in dataclasses.fields(RunConfig)]
    for run in runs.values():
        for key in run:
            if key not in (*valid, "_target_"):
                raise ConfigError(f"{path}: {unknown_key(str(key), valid)}")
    several = strategies is not None or content.get("_target_") != RUN_CONFIG
    return Saved(path, runs, several, _words(asked, path))


def _named(runs: object, path: Path) -> list[tuple[str, Tree]]:
    """Strategies by name, which become words of a line and cells of tables."""
    if not isinstance(runs, dict) or not runs:
        raise ConfigError(f"{path}: strategies must hold a configuration by name")
    for name, run in runs.items():
        if not isinstance(name, str) or not NAME.fullmatch(name) or not isinstance(run, dict):
            raise ConfigError(f"{path}: {str(name)[:40]!r} is no strategy with its configuration")
    return list(runs.items())


def _words(asked: object, path: Path) -> tuple[str, ...]:
    if not isinstance(asked, dict) or set(asked) - {"seeds", "baseline", "companies", "matters"}:
        raise ConfigError(f"{path}: {ASKED} holds seeds, baseline, companies, matters and no more")
    words = []
    for key, value in asked.items():
        if isinstance(value, dict):
            value = "{" + ",".join(f"{name}:{each}" for name, each in value.items()) + "}"
        elif isinstance(value, list):
            value = ",".join(map(str, value))
        words.append(f"{key}={value}")
    return tuple(words)


def with_asked(command: str, words: Sequence[str], config_dir: str | None) -> tuple[str, ...]:
    """Words of a command, and before them what a comparison that is given back was asked.

    Whoever names other strategies gets the usual baseline.
    """
    found = saved(words, config_dir) if command == ASKED else None
    if found is None:
        return tuple(words)
    typed = {key_of(word) for word in words}
    typed |= {"baseline"} if "strategies" in typed else set()
    return (*(word for word in found.asked if key_of(word) not in typed), *words)


def put_aside(
    words: Sequence[str], strategy: str | None, config_dir: str | None
) -> tuple[Tree | None, str | None, tuple[str, ...]]:
    """Take a saved configuration out of words, before anything else is made of them.

    Returns:
        The configuration, without a strategy if it has not the one that is asked for; the
        strategy that is left to be chosen; and the other words.
    """
    found = saved(words, config_dir)
    if found is None:
        return None, strategy, tuple(words)
    rest = [word for word in words if not word.startswith("study=")]
    typed = next((word for word in reversed(rest) if word.startswith("strategy=")), "")
    name = strategy or typed.removeprefix("strategy=") or next(iter(found.runs))
    run = copy.deepcopy(found.runs.get(name) or next(iter(found.runs.values())))
    if name not in found.runs:
        run.pop("strategy", None)
        return run, strategy, tuple(rest)
    return run, None, tuple(word for word in rest if not word.startswith("strategy="))


def laid_over(tree: Tree, run: Tree, choices: Sequence[str]) -> Tree:
    """A composed configuration with a saved one in its place, but for groups that were chosen.

    Args:
        tree: What the presets and the words make.
        run: The saved configuration.
        choices: Such as `workforce=curious`; levers and extensions they add stay.
    """
    chosen = {choice.partition("=")[0] for choice in choices}
    over = {name: value for name, value in run.items() if name not in chosen and name != "_target_"}
    if "strategy" in over:
        levers = tree["strategy"].get("levers", {})
        over["strategy"] = {**over["strategy"]}
        over["strategy"]["levers"] = {**(over["strategy"].get("levers") or {}), **levers}
    if "extensions" in over:
        over["extensions"] = {**over["extensions"], **(tree.get("extensions") or {})}
    return {**tree, **over}
