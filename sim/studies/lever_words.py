"""What is said of the levers of a strategy: which never act, and what a budget leaves of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

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


class Made(NamedTuple):
    """A dose that the budget has changed: what was asked for, and what it comes to."""

    strategy: str
    lever: str
    dose: str
    asked: float
    given: float


def idle(speak: Language, config: RunConfig) -> list[str]:
    """Levers of a configuration that never act, a sentence each."""
    last = min(config.weeks, config.withdraw_week)
    return [
        speak.say(
            "levers.idle", strategy=config.strategy.name, lever=key, week=lever.start, last=last
        )
        for key, lever in config.strategy.idle(config.weeks, config.withdraw_week).items()
    ]


def doses(firm: Engine) -> list[Made]:
    """The doses of a strategy that its budget has changed in a company."""
    strategy = firm.config.strategy
    made = made_of_doses(strategy.levers, firm.scaled)
    return [Made(strategy.name, *each) for each in made if each.given != each.asked]


def all_doses(
    configs: Iterable[RunConfig], seed: int, organisation: Organisation | None = None
) -> list[Made]:
    """The same of several strategies, in the company of a seed."""
    twins, found = dict[str, Engine](), list[Made]()
    for config in configs:
        firm = Engine(config, organisation, seed, twins.get(config.company()))
        twins[config.company()] = firm
        found += doses(firm)
    return found


def told_doses(speak: Language, changed: Sequence[Made]) -> list[str]:
    """A sentence per strategy."""
    told = []
    for strategy, own in groupby(changed, lambda each: each.strategy):
        said = [speak.say("levers.dose", name=f"{each.lever}.{each.dose}", given=given, asked=asked)
                for each in own
                if (given := _number(speak, each.given)) != (asked := _number(speak, each.asked))
                ]  # fmt: skip
        if said:
            told.append(speak.say("levers.doses", strategy=speak.strategy(strategy),
                                  doses="; ".join(said)))  # fmt: skip
    return told


def parts(speak: Language, changed: Sequence[Made]) -> str:
    """Which part of the planned doses a budget pays, in one sentence; "" if all of every one."""
    names = []
    for strategy, own in groupby(changed, lambda each: each.strategy):
        shares = sorted({round(100 * each.given / each.asked) for each in own if each.asked})
        if shares and shares != [100]:
            share = "–".join(speak.number(each, 0) for each in (*shares[:1], *shares[1:][-1:]))
            names.append(speak.say("levers.part", strategy=speak.strategy(strategy), share=share))
    return speak.say("levers.parts", names=speak.listing(names)) if names else ""


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
