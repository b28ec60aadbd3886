"""What each mechanism does alone: the same companies with its values neutral, and at work.

python -m experiments.effects      # half a minute; part of docs/behaviour.md
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np

from sim.analysis.inference import interval
from sim.config.load import load
from sim.model.firm import Firm
from sim.runs.run import simulate

Read = Callable[[Firm], float]


class Effect(NamedTuple):
    """A mechanism, its values (neutral, at work), the strategy it is seen under, what is read."""

    what: str
    values: Mapping[str, tuple[object, object]]
    strategy: str
    read: str
    of: Read
    words: tuple[str, ...] = ()


def column(name: str, week: int) -> Read:
    """A column of the log, mean of the four weeks up to `week`."""
    return lambda firm: float(firm.log.columns()[name][week - 4 : week].mean())


def managers_ahead(firm: Firm) -> float:
    """Use of managers minus use of staff, last week."""
    use, manager = firm.people.genuine_use, firm.people.is_manager
    return float(use[manager].mean() - use[~manager].mean())


def surplus_felt(firm: Firm) -> float:
    """Saving that users expect minus the one they make, last week."""
    people = firm.people
    users = people.genuine_use >= 0.2
    return float((people.expectation - people.saving)[users].mean())


def total(name: str) -> Read:
    """Sum of a column of the log over all weeks, per employee."""
    return lambda firm: float(firm.log.columns()[name].sum()) / firm.people.count


def net_hours(firm: Firm) -> float:
    """Net hours saved per employee over all weeks."""
    return float(firm.log.columns()["hours_saved_per_employee"].sum())


def hours_a_redesign(firm: Firm) -> float:
    """All hours that the programme pays, per station that is redesigned in full."""
    done = float(firm.stations.integration.sum())
    return float(firm.log.columns()["spend_hours"].sum()) / done


RANKED, LOSS = "strategy.levers.redesign.ranked_by", "strategy.levers.redesign.purpose"
HYPE = ("strategy.levers.lead_by_example.candour=0", "strategy.levers.lead_by_example.end=20")
EFFECTS = (
    Effect("use cases travel without the teacher's job",
           {"workforce.discovery.passing": ("result", "use_case")},
           "organic", "best use case, week 52", column("best_use", 52)),
    Effect("training makes aware",
           {"workforce.awareness.trained": (0, 6)},
           "training_first", "aware, week 4", column("aware", 4)),
    Effect("training brings a use case",
           {"workforce.training.use_case": (0, 0.6)},
           "training_first", "best use case, week 12", column("best_use", 12)),
    Effect("training shows how reliable the tool is",
           {"workforce.training.trust": (0, 0.6)},
           "training_first", "trust, week 12", column("trust", 12)),
    Effect("training saturates with hours",
           {"workforce.training.saturation": (0, 0.45)},
           "training_first", "skill, week 26", column("skill", 26)),
    Effect("champions explore",
           {"strategy.levers.champions.exploring": (0, 0.3)},
           "champions", "best use case, week 52", column("best_use", 52)),
    Effect("champions are believed and seen",
           {"workforce.helping.belief": (0, 0.14), "workforce.helping.visible": (0, 0.4)},
           "champions", "genuine use, week 26", column("genuine_use", 26)),
    Effect("champions can be asked",
           {"workforce.decision.help": (0, 0.3)},
           "champions", "genuine use, week 26", column("genuine_use", 26)),
    Effect("words have a price: hype for 20 weeks",
           {"workforce.credibility.learning": (0, 0.16)},
           "lead_by_example", "trust, week 20", column("trust", 20), HYPE),
    Effect("losses count once",
           {"workforce.talk.loss_weight": (2, 1)},
           "organic", "saving expected minus made, users, week 78", surplus_felt),
    Effect("colleagues weigh less",
           {"workforce.decision.peers": (1.8, 0.5)},
           "organic", "genuine use, week 78", column("genuine_use", 78)),
    Effect("the manager's example weighs half",
           {"workforce.decision.manager": (2.4, 1.2)},
           "lead_by_example", "genuine use, week 78", column("genuine_use", 78)),
    Effect("being seen with the tool costs",
           {"workforce.decision.image": (0, 0.25), "workforce.image.hidden": (0, 0.48)},
           "organic", "genuine use, week 26", column("genuine_use", 26)),
    Effect("the same under managers who lead openly",
           {"workforce.decision.image": (0, 0.25), "workforce.image.hidden": (0, 0.48)},
           "lead_by_example", "genuine use, week 26", column("genuine_use", 26)),
    Effect("managers' jobs suit the tool better",
           {"workforce.roles.manager_fit": (1, 1.2), "workforce.roles.leader_fit": (1, 1.5)},
           "organic", "use of managers minus staff, week 78", managers_ahead),
    Effect("some managers resist",
           {"workforce.roles.resisting": (0, 0.4)},
           "mandate", "reported use, week 26", column("reported_use", 26)),
    Effect("staff give time where a redesign gets on",
           {"work.integration.staff_time": ("open_weeks", "progress")},
           "big_bang", "hours paid per station redesigned", hours_a_redesign),
    Effect("the same in waves",
           {"work.integration.staff_time": ("open_weeks", "progress")},
           "phased_pilot", "hours paid per station redesigned", hours_a_redesign),
    Effect("two ways of working burden where they differ in practice",
           {"work.integration.dual_gap": ("integration", "effective")},
           "phased_pilot", "hours of it per item, week 26", column("hours_dual_running", 26)),
    Effect("people get used to two ways of working",
           {"work.integration.getting_used": (0, 0.063)},
           "phased_pilot", "hours of it per item, week 26", column("hours_dual_running", 26)),
    Effect("whole workflows, one after the other",
           {"strategy.levers.redesign.targets": ("bottleneck", "workflow")},
           "phased_pilot", "net hours saved", net_hours),
    Effect("stations by all their waiting",
           {RANKED: ("queue", "waiting")}, "phased_pilot", "net hours saved", net_hours),
    Effect("stations by the hours that frictions take",
           {RANKED: ("queue", "hours")}, "phased_pilot", "net hours saved", net_hours),
    Effect("the purpose that loses most",
           {LOSS: ("all", "largest_loss")}, "phased_pilot", "net hours saved", net_hours,
           (f"{RANKED}=hours",)),
    Effect("waits are measured with an error",
           {"work.integration.measurement_error": (0, 0.9)},
           "phased_pilot", "lead time, week 26", column("lead_time_weeks", 26)),
    Effect("drafting saves touch time",
           {"work.purpose.drafting_saves": (0, 0.1)}, "phased_pilot", "net hours saved", net_hours),
    Effect("pre-structuring prevents returns",
           {"work.purpose.rework_prevented": (0, 0.3)},
           "phased_pilot", "net hours saved", net_hours),
    Effect("experience travels with losses",
           {"work.integration.travel": (1, 0.3), "work.integration.reach": (1e6, 20)},
           "phased_pilot", "integration, week 52", column("integration", 52)),
    Effect("arrivals answer to capacity",
           {"work.flow.demand": (0, 1)}, "phased_pilot", "items done a week, week 78",
           column("throughput", 78)),
    Effect("owners stay",
           {"strategy.levers.ownership.stays": ("false", "true")},
           "phased_pilot", "lead time, week 78", column("lead_time_weeks", 78),
           ("withdraw_week=52",)),
    Effect("the budget is a ceiling",
           {"equal_budget": ("spend", "ceiling")},
           "champions", "€ per employee", total("spend_eur"),
           ("programme.budget_per_employee=3000",)),
)  # fmt: skip


def row(effect: Effect, seeds: int, headcount: int) -> str:
    """A line of the table: means over seeds, and the difference with its 95 % interval."""
    common = [f"organisation.headcount={headcount}", "weeks=78", *effect.words]
    ends = np.array([
        [effect.of(simulate(load([*common, f"seed={seed}", *_words(effect, side)],
                                 effect.strategy)))
         for side in (0, 1)]
        for seed in range(seeds)
    ])  # fmt: skip
    apart = ends[:, 1] - ends[:, 0]
    low, high = interval(apart)
    off, on = ends.mean(axis=0)
    return (f"| {effect.what} | {effect.strategy} | {effect.read} | {off:.3f} | {on:.3f} | "
            f"{apart.mean():+.3f} [{low:+.3f}, {high:+.3f}] |")  # fmt: skip


def _words(effect: Effect, side: int) -> list[str]:
    return [f"{key}={values[side]}" for key, values in effect.values.items()]


def table(seeds: int, headcount: int) -> str:
    """All effects, in Markdown."""
    head = ["| mechanism | under | read | neutral | at work | difference |", "|---" * 6 + "|"]
    return "\n".join([*head, *(row(effect, seeds, headcount) for effect in EFFECTS)])


if __name__ == "__main__":
    print(table(8, 300))
