"""What is measured in a run: weekly columns to one number, with the smallest effect that matters.

Windows of 13 weeks: "with" ends when the levers go, "after" ends at the horizon, 26 weeks
later by default. The smallest effects are fixed here once, before any claim is judged.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np

from sim.base.arrays import Floats

WINDOW = 13
EARLY, YEAR = 26, 52
FRICTIONS = ("approval", "prioritisation", "hand_over", "status_query")


class Trial(NamedTuple):
    """One finished run.

    Attributes:
        columns: Weekly columns.
        withdraw_week: Last week with levers.
        use_of_others: Genuine use in the last week of all but the 10 % of the people whom
            the pioneers' experiment may change.
    """

    columns: Mapping[str, Floats]
    withdraw_week: int
    use_of_others: float

    def after(self, name: str) -> float:
        """Mean over the last weeks."""
        return float(self.columns[name][-WINDOW:].mean())

    def during(self, name: str) -> float:
        """Mean over the last weeks with levers."""
        return float(self.columns[name][: self.withdraw_week][-WINDOW:].mean())

    def early(self, name: str) -> float:
        """Mean over the first half year."""
        return float(self.columns[name][:EARLY].mean())


class Metric(NamedTuple):
    """One number of a run.

    Attributes:
        unit: Unit of the number times `factor`; a key of the text files, as the metric's name is.
        matters: Smallest difference that matters, in the number's own scale.
        factor: From the number to its unit, for example 100 for percentage points.
        decimals: Digits after the point in tables.
        function: Computes it.
    """

    unit: str
    matters: float
    factor: float
    decimals: int
    function: Callable[[Trial], float]


HOURS, POINTS, PERCENT = "h per employee and week", "percentage points", "%"


def _gross(trial: Trial, window: Callable[[str], float]) -> float:
    return window("hours_saved_per_employee") + window("hours_invested_per_employee")


def _waits(trial: Trial) -> float:
    return sum(trial.after(f"wait_{each}") for each in FRICTIONS)


def _waiting_first_year(trial: Trial) -> float:
    """All waiting of an item, in queues and for others, mean over the first year."""
    causes = ("queue", *FRICTIONS)
    return float(np.mean([trial.columns[f"wait_{each}"][:YEAR].mean() for each in causes]))


def _coordination(trial: Trial) -> float:
    return sum(trial.after(f"hours_{each}") for each in FRICTIONS)


def _least_friction(trial: Trial) -> float:
    return min(trial.after(f"wait_{each}") for each in FRICTIONS) / trial.after("lead_time_weeks")


def _lasting(name: str) -> Callable[[Trial], float]:
    """Value in the last four weeks relative to the highest four-week mean with levers."""

    def function(trial: Trial) -> float:
        values = trial.columns[name]
        smooth = np.convolve(values, np.ones(4) / 4.0, "valid")
        peak = float(smooth[: max(1, trial.withdraw_week - 3)].max())
        return float(smooth[-1]) / peak if peak > 1e-9 else 0.0

    return function


def _hours(function: Callable[[Trial], float]) -> Metric:
    return Metric(HOURS, 0.05, 1.0, 2, function)


def _percent(matters: float, function: Callable[[Trial], float]) -> Metric:
    """A ratio of two arms in percent, as a difference of logarithms."""
    return Metric(PERCENT, matters, 100.0, 1, lambda t: float(np.log(max(function(t), 1e-9))))


def _share(function: Callable[[Trial], float]) -> Metric:
    return Metric(POINTS, 0.01, 100.0, 1, function)


METRICS: Mapping[str, Metric] = {
    "gain_after": _hours(lambda t: t.after("hours_saved_per_employee")),
    "gain_with": _hours(lambda t: _gross(t, t.during)),
    "net_hours": Metric(
        "h per employee", 2.0, 1.0, 1, lambda t: float(t.columns["hours_saved_per_employee"].sum())
    ),
    "hours_per_item": _percent(0.01, lambda t: t.after("hours_per_item")),
    "lead_time_after": _percent(0.01, lambda t: t.after("lead_time_weeks")),
    "lead_time_with": _percent(0.01, lambda t: t.during("lead_time_weeks")),
    "waiting_first_year": _percent(0.01, _waiting_first_year),
    "coordination_hours": _percent(0.02, _coordination),
    "friction_waits": _percent(0.02, _waits),
    "friction_share": _share(lambda t: _waits(t) / t.after("lead_time_weeks")),
    "least_friction": _share(_least_friction),
    "use_after": _share(lambda t: t.after("genuine_use")),
    "use_with": _share(lambda t: t.during("genuine_use")),
    "use_mean": _share(lambda t: float(t.columns["genuine_use"].mean())),
    "use_rise": _share(lambda t: t.after("genuine_use") - float(t.columns["genuine_use"][0])),
    "use_of_others": _share(lambda t: t.use_of_others),
    "use_lasting": _share(_lasting("genuine_use")),
    "reported_lasting": _share(_lasting("reported_use")),
    "trust_early": _share(lambda t: t.early("trust")),
    "trust_with": _share(lambda t: t.during("trust")),
    "threat_with": _share(lambda t: t.during("threat")),
    "best_use_early": _share(lambda t: t.early("best_use")),
    "integration_with": _share(lambda t: t.during("integration")),
}


def measure(trial: Trial) -> dict[str, float]:
    """Every metric of one run."""
    return {name: metric.function(trial) for name, metric in METRICS.items()}
