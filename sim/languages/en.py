"""English: templates, labels, numbers."""

from __future__ import annotations

from sim.languages.numbers import Numbers
from sim.outcomes import BY_NAME

MESSAGES: dict[str, str] = {
    "best": "{Outcome}: {strategy} is most often best, in {often}; {lead}.",
    "lead_decided": "it beats {second}, the next by mean ({difference})",
    "lead_open": "its lead over {second}, the next by mean, is not decided ({difference})",
    "lead_behind": "but {second} has the better mean ({difference})",
    "best_tied": "{Outcome}: {names} are best equally often, in {often} each.",
    "often": "{count} of {seeds} seeds",
    "often_shared": "{share} of {seeds} seeds, ties shared",
    "best_nobody": "{Outcome}: no strategy has a value to be ranked by.",
    "against": "{Outcome} against {baseline}, in {unit}: {parts}.",
    "against_better": "better with {names}",
    "against_worse": "worse with {names}",
    "against_open": "not decided for {names}",
    "against_same": "exactly the same with {names}",
    "better": "{Strategy} is better than {other} on {outcome} in {count} of {seeds} seeds; "
    "difference {difference}: {verdict}.",
    "worse": "{Strategy} is worse than {other} on {outcome} in {count} of {seeds} seeds; "
    "difference {difference}: {verdict}.",
    "even": "{Strategy} and {other} are each better on {outcome} in {count} of {seeds} seeds; "
    "difference {difference}: {verdict}.",
    "same": "{Strategy} and {other} do not differ on {outcome} in any of {seeds} seeds.",
    "decided": "decided",
    "open": "not decided",
    "opposed": "{verdict}, and the mean points the other way",
    "censored": "50 % genuine use is not reached within {weeks} weeks, of {seeds} seeds: "
    "{names}; in differences such a run counts as {weeks} weeks.",
    "payback": "Not paid back within {weeks} weeks, of {seeds} seeds: {names}.",
    "trap": "Caught in the pilot trap (used, but not built into the work, and hours per item "
    "fall by less than 5 %), of {seeds} seeds: {names}.",
    "unspent": "Budget left unspent on average: {names}.",
    "few": "Few seeds ({seeds}): intervals are wide or missing; take this as a first look.",
    "luck": "An interval misses the truth in 1 of 20 cases: of the {count} differences to "
    "{baseline} judged here, about {chance} would look decided by luck alone.",
    "stands": "Corrected for their number (Holm), all {decided} that are decided stay so.",
    "undone": "Corrected for their number (Holm), {kept} of the {decided} that are decided "
    "stay so, all but {names}.",
    "model": "This is what follows from the model with these parameters, not a forecast for "
    "a particular company.",
    "in_seeds": "{name} in {count}",
    "with_value": "{name} ({value})",
    "strategy": "{name}",
    "and": "and",
    "legend": "Strategies: {strategies}, seeds: {seeds}, weeks: {weeks}. Means over seeds "
    "(payback: median), changes against the same seed without levers; {star} differs from "
    "{baseline} (95 % interval of the paired difference excludes 0); last column: seeds in "
    "which it saves most.",
    "results": "results in {folder}",
    "head_strategy": "|strategy",
    "head_genuine_use_final": "genuine use|at the end, %",
    "head_hours_saved_per_employee_week": "net h saved|per head, week",
    "head_lead_time_change": "lead time|change, %",
    "head_net_benefit_eur": "net benefit|1,000 €",
    "head_payback_week": "payback|week, median",
    "head_best": "most h saved|% of seeds",
}

LABELS: dict[str, str] = {name: outcome.label for name, outcome in BY_NAME.items()}

STRATEGIES: dict[str, str] = {"none": "no rollout"}

NUMBERS = Numbers(
    ".",
    ",",
    ", ",
    {
        "points": "percentage points",
        "hours": "hours per employee and week",
        "h": "hours",
        "euros": "thousand €",
        "weeks": "weeks",
    },
)
