"""Everything that a report says in numbers: tables first, and what follows from them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.analysis import money
from sim.analysis.costs import Prices
from sim.analysis.decision import Choice, World, choose, standings, switch_rules
from sim.analysis.money import HIGH, LOW
from sim.analysis.price_grid import break_even, price_grid
from sim.base.arrays import Floats
from sim.report.tables import rows_of
from sim.studies.report.asking import asking
from sim.studies.report.assumptions import Weightiest, assumptions, weightiest
from sim.studies.report.material import DEFAULT, FITTED, Material

if TYPE_CHECKING:
    import pandas as pd

EARLY = 26
"""Weeks that count as early, where people's hours are told."""
LIVED = ("threat", "trust")
WIDTH = 2.0 * 1.2815515655446004
"""Width of the middle 80 % of a normal distribution, in standard deviations."""


@dataclass(frozen=True)
class Findings:
    """Tables of the folder, called as their files are, and what follows from them.

    Attributes:
        decision: `decision.standings`, those of the default company last.
        steady_state, account, present_value, payback, price_grid: Tables of money, by kind.
        prices: Each with its origin.
        break_even: Prices at which a rollout brings as much as doing nothing.
        switch_rules: `decision.switch_rules`.
        assumptions: `assumptions.assumptions` of the rollout that pages look at.
        people: What it means for those who work there.
        not_known: Three kinds of not knowing, in money per employee.
        lead_time: What an item's time is made of.
        first_runs: Where each figure comes from: the first run of each kind of companies.
        asking: `asking.asking`: what finding out more is worth.
        choice: What the rule recommends.
        without: What it would recommend without the organisation's own use; None where there is
            none that companies were fitted to.
        weightiest: The assumption that weighs most.
    """

    decision: pd.DataFrame
    steady_state: pd.DataFrame
    account: pd.DataFrame
    present_value: pd.DataFrame
    payback: pd.DataFrame
    price_grid: pd.DataFrame
    prices: pd.DataFrame
    break_even: pd.DataFrame
    switch_rules: pd.DataFrame
    assumptions: pd.DataFrame
    people: pd.DataFrame
    not_known: pd.DataFrame
    lead_time: pd.DataFrame
    first_runs: pd.DataFrame
    asking: pd.DataFrame
    choice: Choice
    without: Choice | None
    weightiest: Weightiest | None

    def tables(self) -> dict[str, pd.DataFrame]:
        """Tables by the name of their file without its ending."""
        import pandas as pd

        return {name: each for name, each in vars(self).items() if isinstance(each, pd.DataFrame)}


def findings(material: Material, seed: int = 0) -> Findings:
    """Work out every table of a report.

    Args:
        material: Runs in every kind of companies.
        seed: Of the halves that switch rules are judged on.
    """
    import pandas as pd

    prices = material.prices
    rules = switch_rules(material.deciding, seed)
    choice, general = choose(material.deciding, rules), material.general
    parts = {"": standings(general)} | {
        name: _alone(world) for name, world in material.worlds.items() if name in (FITTED, DEFAULT)
    }
    table = pd.concat([parts[name] for name in (FITTED, "", DEFAULT) if name in parts],
                      ignore_index=True)  # fmt: skip
    weights = assumptions(material, choice.rollout)
    every, people = [*material.worlds.values()], material.people
    return Findings(
        decision=table,
        steady_state=_by_kind(every, lambda each: money.steady_state(each.account, people)),
        account=_by_kind(every, lambda each: money.whole_account(each.account)),
        present_value=_by_kind(every, lambda each: money.present_value(each.account, prices.rates)),
        payback=_by_kind(every, lambda each: money.payback(each.account)),
        price_grid=_by_kind(every, lambda each: price_grid(each.account)),
        prices=prices.table(),
        break_even=_by_kind(every, lambda each: break_even(each.account, prices)),
        switch_rules=rules,
        assumptions=weights,
        people=_people(material),
        not_known=_not_known(material, choice.rollout, prices),
        lead_time=material.lead_time,
        first_runs=_first_runs(material, choice.rollout),
        asking=asking(material, seed),
        choice=choice,
        without=choose(general, switch_rules(general, seed)) if material.has_fitted else None,
        weightiest=weightiest(material, choice.rollout, weights),
    )


def _alone(world: World) -> pd.DataFrame:
    """Standings in one kind of companies, which is no mixture."""
    table = standings([world])
    return table[table["companies_kind"] == world.kind]


def _by_kind(worlds: list[World], make: Callable[[World], pd.DataFrame]) -> pd.DataFrame:
    """A table of each kind of companies, one below the other, with the kind in front."""
    import pandas as pd

    frames = {world.kind: make(world) for world in worlds}
    return pd.concat(frames, names=["companies_kind"]).reset_index(level=0).reset_index(drop=True)


def _people(material: Material) -> pd.DataFrame:
    """What a rollout means for those who work there.

    Returns:
        One row per kind and strategy, means over companies: `companies_kind, strategy,
        hours_early` and `hours_late` (hours a week that people put in, weeks 1-26 and after),
        `manager_hours` (a week and manager, while any are asked for), `reactance_peak` (largest
        mean of a week), `threat_final, trust_final` (last week), all states in [0, 1].
    """
    import pandas as pd

    rows = []
    for kind in material.worlds:
        of = material.paths[kind].values
        early, late = of["hours_invested"][:, :, :EARLY], of["hours_invested"][:, :, EARLY:]
        for place, name in enumerate(material.strategies):
            hours: Floats = of["manager_hours"][place]
            asked = np.abs(hours) > 1e-9
            rows.append(
                {
                    "companies_kind": kind,
                    "strategy": name,
                    "hours_early": early[place].mean(),
                    "hours_late": late[place].mean() if late.size else np.nan,
                    "manager_hours": hours[asked].mean() if asked.any() else 0.0,
                    "reactance_peak": of["reactance"][place].max(axis=1).mean(),
                    **{f"{name}_final": of[name][place, :, -1].mean() for name in LIVED},
                }
            )
    return pd.DataFrame(rows)


def _not_known(material: Material, strategy: str, prices: Prices) -> pd.DataFrame:
    """Three kinds of not knowing what a rollout brings, in money per employee.

    Returns:
        One row per kind of not knowing: `what` (`luck`, `company`, `model`), `width`: of luck,
        the middle 80 % that seeds of one company would span; of companies, the middle 80 % of
        those that decide (mean over kinds); of the model, how far the means of all kinds lie
        apart. Where companies are fitted, `company_without` is that of the two other kinds.
    """
    import pandas as pd

    place = material.strategies.index(strategy)

    def width(worlds: list[World]) -> float:
        own = [np.subtract(*np.quantile(each.benefit[place], (HIGH, LOW))) for each in worlds]
        return float(np.mean(own))

    means = [float(world.benefit[place].mean()) for world in material.kinds]
    rows = {
        "luck": WIDTH * _luck(material, strategy),
        "company": width(material.deciding),
        "model": max(means) - min(means),
    }
    if material.has_fitted:
        rows["company_without"] = width(material.general)
    return pd.DataFrame({"what": list(rows), "width": list(rows.values())})


def _luck(material: Material, strategy: str) -> float:
    """Standard deviation between seeds of one company, at the prices of the runs."""
    runs = material.runs
    own = runs[(runs["strategy"] == strategy) & (runs["companies_kind"] != DEFAULT)]
    groups = own.groupby(["companies_kind", "company"])["net_benefit_eur"]
    return float(np.sqrt(groups.var(ddof=1).mean())) / material.people


def _first_runs(material: Material, strategy: str) -> pd.DataFrame:
    """The first run of the rollout in each kind of companies: `companies_kind, run_id`."""
    own = material.runs[material.runs["strategy"] == strategy]
    first = own.groupby("companies_kind", sort=False)["run_id"].first()
    return first.reset_index()


def of_kind(frame: pd.DataFrame, kind: str) -> dict[str, Mapping[str, float]]:
    """Rows of one kind by strategy."""
    return {str(row["strategy"]): row for row in rows_of(frame[frame["companies_kind"] == kind])}
