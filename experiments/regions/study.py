"""Where each lever wins and where it loses, in companies drawn from the whole declared space.

Every pair of strategies differs by one lever and is run in the same companies with the same seeds.
A company is won, or lost, where the 95 % interval of the paired differences lies beyond the
smallest effect that matters. Regions are searched and tested as `rollout discover` does it
(`sim/studies/discovery/rule.py`): in two thirds of the companies, and tested in the rest. Where
wins are too rare for that, the better halves of up to three parameters are told, tested alike.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np

from sim.analysis.companies import Dimension, Draw, companies, dimensions
from sim.analysis.deciders import Decider, named, ranking
from sim.base.arrays import Floats
from sim.base.values import with_values
from sim.config.load import load
from sim.runs.cells import cells
from sim.runs.plan import tasks_of
from sim.runs.run import simulate
from sim.runs.store import Store
from sim.runs.wants import Batch
from sim.runs.work import Work
from sim.studies.claims.metrics import METRICS
from sim.studies.discovery.boxes import Box, Counts
from sim.studies.discovery.rule import LEVEL, Data, Finding, confirm, find, held_back
from sim.studies.discovery.sample import BETTER, Judged, judge

PRESETS = Path(__file__).parent
"""Folder of the strategies that are not shipped, as `--config-dir` takes it."""
COMPANIES, SEEDS, HEADCOUNT = 480, 6, 100
OUTCOME, MATTERS = "net_hours_per_employee", METRICS["net_hours"].matters
MONEY, EUR = "net_benefit_eur", 50.0 * HEADCOUNT
LEAD_TIME, PERCENT = "lead_time_change", METRICS["lead_time_after"].matters
"""A second reading where hours cannot tell: the change of lead time, of which less is better."""


class Pair(NamedTuple):
    """Two strategies that differ by one lever.

    Attributes:
        lever: Its name in the tables.
        better, than: Strategies; the lever wins where the first is better.
        said: What is set against what, in words.
        outcome, matters: What decides, and the smallest difference that matters.
        sign: 1 where more of the outcome is better, -1 where less is.
    """

    lever: str
    better: str
    than: str
    said: str
    outcome: str = OUTCOME
    matters: float = MATTERS
    sign: float = 1.0


PAIRS = (
    Pair("champions", "champions", "organic",
         "champions, one in twenty with four hours a week, against licences only"),
    Pair("training", "training_first", "organic",
         "half a year of training for all, announced, against licences only"),
    Pair("candour", "candid", "promising",
         "leading managers who say what they see, against leading managers who promise"),
    Pair("exploring room", "room", "organic",
         "an hour a week to try things for half a year, against licences only"),
    Pair("targeting", "targeted", "phased_pilot_random",
         "pilots for the place and the purpose of the longest measured waits, against pilots by "
         "lot and for every purpose"),
    Pair("place by hours", "by_hours", "phased_pilot_random",
         "pilots where frictions take most hours, against pilots by lot"),
    Pair("place by waiting", "phased_pilot", "phased_pilot_random",
         "pilots where work waits longest, against pilots by lot"),
    Pair("place, lead time", "phased_pilot", "phased_pilot_random",
         "the same two, judged by lead time", LEAD_TIME, PERCENT, -1.0),
    Pair("big bang", "big_bang", "phased_pilot",
         "everything announced and redesigned at once, against pilots in waves"),
)  # fmt: skip


class Side(NamedTuple):
    """Where one of two strategies is better.

    Attributes:
        judged: Every company.
        finding: The region that was searched for.
        corner: Half of the range of every parameter that goes with the difference among the
            companies searched, the better half; None where there is none.
        counts: What that holds among the companies held back.
        p_value: Of Fisher's test, one-sided: wins are no more frequent in the corner.
        clearest: Place of the company that decides most clearly, or -1.
        again: Whether it does so with other seeds, too.
    """

    judged: Judged
    finding: Finding
    corner: Box | None
    counts: Counts
    p_value: float
    clearest: int = -1
    again: bool = False

    @property
    def box(self) -> Box | None:
        """The region that is told: the one found, or else the corner, if confirmed."""
        chosen = self.finding.chosen
        if chosen is not None and not self.finding.reason:
            return chosen.box
        return self.corner if self.p_value < LEVEL / 2 else None


class Found(NamedTuple):
    """What came of a pair.

    Attributes:
        pair: What was asked.
        wins, loses: Where the lever is better, and where it is worse.
        money: Shares of companies that it wins and loses by net benefit.
        deciders: Parameters that go with the difference, three at most.
    """

    pair: Pair
    wins: Side
    loses: Side
    money: tuple[float, float]
    deciders: Sequence[Decider]


class Study(NamedTuple):
    """Companies, what is drawn in them, and what came of every pair."""

    drawn: Sequence[Draw]
    space: Sequence[Dimension]
    found: Sequence[Found]


def study(store: Path, workers: int = 2, quiet: bool = False, count: int = COMPANIES) -> Study:
    """Run every strategy in every company, and look where each is better.

    Args:
        store: Folder of finished runs, which are not done again.
        workers: Processes at the same time.
        quiet: No progress.
        count: Companies.
    """
    drawn, space = companies("plausible", count, 0), dimensions()
    names = tuple(dict.fromkeys(name for pair in PAIRS for name in (pair.better, pair.than)))
    words = (f"organisation.headcount={HEADCOUNT}",)
    tasks = tasks_of(cells(drawn, words, names, str(PRESETS)))
    with Work(store=Store(store), workers=workers, quiet=quiet).going_on() as work:
        done = Batch([(task, seed) for task in tasks for seed in range(SEEDS)]).do(work)
        columns = done.outcomes([OUTCOME, MONEY, LEAD_TIME])
    values = {
        outcome: {name: column.reshape(len(tasks), SEEDS)[[task.name == name for task in tasks]]
                  for name in names}
        for outcome, column in columns.items()
    }  # fmt: skip
    shares = np.array([[each.share(draw[each.key]) for each in space] for draw in drawn])
    return Study(drawn, space, [_found(pair, drawn, shares, values) for pair in PAIRS])


def _found(
    pair: Pair, drawn: Sequence[Draw], shares: Floats, values: Mapping[str, Mapping[str, Floats]]
) -> Found:
    own, money = values[pair.outcome], values[MONEY]
    apart = pair.sign * (own[pair.better] - own[pair.than])
    paid = money[pair.better] - money[pair.than]
    ends = tuple(float((judge(side * paid, EUR).label == BETTER).mean()) for side in (1, -1))
    wins, loses = (
        _once_more(_side(sign * apart, pair.matters, shares, drawn), pair, sign, drawn)
        for sign in (1.0, -1.0)
    )
    return Found(
        pair, wins, loses, (ends[0], ends[1]), named(ranking(drawn, apart.mean(axis=1)))
    )  # fmt: skip


def _side(gains: Floats, matters: float, shares: Floats, drawn: Sequence[Draw]) -> Side:
    """Companies in which gains are beyond what matters, and the regions where they are."""
    judged = judge(gains, matters)
    held = held_back(range(len(gains)), 0)
    data = Data(shares, judged.label == BETTER, judged.mean, held)
    searched = [draw for draw, kept in zip(drawn, held, strict=True) if not kept]
    deciders = named(ranking(searched, judged.mean[~held]))
    corner = _corner({each.dimension.key: each.correlation for each in deciders})
    tested = confirm(corner, data.only(held), LEVEL / 2)
    return Side(
        judged, find(data, 2), corner if corner.limits else None, tested.counts, tested.p_value
    )  # fmt: skip


def _once_more(side: Side, pair: Pair, sign: float, drawn: Sequence[Draw]) -> Side:
    """Look for the company that decides most clearly, and whether it does with other seeds."""
    judged = side.judged
    if judged.label.max() < BETTER or pair.outcome != OUTCOME:
        return side
    clear = (judged.low - pair.matters) / np.maximum(judged.high - judged.low, 1e-9)
    place = int(np.argmax(np.where(judged.label == BETTER, clear, -np.inf)))
    apart = sign * differences(pair.better, pair.than, drawn[place], range(SEEDS, 2 * SEEDS))
    again = bool(judge(apart[None, :], pair.matters).label[0] == BETTER)
    return side._replace(clearest=place, again=again)


def differences(
    better: str, than: str, company: Mapping[str, float], seeds: Sequence[int]
) -> Floats:  # fmt: skip
    """Net hours per employee over the whole time that one strategy saves more than another."""
    words = [f"organisation.headcount={HEADCOUNT}"]
    configs = [with_values(load(words, name, str(PRESETS)), company) for name in (better, than)]
    ends = np.array([
        [simulate(replace(config, seed=seed)).log.columns()["hours_saved_per_employee"].sum()
         for seed in seeds]
        for config in configs
    ])  # fmt: skip
    apart: Floats = ends[0] - ends[1]
    return apart


def _corner(correlations: Mapping[str, float]) -> Box:
    """The half of every parameter's range in which more wins are to be expected."""
    space = dimensions()
    up = [correlations.get(each.key, 0.0) for each in space]
    return Box(
        tuple(0.5 if each > 0 else -math.inf for each in up),
        tuple(0.5 if each < 0 else math.inf for each in up),
    )  # fmt: skip
