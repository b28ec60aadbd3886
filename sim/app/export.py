"""What a class takes home: its plans as strategy files, and its company as a study file."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

from omegaconf import OmegaConf

from sim.analysis.companies import by_seed
from sim.app.plan import Decision, strategy_of
from sim.app.scenario import COMPANIES, Scenario
from sim.config.extensions import snake_case
from sim.config.public import public_name
from sim.model.levers import Lever
from sim.model.strategy import Strategy

COMPANY = "class"
"""Name of the study file that makes `rollout run` and the others use the class's own company."""


def preset_of(scenario: Scenario, decisions: Sequence[Decision], name: str, title: str = "") -> str:
    """A team's plan as a strategy file: `compare`, `sweep` and the others take it.

    Args:
        scenario: What was played.
        decisions: What the team decided.
        name: Of the team; the file is to be called `file_name(name)` + ".yaml".
        title: What readers see; the name if "".

    Raises:
        ConfigError: A decision is not valid.
    """
    strategy = strategy_of(scenario, decisions, name)
    entries = [f"/lever/{snake_case(type(each).__name__)}@levers.{key}: default"
               for key, each in strategy.levers.items()]  # fmt: skip
    shown = " ".join((title or name).split())
    content: dict[str, Any] = {
        "_target_": public_name(Strategy), "name": strategy.name,
        "title": {"en": shown, "de": shown},
        "levers": {key: said for key, each in strategy.levers.items() if (said := _said(each))},
    }  # fmt: skip
    lines = ["# A plan made in a game; the scenario it was made for: " + scenario.name,
             "defaults:", *(f"  - {each}" for each in entries), "  - _self_"]  # fmt: skip
    if not content["levers"]:
        del content["levers"]
    return "\n".join(lines) + "\n" + str(OmegaConf.to_yaml(OmegaConf.create(content)))


def _said(made: Lever) -> dict[str, Any]:
    """Fields that are not at their defaults."""
    return {
        each.name: getattr(made, each.name)
        for each in dataclasses.fields(made)
        if each.default is dataclasses.MISSING or getattr(made, each.name) != each.default
    }


def company_of(scenario: Scenario) -> str:
    """The class's own company as a study file: seed, and the values drawn for it.

    With it, `rollout run scenario=… study=class strategy=TEAM` is the game once more.
    """
    drawn: dict[str, Any] = {"seed": scenario.seed}
    for key, value in by_seed(COMPANIES, [scenario.seed], scenario.held)[scenario.seed].items():
        node = drawn
        *parents, last = key.split(".")
        for name in parents:
            node = node.setdefault(name, {})
        node[last] = value
    said = f"# @package _global_\n# The company of a class that played {scenario.name}.\n"
    return said + str(OmegaConf.to_yaml(OmegaConf.create(drawn)))
