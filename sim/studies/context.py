"""One line on what a result is about: whose company, how large, what differs from the defaults."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.model.config import RunConfig
    from sim.report.language import Language

SAID = ("strategy", "organisation", "organisation.headcount", "organisation.edges",
        "organisation.people", "events", "weeks", "withdraw_week", "equal_budget",
        "programme.budget_per_employee", "programme.realisation")  # fmt: skip
"""Keys that the line says in words."""
SHOWN = 4


def context(config: RunConfig, speak: Language) -> str:
    """The line: people, horizon, budget, and other values that are not at their defaults."""
    from sim.config.command_of import words

    people = getattr(config.organisation, "headcount", None)
    who = speak.say("context.files") if people is None else speak.say(
        "context.generated", people=speak.number(people, 0)
    )  # fmt: skip
    budget = speak.say("context.no_budget")
    if config.equal_budget:
        euros = speak.number(config.programme.budget_per_employee, 0)
        ceiling = config.equal_budget == "ceiling"
        budget = speak.say("context.ceiling" if ceiling else "context.budget", euros=euros)
    if config.programme.realisation < 1.0:
        share = speak.percent(config.programme.realisation)
        budget += f"; {speak.say('context.realised', share=share)}"
    keys = {word: word.partition("=")[0] for word in words(config.without_levers()) or ()}
    changed = [word for word, key in keys.items()
               if key not in SAID and not key.startswith("strategy.")]  # fmt: skip
    rest = speak.say("context.defaults")
    if changed:
        more = len(changed) - SHOWN
        rest = speak.say("context.changed", values=", ".join(changed[:SHOWN]))
        rest += speak.say("context.more", count=more) if more > 0 else ""
    if config.events:
        rest += speak.say("context.events", events=", ".join(told(config, speak)))
    return speak.say(
        "context.line", who=who, weeks=config.weeks, last=min(config.withdraw_week, config.weeks),
        budget=budget, rest=rest,
    )  # fmt: skip


def told(config: RunConfig, speak: Language) -> list[str]:
    """What happens in which week, one phrase each."""
    return [
        speak.say(
            f"context.event_{each.kind}", week=each.week,
            size=speak.tick(each.size) if each.kind == "pause" else speak.percent(each.size),
        )
        for each in config.events
    ]  # fmt: skip
