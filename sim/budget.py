"""The common budget: every strategy may spend the same; what it cannot spend is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.firm import Firm
    from sim.levers import Lever

#: Doses are scaled by at most this factor, and never beyond their valid range.
MOST = 64.0


def share_budget(firm: Firm) -> dict[str, Lever]:
    """The strategy's levers with doses scaled so that the plan costs its share of the budget.

    Licences are outside the budget: all strategies that hand them out pay the same. Levers
    without a dose that money can buy (orders, announcements, ownership) keep their size.
    """
    # By name, so that sums come out the same in whatever order levers are written down.
    levers = {name: lever for name, lever in sorted(firm.config.strategy.levers.items())
              if not lever.is_null()}  # fmt: skip
    if not firm.config.equal_budget or not levers:
        return levers
    budget = firm.config.strategy.budget_share * budget_eur(firm)
    plans = {name: _plan(firm, lever) for name, lever in levers.items()}
    low, high = 0.0, MOST
    for _ in range(60):
        middle = 0.5 * (low + high)
        costs = (fixed + dosed * min(middle, most) for fixed, dosed, most in plans.values())
        cheap = sum(costs) <= budget
        low, high = (middle, high) if cheap else (low, middle)
    # A budget larger than anything there is to buy ends at MOST, and stays unspent.
    # A dose that costs nothing cannot be bought more of.
    scaled = {name: lever.scaled(low) if plans[name][1] > 0.0 else lever
              for name, lever in levers.items()}  # fmt: skip
    return {name: lever for name, lever in scaled.items() if not lever.is_null()}


def _plan(firm: Firm, lever: Lever) -> tuple[float, float, float]:
    """Euros that a lever costs without its doses, with them, and how far they can be scaled."""
    whole = planned_eur(firm, {"": lever})
    if not lever.doses:
        return whole, 0.0, 1.0
    fixed = planned_eur(firm, {"": lever.scaled(0.0)})
    return fixed, whole - fixed, lever.room()


def budget_eur(firm: Firm) -> float:
    """What a rollout may cost, without licences, in euros."""
    return firm.config.programme.budget_per_employee * firm.people.count


def planned_eur(firm: Firm, levers: dict[str, Lever]) -> float:
    """What the levers plan to cost over the horizon, without licences, in euros."""
    config, total = firm.config, 0.0
    for lever in levers.values():
        weeks = len(lever.weeks(config.weeks, config.withdraw_week))
        hours = lever.hours_a_week(firm) * config.programme.price_per_hour
        total += weeks * (hours + lever.eur_a_week(firm))
    return total
