"""A strategy as a file for a folder of presets (`--config-dir`), which every command takes."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.model.config import RunConfig
    from sim.model.levers import Lever

CHANGED = "changed"


def written(config: RunConfig, config_dir: str | None = None) -> tuple[str, str]:
    """Name and text of a strategy's file; one that was changed gets a name of its own.

    Args:
        config: Its strategy is written, with what differs from the levers' defaults.
        config_dir: A folder of further presets, which its name may come from.
    """
    from omegaconf import OmegaConf

    from sim.config.public import lever_classes
    from sim.report.language import LANGUAGES, Language

    strategy, name = config.strategy, config.strategy.name
    kinds = {cls: kind for kind, cls in lever_classes().items()}
    titles = {code: Language(code, config_dir).name(name) for code in LANGUAGES}
    if strategy.levers != _shipped(name, config_dir):
        titles = {code: Language(code, config_dir).say("explore.changed", name=title)
                  for code, title in titles.items()}  # fmt: skip
        name = f"{name}_{CHANGED}"
    levers = {key: _changed(lever) for key, lever in strategy.levers.items()}
    content = {
        "defaults": [*({f"/lever/{kinds[type(lever)]}@levers.{key}": "default"}
                       for key, lever in strategy.levers.items()), "_self_"],
        "_target_": "sim.strategy.Strategy",
        "name": name,
        "title": titles,
        "description": strategy.description,
        "levers": {key: fields for key, fields in levers.items() if fields},
    }  # fmt: skip
    return name, str(OmegaConf.to_yaml(OmegaConf.create(content)))


def _shipped(name: str, config_dir: str | None) -> dict[str, Lever]:
    from sim.config.load import load

    return load((), name, config_dir).strategy.levers


def _changed(lever: Lever) -> dict[str, Any]:
    """Fields of a lever that are not at their default."""
    fields = ((each, getattr(lever, each.name)) for each in dataclasses.fields(lever))
    return {each.name: value for each, value in fields if value != each.default}
