"""One line on what a result is about: whose company, how large, what differs from the defaults."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from sim.analysis.companies import is_file
from sim.report.plots.style import seeds_in_words

if TYPE_CHECKING:
    from sim.model.config import RunConfig
    from sim.organisation.build import Organisation
    from sim.report.language import Language

BUDGET = "programme.budget_per_employee"
SAID = ("strategy", "organisation", "organisation.headcount", "organisation.edges",
        "organisation.people", "events", "weeks", "withdraw_week", "equal_budget", BUDGET,
        "programme.realisation")  # fmt: skip
"""Keys that the line says in words."""
SHOWN = 4
"""Names or values that a sentence spells out; it counts the others."""


def context(
    configs: Sequence[RunConfig],
    speak: Language,
    seeds: Sequence[int] = (),
    people: int | None = None,
    companies: str = "",
    drawn: Collection[str] = (),
    varied: Collection[str] = (),
) -> str:
    """The line: whose company, horizon, budget, seeds, and values that are not at their defaults.

    Args:
        configs: What was run; but for strategies, the first one speaks for all.
        speak: What it is said in.
        seeds: Seeds of the runs.
        people: Employees of a company from files.
        companies: What was drawn, in words, where it is not a single company.
        drawn: Keys that were drawn for every company.
        varied: Keys that somebody varied.
    """
    first, several = configs[0], {*drawn, *varied}
    headcount = getattr(first.organisation, "headcount", None)

    def number(key: str, value: float) -> str:
        return "…" if key in several else speak.number(value, 0)

    who = companies or speak.say(
        "context.files" if headcount is None else "context.generated",
        people=number("organisation.headcount", headcount or people or float("nan")),
    )  # fmt: skip
    budget = speak.say("context.no_budget")
    if first.equal_budget:
        keys = {"ceiling": "context.ceiling", "stop": "context.stop", "spend": "context.budget"}
        key = keys[str(first.equal_budget)]
        budget = speak.say(key, euros=number(BUDGET, first.programme.budget_per_employee))
    if first.programme.realisation < 1.0:
        share = speak.percent(first.programme.realisation)
        budget += f"; {speak.say('context.realised', share=share)}"
    return speak.say(
        "context.line", who=who, weeks=number("weeks", first.weeks),
        last=number("withdraw_week", min(first.withdraw_week, first.weeks)), budget=budget,
        seeds=f"; {seeds_told(seeds, speak)}" if seeds else "",
        rest=_rest(configs, speak, drawn, varied),
    )  # fmt: skip


def drawn_context(
    configs: Sequence[RunConfig], speak: Language, count: int, kind: str, seeds: int,
    drawn: Collection[str], varied: Collection[str] = (),
) -> str:  # fmt: skip
    """The same of companies that were drawn, so many of a kind (in words)."""
    companies = speak.say(
        "context.drawn", count=speak.number(count, 0), kind=kind,
        people=speak.number(people_of(configs[0]), 0), seeds=seeds_in_words(seeds, speak),
    )  # fmt: skip
    return context(configs, speak, companies=companies, drawn=drawn, varied=varied)


def _rest(
    configs: Sequence[RunConfig], speak: Language, drawn: Collection[str], varied: Collection[str]
) -> str:
    """What else is not at its default."""
    found = dict.fromkeys(each for config in configs for each in _changed(config))
    if None in found:
        return speak.say("context.foreign")
    changed = [each for each in found if each and each.partition("=")[0] not in (*drawn, *varied)]
    parts = [speak.say("context.drawn_rest")] if drawn else []
    if varied:
        parts.append(speak.say("context.varied", keys=some(list(varied), speak)))
    if changed:
        parts.append(speak.say("context.changed", values=some(changed, speak)))
    rest = "; ".join(parts) or speak.say("context.defaults")
    happens = told(configs[0], speak)
    return rest + (speak.say("context.events", events=", ".join(happens)) if happens else "")


def told(config: RunConfig, speak: Language) -> list[str]:
    """What happens in which week, one phrase each."""
    return [
        speak.say(
            f"context.event_{each.kind}", week=each.week,
            size=speak.tick(each.size) if each.kind == "pause" else speak.percent(each.size),
        )
        for each in config.events
    ]  # fmt: skip


def kind_told(kind: str, speak: Language) -> str:
    """A kind of companies, as it stands before the word."""
    return speak.say(f"context.kind_{'file' if is_file(kind) else kind}")


def people_of(config: RunConfig, organisation: Organisation | None = None) -> int:
    """Employees of a company."""
    from sim.base.streams import Streams
    from sim.organisation.build import build

    known = None if organisation else getattr(config.organisation, "headcount", None)
    if known is not None:
        return int(known)
    built = organisation or build(config.organisation, Streams(config.seed))
    return built.structure.people


def seeds_told(seeds: Sequence[int], speak: Language) -> str:
    """Such as "seeds 0 to 49", or how many they are."""
    first, last = min(seeds), max(seeds)
    kind = "one" if len(seeds) == 1 else "row" if last - first == len(seeds) - 1 else "many"
    return speak.say(f"context.seeds_{kind}", first=first, last=last, count=len(seeds))


def some(names: Sequence[str], speak: Language, most: int = SHOWN) -> str:
    """Names as a list in running text, the first ones where they are many."""
    left = len(names) - most
    if left <= 1:
        return speak.listing(names)
    return speak.say("context.more", names=", ".join(names[:most]), count=left)


def _changed(config: RunConfig) -> Iterator[str | None]:
    """Words of what is not at its default; None where no word can say it."""
    from sim.config.command_of import words

    whole = words(config)
    own = words(config.without_levers()) if whole is None else whole
    if own is None:
        yield None
        return
    for word in own:
        key = word.lstrip("+~").partition("=")[0]
        if key not in SAID and not key.startswith(("strategy.", "lever/")):
            yield word
    if f"strategy={config.strategy.name}" in own:  # what a preset had otherwise
        yield from (w for w in own if w.lstrip("+~").startswith(("strategy.levers", "lever/")))
