"""A scenario: a company, its class's seed, and what is played; one file for all commands."""

from __future__ import annotations

import dataclasses
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from sim.analysis.companies import by_seed, held
from sim.base.params import ConfigError, require_known
from sim.base.values import with_values
from sim.config.game import Game
from sim.config.load import load, load_settings
from sim.config.spelling import presets
from sim.model.config import RunConfig
from sim.model.engine import Engine
from sim.model.strategy import NO_LEVERS, Strategy
from sim.runs.run import SharedRuns
from sim.runs.version import digest
from sim.studies.claims.registry import REGISTRY

COMPANIES = "matched"
"""Companies of a class and of its scores, as in `rollout compare`."""
KEPT = 256
"""Companies that a process keeps ready: about 0.3 MB each with 200 people."""


@dataclass(frozen=True)
class Scenario:
    """What a scenario file says.

    Attributes:
        name: Name of its file.
        base: The company without levers, before the values of a seed's company are drawn.
        game: What is played.
        seeds: Companies that give scores, the class's never among them.
        strategies: Standard strategies that a class is compared with.
        held: Parameters that are the same in all companies.
        config_dir: Folder of further presets.
        words: What was said besides the scenario.
        content: Another one whenever anything differs that a result could depend on.
    """

    name: str
    base: RunConfig
    game: Game
    seeds: tuple[int, ...]
    strategies: tuple[str, ...]
    held: frozenset[str]
    config_dir: str | None = None
    words: tuple[str, ...] = ()
    content: str = ""

    @property
    def seed(self) -> int:
        """The class's company."""
        return self.game.seed

    @property
    def rounds(self) -> tuple[int, ...]:
        """First week of each round."""
        return self.game.rounds

    @property
    def budget_eur(self) -> float:
        """What a rollout may cost, without licences."""
        return self.base.programme.budget_per_employee * self.people

    @property
    def people(self) -> int:
        """Employees."""
        return int(getattr(self.base.organisation, "headcount", 0))

    @cached_property
    def key(self) -> str:
        """The same for all scenarios with the same companies."""
        return digest(f"{self.base.company()} {sorted(self.held)}")

    @cached_property
    def _drawn(self) -> dict[int, RunConfig]:
        """Companies of seeds that were asked for, without levers."""
        return {}

    def title(self, language: str) -> str:
        """What it is called."""
        return self.told("title", language) or self.name.replace("_", " ")

    def told(self, text: str, language: str) -> str:
        """A text of its story, one of `STORY`; "" if it tells none."""
        texts = self.game.story.get(text, {})
        return texts.get(language) or texts.get("en") or next(iter(texts.values()), "")

    def at(self, seed: int, strategy: Strategy = NO_LEVERS) -> RunConfig:
        """A strategy in the company of a seed, as `rollout compare` runs it."""
        if seed not in self._drawn:
            draw = by_seed(COMPANIES, [seed], self.held)[seed]
            self._drawn[seed] = with_values(dataclasses.replace(self.base, seed=seed), draw)
        return dataclasses.replace(self._drawn[seed], strategy=strategy)

    def last_week(self, played: int) -> int:
        """Last week of so many rounds; one round more than there are is what lasts.

        Args:
            played: 0 for the company as it is found, to `len(rounds) + 1`.
        """
        rounds = len(self.rounds)
        if played > rounds:
            return self.base.weeks
        return self.base.withdraw_week if played == rounds else self.rounds[played] - 1

    def firm(self, strategy: Strategy = NO_LEVERS) -> Engine:
        """The class's company before week 1, with a strategy."""
        return ground(self, self.seed).firm(self.at(self.seed, strategy))


def names(config_dir: str | None = None) -> tuple[str, ...]:
    """Every scenario there is."""
    return presets("scenario", config_dir)


def load_scenario(name: str, config_dir: str | None = None, words: Sequence[str] = ()) -> Scenario:
    """Read and check a scenario file.

    Args:
        name: Its name.
        config_dir: A folder of further presets.
        words: Further words as on the command line, such as `seeds=50`.

    Raises:
        ConfigError: There is no such scenario, or it cannot be played; one line.
    """
    every = (f"scenario={name}", *words)
    base = load(every, "none", config_dir)
    settings = load_settings(every, config_dir)
    game = settings.game
    if game is None:
        raise ConfigError(f"scenario {name!r} has no game: add the node 'game:' to its file")
    seeds = tuple(settings.seed_list(base.seed))
    _check(base, game, seeds)
    same = held(base, every)
    # Standard strategies may be among a user's presets.
    files = sorted(Path(config_dir).rglob("*.yaml")) if config_dir is not None else []
    content = digest(repr((base, game, seeds, settings.strategies, sorted(same))),
                     *(path.read_bytes() for path in files))  # fmt: skip
    return Scenario(
        name, base, game, seeds, settings.strategies, same, config_dir, tuple(words), content
    )


def _check(base: RunConfig, game: Game, seeds: Sequence[int]) -> None:
    """Refuse a company in which nobody could play, and a game that does not fit it."""
    if game.seed in seeds:
        raise ConfigError(
            f"game.seed must not be among the {len(seeds)} seeds that give scores "
            f"({seeds[0]} to {seeds[-1]}), got {game.seed}"
        )
    for claim in game.claims:
        require_known("claim in game.claims", claim, REGISTRY)
    last = base.withdraw_week
    if not game.rounds[-1] <= last <= base.weeks:
        raise ConfigError(
            f"game.rounds must begin in the weeks before withdraw_week={last}, which must not be "
            f"after weeks={base.weeks}; got {list(game.rounds)}"
        )
    if base.equal_budget not in ("stop", False):
        raise ConfigError(
            "a game needs equal_budget=stop: otherwise what a team decides later would change "
            f"earlier doses; got {base.equal_budget!r}"
        )
    if not hasattr(base.organisation, "headcount"):
        raise ConfigError("a game needs a generated organisation: organisation.headcount=200")


_GROUNDS: OrderedDict[tuple[str, int], SharedRuns] = OrderedDict()


def ground(scenario: Scenario, seed: int) -> SharedRuns:
    """The company of a seed with all that its runs share, kept ready in this process."""
    key = scenario.key, seed
    if key not in _GROUNDS:
        _GROUNDS[key] = SharedRuns(seed)
        if len(_GROUNDS) > KEPT:
            _GROUNDS.popitem(last=False)
    _GROUNDS.move_to_end(key)
    return _GROUNDS[key]
