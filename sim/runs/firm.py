"""`Firm` as users know it: from a configuration, or from the words of a command line."""

from __future__ import annotations

from typing import Any

from sim.base.params import ConfigError
from sim.base.presets import REFERENCE
from sim.config.load import load
from sim.model import firm
from sim.model.config import RunConfig
from sim.model.engine import Engine
from sim.organisation.build import Organisation


class Firm(firm.Firm):
    """The Mesa model (`sim.model.firm`), which takes names as well.

    Example:
        mesa.batch_run(Firm, {"strategy": ["organic", "champions"], "organisation": "small"})

    Args:
        config: The configuration; the default company without levers if None.
        organisation: A ready organisation, or the name of a preset.
        seed: Replaces the configuration's seed.
        twin: As in `sim.model.firm.Firm`.
        kwargs: Keys and presets as on the command line, instead of a configuration: `weeks=52`,
            `strategy="champions"`, `**{"technology.reliability": 0.9}`; without levers unless
            there is a strategy among them.

    Raises:
        ConfigError: A word is not valid, or stands beside a configuration.
    """

    def __init__(
        self,
        config: RunConfig | None = None,
        organisation: Organisation | str | None = None,
        seed: int | None = None,
        twin: Engine | None = None,
        **kwargs: Any,
    ) -> None:
        if isinstance(organisation, str):
            kwargs["organisation"], organisation = organisation, None
        if kwargs:
            if config is not None:
                raise ConfigError(f"give a configuration, or names ({', '.join(kwargs)}), not both")
            strategy = kwargs.pop("strategy", REFERENCE)
            config = load([f"{key}={_said(value)}" for key, value in kwargs.items()], strategy)
        super().__init__(config, organisation, seed, twin)


def _said(value: object) -> str:
    """A value as the command line has it."""
    if isinstance(value, list | tuple):
        return f"[{','.join(map(_said, value))}]"
    return str(value).lower() if isinstance(value, bool) else str(value)
