"""The common budget: every strategy may spend the same; what it cannot spend is shown."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from sim.model.levers import Lever
from sim.model.programme import Programme
from sim.model.state import State

#: Doses are scaled by at most this factor, and never beyond their valid range.
MOST = 64.0
#: Part of the budget that arrangements (owners, openness, feedback) may take [assumed].
MOST_FOR_ARRANGEMENTS = 0.5


def affordable_levers(
    state: State, levers: Mapping[str, Lever], budget_eur: float
) -> dict[str, Lever]:
    """What a strategy's levers come to within its budget, without those that offer nothing."""
    scaled = scaled_levers(state, levers, budget_eur)
    return {name: lever for name, lever in scaled.items() if not lever.is_null()}


def scaled_levers(state: State, levers: Mapping[str, Lever], budget_eur: float) -> dict[str, Lever]:
    """A strategy's levers with doses scaled so that the plan costs its budget, if it has one.

    Levers that offer nothing even before that are left out, and count for no plan.

    Licences are outside the budget: all strategies that hand them out pay the same. Levers
    without a dose that money can buy (orders, announcements) keep their size, and so do
    arrangements unless they would take more than half of the budget from the others.
    """
    # By name, so that sums come out the same in whatever order levers are written down.
    asked = {name: lever for name, lever in sorted(levers.items()) if not lever.is_null()}
    if math.isinf(budget_eur) or not asked:
        return asked
    kept = _arranged(state, asked, budget_eur)
    plans = {name: _plan(state, lever) for name, lever in kept.items()}
    low, high = 0.0, MOST
    for _ in range(60):
        middle = 0.5 * (low + high)
        costs = (fixed + dosed * min(middle, most) for fixed, dosed, most in plans.values())
        cheap = sum(costs) <= budget_eur
        low, high = (middle, high) if cheap else (low, middle)
    # A budget that is larger than all there is to buy ends at MOST, and what is left stays unspent.
    # Money cannot buy more of a dose that costs nothing.
    bought = {name for name, (_, dosed, _) in plans.items() if dosed > 0.0}
    return {name: lever.scaled(low) if name in bought else lever for name, lever in kept.items()}


def _arranged(state: State, levers: dict[str, Lever], budget: float) -> dict[str, Lever]:
    """The levers, with smaller arrangements where these leave too little for the others."""
    cost = planned_eur(state, [lever for lever in levers.values() if lever.arrangement])
    others = any(lever.bought_doses() for lever in levers.values())
    share = MOST_FOR_ARRANGEMENTS if others else 1.0
    if cost <= share * budget:
        return levers
    smaller = {name: lever.scaled(share * budget / cost)
               for name, lever in levers.items() if lever.arrangement}  # fmt: skip
    return {**levers, **smaller}


def _plan(state: State, lever: Lever) -> tuple[float, float, float]:
    """Euros that a lever costs without its doses, what these add, and how far they can scale."""
    whole = planned_eur(state, [lever])
    if not lever.bought_doses():
        return whole, 0.0, 1.0
    fixed = planned_eur(state, [lever.scaled(0.0)])
    return fixed, whole - fixed, lever.dearest().room()


def common_budget_eur(state: State) -> float:
    """What any rollout in this firm may cost, without licences, in euros."""
    return state.rules(Programme).budget_per_employee * state.people.count


def planned_eur(state: State, levers: Iterable[Lever]) -> float:
    """What the levers plan to cost over the horizon, without licences, in euros.

    A lever that reacts is planned for all the weeks in which it could act, at its largest dose,
    with all the surveys that it could ask for: what it does not need stays unspent.
    """
    price, total = state.rules(Programme).price_per_hour, 0.0
    for lever in levers:
        dear = lever.dearest()
        hours = dear.hours_a_week(state) * price
        weekly = hours + dear.eur_a_week(state) + lever.surveys(state)
        total += lever.weeks_at_most(state.horizon, state.withdraw_week) * weekly
    return total
