"""The configuration of one run: frozen, and checked when it is made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace

from sim.base.params import Checked, ConfigError, choice, param, require_known
from sim.model.budget import READINGS
from sim.model.events import LAST_WEEK, Event, events_of
from sim.model.extension import Extension
from sim.model.programme import Programme
from sim.model.strategy import NO_LEVERS, Strategy
from sim.model.technology import Technology
from sim.model.week import ESSENTIAL, names
from sim.model.work import Work
from sim.model.workforce import Workforce
from sim.organisation.build import Spec
from sim.organisation.spec import GeneratedOrganisation


@dataclass(frozen=True)
class RunConfig(Checked):
    """Everything a run depends on; the same configuration and seed give the same bytes.

    Raises:
        ConfigError: A value is out of range, `ablate` names what cannot be switched off, an
            extension is none or finds no place in the week, or an event is none or cannot happen.
    """

    organisation: Spec = field(default_factory=GeneratedOrganisation)
    workforce: Workforce = field(default_factory=Workforce)
    technology: Technology = field(default_factory=Technology)
    work: Work = field(default_factory=Work)
    programme: Programme = field(default_factory=Programme)
    strategy: Strategy = field(default_factory=Strategy)
    extensions: dict[str, Extension] = field(default_factory=dict)
    weeks: int = param(104, 1, LAST_WEEK, "weeks", "design", "horizon")
    withdraw_week: int = param(78, 0, LAST_WEEK, "week", "design", "last week of the levers")
    equal_budget: str | bool = choice(
        "ceiling", READINGS, "design",
        "doses: at most the budget (ceiling), scaled until it is spent (spend), as asked until it "
        "is spent (stop), as asked (false)",
        ("true",),
    )  # fmt: skip
    ablate: tuple[str, ...] = ()
    events: tuple[Event, ...] = ()
    seed: int = param(0, 0, 2**63 - 1, "", "design", "seed of all random numbers")

    def __post_init__(self) -> None:
        # What it meant before there was a ceiling; no budget is false, in a file and in a test.
        if self.equal_budget is True or self.equal_budget == "true":
            object.__setattr__(self, "equal_budget", "spend")
        elif self.equal_budget == "false":
            object.__setattr__(self, "equal_budget", False)
        super().__post_init__()
        object.__setattr__(self, "ablate", tuple(self.ablate))
        self._check_extensions()
        self._check_events()
        optional = [name for name in (*names(), *self.extensions) if name not in ESSENTIAL]
        for name in self.ablate:
            require_known("mechanism in ablate", name, optional)

    def _check_extensions(self) -> None:
        places = names()[:-1]  # what comes after `settle` would be seen a week late
        for name, each in self.extensions.items():
            if not isinstance(each, Extension):
                raise ConfigError(f"extensions.{name} is not a mechanism: {each!r}")
            if name in names():
                raise ConfigError(f"extensions.{name}: the week has a mechanism {name!r} already")
            require_known(f"mechanism in {type(each).__name__}.after", each.after, places)

    def _check_events(self) -> None:
        object.__setattr__(self, "events", events_of(self.events))
        if not self.equal_budget and any(each.kind == "budget_cut" for each in self.events):
            raise ConfigError("events: budget_cut needs a budget: equal_budget=ceiling|spend|stop")

    def without_levers(self) -> RunConfig:
        """The reference: the same company and seed, no lever."""
        return replace(self, strategy=NO_LEVERS)

    def rules(self) -> dict[type, object]:
        """Every object of parameters by its class, as mechanisms ask for them."""
        groups = [
            getattr(part, field.name)
            for part in (self.workforce, self.work)
            for field in fields(part)
        ]
        parts = (self.technology, self.programme, *self.extensions.values())
        return {type(each): each for each in (*parts, *groups)}

    def company(self) -> str:
        """What configurations share that differ in strategy and seed only, as a key."""
        return repr(replace(self, strategy=NO_LEVERS, seed=0))


def require_config(config: object) -> None:
    """Refuse what is no configuration, such as the name of a strategy."""
    if not isinstance(config, RunConfig):
        kind = type(config).__name__
        raise ConfigError(f"config must be made by load(strategy='champions'), got {kind}")


def require_configs(configs: object) -> None:
    """Refuse what is no dict of configurations by name, such as a single one."""
    if not isinstance(configs, Mapping):
        raise ConfigError(
            "configurations must be a dict by name, such as {'champions': config} or what "
            f"load_strategies(…) returns, got {type(configs).__name__}"
        )
    for config in configs.values():
        require_config(config)
