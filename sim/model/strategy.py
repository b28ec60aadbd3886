"""A strategy is a named set of levers, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field

from sim.base.params import Checked, ConfigError, check_description, check_name, param
from sim.base.presets import REFERENCE
from sim.model.levers import Lever


@dataclass(frozen=True)
class Strategy(Checked):
    """Levers by name. The name is a label for tables: no outcome depends on it.

    Raises:
        ConfigError: A lever is none, or levers are called by the reference's name.
    """

    name: str = REFERENCE
    description: str = ""
    levers: dict[str, Lever] = field(default_factory=dict)
    budget_share: float = param(
        1.0, 0.0, 1.0, "share", "design", "part of the common budget that the strategy may spend"
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        check_name("Strategy.name", self.name)
        check_description("Strategy.description", self.description)
        for key, lever in self.levers.items():
            if not isinstance(lever, Lever):
                raise ConfigError(f"strategy.levers.{key} is not a lever: {lever!r}")
        if self.levers and self.name == REFERENCE:
            raise ConfigError(
                f"strategy {REFERENCE!r} is the reference without levers; "
                "call yours something else: strategy.name=…"
            )

    def idle(self, weeks: int, withdraw_week: int) -> dict[str, Lever]:
        """Levers that never act within the horizon."""
        return {
            key: lever
            for key, lever in self.levers.items()
            if not lever.is_null() and not lever.weeks(weeks, withdraw_week)
        }


#: The reference that every run is compared with: no lever at all.
NO_LEVERS = Strategy(name=REFERENCE, description="No lever at all: what people do on their own.")
