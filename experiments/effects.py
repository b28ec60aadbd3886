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
