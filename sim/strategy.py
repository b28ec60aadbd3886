"""A strategy is a named set of levers, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field

from sim.levers import Lever
from sim.params import Checked, ConfigError, param


@dataclass(frozen=True)
class Strategy(Checked):
    """Levers by name. The name is a label for tables: no outcome depends on it."""

    name: str = "none"
    description: str = ""
    levers: dict[str, Lever] = field(default_factory=dict)
    budget_share: float = param(
        1.0, 0.0, 1.0, "share", "design", "part of the common budget that the strategy may spend"
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        for key, lever in self.levers.items():
            if not isinstance(lever, Lever):
                raise ConfigError(f"strategy.levers.{key} is not a lever: {lever!r}")


#: The reference that every run is compared with: no lever at all.
NO_LEVERS = Strategy(name="none", description="No lever at all: what people do on their own.")
