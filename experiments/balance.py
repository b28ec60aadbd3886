"""Hand-made plans in every scenario: is one of them best whatever the goal and the company?

python -m experiments.balance > docs/balance.md
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from sim.analysis.inference import BETTER
from sim.analysis.matters import matters
from sim.analysis.paired import judged
from sim.app.debrief import BENEFIT, Row, scores
from sim.app.plan import Decision
from sim.app.scenario import Scenario, load_scenario
from sim.app.scenario import names as scenario_names
from sim.config.game import CARDS
from sim.model.outcomes import BY_NAME

COMPANIES = 60
GOALS = (BENEFIT, "genuine_use_final", "threat_final", "lead_time_change", "loss")
"""What a lecturer can deal; `loss` is the chance that a plan loses money."""
NOTHING = "nothing"
EVERY_CARD = (f"game.cards=[{','.join(each for each in CARDS if each != 'licences')}]",)

Moves = Sequence[tuple[int, str, Mapping[str, object] | None]]
PLANS: Mapping[str, Moves] = {
    NOTHING: (),
    "leading": ((1, "lead_by_example", {}),),
    "leading, time to try": (
        (1, "lead_by_example", {}), (2, "exploration_time", {"hours": 0.5}),
        (5, "exploration_time", None),
    ),
    "leading, pilots, owners": (
        (1, "lead_by_example", {}), (3, "lead_by_example", None),
        (3, "redesign", {"targets": "bottleneck"}), (3, "ownership", {"stays": "stays"}),
    ),
    "pilots, owners": (
        (1, "redesign", {"targets": "bottleneck"}), (1, "ownership", {"stays": "stays"}),
        (4, "feedback", {"stays": "stays"}),
    ),
    "order": (
        (1, "announcement", {"promise": "bold"}),
        (2, "mandate", {"monitored": 0.7, "sanction": 0.7, "freedom": 0.2}),
    ),
    "gentle order, training": (
        (1, "announcement", {}), (1, "training", {"hours": 1.0}), (3, "training", None),
        (2, "mandate", {"monitored": 0.3, "sanction": 0.5, "freedom": 0.6}),
    ),
    "training": ((1, "announcement", {}), (1, "training", {"hours": 1.0}), (5, "training", None)),
    "champions, open results": (
        (1, "champions", {"share": 0.05, "hours": 4.0}), (1, "transparency", {}),
    ),
    "champions for a quarter": (
        (1, "champions", {"share": 0.1, "hours": 4.0}), (1, "transparency", {}),
        (4, "champions", None),
    ),
    "champions for half a year": (
        (1, "champions", {"share": 0.1, "hours": 4.0}), (1, "transparency", {}),
        (6, "champions", None),
    ),
    "open results": ((1, "transparency", {}),),
    "order, open results": (
        (1, "announcement", {"promise": "bold"}), (1, "transparency", {}),
        (2, "mandate", {"monitored": 0.7, "sanction": 0.7, "freedom": 0.2}),
    ),
    "leading for a quarter, open results": (
        (1, "lead_by_example", {}), (1, "transparency", {}), (4, "lead_by_example", None),
    ),
    "time to try for a quarter, open results": (
        (1, "exploration_time", {"hours": 0.5}), (1, "transparency", {}),
        (4, "exploration_time", None),
    ),
    "training for a month, open results": (
        (1, "announcement", {}), (1, "training", {"hours": 1.0}), (1, "transparency", {}),
        (2, "training", None),
    ),
    "everything at once": (
        (1, "announcement", {"promise": "bold"}), (1, "redesign", {"targets": "all"}),
        (1, "ownership", {"scope": "all"}), (1, "training", {"hours": 1.0}), (3, "training", None),
    ),
}  # fmt: skip
"""Plans by name: moves of (round, card, fields), None to end a card."""


class Cell(NamedTuple):
    """A plan under a goal in a scenario.

    Attributes:
        mean: Over companies; of `loss` the share of companies.
        first: Whether no other plan is decided to be better.
    """

    mean: float
    first: bool


def decisions(moves: Moves, scenario: Scenario) -> list[Decision]:
    """A plan's moves as decisions; rounds beyond the last one are the last one."""
    last = len(scenario.rounds)
    return [Decision(min(round_, last), card, fields)
            for round_, card, fields in moves]  # fmt: skip


def played(scenario: Scenario, companies: int = COMPANIES) -> dict[str, list[Row]]:
    """Every plan in the first so many companies of a scenario."""
    seeds = scenario.seeds[:companies]
    return {name: scores(scenario, decisions(moves, scenario), seeds)
            for name, moves in PLANS.items()}  # fmt: skip


def table(scenario: Scenario, rows: Mapping[str, Sequence[Row]]) -> dict[str, dict[str, Cell]]:
    """Goal -> plan -> how it does."""
    found: dict[str, dict[str, Cell]] = {}
    least = matters(people=scenario.people)
    for goal in GOALS:
        outcome = BY_NAME[BENEFIT if goal == "loss" else goal]
        values = {name: np.array([row[outcome.name] for row in each], float)
                  for name, each in rows.items()}  # fmt: skip
        if goal == "loss":
            shares = {name: float((each < 0.0).mean()) for name, each in values.items()}
            best = min(shares.values())
            found[goal] = {name: Cell(share, share == best) for name, share in shares.items()}
            continue
        found[goal] = {
            name: Cell(float(own.mean()), not any(
                judged(other, own, outcome, scenario.base.weeks, least[outcome.name])["verdict"]
                == BETTER for rival, other in values.items() if rival != name))
            for name, own in values.items()
        }  # fmt: skip
    return found


def best(cells: Mapping[str, Cell]) -> list[str]:
    """Plans that no other is decided to beat."""
    return [name for name, cell in cells.items() if cell.first]


def everywhere_best(tables: Mapping[str, Mapping[str, Mapping[str, Cell]]]) -> set[str]:
    """Plans that are best under every goal in every scenario: there must be none."""
    sets = [set(best(cells)) for each in tables.values() for cells in each.values()]
    return set.intersection(*sets) if sets else set()


def _written(goal: str, value: float) -> str:
    if goal == BENEFIT:
        return f"{value / 1000:+,.0f}"
    if goal == "lead_time_change":
        return f"{100 * value:+.0f}"
    return f"{100 * value:.0f}"


HEADS = {
    BENEFIT: "net benefit, k€", "genuine_use_final": "genuine use at the end, %",
    "threat_final": "threat at the end, %", "lead_time_change": "lead time, %",
    "loss": "loses money in, %",
}  # fmt: skip
INTRODUCTION = """\
# Balance of the game

Generated by `python -m experiments.balance > docs/balance.md`; do not edit by hand.

Hand-made plans in every scenario, {companies} companies each (seeds 0 to {last}, those that
`rollout compare scenario=…` begins with). **Bold**: no other plan is decided to be better (paired
differences over the same companies, as everywhere in this project; of the chance of loss the
smallest). Plans are played with every card, also where a scenario deals fewer, and stop when the
money is spent. What reaches people rather than the process is also played for a short while and
with open results, which alone move something. No model was tuned to make a plan win: a scenario is
a choice of presets, values within declared ranges, prices and goal, and which plan leads it was
measured. Companies were looked for, though, in which something can be seen: `lumen` is one of 26
kinds that were tried for champions ([D76](decisions.md)). That they lead there says that there is
such a place, not that they win in general; [in most of the declared space](regions.md#champions)
they do not. What leads rests on assumptions of which many have no source ([the claims](claims.md)
name those that decide).
"""


def page(tables: Mapping[str, Mapping[str, Mapping[str, Cell]]], titles: Mapping[str, str]) -> str:
    """The whole page as Markdown."""
    return "\n".join([
        INTRODUCTION.format(companies=COMPANIES, last=COMPANIES - 1), *_summary(tables),
        *(line for name, found in tables.items() for line in _section(name, titles[name], found)),
    ])  # fmt: skip


def _summary(tables: Mapping[str, Mapping[str, Mapping[str, Cell]]]) -> Iterator[str]:
    yield "## Who leads\n"
    yield "| scenario | " + " | ".join(HEADS[goal].rsplit(",", 1)[0] for goal in GOALS) + " |"
    yield "|---" * (1 + len(GOALS)) + "|"
    for name, found in tables.items():
        yield f"| `{name}` | " + " | ".join("; ".join(best(found[goal])) for goal in GOALS) + " |"
    yield ""


def _section(name: str, title: str, found: Mapping[str, Mapping[str, Cell]]) -> Iterator[str]:
    yield f"## `{name}`: {title}\n"
    yield "| plan | " + " | ".join(HEADS[goal] for goal in GOALS) + " |"
    yield "|---" + "|---:" * len(GOALS) + "|"
    for plan in PLANS:
        cells = []
        for goal in GOALS:
            cell = found[goal][plan]
            text = _written(goal, cell.mean)
            cells.append(f"**{text}**" if cell.first else text)
        yield f"| {plan} | " + " | ".join(cells) + " |"
    yield ""


FEW = 2
"""Companies that a test plays again, to see whether the page is current."""


def spot(rows: Mapping[str, Sequence[Row]]) -> dict[str, list[float]]:
    """Net benefit of every plan in the first few companies, in k€."""
    return {name: [round(row[BENEFIT] / 1000, 1) for row in each[:FEW]]
            for name, each in rows.items()}  # fmt: skip


def spots(found: Mapping[str, Mapping[str, Sequence[float]]]) -> str:
    """The same of all scenarios, as the last section of the page."""
    names = [f"{name} {seed}" for name in found for seed in range(FEW)]
    lines = ["## Single companies", "",
             f"Net benefit in the companies with seeds 0 to {FEW - 1}, k€: one company decides "
             "little. A test plays them again, so that this page stays current.", "",
             f"| plan | {' | '.join(names)} |", "|---" + "|---:" * len(names) + "|"]  # fmt: skip
    for plan in PLANS:
        values = (value for each in found.values() for value in each[plan])
        lines.append(f"| {plan} | " + " | ".join(f"{value:.1f}" for value in values) + " |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Write the page."""
    tables, titles, few = {}, {}, {}
    for name in scenario_names():
        scenario = load_scenario(name, words=EVERY_CARD)
        rows = played(scenario)
        tables[name], few[name] = table(scenario, rows), spot(rows)
        titles[name] = scenario.title("en")
    sys.stdout.write(f"{page(tables, titles)}\n{spots(few)}")


if __name__ == "__main__":
    main()
