"""What the tournament and the search read from a command line: companies, seeds, strategies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from sim.analysis.companies import Draw, defaults, held
from sim.analysis.matters import matters
from sim.config.words import SWEEP_ONLY
from sim.studies.context import drawn_context, people_of

if TYPE_CHECKING:
    from sim.model.config import RunConfig
    from sim.model.strategy import Strategy
    from sim.report.language import Language
    from sim.studies.study import Line

MOST_DRAWS = 50_000


class Entry(NamedTuple):
    """A command line, read and checked.

    Attributes:
        configs: Configuration by strategy, outside any drawn company.
        fixed: Parameters that are held at the configuration's value in all companies.
        matters: Outcome -> the smallest difference that matters, where it is not the usual one.
    """

    configs: dict[str, RunConfig]
    fixed: frozenset[str]
    matters: Mapping[str, Any] | None

    @property
    def base(self) -> RunConfig:
        """What all companies share."""
        return next(iter(self.configs.values()))

    @property
    def strategies(self) -> dict[str, Strategy]:
        """Who takes part."""
        return {name: config.strategy for name, config in self.configs.items()}

    def draw(self, kind: str, count: int) -> list[Draw]:
        """Companies, without the parameters that are fixed."""
        from sim.analysis.companies import companies

        drawn = companies(kind, count, self.base.seed)
        return [{key: value for key, value in each.items() if key not in self.fixed}
                for each in drawn]  # fmt: skip

    def headcount(self) -> int:
        """People per company."""
        return people_of(self.base)

    def least(self) -> dict[str, float]:
        """The smallest difference that matters, by outcome."""
        return matters(self.matters, self.headcount())

    def context(self, count: int, kind: str, seeds: int, speak: Language) -> str:
        """What a result is about, where so many companies of a kind (in words) were drawn."""
        drawn = [key for key in defaults() if key not in self.fixed]
        return drawn_context(list(self.configs.values()), speak, count, kind, seeds, drawn)


REFUSED = {
    **SWEEP_ONLY,
    "strategy": "name the strategies as strategies=a,b",
    "baseline": "every strategy is compared with every other",
}
"""Keys that neither the tournament nor the search takes, and why."""


def enter(line: Line[Any]) -> Entry:
    """The strategies that a line names, and what it fixes.

    Raises:
        ConfigError: Something is not valid; the message says what would be.
    """
    from sim.config.load import load_strategies
    from sim.organisation.build import check_files

    configs = load_strategies(line.words, line.settings.strategies, line.config_dir)
    first = next(iter(configs.values()))
    check_files(first.organisation)
    return Entry(configs, held(first, line.words), line.settings.matters)
