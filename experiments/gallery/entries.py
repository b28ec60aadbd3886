"""The twelve questions: the command of each, and which differences are read from what it leaves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Arms = tuple[tuple[str, ...], tuple[str, ...]]
"""Arms that are added, and arms that are taken away: the difference that a row shows."""

OUTCOMES: Mapping[str, str] = {
    "benefit": "net_benefit_eur", "cost": "cost_eur", "use": "genuine_use_final",
    "hours": "hours_saved_per_employee_week", "trust": "trust_final", "threat": "threat_final",
    "lead": "lead_time_change",
}  # fmt: skip
"""What outcomes are called in names of facts and in texts."""


@dataclass(frozen=True)
class Entry:
    """One question.

    Args:
        name: Of the entry, in files and texts.
        line: What a reader types, without `rollout`.
        rows: Name -> the difference that it is; an arm is a strategy, or STRATEGY@POINT in a sweep.
        outcomes: What the differences are taken of.
        drawn: Outcomes of the figure, and `rows` of it; all if there are none.
        turned: Row and outcome whose differences between companies are looked into.
        people: In one company: money is told per head.
        weeks: Horizon.
    """

    name: str
    line: str
    rows: Mapping[str, Arms] = field(default_factory=dict)
    outcomes: tuple[str, ...] = ()
    drawn: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    turned: tuple[str, str] = ("", "")
    people: int = 1000
    weeks: int = 104

    @property
    def command(self) -> str:
        """Its first word."""
        return self.line.split()[0]


def minus(left: str, right: str) -> Arms:
    """One arm minus another."""
    return (left,), (right,)


def steps(strategy: str, points: int, base: str = "organic") -> dict[str, Arms]:
    """At every point a strategy minus the base, and the last of these minus the first."""
    rows = {f"at{k}": minus(f"{strategy}@{k}", f"{base}@{k}") for k in range(points)}
    last = points - 1
    return {
        **rows,
        "step": ((f"{strategy}@{last}", f"{base}@0"), (f"{strategy}@0", f"{base}@{last}")),
    }


SEEDS = "seeds=40"
SWEEP = f"sweep companies=matched {SEEDS}"
POINTS = ("at0", "at1", "at2")

ENTRIES: tuple[Entry, ...] = (
    Entry(
        "sceptical",
        f"compare {SEEDS} workforce=sceptical "
        "strategies=organic,mandate,training_first,lead_by_example",
        {each: minus(each, "organic") for each in ("mandate", "training_first", "lead_by_example")},
        ("benefit", "use", "hours"), ("benefit", "use"), turned=("mandate", "benefit"),
    ),
    Entry(
        "managers",
        f"{SWEEP} strategies=organic,lead_by_example workforce.roles.withheld=1 "
        "vary.workforce.roles.resisting=0,0.5,1",
        steps("lead_by_example", 3), ("use", "hours", "benefit"), ("use", "benefit"), POINTS,
        ("step", "use"),
    ),
    Entry(
        "order_ends",
        f"compare strategies=organic,mandate withdraw_week=52 {SEEDS}",
        {"mandate": minus("mandate", "organic")}, ("use", "benefit", "threat"),
        turned=("mandate", "use"),
    ),
    Entry(
        "at_once", "claims claims=C05 draws=120 seeds=6",
    ),
    Entry(
        "bottleneck",
        "tournament strategies=organic,phased_pilot,phased_pilot_random draws=60 seeds=6",
        people=200,
    ),
    Entry(
        "champions",
        f"{SWEEP} strategies=organic,champions equal_budget=false "
        "vary.strategy.levers.champions.share=0.02,0.05,0.1",
        steps("champions", 3), ("hours", "benefit", "use", "cost"), ("hours", "benefit"), POINTS,
        ("at1", "benefit"),
    ),
    Entry(
        "training",
        f"{SWEEP} strategies=organic,training_first equal_budget=false "
        "vary.strategy.levers.training.hours=0.25,0.5,1",
        steps("training_first", 3), ("cost", "hours", "use", "benefit"),
        ("hours", "benefit"), POINTS, ("at2", "benefit"),
    ),
    Entry(
        "promise",
        f"{SWEEP} scenario=brennecke strategies=organic,training_first "
        "vary.strategy.levers.announcement.promise=0,0.45,0.9",
        steps("training_first", 3), ("trust", "use", "benefit"), ("trust", "use"), POINTS,
        ("step", "trust"), people=220, weeks=78,
    ),
    Entry(
        "budget_cut",
        f"{SWEEP} strategies=organic,phased_pilot,playbook "
        "'vary.events=[[budget_cut@40:0],[budget_cut@40:0.5]]'",
        {each: ((f"{each}@1", "organic@0"), (f"{each}@0", "organic@1"))
         for each in ("phased_pilot", "playbook")},
        ("hours", "benefit", "cost"), ("hours", "benefit"), turned=("playbook", "hours"),
    ),
    Entry(
        "better_tool",
        f"{SWEEP} strategies=organic,training_first,phased_pilot "
        "vary.technology.improvement=0,0.05,0.19",
        {"organic": minus("organic@2", "organic@0"),
         "training_first": minus("training_first@2", "organic@2"),
         "phased_pilot": minus("phased_pilot@2", "organic@2"),
         "before": minus("phased_pilot@0", "organic@0")},
        ("hours", "benefit", "use"), ("hours", "benefit"), turned=("phased_pilot", "benefit"),
    ),
    Entry(
        "luck",
        "run -m organisation=small strategy=organic,phased_pilot seed=1,2,3,4,5,6,7,8,9,10,11,12",
        {"phased_pilot": minus("phased_pilot", "organic")}, ("hours", "benefit"), people=150,
    ),
    Entry(
        "unknown",
        "ask strategies=organic,lead_by_example,phased_pilot draws=500 organisation.headcount=100",
        people=100,
    ),
)  # fmt: skip
"""In the order of the page."""

BY_NAME: Mapping[str, Entry] = {entry.name: entry for entry in ENTRIES}
