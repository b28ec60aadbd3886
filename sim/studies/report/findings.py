"""Everything that a report says in numbers: tables first, and what follows from them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.analysis import money
from sim.analysis.costs import Prices
from sim.analysis.decision import BOTH, Choice, World, choose, standings, switch_rules
from sim.analysis.money import HIGH, LOW
from sim.analysis.price_grid import break_even, price_grid
from sim.base.arrays import Floats
from sim.base.presets import REFERENCE
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
    """Tables of the folder by the name of their file, and what follows from them.

    Attributes:
        standings: `decision.standings`; `default` has the same for the default company.
        steady, account, present_value, payback, grid: The five tables of money, by kind.
        prices: Each with its origin.
        break_even: Prices at which a rollout brings as much as doing nothing.
        rules: `decision.switch_rules`.
        assumptions: `assumptions.assumptions` of the rollout that pages look at.
        people: What it means for those who work there.
        unknown: Three kinds of not knowing, in money per employee.
        lead_time: What an item's time is made of.
        runs: Where each figure comes from: the first run of each kind of companies.
        asking: `asking.asking`: what finding out more is worth.
        choice: What the rule recommends.
        without: What it would recommend without the organisation's own use; None where there is
            none that companies were fitted to.
        weightiest: The assumption that weighs most.
    """

    standings: pd.DataFrame
    steady: pd.DataFrame
    account: pd.DataFrame
    present_value: pd.DataFrame
    payback: pd.DataFrame
    grid: pd.DataFrame
    prices: pd.DataFrame
    break_even: pd.DataFrame
    rules: pd.DataFrame
    assumptions: pd.DataFrame
    people: pd.DataFrame
    unknown: pd.DataFrame
    lead_time: pd.DataFrame
    runs: pd.DataFrame
    asking: pd.DataFrame
    choice: Choice
    without: Choice | None
    weightiest: Weightiest | None

    def tables(self) -> dict[str, pd.DataFrame]:
        """Tables by the name of their file without its ending."""
        return {
            "decision": self.standings,
            "steady_state": self.steady,
            "account": self.account,
            "present_value": self.present_value,
            "payback": self.payback,
            "price_grid": self.grid,
            "prices": self.prices,
            "break_even": self.break_even,
            "switch_rules": self.rules,
            "assumptions": self.assumptions,
            "people": self.people,
            "not_known": self.unknown,
            "lead_time": self.lead_time,
            "first_runs": self.runs,
            "asking": self.asking,
        }


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
    every = [*material.worlds.values()]
    return Findings(
        standings=table,
        steady=_by_kind(every, lambda each: money.steady_state(each.account, material.people)),
        account=_by_kind(every, lambda each: money.whole_account(each.account)),
        present_value=_by_kind(every, lambda each: money.present_value(each.account, prices.rates)),
        payback=_by_kind(every, lambda each: money.payback(each.account)),
        grid=_by_kind(every, lambda each: price_grid(each.account)),
        prices=prices.table(),
        break_even=_by_kind(every, lambda each: break_even(each.account, prices)),
        rules=rules,
        assumptions=weights,
        people=_people(material),
        unknown=_unknown(material, choice.rollout, prices),
        lead_time=material.lead_time,
        runs=_first_runs(material, choice.rollout),
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

    frames = []
    for world in worlds:
        frame = make(world)
        frame.insert(0, "companies_kind", world.kind)
        frames.append(frame)
    return pd.concat(frames, ignore_index=True)


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


def _unknown(material: Material, strategy: str, prices: Prices) -> pd.DataFrame:
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
    own = frame[frame["companies_kind"] == kind]
    return {
        str(row["strategy"]): {str(k): v for k, v in row.items()} for row in own.to_dict("records")
    }


def rollouts(findings_: Findings) -> list[str]:
    """Rollouts by their expected regret where it is decided, the smallest first."""
    table = findings_.standings
    deciding = FITTED if (table["companies_kind"] == FITTED).any() else BOTH
    own = table[table["companies_kind"] == deciding]
    ordered = own.sort_values("regret", kind="stable")["strategy"]
    return [str(name) for name in ordered if name != REFERENCE]
