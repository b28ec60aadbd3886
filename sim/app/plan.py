"""A team's decisions as a strategy: levers with a start and an end, in a file that all take."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from sim.app.cards import card, lever, price_of
from sim.app.scenario import Scenario
from sim.base.params import ConfigError
from sim.config.game import SOURCES
from sim.config.spelling import presets
from sim.model.levers import Lever, Licences, Mandate
from sim.model.strategy import Strategy

LEAST_FREEDOM, MOST_MONITORED = 0.5, 0.3
"""A works council without a player agrees to an order within these."""
LONGEST_NAME = 40


class Decision(NamedTuple):
    """A card that a team plays in a round; plain values, as jobs take them.

    A card that acts already goes on with other values; without fields it ends. The last decision
    on a card in a round counts.

    Attributes:
        round: From 1.
        card: Name of the card.
        fields: What was chosen; what is not said has its default. None ends the card.
        agreed: Whether the works council has agreed; None if nobody plays it.
    """

    round: int
    card: str
    fields: Mapping[str, Any] | None = {}
    agreed: bool | None = None


class Purse(NamedTuple):
    """What a team has at the beginning of a round.

    Attributes:
        budget_eur: What the rollout may cost in all, after any cut.
        spent_eur: What it has cost.
        planned_eur: What the plan costs from here on, if nothing changes.
        left_eur: Budget that is neither spent nor planned; below 0 the money will not last.
        staff_hours: Hours a week of staff that the plan binds in this round.
        manager_hours: Hours a week of managers.
        last_week: Last week that the money lasts for, if the plan costs what it says.
    """

    budget_eur: float
    spent_eur: float
    planned_eur: float
    left_eur: float
    staff_hours: float
    manager_hours: float
    last_week: int


def check(scenario: Scenario, decision: Decision) -> None:
    """Refuse what cannot be decided.

    Raises:
        ConfigError: Round, card, field or value is not valid; one line.
    """
    rounds = len(scenario.rounds)
    if not 1 <= decision.round <= rounds:
        raise ConfigError(f"round must be in [1, {rounds}], got {decision.round}")
    played = card(scenario, decision.card)
    if decision.fields is None:
        if played.asks:
            raise ConfigError(f"{decision.card} asks once: there is nothing to end")
        return
    lever(scenario, decision.card, decision.fields, scenario.rounds[decision.round - 1])


def starts(scenario: Scenario, decision: Decision) -> int:
    """First week of a decision: that of its round, or of the next where the council delays it."""
    rounds = (*scenario.rounds, scenario.base.withdraw_week + 1)
    return rounds[decision.round if delayed(scenario, decision) else decision.round - 1]


def delayed(scenario: Scenario, decision: Decision) -> bool:
    """Whether the works council delays an order by a round.

    It does where it has not agreed; without a player it agrees to orders that leave freedom and
    monitor little, and to all that monitor nothing.
    """
    council = "works_council" in scenario.game.roles
    if decision.card != "mandate" or decision.fields is None or not council:
        return False
    order = lever(scenario, "mandate", decision.fields, 1)
    assert isinstance(order, Mandate)
    if order.monitored == 0.0 or decision.agreed:
        return False
    gentle = order.freedom >= LEAST_FREEDOM and order.monitored <= MOST_MONITORED
    return decision.agreed is False or not gentle


def levers_of(scenario: Scenario, decisions: Sequence[Decision]) -> dict[str, Lever]:
    """Levers by name, such as `training_w09`: each decision ends what its card did before.

    Raises:
        ConfigError: A decision is not valid.
    """
    made: dict[str, Lever] = {}
    if "licences" not in scenario.game.cards:
        made["licences"] = Licences()
    last: dict[str, str] = {}
    for decision in in_order(decisions):
        check(scenario, decision)
        week, name = starts(scenario, decision), decision.card
        if name not in SOURCES:
            _end(made, last.pop(name, ""), week)
        if decision.fields is not None:
            seat = f"_{decision.fields.get('seat', 0)}" if name == "talk" else ""
            last[name] = f"{name}_w{week:02d}{seat}"
            made[last[name]] = lever(scenario, name, decision.fields, week)
    late = scenario.base.withdraw_week
    return {key: each for key, each in made.items() if each.start <= late}


def _end(made: dict[str, Lever], key: str, week: int) -> None:
    """A lever acts until the week before; one that had not begun never does."""
    if key in made:
        before = made[key]
        if before.start >= week:
            del made[key]
        elif before.end >= week:
            made[key] = dataclasses.replace(before, end=week - 1)


def in_order(decisions: Sequence[Decision]) -> list[Decision]:
    """Decisions by round, else as they come; of several on one card in a round the last one."""
    kept: dict[object, Decision] = {}
    for each in sorted(decisions, key=lambda each: each.round):
        seat = each.fields.get("seat", 0) if each.card == "talk" and each.fields else None
        kept.pop((each.round, each.card, seat), None)
        kept[each.round, each.card, seat] = each
    return list(kept.values())


def strategy_of(scenario: Scenario, decisions: Sequence[Decision], name: str = "plan") -> Strategy:
    """Decisions as a strategy like any other.

    Raises:
        ConfigError: A decision is not valid.
    """
    return Strategy(file_name(name), "", levers_of(scenario, decisions))


def file_name(team: str) -> str:
    """What a team's strategy is called in files: letters, digits and _, never a shipped name."""
    plain = re.sub(r"[^a-z0-9]+", "_", team.lower()).strip("_")[:LONGEST_NAME] or "plan"
    plain = plain if plain[0].isalpha() else f"team_{plain}"
    taken = {*presets("strategy"), "null", "true", "false", "nan", "inf"}
    return f"team_{plain}" if plain in taken else plain


def purse(scenario: Scenario, decisions: Sequence[Decision], round: int) -> Purse:
    """What a team has at the beginning of a round, drafts of this round included in the plan.

    Raises:
        ConfigError: A decision is not valid.
    """
    firm = scenario.firm(strategy_of(scenario, decisions))
    week = scenario.rounds[round - 1]
    while firm.week < week - 1:
        firm.step()
    weekly, hours = np.zeros(scenario.base.weeks + 1), np.zeros(2)
    for each in firm.planned_levers:
        assert isinstance(each, Lever)
        if isinstance(each, Licences):
            continue
        cost = price_of(firm, each)
        act = each.weeks(firm.horizon, firm.withdraw_week)
        weekly[act.start : max(act.stop, act.start)] += cost.eur
        if each.start <= week <= each.end:
            hours += cost.staff_hours, cost.manager_hours
    later, left = weekly[week:], firm.allowed_eur - firm.spent_eur
    planned = float(later.sum())
    lasting = int(np.searchsorted(np.cumsum(later), left + 1e-6, side="right"))
    return Purse(firm.allowed_eur, firm.spent_eur, planned, left - planned, float(hours[0]),
                 float(hours[1]), min(week - 1 + lasting, scenario.base.weeks))  # fmt: skip
