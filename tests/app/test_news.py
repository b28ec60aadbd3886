"""News and reasons read the model's own states; every sentence is in the catalogues."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest

from sim.app.news import MOST, Item, largest, news, told
from sim.app.plan import Decision
from sim.app.play import play
from sim.app.scenario import load_scenario
from sim.app.seats import seats
from sim.app.why import ASKED, lines, why
from sim.base.params import ConfigError
from sim.config.game import CARDS
from sim.model.events import KINDS as EVENTS
from sim.model.explain import HOURS, TERMS, WAITS
from sim.model.week import names
from sim.report.language import LANGUAGES, Language, catalogue
from tests.app.games import decisions, game

ALL_CARDS = f"game.cards=[{','.join(CARDS)}]"
HARSH = {"monitored": 1.0, "sanction": 1.0, "freedom": 0.0}
EVENTFUL = (
    "events=[public_error@2:0.8,tool_change@3,budget_cut@5,champions_leave@6,managers_leave@7,"
    "reorganisation@9:0.5,pause@10:2]"
)


def keys(round_: int, plan: list[Decision], *words: str) -> dict[str, Item]:
    scenario = game(*words)
    return {each.key: each for each in news(scenario, play(scenario, plan, round_))}


def test_nothing_is_new_before_the_first_round() -> None:
    assert news(game(), play(game(), [], 0)) == []


def test_events_are_told_in_the_round_in_which_they_happen() -> None:
    scenario = game(EVENTFUL)
    seen: list[tuple[str, int]] = []
    for round_ in (1, 2, 3, 4):
        found = news(scenario, play(scenario, [], round_))
        assert len(found) <= MOST
        own = [each for each in found if each.key.startswith("event_")]
        assert found[: len(own)] == own, "what happens comes first"
        seen += [(each.key.removeprefix("event_"), each.values["week"]) for each in own]
    assert seen == [("public_error", 2), ("tool_change", 3), ("budget_cut", 5),
                    ("champions_leave", 6), ("managers_leave", 7), ("reorganisation", 9),
                    ("pause", 10)]  # fmt: skip


def test_an_order_is_the_cause_of_what_is_shown_and_of_resistance() -> None:
    plan = [Decision(1, "mandate", HARSH, agreed=True)]
    first = keys(1, plan, "workforce.reactance.mean=0.9")
    assert first["use_up"].cause == "order"
    assert keys(2, plan, "workforce.reactance.mean=0.9")["resistance"].cause == "orders"
    assert "resistance" not in keys(2, [])


def test_the_cause_is_the_largest_term_of_the_model() -> None:
    scenario = game()
    for number in range(6):
        played = play(scenario, decisions(scenario, random.Random(number)), 2)
        old, new = (np.array(each.pull) for each in played.sights[-2:])
        assert largest(played, True) == TERMS[int(np.argmax(new - old))]
        assert largest(played, False) == TERMS[int(np.argmin(new - old))]


def test_money_and_pilots_are_news() -> None:
    scenario = game(ALL_CARDS, "events=[]")
    dear = play(scenario, [Decision(1, "training", {"hours": 4.0})], 2)
    assert "money_gone" in {each.key for each in news(scenario, dear)}
    pilots = play(scenario, [Decision(1, "redesign")], 1)
    found = {each.key: each for each in news(scenario, pilots)}
    assert found["redesign"].values["count"] > 0


def test_whoever_leaves_is_named_and_replaced() -> None:
    scenario = game("workforce.turnover.monthly=60", "events=[]")
    played = play(scenario, [], 2)
    (item,) = [each for each in news(scenario, played) if each.key == "left"]
    text = told(scenario, item, Language("en"))
    first, *_ = gone = text.split(" (")[0].split()
    assert len(gone) == 2
    assert first not in text.split(";")[1]


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_piece_of_news_can_be_told(code: str) -> None:
    """News of random games, and every event, term, mechanism and wait, have their words."""
    scenario, luck, speak = game(ALL_CARDS, EVENTFUL), random.Random(2), Language(code)
    for _ in range(6):
        plan = decisions(scenario, luck, 10)
        for round_ in range(1, 6):
            for item in news(scenario, play(scenario, plan, round_)):
                text = told(scenario, item, speak)
                assert text.endswith(".")
                assert "{" not in text
    known = catalogue(code, "game")
    wanted = [f"news_event_{each}" for each in EVENTS]
    wanted += [f"cause_{way}_{term}" for way in ("up", "down") for term in TERMS]
    wanted += [f"term_{each}" for each in TERMS] + [f"by_{each}" for each in names()]
    wanted += [f"{what}_{each}" for what, every in (("wait", WAITS), ("hours", HOURS))
               for each in every]  # fmt: skip
    wanted += [f"cause_wait_{each}" for each in WAITS]
    assert set(wanted) <= set(known)


def total(chain: dict[str, Any]) -> float:
    return sum(each["amount"] for each in chain["links"])


@pytest.mark.parametrize("kind", ASKED)
def test_reasons_sum_to_the_change_that_the_game_shows(kind: str) -> None:
    scenario = game(ALL_CARDS)
    plan = decisions(scenario, random.Random(11), 12)
    found = why(scenario, plan, kind, 0, 2, 13)
    chains = [each for each in found.values() if isinstance(each, dict)]
    assert len(chains) == (2 if kind == "queue" else 4)
    for chain in chains:
        assert abs(total(chain) - (chain["after"] - chain["before"])) < 1e-12
    for what in ("appeal", "use", "trust", "threat", "wait", "hours"):
        if what in found:
            for code in LANGUAGES:
                shown = lines(found[what], what, Language(code))
                change = found[what]["after"] - found[what]["before"]
                assert abs(sum(each.amount for each in shown) - change) < 1e-12
                assert len(shown) <= 7


def test_reasons_are_about_the_person_that_the_game_shows() -> None:
    scenario = game()
    plan = [Decision(1, "exploration_time", {"hours": 2.0})]
    played = play(scenario, plan, 4)
    week = played.week
    talk = play(scenario, [*plan, Decision(4, "talk", {"seat": 3})], 3)
    found = why(scenario, plan, "seat", 3, 1, talk.week)
    assert found["use"]["after"] == pytest.approx(talk.found[0].told["genuine_use"], abs=1e-12)
    assert seats(scenario)[3].number == 3
    assert week > talk.week


@pytest.mark.parametrize(
    ("kind", "number", "before", "after", "message"),
    [
        ("boss", 0, 1, 5, "unknown kind of why 'boss'"),
        ("seat", 24, 1, 5, r"number of a seat must be in \[0, 23\]"),
        ("queue", 5, 1, 5, "number of a queue"),
        ("seat", 0, 0, 5, "weeks must be in"),
        ("seat", 0, 5, 5, "weeks must be in"),
        ("seat", 0, 1, 21, "weeks must be in"),
    ],
)
def test_what_cannot_be_explained_is_refused(
    kind: str, number: int, before: int, after: int, message: str
) -> None:
    with pytest.raises(ConfigError, match=message):
        why(game(), [], kind, number, before, after)


def test_shipped_games_have_news_in_every_round() -> None:
    """A class has something to talk about, whatever it does."""
    scenario = load_scenario("rhenania")
    plan = [Decision(1, "announcement"), Decision(2, "training")]
    for round_ in range(1, len(scenario.rounds) + 1):
        played = play(scenario, plan, round_)
        assert news(scenario, played) or played.week > 30
