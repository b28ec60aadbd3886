"""Cards as a page shows them: radio groups whose words and numbers come from the scenario."""

from __future__ import annotations

import contextlib
import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sim.app.cards import Card, Field
from sim.app.room import Standing, may_play
from sim.app.rows import Player
from sim.report.language import Language

KEEP, PLAY, END = "keep", "play", "end"
FRACTIONS = (0.0, 0.5, 1.0)


class Option(NamedTuple):
    """One of a radio group."""

    value: str
    label: str
    checked: bool


class Group(NamedTuple):
    """A radio group; a long one is a list to pick from."""

    name: str
    label: str
    options: list[Option]
    is_list: bool = False


class Shown(NamedTuple):
    """A card on a page.

    Attributes:
        name: Of the card.
        title: What it is called.
        text: What it does, in a line.
        state: "acts", "rests", "starts", "changes" or "ends".
        price: What it costs, in words.
        role: Who plays it, in words.
        mine: Whether this player may.
        moves: What can be done with it.
        groups: Its fields.
        said: What is chosen, in words.
    """

    name: str
    title: str
    text: str
    state: str
    price: str
    role: str
    mine: bool
    moves: list[Option]
    groups: list[Group]
    said: str


def numbers(field: Field) -> list[float]:
    """Up to five numbers of a field to choose from, its default among them.

    A dose of nothing is no choice: not playing the card says that.
    """
    default = float(field.default)
    found = {default}
    for low, high in ((field.low, default), (default, field.high)):
        for part in FRACTIONS:
            number = low + part * (high - low)
            steps = round((number - field.low) / field.step)
            found.add(round(field.low + steps * field.step, 6))
    dose = field.name in ("hours", "share", "wave", "share_of_teams")
    return sorted(each for each in found if field.low <= each <= field.high and (each or not dose))


def written(speak: Language, field: Field, value: Any) -> str:
    """A value of a field in words."""
    if field.choices:
        return speak.say(f"cards.choice_{field.name}_{value}")
    if field.unit == "share":
        return speak.share(float(value))
    number = f"{float(value):.2f}".rstrip("0").rstrip(".")
    said = speak.separated(number)
    return f"{said}\N{NO-BREAK SPACE}h" if field.unit.startswith("h/week") else said


def group(speak: Language, field: Field, chosen: Any) -> Group:
    """A field as a radio group."""
    values: list[Any] = list(field.choices) or numbers(field)
    if not field.choices and chosen not in values:
        values = sorted([*values, chosen])
    whole = isinstance(field.default, int)
    options = [
        Option(
            str(each) if field.choices else f"{int(each) if whole else each:g}",
            written(speak, field, each), each == chosen,
        )
        for each in values
    ]  # fmt: skip
    return Group(field.name, speak.say(f"cards.field_{field.name}"), options)


def people(seats: Sequence[Mapping[str, Any]], speak: Language, chosen: Any) -> Group:
    """Whom to talk to."""
    options = [
        Option(str(each["number"]), speak.say(
            "cards.person", name=each["name"], department=each["department"],
            known=speak.say(f"cards.known_{each['rule']}") if each["rule"] else
            speak.say("cards.known_manager" if each["is_manager"] else "cards.known_staff"),
        ), each["number"] == chosen)
        for each in seats
    ]  # fmt: skip
    return Group("seat", speak.say("cards.field_seat"), options, is_list=True)


def euros(speak: Language, amount: float) -> str:
    """Money with its unit, in thousands where it is much."""
    if abs(amount) >= 10_000:
        return speak.say("room.keur", amount=speak.number(amount / 1e3, 0))
    return speak.say("room.eur", amount=speak.number(amount, 0))


def price_of(speak: Language, price: Mapping[str, float], asks: bool) -> str:
    """What a card costs, in words."""
    hours = [
        speak.say(f"room.price_{kind}", hours=speak.number(price[kind], 0))
        for kind in ("staff_hours", "manager_hours")
        if price[kind] >= 0.5
    ]
    parts = [euros(speak, price["eur"]), *hours]
    return speak.say("room.once" if asks else "room.a_week", cost=" · ".join(parts))


def state_of(now: Standing, card: str) -> str:
    """Where a card stands, drafts included."""
    acts = now.acting(card) is not None
    if card not in now.draft:
        return "acts" if acts else "rests"
    if now.draft[card] is None:
        return "ends"
    return "changes" if acts else "starts"


def shown(
    speak: Language, card: Card, now: Standing, price: Mapping[str, float], player: Player,
    team: Sequence[Player], seats: Sequence[Mapping[str, Any]],
) -> Shown:  # fmt: skip
    """A card for a player's page."""
    state = state_of(now, card.name)
    values = form_values(card, now)
    groups = [group(speak, each, values[each.name]) for each in card.fields if each.name != "seat"]
    if any(each.name == "seat" for each in card.fields):
        groups = [people(seats, speak, values["seat"])]
    said = [] if card.asks or state in ("rests", "ends") else [
        written(speak, each, values[each.name]) for each in card.fields
    ]  # fmt: skip
    return Shown(
        card.name, speak.say(f"cards.card_{card.name}"),
        speak.say(f"cards.text_{card.name}"), state,
        price_of(speak, price, card.asks), speak.say(f"cards.role_{card.role}"),
        may_play(player, card.role, team), _moves(speak, state), groups, " · ".join(said),
    )  # fmt: skip


def form_values(card: Card, now: Standing) -> dict[str, Any]:
    """Values that the form of a card shows: drafted, else acting, else defaults."""
    drafted = now.draft.get(card.name)
    said = drafted if drafted is not None else now.acting(card.name) or {}
    return {each.name: said.get(each.name, each.default) for each in card.fields}


def _moves(speak: Language, state: str) -> list[Option]:
    acts = state in ("acts", "changes", "ends")
    chosen = {"starts": PLAY, "changes": PLAY, "ends": END}.get(state, KEEP)
    moves = [(KEEP, "not"), (PLAY, "play")]
    if acts:
        moves = [(KEEP, "go_on"), (PLAY, "change"), (END, "end")]
    return [Option(value, speak.say(f"room.move_{key}"), value == chosen) for value, key in moves]


def fields_sent(card: Card, form: Mapping[str, str]) -> dict[str, Any]:
    """Fields of a card from a form; numbers become numbers, and what is none stays as it is."""
    found: dict[str, Any] = {}
    for each in card.fields:
        text = form.get(f"f_{each.name}", "")
        if not text:
            continue
        number = math.nan
        with contextlib.suppress(ValueError):
            number = float(text)
        if each.choices or not math.isfinite(number):
            found[each.name] = text
        else:
            found[each.name] = int(number) if number == int(number) else number
    return found
