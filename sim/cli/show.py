"""`rollout show PRESET`: what a preset changes, in words and with units."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from sim.base.params import ConfigError, require_known, unknown
from sim.config.public import GROUPS, WHOLE
from sim.config.words import Arguments

if TYPE_CHECKING:
    from sim.config.game import Game

Fields = dict[str, "dataclasses.Field[Any]"]


def main(arguments: Arguments) -> int:
    """Run the command."""
    (said,) = arguments.take_words(1, 1)
    group, name = _found(said, arguments.config_dir)
    from sim.report.listing import shown

    lines = list(_changes(group, name, arguments.config_dir))
    print(f"{group}={name}")
    print(shown(("key", "value", "default", "meaning"), lines) if lines
          else "everything at its default")  # fmt: skip
    return 0


def _found(said: str, config_dir: str | None) -> tuple[str, str]:
    """Group and name of a preset."""
    from sim.config.spelling import presets

    groups = {group: presets(group, config_dir) for group in GROUPS}
    group, equals, name = said.partition("=")
    if equals:
        if group not in groups:
            raise unknown("group", group, GROUPS)
        require_known(group, name, groups[group])
        return group, name
    having = [group for group, names in groups.items() if said in names]
    if not having:
        raise unknown("preset", said, {name for names in groups.values() for name in names})
    if len(having) > 1:
        raise ConfigError(f"which one? {' or '.join(f'{each}={said}' for each in having)}")
    return having[0], said


def _changes(group: str, name: str, config_dir: str | None) -> Iterator[tuple[str, ...]]:
    from sim.config.catalogue import catalogue
    from sim.config.check import resolved
    from sim.config.load import load, load_settings

    words = [] if group == "strategy" else [f"{group}={name}"]
    strategy = name if group == "strategy" else "none"
    config = load(words, strategy, config_dir)
    usual, kinds = load((), "none"), catalogue()
    fields: Fields = dict(kinds.run)
    old, new = resolved(usual), resolved(config)
    if group == "strategy":
        yield "strategy.description", config.strategy.description, "", ""
        for key, lever in config.strategy.levers.items():
            about = (type(lever).__doc__ or "").partition("\n")[0]
            yield f"strategy.levers.{key}", "", "", about
            own: Fields = {each.name: each for each in dataclasses.fields(lever)}
            start = {each: field.default for each, field in own.items()}
            start |= dict.fromkeys(lever.doses)  # how much of it is said in any case
            for line in _differences(start, new["strategy"]["levers"][key], own, "  "):
                default = own[line[0].strip()].default
                yield (*line[:2], _told(default, ""), line[3])
        return
    del old["strategy"], new["strategy"]
    yield from _differences(old, new, fields, "")
    if group in WHOLE:
        now, before = load_settings(words, config_dir), load_settings((), None)
        for field in dataclasses.fields(now):
            value, default = getattr(now, field.name), getattr(before, field.name)
            if field.name == "game" and value is not None:
                yield from _game(value)
            elif value != default:
                yield field.name, _told(value, ""), _told(default, ""), ""


def _game(game: Game) -> Iterator[tuple[str, ...]]:
    """What a class plays: everything, so that one can see it; of texts only that they are there."""
    for field in dataclasses.fields(game):
        value = getattr(game, field.name)
        if field.name == "story":
            value = [f"{name} ({', '.join(texts)})" for name, texts in value.items()]
        elif isinstance(value, Mapping):
            for name, prices in value.items():
                said = [f"{key}={number:g}" for key, number in prices.items()]
                yield f"game.{field.name}.{name}", ", ".join(said), "", ""
            continue
        unit, doc = (str(field.metadata.get(each, "")) for each in ("unit", "doc"))
        yield f"game.{field.name}", _told(value, unit), "", doc


def _differences(
    old: dict[str, Any], new: dict[str, Any], fields: Fields, prefix: str
) -> Iterator[tuple[str, ...]]:
    for name, value in new.items():
        key, default = f"{prefix}{name}", old.get(name)
        if isinstance(value, dict) and isinstance(default, dict):
            yield from _differences(default, value, fields, f"{key}.")
        elif name != "_target_" and value != default:
            field = fields.get(key.strip())
            meta = {} if field is None else field.metadata
            unit = str(meta.get("unit", ""))
            yield key, _told(value, unit), _told(default, ""), str(meta.get("doc", ""))


def _told(value: Any, unit: str) -> str:
    if isinstance(value, bool):
        text = str(value).lower()
    elif isinstance(value, float):
        text = f"{value:g}"
    elif isinstance(value, list | tuple):
        text = ",".join(_event(each) if isinstance(each, dict) else str(each) for each in value)
    else:
        text = "" if value is None else str(value)
    return f"{text} {unit}".strip()


def _event(said: dict[str, Any]) -> str:
    return f"{said['kind']}@{said['week']}:{said['size']:g}"
