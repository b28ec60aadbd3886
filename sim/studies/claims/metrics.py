"""What is measured in a run: weekly columns to one number, with the smallest effect that matters.

Windows of 13 weeks: "with" ends when the levers go, "after" ends at the horizon, 26 weeks
later by default. The smallest effects are fixed here once, before any claim is judged.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np

from sim.base.arrays import Floats
from sim.studies.claims.design import Text

WINDOW = 13
EARLY = 26
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
        text: What it is called.
        unit: Unit of the number times `factor`.
        matters: Smallest difference that matters, in the number's own scale.
        factor: From the number to its unit, for example 100 for percentage points.
        decimals: Digits after the point in tables.
        function: Computes it.
    """

    text: Text
    unit: Text
    matters: float
    factor: float
    decimals: int
    function: Callable[[Trial], float]


HOURS = Text("h per employee and week", "Std. je Kopf und Woche")
POINTS = Text("percentage points", "Prozentpunkte")
PERCENT = Text("%", "%")


def _gross(trial: Trial, window: Callable[[str], float]) -> float:
    return window("hours_saved_per_employee") + window("hours_invested_per_employee")


def _log(value: float) -> float:
    return float(np.log(max(value, 1e-9)))


def _waits(trial: Trial) -> float:
    return sum(trial.after(f"wait_{each}") for each in FRICTIONS)


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


def _share(name: str, en: str, de: str, function: Callable[[Trial], float]) -> dict[str, Metric]:
    return {name: Metric(Text(en, de), POINTS, 0.01, 100.0, 1, function)}


METRICS: Mapping[str, Metric] = {
    "gain_after": Metric(
        Text("net hours saved at the end, half a year after the levers went",
             "netto gesparte Stunden am Ende, ein halbes Jahr nach den Maßnahmen"),
        HOURS, 0.05, 1.0, 2, lambda t: t.after("hours_saved_per_employee"),
    ),
    "gain_with": Metric(
        Text("hours saved before investments, in the last quarter with levers",
             "gesparte Stunden vor Abzug des Aufwands, im letzten Quartal mit Maßnahmen"),
        HOURS, 0.05, 1.0, 2, lambda t: _gross(t, t.during),
    ),
    "net_hours": Metric(
        Text("net hours saved over the whole time", "netto gesparte Stunden über die ganze Zeit"),
        Text("h per employee", "Std. je Kopf"), 2.0, 1.0, 1,
        lambda t: float(t.columns["hours_saved_per_employee"].sum()),
    ),
    "hours_per_item": Metric(
        Text("hours per item at the end (log)", "Stunden je Vorgang am Ende (log)"),
        PERCENT, 0.01, 100.0, 1, lambda t: _log(t.after("hours_per_item")),
    ),
    "lead_time_after": Metric(
        Text("lead time at the end (log)", "Durchlaufzeit am Ende (log)"),
        PERCENT, 0.01, 100.0, 1, lambda t: _log(t.after("lead_time_weeks")),
    ),
    "lead_time_with": Metric(
        Text("lead time in the last quarter with levers (log)",
             "Durchlaufzeit im letzten Quartal mit Maßnahmen (log)"),
        PERCENT, 0.01, 100.0, 1, lambda t: _log(t.during("lead_time_weeks")),
    ),
    "coordination_hours": Metric(
        Text("coordination hours per item at the end (log)",
             "Abstimmungsstunden je Vorgang am Ende (log)"),
        PERCENT, 0.02, 100.0, 1, lambda t: _log(_coordination(t)),
    ),
    "friction_waits": Metric(
        Text("waiting for others per item at the end (log)",
             "Warten auf andere je Vorgang am Ende (log)"),
        PERCENT, 0.02, 100.0, 1, lambda t: _log(_waits(t)),
    ),
    **_share("friction_share", "share of the four frictions in lead time",
             "Anteil der vier Reibungen an der Durchlaufzeit",
             lambda t: _waits(t) / t.after("lead_time_weeks")),
    **_share("least_friction", "share of the smallest of the four frictions in lead time",
             "Anteil der kleinsten der vier Reibungen an der Durchlaufzeit", _least_friction),
    **_share("use_after", "genuine use at the end, half a year after the levers went",
             "echte Nutzung am Ende, ein halbes Jahr nach den Maßnahmen",
             lambda t: t.after("genuine_use")),
    **_share("use_with", "genuine use in the last quarter with levers",
             "echte Nutzung im letzten Quartal mit Maßnahmen", lambda t: t.during("genuine_use")),
    **_share("use_mean", "genuine use over the whole time",
             "echte Nutzung über die ganze Zeit",
             lambda t: float(t.columns["genuine_use"].mean())),
    **_share("use_rise", "genuine use at the end minus week 1",
             "echte Nutzung am Ende minus Woche 1",
             lambda t: t.after("genuine_use") - float(t.columns["genuine_use"][0])),
    **_share("use_of_others", "genuine use at the end of all who are no pioneers",
             "echte Nutzung am Ende aller, die keine Vorreiter sind", lambda t: t.use_of_others),
    **_share("use_lasting", "genuine use left half a year after the levers went",
             "ein halbes Jahr nach den Maßnahmen verbliebene echte Nutzung",
             _lasting("genuine_use")),
    **_share("reported_lasting", "reported use left half a year after the levers went",
             "ein halbes Jahr nach den Maßnahmen verbliebene gemeldete Nutzung",
             _lasting("reported_use")),
    **_share("trust_early", "trust in the first half year", "Vertrauen im ersten Halbjahr",
             lambda t: t.early("trust")),
    **_share("trust_with", "trust in the last quarter with levers",
             "Vertrauen im letzten Quartal mit Maßnahmen", lambda t: t.during("trust")),
    **_share("threat_with", "threat felt in the last quarter with levers",
             "empfundene Bedrohung im letzten Quartal mit Maßnahmen",
             lambda t: t.during("threat")),
    **_share("best_use_early", "best use case known, first half year",
             "bester bekannter Anwendungsfall, erstes Halbjahr", lambda t: t.early("best_use")),
    **_share("integration_with", "integration in the last quarter with levers",
             "Einbindung in die Abläufe im letzten Quartal mit Maßnahmen",
             lambda t: t.during("integration")),
}  # fmt: skip


def measure(trial: Trial) -> dict[str, float]:
    """Every metric of one run."""
    return {name: metric.function(trial) for name, metric in METRICS.items()}
