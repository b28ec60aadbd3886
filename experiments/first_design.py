"""What the first design proposed as defaults, and why the model starts elsewhere today.

`python -m experiments.parameter_table write` turns this into the table in docs/decisions.md;
a default that equals the first design again drops out of the table by itself.
"""

from __future__ import annotations

from sim.base.params import FITTED, LOOSELY, parameters
from sim.model.config import RunConfig

FIT = "the median of what agrees with published numbers ([calibration](calibration.md))"

#: Key -> default in the first design (where it gave one).
FIRST: dict[str, float] = {
    "weeks": 104,
    "withdraw_week": 78,
    "organisation.span": 8,
    "workforce.start.expectation": 0.30,
    "workforce.start.expectation_spread": 0.12,
    "workforce.awareness.external": 0.02,
    "workforce.awareness.announcement": 0.5,
    "workforce.awareness.contagion": 0.12,
    "workforce.decision.intercept": -1.6,
    "workforce.decision.expectation": 5,
    "workforce.decision.skill": 1,
    "workforce.decision.trust": 1,
    "workforce.decision.peers": 1,
    "workforce.decision.manager": 1.5,
    "workforce.decision.reactance": 1,
    "workforce.decision.pace": 0.3,
    "workforce.decision.spread": 0.5,
    "workforce.mandate.weight": 2,
    "workforce.mandate.authenticity": 0.4,
    "workforce.reactance.growth": 0.3,
    "workforce.reactance.decay": 0.06,
    "workforce.discovery.exploring_hours": 0.25,
    "workforce.discovery.trials_per_hour": 0.35,
    "workforce.discovery.sharing": 0.15,
    "workforce.saving.checking": 0.15,
    "workforce.experience.learning": 0.25,
    "workforce.experience.loss_weight": 2,
    "workforce.experience.bias": 0.05,
    "workforce.experience.trust_learning": 0.15,
    "workforce.experience.trust_loss_weight": 2,
    "workforce.skill.practice": 0.09,
    "workforce.skill.peers": 0.036,
    "workforce.skill.forgetting": 0.0145,
    "workforce.talk.influence": 0.25,
    "workforce.talk.loss_weight": 2,
    "workforce.talk.manager_weight": 2,
    "workforce.talk.champion_weight": 2,
    "workforce.turnover.monthly": 1,
    "technology.fit": 0.30,
    "technology.fit_spread": 0.15,
    "technology.harmful_share": 0.30,
    "technology.harm": 0.20,
    "technology.reliability": 0.8,
    "technology.eligible_share": 0.5,
    "technology.escaping_share": 1,
    "technology.base_error": 0.03,
    "work.flow.touch_share": 0.42,
    "work.flow.bottleneck_load": 0.92,
    "work.flow.lowest_load": 0.60,
    "work.flow.highest_load": 0.82,
    "work.flow.latency": 0.4,
    "work.flow.approval_hours": 10,
    "work.flow.approval_hours_per_item": 0.5,
    "work.integration.friction_removed": 0.5,
    "work.integration.steepness": 2,
    "work.integration.neighbour": 0.5,
    "work.integration.dual_running": 0.05,
    "work.integration.redesign_hours": 80,
    "work.integration.learning": 0.32,
    "work.integration.insight": 0.35,
    "work.integration.decay": 0.01,
    "work.integration.decision_delay": 3,
    "work.integration.decision_delay_owner": 0,
    "strategy.levers.announcement.promise": 0.45,
    "strategy.levers.champions.share": 0.05,
    "strategy.levers.redesign.support_hours": 40,
    "strategy.levers.redesign.participants": 4,
}

MIDDLE = "the middle of its range on its own scale ([reasons](second_defaults.md))"

#: Key -> why the default differs, where it is neither fitted nor the middle of its range.
WHY: dict[str, str] = {
    "organisation.span": "measured organisations have 4 to 5 direct reports on average, not 8",
    "workforce.skill.peers": "learning from others stays near 40 % of practice",
    "workforce.talk.loss_weight": "losses count once, where the experience is made",
    "technology.escaping_share": "if every wrong output escaped, reworked items would eat most "
    "of the saving; a survey puts the loss at 37 % of the time saved",
    **{
        key: FIT if field.metadata.get("source", "").startswith((FITTED, LOOSELY)) else MIDDLE
        for key, field in parameters(RunConfig)
        if key in FIRST
        and field.metadata.get("plausible")
        and key not in ("organisation.span", "workforce.skill.peers", "technology.escaping_share")
    },
}
