"""News of a round: rules on weekly columns and traces, with causes; messages and values, no text.

Every rule only reads what the model has worked out. What is told can be seen in the company or is
talk of the town: use that shows, how long orders take, what was spent, what named people do. A
cause is the largest of the model's own terms behind a change, never a guess.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from sim.app.play import Played
from sim.app.scenario import Scenario
from sim.app.seats import name as name_of
from sim.app.seats import seats
from sim.model.explain import TERMS, WAITS
from sim.report.language import Language

MOST = 5
"""News of a round, the most important ones."""
USE, LEAD_TIME, LOSS, REACTANCE, TRUST, SEAT_USE = 0.04, 0.08, 0.4, 0.02, 0.03, 0.25
"""Smallest changes that are news: shares, a relative change of lead time, hours a head and week."""
SPENT = (0.5, 0.9, 1.0)
"""Parts of the budget at which spending is news."""


class Item(NamedTuple):
    """One piece of news.

    Attributes:
        key: Which message (`game.news_…`).
        values: Its values: numbers, and numbers of departments and seats.
        cause: What is behind it (`game.cause_…`), "" where nothing is told.
        weight: How important, for the order; an event always comes first.
    """

    key: str
    values: dict[str, Any]
    cause: str
    weight: float


def news(scenario: Scenario, played: Played) -> list[Item]:
    """What is new since the round before, as things stand; the most important first."""
    weeks = [each.week for each in played.sights]
    if len(weeks) < 2:
        return []
    before, now = weeks[-2:]
    found = [
        *_events(played, before, now), *_use(played), *_lead_time(played, before, now),
        *_work(played, before, now), *_moods(played, before, now), *_redesign(played),
        *_money(played), *_people(scenario, played),
    ]  # fmt: skip
    return sorted(found, key=lambda each: (-each.weight, each.key))[:MOST]


def told(scenario: Scenario, item: Item, speak: Language) -> str:
    """A piece of news as a sentence or two in a language."""
    values = dict(item.values)
    for name in ("share", "change"):
        if name in values:
            values[name] = speak.percent(abs(values[name]))
    if "points" in values:
        values["points"] = speak.number(100.0 * abs(values["points"]), 0)
    for name, decimals in (("hours", 1), ("more", 1), ("weeks", 2)):
        if name in values:
            values[name] = speak.number(abs(values[name]), decimals)
    if "eur" in values:
        values["eur"] = speak.number(values["eur"], 0)
    if "seat" in values:
        values["name"] = name_of(scenario, values["seat"], values["hands"])
        values["before"] = name_of(scenario, values["seat"], max(0, values["hands"] - 1))
    text = speak.say(f"game.news_{item.key}", **values)
    return f"{text} {speak.say(f'game.cause_{item.cause}', **values)}" if item.cause else text


def _events(played: Played, before: int, now: int) -> Iterator[Item]:
    for week, kind, size in played.events:
        if before < week <= now:
            yield Item(f"event_{kind}", {"week": week, "size": size, "length": round(size)}, "",
                       1000.0 - week)  # fmt: skip


def _use(played: Played) -> Iterator[Item]:
    old, new = (each.sponsor["reported_use"] for each in played.sights[-2:])
    if abs(new - old) >= USE:
        rising = new > old
        cause = largest(played, rising)
        way = "up" if rising else "down"
        ordered = played.sights[-1].compelled > played.sights[-2].compelled + 0.5 * (new - old)
        said = "order" if rising and ordered else f"{way}_{cause}"
        yield Item(f"use_{way}", {"share": new, "points": new - old}, said,
                   100.0 * abs(new - old) / USE)  # fmt: skip


def largest(played: Played, rising: bool) -> str:
    """The term of the appeal that pushed most in a direction since the round before."""
    old, new = (each.pull for each in played.sights[-2:])
    moved = {name: now - then for name, then, now in zip(TERMS, old, new, strict=True)}
    return max(moved, key=lambda name: moved[name] if rising else -moved[name])


def _lead_time(played: Played, before: int, now: int) -> Iterator[Item]:
    columns = played.columns
    first = max(0, before - 4)
    old, new = columns["lead_time_weeks"][first:before], columns["lead_time_weeks"][before:now]
    if not len(old) or not len(new):
        return
    change = float(new.mean() / old.mean() - 1.0)
    if abs(change) >= LEAD_TIME:
        parts = {
            name: float(columns[f"wait_{name}"][before:now].mean()
                        - columns[f"wait_{name}"][first:before].mean())
            for name in WAITS
        }  # fmt: skip
        slower = change > 0.0
        cause = max(parts, key=lambda name: parts[name] if slower else -parts[name])
        yield Item("slower" if slower else "faster", {"change": change, "weeks": float(new.mean())},
                   f"wait_{cause}", 80.0 * abs(change) / LEAD_TIME)  # fmt: skip


def _work(played: Played, before: int, now: int) -> Iterator[Item]:
    """Hours that go into the rollout beyond those that it saves, where that is new."""
    columns, weeks = played.columns, [each.week for each in played.sights]
    earlier = weeks[-3] if len(weeks) > 2 else 0
    net = columns["hours_saved_per_employee"]
    gain = float(net[before:now].mean())
    then = float(net[earlier:before].mean()) if before > earlier else 0.0
    invested = float(columns["hours_invested_per_employee"][before:now].mean())
    weight = 60.0 * abs(gain - then) / LOSS
    if gain <= -LOSS and gain - then <= -LOSS:
        yield Item("dip", {"hours": gain, "more": invested}, "", weight)
    elif gain - then >= LOSS:
        yield Item("gain" if gain > 0.0 else "less_dip", {"hours": gain}, "", weight)


def _moods(played: Played, before: int, now: int) -> Iterator[Item]:
    columns = played.columns
    if not before:
        return
    resisted = float(columns["reactance"][now - 1] - columns["reactance"][before - 1])
    if resisted >= REACTANCE:
        yield Item("resistance", {"share": float(columns["reactance"][now - 1])}, "orders",
                   70.0 * resisted / REACTANCE)  # fmt: skip
    trusted = float(columns["trust"][now - 1] - columns["trust"][before - 1])
    error = any(kind == "public_error" and before < week <= now for week, kind, _ in played.events)
    if trusted <= -TRUST:
        yield Item("doubt", {"points": trusted}, "error" if error else "wrong",
                   50.0 * -trusted / TRUST)  # fmt: skip


def _redesign(played: Played) -> Iterator[Item]:
    old, new = (each.process_owner for each in played.sights[-2:])
    if new["opened"] > old["opened"]:
        yield Item("redesign", {"count": new["opened"], "all": new["stations"],
                                "share": new["integration"]}, "", 30.0)  # fmt: skip


def _money(played: Played) -> Iterator[Item]:
    allowed = played.allowed_eur
    if not 0.0 < allowed < float("inf"):
        return
    old, new = (each.sponsor["spent_eur"] / allowed for each in played.sights[-2:])
    passed = [share for share in SPENT if old < share <= new]
    if passed:
        over = passed[-1] >= 1.0
        yield Item("money_gone" if over else "money",
                   {"share": new, "eur": played.sights[-1].sponsor["spent_eur"]}, "",
                   500.0 if over else 90.0 * passed[-1])  # fmt: skip


def _people(scenario: Scenario, played: Played) -> Iterator[Item]:
    """Who of those with names has left, begun or stopped; one of them at a time."""
    old, new = played.sights[-2:]
    known = seats(scenario)
    gone = [k for k, (then, now) in enumerate(zip(old.hands, new.hands, strict=True))
            if now > then]  # fmt: skip
    if gone:
        yield Item("left", _seat(known, gone[0], new.hands[gone[0]]), "", 20.0)
    moved = {k: now - then for k, (then, now) in enumerate(zip(old.shown, new.shown, strict=True))
             if k not in gone}  # fmt: skip
    most = max(moved, key=lambda k: abs(moved[k]), default=None)
    if most is not None and abs(moved[most]) >= SEAT_USE:
        key = "begun" if moved[most] > 0.0 else "stopped"
        yield Item(key, _seat(known, most, new.hands[most]), "", 25.0)


def _seat(known: Sequence[Any], number: int, hands: int) -> dict[str, Any]:
    return {"seat": number, "hands": hands, "department": known[number].department + 1}
