"""What the model shows that a study could have measured.

"Any", "frequent", "regular" and "daily" use mean the same here as in `sim/model/log.py`. Shares
are returned in percent, like the published numbers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.base.arrays import Flags, Floats
from sim.model.levels import ANY_USE, DAY_A_WEEK, FREQUENT_USE

if TYPE_CHECKING:
    from sim.model.engine import Engine

#: Saved minutes a day at which users start to feel it, over a working day of 7.6 hours
#: (Microsoft WorkLab 2024).
FELT_SHARE = 11.0 / (7.6 * 60.0)
#: Hours a week below which people say that it saves them no time.
TOLD_HOURS = 0.25
#: Mean use below which its logarithm says nothing.
SMALLEST_USE = 0.001
#: Survey and experiment compare the fifth with the least experience with the fifth with the most.
FIFTH = 0.2
#: The quarter whose job suits the tool best: about as many "strongly agree" in surveys.
SUITED = 0.75


@dataclass(frozen=True)
class Story:
    """A run as it went, or the window of it that a study looked at: what people did week by week.

    Attributes:
        firm: The firm after the last week of the run.
        use: Genuine use, shape (weeks, people), in [0, 1].
        saving: Saving per hour of eligible work, same shape.
    """

    firm: Engine
    use: Floats
    saving: Floats


Measure = Callable[[Story], float]


def observe(name: str, story: Story, weeks: tuple[int, int]) -> float:
    """The value of one observable, mean over the weeks from first to last, both included."""
    part = slice(weeks[0] - 1, weeks[1])
    if name in OBSERVABLES:
        return OBSERVABLES[name](Story(story.firm, story.use[part], story.saving[part]))
    return _percent(story.firm.log.columns()[name][part])


def names() -> tuple[str, ...]:
    """Everything that can be observed: the list here, and weekly columns that are shares."""
    return (*OBSERVABLES, *SHARES)


#: Columns of the weekly log that are shares of people or of use.
SHARES = (
    "genuine_use", "reported_use", "compelled_use", "frequent_use", "regular_use",
    "daily_use", "aware", "licensed", "expectation", "trust", "threat", "reactance", "skill",
)  # fmt: skip


def _percent(values: Any) -> float:
    return 100.0 * float(np.mean(values)) if values.size else 0.0


def _users(window: Story) -> Flags:
    return window.use >= ANY_USE


def _frequent(window: Story, who: Flags) -> float:
    return _percent(window.use[:, who] >= FREQUENT_USE)


def _led(window: Story) -> Flags:
    """Staff whose own manager leads by example."""
    people = window.firm.people
    led = np.zeros(people.count, np.bool_)
    staff = people.manager >= 0
    led[staff] = window.firm.offer.leading[people.manager[staff]] > 0.0
    return led


def _contributors(window: Story) -> Flags:
    return ~window.firm.people.is_manager


def _felt_hours(window: Story) -> Floats:
    """Share of all work hours that people feel they save."""
    config = window.firm.config
    eligible = config.work.flow.touch_share * config.technology.eligible_share
    felt = window.saving + config.workforce.experience.bias
    return np.asarray(eligible * window.use * felt)


def _output(window: Story, who: Flags) -> float:
    """Rise of output: touch time per item falls by the saving in its eligible part, in percent."""
    eligible = window.firm.config.technology.eligible_share
    saved = np.minimum(0.95, eligible * window.use * window.saving)[who]
    return 100.0 * float(np.mean(1.0 / (1.0 - saved) - 1.0)) if saved.size else 0.0


def _columns(window: Story, who: Flags) -> Flags:
    return np.broadcast_to(who, window.use.shape)


def _tenure(window: Story, newest: bool) -> Flags:
    people = window.firm.people
    staff, tenure = _contributors(window), people.tenure
    edge = np.quantile(tenure[staff], FIFTH if newest else 1.0 - FIFTH)
    return np.asarray(staff & (tenure <= edge if newest else tenure >= edge))


def _output_by_tenure(window: Story, newest: bool) -> float:
    return _output(window, _columns(window, _tenure(window, newest)))


def _suited(window: Story) -> Flags:
    fit = window.firm.people.job_fit
    return np.asarray(fit >= np.quantile(fit, SUITED))


def _pretending(window: Story) -> float:
    """Share of those who show use, of whose shown use at least a day a month is box-ticking."""
    people = window.firm.people
    fake = (1.0 - window.firm.config.workforce.mandate.authenticity) * people.compelled_use
    shown = people.reported_use >= ANY_USE
    return _percent(fake[shown] >= ANY_USE)


def _rework(window: Story) -> float:
    """Share of the gross saving that checking and rework eat, among users."""
    firm, people = window.firm, window.firm.people
    terms, wrong = firm.config.workforce.saving, 1.0 - firm.config.technology.reliability
    cost = terms.checking * (1.0 - people.trust) + terms.rework * wrong * people.trust
    users = people.genuine_use >= ANY_USE
    gross = float((people.saving + cost)[users].sum())
    return 100.0 * float(cost[users].sum()) / gross if gross > 0.0 else 100.0


def _weeks_to_benefit(window: Story) -> float:
    """Weeks of use after which half of those who still use it feel eleven minutes a day.

    Use is a working day a week or more; people count from their first such week. The last
    week if it never comes to that.
    """
    use, felt = window.use, _felt_hours(window) >= FELT_SHARE
    active = use >= DAY_A_WEEK
    weeks, began = len(use), np.argmax(active, axis=0)
    new = active.any(axis=0) & ~window.firm.people.own_access
    before = 0.0
    for length in range(weeks):
        rows = np.flatnonzero(new & (began + length < weeks))
        at = began[rows] + length
        still = active[at, rows]
        share = float(felt[at, rows][still].mean()) if still.any() else before
        if share >= 0.5:
            return length - (share - 0.5) / (share - before) if length else 0.0
        before = share
    return float(weeks)


def _use_depth(window: Story) -> float:
    """Use of those who ever used it in the window: the share of eligible work done with it."""
    ever = _users(window).any(axis=0)
    return _percent(window.use[:, ever])


def _no_time_saved(window: Story) -> float:
    """Share of people who are no managers and feel no saving worth telling."""
    felt = _felt_hours(window)[:, _contributors(window)].mean(axis=0)
    return _percent(felt * window.firm.config.work.flow.hours_a_week < TOLD_HOURS)


OBSERVABLES: dict[str, Measure] = {
    "any_use": lambda w: _percent(_users(w)),
    "ever_used": lambda w: _percent(_users(w).any(axis=0)),
    "frequent_use_contributors": lambda w: _frequent(w, _contributors(w)),
    "frequent_use_managers": lambda w: _frequent(w, ~_contributors(w)),
    "frequent_use_led": lambda w: _frequent(w, _led(w)),
    "frequent_use_not_led": lambda w: _frequent(w, ~_led(w)),
    "frequent_use_led_gap": lambda w: _frequent(w, _led(w)) - _frequent(w, ~_led(w)),
    "frequent_use_suited": lambda w: _frequent(w, _suited(w)),
    "frequent_use_unsuited": lambda w: _frequent(w, ~_suited(w)),
    "time_saved_users": lambda w: (
        100.0 * float(_felt_hours(w)[_users(w)].mean()) if _users(w).any() else 0.0
    ),
    "time_saved_all": lambda w: 100.0 * float(_felt_hours(w).mean()),
    "output_rise": lambda w: _output(w, _columns(w, _contributors(w))),
    "output_rise_users": lambda w: _output(w, _users(w)),
    "output_rise_novices": lambda w: _output_by_tenure(w, True),
    "output_rise_experts": lambda w: _output_by_tenure(w, False),
    "output_rise_gap": lambda w: _output_by_tenure(w, True) - _output_by_tenure(w, False),
    "use_depth": _use_depth,
    "log_mean_use": lambda w: 100.0 * float(np.log(max(w.use.mean(), SMALLEST_USE))),
    "no_time_saved": _no_time_saved,
    "eligible_time_saved": lambda w: 100.0 * float((w.use * w.saving).mean()),
    "weeks_to_benefit": _weeks_to_benefit,
    "pretending": _pretending,
    "rework_share": _rework,
}
"""What is measured; in words, `evidence.observable_…`."""
