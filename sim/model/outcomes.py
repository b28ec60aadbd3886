"""Outcomes: what a run is judged by, each defined once.

An outcome compares the weekly columns of a run with those of its reference, the
same seed without any lever (`measures.py`).

`better` says in which direction an outcome is wanted. It is None where more is
neither good nor bad by itself: reported use may be box-ticking, the share of
coordination hours also rises when only touch time falls, and a strategy that
achieved little while its levers acted has more room to grow afterwards.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from sim.model import measures
from sim.model.measures import Columns, Context, Function, Pair

Better = Literal["higher", "lower"] | None


@dataclass(frozen=True)
class Outcome:
    """One outcome, defined.

    Attributes:
        name: Column of the runs frame.
        unit: Unit of the column; "share" and "change" are fractions, printed as percent.
        formula: How it is computed, in words.
        better: The wanted direction, or None.
        function: Computes it from a run and its reference.
        censored: NaN means "not within the horizon" rather than "undefined".
    """

    name: str
    unit: str
    formula: str
    better: Better
    function: Function
    censored: bool = False

    @property
    def sign(self) -> float:
        """What turns values such that higher is better: -1 where lower is wanted, else 1."""
        return -1.0 if self.better == "lower" else 1.0


def _time(column: str, level: float, better: Better) -> Outcome:
    kind = column.removesuffix("_use")
    return Outcome(
        f"weeks_to_{level * 100:.0f}_{kind}",
        "weeks",
        f"first week with mean {kind} use >= {level:g}; empty if not reached",
        better,
        measures.weeks_to(column, level),
        censored=True,
    )


def _last(name: str, column: str, better: Better) -> Outcome:
    formula = f"{column} in the last week"
    return Outcome(name, "share", formula, better, lambda pair: pair.last(column))


def _change(column: str, better: Better) -> Outcome:
    name = f"{column.removesuffix('_weeks')}_change"
    formula = f"mean {column} of the last 13 weeks / the reference's - 1"
    return Outcome(name, "change", formula, better, lambda pair: pair.change(column))


def _benefit_at(percent: int) -> Outcome:
    formula = f"net_benefit_eur if {percent} % of the hours saved were worth money"
    function = measures.net_benefit(percent / 100)
    return Outcome(f"net_benefit_at_{percent}_eur", "€", formula, "higher", function)


OUTCOMES: tuple[Outcome, ...] = (
    _time("genuine_use", 0.5, "lower"),
    _time("genuine_use", 0.8, "lower"),
    _time("reported_use", 0.5, None),
    _time("reported_use", 0.8, None),
    Outcome(
        "use_auc",
        "share",
        "mean of genuine_use over all weeks",
        "higher",
        lambda pair: measures.mean(pair.of("genuine_use")),
    ),
    _last("genuine_use_final", "genuine_use", "higher"),
    _last("reported_use_final", "reported_use", None),
    Outcome(
        "use_lasting_ratio",
        "ratio",
        "genuine_use (4-week mean) 26 weeks after withdraw_week, or at the horizon if earlier, "
        "/ its peak before, whichever levers act until then; empty if levers stay to the horizon",
        None,
        lambda pair: measures.lasting(pair.of("genuine_use"), pair),
    ),
    Outcome(
        "gain_lasting_ratio",
        "ratio",
        "hours saved before investments, against the reference (4-week mean), 26 weeks after "
        "withdraw_week, or at the horizon if earlier, / their peak before, whichever levers act "
        "until then; empty if levers stay to the horizon, or the peak is not above 0.1 h",
        None,
        measures.gain_lasting,
    ),
    Outcome(
        "hours_saved_per_employee_week",
        "h per employee and week",
        "mean of hours_saved_per_employee minus the reference's, last 13 weeks",
        "higher",
        measures.hours_saved,
    ),
    _change("hours_per_item", "lower"),
    _change("lead_time_weeks", "lower"),
    _change("throughput", "higher"),
    _change("work_in_progress", "lower"),
    _change("coordination_share", None),
    _last("integration_final", "integration", "higher"),
    Outcome(
        "j_curve_depth",
        "h per employee and week",
        "largest fall of hours_saved_per_employee below the reference, 0 if none",
        "lower",
        measures.j_curve_depth,
    ),
    Outcome(
        "j_curve_weeks",
        "weeks",
        "weeks from the first lever until hours_saved_per_employee has dipped by more than "
        "0.01 h and is back at the reference for 4 weeks; 0 without a dip, empty if never",
        "lower",
        measures.j_curve_weeks,
        censored=True,
    ),
    Outcome(
        "payback_week",
        "weeks",
        "first week from which the cumulative net benefit stays >= 0 until the horizon; "
        "0 if it never was negative, empty if it is not paid back",
        "lower",
        measures.payback_week,
        censored=True,
    ),
    Outcome(
        "net_hours_per_employee",
        "h per employee",
        "sum over all weeks of hours_saved_per_employee minus the reference's",
        "higher",
        lambda pair: float(pair.against("hours_saved_per_employee").sum()),
    ),
    Outcome(
        "cost_hours",
        "h",
        "sum over all weeks of spend_hours minus the reference's, whole organisation",
        "lower",
        lambda pair: float(pair.against("spend_hours").sum()),
    ),
    Outcome(
        "cost_eur",
        "€",
        "sum over all weeks of spend_eur minus the reference's (hours priced, licences, external)",
        "lower",
        lambda pair: float(pair.against("spend_eur").sum()),
    ),
    Outcome(
        "net_benefit_eur",
        "€",
        "(programme.realisation x hours saved before investments - hours invested, against the "
        "reference) x price of an hour, minus the spending that is not hours (licences, external)",
        "higher",
        lambda pair: float(pair.benefit_eur().sum()),
    ),
    *(_benefit_at(percent) for percent in (25, 50, 100)),
    Outcome(
        "gain_per_eur",
        "ratio",
        "(net_benefit_eur + cost_eur) / cost_eur; 1 if it pays back exactly, empty without cost",
        "higher",
        measures.gain_per_eur,
    ),
    Outcome(
        "unspent_budget",
        "share",
        "1 - spending without licences / budget of the strategy; empty without a budget",
        None,
        measures.unspent_budget,
    ),
    Outcome(
        "dose_factor",
        "ratio",
        "mean over the strategy's doses of what the budget makes of them / what is asked for; "
        "empty without a budget or without doses",
        None,
        lambda pair: pair.context.get("dose_factor", float("nan")),
    ),
    Outcome(
        "manager_hours_per_week",
        "h per manager and week",
        "mean of manager_hours over the weeks with levers",
        "lower",
        lambda pair: measures.mean(pair.of("manager_hours")[pair.with_levers]),
    ),
    _last("trust_final", "trust", "higher"),
    _last("threat_final", "threat", "lower"),
    Outcome(
        "reactance_peak",
        "share",
        "largest weekly mean of reactance",
        "lower",
        lambda pair: float(pair.of("reactance").max()),
    ),
    Outcome(
        "use_gini_teams",
        "Gini",
        "Gini coefficient of mean genuine use over teams, last week",
        "lower",
        lambda pair: pair.context["use_gini_teams"],
    ),
    Outcome(
        "novice_advantage",
        "share",
        "mean saving of an hour of use among people of less than median tenure, minus the "
        "others', last week; empty if either do not use it",
        None,
        lambda pair: pair.context["novice_advantage"],
    ),
    Outcome(
        "paper_adoption",
        "share",
        "mean of reported_use - genuine_use over the last 13 weeks with levers",
        "lower",
        measures.paper_adoption,
    ),
    Outcome(
        "pilot_trap",
        "0/1",
        "1 if genuine_use or frequent_use >= 0.5 (last 13 weeks) while integration < 0.1 and "
        "hours_per_item_change > -0.05, else 0",
        "lower",
        measures.pilot_trap,
    ),
)

BY_NAME: Mapping[str, Outcome] = {outcome.name: outcome for outcome in OUTCOMES}


def outcomes(weekly: Columns, reference: Columns, context: Context) -> dict[str, float]:
    """Every outcome of one run, in the order of `OUTCOMES`.

    Args:
        weekly: Weekly columns of the run, in order of weeks.
        reference: Weekly columns of the same seed without any lever, same horizon.
        context: Headcount, price of an hour and what else the columns do not tell.
    """
    pair = Pair(weekly, reference, context)
    return {outcome.name: outcome.function(pair) for outcome in OUTCOMES}
