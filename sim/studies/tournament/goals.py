"""What a choice may aim at: four goals, each an outcome of `sim.outcomes`."""

from __future__ import annotations

from typing import NamedTuple

from sim.model.outcomes import BY_NAME, OUTCOMES, Outcome


class Goal(NamedTuple):
    """A goal: an outcome, and how it is told; words in any language are `tournament.goal_…`.

    Attributes:
        name: A few words, as files say them.
        outcome: Column of the runs.
        unit: Unit in which it is told, as in `units.yaml`.
        factor: From the outcome's unit to that one; divided by the headcount if `per_head`.
        decimals: Digits after the point.
        per_head: Whether it is told per employee.
    """

    name: str
    outcome: str
    unit: str
    factor: float
    decimals: int
    per_head: bool

    @property
    def better(self) -> str:
        """The wanted direction, `higher` or `lower`."""
        return BY_NAME[self.outcome].better or ""

    @property
    def sign(self) -> float:
        """Minus one where less is better."""
        return -1.0 if self.better == "lower" else 1.0

    def scale(self, headcount: int) -> float:
        """From the outcome's unit to the one in which it is told."""
        return self.factor / headcount if self.per_head else self.factor


SPEED = Goal("adoption speed", "use_auc", "% of full use", 100.0, 1, False)
GAIN = Goal("efficiency gain", "hours_saved_per_employee_week", "h per employee and week", 1.0, 2,
            False)  # fmt: skip
COST = Goal("cost", "cost_eur", "€ per employee", 1.0, 0, True)
BENEFIT = Goal("net benefit", "net_benefit_eur", "€ per employee", 1.0, 0, True)

GOALS = (SPEED, GAIN, COST, BENEFIT)
"""All goals, in the order of tables and figures."""
TRADED = (SPEED, GAIN, COST)
"""Those that pull against each other: the axes of Pareto fronts and of the search."""
AGAINST_NOTHING = (GAIN, COST, BENEFIT)
"""Those that are counted against the same company without any lever, so that it has 0."""
JUDGED: tuple[Outcome, ...] = tuple(each for each in OUTCOMES if each.better is not None)
"""Every outcome with a wanted direction."""
