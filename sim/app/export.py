"""What a class takes home: its plans as strategy files, and its company as a study file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from omegaconf import OmegaConf

from sim.analysis.companies import by_seed
from sim.app.plan import Decision, strategy_of
from sim.app.plan_file import text_of
from sim.app.scenario import COMPANIES, Scenario

COMPANY = "class"
"""Name of the study file that makes `rollout run` and the others use the class's own company."""


def preset_of(
    scenario: Scenario, decisions: Sequence[Decision], name: str, titles: Mapping[str, str]
) -> str:
    """A team's plan as a strategy file: `compare`, `sweep` and the others take it.

    Args:
        scenario: What was played.
        decisions: What the team decided.
        name: Of the team; the file is to be called `file_name(name)` + ".yaml".
        titles: What readers see, by language.

    Raises:
        ConfigError: A decision is not valid.
    """
    said = f"# A plan made in a game; the scenario it was made for: {scenario.name}\n"
    return said + text_of(strategy_of(scenario, decisions, name), titles)


def company_of(scenario: Scenario) -> str:
    """The class's own company as a study file: seed, and the values drawn for it.

    With it, `rollout run scenario=… study=class strategy=TEAM` is the game once more.
    """
    drawn = OmegaConf.create({"seed": scenario.seed})
    for key, value in by_seed(COMPANIES, [scenario.seed], scenario.held)[scenario.seed].items():
        OmegaConf.update(drawn, key, value)
    said = f"# @package _global_\n# The company of a class that played {scenario.name}.\n"
    return said + str(OmegaConf.to_yaml(drawn))
