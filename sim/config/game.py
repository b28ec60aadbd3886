"""The `game` of a scenario file: what a class plays, beside the company that every command runs.

No run depends on it: it says which company is the class's own, when teams decide, who decides
what, what asking costs, and what is told. `sim/app/` plays it; every command checks it.
"""

from __future__ import annotations

import copy
import dataclasses
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from sim.base.params import (
    Checked,
    ConfigError,
    check_description,
    is_number,
    is_whole,
    names,
    param,
    unknown,
    unknown_key,
)
from sim.base.presets import LANGUAGES

ROLES = ("sponsor", "manager", "champion", "process_owner", "works_council")
"""Who sits in a team, in the order in which small teams take them."""
CARDS = (
    "licences", "announcement", "mandate", "training", "exploration_time", "lead_by_example",
    "champions", "redesign", "ownership", "transparency", "feedback",
)  # fmt: skip
"""What a team can do: kinds of levers."""
SOURCES = ("survey", "processes", "network", "talk")
"""What a team can ask: people what they do and feel, work where it waits, who works with whom,
and one person."""
STORY = ("title", "text", "role", "end", "choice")
"""What a scenario tells, per language; `choice`, why this company, gives results away."""
USUAL_INFORMATION: Mapping[str, Mapping[str, float]] = MappingProxyType({
    "survey": {"eur": 2500.0, "hours": 0.1, "sample": 60},
    "processes": {"eur": 4000.0, "hours": 0.0, "sample": 0},
    "network": {"eur": 3000.0, "hours": 0.2, "sample": 200},
    "talk": {"eur": 0.0, "hours": 1.0, "sample": 2},
})  # fmt: skip
"""What asking costs unless a scenario says otherwise [assumed]."""
NUMBERS: Mapping[str, tuple[float, float, str]] = {
    "eur": (0.0, 1e6, "€"), "hours": (0.0, 38.0, "h per person asked"), "sample": (0, 1e6, "people")
}  # fmt: skip
MOST_ROUNDS = 20
FORBIDDEN = re.compile(r"[<>]")


@dataclass(frozen=True)
class Game(Checked):
    """What a class plays.

    Attributes:
        seed: The class's company; never among those that give scores.
        rounds: First week of each round.
        minutes: How long a round is planned to take.
        goal: Outcome that ranks teams.
        beside: Outcomes that are shown beside it.
        roles: Who sits in a team.
        cards: What a team can do.
        information: What it can ask, and what that costs: `eur`, and `hours` of each of `sample`
            people.
        claims: Numbers of the claims that the debrief looks at.
        story: Texts per language: `title`, `text`, `role`, `end` and `choice`.

    Raises:
        ConfigError: Something is unknown or out of range; one line.
    """

    seed: int = param(7117, 0, 2**63 - 1, "", "design", "the class's own company")
    rounds: tuple[int, ...] = (1, 5, 9, 14, 20, 27, 35, 44)
    minutes: float = param(5.0, 0.5, 60.0, "minutes", "design", "planned length of a round")
    goal: str = "net_benefit_eur"
    beside: tuple[str, ...] = ("genuine_use_final", "threat_final")
    roles: tuple[str, ...] = ROLES
    cards: tuple[str, ...] = CARDS
    information: Mapping[str, Mapping[str, float]] = field(
        default_factory=lambda: dict(USUAL_INFORMATION)
    )
    claims: tuple[str, ...] = ()
    story: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__post_init__()
        self._check_rounds()
        for name, valid in (("roles", ROLES), ("cards", CARDS)):
            self._take_names(name, valid)
        self._check_outcomes()
        self._check_information()
        self._check_claims()
        self._check_story()

    def _check_rounds(self) -> None:
        rounds = self.rounds
        fine = isinstance(rounds, list | tuple) and all(map(is_whole, rounds))
        if not fine or not 1 <= len(rounds) <= MOST_ROUNDS or rounds[0] < 1:
            raise ConfigError(
                f"rounds must be a list of 1 to {MOST_ROUNDS} weeks such as [1, 5, 9], got {rounds}"
            )
        if any(late <= early for early, late in pairwise(rounds)):
            raise ConfigError(f"rounds must be weeks one after the other, got {list(rounds)}")
        object.__setattr__(self, "rounds", tuple(rounds))

    def _take_names(self, name: str, valid: tuple[str, ...]) -> None:
        given = names(name, getattr(self, name))
        for each in given:
            if each not in valid:
                raise ConfigError(f"{name}: {unknown(name.removesuffix('s'), each, valid)}")
        object.__setattr__(self, name, given)

    def _check_outcomes(self) -> None:
        from sim.model.outcomes import BY_NAME

        wanted = [name for name, each in BY_NAME.items() if each.better is not None]
        beside = names("beside", self.beside) if self.beside else ()
        object.__setattr__(self, "beside", beside)
        for key, value in (("goal", self.goal), *(("beside", each) for each in beside)):
            if value not in wanted:
                raise ConfigError(f"{key}: {unknown('outcome to want', str(value), wanted)}")

    def _check_information(self) -> None:
        if not isinstance(self.information, Mapping):
            raise ConfigError(f"information must hold prices by name, got {self.information!r}")
        found = {}
        for name, given in self.information.items():
            if name not in SOURCES:
                raise ConfigError(f"information: {unknown('source', str(name), SOURCES)}")
            if not isinstance(given, Mapping):
                raise ConfigError(
                    f"information.{name} must be such as {{eur: 2500}}, got {given!r}"
                )
            for key, value in given.items():
                _check_number(f"information.{name}", str(key), value)
            found[name] = {**dict.fromkeys(NUMBERS, 0), **given}
        object.__setattr__(self, "information", found)

    def _check_claims(self) -> None:
        claims = names("claims", self.claims) if self.claims else ()
        for each in claims:
            if not re.fullmatch(r"C\d\d", each):
                raise ConfigError(f"claims are called such as C03, got {each!r}")
        object.__setattr__(self, "claims", claims)

    def _check_story(self) -> None:
        if not isinstance(self.story, Mapping):
            raise ConfigError(f"story must hold texts such as title: {{en: …}}, got {self.story!r}")
        for name, texts in self.story.items():
            if name not in STORY:
                raise ConfigError(f"story: {unknown('text', str(name), STORY)}")
            if not isinstance(texts, Mapping) or not texts:
                raise ConfigError(f"story.{name} must be a text per language, got {texts!r}")
            for code, text in texts.items():
                if code not in LANGUAGES:
                    raise ConfigError(f"story.{name}: {unknown('language', str(code), LANGUAGES)}")
                _check_text(f"story.{name}.{code}", text)


def game_of(said: object) -> Game | None:
    """The game of a configuration, checked; None without one.

    Raises:
        ConfigError: It is none; the message has the full key.
    """
    if said is None or isinstance(said, Game):
        return said
    if not isinstance(said, Mapping):
        raise ConfigError(f"game must hold keys such as rounds and cards, got {said!r}")
    valid = [each.name for each in dataclasses.fields(Game)]
    for name in said:
        if name not in valid:
            raise unknown_key(f"game.{name}", [f"game.{each}" for each in valid])
    values: dict[str, Any] = dict(said)
    try:
        return Game(**values)
    except ConfigError as error:
        raise ConfigError(f"game.{str(error).removeprefix('Game.')}") from error


def game_defaults() -> dict[str, Any]:
    """Every key of a game as plain values, for a file that says only some of them."""
    return {
        each.name: copy.deepcopy(getattr(Game(), each.name)) for each in dataclasses.fields(Game)
    }


def _check_number(where: str, key: str, value: object) -> None:
    if key not in NUMBERS:
        raise ConfigError(f"{where}: {unknown('key', key, NUMBERS)}")
    low, high, unit = NUMBERS[key]
    if not is_number(value) or not low <= value <= high:
        raise ConfigError(f"{where}.{key} must be in [{low:g}, {high:g}] {unit}, got {value!r}")


def _check_text(key: str, text: object) -> None:
    if not isinstance(text, str) or not text.strip():
        raise ConfigError(f"{key} must be text, got {text!r}")
    if FORBIDDEN.search(text):
        raise ConfigError(f"{key} cannot have the characters < and >")
    check_description(key, text)
