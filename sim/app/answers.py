"""What pages ask of the simulation, as jobs: plain values in, plain values out.

A job names its scenario instead of carrying it; every process reads it once. The key of a job is
its whole question, what the scenario's file says, and the version of the package with its presets,
so that nothing is ever answered from older ones.
"""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sim.app.plan import Decision
from sim.app.scenario import Scenario, load_scenario

Plain = dict[str, Any]
MADE_OF = (".py", ".yaml", ".csv", ".parquet", ".txt")
"""Files of the package that an answer can depend on."""


class Spec(NamedTuple):
    """Names a scenario; `content` is that of the file as the server has read it."""

    name: str
    words: tuple[str, ...] = ()
    config_dir: str | None = None
    content: str = ""


class Told(NamedTuple):
    """A decision in plain values."""

    round: int
    card: str
    fields: Mapping[str, Any] | None
    agreed: bool | None = None


def told(decisions: Sequence[Decision]) -> tuple[Told, ...]:
    """Decisions in plain values."""
    return tuple(Told(each.round, each.card, each.fields, each.agreed) for each in decisions)


def decided(plan: Sequence[Sequence[Any]]) -> list[Decision]:
    """Decisions again."""
    return [
        Decision(round_, number, card, fields, "", agreed)
        for number, (round_, card, fields, agreed) in enumerate(plan, 1)
    ]


def key(kind: str, spec: Spec, *question: Any) -> str:
    """The key of a job."""
    return hashlib.sha256(
        json.dumps([kind, version(), spec, *question], sort_keys=True).encode()
    ).hexdigest()


@functools.cache
def version() -> str:
    """Of the model, and of all else that answers are made with: the package, and what it ships."""
    from sim.base.presets import conf_folder
    from sim.runs.version import PACKAGE, digest, model_version

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


def company(spec: Spec, plan: Sequence[Told], rounds: int) -> Plain:
    """The class's company after so many rounds of a plan.

    Returns:
        `round`, `week`, `spent_eur`, `allowed_eur`, `reported` (per week), `spend` (per week),
        `roles` (what each sees, per round), `found`, `events`, `seats`, `news`, `report` (as
        `network.told` gives it).
    """
    from sim.app import play as game
    from sim.app.network import told as told_report
    from sim.app.news import news

    scenario = scenario_of(spec)
    played = game.play(scenario, decided(plan), rounds)
    views = {role: game.view(played, role) for role in scenario.game.roles}
    one = next(iter(views.values()))
    return {
        "round": played.round, "week": played.week, "spent_eur": float(played.spent_eur),
        "allowed_eur": float(played.allowed_eur),
        "reported": [float(x) for x in one.series["reported_use"]],
        "spend": [float(x) for x in one.series["spend_eur"]],
        "roles": {role: list(each.own) for role, each in views.items()},
        "found": [each._asdict() for each in one.found],
        "events": [[int(week), kind, float(size)] for week, kind, size in one.events],
        "seats": _seats(scenario, played),
        "news": [each._asdict() for each in news(scenario, played)],
        "report": told_report(played.report),
    }  # fmt: skip


def ground_plan(spec: Spec) -> Plain:
    """Where the departments of the class's company are drawn."""
    import numpy as np

    from sim.app.places import PANEL, departments
    from sim.report.plots.network import layout

    firm = scenario_of(spec).firm()
    first, second, _ = firm.network.contact.pairs()
    department = firm.people.department
    return departments(layout(department, PANEL), department, np.stack([first, second], axis=1))


def _seats(scenario: Scenario, played: Any) -> list[Plain]:
    from sim.app.seats import PUBLIC, name, seats

    return [
        {"number": each.number, "name": name(scenario, each.number, played.hands[each.number]),
         "rule": each.rule if each.rule in PUBLIC else "", "department": each.department + 1,
         "is_manager": each.is_manager, "stage": int(played.stage[each.row])}
        for each in seats(scenario)
    ]  # fmt: skip


def money(
    spec: Spec, plan: Sequence[Told], round_: int, shown: Mapping[str, Mapping[str, Any]]
) -> Plain:
    """The purse at the beginning of a round, and what cards cost a week.

    Args:
        spec: What is played.
        plan: Decisions, drafts of this round included.
        round_: The round.
        shown: Card -> fields as its form shows them.
    """
    from sim.app import play as game

    scenario, decisions = scenario_of(spec), decided(plan)
    purse = game.purse(scenario, decisions, round_)
    prices = {card: game.price(scenario, card, fields, decisions)._asdict()
              for card, fields in shown.items()}  # fmt: skip
    managers = scenario.firm().people.is_manager
    return {
        "purse": _plain(purse._asdict()), "prices": {c: _plain(p) for c, p in prices.items()},
        "managers": int(managers.sum()), "staffs": int((~managers).sum()),
    }  # fmt: skip


def _plain(values: Mapping[str, Any]) -> Plain:
    return {name: float(value) for name, value in values.items()}


def score(spec: Spec, plan: Sequence[Told], seeds: Sequence[int]) -> list[Plain]:
    """A plan in some companies."""
    from sim.app import debrief

    return debrief.scores(scenario_of(spec), decided(plan), seeds)


def standard(spec: Spec, name: str, seeds: Sequence[int]) -> list[Plain]:
    """A standard strategy in some companies."""
    from sim.app import debrief

    return debrief.standard_scores(scenario_of(spec), name, seeds)


def prepare(spec: Spec, seeds: Sequence[int]) -> None:
    """Make some companies ready in this process."""
    from sim.app import debrief

    debrief.prepare(scenario_of(spec), seeds)


def ranking(
    spec: Spec, rows: Mapping[str, Sequence[Plain]], own: Mapping[str, Plain], outcome: str
) -> list[Plain]:
    """Skill and luck of several plans, the best first."""
    from sim.app import debrief

    found = debrief.standings(scenario_of(spec), rows, outcome, own)
    return [each._asdict() for each in found]


def worths(
    spec: Spec, plan: Sequence[Told], rows: Sequence[Plain],
    others: Sequence[Sequence[Plain] | None], outcomes: Sequence[str],
) -> list[list[Plain] | None]:  # fmt: skip
    """What each variant's decision was worth in some outcomes; None where rows are missing."""
    from sim.app import debrief

    scenario = scenario_of(spec)
    found: list[list[Plain] | None] = []
    for variant, other in zip(debrief.variants(scenario, decided(plan)), others, strict=True):
        found.append(None if not other else [
            debrief.worth(scenario, variant, rows, other, outcome)._asdict()
            for outcome in outcomes
        ])  # fmt: skip
    return found


def why(spec: Spec, plan: Sequence[Told], kind: str, number: int, before: int, after: int) -> Plain:
    """Why something is as it is, as chains of the model's own terms."""
    from sim.app import why as explained

    return explained.why(scenario_of(spec), decided(plan), kind, number, before, after)


LASTING = ("reported_use", "genuine_use", "threat", "trust", "integration")


def lasting(spec: Spec, plan: Sequence[Told]) -> Plain:
    """The class's company with a plan, to the end: what a team learns only after the game."""
    from sim.app import play as game

    scenario = scenario_of(spec)
    played = game.play(scenario, decided(plan), len(scenario.rounds) + 1)
    columns = {name: [float(x) for x in played.columns[name]] for name in LASTING}
    return {"columns": columns, "spent_eur": float(played.spent_eur),
            "seats": _seats(scenario, played)}  # fmt: skip
