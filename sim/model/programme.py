"""The programme: prices and the budget that strategies share."""

from __future__ import annotations

from dataclasses import dataclass, field

from sim.base.params import Checked, param
from sim.model.survey import Survey


@dataclass(frozen=True)
class Programme(Checked):
    """What an hour costs, and what a rollout may cost."""

    price_per_hour: float = param(
        50.0, 0.0, 1000.0, "€/h", doc="full cost of an hour of work", sweep=(30, 90)
    )
    realisation: float = param(
        0.5,
        0.0,
        1.0,
        unit="share",
        doc="saved hours that become output, or are not refilled otherwise",
    )
    budget_per_employee: float = param(
        1000.0, 0.0, 100000.0, "€", doc="budget of a rollout without licences, per employee",
        sweep=(200, 2000),
    )  # fmt: skip
    survey: Survey = field(default_factory=Survey)
