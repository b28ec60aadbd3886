"""The debrief's numbers: skill and luck, and what each decision was worth.

Work is done in pieces of a few companies (`scores`), so that a server can queue it; everything
else is arithmetic on the rows that come back. Rows are plain values, None for what is undefined.
The same plan and company give the same row whoever works it out: `plan_key` is what it is kept by.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from sim.analysis.inference import BETTER
from sim.analysis.matters import matters
from sim.analysis.paired import describe, judged
from sim.app.plan import Decision, in_order, strategy_of
from sim.app.scenario import Scenario, ground
from sim.base.arrays import Floats
from sim.config.game import SOURCES
from sim.config.load import load_strategies
from sim.model.outcomes import BY_NAME
from sim.model.strategy import Strategy
from sim.runs.version import digest

FIRST = 40
"""Companies that a score begins with; it grows to all of them."""
PIECE = 5
"""Companies in a piece of work: about 40 ms with 200 people."""
BENEFIT = "net_benefit_eur"
KEPT = (
    BENEFIT, "genuine_use_final", "reported_use_final", "threat_final", "trust_final",
    "reactance_peak", "hours_saved_per_employee_week", "lead_time_change", "payback_week",
    "cost_eur", "unspent_budget", "paper_adoption", "pilot_trap", "use_gini_teams",
)  # fmt: skip
"""Outcomes that scores keep, besides those of the game."""
ALONE, SOONER = "without", "earlier"

Row = dict[str, Any]
"""A plan in one company: `seed`, and outcomes by name; None where undefined or not reached."""


class Standing(NamedTuple):
    """How a plan does over many companies.

    Attributes:
        name: Of the team or standard strategy.
        mean: Mean of the outcome.
        p10: 10 of 100 companies end below it; from here
        p90: to here lie 8 of 10.
        loss: Share of companies with a net benefit below 0.
        rank: 1 and how many are decided to be better; never behind a plan with a worse mean.
        beaten: How many are decided to be better.
        own: The outcome in the class's own company; NaN for nobody's.
        luck: Share of the companies in which the same plan ends worse than in the class's own.
    """

    name: str
    mean: float
    p10: float
    p90: float
    loss: float
    rank: int
    beaten: int
    own: float
    luck: float


class Worth(NamedTuple):
    """What a decision was worth: the plan minus the plan without it, or with it earlier.

    Attributes:
        round: In which it was made.
        card: What was decided.
        kind: `without`, or `earlier` for a round earlier.
        outcome: Of which it is the difference.
        companies: How many were tried.
        estimate: Mean difference over companies.
        low: 95 % interval of that mean, lower end.
        high: Upper end.
        better: Share of companies in which the plan as it was is better.
        verdict: As in every comparison: better, worse, too small, perhaps too small, the same, not
            decided.
    """

    round: int
    card: str
    kind: str
    outcome: str
    companies: int
    estimate: float
    low: float
    high: float
    better: float
    verdict: str


class Variant(NamedTuple):
    """A plan that differs in one decision.

    Attributes:
        decision: Which one.
        kind: `without` or `earlier`.
        decisions: The other plan.
    """

    decision: Decision
    kind: str
    decisions: tuple[Decision, ...]


def outcomes_of(scenario: Scenario) -> tuple[str, ...]:
    """Outcomes that scores keep, the goal first."""
    game = scenario.game
    return tuple(dict.fromkeys((game.goal, *game.beside, *KEPT)))


def plan_key(scenario: Scenario, decisions: Sequence[Decision]) -> str:
    """The same for all plans that do the same in the same companies."""
    levers = sorted(strategy_of(scenario, decisions).levers.items())
    return digest(f"{scenario.key} {scenario.game.goal} {scenario.game.beside} {levers}")


def scores(scenario: Scenario, decisions: Sequence[Decision], seeds: Sequence[int]) -> list[Row]:
    """A plan in some companies, as `rollout compare` runs its file: one piece of work."""
    return _scores(scenario, strategy_of(scenario, decisions), seeds)


def standard_scores(scenario: Scenario, name: str, seeds: Sequence[int]) -> list[Row]:
    """A standard strategy in some companies, likewise."""
    words = (f"scenario={scenario.name}", *scenario.words)
    config = load_strategies(words, [name], scenario.config_dir)[name]
    return _scores(scenario, config.strategy, seeds)


def _scores(scenario: Scenario, strategy: Strategy, seeds: Sequence[int]) -> list[Row]:
    rows = []
    for seed in seeds:
        row, _ = ground(scenario, seed).run(strategy.name, scenario.at(seed, strategy))
        values = {name: float(row[name]) for name in outcomes_of(scenario)}
        rows.append({"seed": seed, **{name: None if math.isnan(value) else value
                                      for name, value in values.items()}})  # fmt: skip
    return rows


def prepare(scenario: Scenario, seeds: Sequence[int]) -> None:
    """Make some companies ready, so that the first plan in them takes as long as the next one."""
    for seed in seeds:
        ground(scenario, seed).reference(scenario.at(seed))


def standings(
    scenario: Scenario, rows: Mapping[str, Sequence[Row]], outcome: str,
    own: Mapping[str, Row] | None = None,
) -> list[Standing]:  # fmt: skip
    """Skill and luck: every plan over the companies that all of them have been tried in.

    Args:
        scenario: What was played.
        rows: Rows of every team and standard strategy by name; the class's company not among them.
        outcome: What is wanted.
        own: Rows in the class's own company, by name.

    Returns:
        The best mean first; ranks never fall on the way.
    """
    common = _common(rows)
    weeks, wanted = scenario.base.weeks, BY_NAME[outcome]
    columns = {name: _column(each, outcome, common) for name, each in rows.items()}
    least = matters(people=scenario.people)[outcome]
    found = []
    for name, values in columns.items() if common else ():
        beaten = sum(
            judged(other, values, wanted, weeks, least)["verdict"] == BETTER
            for rival, other in columns.items() if rival != name
        )  # fmt: skip
        benefit = _column(rows[name], BENEFIT, common)
        mine = (own or {}).get(name, {}).get(outcome)
        here = math.nan if mine is None else float(mine)
        worse = wanted.sign * (here - values) > 0.0
        cell = describe(values, wanted, weeks)
        found.append(Standing(
            name, cell["mean"], cell["p10"], cell["p90"], float((benefit < 0.0).mean()),
            1 + beaten, beaten, here, math.nan if math.isnan(here) else float(worse.mean()),
        ))  # fmt: skip
    return _shared(sorted(found, key=lambda each: (-wanted.sign * each.mean, each.name)))


def _shared(best_first: Sequence[Standing]) -> list[Standing]:
    """No plan ranks behind one with a worse mean, though fewer are for certain better than that."""
    shared: list[Standing] = []
    for each in reversed(best_first):
        lowest = shared[-1].rank if shared else each.rank
        shared.append(each._replace(rank=min(each.rank, lowest)))
    return shared[::-1]


def variants(scenario: Scenario, decisions: Sequence[Decision]) -> list[Variant]:
    """Plans without each decision, and with each a round earlier where that is another plan."""
    made, plan = [], in_order(decisions)
    key = plan_key(scenario, plan)
    for place, each in enumerate(plan):
        if each.card in SOURCES:
            continue
        others = [*plan[:place], *plan[place + 1 :]]
        tried = [(ALONE, others)]
        if each.round > 1:
            tried.append((SOONER, [*others, each._replace(round=each.round - 1)]))
        made += [Variant(each, kind, tuple(other)) for kind, other in tried
                 if plan_key(scenario, other) != key]  # fmt: skip
    return made


def worth(
    scenario: Scenario, variant: Variant, plan: Sequence[Row], other: Sequence[Row], outcome: str
) -> Worth:
    """What a decision was worth in an outcome, company by company.

    Args:
        scenario: What was played.
        variant: The plan that differs.
        plan: Rows of the plan as it was.
        other: Rows of the variant.
        outcome: Of which.
    """
    common = _common({"plan": plan, "other": other})
    left, right = (_column(each, outcome, common) for each in (plan, other))
    least = matters(people=scenario.people)[outcome]
    found = judged(left, right, BY_NAME[outcome], scenario.base.weeks, least)
    return Worth(
        variant.decision.round, variant.decision.card, variant.kind, outcome, len(common),
        found["estimate"], found["low"], found["high"], found["share_better"], found["verdict"],
    )  # fmt: skip


def _common(rows: Mapping[str, Sequence[Row]]) -> list[int]:
    """Companies that all have been tried in, in order."""
    tried = [{int(row["seed"]) for row in each} for each in rows.values()]
    return sorted(set.intersection(*tried)) if tried else []


def _column(rows: Sequence[Row], outcome: str, seeds: Sequence[int]) -> Floats:
    """An outcome in some companies; NaN for what is undefined."""
    known = {int(row["seed"]): row[outcome] for row in rows}
    return np.array([known[seed] for seed in seeds], float)
