"""English: templates, labels, numbers."""

from __future__ import annotations

from sim.model.outcomes import BY_NAME
from sim.report.languages.numbers import Numbers

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
    "censored_one": "50 % genuine use is not reached within {weeks} weeks: {names}; in differences "
    "such a run counts as {weeks} weeks.",
    "payback_one": "Not paid back within {weeks} weeks: {names}.",
    "trap_one": "Caught in the pilot trap (used, but not built into the work, and hours per item "
    "fall by less than 5 %): {names}.",
    "few_one": "One seed decides nothing: what differs here may be luck, and there are no "
    "intervals.",
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
    "idle": "{strategy}: lever {lever} never acts, it would start in week {week} (last week with "
    "levers: {last}).",
    "results": "results in {folder}",
    "head_strategy": "||strategy",
    "head_genuine_use_final": "genuine|use at|end, %",
    "head_hours_saved_per_employee_week": "net hours|saved per|head+week",
    "head_lead_time_change": "change|of lead|time, %",
    "head_net_benefit_eur": "net|benefit|1,000 €",
    "head_payback_week": "payback|in|week",
    "head_best": "saves|most in %|of seeds",
    "run_head": "{strategy}, seed {seed}, against the same seed without levers:",
    "dose": "{name} {given} (asked: {asked})",
    "doses": "Doses that {budget} € per employee pay for: {doses}.",
    "run_one": "One run is one throw of the dice: rollout compare shows what many have in common.",
    "run_job": "{strategy}, seed {seed}: results in {folder}",
    # Figures: what several have in common.
    "no_rollout": "no AI rollout",
    "one_seed": "one seed",
    "seeds": "{count} seeds",
    "spread_lines": "lines: median of {count} seeds",
    "spread_line_band": "line: median of {count} seeds, band: 8 of 10 seeds",
    "week": "Week",
    "withdrawn": "last levers withdrawn",
    # Adoption.
    "adoption": "Who really uses it? Genuine and reported use over time",
    "adoption_sub": "{Spread}; what is reported beyond genuine use is use on paper",
    "adoption_axis": "Use (mean over all people, %)",
    "genuine": "genuine use",
    "genuine_band": "genuine use in 8 of 10 seeds",
    "reported": "reported use, where it differs",
    "others": "the other strategies",
    # Hours saved.
    "savings": "Hours put in and hours saved: net hours saved over time",
    "savings_sub": "Against the same company without any lever; {spread}; red: more put in "
    "than saved",
    "savings_weeks": "Week (dotted: last levers withdrawn; diamond: median payback)",
    "savings_weeks_one": "Week (dotted: last levers withdrawn; diamond: payback)",
    "savings_axis": "Net hours saved (hours per employee and week)",
    "unpaid": "not paid back",
    "unpaid_in": "not paid back: {count} of {seeds}",
    "never_red": "never in the red",
    "paid_in": "paid back: {count} of {seeds}",
    "paid": "paid back: week {week}",
    "paid_late": "paid back: week {week} ({count} of {seeds})",
    # Lead time.
    "lead": "Where an item's time goes: lead time by phase and by cause",
    "lead_sub": "Weeks from arrival to completion; mean of the last {weeks} weeks, {seeds}",
    "lead_axis": "Lead time (weeks per item)",
    "lead_phases": "By phase of the workflow",
    "lead_time_intake": "intake",
    "lead_time_planning": "planning",
    "lead_time_execution": "execution",
    "lead_time_reporting": "reporting",
    "lead_causes": "By cause: work and kinds of waiting",
    "wait_service": "being worked on",
    "wait_queue": "queue",
    "wait_approval": "approval",
    "wait_prioritisation": "prioritisation",
    "wait_hand_over": "hand-over",
    "wait_status_query": "status query",
    # Cost and effect.
    "spread_rows": "bar and number: mean of {count} seeds, line: 8 of 10 seeds",
    "cost": "What it costs and what it brings, over the whole time",
    "cost_sub": "{Spread}; net benefit: net hours priced, minus licences and externals",
    "cost_cost_eur": "Cost, hours\nof people included",
    "cost_net_hours_per_employee": "Net hours saved\nper employee",
    "cost_net_benefit_eur": "Net benefit\n",
    # Differences.
    "differences": "What differs from “{baseline}”, and what is not decided",
    "differences_sub": "Mean difference to the same seed, 95 % interval, {seeds}; filled: decided "
    "(interval excludes 0); grey: seeds in which it is better",
    "differences_sub_one": "Difference to the same seed; one seed has no interval and decides "
    "nothing",
    "panel_use_auc": "Genuine use\nover all weeks",
    "panel_genuine_use_final": "Genuine use\nat the end",
    "panel_hours_saved_per_employee_week": "Net hours saved\nat the end",
    "panel_lead_time_change": "Lead time\nat the end",
    "panel_net_benefit_eur": "Net benefit\nover the horizon",
    "axis_points": "percentage points",
    "axis_euros": "1,000 €",
    "axis_hours": "h/employee/week",
    "axis_per_head": "h per employee",
    "axis_weeks": "weeks",
    "better_higher": "better →",
    "better_lower": "← better",
    "better_in": "better in",
    "equal": "same",
    # Network.
    "network": "Who uses it, and who is tied to whom",
    "network_of": "Who uses it, and who is tied to whom — {name}",
    "network_sub": "{people}; one circle per department; lines: {drawn}; one run; users: "
    "all but the grey ones",
    "people_all": "{all} people",
    "people_some": "{shown} of {all} people, whole departments",
    "ties": "ties",
    "ties_sample": "a sample of ties",
    "users": "Week {week}: {share} are users",
    "stage": "Colour: weeks with use on at least one day, of the last 12",
    "stage_none": "none",
    "stage_low": "1–4",
    "stage_novice": "5–8 (novice)",
    "stage_habitual": "9–12 (habitual)",
    "stage_power": "9–12, 3 days (power)",
    "role": "Shape: role",
    "role_employee": "employee",
    "role_champion": "champion",
    "role_manager": "manager",
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
