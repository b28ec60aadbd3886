"""What pages ask of the simulation, as jobs: plain values in, plain values out.

A job names its scenario instead of carrying it; every process reads it once. The key of a job is
its whole question, what the scenario's file says, and the version of the package with its presets,
so that nothing is ever answered from older ones.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from sim.app import debrief, network
from sim.app import why as explained
from sim.app.cards import lever, price_of
from sim.app.news import news
from sim.app.places import PANEL, departments
from sim.app.plan import Decision, purse, strategy_of
from sim.app.play import Played, play
from sim.app.scenario import Scenario, load_scenario
from sim.app.seats import PUBLIC, name, seats
from sim.base.presets import conf_folder
from sim.report.plots.network import layout
from sim.runs.version import PACKAGE, digest, model_version

Plain = dict[str, Any]
MADE_OF = (".py", ".yaml", ".csv", ".parquet", ".txt")
"""Files of the package that an answer can depend on."""


class Spec(NamedTuple):
    """Names a scenario; `content` is that of the file as the server has read it."""

    name: str
    words: tuple[str, ...] = ()
    config_dir: str | None = None
    content: str = ""


def key(kind: str, spec: Spec, *question: Any) -> str:
    """The key of a job."""
    return digest(json.dumps([kind, version(), spec, *question], sort_keys=True))


@functools.cache
def version() -> str:
    """Of the model, and of all else that answers are made with: the package, and what it ships."""
    files = [path for folder in (PACKAGE, conf_folder()) for path in sorted(folder.rglob("*"))
             if path.suffix in MADE_OF]  # fmt: skip
    return f"{model_version()}-{digest(*(path.read_bytes() for path in files))}"


@functools.lru_cache(maxsize=16)
def scenario_of(spec: Spec) -> Scenario:
    """The scenario that is named.

    Raises:
        RuntimeError: Its file has changed since the server read it.
    """
    scenario = load_scenario(spec.name, spec.config_dir, spec.words)
    if spec.content and spec.content != scenario.content:
        raise RuntimeError(f"the files of {spec.name} have changed: start the app again")
    return scenario


# In a worker


def company(spec: Spec, plan: Sequence[Decision], rounds: int) -> Plain:
    """The class's company after so many rounds of a plan.

    Returns:
        `week`, `reported` (per week), `roles` (what each sees, per round), `found`, `seats`,
        `news`, `report` (as `network.told` gives it).
    """
    scenario = scenario_of(spec)
    played = play(scenario, plan, rounds)
    return {
        "week": played.week, "reported": played.columns["reported_use"].tolist(),
        "roles": {role: [{"week": each.week, **each.of(role)} for each in played.sights]
                  for role in scenario.game.roles},
        "found": [each._asdict() for each in played.found],
        "seats": _seats(scenario, played),
        "news": [each._asdict() for each in news(scenario, played)],
        "report": network.told(played.report),
    }  # fmt: skip


def ground_plan(spec: Spec) -> Plain:
    """Where the departments of the class's company are drawn."""
    firm = scenario_of(spec).firm()
    first, second, _ = firm.network.contact.pairs()
    department = firm.people.department
    return departments(layout(department, PANEL), department, np.stack([first, second], axis=1))


def _seats(scenario: Scenario, played: Played) -> list[Plain]:
    return [
        {"number": each.number, "name": name(scenario, each.number, played.hands[each.number]),
         "rule": each.rule if each.rule in PUBLIC else "", "department": each.department + 1,
         "is_manager": each.is_manager}
        for each in seats(scenario)
    ]  # fmt: skip


def money(
    spec: Spec, plan: Sequence[Decision], round_: int, shown: Mapping[str, Mapping[str, Any]]
) -> Plain:
    """The purse at the beginning of a round, and what cards cost a week.

    Args:
        spec: What is played.
        plan: Decisions, drafts of this round included.
        round_: The round.
        shown: Card -> fields as its form shows them.
    """
    scenario = scenario_of(spec)
    firm = scenario.firm(strategy_of(scenario, plan))
    prices = {card: price_of(firm, lever(scenario, card, fields, 1))._asdict()
              for card, fields in shown.items()}  # fmt: skip
    managers = int(firm.people.is_manager.sum())
    return {
        "purse": purse(scenario, plan, round_)._asdict(), "prices": prices,
        "managers": managers, "staffs": firm.people.count - managers,
    }  # fmt: skip


def score(spec: Spec, plan: Sequence[Decision], seeds: Sequence[int]) -> list[Plain]:
    """A plan in some companies."""
    return debrief.scores(scenario_of(spec), plan, seeds)


def standard(spec: Spec, name: str, seeds: Sequence[int]) -> list[Plain]:
    """A standard strategy in some companies."""
    return debrief.standard_scores(scenario_of(spec), name, seeds)


def prepare(spec: Spec, seeds: Sequence[int]) -> None:
    """Make some companies ready in this process."""
    debrief.prepare(scenario_of(spec), seeds)


def ranking(
    spec: Spec, rows: Mapping[str, Sequence[Plain]], own: Mapping[str, Plain], outcome: str
) -> list[Plain]:
    """Skill and luck of several plans, the best first."""
    found = debrief.standings(scenario_of(spec), rows, outcome, own)
    return [each._asdict() for each in found]


def worths(
    spec: Spec, plan: Sequence[Decision], rows: Sequence[Plain],
    others: Sequence[Sequence[Plain] | None], outcomes: Sequence[str],
) -> list[list[Plain] | None]:  # fmt: skip
    """What each variant's decision was worth in some outcomes; None where rows are missing."""
    scenario = scenario_of(spec)
    return [
        [debrief.worth(scenario, variant, rows, other, outcome)._asdict() for outcome in outcomes]
        if other else None
        for variant, other in zip(debrief.variants(scenario, plan), others, strict=True)
    ]  # fmt: skip


def why(
    spec: Spec, plan: Sequence[Decision], kind: str, number: int, before: int, after: int
) -> Plain:
    """Why something is as it is, as chains of the model's own terms."""
    return explained.why(scenario_of(spec), plan, kind, number, before, after)


LASTING = ("reported_use", "genuine_use", "threat", "trust", "integration")


def lasting(spec: Spec, plan: Sequence[Decision]) -> Plain:
    """The class's company with a plan, to the end: what a team learns only after the game."""
    scenario = scenario_of(spec)
    played = play(scenario, plan, len(scenario.rounds) + 1)
    return {"columns": {name: played.columns[name].tolist() for name in LASTING},
            "spent_eur": float(played.spent_eur), "seats": _seats(scenario, played)}  # fmt: skip
