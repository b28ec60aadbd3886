"""From the points of a design to checked configurations.

Ten thousand configurations must not take minutes to load: what is not a matter of groups or
strategies is set on a configuration that has been loaded already. Whatever that finds
wrong is loaded in the ordinary way, whose messages say what is valid.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from sim.analysis.designs import Point
from sim.base.params import ConfigError, is_whole
from sim.base.values import get, with_values

if TYPE_CHECKING:
    from sim.model.config import RunConfig

STRATEGY = "strategy"


class Cell(NamedTuple):
    """One point of a design.

    Attributes:
        number: Its place in the design, from 0.
        configs: Configurations by strategy, in the order of tables.
    """

    number: int
    configs: dict[str, RunConfig]


def cells(
    points: Sequence[Point],
    words: Sequence[str],
    strategies: Sequence[str],
    config_dir: str | None = None,
) -> Iterator[Cell]:
    """Every point with its configurations.

    Args:
        points: The design.
        words: Overrides that all points share.
        strategies: Strategies of every point, unless the design varies the strategy.
        config_dir: A folder of further presets.

    Raises:
        ConfigError: A value is not valid; the message names the key and the valid range.
    """
    varied = dict.fromkeys(point[STRATEGY] for point in points if STRATEGY in point)
    every = list(varied) or list(strategies)
    for number, point in enumerate(points):
        inner = {key: value for key, value in point.items() if "." in key}
        outer = [
            _word(key, value) for key, value in point.items() if "." not in key and key != STRATEGY
        ]
        # The first point goes the long way: then every key is known to exist.
        configs = _changed([*words, *outer], every, inner, config_dir) if number else None
        if configs is None:
            configs = _loaded([*words, *outer], every, inner, config_dir)
        names = [point[STRATEGY]] if STRATEGY in point else every
        yield Cell(number, {name: configs[name] for name in names})


def _word(key: str, value: Any) -> str:
    from sim.config.command_of import word
    from sim.config.public import GROUPS

    return f"{key}={value}" if key in GROUPS or "/" in key else word(key, value)


def _loaded(
    words: Sequence[str], names: Sequence[str], inner: Point, config_dir: str | None
) -> dict[str, RunConfig]:
    from sim.config.load import load_strategies

    changes = [_word(key, value) for key, value in inner.items()]
    return load_strategies([*words, *changes], names, config_dir)


def _changed(
    words: Sequence[str], names: Sequence[str], inner: Point, config_dir: str | None
) -> dict[str, RunConfig] | None:
    """The same by changing what is loaded already; None where that does not go smoothly."""
    from sim.config.load import load_strategies

    loaded = load_strategies(words, names, config_dir)
    try:
        for name, config in loaded.items():
            levers = (None, *config.strategy.levers)
            own = {key: _typed(config, key, value) for key, value in inner.items()
                   if _lever(key) in levers}  # fmt: skip
            loaded[name] = with_values(config, own)
    except (ConfigError, AttributeError, KeyError, TypeError):
        return None
    return loaded


def _lever(key: str) -> str | None:
    parts = key.split(".")
    return parts[2] if parts[:2] == [STRATEGY, "levers"] else None


def _typed(config: RunConfig, key: str, value: Any) -> Any:
    """The value in the type of the one that it replaces."""
    old = get(config, key)
    if isinstance(old, float) and is_whole(value):
        return float(value)
    if type(old) is not type(value):
        raise TypeError(key)
    return value
