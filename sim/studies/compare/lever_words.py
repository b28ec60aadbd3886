"""What is said of the levers of a strategy: which never act, and what a budget leaves of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.model.budget import scaled_levers
from sim.report.language import Language

if TYPE_CHECKING:
    from sim.model.config import RunConfig
    from sim.model.engine import Engine


def idle(speak: Language, config: RunConfig) -> list[str]:
    """Levers of a configuration that never act, a sentence each."""
    last = min(config.weeks, config.withdraw_week)
    return [
        speak.say(
            "levers.idle", strategy=config.strategy.name, lever=key, week=lever.start, last=last
        )
        for key, lever in config.strategy.idle(config.weeks, config.withdraw_week).items()
    ]


def doses(speak: Language, firm: Engine) -> list[str]:
    """What the budget has made of the doses that were asked for, in one sentence; or none."""
    config = firm.config
    scaled = scaled_levers(firm, config.strategy.levers, firm.allowed_eur)
    changed = [
        speak.say("levers.dose", name=f"{key}.{dose}", given=_number(speak, given),
                  asked=_number(speak, asked))
        for key, lever in sorted(config.strategy.levers.items())
        for dose in lever.doses
        if key in scaled
        and (given := getattr(scaled[key], dose)) != (asked := getattr(lever, dose))
    ]  # fmt: skip
    if not changed:
        return []
    budget = speak.number(config.strategy.budget_share * config.programme.budget_per_employee, 0)
    return [speak.say("levers.doses", budget=budget, doses="; ".join(changed))]


def _number(speak: Language, value: float) -> str:
    """A number with two digits that count."""
    return speak.tick(float(f"{value:.2g}"))
