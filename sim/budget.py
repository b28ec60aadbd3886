"""The common budget: every strategy may spend the same; what it cannot spend is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.firm import Firm
    from sim.levers import Lever

#: Doses are scaled by at most this factor, and never beyond their valid range.
MOST = 64.0


def share_budget(firm: Firm) -> dict[str, Lever]:
    """The strategy's levers with doses scaled so that the plan costs the common budget.

    Licences are outside the budget: all strategies that hand them out pay the same. Levers
    without a dose that money can buy (orders, announcements, ownership) keep their size.
    """
    levers = firm.config.strategy.levers
    if not firm.config.equal_budget or not levers:
        return dict(levers)
    low, high = 0.0, MOST
    if planned_eur(firm, levers, high) <= budget_eur(firm):
        low = high
    for _ in range(60):
        middle = 0.5 * (low + high)
        cheap = planned_eur(firm, levers, middle) <= budget_eur(firm)
        low, high = (middle, high) if cheap else (low, middle)
    return {name: lever.scaled(low) for name, lever in levers.items()}


def budget_eur(firm: Firm) -> float:
    """What a rollout may cost, without licences, in euros."""
    return firm.config.programme.budget_per_employee * firm.people.count


def planned_eur(firm: Firm, levers: dict[str, Lever], factor: float = 1.0) -> float:
    """What the levers plan to cost over the horizon, without licences, in euros."""
    config, total = firm.config, 0.0
    for lever in levers.values():
        lever = lever.scaled(factor)
        weeks = len(lever.weeks(config.weeks, config.withdraw_week))
        hours = lever.hours_a_week(firm) * config.programme.price_per_hour
        total += weeks * (hours + lever.eur_a_week(firm))
    return total
