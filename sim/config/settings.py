"""Settings of a command: how many seeds, which strategies, where the results go."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.base.params import ConfigError, check, choice, is_whole, names, param, unknown
from sim.base.places import typed
from sim.base.presets import LANGUAGES

STORE = Path("results") / "store"
"""Where finished runs are kept unless somebody says otherwise."""


@dataclass(frozen=True)
class Settings:
    """What a command does with a configuration; never part of the model itself.

    Attributes:
        strategies: Strategies to compare, in the order of tables and figures.
        baseline: The strategy the others are compared with; None means `organic` where it
            takes part, else the first one.
        seeds: How many seeds (`seed`, `seed + 1`, …), or a list of them.
        workers: Processes that work at the same time; None means one per processor.
        out: Folder for the results; None means `./results/<command>`.
        quiet: No progress and no summary on the terminal.
        language: What the terminal is told, and what is drawn, is in one of these languages.
        store: Folder in which finished runs are kept and found; "none" for no store.
        engine: Where runs are done: `processes` of this machine, or a `dask` cluster.
        scheduler: Address of the cluster's scheduler, or its scheduler file.
        vary: What a sweep varies, per key (`sim.designs`).
        design: `grid`, `latin` or `sobol`.
        points: Points of a Latin hypercube or a Sobol sequence; None means 64.
        design_seed: Seed of those two.
        half_width: Outcome -> half-width of the paired 95 % interval at which a point of a
            sweep has seeds enough.
        outputs: Outcomes and weekly columns that the tables of a sweep keep; all if empty.
        matters: Outcome -> the smallest difference that matters, instead of the usual one
            (`sim.analysis.matters`).
        details: Also tell what is behind the findings.
        open: Open the page of the results when they are there.
        fail_fast: Stop a sweep at the first run that fails.
        dry_run: Only say what a sweep would do.
        game: What a class plays (`sim.config.game`), if a scenario file says so; no run depends
            on it.
    """

    strategies: tuple[str, ...] = ()
    baseline: str | None = None
    seeds: int | tuple[int, ...] = param(50, 1, 1_000_000, "seeds", doc="repetitions per strategy")
    workers: int | None = None
    out: str | None = None
    quiet: bool = param(False, doc="no progress and no summary")
    language: str = choice("en", LANGUAGES, doc="of what the terminal is told")
    store: str | None = None
    engine: str = choice("processes", ("processes", "dask"))
    scheduler: str | None = None
    vary: dict[str, Any] | None = None
    design: str = choice("grid", ("grid", "latin", "sobol"))
    points: int | None = None
    design_seed: int = param(0, 0, 2**63 - 1, doc="seed of a sampled design")
    half_width: dict[str, float] | None = None
    outputs: tuple[str, ...] = ()
    matters: dict[str, Any] | None = None
    details: bool = param(False, doc="also tell what is behind the findings")
    open: bool = param(False, doc="open the page of the results when they are there")
    fail_fast: bool = param(False, doc="stop at the first run that fails")
    dry_run: bool = param(False, doc="only say what would be done")
    game: Any = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "strategies", names("strategies", self.strategies))
        if self.outputs:
            object.__setattr__(self, "outputs", names("outputs", self.outputs))
        for name in ("out", "store", "scheduler"):
            value = getattr(self, name)
            if value is not None and not (isinstance(value, str | int | float) and str(value)):
                raise ConfigError(f"{name} must be text that is not empty, got {value!r}")
        if self.points is not None and not (is_whole(self.points) and self.points >= 1):
            raise ConfigError(f"points must be a whole number >= 1, got {self.points!r}")
        listed = isinstance(self.seeds, list | tuple)
        if isinstance(self.seeds, list | tuple):
            object.__setattr__(self, "seeds", seed_numbers(self.seeds))
        for field in dataclasses.fields(self):
            if field.metadata and not (listed and field.name == "seeds"):
                problem = check(field, getattr(self, field.name))
                if problem:
                    raise ConfigError(f"{field.name} {problem}")
        if self.workers is not None and not (is_whole(self.workers) and 1 <= self.workers <= 4096):
            raise ConfigError(f"workers must be in [1, 4096] processes, got {self.workers!r}")
        if self.game is not None:
            from sim.config.game import game_of

            object.__setattr__(self, "game", game_of(self.game))
        if self.baseline is not None and self.baseline not in self.strategies:
            raise unknown("baseline among the strategies", str(self.baseline), self.strategies)

    def seed_list(self, first: int) -> list[int]:
        """The seeds to run, counted from `first` unless they are listed."""
        if isinstance(self.seeds, tuple):
            return list(self.seeds)
        _check_seed(first + self.seeds - 1)
        return list(range(first, first + self.seeds))

    def baseline_strategy(self) -> str:
        """The strategy that paired differences refer to."""
        if self.baseline is not None:
            return self.baseline
        return "organic" if "organic" in self.strategies else self.strategies[0]

    def worker_count(self) -> int:
        """Processes that work at the same time."""
        return self.workers if self.workers is not None else os.cpu_count() or 1

    def store_folder(self) -> Path | None:
        """Where finished runs are kept, or None."""
        if self.store is None:
            return STORE
        return None if self.store == "none" else typed(str(self.store), "store")

    def needed_store(self, who: str) -> Path:
        """Where a command keeps finished runs that cannot do without.

        Args:
            who: The command, as the subject of the message.

        Raises:
            ConfigError: The user wants no store.
        """
        folder = self.store_folder()
        if folder is None:
            raise needs_store(who)
        return folder

    def folder(self, command: str) -> Path:
        """Where the results of a command go."""
        return typed(str(self.out)) if self.out is not None else Path("results") / command


def processes(words: Sequence[str]) -> int:
    """How many processes are going to work, as far as the words of a line show; 1 where none is."""
    said = dict(word.partition("=")[::2] for word in words)
    if said.get("dry_run") == "true" or said.get("engine", "processes") != "processes":
        return 1
    workers = said.get("workers", "")
    return int(workers) if workers.isdecimal() else os.cpu_count() or 1


def needs_store(who: str) -> ConfigError:
    """What is said of a command that cannot do without a store."""
    return ConfigError(f"{who} keeps its runs in a store: store=DIR, not store=none")


def needs_scheduler() -> ConfigError:
    """What is said where a cluster is wanted and none is named."""
    return ConfigError(
        "engine=dask needs scheduler=tcp://127.0.0.1:8786, or the file that "
        "`dask scheduler --host 127.0.0.1 --scheduler-file FILE` has written"
    )


def _check_seed(seed: int) -> None:
    if not 0 <= seed < 2**63:
        raise ConfigError(f"seeds must be in [0, 2^63 - 1], got {seed}")


def seed_numbers(seeds: Sequence[int]) -> tuple[int, ...]:
    """A list of seeds, checked: at least one, and none twice."""
    if not seeds or not all(map(is_whole, seeds)) or len(set(seeds)) < len(seeds):
        raise ConfigError(
            f"seeds must be a number or a list of different whole numbers, got {list(seeds)}"
        )
    for seed in seeds:
        _check_seed(seed)
    return tuple(seeds)
