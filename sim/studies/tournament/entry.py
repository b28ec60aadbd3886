"""What the tournament and the search read from a command line: companies, seeds, strategies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from sim.analysis.companies import KINDS, Draw
from sim.base.errors import unknown
from sim.base.params import ConfigError
from sim.config.words import ENGLISH_ONLY, SWEEP_ONLY, Arguments

if TYPE_CHECKING:
    from sim.config.settings import Settings
    from sim.model.config import RunConfig
    from sim.runs.store import Store

HEADCOUNT = 200
"""People per company, unless the command line says something of the organisation."""
MOST_DRAWS = 50_000


class Entry(NamedTuple):
    """A command line, read and checked.

    Attributes:
        settings: Strategies, workers, folders.
        configs: Configuration by strategy, outside any drawn company.
        fixed: Parameters that are held at the configuration's value in all companies.
        store: Where runs are kept.
    """

    settings: Settings
    configs: dict[str, RunConfig]
    fixed: frozenset[str]
    store: Store

    @property
    def base(self) -> RunConfig:
        """What all companies share."""
        return next(iter(self.configs.values()))

    def draw(self, kind: str, count: int) -> list[Draw]:
        """Companies, without the parameters that are fixed."""
        from sim.analysis.companies import companies

        drawn = companies(kind, count, self.base.seed)
        return [{key: value for key, value in each.items() if key not in self.fixed}
                for each in drawn]  # fmt: skip

    def headcount(self) -> int:
        """People per company."""
        from sim.base.streams import Streams
        from sim.organisation.spec import build

        organisation = self.base.organisation
        known = getattr(organisation, "headcount", None)
        return int(known or build(organisation, Streams(self.base.seed)).structure.people)


def enter(arguments: Arguments, words: Sequence[str]) -> Entry:
    """Read what is no key of the command's own.

    Args:
        arguments: The command line.
        words: Its words without the command's own keys.

    Raises:
        ConfigError: Something is not valid; the message says what would be.
    """
    from sim.config.load import load_settings, load_strategies
    from sim.organisation.spec import check_files
    from sim.runs.store import Store

    arguments.refuse(
        strategy="name the strategies as strategies=a,b",
        baseline="every strategy is compared with every other",
        language=ENGLISH_ONLY,
        **SWEEP_ONLY,
    )
    named = [word.lstrip("+~").partition("=")[0] for word in words]
    sized = any(name.split(".")[0] in ("organisation", "study") for name in named)
    line = tuple(words) if sized else (f"organisation.headcount={HEADCOUNT}", *words)
    settings = load_settings(line, arguments.config_dir)
    if settings.vary:
        raise ConfigError("this study varies parameters: use rollout sweep")
    configs = load_strategies(line, settings.strategies, arguments.config_dir)
    first = next(iter(configs.values()))
    check_files(first.organisation)
    store = Store(settings.needed_store(arguments.command))
    return Entry(settings, configs, _fixed(first, named), store)


def kinds(text: str) -> tuple[str, ...]:
    """`plausible`, `evidence`, or both as a list."""
    names = [each.strip() for each in text.strip("[]").split(",")]
    for name in names:
        if name not in KINDS:
            raise unknown("companies", name, KINDS)
    return tuple(dict.fromkeys(names))


def _fixed(config: RunConfig, named: Sequence[str]) -> frozenset[str]:
    """Drawn parameters that somebody chose: named, or set by a preset to another value."""
    from sim.analysis.companies import FIXED, dimensions
    from sim.config.load import load

    usual = load(())
    keys = [*FIXED, *(each.key for each in dimensions())]
    chosen = {key for key in keys if _value(config, key) != _value(usual, key)}
    return frozenset({*named, *chosen, *(key for key in keys if _value(config, key) is None)})


def _value(node: Any, key: str) -> Any:
    """What a key holds; None where there is no such key."""
    for name in key.split("."):
        node = getattr(node, name, None)
    return node
