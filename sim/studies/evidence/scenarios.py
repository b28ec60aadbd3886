"""Situations in which numbers were measured, as words of the command line.

A scenario is nothing but overrides of the real configuration: `rollout run WORDS` runs it.
What a scenario pins (for example that everybody knows the tool) is part of the situation
and is not touched by parameter values under test.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.base.params import ConfigError
from sim.config.words import key_of

if TYPE_CHECKING:
    from sim.model.config import RunConfig

#: Doses as written, not scaled to a budget: the studies had no common budget.
BASE = ("equal_budget=false",)

_LEAD = "+lever/lead_by_example@strategy.levers.lead_by_example=default"
_ANNOUNCE = "+lever/announcement@strategy.levers.announcement=default"
_ORDER = "+lever/mandate@strategy.levers.mandate=default"
_TRAIN = "+lever/training@strategy.levers.training=default"
_CHAMPIONS = "+lever/champions@strategy.levers.champions=default"
_MONTH_OF_NEWS = (_ANNOUNCE, "strategy.levers.announcement.end=4")


@dataclass(frozen=True)
class Scenario:
    """A situation: the overrides that make it, and how many people it takes.

    Comparing teams needs more people than comparing everybody. What it stands for is said by
    `evidence.scenario_…`.
    """

    words: tuple[str, ...]
    people: int = 500


def _licences(*words: str) -> tuple[str, ...]:
    return ("strategy=organic", *words)


SCENARIOS: dict[str, Scenario] = {
    "not_encouraged": Scenario(
        _licences(
            "strategy.levers.licences.eur_per_month=0", "workforce.awareness.notice=0",
            "workforce.example.open_managers=0",
        ),
    ),
    "encouraged": Scenario(
        _licences(*_MONTH_OF_NEWS),
    ),
    "licence_only": Scenario(
        _licences(),
    ),
    "some_managers_support": Scenario(
        _licences(
            _LEAD, "strategy.levers.lead_by_example.share_of_teams=0.21",
            "workforce.example.open_managers=0",
        ),
        people=1000,
    ),
    "tool_in_every_case": Scenario(
        _licences("workforce.decision.intercept=4", "workforce.awareness.notice=1"),
    ),
    "known_tool": Scenario(
        _licences("workforce.awareness.notice=1"),
    ),
    "private_use": Scenario(
        _licences("workforce.awareness.notice=1", "workforce.decision.image=0"),
    ),
    "ten_minutes_of_training": Scenario(
        _licences(
            "workforce.awareness.notice=1", _TRAIN, "strategy.levers.training.hours=0.17",
            "strategy.levers.training.end=1",
        ),
    ),
    "training_only": Scenario(
        _licences(_TRAIN, "strategy.levers.training.end=26"),
    ),
    "champions_only": Scenario(
        _licences(_CHAMPIONS),
    ),
    "three_forced_weeks": Scenario(
        _licences(
            "workforce.awareness.notice=1", "workforce.mandate.authenticity=1",
            "workforce.mandate.weight=10", _ORDER, "strategy.levers.mandate.start=10",
            "strategy.levers.mandate.end=12", "strategy.levers.mandate.monitored=1",
            "strategy.levers.mandate.sanction=1", "strategy.levers.mandate.freedom=0",
        ),
    ),
    "use_expected": Scenario(
        _licences(
            *_MONTH_OF_NEWS, _ORDER, "strategy.levers.mandate.monitored=0.5",
            "strategy.levers.mandate.sanction=0.5", "strategy.levers.mandate.freedom=0.6",
            "strategy.levers.mandate.share_of_teams=0.75",
        ),
    ),
}  # fmt: skip


def words_of(scenario: str) -> tuple[str, ...]:
    """The overrides of a scenario, by its name or spelled out."""
    if scenario in SCENARIOS:
        return SCENARIOS[scenario].words
    return tuple(scenario.split())


def base_of(scenario: str) -> tuple[str, ...]:
    """What a scenario starts from, before the user's own words."""
    people = SCENARIOS[scenario].people if scenario in SCENARIOS else Scenario.people
    return (f"organisation.headcount={people}", *BASE)


@functools.lru_cache(maxsize=256)
def configuration(scenario: str, weeks: int, words: tuple[str, ...] = ()) -> RunConfig:
    """The configuration of a scenario, checked.

    Args:
        scenario: A name, or a line of overrides.
        weeks: Horizon.
        words: The user's own overrides; what the scenario pins comes after them.

    Raises:
        ConfigError: The scenario does not fit the configuration.
    """
    from sim.config.load import load

    try:
        return load((*base_of(scenario), *words, *words_of(scenario), f"weeks={weeks}"))
    except ConfigError as error:
        raise ConfigError(f"scenario {scenario!r}: {error}") from error


def pinned(scenario: str) -> frozenset[str]:
    """The keys that belong to the situation."""
    return frozenset(key_of(word) for word in words_of(scenario))
