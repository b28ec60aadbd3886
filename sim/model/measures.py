"""How outcomes are measured: one run next to its reference.

The reference is the same seed without any lever, so the same people, the same
work and the same luck. Times that are not reached within the horizon are NaN
("censored"), never the horizon itself; `analysis/paired.py` decides how to treat them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NotRequired, Protocol, TypedDict

import numpy as np

from sim.base.arrays import Flags, Floats

if TYPE_CHECKING:
    from sim.model.people import People


FINAL_WEEKS = 13
"""Length of the window at the end of the horizon (and of the levers), in weeks."""
LASTING_WEEKS = 26
"""How long after the levers go their effect is looked at, in weeks."""
SMOOTH_WEEKS = 4
"""Trailing mean taken before a peak is read, so that one lucky week is no peak."""
RECOVERY_WEEKS = 4
"""Weeks in a row at or above the reference that end a dip."""
LEAST_GAIN = 0.1
"""Hours saved per employee and week below which a part of them says nothing [assumed]."""
DIP_TOLERANCE = 0.01
"""Net hours per employee and week below the reference that do not yet count as a dip."""
TRAP_USE = 0.5
TRAP_INTEGRATION = 0.1
TRAP_HOURS_CHANGE = -0.05
"""Pilot trap: use at least, integration below, and hours per item above these."""


class Columns(Protocol):
    """Weekly columns of one run in order of weeks: a dict of arrays or a data frame."""

    def __getitem__(self, name: str, /) -> Any: ...


class Context(TypedDict):
    """What the outcomes need to know besides the weekly columns.

    Attributes:
        headcount: People in the organisation.
        price_per_hour: What an hour of work costs, in euros.
        withdraw_week: Last week with levers, the same for all strategies that are compared; the
            horizon or later means they stay.
        levers_act: Whether a lever acted that does not stay, for each week; some start late, end
            early, or run out of money before they are withdrawn.
        use_gini_teams: Gini coefficient of mean genuine use between teams, last week, 0..1.
        novice_advantage: What use saves novices, minus what it saves experts, last week, as a
            share of the time it can help with; NaN where either group does not use it.
        first_lever_week: First week in which a lever acted; 1 unless given.
        budget_eur: What the strategy may cost without licences, in euros; infinite or left
            out where there is no budget.
        budget_spent_eur: What it has cost without licences, in euros.
        realisation: Share of saved hours that is worth money, 0..1; 1 unless given.
        dose_factor: Mean of dose given / dose asked for; left out without a budget.
    """

    headcount: int
    price_per_hour: float
    withdraw_week: int
    levers_act: Flags
    use_gini_teams: float
    novice_advantage: float
    first_lever_week: NotRequired[int]
    budget_eur: NotRequired[float]
    budget_spent_eur: NotRequired[float]
    realisation: NotRequired[float]
    dose_factor: NotRequired[float]


@dataclass(frozen=True)
class Pair:
    """One run next to its reference."""

    run: Columns
    reference: Columns
    context: Context

    @property
    def weeks(self) -> int:
        """Horizon in weeks."""
        return int(np.asarray(self.run["week"]).size)

    @property
    def withdrawn(self) -> int:
        """Week after which no lever acts any more, within the horizon."""
        return max(1, min(self.context["withdraw_week"], self.weeks))

    @property
    def with_levers(self) -> Flags:
        """Weeks in which levers acted; where none did, those before they would be withdrawn."""
        acted = np.asarray(self.context["levers_act"])
        return acted if acted.any() else np.arange(self.weeks) < self.withdrawn

    def of(self, name: str) -> Floats:
        """A column of the run, shape (weeks,)."""
        return np.asarray(self.run[name], float)

    def against(self, name: str) -> Floats:
        """A column of the run minus the reference's, shape (weeks,)."""
        difference: Floats = self.of(name) - np.asarray(self.reference[name], float)
        return difference

    def last(self, name: str) -> float:
        """Value in the last week."""
        return float(self.of(name)[-1])

    def final(self, name: str) -> float:
        """Mean over the last weeks of the horizon."""
        return mean(self.of(name)[-FINAL_WEEKS:])

    def change(self, name: str) -> float:
        """Mean over the last weeks relative to the reference's, as a fraction; negative is less."""
        before = mean(np.asarray(self.reference[name], float)[-FINAL_WEEKS:])
        return self.final(name) / before - 1.0 if before else float("nan")

    def benefit_eur(self, realisation: float | None = None) -> Floats:
        """Net benefit of each week in euros, shape (weeks,).

        Of the hours saved a share is worth money, that of the context unless given; those that
        people invested count in full. Net hours saved already carry these, so of the spending
        only the money beyond them (licences, external help) is still to be paid.
        """
        price = self.context["price_per_hour"]
        share = self.context.get("realisation", 1.0) if realisation is None else realisation
        net = self.against("hours_saved_per_employee")
        gross = net + self.against("hours_invested_per_employee")
        hours = (net - (1.0 - share) * gross) * self.context["headcount"]
        money = self.against("spend_eur") - price * self.against("spend_hours")
        benefit: Floats = price * hours - money
        return benefit


Function = Callable[[Pair], float]


def mean(values: Floats) -> float:
    """Mean without the weeks in which nothing was finished; NaN if none is left."""
    known = values[~np.isnan(values)]
    return float(known.mean()) if known.size else float("nan")


def _smooth(values: Floats) -> Floats:
    """Trailing mean over `SMOOTH_WEEKS`, shorter at the start, shape (weeks,)."""
    total = np.concatenate([[0.0], np.cumsum(values)])
    end = np.arange(1, len(values) + 1)
    start = np.maximum(0, end - SMOOTH_WEEKS)
    return np.asarray((total[end] - total[start]) / (end - start), float)


def weeks_to(column: str, level: float) -> Function:
    """First week in which a column is at or above a level; NaN if none."""

    def function(pair: Pair) -> float:
        reached = np.flatnonzero(pair.of(column) >= level)
        return float(np.asarray(pair.run["week"])[reached[0]]) if reached.size else float("nan")

    return function


def lasting(values: Floats, pair: Pair, least: float = 1e-9) -> float:
    """Value some time after the levers went, relative to its peak before.

    NaN if no lever is withdrawn, or the peak is not above `least`.
    """
    if pair.withdrawn >= pair.weeks:
        return float("nan")
    smooth = _smooth(values)
    peak = float(smooth[: pair.withdrawn].max())
    after = smooth[min(pair.withdrawn + LASTING_WEEKS, pair.weeks) - 1]
    return float(after) / peak if peak > least else float("nan")


def gain_lasting(pair: Pair) -> float:
    """Gross hours saved after the levers went, relative to their peak before."""
    gross = pair.against("hours_saved_per_employee") + pair.against("hours_invested_per_employee")
    return lasting(gross, pair, LEAST_GAIN)


def hours_saved(pair: Pair) -> float:
    """Net hours saved per employee and week against the reference, last weeks."""
    return mean(pair.against("hours_saved_per_employee")[-FINAL_WEEKS:])


def j_curve_depth(pair: Pair) -> float:
    """Largest dip of net hours saved below the reference, 0 or more."""
    return max(0.0, -float(pair.against("hours_saved_per_employee").min()))


def j_curve_weeks(pair: Pair) -> float:
    """Weeks from the first lever until a dip is over; 0 without a dip, NaN if it never ends."""
    below = pair.against("hours_saved_per_employee") < -DIP_TOLERANCE
    if not below.any():
        return 0.0
    # Weeks below so far; a dip is over where the next few weeks add none.
    dips = np.concatenate(([0], np.cumsum(below)))
    over = np.flatnonzero(dips[RECOVERY_WEEKS:] == dips[:-RECOVERY_WEEKS])
    over = over[over >= np.argmax(below)]
    if not over.size:
        return float("nan")
    return float(over[0] + 1 - pair.context.get("first_lever_week", 1))


def payback_week(pair: Pair) -> float:
    """Week from which the cumulative net benefit stays at or above 0 after being negative."""
    negative = np.flatnonzero(np.cumsum(pair.benefit_eur()) < -1e-6)
    if not negative.size:
        return 0.0
    back = int(negative[-1]) + 1
    return float(np.asarray(pair.run["week"])[back]) if back < pair.weeks else float("nan")


def paper_adoption(pair: Pair) -> float:
    """Reported minus genuine use while the levers are still there."""
    gap = pair.of("reported_use") - pair.of("genuine_use")
    return mean(gap[pair.with_levers][-FINAL_WEEKS:])


def pilot_trap(pair: Pair) -> float:
    """1 if people use it while neither the shared process nor the hours per item changed."""
    used = max(pair.final("genuine_use"), pair.final("frequent_use")) >= TRAP_USE
    apart = pair.last("integration") < TRAP_INTEGRATION
    return float(used and apart and pair.change("hours_per_item") > TRAP_HOURS_CHANGE)


def net_benefit(realisation: float) -> Function:
    """Net benefit if a share of the hours saved is worth money."""
    return lambda pair: float(pair.benefit_eur(realisation).sum())


def gain_per_eur(pair: Pair) -> float:
    """What a euro of cost brings; NaN if nothing is spent beyond the reference."""
    cost = float(pair.against("spend_eur").sum())
    return 1.0 + float(pair.benefit_eur().sum()) / cost if cost > 0.0 else float("nan")


def unspent_budget(pair: Pair) -> float:
    """Part of the budget left over at the horizon; NaN without a budget."""
    budget = pair.context.get("budget_eur", 0.0)
    spent = pair.context.get("budget_spent_eur", float("nan"))
    return 1.0 - spent / budget if 0.0 < budget < float("inf") else float("nan")


def team_means(people: People) -> Floats:
    """Mean genuine use of every team, last week."""
    size = np.bincount(people.team)
    means = np.bincount(people.team, people.genuine_use)[size > 0] / size[size > 0]
    return np.asarray(means, np.float64)


def novice_advantage(people: People) -> float:
    """Saving of an hour of use by people of less than median tenure, minus the others'.

    A share of the time that the tool can help with, in [-2, 2], last week; NaN where either
    group does not use the tool.
    """
    novice = people.tenure < np.median(people.tenure)
    gained = people.effective_use * people.saving

    def saving(group: Flags) -> float:
        use = float(people.effective_use[group].sum())
        return float(gained[group].sum()) / use if use > 0.0 else float("nan")

    return saving(novice) - saving(~novice)


def gini(values: Floats) -> float:
    """Gini coefficient of non-negative values, in [0, 1]; 0 if all are zero."""
    ordered = np.sort(values)
    total = ordered.sum()
    if total <= 0.0:
        return 0.0
    rank = np.arange(1, len(ordered) + 1)
    return float((2.0 * (rank * ordered).sum() / total - len(ordered) - 1) / len(ordered))
