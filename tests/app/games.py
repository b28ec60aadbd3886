"""A small game for tests, and plans made by lot."""

from __future__ import annotations

import random
from functools import cache
from typing import Any

from sim.app.cards import ACTIONS, Field, cards
from sim.app.plan import Decision
from sim.app.scenario import Scenario, load_scenario

SMALL = (
    "organisation.headcount=40", "weeks=20", "withdraw_week=14", "seeds=4",
    "game.rounds=[1,4,8,11]", "events=[public_error@6:0.3]",
)  # fmt: skip


@cache
def game(*words: str) -> Scenario:
    """A shipped scenario with few people, weeks and rounds."""
    return load_scenario("rhenania", words=(*SMALL, *words))


def fields(named: tuple[Field, ...], luck: random.Random) -> dict[str, Any]:
    """Values by lot for the fields of a card."""
    said: dict[str, Any] = {}
    for each in named:
        if each.choices:
            said[each.name] = luck.choice(list(each.choices))
        else:
            steps = round((each.high - each.low) / each.step)
            value = min(each.high, each.low + each.step * luck.randint(0, steps))
            said[each.name] = int(value) if isinstance(each.default, int) else value
    return said


def decisions(scenario: Scenario, luck: random.Random, many: int = 8) -> list[Decision]:
    """A plan by lot: any card in any round, some ended again."""
    made = []
    for _ in range(many):
        card = luck.choice(cards(scenario))
        ends = luck.random() < 0.2 and not card.asks
        said = None if ends else fields(card.fields, luck)
        round_ = luck.randint(1, len(scenario.rounds))
        made.append(Decision(round_, card.name, said, luck.choice((None, True, False))))
    return made


ALL = tuple(each.name for each in ACTIONS)
