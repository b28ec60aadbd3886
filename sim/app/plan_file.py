"""A strategy as a file for a folder of presets (`--config-dir`), which every command takes."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from omegaconf import OmegaConf

from sim.config.load import load
from sim.config.public import lever_classes, public_name
from sim.model.levers import Lever
from sim.model.strategy import Strategy
from sim.report.language import LANGUAGES, Language


def written(strategy: Strategy, config_dir: str | None = None) -> tuple[str, str]:
    """Name and text of a strategy's file; one that was changed gets a name of its own.

    Args:
        strategy: What is written.
        config_dir: A folder of further presets, which its name may come from.
    """
    name = strategy.name
    speaks = {code: Language(code, config_dir) for code in LANGUAGES}
    titles = {code: speak.name(name) for code, speak in speaks.items()}
    if strategy.levers != load((), name, config_dir).strategy.levers:
        titles = {code: speak.say("explore.changed", name=titles[code])
                  for code, speak in speaks.items()}  # fmt: skip
        strategy = dataclasses.replace(strategy, name=f"{name}_changed")
    return strategy.name, text_of(strategy, titles)


def text_of(strategy: Strategy, titles: Mapping[str, str]) -> str:
    """A strategy's file: what differs from the levers' defaults, and its titles by language."""
    kinds = {cls: kind for kind, cls in lever_classes().items()}
    levers = {key: _changed(lever) for key, lever in strategy.levers.items()}
    content = {
        "defaults": [*({f"/lever/{kinds[type(lever)]}@levers.{key}": "default"}
                       for key, lever in strategy.levers.items()), "_self_"],
        "_target_": public_name(Strategy),
        "name": strategy.name,
        "title": dict(titles),
        "description": strategy.description,
        "levers": {key: fields for key, fields in levers.items() if fields},
    }  # fmt: skip
    return str(OmegaConf.to_yaml(OmegaConf.create(content)))


def _changed(lever: Lever) -> dict[str, Any]:
    """Fields of a lever that are not at their default."""
    fields = ((each, getattr(lever, each.name)) for each in dataclasses.fields(lever))
    return {each.name: value for each, value in fields if value != each.default}
