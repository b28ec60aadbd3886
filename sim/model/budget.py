"""The common budget: what every strategy may spend at most, and what it makes of doses."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from sim.model.levers import Lever
from sim.model.programme import Programme
from sim.model.state import State

#: What a budget is to a plan: at most that much; exactly that much; doses as asked until it is
#: spent; nothing (no budget).
READINGS = ("ceiling", "spend", "stop", "false")
#: Doses are scaled up by at most this factor, and never beyond their valid range.
MOST = 64.0
#: Part of the budget that arrangements (owners, openness, feedback) may take [assumed].
MOST_FOR_ARRANGEMENTS = 0.5


class Dose(NamedTuple):
    """A dose of a lever as a strategy asks for it, and what its budget leaves or makes of it."""

    lever: str
    name: str
    asked: float
    given: float


def scaled_levers(
    state: State, levers: Mapping[str, Lever], budget_eur: float, reading: str | bool
) -> dict[str, Lever]:
    """A strategy's levers with doses scaled to its budget, if it has one.

    Read as a `ceiling`, doses shrink by one factor until the plan costs no more than the budget,
    and never grow; a lever is planned for as many weeks as it asks for, wherever they lie, so
    that a date that moves changes no dose. Read as what to `spend`, they grow, too, until the
    plan costs the budget. Where spending is to `stop`, doses stay as asked, and levers end when the
    money does: what is planned later, then, changes no earlier week. Levers that offer nothing
    even before that count for no plan.

    Licences are outside the budget: all strategies that hand them out pay the same. Levers
    without a dose that money can buy (orders, announcements) keep their size, and so do
    arrangements unless they would take more than half of the budget from the others.
    """
    # By name, so that sums come out the same in whatever order levers are written down.
    asked = {name: lever for name, lever in sorted(levers.items()) if not lever.is_null()}
    if math.isinf(budget_eur) or reading == "stop" or not asked:
        return asked
    ceiling = reading == "ceiling"
    kept = _arranged(state, asked, budget_eur, ceiling)
    plans = {name: _plan(state, lever, ceiling) for name, lever in kept.items()}

    def cost(factor: float) -> float:
        return sum(fixed + dosed * min(factor, most) for fixed, dosed, most in plans.values())

    if ceiling and cost(1.0) <= budget_eur:
        return kept
    low, high = 0.0, 1.0 if ceiling else MOST
    for _ in range(60):
        middle = 0.5 * (low + high)
        cheap = cost(middle) <= budget_eur
        low, high = (middle, high) if cheap else (low, middle)
    # A budget that is larger than all there is to buy ends at MOST, and what is left stays unspent.
    # Money cannot buy more of a dose that costs nothing.
    bought = {name for name, (_, dosed, _) in plans.items() if dosed > 0.0}
    return {name: lever.scaled(low) if name in bought else lever for name, lever in kept.items()}


def doses(asked: Mapping[str, Lever], scaled: Mapping[str, Lever]) -> list[Dose]:
    """Every dose of a strategy beside what its budget makes of it, in the order of names."""
    return [
        Dose(key, name, getattr(asked[key], name), getattr(lever, name))
        for key, lever in sorted(scaled.items())
        for name in lever.doses
    ]


def dose_factor(asked: Mapping[str, Lever], scaled: Mapping[str, Lever]) -> float:
    """Mean of given / asked over the doses above 0; NaN where a strategy has none."""
    factors = [each.given / each.asked for each in doses(asked, scaled) if each.asked > 0.0]
    return sum(factors) / len(factors) if factors else math.nan


def _arranged(
    state: State, levers: dict[str, Lever], budget: float, ceiling: bool
) -> dict[str, Lever]:
    """The levers, with smaller arrangements where these leave too little for the others."""
    arrangements = [lever for lever in levers.values() if lever.arrangement]
    cost = planned_eur(state, arrangements, ceiling)
    others = any(lever.bought_doses() for lever in levers.values())
    share = MOST_FOR_ARRANGEMENTS if others else 1.0
    if cost <= share * budget:
        return levers
    smaller = {name: lever.scaled(share * budget / cost)
               for name, lever in levers.items() if lever.arrangement}  # fmt: skip
    return {**levers, **smaller}


def _plan(state: State, lever: Lever, ceiling: bool) -> tuple[float, float, float]:
    """Euros that a lever costs without its doses, what these add, and how far they can scale."""
    whole = planned_eur(state, [lever], ceiling)
    if not lever.bought_doses():
        return whole, 0.0, 1.0
    fixed = planned_eur(state, [lever.scaled(0.0)], ceiling)
    return fixed, whole - fixed, lever.dearest().room()


def common_budget_eur(state: State) -> float:
    """What any rollout in this firm may cost, without licences, in euros."""
    return state.rules(Programme).budget_per_employee * state.people.count


def planned_eur(state: State, levers: Iterable[Lever], ceiling: bool = False) -> float:
    """What the levers plan to cost over the horizon, without licences, in euros.

    A lever that reacts is planned for all the weeks in which it could act, at its largest dose,
    with all the surveys that it could ask for: what it does not need stays unspent. Under a
    `ceiling` that is for as many weeks as it asks for, even if some of these lie behind the end.
    """
    price, total = state.rules(Programme).price_per_hour, 0.0
    for lever in levers:
        dear = lever.dearest()
        hours = dear.hours_a_week(state) * price
        weekly = hours + dear.eur_a_week(state) + lever.surveys(state)
        total += lever.weeks_at_most(state.horizon, state.withdraw_week, ceiling) * weekly
    return total
