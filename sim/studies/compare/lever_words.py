"""What is said of the levers of a strategy: which never act, and what a budget leaves of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from sim.base.values import with_values
from sim.model.budget import doses as made_of_doses
from sim.model.engine import Engine
from sim.report.language import Language
from sim.runs.plan import NO_DRAWS
from sim.runs.run import live

if TYPE_CHECKING:
    from sim.analysis.companies import Draw
    from sim.model.config import RunConfig
    from sim.organisation.build import Organisation

LOOKED_AT = 5
"""Seeds that are run once more to see which rules come true: a run's numbers do not tell."""


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
    changed = [
        speak.say("levers.dose", name=f"{dose.lever}.{dose.name}", given=_number(speak, dose.given),
                  asked=_number(speak, dose.asked))
        for dose in made_of_doses(config.strategy.levers, firm.scaled)
        if dose.given != dose.asked
    ]  # fmt: skip
    if not changed:
        return []
    budget = speak.number(config.strategy.budget_share * config.programme.budget_per_employee, 0)
    return [speak.say("levers.doses", budget=budget, doses="; ".join(changed))]


def rules(speak: Language, firm: Engine) -> list[str]:
    """Which rules of its levers have come true in a run and when, and which have not."""
    fired = [speak.say("levers.fired_in", rule=rule, week=week)
             for rule, week in sorted(firm.reactions.fired.items())]  # fmt: skip
    told = [speak.say("levers.fired", rules=", ".join(fired))] if fired else []
    silent = firm.reactions.silent()
    return told + ([speak.say("levers.silent", rules=", ".join(silent))] if silent else [])


def never(
    speak: Language,
    config: RunConfig,
    seeds: Sequence[int],
    organisation: Organisation | None = None,
    drawn: Mapping[int, Draw] = NO_DRAWS,
) -> list[str]:
    """Rules of a strategy that come true in none of the first seeds, in one sentence; or none."""
    if not any(lever.reacts() for lever in config.strategy.levers.values()):
        return []
    looked_at = seeds[:LOOKED_AT]
    firms = [live(Engine(with_values(config, drawn.get(seed, {})), organisation, seed))
             for seed in looked_at]  # fmt: skip
    silent = [rule for rule in firms[0].reactions.silent()
              if all(rule in firm.reactions.silent() for firm in firms)]  # fmt: skip
    if not silent:
        return []
    name, listed = speak.strategy(config.strategy.name), ", ".join(silent)
    message = "levers.never" if len(looked_at) > 1 else "levers.never_one"
    return [speak.say(message, strategy=name, rules=listed, seeds=len(looked_at))]


def _number(speak: Language, value: float) -> str:
    """A number with two digits that count."""
    return speak.tick(float(f"{value:.2g}"))
