"""Configuration files of others: read as data and as nothing else.

Hydra would let a file choose classes to call, folders to write to and further places to search,
and YAML can grow without bound. A file below `--config-dir` passes through here first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sim.base.params import ConfigError, one_line

LARGEST, MOST_VALUES, DEEPEST = 1_000_000, 20_000, 30
"""Bytes of a file, values in it with all that aliases repeat, and how deep they may nest."""
MOST_FILES = 100
"""Files that a preset may be composed of: `defaults` that multiply would never end."""
NAME = re.compile(r"\w[\w.\-]*")
"""What a preset may be called: file names become words of a command line and cells of a table."""
REFERENCE = re.compile(r"\$\{([A-Za-z_]\w*(?:\.\w+)*)\}")
"""`${key}`, which takes over the value of another key."""
_PACKAGE = re.compile(r"(_global_|_group_|_here_|[a-z_]\w*)(\.\w+)*")
_ENTRY = re.compile(
    r"((?:optional|override)\s+)*(?P<path>/?[\w\-]+(/[\w.\-]+)*)(@(?P<package>.*))?"
)


def read(path: Path) -> tuple[str, dict[Any, Any]]:
    """Text and content of a file, refused where it is more than plain values.

    Raises:
        ConfigError: It is too large, too deep, no YAML, or wants to steer Hydra; one line.
    """
    text = _text(path)
    try:
        _measure(text, path)
        found = content(text)
    except ConfigError:
        raise
    except Exception as error:  # PyYAML raises ValueError and others for odd scalars
        raise ConfigError(f"{path}: {one_line(error)}") from error
    if not isinstance(found, dict):
        raise ConfigError(f"{path} must hold keys and values, such as 'weeks: 52'")
    _check_package(text, path)
    if {"engine", "scheduler"} & found.keys():
        raise ConfigError(
            f"{path} names a cluster, which only the command line may (engine=, scheduler=): "
            "whoever runs it could run programs here"
        )
    for entry in _entries(found, path):
        _check_entry(entry, path)
    for each in _strings({key: value for key, value in found.items() if key != "defaults"}, path):
        check_references(each, str(path))
    return text, found


def _text(path: Path) -> str:
    size = path.stat().st_size
    if size > LARGEST:
        raise ConfigError(f"{path} has {size:,} bytes; a configuration has {LARGEST:,} at most")
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path} is not a UTF-8 text file") from error


def content(text: str) -> Any:
    """What a YAML text holds; {} if nothing."""
    import yaml
    from omegaconf._utils import get_yaml_loader

    found = yaml.load(text, Loader=get_yaml_loader())
    return {} if found is None else found


def _measure(text: str, path: Path) -> None:
    """Count values and levels before anything is built: aliases repeat what they stand for."""
    import yaml

    total, sizes, open_ = 0, dict[str, int](), list[tuple[str | None, int]]()
    for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
        if getattr(event, "tag", None) is not None:
            raise ConfigError(f"{path}: tags such as {event.tag!r} are not read; write the value")
        if isinstance(event, yaml.AliasEvent):
            if event.anchor not in sizes:
                raise ConfigError(f"{path}: *{event.anchor} stands for something that holds itself")
            total += sizes[event.anchor]
        elif isinstance(event, yaml.CollectionStartEvent):
            open_.append((event.anchor, total))
            total += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            anchor, before = open_.pop()
            if anchor is not None:
                sizes[anchor] = total - before
        elif isinstance(event, yaml.ScalarEvent):
            total += 1
            if event.anchor is not None:
                sizes[event.anchor] = 1
        if total > MOST_VALUES:
            raise ConfigError(f"{path} holds more than {MOST_VALUES:,} values")
        if len(open_) > DEEPEST:
            raise ConfigError(f"{path} nests more than {DEEPEST} levels deep")


def _check_package(text: str, path: Path) -> None:
    for line in text.splitlines():
        stripped = line.strip()
        if stripped and not stripped.startswith("#"):
            return
        header = re.match(r"#\s*@\s*(\w+)\s*(.*)", stripped)
        if header and (header[1] != "package" or header[2].strip() not in ("_global_", "_group_")):
            raise ConfigError(f"{path}: the first line can be '# @package _global_', no other")


def _entries(content: dict[Any, Any], path: Path) -> Iterator[tuple[str, object]]:
    listed = content.get("defaults", [])
    if not isinstance(listed, list):
        raise ConfigError(f"{path}: defaults must be a list, one entry a line")
    for each in listed:
        if isinstance(each, dict) and len(each) == 1:
            yield from ((str(key), value) for key, value in each.items())
        elif isinstance(each, str):
            yield each, None
        else:
            raise ConfigError(f"{path}: defaults cannot hold {each!r}")


def _check_entry(entry: tuple[str, object], path: Path) -> None:
    """A line of `defaults` names a preset below one of the two folders, and a place for it."""
    name, chosen = entry
    match = _ENTRY.fullmatch(name)
    package = match["package"] if match else None
    parts = match["path"].strip("/").split("/") if match else [""]
    fine = match is not None and (package is None or _PACKAGE.fullmatch(package) is not None)
    options = chosen if isinstance(chosen, list) else [chosen]
    fine &= all(each is None or NAME.fullmatch(str(each)) is not None for each in options)
    if not fine or any(set(part) == {"."} for part in parts):
        said = name if chosen is None else f"{name}: {chosen}"
        raise ConfigError(f"{path}: defaults cannot name {said!r}; presets are named as group/name")
    if "hydra" in (parts[0], (package or "").removeprefix("_global_.").partition(".")[0]):
        raise _steers(path)


def _strings(node: Any, path: Path) -> Iterator[str]:
    if isinstance(node, dict):
        for key, value in node.items():
            if not isinstance(key, str | int | float):
                raise ConfigError(f"{path}: a key must be a word, got {key!r}")
            if str(key).partition(".")[0] == "hydra":
                raise _steers(path)
            yield str(key)
            yield from _strings(value, path)
    elif isinstance(node, list):
        for each in node:
            yield from _strings(each, path)
    elif isinstance(node, str):
        yield node


def _steers(path: Path) -> ConfigError:
    return ConfigError(
        f"{path} sets hydra, which a configuration file must not: it could run programs; "
        "a launcher goes on the command line: rollout run -m hydra/launcher=joblib …"
    )


def check_references(text: str, where: str) -> None:
    """Refuse `${...}` that is more than the name of another key.

    Raises:
        ConfigError: It would read the machine, as `${oc.env:HOME}` does, or is not closed.
    """
    if "${" in REFERENCE.sub("", text):
        raise ConfigError(
            f"{where}: {text[:60]!r} is not read; only ${{KEY}}, the value of another key, is"
        )


def check_defaults(folder: Path, name: str) -> None:
    """Refuse a file whose `defaults` go round in a circle, or multiply.

    Args:
        folder: The user's folder.
        name: Path of the file below it, without `.yaml`.

    Raises:
        ConfigError: Composing the file would not end.
    """
    _composed_files(folder, name, {})


def _composed_files(folder: Path, name: str, known: dict[str, int]) -> int:
    """How many files of the folder a preset is composed of, repeated ones counted again."""
    path = folder / f"{name}.yaml"
    if not path.is_file():
        return 1  # a shipped preset, or none: Hydra will say so
    if name in known:
        if not known[name]:
            raise ConfigError(f"{path}: the defaults of these files name each other in a circle")
        return known[name]
    known[name] = 0
    total = 1
    for entry, chosen in _entries(read(path)[1], path):
        match = _ENTRY.fullmatch(entry)
        if match is None or entry.startswith("override ") or (chosen is None and entry == "_self_"):
            continue
        place = (
            match["path"] if match["path"].startswith("/") else f"/{_group(name)}{match['path']}"
        )
        for each in chosen if isinstance(chosen, list) else [chosen]:
            below = place.strip("/") if each is None else f"{place.strip('/')}/{each}"
            total += _composed_files(folder, below, known)
    if total > MOST_FILES:
        raise ConfigError(f"{path} is composed of more than {MOST_FILES} files")
    known[name] = total
    return total


def _group(name: str) -> str:
    group = name.rpartition("/")[0]
    return f"{group}/" if group else ""
