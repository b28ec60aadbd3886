"""The common budget: every strategy may spend the same; what it cannot spend is shown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.model.firm import Firm
    from sim.model.levers import Lever

#: Doses are scaled by at most this factor, and never beyond their valid range.
MOST = 64.0
#: Part of the budget that arrangements (owners, openness, feedback) may take [assumed].
MOST_FOR_ARRANGEMENTS = 0.5


def affordable_levers(firm: Firm) -> tuple[Lever, ...]:
    """What the strategy's levers come to within its budget, without those that offer nothing."""
    return tuple(lever for lever in scaled_levers(firm).values() if not lever.is_null())


def scaled_levers(firm: Firm) -> dict[str, Lever]:
    """The strategy's levers with doses scaled so that the plan costs its share of the budget.

    Levers that offer nothing even before that are left out, and count for no plan.

    Licences are outside the budget: all strategies that hand them out pay the same. Levers
    without a dose that money can buy (orders, announcements) keep their size, and so do
    arrangements unless they would take more than half of the budget from the others.
    """
    # By name, so that sums come out the same in whatever order levers are written down.
    named = sorted(firm.config.strategy.levers.items())
    levers = {name: lever for name, lever in named if not lever.is_null()}
    if not firm.config.equal_budget or not levers:
        return levers
    budget = firm.config.strategy.budget_share * common_budget_eur(firm)
    levers = _arranged(firm, levers, budget)
    plans = {name: _plan(firm, lever) for name, lever in levers.items()}
    low, high = 0.0, MOST
    for _ in range(60):
        middle = 0.5 * (low + high)
        costs = (fixed + dosed * min(middle, most) for fixed, dosed, most in plans.values())
        cheap = sum(costs) <= budget
        low, high = (middle, high) if cheap else (low, middle)
    # A budget that is larger than all there is to buy ends at MOST, and what is left stays unspent.
    # Money cannot buy more of a dose that costs nothing.
    bought = {name for name, (_, dosed, _) in plans.items() if dosed > 0.0}
    return {name: lever.scaled(low) if name in bought else lever for name, lever in levers.items()}


def _arranged(firm: Firm, levers: dict[str, Lever], budget: float) -> dict[str, Lever]:
    """The levers, with smaller arrangements where these leave too little for the others."""
    cost = planned_eur(firm, [lever for lever in levers.values() if lever.arrangement])
    others = any(lever.bought_doses() for lever in levers.values())
    share = MOST_FOR_ARRANGEMENTS if others else 1.0
    if cost <= share * budget:
        return levers
    smaller = {name: lever.scaled(share * budget / cost)
               for name, lever in levers.items() if lever.arrangement}  # fmt: skip
    return {**levers, **smaller}


def _plan(firm: Firm, lever: Lever) -> tuple[float, float, float]:
    """Euros that a lever costs without its doses, what these add, and how far they can scale."""
    whole = planned_eur(firm, [lever])
    if not lever.bought_doses():
        return whole, 0.0, 1.0
    fixed = planned_eur(firm, [lever.scaled(0.0)])
    return fixed, whole - fixed, lever.room()


def common_budget_eur(firm: Firm) -> float:
    """What any rollout in this firm may cost, without licences, in euros."""
    return firm.config.programme.budget_per_employee * firm.people.count


def planned_eur(firm: Firm, levers: Iterable[Lever]) -> float:
    """What the levers plan to cost over the horizon, without licences, in euros."""
    config, total = firm.config, 0.0
    for lever in levers:
        weeks = len(lever.weeks(config.weeks, config.withdraw_week))
        hours = lever.hours_a_week(firm) * config.programme.price_per_hour
        total += weeks * (hours + lever.eur_a_week(firm))
    return total
